"""Printed names of medicines and combinations to their parts: ``osimertinib + pemetrexed`` holds osimertinib."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trialign.errors import did_you_mean

_BRACKET = re.compile(r"\s*\([^)]*\)")
_BETWEEN = re.compile(r"\s*(?:\+/-|\+|;|,?\s+then\s|,|\sor\s|\sand\s|\swith\s)\s*")


def parts(printed: str) -> frozenset[str]:
    """Return the medicines of a printed combination in lower case, without what stands in brackets."""
    folded = _BRACKET.sub("", printed.casefold())
    return frozenset(part.strip() for part in _BETWEEN.split(folded) if part.strip())


def is_of(printed: str, asked: str) -> bool:
    """Tell whether a printed medicine is the one asked for, a form of it, or a combination that holds it."""
    return printed.casefold() == asked.casefold().strip() or (bool(parts(asked)) and parts(asked) <= parts(printed))


def suggestion(asked: str, printed: Iterable[str]) -> str:
    """Return 'did you mean' for a medicine that none is, from whole names and their parts."""
    return did_you_mean(asked, sorted({name for each in printed for name in (each, *parts(each))}))
