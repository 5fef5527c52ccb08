"""Printed medicines to regimens: the main medicine, what it is given with, and whether two print the same one.

Knows how decisions print medicines: ``olaparib +/- endocrine therapy``, ``cetuximab + FOLFOX or FOLFIRI``,
``imatinib (high dose)``, ``dasatinib ; nilotinib``. A dose or a rechallenge makes another regimen; whether a
formulation does is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

_FORMULATIONS = frozenset({"capsules", "tablets", "subcutaneous", "intravenous"})
_CHEMOTHERAPY = re.compile(
    r"chemotherap|platin|pemetrexed|taxel|folf|irinotecan|fluoro|capecitabine|gemcitabine|citidine|anthracyclin", re.I
)
_BRACKET = re.compile(r"\(([^)]*)\)")
_PARTS = re.compile(r"\s*(\+/-|\+)\s*")


class Likeness(IntEnum):
    """Whether two printed regimens are the same."""

    OTHER = 0
    PERHAPS = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Regimen:
    """One regimen as printed, in small letters.

    Attributes:
        manner: What stands in brackets and makes it another regimen: ``high dose``, ``rechallenge``.
        formulation: What stands there of its form: ``capsules``, ``subcutaneous``.
        partners: What is always given with it.
        optional: What may be given with it.
    """

    main: str
    manner: str
    formulation: str
    partners: frozenset[str]
    optional: frozenset[str]


@cache
def regimens(printed: str) -> tuple[Regimen, ...]:
    """Return the regimens of a printed medicine; those joined by ``;`` stand for themselves."""
    return tuple(_regimen(part) for part in printed.split(";") if part.strip())


def _regimen(printed: str) -> Regimen:
    said = {each.strip().casefold() for each in _BRACKET.findall(printed)}
    main, *rest = _PARTS.split(" ".join(_BRACKET.sub(" ", printed).split()).casefold())
    given = list(zip(rest[::2], rest[1::2], strict=True))
    return Regimen(
        main=main.strip(),
        manner=" ".join(sorted(said - _FORMULATIONS)),
        formulation=" ".join(sorted(said & _FORMULATIONS)),
        partners=frozenset(name for sign, name in given if sign == "+"),
        optional=frozenset(name for sign, name in given if sign == "+/-"),
    )


def likeness(left: Regimen, right: Regimen) -> Likeness:
    """Return whether two regimens are the same.

    PERHAPS where only the chemotherapy beside them, or the form of the medicine, is printed otherwise. A medicine
    alone is another regimen than the same medicine with a partner.
    """
    if left.main != right.main or left.manner != right.manner:
        return Likeness.OTHER
    alone = left.partners - right.partners - right.optional, right.partners - left.partners - left.optional
    if not any(alone):
        return Likeness.SAME if left.formulation == right.formulation else Likeness.PERHAPS
    differing = left.partners ^ right.partners
    if left.partners and right.partners and all(_CHEMOTHERAPY.search(each) for each in differing):
        return Likeness.PERHAPS
    return Likeness.OTHER
