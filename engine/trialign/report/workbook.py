"""Sheets as a workbook: text that stays text, real dates, links to pages, print set-up; the same bytes every time.

Knows how spreadsheets show a table, and nothing of what the tables say.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from trialign.report import web_links
from trialign.report.sheets import Cell, Page, Sheet, shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_LINKS = 65_530
"""Links that a sheet holds; a program that opens one with more drops them all."""
_RUNS = ("=", "+", "-", "@")
_QUIET = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TINTS = {"+": "#E2F0D9", "~": "#FFF2CC", "-": "#F8CBAD", "o": "#DDEBF7", "?": "#E4DFEC"}
"""Of answers, by the sign that they begin with: what a colour says, the sign says too."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """How kinds of cells look."""

    head: Format
    text: Format
    quoted: Format
    number: Format
    day: Format
    link: Format
    tints: Mapping[str, Format]


def workbook(title: str, as_of: date, sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as the bytes of a workbook.

    Args:
        title: Of the document, and at the head of each printed page.
        as_of: The day that was judged; its midnight stands for the time of writing.
        sheets: In their order; the first is shown when the workbook is opened.
    """
    import xlsxwriter  # noqa: PLC0415 - only workbooks need it

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **_QUIET}) as book:
        book.set_properties({"title": title, "author": "trialign", "created": datetime.combine(as_of, time())})
        looks = _looks(book)
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, looks, title)
    return stream.getvalue()


def _looks(book: Workbook) -> _Looks:
    cell = {"text_wrap": True, "valign": "top"}
    return _Looks(
        head=book.add_format({**cell, "bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"}),
        text=book.add_format(cell),
        quoted=book.add_format({**cell, "quote_prefix": True}),
        number=book.add_format({**cell, "num_format": "#,##0"}),
        day=book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
        link=book.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
        tints={
            sign: book.add_format({**cell, "bg_color": tint, "quote_prefix": sign in _RUNS})
            for sign, tint in _TINTS.items()
        },
    )


def _fill(target: Worksheet, sheet: Sheet, looks: _Looks, title: str) -> None:
    for place, column in enumerate(sheet.columns):
        target.set_column(place, place, column.width)
        target.write_string(0, place, column.title, looks.head)
    links = 0
    for row, cells in enumerate(sheet.rows, start=1):
        for place, (column, value) in enumerate(zip(sheet.columns, cells, strict=True)):
            if column.signed and isinstance(value, str) and value[:1] in looks.tints:
                target.write_string(row, place, shown(value), looks.tints[value[:1]])
            elif isinstance(value, Page) and links < _LINKS and web_links.page(value.address):
                target.write_url(row, place, value.address, looks.link, value.address)
                links += 1
            else:
                _put(target, row, place, value, looks)
    target.freeze_panes(1, 0)
    target.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    _print(target, sheet, title)


def _print(target: Worksheet, sheet: Sheet, title: str) -> None:
    target.set_landscape()
    target.set_paper(_A4)
    target.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    target.repeat_rows(0)
    target.fit_to_pages(1, 0)
    target.set_header(f"&L{_escaped(title)}&R{_escaped(sheet.name)}")
    target.set_footer("&C&P / &N")


def _escaped(text: str) -> str:
    """Return text for the head of a page, in which ``&`` begins a command."""
    return text.replace("&", "&&")


def _put(target: Worksheet, row: int, column: int, value: Cell, looks: _Looks) -> None:
    """Put a value into a cell; what is not known leaves it empty."""
    match value:
        case Page(address):
            _put(target, row, column, address, looks)
        case str() if value:
            text = shown(value)
            target.write_string(row, column, text, looks.quoted if text.startswith(_RUNS) else looks.text)
        case int():
            target.write_number(row, column, value, looks.number)
        case date():
            target.write_datetime(row, column, value, looks.day)
