"""Phases of trials as one registry's page prints them, and as numbers to compare."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CODES = {"NA": "Not Applicable", "EARLY_PHASE1": "Early Phase 1"}
_NUMBER = re.compile(
    r"phase\W*(\d|iv|i{1,3})(?![a-z]{2})(?:\W*(?:/|and|to|-)\W*(?:phase\W*)?(\d|iv|i{1,3})\b)?", re.I
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def printed(codes: Iterable[str]) -> str:
    """Return ``Phase 1/Phase 2`` for ``PHASE1`` and ``PHASE2``."""
    return "/".join(_CODES.get(code, re.sub(r"^PHASE(\d)$", r"Phase \1", code)) for code in codes)


def numbers(phase: str) -> frozenset[int]:
    """Return the phases that a text names, none where it names none."""
    named = (part.lower() for found in _NUMBER.finditer(phase) for part in found.groups() if part)
    return frozenset(_ROMAN.get(part) or int(part) for part in named)
