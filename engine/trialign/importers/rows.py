"""Rows of a recognised file: cells as printed, each with its address; no row lost, none invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialign.errors import InputProblems, Location, Problem
from trialign.importers.column_maps import folded
from trialign.importers.recognise import Recognised, Table
from trialign.read.workbook import SheetRow

_CODE = re.compile(r"[A-Z]+(?:-[A-Z]+)?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Imported:
    """One row of ours: cells by column, and where the row and its cells stand in the published file."""

    cells: dict[str, str]
    sheet: str
    row: int
    addresses: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; an empty string where the file has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """What was taken, and what was left: each left row with its address and the reason."""

    taken: tuple[Imported, ...]
    left: tuple[tuple[str, str], ...]


def take(found: Recognised, name: str) -> Rows:
    """Return every row below the headers.

    Raises:
        InputProblems: Formulas in cells that are read, rows without a code or with other text in its place, codes
            under another indication.
    """
    problems: list[Problem] = []
    taken: list[Imported] = []
    left: list[tuple[str, str]] = []
    for table in found.tables:
        for row in _table(table, name, problems):
            if reason := _left_out(row, found):
                left.append((row.addresses["test_code" if "test_code" in row.addresses else "legacy_code"], reason))
            else:
                taken.append(row)
    problems += _twice(taken, found, name)
    if problems:
        raise InputProblems(problems)
    return Rows(tuple(taken), tuple(left))


def _table(table: Table, name: str, problems: list[Problem]) -> Iterator[Imported]:
    above: dict[str, str] = {}
    for row in table.sheet.rows:
        if row.number <= table.header or not any(row.cell(place) for _, place in table.places):
            continue
        if _repeats_header(table, row):
            continue
        problems += _formulas(table, row, name)
        cells = {column.name: row.cell(place) for column, place in table.places}
        _fill_down(table, cells, above)
        addresses = {column.name: table.sheet.address(row.number, place) for column, place in table.places}
        problems += _codes(table, cells, addresses, name)
        yield Imported(cells, table.sheet.name, row.number, addresses)


def _repeats_header(table: Table, row: SheetRow) -> bool:
    return all(folded(row.cell(place)) in column.headers for column, place in table.places)


def _fill_down(table: Table, cells: dict[str, str], above: dict[str, str]) -> None:
    """Fill blanks from the row above, none from a row of another code."""
    filled = [column.name for column, _ in table.places if column.fill_down]
    if any(cells[column] not in {"", above.get(column)} for column in filled):
        above.clear()
    for column in filled:
        cells[column] = above[column] = cells[column] or above.get(column, "")


def _formulas(table: Table, row: SheetRow, name: str) -> Iterator[Problem]:
    for _, place in table.places:
        if place in row.formulas:
            where = Location(name, 0, table.sheet.address(row.number, place))
            yield Problem(
                where, f"holds a formula or an error ({row.cell(place)[:40]})", "put the value in its place"
            )


def _codes(table: Table, cells: dict[str, str], addresses: dict[str, str], name: str) -> Iterator[Problem]:
    for column, _ in table.places:
        where, cell, words = (
            Location(name, 0, addresses[column.name]),
            cells[column.name],
            column.name.replace("_", " "),
        )
        is_code = column.name.endswith("_code")
        if not cell and (is_code or column.fill_down):
            yield Problem(where, f"the row has no {words}", "add it, or delete the row")
        elif is_code and not _CODE.fullmatch(cell):
            yield Problem(
                where, f"'{cell[:40]}' is no {words}", "write letters and a number, such as M1.3, R208 or GT431"
            )
    indication, test = cells.get("indication_code", ""), cells.get("test_code", "")
    if "." in test and indication and test.partition(".")[0] != indication:
        what = f"the test {test} stands under the indication {indication}"
        yield Problem(Location(name, 0, addresses["test_code"]), what, "check the merged cells beside it")


def _left_out(row: Imported, found: Recognised) -> str:
    for column, values in found.map.only.items():
        if row[column] not in values:
            return f"{column.replace('_', ' ')} {row[column]} is not carried"
    return ""


def _twice(rows: list[Imported], found: Recognised, name: str) -> Iterator[Problem]:
    key = ("legacy_code", "gt_code") if found.map.layout == "crosswalk" else ("indication_code", "test_code")
    seen: dict[tuple[str, ...], Imported] = {}
    for row in rows:
        pair = tuple(row[column] for column in key)
        if pair in seen:
            first = seen[pair].addresses[key[1]]
            what = f"{' '.join(pair)} stands twice, first at {first}"
            yield Problem(Location(name, 0, row.addresses[key[1]]), what, "remove or recode one of the rows")
        seen.setdefault(pair, row)
