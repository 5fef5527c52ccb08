"""CSV tables to rows that know their line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem, did_you_mean
from trialign.read.text import read_text

_SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells stripped of outer white space, by column name, with the line it starts on."""

    cells: dict[str, str]
    line: int

    def __getitem__(self, column: str) -> str:
        """Return a cell; an empty string where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its name in problems, its columns and its rows in file order."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def at(self, row: Row, column: str = "") -> Location:
        """Return the place of a row or of one of its cells."""
        return Location(self.name, row.line, column)


def read_table(path: Path, name: str, required: tuple[str, ...]) -> Table:
    """Read a UTF-8 CSV file with a header line.

    Args:
        path: The file.
        name: How problems should call it.
        required: Columns that must be there; others are kept too.

    Raises:
        InputProblems: Every problem of form: missing or repeated columns, rows with too many or too few cells.
    """
    reader = csv.reader(io.StringIO(read_text(path, name), newline=""), strict=True)
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    problems: list[Problem] = []
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = tuple(cell.strip() for cell in cells)
                _separated_by_commas(Location(name, line), header, required)
                problems += _header_problems(Location(name, line), header, required)
            else:
                if len(cells) != len(header):
                    what = f"the row has {len(cells)} cells, the header {len(header)}"
                    mend = "quote cells that hold commas, or add the missing cells"
                    problems.append(Problem(Location(name, line), what, mend))
                rows.append(Row(dict(zip(header, (cell.strip() for cell in cells), strict=False)), line))
    except csv.Error as error:
        what = f"is not a CSV table: {error}"
        problems.append(Problem(Location(name, start), what, "check the quotation marks"))
    if not header and not problems:
        problems.append(Problem(Location(name), "is empty", f"it needs the columns {', '.join(required)}"))
    if problems:
        raise InputProblems(problems)
    return Table(name, header, tuple(rows))


def _separated_by_commas(where: Location, header: tuple[str, ...], required: tuple[str, ...]) -> None:
    """Refuse a table whose columns are separated otherwise, before each of them is called missing.

    Raises:
        InputProblems: The one cell of the header holds the columns.
    """
    for sign, called in _SEPARATORS.items():
        columns = {column.strip() for column in header[0].split(sign)}
        if len(header) == 1 and len(columns) > 1 and columns & set(required):
            raise InputProblems([Problem(where, f"columns are separated by {called}", "save it with commas")])


def _header_problems(where: Location, header: tuple[str, ...], required: tuple[str, ...]) -> list[Problem]:
    missing = [column for column in required if column not in header]
    problems = [
        Problem(where, f"the column '{column}' is missing", did_you_mean(column, header) or "add it")
        for column in missing
    ]
    repeated = sorted({column for column in header if header.count(column) > 1})
    problems += [Problem(where, f"the column '{column}' stands twice", "remove one") for column in repeated]
    return problems
