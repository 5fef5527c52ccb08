"""The whole report as CSV, a file for each table; findings and matrix as ``check`` and ``matrix`` write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trialign.report import check_csv, csv_cells, matrix_data, overview_summary, overview_tables
from trialign.report.overview import Overview
from trialign.report.sheets import Cell, Page, Sheet


def tables(view: Overview) -> Mapping[str, str]:
    """Return the tables as CSV text, by the name of their file."""
    return {
        "summary.csv": _table(overview_summary.front(view)),
        "findings.csv": check_csv.check(view.check),
        "matrix.csv": matrix_data.as_csv(view.matrix),
        "sources.csv": _table(overview_tables.sources(view)),
        "not-known.csv": _table(overview_tables.not_known(view)),
        "recommendations.csv": _table(overview_tables.recommendations(view)),
    }


def _table(sheet: Sheet) -> str:
    header = [column.key for column in sheet.columns]
    return csv_cells.table(header, (tuple(map(_text, row)) for row in sheet.rows))


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Page(address):
            return address
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
