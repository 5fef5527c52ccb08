"""A check as a workbook: a sheet of what was judged, and one with a row per finding.

The same findings give the same bytes: no time of writing is kept, and no cell is a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from trialign.errors import visible
from trialign.report import summary
from trialign.report.finding_rows import COLUMNS, Cell, rows
from trialign.report.views import CheckView

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST = 32_767
_WIDE = {"title": 40, "message": 80, "doubt": 40, "remedy": 60, "subjects": 30, "cancer_name": 30, "exception": 40}
_WIDTH = 16
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"


def check(view: CheckView) -> bytes:
    """Return a check as the bytes of a workbook; its times are midnight of the day that was judged."""
    book = _new(view.as_of)
    findings = book.active
    assert findings is not None
    _findings(findings, rows(view))
    _pairs(book.create_sheet(), "about", _about(view))
    return _settled(book, view.as_of)


def gate(as_of: date, verdict: Iterable[Sequence[Cell]], found: Iterable[Sequence[Cell]]) -> bytes:
    """Return a gate as the bytes of a workbook, which opens at its verdict.

    Args:
        as_of: The day that was judged.
        verdict: What and value, row by row.
        found: Its findings, as rows of the columns of a check.
    """
    book = _new(as_of)
    first = book.active
    assert first is not None
    _pairs(first, "verdict", verdict)
    _findings(book.create_sheet(), found)
    return _settled(book, as_of)


def _new(as_of: date) -> Workbook:
    import openpyxl  # noqa: PLC0415 - only this format needs it, and it takes a tenth of a second

    book = openpyxl.Workbook()
    book.properties.creator = "trialign"
    book.properties.created = datetime.combine(as_of, time())
    return book


def _findings(sheet: Worksheet, found: Iterable[Sequence[Cell]]) -> None:
    _fill(sheet, "findings", COLUMNS, found)
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[_letter(number)].width = _WIDE.get(name, _WIDTH)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _pairs(sheet: Worksheet, title: str, body: Iterable[Sequence[Cell]]) -> None:
    _fill(sheet, title, ("what", "value"), body)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _WIDTH * 2, _WIDE["message"]


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    return get_column_letter(number)


def _fill(sheet: Worksheet, title: str, header: Sequence[str], body: Iterable[Sequence[Cell]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    sheet.title = title
    for row, cells in enumerate([header, *body], start=1):
        for column, value in enumerate(cells, start=1):
            _put(sheet, row, column, value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """Put a value into a cell; text stays text, whatever it begins with."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
        return
    text = visible(value)
    cell.value = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    # openpyxl takes what begins with '=' for a formula; the prefix keeps it text when the cell is edited
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def _about(view: CheckView) -> list[tuple[str, Cell]]:
    since = view.checked.since
    stale = "; ".join(each.name for each in view.sources if each.stale)
    return [
        ("verdict", f"{summary.outcome(view)}: {summary.verdict(view)}"),
        ("judged", summary.judged(view)),
        ("as of", view.as_of.isoformat()),
        ("compared with", f"{since.file}, as of {since.differences.as_of}" if since else None),
        ("resolved since", len(since.resolved) if since else None),
        ("sources superseded or too old", stale),
        ("settings", view.settings),
        ("notice", summary.NOTICE),
        *(("source", each.name) for each in view.sources),
    ]


def _settled(book: Workbook, as_of: date) -> bytes:
    """Return the bytes of a workbook with the times that openpyxl and the archive put in replaced by fixed ones."""
    raw, settled = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            content = old.read(name)
            if name == _CORE:
                day = f"{as_of.isoformat()}T00:00:00Z".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + day, content)
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, content)
    return settled.getvalue()
