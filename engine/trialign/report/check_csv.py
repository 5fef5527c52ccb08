"""A check as a CSV table: one row per finding."""

from __future__ import annotations

from trialign.report import csv_cells
from trialign.report.finding_rows import COLUMNS, rows
from trialign.report.views import CheckView


def check(view: CheckView) -> str:
    """Return a check as CSV text; unknown values are empty cells."""
    cells = ([("" if cell is None else str(cell)) for cell in row] for row in rows(view))
    return csv_cells.table(COLUMNS, cells)
