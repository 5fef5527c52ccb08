"""Does a test's clinical indication serve the patients of a need? Cancers by is-a, ages by band."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from trialign.coverage.biomarkers import Answer, near, part, possible
from trialign.model.biomarker import Origin
from trialign.model.coverage import Fit, Need
from trialign.model.directory import Age, Kind, Test
from trialign.ontology import Ontology

ADULT_FROM = 18
SOME_ONLY = "some patients"
_TEENS = (16, 24)
AGE_STEPS = (0, _TEENS[0], ADULT_FROM, _TEENS[1] + 1)  # from one to the next, every age has the same answer


class Reach(StrEnum):
    """How a test's cancers stand to those of a need."""

    DIRECT = "direct"
    CHILD = "child"
    NONE = "none"


class Listed(StrEnum):
    """Whether a directory has an indication of its own for a need's cancer."""

    WHOLE = "whole"
    IN_PART = "in part"
    NOT = "not"


_REACHES = list(Reach)
_OPEN_DIAGNOSES = frozenset({Kind.DIFFERENTIAL, Kind.CATCH_ALL, Kind.SERVICE, Kind.GERMLINE})


class Patients:
    """The patients of a need: what lies above and below their cancers, worked out once for many tests."""

    def __init__(self, need: Need, ontology: Ontology) -> None:
        """Look the need's cancers up."""
        self._indication = need.indication
        self._above = [ontology.cancers_above(code) for code in need.cancers]
        self._any_above = frozenset().union(*self._above)
        self._below = frozenset().union(*(ontology.cancers_below(code) for code in need.cancers))

    def reached_by(self, test: Test) -> Reach:
        """Return whether a test serves all of the patients, only some kinds of them, or none."""
        if self._indication and self._indication == test.indication_code:
            served = not test.scope or not self._any_above.isdisjoint(test.scope)
            return Reach.DIRECT if served else Reach.CHILD
        found = self._reach(test.cancers)
        if found is Reach.NONE or not test.scope:
            return found
        return max(found, self._reach(test.scope), key=_REACHES.index)

    def _reach(self, held: tuple[str, ...]) -> Reach:
        if self._any_above.isdisjoint(held):
            return Reach.NONE if self._below.isdisjoint(held) else Reach.CHILD
        return Reach.DIRECT if not any(above.isdisjoint(held) for above in self._above) else Reach.CHILD


def narrowed(answer: Answer, test: Test, need: Need, how: Reach, listed: Listed, asked: Kind | None) -> Answer:
    """Return an answer as far as indication, kind of row and age let it stand.

    Args:
        answer: What the test does for the biomarker.
        test: The test.
        need: The need.
        how: How the cancers stand to each other, not NONE.
        listed: Whether the directory lists the need's cancer, or some kinds of it, under indications of their own.
        asked: Kind of the indication in whose words the need was put, None where it was put as a cancer.
    """
    own = bool(need.indication) and need.indication == test.indication_code
    if answer.fit is Fit.NEAR_MISS:
        return answer
    if asked in _OPEN_DIAGNOSES and how is Reach.CHILD and not own:
        return near("condition", f"only once the diagnosis is '{test.indication}'")
    named = answer.fit is Fit.FULL and test.reading.technology != "wgs"
    if test.kind is Kind.CATCH_ALL and not own and (listed is Listed.WHOLE or how is Reach.CHILD or not named):
        return near("condition", f"only for '{test.indication}'")
    if test.kind is Kind.CATCH_ALL and not own and listed is Listed.IN_PART:
        answer = part("condition", f"only for those of its histologies that are not listed ('{test.indication}')")
    if test.kind is Kind.DIFFERENTIAL and not own and (listed is not Listed.NOT or how is Reach.CHILD):
        return near("condition", f"only while the diagnosis is open ('{test.indication}')")
    answer = _aged(answer, test, need)
    if how is Reach.CHILD and answer.fit is Fit.POSSIBLE:
        return possible(SOME_ONLY, f"{answer.reason}, and only for '{test.indication}'")
    if how is Reach.CHILD and answer.fit is Fit.FULL:
        return part("indication", f"it serves only '{test.indication}'")
    return answer


def _aged(answer: Answer, test: Test, need: Need) -> Answer:
    low, high = band(need.age)
    inherited = test.origin is Origin.GERMLINE and test.age is Age.UNSTATED
    if not need.age or test.age is Age.ALL or inherited or answer.fit is Fit.NEAR_MISS:
        return answer
    if _TEENS[0] <= low and high <= _TEENS[1]:
        return possible("age", "whether 16 to 24 year olds are served is not stated") if _positive(answer) else answer
    adults, children = high >= ADULT_FROM, low < ADULT_FROM
    if test.age is Age.PAEDIATRIC:
        if not children:
            return near("age", "for children only")
        return _partly(answer, "age", "for children only") if adults else answer
    if test.age is Age.ADULT:
        if not adults:
            return near("age", "for adults only")
        return _partly(answer, "age", "for adults only") if children else answer
    if not adults:
        return possible("age", "the ages served are not stated")
    return answer


def _positive(answer: Answer) -> bool:
    return answer.fit in {Fit.FULL, Fit.PART}


def _partly(answer: Answer, cause: str, reason: str) -> Answer:
    return part(cause, reason) if answer.fit is Fit.FULL else answer


@cache
def band(age: str) -> tuple[int, int]:
    """Return the years of an age text, both ends included: ``adult``, ``paediatric``, ``>=12``, ``1-17``, ``<18``.

    Several bounds, as in a trial's ``>=12 <18``, narrow each other; anything else is all ages.
    """
    if age == "adult":
        return ADULT_FROM, 120
    if age == "paediatric":
        return 0, ADULT_FROM - 1
    low, high = 0, 120
    for sign, number in re.findall(r"(>=|<=|>|<)(\d+)", age):
        low = max(low, int(number) + (sign == ">")) if sign[0] == ">" else low
        high = min(high, int(number) - (sign == "<")) if sign[0] == "<" else high
    if between := re.fullmatch(r"(\d+)-(\d+)", age):
        low, high = int(between[1]), int(between[2])
    return low, high
