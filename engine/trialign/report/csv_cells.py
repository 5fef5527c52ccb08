"""Rows as CSV for spreadsheets: one line end everywhere, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from trialign.errors import visible

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return stream.getvalue()


def safe(text: str) -> str:
    """Return a cell that is shown, never run: what begins like a formula gets an apostrophe before it."""
    shown = visible(" ".join(text.splitlines())) if not text.startswith(_RUNS) else visible(text)
    return f"'{shown}" if text.startswith(_RUNS) else shown
