"""Small judgements that verdicts rest on: targets by their fate, swapped symbols, what changed aside, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trialign.diff.changes import Kind, in_order
from trialign.diff.entries import Entry, Reported
from trialign.diff.meaning import Delta, look_alike
from trialign.diff.whereabouts import Fate
from trialign.model.biomarker import Alteration

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Sorted:
    """Targets that left a row, by what became of them."""

    lost: tuple[Fate, ...]
    unsure: tuple[Fate, ...]
    kept: tuple[Fate, ...]

    @property
    def holders(self) -> tuple[str, ...]:
        """Return the tests that report what left, the fewest that do: those that hold most first."""
        wanted = [set(fate.holders) for fate in self.kept]
        chosen: list[str] = []
        while wanted:
            counts = {code: sum(code in each for each in wanted) for each in wanted for code in each}
            best = min(counts, key=lambda code: (-counts[code], in_order(code)))
            chosen.append(best)
            wanted = [each for each in wanted if best not in each]
        return tuple(sorted(chosen, key=in_order))


def says_all(entry: Entry) -> bool:
    """Tell whether a test names what it reports: genes or places, nothing left open, nothing unread."""
    places = any(each.biomarker.genes or each.biomarker.alteration is Alteration.REGION for each in entry.cells)
    return places and not entry.open_classes and not entry.unread


def doubted(fates: Sorted, codes: Sequence[str]) -> Sorted:
    """Return fates where what the genomic tests do not name is in doubt: the crosswalk says that they hold it."""
    moved = tuple(replace(fate, possible=tuple(codes)) for fate in fates.lost)
    return Sorted((), (*fates.unsure, *moved), fates.kept)


def swapped(delta: Delta) -> tuple[str, str] | tuple[()]:
    """Return the labels of one gene that became another whose symbol differs in one character."""
    if len(delta.lost) != 1 or len(delta.gained) != 1:
        return ()
    old, new = delta.lost[0].biomarker, delta.gained[0].biomarker
    if len(old.genes) != len(new.genes) or old.alteration is not new.alteration or not old.genes:
        return ()
    differ = [(a.symbol, b.symbol) for a, b in zip(old.genes, new.genes, strict=True) if a != b]
    return (old.label, new.label) if len(differ) == 1 and look_alike(*differ[0]) else ()


def aside(old: Entry, new: Entry, delta: Delta) -> tuple[Kind, ...]:
    """Return what changed beside the targets; a column that a release does not have says nothing."""
    found = [Kind.AVAILABILITY] if old.first.availability is not new.first.availability else []
    found += [Kind.TECHNOLOGY] if delta.technology else []
    if not delta.by_names:
        before, after = old.first, new.first
        if (before.age, before.printed.line, before.printed.setting) != (
            after.age,
            after.printed.line,
            after.printed.setting,
        ):
            found.append(Kind.POPULATION)
        if before.printed.eligibility != after.printed.eligibility:
            found.append(Kind.ELIGIBILITY)
    if old.has_cells is new.has_cells and for_trials(old) != for_trials(new):
        found.append(Kind.TRIAL_TARGETS)
    return tuple(found)


def for_trials(entry: Entry) -> frozenset[str]:
    """Return the labels of what a test reports for trials only."""
    return frozenset(target.biomarker.label for test in entry.tests for target in test.trial_targets)


def for_trials_words(old: Entry, new: Entry, whole: bool = False) -> str:
    """Return what is listed for trials only, and was not, and the other way."""
    before, after = for_trials(old), for_trials(new)
    parts = [
        f"{verb} {listed(sorted(labelled), whole)} for trials only"
        for verb, labelled in (("it now lists", after - before), ("it no longer lists", before - after))
        if labelled
    ]
    return "; ".join(parts)


def same_words(old: Entry, new: Entry) -> bool:
    """Tell whether two rows print the same, where one of them has its name only."""
    return old.has_cells is not new.has_cells and old.first.name.split() == new.first.name.split()


def labels(reported: Iterable[Reported]) -> tuple[str, ...]:
    """Return the labels of targets, each once, in their order."""
    return tuple(dict.fromkeys(each.biomarker.label for each in reported))


def printed(entry: Entry) -> str:
    """Return what a row prints as its target, or its name."""
    return f"'{entry.first.printed_target or entry.first.name}'"


def listed(words: Sequence[str], whole: bool = False) -> str:
    """Return words as a list, cut where it grows long unless the whole of it is wanted."""
    if len(words) > _NAMED and not whole:
        return f"{', '.join(words[:_NAMED])} and {len(words) - _NAMED} more"
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
