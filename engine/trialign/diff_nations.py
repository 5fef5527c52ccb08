"""Use case: two nations side by side, by what their tests mean: which biomarker in which cancer the one reports.

Codes of two nations have nothing in common, so no row is matched with a row: each biomarker in a cancer that a
medicine or trial needs, or that a row of either side lists, is judged on both sides, as the matrix judges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from trialign import matrix
from trialign.coverage.judge import Judge, without_level
from trialign.diff.changes import Change, Comparison, Confidence, Kind, Row, Strand, in_order
from trialign.diff_sides import Side
from trialign.errors import Location, UsageError
from trialign.load.world import World
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.directory import Age, Availability, Book, Directory, InForce, Nation, Source, Standing, Test
from trialign.model.directory import Kind as IndicationKind
from trialign.model.rule import Severity
from trialign.ontology import Ontology

_MET = frozenset({Coverage.COVERED, Coverage.PARTLY})
_ORDER = (Kind.ONLY_FROM, Kind.ONLY_TO, Kind.IN_PART, Kind.UNCLEAR, Kind.SHARED)
_AGES = {"paediatric": "children", "": "", "adult": ""}
_DENIED = "denied"
_NAMED = 4
_Asked = Mapping[Need, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]]


@dataclass(frozen=True, slots=True)
class _Word:
    """What one side says to a need.

    Attributes:
        coverage: Never 'not covered' where the side is known by names or in part only: that cannot be told.
        tests: Those that report it, or the source that denies it.
        by_names: True where only names are held.
    """

    coverage: Coverage
    reason: str
    tests: tuple[Test, ...]
    by_names: bool

    @property
    def met(self) -> bool:
        return self.coverage in _MET

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the tests that report it."""
        return tuple(sorted({test.code for test in self.tests}, key=in_order)) if self.met else ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """One need with the word of both sides and who asks for it in each nation."""

    need: Need
    words: tuple[_Word, _Word]
    askers: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]

    @property
    def kind(self) -> Kind | None:
        """Return how the two differ, None where neither is known to report it."""
        first, second = self.words
        if first.met and second.met:
            whole = first.coverage is second.coverage is Coverage.COVERED
            return Kind.SHARED if whole else Kind.IN_PART
        if not (first.met or second.met):
            return None
        other = second if first.met else first
        if other.coverage is not Coverage.NOT_COVERED:
            return Kind.UNCLEAR
        return Kind.ONLY_FROM if first.met else Kind.ONLY_TO

    @property
    def lacking(self) -> int | None:
        """Return which side does not report it, None where both do."""
        return next((number for number, word in enumerate(self.words) if not word.met), None)


class _Nation:
    """One side, judged."""

    def __init__(self, world: World, side: Side, ontology: Ontology) -> None:
        self.nation = next(iter(side.nations))
        self.directory, self.is_whole = _laid_out(world, side, self.nation)
        self._base = world.directory(self.nation)
        self._world = world
        self._ontology = ontology
        self._by_id = {test.id: test for test in self.directory.tests}
        self._names = ", ".join(sorted({test.release_name for test in side.tests}))

    @cached_property
    def _now(self) -> Judge | None:
        """Return the judge of all that is in force, where the side is a part of it."""
        held = {each.release for each in self._base.in_force} if self._base else set()
        inside = self._base is not None and {each.release for each in self.directory.in_force} <= held
        return Judge([self._base], self._ontology, self._world.as_of) if inside and self._base else None

    def word(self, need: Need, judge: Judge) -> _Word:
        """Return what it says to a need; what is not known to be absent cannot be told."""
        found = judge.judge(need, self.nation)
        denying = [fit for fit in found.fits if fit.cause == _DENIED]
        if found.coverage in _MET:
            return _Word(found.coverage, found.reason, self._reporting(found, need), found.by_names)
        if found.coverage is not Coverage.NOT_COVERED:
            return _Word(found.coverage, found.reason, (), found.by_names)
        if found.cause == _DENIED:
            return _Word(found.coverage, found.reason, tuple(self._by_id[fit.test_id] for fit in denying), False)
        doubt = self._doubt(need, found)
        return _Word(Coverage.CANNOT_TELL if doubt else found.coverage, doubt or found.reason, (), found.by_names)

    def _doubt(self, need: Need, found: Judgement) -> str:
        """Return why absence from the rows decides nothing, empty where it does."""
        if not self.is_whole:
            now = self._now.judge(need, self.nation) if self._now else None
            if now is None:
                return f"only {self._names} is looked at, and what other books listed then is not known"
            if now.coverage is not Coverage.NOT_COVERED:
                return f"no test of {self._names} reports it; of all that is in force: {now.reason}"
        return "no name of a test says it, and names are all that is held" if found.by_names else ""

    def _reporting(self, found: Judgement, need: Need) -> tuple[Test, ...]:
        met = [self._by_id[fit.test_id] for fit in found.fits if fit.fit in {Fit.FULL, Fit.PART}]
        if met or not found.islands:
            return tuple(met)
        inside = {each.code for each in found.islands if each.coverage in _MET}
        return tuple(
            test
            for test in self.directory.tests
            if test.indication_code in inside
            and any(_shares(target.biomarker, need.biomarker) for target in test.reading.targets)
        )


