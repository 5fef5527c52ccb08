"""Use case: two nations side by side, by what their tests mean: which biomarker in which cancer the one reports.

Codes of two nations have nothing in common, so no row is matched with a row: each biomarker in a cancer that a
medicine or trial needs, or that a row of either side lists, is judged on both sides, as the matrix judges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trialign import matrix
from trialign.coverage.judge import Judge, without_level
from trialign.diff.changes import Change, Comparison, Confidence, Kind, Row, Strand, in_order
from trialign.diff_sides import Side
from trialign.errors import UsageError
from trialign.load.world import World
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Age, Availability
from trialign.model.directory import Kind as IndicationKind
from trialign.model.link import Link
from trialign.model.rule import Severity
from trialign.nation_side import NationSide, Word
from trialign.ontology import Ontology

_ORDER = (Kind.ONLY_FROM, Kind.ONLY_TO, Kind.IN_PART, Kind.UNCLEAR, Kind.SHARED)
_AGES = {"paediatric": "children", "": "", "adult": ""}
_NAMED = 4
_Asked = Mapping[Need, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]]


@dataclass(frozen=True, slots=True)
class _Unit:
    """One need with the word of both sides and who asks for it in each nation."""

    need: Need
    words: tuple[Word, Word]
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


def differ(before: Side, after: Side, asked: tuple[str, str], links: Sequence[Link] = ()) -> bool:
    """Tell whether two sides are of two nations.

    Raises:
        UsageError: They are not of the same nations, and one of them is of several, or there are links of codes.
    """
    if before.nations == after.nations:
        return False
    if len(before.nations) != 1 or len(after.nations) != 1:
        listed = [
            f"'{text}' is of {', '.join(sorted(side.nations)) or 'none'}"
            for text, side in zip(asked, (before, after), strict=True)
        ]
        raise UsageError(f"{'; '.join(listed)}: nations are compared one with one; name one on each side")
    if links:
        raise UsageError("a file of links ties codes of one nation; two nations are compared without --confirm")
    return True


def compare(world: World, before: Side, after: Side, ontology: Ontology) -> Comparison:
    """Return what two nations report of all that is needed or listed.

    Args:
        world: Decisions and trials, and what is in force of each nation.
        before: The side of the one nation.
        after: That of the other.
        ontology: What lies within what.
    """
    sides = NationSide(world, before, ontology), NationSide(world, after, ontology)
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
        before.names,
        after.names,
        (len({test.code for test in before.tests}), len({test.code for test in after.tests})),
        (),
        tuple(sorted(changes, key=_first)),
        (before.parts, after.parts),
        (sides[0].nation.value, sides[1].nation.value),
        _remarks(sides),
        sum(unit.kind is None for unit in units),
    )


def _asked(world: World, sides: tuple[NationSide, NationSide]) -> _Asked:
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


def _change(group: Sequence[_Unit], sides: tuple[NationSide, NationSide], names: Mapping[str, str]) -> Change:
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


def _witness(group: Sequence[_Unit], sides: tuple[NationSide, NationSide]) -> str:
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


def _remarks(sides: tuple[NationSide, NationSide]) -> tuple[str, ...]:
    """Return what a reader must know of both sides before the differences."""
    found = [remark for side in sides for remark in side.remarks()]
    days = [side.days for side in sides]
    if any(one != other for one, other in pairwise(days)):
        told = "; ".join(f"{side.nation.display} {_span(each)}" for side, each in zip(sides, days, strict=True))
        found.append(f"not of one day, so a difference may be one of time: {told}")
    return tuple(found)


def _span(days: Sequence[str]) -> str:
    return days[0] if len(set(days)) == 1 else f"{days[0]} to {days[-1]}" if days else "of unknown day"
