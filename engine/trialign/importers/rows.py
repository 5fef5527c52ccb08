"""Rows of a recognised file: cells as printed, each with its address; no row lost, none invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialign.errors import InputProblems, Location, Problem
from trialign.importers.recognise import Recognised, Table
from trialign.read.workbook import SheetRow


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
        InputProblems: Formulas in cells that are read, rows without a code, codes under another indication.
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
        problems += _formulas(table, row, name)
        cells = {column.name: row.cell(place) for column, place in table.places}
        for column, _ in table.places:
            if column.fill_down:
                cells[column.name] = above[column.name] = cells[column.name] or above.get(column.name, "")
        addresses = {column.name: table.sheet.address(row.number, place) for column, place in table.places}
        problems += _without_code(table, cells, addresses, name)
        yield Imported(cells, table.sheet.name, row.number, addresses)


def _formulas(table: Table, row: SheetRow, name: str) -> Iterator[Problem]:
    for _, place in table.places:
        if place in row.formulas:
            where = Location(name, 0, table.sheet.address(row.number, place))
            yield Problem(
                where, f"holds a formula or an error ({row.cell(place)[:40]})", "put the value in its place"
            )


def _without_code(table: Table, cells: dict[str, str], addresses: dict[str, str], name: str) -> Iterator[Problem]:
    for column, _ in table.places:
        if column.name.endswith("_code") and not cells[column.name]:
            what = f"the row has no {column.name.replace('_', ' ')}"
            yield Problem(Location(name, 0, addresses[column.name]), what, "add it, or delete the row")
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