def differ(before: Side, after: Side, asked: tuple[str, str]) -> bool:
    """Tell whether two sides are of two nations.

    Raises:
        UsageError: They are not of the same nations, and one of them is of several.
    """
    if before.nations == after.nations:
        return False
    if len(before.nations) != 1 or len(after.nations) != 1:
        listed = [
            f"'{text}' is of {', '.join(sorted(side.nations)) or 'none'}"
            for text, side in zip(asked, (before, after), strict=True)
        ]
        raise UsageError(f"{'; '.join(listed)}: nations are compared one with one; name one on each side")
    return True


def compare(world: World, before: Side, after: Side, ontology: Ontology) -> Comparison:
    """Return what two nations report of all that is needed or listed.

    Args:
        world: Decisions and trials, and what is in force of each nation.
        before: The side of the one nation.
        after: That of the other.
        ontology: What lies within what.
    """
    sides = _Nation(world, before, ontology), _Nation(world, after, ontology)
    judge = Judge([each.directory for each in sides], ontology, world.as_of)
    asked = _asked(world, sides)
    needs = list(dict.fromkeys([*asked, *_listed(before), *_listed(after)]))
    units = [
        _Unit(need, (sides[0].word(need, judge), sides[1].word(need, judge)), asked.get(need, ((), ())))
        for need in needs
    ]
    names = world.vocabulary.cancers.names
    groups: dict[object, list[_Unit]] = defaultdict(list)
    for unit in units:
        if unit.kind is not None:
            groups[_group(unit)].append(unit)
    changes = [_change(group, sides, names) for group in groups.values()]
    return Comparison(
        *(tuple(sorted({test.release_name for test in each.tests})) for each in (before, after)),
        (len({test.code for test in before.tests}), len({test.code for test in after.tests})),
        (),
        tuple(sorted(changes, key=_first)),
        (before.parts, after.parts),
        (sides[0].nation.value, sides[1].nation.value),
        _remarks(sides),
        sum(unit.kind is None for unit in units),
    )


