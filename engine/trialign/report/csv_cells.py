"""Rows as CSV for spreadsheets: one line end everywhere, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from trialign.errors import visible

_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BEFORE = ("\t", "\r", "\n")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return stream.getvalue()


def safe(text: str) -> str:
    """Return a cell that is shown, never run, in one line: before what begins like a formula stands an apostrophe."""
    shown = visible(" ".join(text.splitlines()))
    return f"'{shown}" if text.startswith(_BEFORE) or text.lstrip().startswith(_RUNS) else shown
