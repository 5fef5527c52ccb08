"""Sheets as a workbook: text that stays text, real dates, links to pages, print set-up; the same bytes every time.

Knows how spreadsheets show a table, and nothing of what the tables say.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import count
from typing import TYPE_CHECKING

from trialign.report import web_links
from trialign.report.sheets import Cell, Column, Page, Sheet, shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_FIRST_YEAR = 1901
"""Spreadsheets know no day of before 1900, and count those of 1900 wrongly."""
_LINE, _TALLEST = 15, 409
"""Points: of a line, and of the tallest row that there is."""
_SEEN = 10_000
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
    strong: Format
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
    cell = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#BFBFBF"}
    return _Looks(
        head=book.add_format({**cell, "bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"}),
        text=book.add_format(cell),
        quoted=book.add_format({**cell, "quote_prefix": True}),
        strong=book.add_format({**cell, "bold": True}),
        number=book.add_format({**cell, "num_format": "#,##0", "align": "center"}),
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
    target.set_row(0, _LINE * max(len(textwrap.wrap(each.title, each.width - 1)) for each in sheet.columns))
    pages = count()
    for number, cells in enumerate(sheet.rows, start=1):
        target.set_row(number, _height(sheet.columns, cells))
        bold = number <= sheet.lead
        for place, (column, value) in enumerate(zip(sheet.columns, cells, strict=True)):
            if column.signed and isinstance(value, str) and value[:1] in looks.tints:
                target.write_string(number, place, shown(value), looks.tints[value[:1]])
            elif isinstance(value, Page) and (page := web_links.page(value.address)) and next(pages) < _LINKS:
                target.write_url(number, place, page, looks.link, shown(value.address))
            else:
                _put(target, number, place, value, replace(looks, text=looks.strong) if bold else looks)
    target.freeze_panes(1, 0)
    target.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    _print(target, sheet, title)


def _height(columns: Sequence[Column], cells: Sequence[Cell]) -> float:
    """Return the height of a row in points: programs other than Excel do not find it from wrapped text."""
    rows = max(map(_lines, columns, cells))
    return min(_LINE * rows, _TALLEST)


def _lines(column: Column, value: Cell) -> int:
    """Return how many lines a cell takes, a little too many rather than too few."""
    text = value.address if isinstance(value, Page) else value
    if not isinstance(text, str) or (len(text) < column.width and "\n" not in text):
        return 1
    return sum(max(1, math.ceil(len(each) / column.width)) for each in text[:_SEEN].split("\n"))


def _print(target: Worksheet, sheet: Sheet, title: str) -> None:
    target.set_landscape()
    target.set_paper(_A4)
    target.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    target.repeat_rows(0)
    target.fit_to_pages(1, 0)
    if sheet.printed is not None:
        target.print_area(0, 0, len(sheet.rows), sheet.printed - 1)
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
        case None | "":
            target.write_blank(row, column, None, looks.text)
        case str():
            text = shown(value)
            target.write_string(row, column, text, looks.quoted if text.startswith(_RUNS) else looks.text)
        case int():
            target.write_number(row, column, value, looks.number)
        case date() if value.year < _FIRST_YEAR:
            target.write_string(row, column, value.isoformat(), looks.text)
        case date():
            target.write_datetime(row, column, value, looks.day)
