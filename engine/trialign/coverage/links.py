"""Where the way from a licence to a test breaks: the links that a judgement of a need decides.

A medicine reaches a patient along licence, decision, test, scope and technology, in this order: is there a test that
names the gene or signature at all, is it for these patients and variants, can it see this class of alteration. What
is not known is a link of its own kind and never a broken one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trialign.model.coverage import Coverage, Fit, Judgement, TestFit


class Step(StrEnum):
    """The links in their order."""

    LICENCE = "licence"
    DECISION = "decision"
    TEST = "test"
    SCOPE = "scope"
    TECHNOLOGY = "technology"


class Holds(StrEnum):
    """Whether a link holds; NOT_ASKED stands after one that leaves nothing to ask."""

    YES = "holds"
    PARTLY = "partly"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    OUTSIDE = "outside_directory"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain, with what stands behind it or why it does not hold."""

    step: Step
    holds: Holds
    reason: str


TECHNOLOGY = frozenset({"class", "sample"})
"""Causes of an answer that lie in what a test can see."""
SCOPE = frozenset(
    {"indication", "condition", "age", "eligibility", "origin", "doubt", "some patients", "variant", "partner"}
)
"""Causes that lie in whom a test is for."""


def first_broken(chain: Iterable[Link]) -> Link | None:
    """Return the first link that is broken, None where none is known to be."""
    return next((link for link in chain if link.holds is Holds.BROKEN), None)


def links_of(found: Judgement, elsewhere: Sequence[str]) -> tuple[Link, Link, Link]:
    """Return the links test, scope and technology of one nation's answer.

    Args:
        found: The answer.
        elsewhere: Codes of the nation's tests that report the biomarker in cancers that are not asked for.
    """
    codes = ", ".join(dict.fromkeys(fit.code for fit in found.fits if fit.fit in {Fit.FULL, Fit.PART}))
    match found.coverage:
        case Coverage.OUTSIDE:
            return _links((Holds.OUTSIDE, found.reason))
        case Coverage.COVERED:
            return _links((Holds.YES, codes), (Holds.YES, ""), (Holds.YES, ""))
        case Coverage.PARTLY:
            return _partly(found, codes)
        case Coverage.CANNOT_TELL:
            return _unknown(found)
        case Coverage.NOT_COVERED:
            return _missing(found, elsewhere)


def _partly(found: Judgement, codes: str) -> tuple[Link, Link, Link]:
    if found.islands or found.cause in SCOPE:
        return _links((Holds.YES, codes), (Holds.PARTLY, found.reason), (Holds.YES, ""))
    if found.cause in TECHNOLOGY:
        return _links((Holds.YES, codes), (Holds.YES, ""), (Holds.PARTLY, found.reason))
    return _links((Holds.PARTLY, found.reason), (Holds.YES, ""), (Holds.YES, ""))


def _unknown(found: Judgement) -> tuple[Link, Link, Link]:
    possible = [fit for fit in found.fits if fit.fit is Fit.POSSIBLE]
    if possible and found.cause in SCOPE:
        return _links((Holds.YES, possible[0].code), (Holds.UNKNOWN, found.reason))
    if possible and found.cause in TECHNOLOGY:
        return _links((Holds.YES, possible[0].code), (Holds.YES, ""), (Holds.UNKNOWN, found.reason))
    return _links((Holds.UNKNOWN, found.reason))


def _missing(found: Judgement, elsewhere: Sequence[str]) -> tuple[Link, Link, Link]:
    blind = _near(found.fits, TECHNOLOGY)
    if blind is not None:
        return _links((Holds.YES, blind.code), (Holds.YES, ""), (Holds.BROKEN, f"{blind.code}: {blind.reason}"))
    narrow = _near(found.fits, SCOPE)
    if narrow is not None:
        return _links((Holds.YES, narrow.code), (Holds.BROKEN, f"{narrow.code}: {narrow.reason}"))
    if elsewhere and found.cause != "denied":
        return _links((Holds.YES, ", ".join(elsewhere)), (Holds.BROKEN, "it is tested in other cancers only"))
    return _links((Holds.BROKEN, found.reason))


def _near(fits: Iterable[TestFit], causes: frozenset[str]) -> TestFit | None:
    return next((fit for fit in fits if fit.fit is Fit.NEAR_MISS and fit.named and fit.cause in causes), None)


def _links(*known: tuple[Holds, str]) -> tuple[Link, Link, Link]:
    """Return the three links; those not given are not asked."""
    padded = (*known, *((Holds.NOT_ASKED, ""),) * (3 - len(known)))
    first, second, third = padded
    return Link(Step.TEST, *first), Link(Step.SCOPE, *second), Link(Step.TECHNOLOGY, *third)
