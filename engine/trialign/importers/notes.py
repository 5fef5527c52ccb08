"""Sheets of explanatory notes to release notes: what each cell mentions, where it stands, and a digest of its text.

Rules of a release can stand in its note and in no row; the text itself is the publisher's and is not carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialign.importers.eligibility import digest
from trialign.read.workbook import Sheet

_CODES = re.compile(r"\b(?:[MR]\d{1,3}(?:\.\d+)?|TP\d+|GT\d+)\b")
_SUBJECTS = (
    ("whole genome sequencing", re.compile(r"\bWGS\b|whole[ -]genome", re.I)),
    ("PanelApp", re.compile(r"\bPanelApp\b", re.I)),
    ("eligibility", re.compile(r"\beligib", re.I)),
    ("test ordering", re.compile(r"\btest ordering\b|\brequest(?:ing)? genomic tests\b", re.I)),
    ("changes since an earlier release", re.compile(r"\bchanges (?:from|since)\b", re.I)),
    ("clinical trials", re.compile(r"\bclinical trials?\b", re.I)),
)
COLUMNS = ("cell", "mentions", "codes", "characters", "digest")


@dataclass(frozen=True, slots=True)
class Note:
    """One cell of a note: its address, subjects and codes that it mentions, its length in characters, its digest."""

    cell: str
    mentions: tuple[str, ...]
    codes: tuple[str, ...]
    characters: int
    digest: str


def read(sheet: Sheet) -> Iterator[Note]:
    """Yield a note for each cell that holds text."""
    for row in sheet.rows:
        for column, text in enumerate(row.cells):
            if text:
                mentions = tuple(name for name, pattern in _SUBJECTS if pattern.search(text))
                codes = tuple(dict.fromkeys(_CODES.findall(text)))
                yield Note(sheet.address(row.number, column), mentions, codes, len(text), digest(text))
