"""Findings of two sides held against each other, each with the changes of tests that cause it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trialign.blast.asked_by_change import around, keys, nation_of
from trialign.blast.sight import Seen, Sight
from trialign.diff.changes import Change, in_order
from trialign.diff.radius import Told
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Need
from trialign.model.directory import Nation, Test
from trialign.ontology import Ontology

_VERDICTS = ("gap", "cannot_tell", "excepted")
_NATIONS = tuple(nation.value for nation in Nation)


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings that open, close, or change their verdict."""

    opened: tuple[Told, ...]
    closed: tuple[Told, ...]
    changed: tuple[Told, ...]


def compared(before: Sight, after: Sight, ties: Ties) -> Findings:
    """Return how the findings of two sides differ, the gravest first."""
    one, two = before.findings, after.findings
    return Findings(
        _sorted(_told(each, "", ties) for key, each in two.items() if key not in one),
        _sorted(_told(each, "", ties) for key, each in one.items() if key not in two),
        _sorted(
            _told(each, one[key].verdict, ties, one[key])
            for key, each in two.items()
            if key in one and one[key].verdict != each.verdict
        ),
    )


def _told(found: Seen, was: str, ties: Ties, other: Seen | None = None) -> Told:
    codes = {code for each in (found, other) if each for code in ties.of(each)}
    return Told(
        found.fingerprint,
        found.rule,
        found.severity,
        found.nation,
        found.verdict,
        was,
        found.biomarker,
        found.cancer,
        found.message,
        tuple(sorted(codes, key=in_order)),
    )


def _sorted(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(told, key=_gravest))


def _gravest(told: Told) -> tuple[object, ...]:
    nation = _NATIONS.index(told.nation) if told.nation in _NATIONS else len(_NATIONS)
    rank = _VERDICTS.index(told.verdict), told.severity.rank
    return (*rank, nation, told.rule, told.cancer, told.biomarker, told.fingerprint)


class Ties:
    """Finds the changes behind a finding: those of tests that answer its needs on one side only, or otherwise."""

    def __init__(
        self,
        changes: Sequence[Change],
        sides: tuple[Sight, Sight],
        tests: Iterable[Test],
        needs: Mapping[int, Need],
        followers: Iterable[Nation],
        ontology: Ontology,
    ) -> None:
        """Index the changes.

        Args:
            changes: What changed.
            sides: What the two sides answer.
            tests: Those of both sides.
            needs: Needs by their numbers.
            followers: The nations whose answers come from England's directory too.
            ontology: What lies within what.
        """
        self._sides = sides
        self._needs = needs
        self._ontology = ontology
        self._followers = frozenset(each.value for each in followers)
        self._changed = {(nation_of(each).value, code) for each in changes for code in (*each.before, *each.after)}
        self._losing: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            for key in {key for marker in change.lost_markers for key in keys(marker)}:
                self._losing[key].append(change)
        self._under: dict[tuple[str, str], list[Test]] = defaultdict(list)
        for test in tests:
            self._under[test.nation.value, test.indication_code].append(test)

    def of(self, finding: Seen) -> set[str]:
        """Return the codes of the changes behind a finding; none where it can be tied to none."""
        own = {code for code in finding.codes if (finding.nation, code) in self._changed}
        if finding.indications:
            return own | {code for place in finding.indications for code in self._within(finding.nation, *place)}
        own |= {code for place in finding.needs for code in self._answering(*place)}
        return own or {code for place in finding.needs for code in self._losing_one(*place)}

    def _answering(self, need: int, nation: str) -> Iterator[str]:
        """Yield the changed tests that answer a need on one side, and on the other not or otherwise."""
        before, after = (side.fits.get((need, nation), frozenset()) for side in self._sides)
        yield from (code for code, _ in before ^ after if (nation, code) in self._changed)
        if nation in self._followers:
            yield from self._answering(need, Nation.ENGLAND.value)

    def _within(self, nation: str, indication: str, need: int) -> Iterator[str]:
        """Yield the changed tests of an indication that report something of a need; all where it is new, or gone."""
        wanted = keys(self._needs[need].biomarker)
        tests = self._under.get((nation, indication), ())
        whole = len({test.release_name for test in tests}) == 1
        for test in tests:
            bears = whole or any(wanted & keys(each) for each in _reported(test))
            if bears and (nation, test.code) in self._changed:
                yield test.code

    def _losing_one(self, number: int, nation: str) -> Iterator[str]:
        """Yield the tests whose changes lost the biomarker in the cancer of a need."""
        need = self._needs[number]
        for key in sorted(keys(need.biomarker)):
            for change in self._losing.get(key, ()):
                if nation_of(change).value == nation and around(change.cancers, self._ontology) & set(need.cancers):
                    yield from change.before


def _reported(test: Test) -> Iterator[Biomarker]:
    return (target.biomarker for target in test.reading.targets)
