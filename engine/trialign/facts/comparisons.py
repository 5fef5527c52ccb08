"""Which decisions speak of the same patients: pairs of records, how surely, in which order, and what differs.

Two decisions are compared where they print the same regimen, share a biomarker and a cancer, and where line, setting
and age leave patients whom both concern. What is not printed leaves a pair uncertain; it is never taken to agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trialign.coverage.populations import band
from trialign.facts.restrictions import LINES, differences, encloses
from trialign.model.biomarker import Alteration, Requirement
from trialign.model.decision import Decision
from trialign.nomenclature.medicines import Likeness, Regimen, likeness, regimens
from trialign.ontology import Ontology

_ONE_LINE_ONLY = frozenset({"adjuvant", "neoadjuvant", "perioperative", "consolidation"})
_OWN_PATIENTS = frozenset({"low", "ultralow"})  # levels that the plain result excludes
_LATE = date.max


@dataclass(frozen=True, slots=True)
class Pair:
    """Two decisions on the same patients, left not later than right where their dates tell.

    Attributes:
        certain: False where line, setting, biomarker or partner is not printed by one of them.
        reason: Why it is certain or not, one clause.
        differs: What they print differently: biomarkers, line, ages, cancers; empty for nothing.
    """

    left: Decision
    right: Decision
    certain: bool
    reason: str
    differs: str


def pairs(decisions: Sequence[Decision], ontology: Ontology, as_of: date) -> tuple[Pair, ...]:
    """Return every pair of final decisions of that day on the same patients, each once, in order of date."""
    by_main: dict[str, dict[str, Decision]] = defaultdict(dict)
    for decision in decisions:
        if decision.stage == "final" and (decision.date is None or decision.date.first <= as_of):
            for regimen in regimens(decision.medicine):
                by_main[regimen.main][decision.id] = decision
    found: dict[tuple[str, str], Pair] = {}
    for group in by_main.values():
        members, lines = ordered(group.values()), Lines(group.values())
        for number, left in enumerate(members):
            for right in members[number + 1 :]:
                pair = _pair(left, right, lines, ontology)
                if pair is not None:
                    found[left.id, right.id] = pair
    return tuple(found[key] for key in sorted(found))


def before(left: Decision, right: Decision) -> bool | None:
    """Tell whether one decision came before another: by date, or since the other replaced it; None if not known."""
    if _replaces(right, left):
        return True
    if _replaces(left, right):
        return False
    if left.date is None or right.date is None:
        return None
    if left.date.last < right.date.first and not right.seen:
        return True
    return False if right.date.last < left.date.first and not left.seen else None


def _replaces(new: Decision, old: Decision) -> bool:
    return new.ref in old.superseded_by or old.ref in new.supersedes


def days_between(left: Decision, right: Decision) -> tuple[int, int | None] | None:
    """Return how many days lie between two decisions, at least and at most; None where a date is not held.

    Where the earlier one was only seen on its date, there is no most.
    """
    if left.date is None or right.date is None:
        return None
    least = 0 if right.seen else max(0, (right.date.first - left.date.last).days)
    return least, None if left.seen else (right.date.last - left.date.first).days


def _order(decision: Decision) -> tuple[date, str, str, str]:
    return decision.date.last if decision.date else _LATE, decision.body, decision.ref, decision.id


def ordered(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return decisions in order of the last day that their dates can mean, undated ones last.

    One that another replaced stands before it, whatever dates are held.
    """
    found = sorted(decisions, key=_order)
    placed: list[Decision] = []
    while found:
        first = next((each for each in found if not any(_replaces(each, other) for other in found)), found[0])
        found.remove(first)
        placed.append(first)
    return tuple(placed)


class Lines:
    """The lines and settings of the decisions on one medicine, where they print none."""

    def __init__(self, group: Iterable[Decision]) -> None:
        """Keep the group."""
        self._group = tuple(group)

    def of(self, decision: Decision) -> str:
        """Return the printed line, or ``any`` for a NICE decision without one whose form is for any line."""
        forms = (each for each in self._group if each.outcome == "funding-form" and each.line == "any")
        if not decision.line and decision.body == "NICE" and any(_same_use(form, decision) for form in forms):
            return "any"
        return decision.line

    def setting(self, decision: Decision) -> str:
        """Return the printed setting, or that of a decision of the same body which this one replaced."""
        replaced = (each.setting for each in self._group if each.body == decision.body and _replaces(decision, each))
        return decision.setting or next((each for each in replaced if each), "")

    def split(self, decision: Decision) -> bool:
        """Tell whether a decision on the same use prints a line: then one without may mean another line.

        Where none does, two decisions without a line both speak of all whom the licence admits.
        """
        return any(each.line and each.line != "any" and _same_use(each, decision) for each in self._group)


def _same_use(form: Decision, decision: Decision) -> bool:
    same = form.cancers == decision.cancers and _ids(form) == _ids(decision) and form.setting == decision.setting
    return same and any(
        likeness(a, b) is Likeness.SAME for a in regimens(form.medicine) for b in regimens(decision.medicine)
    )


