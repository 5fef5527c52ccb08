"""Which column map fits a file, where its headers stand, and which release it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.importers.column_maps import Column, ColumnMap, folded
from trialign.read.workbook import Sheet, letters

HEADER_WITHIN = 10
_SHOWN = 8
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_YEAR = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})[\s_-]+(20\d\d)(?![\d/])", re.I)
_OTHER_RELEASE = re.compile(r"\b(since|from|after|before|until|to)\s+(the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Month:
    """A month and year that the file prints, and where."""

    release: str
    printed: str
    where: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header fits a map: the row of the header, and the position of each of our columns."""

    sheet: Sheet
    header: int
    places: tuple[tuple[Column, int], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file as it was recognised.

    Attributes:
        months: Months that its nearest titles or its name print; one, where it says which release it is.
        tables: Sheets of rows.
        notes: Sheets of explanatory notes.
        others: Sheets that are neither, with the reason.
    """

    map: ColumnMap
    months: tuple[Month, ...]
    tables: tuple[Table, ...]
    notes: tuple[Sheet, ...]
    others: tuple[tuple[Sheet, str], ...]


def recognise(sheets: Sequence[Sheet], maps: Sequence[ColumnMap], name: str) -> Recognised:
    """Return the map that fits the most columns of the file.

    Args:
        sheets: The file.
        maps: The maps to choose from.
        name: How problems should call the file.

    Raises:
        InputProblems: No header fits; the problem shows what was found beside the nearest map.
    """
    fitting = [(each, [table for sheet in sheets if (table := _table(sheet, each))]) for each in maps]
    fitting = [(each, tables) for each, tables in fitting if tables]
    if not fitting:
        raise InputProblems([_nearest(sheets, maps, name)])
    chosen, tables = max(fitting, key=lambda pair: _columns_of(pair[1]))
    taken = {table.sheet.name for table in tables}
    rest = [sheet for sheet in sheets if sheet.name not in taken]
    problems = [problem for sheet in rest if (problem := _nearly(sheet, chosen, name))]
    problems += [problem for table in tables if (problem := _lesser(table, chosen, maps, name))]
    problems += [problem for table in tables for problem in _twice(table, name)]
    if problems:
        raise InputProblems(problems)
    notes = tuple(sheet for sheet in rest if folded(sheet.name) in chosen.notes)
    others = tuple((sheet, _reason(sheet, maps)) for sheet in rest if sheet not in notes)
    months = _months(tables, notes, [sheet for sheet, _ in others], name)
    return Recognised(chosen, months, tuple(tables), notes, others)


def _columns_of(tables: Sequence[Table]) -> tuple[int, int]:
    """Return how many columns fit in all sheets, and in the one where the most do."""
    numbers = [len(table.places) for table in tables]
    return sum(numbers), max(numbers)


def _reason(sheet: Sheet, maps: Sequence[ColumnMap]) -> str:
    """Return why a sheet is not read."""
    if not sheet.rows:
        return "empty"
    other = next((each.id for each in maps if _table(sheet, each)), "")
    return f"fits {other}: import it on its own with --map {other.rpartition('/')[2]}" if other else "no header fits"


def _table(sheet: Sheet, column_map: ColumnMap) -> Table | None:
    for row in sheet.rows[:HEADER_WITHIN]:
        printed = [folded(cell) for cell in row.cells]
        found = [
            (column, printed.index(header))
            for column in column_map.columns
            if (header := next((each for each in column.headers if each in printed), None)) is not None
        ]
        if {column for column, _ in found} >= set(column_map.required):
            return Table(sheet, row.number, tuple(found))
    return None


def _fits(cells: Sequence[str], column_map: ColumnMap) -> set[Column]:
    """Return the columns of a map that a row of headers names."""
    printed = {folded(cell) for cell in cells if cell}
    return {column for column in column_map.columns if printed & set(column.headers)}


def _unknown(cells: Sequence[str], column_map: ColumnMap) -> list[int]:
    """Return the positions of headers that a map does not know."""
    known = {header for column in column_map.columns for header in column.headers}
    return [place for place, cell in enumerate(cells) if cell and folded(cell) not in known]


def _lacks(found: set[Column], column_map: ColumnMap) -> str:
    missing = [column for column in column_map.required if column not in found]
    return ", ".join(f"{column.name} ('{column.headers[0]}')" for column in missing)


def _shown(cells: Sequence[str], places: Sequence[int]) -> str:
    return ", ".join(f"{letters(place)} '{cells[place][:40]}'" for place in places[:_SHOWN])


def _shares_most(found: set[Column], column_map: ColumnMap) -> bool:
    """Tell whether more than half of the columns are found, or half of them with every code."""
    codes = {column for column in column_map.columns if column.name.endswith("_code")}
    most = len(column_map.columns) if codes <= found else len(column_map.columns) + 1
    return 2 * len(found) >= most


def _nearly(sheet: Sheet, chosen: ColumnMap, name: str) -> Problem | None:
    """Return what keeps a sheet from the map of its file, where its header shares most of the columns."""
    rows = sheet.rows[:HEADER_WITHIN]
    row = max(rows, key=lambda each: len(_fits(each.cells, chosen)), default=None)
    if row is None or not _shares_most(found := _fits(row.cells, chosen), chosen):
        return None
    other = _unknown(row.cells, chosen)
    unless = f", unless it is {_shown(row.cells, other)}" if other else ""
    what = (
        f"the header of the sheet '{sheet.name}' nearly fits {chosen.id}, but lacks {_lacks(found, chosen)}{unless}"
    )
    mend = f"add the printed header to the map, or remove the sheet if none of its rows belong to '{chosen.title}'"
    return Problem(Location(name, 0, sheet.address(row.number, (other or [0])[0])), what, mend)


def _lesser(table: Table, chosen: ColumnMap, maps: Sequence[ColumnMap], name: str) -> Problem | None:
    """Return the printed columns that the map would leave out and another map knows."""
    cells = next(row.cells for row in table.sheet.rows if row.number == table.header)
    other = _unknown(cells, chosen)
    better = max(maps, key=lambda each: (len(_fits(cells, each)), -len(each.columns)))
    wanted = [place for place in other if place not in _unknown(cells, better)]
    if not wanted:
        return None
    short = chosen.id.rpartition("/")[2]
    what = f"{chosen.id} fits, but leaves out {_shown(cells, wanted)}, which {better.id} knows"
    if lacks := _lacks(_fits(cells, better), better):
        left = [place for place in other if place not in wanted]
        unless = f", unless it is {_shown(cells, left)}" if left else ""
        what += f"; that map lacks {lacks}{unless}"
    mend = f"add the printed header to {better.id}, or import without these columns by --map {short}"
    return Problem(Location(name, 0, table.sheet.address(table.header, wanted[0])), what, mend)


def _twice(table: Table, name: str) -> Iterator[Problem]:
    """Yield each column that stands under a header a second time."""
    cells = next(row.cells for row in table.sheet.rows if row.number == table.header)
    for column, place in table.places:
        for other, cell in enumerate(cells):
            if other != place and folded(cell) in column.headers:
                first, second = (_shown(cells, [each]) for each in sorted((place, other)))
                where = Location(name, 0, table.sheet.address(table.header, max(place, other)))
                what = f"{column.name} is printed in two columns, {first} and {second}"
                yield Problem(where, what, "remove or rename one of them")


def _nearest(sheets: Sequence[Sheet], maps: Sequence[ColumnMap], name: str) -> Problem:
    """Return what was found beside the map that it comes nearest to."""
    best: tuple[int, ColumnMap, Sheet, int] | None = None
    for each in maps:
        for sheet in sheets:
            for row in sheet.rows[:HEADER_WITHIN]:
                score = len(_fits(row.cells, each))
                if best is None or score > best[0]:
                    best = score, each, sheet, row.number
    if best is None:
        return Problem(Location(name), "holds no rows", "check that it is the published file")
    _, nearest, sheet, number = best
    row = next(row for row in sheet.rows if row.number == number)
    shown = ", ".join(f"{letters(place)} '{cell[:40]}'" for place, cell in enumerate(row.cells[:14]) if cell)
    wanted = _lacks(_fits(row.cells, nearest), nearest)
    what = f"its header fits no column map; nearest is {nearest.id}, which lacks {wanted}; the row holds {shown}"
    mend = "add the printed header to the map, or write a map (docs/import.md)"
    return Problem(Location(name, 0, sheet.address(number, 0)), what, mend)


def _months(tables: Sequence[Table], notes: Sequence[Sheet], others: Sequence[Sheet], name: str) -> tuple[Month, ...]:
    """Return the months of the nearest titles that print any: of rows, of notes, of the file, of other sheets."""
    above = [(table.sheet, row) for table in tables for row in table.sheet.rows if row.number < table.header]
    for titles in (
        [(text, sheet.address(row.number, place)) for sheet, row in above for place, text in enumerate(row.cells)],
        _first_cells(notes),
        [(Path(name).name, "the name of the file")],
        _first_cells(others),
    ):
        found = {month.release: month for text, where in reversed(titles) for month in _of_text(text, where)}
        if found:
            return tuple(sorted(found.values(), key=lambda each: each.release))
    return ()


def _first_cells(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    return [(row.cell(0), sheet.address(row.number, 0)) for sheet in sheets for row in sheet.rows[:2]]


def _of_text(text: str, where: str) -> Iterator[Month]:
    """Yield ``2021-10`` where a title says "October 2021", not where it says "since October 2021"."""
    for found in _MONTH_YEAR.finditer(text):
        if not _OTHER_RELEASE.search(text[: found.start()]):
            release = f"{found[2]}-{_MONTHS.index(found[1].casefold()) + 1:02d}"
            yield Month(release, f"{found[1]} {found[2]}", where)
