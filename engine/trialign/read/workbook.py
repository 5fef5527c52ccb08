"""Workbooks (XLSX) and CSV files to sheets of text cells with their addresses, within limits.

Knows nothing of directories. Formulas are never evaluated: a cell that holds one is a problem where it is read.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.read.text import control_character, read_bytes, read_text

MAX_PARTS = 500
MAX_EXPANDED_BYTES = 128 * 1024 * 1024
MAX_RATIO = 500
MAX_SHEETS = 60
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_CELL_CHARS = 32_767

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of one row, outer white space removed, from column A; ``number`` is the row's own number."""

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...] = ()

    def cell(self, column: int) -> str:
        """Return a cell by its position from 0; empty beyond the last one."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows that hold anything, in order; a CSV file is one sheet without a name.

    Attributes:
        visible: False for a sheet that the publisher has hidden.
    """

    name: str
    visible: bool
    rows: tuple[SheetRow, ...]

    def address(self, row: int, column: int) -> str:
        """Return where a cell stands: ``Sarcomas!E12``, in a CSV file ``E12``."""
        return f"{self.name}!{letters(column)}{row}" if self.name else f"{letters(column)}{row}"


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: ``A``, ``Z``, ``AA``."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_sheets(path: Path, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, or the one sheet of a CSV file.

    Args:
        path: The file; what it is, is told by its content and its ending together.
        name: How problems should call it.

    Raises:
        InputProblems: Unreadable, encrypted, no workbook, or beyond a limit.
    """
    raw = read_bytes(path, name)
    if raw.startswith(_ZIP):
        return _workbook(raw, name)
    if raw.startswith(_OLE):
        raise _problem(name, "is encrypted, or a workbook of before 2007", "save it as .xlsx without a password")
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xltx"}:
        raise _problem(name, "is named as a workbook but is none", "where it is a CSV file, name it .csv")
    return (_csv_sheet(read_text(path, name), name),)


def _problem(name: str, what: str, mend: str, field: str = "", line: int = 0) -> InputProblems:
    return InputProblems([Problem(Location(name, line, field), what, mend)])


def _csv_sheet(text: str, name: str) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, start = [], 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                rows.append(SheetRow(start, stripped))
            start = reader.line_num + 1
    except csv.Error as error:
        raise _problem(name, f"is not a CSV table: {error}", "check the quotation marks", line=start) from error
    return Sheet("", True, tuple(rows))


def _workbook(raw: bytes, name: str) -> tuple[Sheet, ...]:
    _check_parts(raw, name)
    import openpyxl  # noqa: PLC0415 - only imports need it, and it takes a tenth of a second

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that openpyxl leaves out do not matter here
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
            if len(book.worksheets) > MAX_SHEETS:
                raise _problem(name, f"has {len(book.worksheets)} sheets, more than {MAX_SHEETS}", "remove some")
            return tuple(
                Sheet(sheet.title, sheet.sheet_state == "visible", tuple(_rows(sheet, name)))
                for sheet in book.worksheets
            )
    except InputProblems:
        raise
    except Exception as error:  # a broken part can make the library fail in any way
        kind = type(error).__name__
        raise _problem(
            name, f"is damaged: its parts cannot be read ({kind})", "fetch or save the file again"
        ) from error


def _check_parts(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            infos = parts.infolist()
            names = {info.filename for info in infos}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _problem(name, "is cut off or damaged: it is no whole workbook", "fetch the file again") from error
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise _problem(name, "is an archive but no workbook", "give the .xlsx file itself")
    if any(info.flag_bits & 1 for info in infos):
        raise _problem(name, "is encrypted", "save it without a password")
    expanded = sum(info.file_size for info in infos)
    worst = max(infos, key=lambda info: info.file_size / max(info.compress_size, 1))
    if len(infos) > MAX_PARTS or expanded > MAX_EXPANDED_BYTES:
        what = (
            f"expands to {len(infos)} parts and {expanded:,} bytes, more than {MAX_PARTS} or {MAX_EXPANDED_BYTES:,}"
        )
        raise _problem(name, what, "remove what is not a row; such a file can be made to fill the memory")
    if worst.file_size > MAX_RATIO * max(worst.compress_size, 1):
        what = f"its part {worst.filename} expands more than {MAX_RATIO} times"
        raise _problem(name, what, "save it anew without padding; such a file can be made to fill the memory")


def _rows(sheet: object, name: str) -> Iterator[SheetRow]:
    """Yield the rows that hold anything, reading no further than the limits."""
    title: str = sheet.title  # type: ignore[attr-defined]
    sheet.reset_dimensions()  # type: ignore[attr-defined] # the printed dimension may be wrong
    for number, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
        if number > MAX_ROWS:
            what = f"the sheet '{title}' goes on past row {MAX_ROWS:,} (cell A{number})"
            raise _problem(name, what, "delete the empty rows below the table", f"{title}!A{number}")
        if len(cells) > MAX_COLUMNS:
            what = f"the sheet '{title}' has {len(cells):,} columns in row {number}, more than {MAX_COLUMNS:,}"
            raise _problem(name, what, "delete the empty columns", f"{title}!{letters(MAX_COLUMNS)}{number}")
        texts = tuple(_text(cell.value) for cell in cells)
        if not any(texts):
            continue
        for column, text in enumerate(texts):
            if len(text) > MAX_CELL_CHARS or control_character(text):
                where = f"{title}!{letters(column)}{number}"
                raise _problem(name, "holds a control character or too much text", "mend the cell", where)
        formulas = tuple(column for column, cell in enumerate(cells) if cell.data_type in {"f", "e"})
        yield SheetRow(number, _trimmed(texts), formulas)


def _trimmed(texts: tuple[str, ...]) -> tuple[str, ...]:
    last = max(column for column, text in enumerate(texts) if text)
    return texts[: last + 1]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
