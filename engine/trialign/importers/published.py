"""A published file to the files of ours: rows, release notes, and every cell that could not be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.importers import eligibility, notes, rows, write
from trialign.importers.column_maps import ColumnMap
from trialign.importers.recognise import Month, Recognised, recognise
from trialign.importers.rows import Imported
from trialign.load.printed_tests import Scopes, read_row
from trialign.model.dates import PartialDate
from trialign.model.directory import Unresolved
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.workbook import read_sheets

_TESTS = ("indication_code", "indication", "test_code", "test_name", "target", "trial_target", "scope", "method")
_READ = (*eligibility.FIELDS, "eligibility", "eligibility_digest", "cell", "remark")
_CROSSWALK = ("legacy_code", "gt_code", "gt_name", "tp_codes", "equivalence")
_ALWAYS = {"indication_code", "indication", "test_code", "test_name"}
_UNREAD = ("test_code", "cell", "printed", "reason", "proposed", "points_to")


@dataclass(frozen=True, slots=True)
class Unread:
    """A printed text that is no concept: the test and the cell that hold it."""

    test_code: str
    cell: str
    text: Unresolved


@dataclass(frozen=True, slots=True)
class Import:
    """What an import makes of a file; nothing is written yet.

    Attributes:
        files: Text by path below the nation's folder: tables of rows by book, notes, unread cells.
        rows: Number of rows by book.
        with_targets: Books whose rows print targets; those of the others are known by name.
        left: Rows left out on purpose, by reason.
        sheets: Sheets that were not read, with the reason; hidden sheets are named as such.
        notices: What a person should look at in what was taken.
    """

    map: ColumnMap
    release: str
    files: Mapping[str, str]
    rows: Mapping[str, int]
    with_targets: frozenset[str]
    indications: int
    left: Mapping[str, int]
    sheets: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    unread: tuple[Unread, ...]


def read(path: Path, maps: Sequence[ColumnMap], release: str, vocabulary: Vocabulary, scopes: Scopes) -> Import:
    """Read a published file.

    Args:
        path: The file.
        maps: The shapes that it may have.
        release: Name of the release; where it is empty, the month and year that the file prints.
        vocabulary: Genes and more, to tell what can be read.
        scopes: What stands after the last dash of test names, by book and text.

    Raises:
        InputProblems: It is no such file, or its rows cannot be taken; nothing is guessed.
    """
    name = str(path)
    found = recognise(read_sheets(path, name), maps, name)
    wanted = release or (found.months[0].release if len(found.months) == 1 else "")
    if found.map.layout == "tests" or wanted:
        _check_release(wanted, found.months, name)
    taken = rows.take(found, name)
    if not taken.taken:
        raise InputProblems(
            [Problem(Location(name), "holds no row that is carried", "check that it is the whole file")]
        )
    unread = tuple(_unread(taken.taken, found.map, vocabulary, scopes)) if found.map.layout == "tests" else ()
    by_book = _books(taken.taken, found.map)
    return Import(
        map=found.map,
        release=wanted,
        files=dict(_files(found, by_book, wanted, unread)),
        rows={book: len(of_book) for book, of_book in by_book.items()},
        with_targets=frozenset(book for book, of_book in by_book.items() if any(row["target"] for row in of_book)),
        indications=len({row["indication_code"] for row in taken.taken} - {""}),
        left=Counter(_left_reason(reason) for _, reason in taken.left),
        sheets=tuple(_sheets(found)),
        notices=(*_contradicted(wanted, found.months), *_notices(found, taken.taken)),
        unread=unread,
    )


def _check_release(release: str, months: Sequence[Month], name: str) -> None:
    if not release and months:
        several = ", ".join(f"{month.printed} ({month.where})" for month in months)
        mend = f"give the release, such as --release {months[0].release}"
        raise InputProblems([Problem(Location(name), f"prints several months: {several}", mend)])
    try:
        PartialDate.parse(release)
    except ValueError as error:
        what = (
            f"the release '{release}' is no date: {error}" if release else "prints no month and year of its release"
        )
        raise InputProblems([Problem(Location(name), what, "give it, such as --release 2026-07")]) from error


def _contradicted(release: str, months: Sequence[Month]) -> Iterator[str]:
    """Yield the month that the file prints where the release that was given is another."""
    if not any(release.startswith(month.release) or month.release.startswith(release) for month in months):
        for month in months:
            yield f"{month.where}: it prints {month.printed}, and the release given is {release}"


def _left_reason(reason: str) -> str:
    return "of indications that are not carried" if reason.startswith("indication") else reason


def _books(taken: Sequence[Imported], column_map: ColumnMap) -> dict[str, list[Imported]]:
    books: dict[str, list[Imported]] = {}
    for row in taken:
        books.setdefault(column_map.split.get(row["indication_code"], column_map.book), []).append(row)
    return books


def _files(
    found: Recognised, books: Mapping[str, Sequence[Imported]], release: str, unread: Sequence[Unread]
) -> Iterator[tuple[str, str]]:
    for book, of_book in sorted(books.items()):
        if found.map.layout == "crosswalk":
            columns = [column for column in _CROSSWALK if any(column in row.cells for row in of_book)]
            yield f"{book}.csv", write.table(columns, (row.cells for row in of_book))
            continue
        printed = [_printed(row) for row in of_book]
        columns = [column for column in _TESTS if column in _ALWAYS or any(column in row.cells for row in of_book)]
        columns += [column for column in _READ if any(column in row for row in printed)]
        yield f"{book}/{release}.csv", write.table(columns, printed)
        own = {row["test_code"] for row in of_book}
        of_own = [each for each in unread if each.test_code in own]
        yield f"{book}/{release}.unread.csv", write.table(_UNREAD, map(_unread_row, of_own))
    cells = [note for sheet in found.notes for note in notes.read(sheet)]
    if cells:
        yield f"{found.map.book}/{release}.notes.csv", write.table(notes.COLUMNS, map(_note_row, cells))


def _printed(row: Imported) -> dict[str, str]:
    """Return a row of ours: cells on one line, eligibility in fields, and the address of the row in a workbook."""
    result = {
        column: re.sub(r"\s*\n\s*", " ", row[column]) for column in _TESTS if column in row.cells or column in _ALWAYS
    }
    if "eligibility" in row.cells:
        said = eligibility.read(row["eligibility"])
        result |= {field: getattr(said, field) for field in eligibility.FIELDS}
        where = row.addresses["eligibility"]
        result["eligibility"] = f"text not carried: {where}" if row["eligibility"] else ""
        result["eligibility_digest"] = said.digest
    if row.sheet:
        result["cell"] = row.addresses["test_code"]
        result["remark"] = "".join(f"a whole row is pasted into {where}" for where in _pasted(row))
    return result


def _pasted(row: Imported) -> list[str]:
    """Return the cells of a row into which a whole row was pasted."""
    return [row.addresses[column] for column, text in row.cells.items() if eligibility.pasted_row(text)]


def _note_row(note: notes.Note) -> dict[str, str]:
    return {
        "cell": note.cell,
        "mentions": " | ".join(note.mentions),
        "codes": " | ".join(note.codes),
        "characters": str(note.characters),
        "digest": note.digest,
    }


def _unread_row(each: Unread) -> dict[str, str]:
    text = each.text
    return {
        "test_code": each.test_code,
        "cell": each.cell,
        "printed": " ".join(text.printed.split()),
        "reason": text.reason.value,
        "proposed": text.proposed,
        "points_to": " | ".join(text.codes),
    }


def _unread(
    taken: Sequence[Imported], column_map: ColumnMap, vocabulary: Vocabulary, scopes: Scopes
) -> Iterator[Unread]:
    for row in taken:
        book = column_map.split.get(row["indication_code"], column_map.book)
        column = "target" if row["target"] or "test_name" not in row.addresses else "test_name"
        for item in read_row(_printed(row), book, scopes, vocabulary).unresolved:
            yield Unread(row["test_code"], row.addresses[column], item)


def _sheets(found: Recognised) -> Iterator[tuple[str, str]]:
    for sheet, reason in found.others:
        yield sheet.name, reason if sheet.visible else f"hidden, {reason}"


def _notices(found: Recognised, taken: Sequence[Imported]) -> Iterator[str]:
    for table in found.tables:
        if not table.sheet.visible:
            yield f"the sheet '{table.sheet.name}': it is hidden, and was read all the same"
    for row in taken:
        for where in _pasted(row):
            yield f"{where}: a whole tab-separated row stands in the cell of {row['test_code']}"