def _asked(world: World, sides: tuple[_Nation, _Nation]) -> _Asked:
    """Return who asks for each need in either nation: decisions first, then trials."""
    found: dict[Need, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = {}
    for need, askers in matrix.needs_of(world).items():
        first, second = (
            tuple(
                (sort, name) for sort, names in (("decision", of.decisions), ("trial", of.trials)) for name in names
            )
            for of in (askers.asking(side.nation) for side in sides)
        )
        if first or second:
            found[need] = (first, second)
    return found


def _listed(side: Side) -> Iterator[Need]:
    """Yield each biomarker in each cancer that a row reports."""
    for test in side.tests:
        if test.kind is not IndicationKind.MALIGNANT or test.availability is Availability.NOT_OFFERED:
            continue
        age = "paediatric" if test.age is Age.PAEDIATRIC else "adult"
        for target in test.reading.targets:
            for cancer in test.scope or test.cancers:
                yield Need(without_level(target.biomarker), (cancer,), age)


def _group(unit: _Unit) -> object:
    """Return what units share that are told together: kind, cancer, age, who lacks it and why."""
    why = "" if unit.lacking is None else unit.words[unit.lacking].reason
    return unit.kind, unit.need.cancers, _AGES.get(unit.need.age, unit.need.age), unit.lacking, why


def _change(group: Sequence[_Unit], sides: tuple[_Nation, _Nation], names: Mapping[str, str]) -> Change:
    first = group[0]
    kind = first.kind
    assert kind is not None
    cancer = " or ".join(names[code] for code in first.need.cancers)
    age = _AGES.get(first.need.age, first.need.age)
    units = sorted(group, key=lambda unit: (not any(unit.askers), unit.need.biomarker.label.casefold()))
    labels = tuple(dict.fromkeys(unit.need.biomarker.label for unit in units))
    strands = tuple(dict.fromkeys(strand for unit in units for strand in _strands(unit, cancer)))
    by_names = any(word.by_names for unit in group for word in unit.words if word.met)
    sure = Confidence.MEDIUM if by_names else Confidence.HIGH
    decided = kind in {Kind.ONLY_FROM, Kind.ONLY_TO} and any(strand.sort == "decision" for strand in strands)
    return Change(
        kind,
        Severity.WARNING if decided else Severity.INFO,
        Confidence.LOW if kind is Kind.UNCLEAR else sure,
        _codes(group, 0),
        _codes(group, 1),
        f"{cancer} ({age})" if age else cancer,
        _witness(group, sides),
        first.need.cancers,
        lost=labels if kind is Kind.ONLY_FROM else (),
        gained=labels if kind is Kind.ONLY_TO else (),
        unsure=labels if kind is Kind.UNCLEAR else (),
        why="" if first.lacking is None else first.words[first.lacking].reason,
        both=labels if kind in {Kind.SHARED, Kind.IN_PART} else (),
        strands=strands,
        evidence=tuple(_evidence(group)),
    )


def _strands(unit: _Unit, cancer: str) -> Iterator[Strand]:
    """Yield those who need it in the nation that is not known to report it."""
    if unit.lacking is None:
        return
    before, after = (word.coverage.value for word in unit.words)
    for sort, name in unit.askers[unit.lacking]:
        yield Strand(name, sort, unit.need.biomarker.label, cancer, before, after)


def _witness(group: Sequence[_Unit], sides: tuple[_Nation, _Nation]) -> str:
    parts = []
    for number, side in enumerate(sides):
        codes = _codes(group, number)
        reasons = dict.fromkeys(unit.words[number].reason for unit in group)
        partly = any(unit.words[number].coverage is Coverage.PARTLY for unit in group)
        if len(reasons) == 1 or (partly and len(reasons) <= _NAMED and not codes):
            said = "; ".join(reasons)
        else:
            said = f"{_listed_codes(codes)}{', in part' if partly else ''}"
        parts.append(f"{side.nation.display}: {said}")
    return "; ".join(parts)


def _listed_codes(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
    return ", ".join(codes[:_NAMED]) + more


def _codes(group: Iterable[_Unit], number: int) -> tuple[str, ...]:
    return tuple(sorted({code for unit in group for code in unit.words[number].codes}, key=in_order))


def _evidence(group: Sequence[_Unit]) -> Iterator[Row]:
    for number, side in enumerate(("from", "to")):
        tests = {test.code: test for unit in group for test in unit.words[number].tests}
        for code in sorted(tests, key=in_order):
            test = tests[code]
            yield Row(
                side,
                test.release_name,
                code,
                test.indication,
                test.name,
                test.printed_target,
                test.source.place,
            )


def _first(change: Change) -> tuple[object, ...]:
    """Order changes: by kind, those that somebody needs first, then by cancer."""
    return (
        _ORDER.index(change.kind),
        not change.before,
        change.severity.rank,
        -len({strand.id for strand in change.strands}),
        change.indication.casefold(),
        change.witness,
    )


def _shares(one: Biomarker, other: Biomarker) -> bool:
    return bool(set(one.genes) & set(other.genes)) or (not one.genes and one.alteration is other.alteration)


def _laid_out(world: World, side: Side, nation: Nation) -> tuple[Directory, bool]:
    """Return a side as a directory of the day, and whether it holds every book that is in force."""
    base = world.directory(nation) or _unknown(nation)
    known = {(each.book.name, each.release): each for each in base.in_force}
    books = {each.release.book for each in side.held}
    in_force = [
        known.get((each.release.book, each.release))
        or InForce(Book(nation, each.release.book, each.title, (each.release,)), Standing.HELD, each.release, "")
        for each in side.held
    ]
    whole = all(each.book.name in books for each in base.in_force if each.release)
    if whole:
        in_force += [each for each in base.in_force if not each.release and each.standing is not Standing.NONE]
    complete = base.complete and all(each.release.complete for each in side.held)
    return replace(base, in_force=tuple(in_force), tests=side.tests, complete=complete), whole


def _unknown(nation: Nation) -> Directory:
    """Return the directory of a nation of which the data root holds none: nothing is known to be complete."""
    return Directory(nation, nation.display, "", "", False, 0, (), (), (), (), Source(Location(""), "", "", ""))


def _remarks(sides: tuple[_Nation, _Nation]) -> tuple[str, ...]:
    """Return what a reader must know of both sides before the differences."""
    found = [remark for side in sides for remark in _remarks_on(side)]
    days = [_days(side.directory) for side in sides]
    if any(one != other for one, other in pairwise(days)):
        told = "; ".join(f"{side.nation.display} {_span(each)}" for side, each in zip(sides, days, strict=True))
        found.append(f"not of one day, so a difference may be one of time: {told}")
    return tuple(found)


def _remarks_on(side: _Nation) -> Iterator[str]:
    name, releases = side.nation.display, [each.release for each in side.directory.in_force if each.release]
    for each in releases:
        if each.ended is not None or each.ended_by is not None:
            when = f"in {each.ended}" if each.ended else f"by {each.ended_by}"
            yield f"{name}: {side.nation.value}/{each.book}@{each.name} ended {when}"
    if not side.directory.complete:
        yield f"{name}: what is held is not complete, so a test that is not listed may well be there"
    elif any(each.held_by == "names" for each in releases):
        yield f"{name}: names of tests are held, not their targets, so what no name says may well be tested"
    if not side.is_whole:
        yield f"{name}: not every book that is in force is looked at"


def _days(directory: Directory) -> tuple[str, ...]:
    return tuple(
        sorted({str(each.release.published or "an unknown day") for each in directory.in_force if each.release})
    )


def _span(days: Sequence[str]) -> str:
    return days[0] if len(set(days)) == 1 else f"{days[0]} to {days[-1]}" if days else "of unknown day"