def _ids(decision: Decision) -> frozenset[tuple[str, bool]]:
    return frozenset((each.biomarker.id, each.absent) for each in decision.requirements)


def _pair(left: Decision, right: Decision, lines: Lines, ontology: Ontology) -> Pair | None:
    """Return a pair, None where the two certainly concern different patients."""
    regimen = _best(regimens(left.medicine), regimens(right.medicine))
    if regimen is Likeness.OTHER or not _cancers_meet(left, right, ontology):
        return None
    shared = _biomarkers(left, right, ontology)
    line = _line(left, right, lines)
    if shared is None or line is None or _ages_apart(left, right):
        return None
    doubts = [each for each in (_partner_doubt(regimen), shared, line) if each]
    agreed = f"line {_printed_line(left, lines)} and {_printed_line(right, lines)}, setting {left.setting or '?'}"
    return Pair(left, right, not doubts, "; ".join(doubts) or agreed, differences(left, right))


def _best(left: tuple[Regimen, ...], right: tuple[Regimen, ...]) -> Likeness:
    return max((likeness(a, b) for a in left for b in right), default=Likeness.OTHER)


def _partner_doubt(regimen: Likeness) -> str:
    return "" if regimen is Likeness.SAME else "the chemotherapy beside it, or its form, is printed differently"


def _cancers_meet(left: Decision, right: Decision, ontology: Ontology) -> bool:
    above = {each for code in left.cancers for each in ontology.cancers_above(code)}
    below = {each for code in left.cancers for each in ontology.cancers_below(code)}
    return not (above | below).isdisjoint(right.cancers)


def _ages_apart(left: Decision, right: Decision) -> bool:
    if not (left.age and right.age):
        return False
    (low, high), (other_low, other_high) = band(left.age), band(right.age)
    return high < other_low or other_high < low


def _biomarkers(left: Decision, right: Decision, ontology: Ontology) -> str | None:
    """Return a doubt about the biomarkers that two decisions share, empty for none; None where they share none."""
    if not left.requirements and not right.requirements:
        return None
    if not left.requirements or not right.requirements:
        return "one of them prints no biomarker"
    if _ids(left) == _ids(right):
        return ""
    for one in left.requirements:
        if any(_meet(one, other, ontology) for other in right.requirements):
            return ""
    excluding = [{each.absent for each in decision.requirements} for decision in (left, right)]
    denied = any(
        one.absent is not other.absent and one.biomarker.genes == other.biomarker.genes
        for one in left.requirements
        for other in right.requirements
    )
    if excluding[0] != excluding[1] and all(len(each) == 1 for each in excluding) and not denied:
        return "one of them prints only what must be absent"
    return None


def _meet(left: Requirement, right: Requirement, ontology: Ontology) -> bool:
    """Tell whether two needs are the same, or one encloses the other; thresholds may differ, a low level may not."""
    one, other = left.biomarker, right.biomarker
    if one.level != other.level and not _OWN_PATIENTS.isdisjoint({one.level, other.level}):
        return False
    if left.absent is not right.absent or one.genes != other.genes:
        return False
    if one.alteration is not other.alteration:
        return Alteration.ANY in {one.alteration, other.alteration}
    return encloses(one, other, ontology) or encloses(other, one, ontology)


def _line(left: Decision, right: Decision, lines: Lines) -> str | None:
    """Return a doubt about line and setting, empty for none; None where the two exclude each other."""
    settings = lines.setting(left), lines.setting(right)
    if all(settings) and settings[0] != settings[1] and "any" not in settings:
        return None
    printed = lines.of(left), lines.of(right)
    known = [LINES.get(each, set()) for each in printed]
    if all(known) and not known[0] & known[1]:
        return None
    if settings[0] == settings[1] and settings[0] in _ONE_LINE_ONLY:
        return ""
    unsplit = not any(printed) and not lines.split(left) and not lines.split(right)
    if not all(known) and "any" not in printed and not unsplit:
        return "the line of treatment of one of them is not known"
    if bool(settings[0]) != bool(settings[1]):
        return "the setting of one of them is not known"
    return ""


def _printed_line(decision: Decision, lines: Lines) -> str:
    found = lines.of(decision)
    return f"{found} by its form" if found and not decision.line else found or "not printed"


class Chains:
    """For any pair, every decision that speaks of the patients of both, in order of date."""

    def __init__(self, found: Sequence[Pair]) -> None:
        """Index the pairs by record."""
        self._beside: dict[str, dict[str, Decision]] = defaultdict(dict)
        for pair in found:
            self._beside[pair.left.id][pair.right.id] = pair.right
            self._beside[pair.right.id][pair.left.id] = pair.left

    def of(self, pair: Pair) -> tuple[Decision, ...]:
        """Return the two decisions of a pair and every decision comparable with both."""
        both = self._beside[pair.left.id].keys() & self._beside[pair.right.id].keys()
        members = {pair.left.id: pair.left, pair.right.id: pair.right}
        members |= {name: self._beside[pair.left.id][name] for name in both}
        return ordered(members.values())

    def around(self, decision: Decision) -> Iterator[Decision]:
        """Yield every decision comparable with one."""
        yield from self._beside[decision.id].values()
