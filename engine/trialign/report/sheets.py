"""Tables with typed cells: what a workbook shows as sheets, and a folder of tables as CSV files.

Knows neither format, only what both must agree on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trialign.errors import visible

LONGEST = 32_767
"""Signs that a cell of a spreadsheet holds."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Page:
    """An address as it stands in the data; whoever shows it decides whether it may become a link."""

    address: str


Cell = str | int | date | Page | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Its name for scripts, such as ``days_open``.
        title: Its name for people, such as ``days open``.
        width: Of the sheet, in signs.
        signed: Its cells begin with the sign of an answer, and are tinted by it.
    """

    key: str
    title: str
    width: int = 16
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; every row has as many cells as there are columns.

    Attributes:
        printed: How many of its columns go onto paper; None for all.
        lead: How many of its first rows are set in bold.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    printed: int | None = None
    lead: int = 0


def day(printed: str) -> date | str:
    """Return a printed day as a date; what is no single day, such as ``2026-07``, stays as printed."""
    try:
        return date.fromisoformat(printed) if _DAY.fullmatch(printed) else printed
    except ValueError:
        return printed


def shown(text: str) -> str:
    """Return text as a cell shows it: no control characters, and cut with a sign where a cell is full."""
    seen = visible(text)
    return seen if _units(seen) <= LONGEST else f"{_cut(seen)}…"


def lines(said: Iterable[str]) -> str:
    """Return sentences as the lines of one cell."""
    return "\n".join(filter(None, said))


def _units(text: str) -> int:
    """Return the length as spreadsheets count it: signs beyond the basic plane count twice."""
    return len(text) + sum(sign > "\uffff" for sign in text) if len(text) * 2 > LONGEST else len(text)


def _cut(text: str) -> str:
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore")
