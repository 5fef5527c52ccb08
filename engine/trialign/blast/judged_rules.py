"""Which rules can tell of a change of tests, and which are left out because a laid release would mislead them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from trialign.diff.radius import LeftOut
from trialign.inference.evaluate import used
from trialign.load.directories import Held
from trialign.model.rule import Rule

_HISTORY = frozenset({"lag"})
_CELLS = frozenset({"test", "target", "unresolved"})
_MOVED = _CELLS | _HISTORY | {"coverage", "answer", "island", "register"}
_NO_HISTORY = (
    "since when a test is listed depends on the releases before it, which a release laid in place does not have"
)
_NO_CELLS = "the one side is held with its cells and the other by the names of its tests"


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules that are run, the ids of those whose findings are compared, and what is left out."""

    run: tuple[Rule, ...]
    compared: frozenset[str]
    left_out: tuple[LeftOut, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of fact that are read."""
        return frozenset(pattern.kind for rule in self.run for pattern in rule.patterns())


def chosen(rules: Sequence[Rule], disabled: Collection[str], before: Sequence[Held], after: Sequence[Held]) -> Judged:
    """Return the rules that a change of tests can bear on.

    Args:
        rules: The rulebook, each rule after those that it uses.
        disabled: Ids of rules whose findings are not wanted.
        before: The releases of the earlier side.
        after: Those of the later side.
    """
    checks = [rule for rule in rules if rule.verb == "check"]
    moved, lagging = _reading(checks, _MOVED), _reading(checks, _HISTORY)
    cells = set() if _held_by(before) == _held_by(after) else {rule.id for rule in checks if _is_of_cells(rule)}
    compared = moved - lagging - cells - set(disabled)
    return Judged(
        tuple(_needed(checks, compared)),
        frozenset(compared),
        tuple(
            LeftOut(tuple(ids), reason)
            for found, reason in ((lagging, _NO_HISTORY), (cells - lagging, _NO_CELLS))
            if (ids := sorted(found - set(disabled)))
        ),
    )


def _reading(rules: Sequence[Rule], kinds: Collection[str]) -> set[str]:
    """Return the rules that read facts of some kinds, by themselves or by the findings that they use."""
    found: set[str] = set()
    for rule in rules:
        if any(pattern.kind in kinds for pattern in rule.patterns()) or used(rule) & found:
            found.add(rule.id)
    return found


def _needed(rules: Sequence[Rule], compared: Collection[str]) -> Iterator[Rule]:
    """Yield the rules and those whose findings they use, in their order."""
    needed = set(compared)
    for rule in reversed(rules):
        if rule.id in needed:
            needed |= used(rule)
    return (rule for rule in rules if rule.id in needed)


def _held_by(side: Sequence[Held]) -> frozenset[tuple[str, str]]:
    return frozenset((each.nation.value, each.release.held_by) for each in side)


def _is_of_cells(rule: Rule) -> bool:
    return all(pattern.kind in _CELLS for pattern in rule.subject)
