"""Dates of registries, in the many forms that they print, to days, months or years."""

from __future__ import annotations

import re
from functools import lru_cache

from trialign.model.dates import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december"), start=1,
    )
    for name in (names, names[:3])
}  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.?(?: (\d{1,2}))?,? (\d{4})")
_INSIDE = re.compile(r"\b[A-Za-z]{3,9} \d{1,2}, \d{4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b")


@lru_cache(maxsize=8192)
def read(text: str) -> PartialDate | None:
    """Return a date, None where the text is none.

    ``2026-07-16``, with a time or without, ``2026-07``, ``2026``, ``16/07/2026`` (day first, as European registries
    print it), ``July 16, 2026``, ``16 July 2026``, ``July 2026``, ``20260716``.
    """
    text = " ".join(text.split())
    parts = _parts(text)
    if parts is None:
        return None
    try:
        return PartialDate.parse("-".join(parts))
    except ValueError:
        return None


def _parts(text: str) -> tuple[str, ...] | None:
    """Return year, month and day as digits, as many of them as are printed."""
    if found := _COMPACT.fullmatch(text):
        return found[1], found[2], found[3]
    if found := _ISO.fullmatch(text):
        return tuple(part.zfill(2) for part in found.groups() if part)
    if found := _DAY_FIRST.fullmatch(text):
        return found[3], found[2].zfill(2), found[1].zfill(2)
    found = _WORDS.fullmatch(text)
    if not found or found[2].lower() not in _MONTHS or (found[1] and found[3]):
        return None
    month, day = f"{_MONTHS[found[2].lower()]:02}", found[1] or found[3]
    return (found[4], month, day.zfill(2)) if day else (found[4], month)


def inside(text: str) -> PartialDate | None:
    """Return the first date within a sentence or a list such as ``ES: 24/04/2024, IT: 23/10/2024``."""
    found = _INSIDE.search(text)
    return read(found[0]) if found else None


def latest(text: str) -> PartialDate | None:
    """Return the latest date within a text."""
    found = [each for printed in _INSIDE.findall(text) if (each := read(printed))]
    return max(found, default=None)
