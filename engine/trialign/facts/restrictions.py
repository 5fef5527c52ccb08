"""How decisions restrict a medicine: what they ask for, what differs, and which one admits fewer patients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from trialign.coverage.populations import band
from trialign.facts.needs import wanted
from trialign.model.biomarker import Alteration, Biomarker, Requirement
from trialign.model.decision import Decision
from trialign.ontology import Ontology

LINES = {
    "1L": {1},
    "2L": {2},
    "2L+": {2, 3},
    "3L+": {3},
    "R/R": {2, 3},
    "maintenance": {0},
    "any": {0, 1, 2, 3},
}


def encloses(wide: Biomarker, narrow: Biomarker, ontology: Ontology) -> bool:
    """Tell whether a biomarker is another one of its class, or a wider one."""
    if wide.variant == narrow.variant:
        return True
    return bool(wide.genes) and (
        not wide.variant or wide.variant in ontology.variants_above(wide.genes[0].symbol, narrow.variant)
    )


def differences(left: Decision, right: Decision) -> str:
    """Return what two decisions print differently, where both print it."""
    aspects = (
        ("biomarkers", wanted_of(left), wanted_of(right)),
        ("line", left.line, right.line),
        ("age", left.age, right.age),
    )
    return "; ".join(
        f"{name} {one} by {left.ref} and {other} by {right.ref}"
        for name, one, other in aspects
        if one and other and one != other
    )


def tighter(left: Decision, right: Decision, ontology: Ontology) -> str:
    """Return in what one admits fewer patients than another, where both print it; empty for nothing."""
    found = []
    if _narrower(_sought(left), _sought(right), ontology):
        found.append(f"biomarkers {wanted_of(left)} instead of {wanted_of(right)}")
    lines = LINES.get(left.line, set()), LINES.get(right.line, set())
    if all(lines) and lines[0] < lines[1]:
        found.append(f"line {left.line} instead of {right.line}")
    (low, high), (other_low, other_high) = band(left.age), band(right.age)
    if left.age and right.age and (low > other_low or high < other_high):
        found.append(f"age {left.age} instead of {right.age}")
    return "; ".join(found)


def _sought(decision: Decision) -> tuple[Requirement, ...]:
    """Return what must be present; what must be absent often goes without saying, as in triple-negative disease."""
    return tuple(each for each in decision.requirements if not each.absent)


def _narrower(left: Sequence[Requirement], right: Sequence[Requirement], ontology: Ontology) -> bool:
    """Tell whether every need of one lies within a need of the other, and not the reverse."""

    def within(inner: Sequence[Requirement], outer: Sequence[Requirement]) -> bool:
        return all(any(_lies_within(one, other, ontology) for other in outer) for one in inner)

    return bool(left and right) and within(left, right) and not within(right, left)


def _lies_within(inner: Requirement, outer: Requirement, ontology: Ontology) -> bool:
    one, other = inner.biomarker, outer.biomarker
    if inner.absent is not outer.absent or not set(one.genes) & set(other.genes):
        return (inner.absent, one.id) == (outer.absent, other.id)
    if other.alteration is Alteration.ANY:
        return True
    return one.alteration is other.alteration and one.genes == other.genes and encloses(other, one, ontology)


def wanted_of(decision: Decision) -> str:
    """Return what a decision asks for: alternatives joined by ``or``, what is needed besides by ``and``."""
    conjuncts: dict[int, list[str]] = defaultdict(list)
    for each in decision.requirements:
        conjuncts[each.conjunct].append(wanted(each.biomarker, each.absent))
    return " and ".join(" or ".join(dict.fromkeys(words)) for _, words in sorted(conjuncts.items()))
