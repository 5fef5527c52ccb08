"""Use case of ``textconv``: a release file in lines that ``git diff`` compares by meaning.

Only the bundled vocabulary is read, no directory: git calls this twice for each file.
"""

from __future__ import annotations

from pathlib import Path

from trialign import resources
from trialign.errors import InputProblems
from trialign.load.printed_tests import Scopes, read_row
from trialign.model.directory import Nation, Reading
from trialign.nomenclature import labels
from trialign.nomenclature import vocabulary as vocabularies
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.table import Row, Table, read_table
from trialign.report import release_lines

_PRINTED = frozenset({"indication_code", "indication", "test_code", "test_name"})
_STATED = frozenset({"test_code", "indication", "biomarkers", "availability"})
_INHERITED = "rare-inherited"


def lines(path: Path) -> str:
    """Return a release in lines; an empty string for a file that is none, or that cannot be read as one."""
    try:
        table = read_table(path, path.name, ("test_code",))
        columns = frozenset(table.columns)
        if columns >= _STATED:
            vocabulary = vocabularies.load(resources.directories())
            return release_lines.stated(table, lambda row: _labels(row, vocabulary))
        return _printed(table) if columns >= _PRINTED else ""
    except InputProblems:
        return ""


def _printed(table: Table) -> str:
    vocabulary = vocabularies.load(resources.directories())
    inherited = all(row["indication_code"].startswith("R") for row in table.rows)
    book = _INHERITED if inherited else ""
    scopes = _scopes(book)

    def reading(row: Row) -> Reading:
        return read_row(row.cells, book, scopes, vocabulary)

    def for_trials(row: Row) -> Reading:
        cells = {**row.cells, "target": row["trial_target"], "test_name": ""}
        return read_row(cells, book, scopes, vocabulary)

    return release_lines.printed(table, reading, for_trials)


def _scopes(book: str) -> Scopes:
    """Return the scopes of every book as those of one: git does not say which book a file is of."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for nation in Nation:
        path = resources.directories() / nation.value / "scopes.csv"
        rows = read_table(path, path.name, ("printed", "cancers")).rows if path.is_file() else ()
        found |= {(book, row["printed"].casefold()): split_codes(row["cancers"]) for row in rows}
    return found


def _labels(row: Row, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the canonical labels of a row that names biomarkers; a label that is none stays as it stands."""
    return tuple(sorted(_label(each, vocabulary) for each in split_codes(row["biomarkers"])))


def _label(text: str, vocabulary: Vocabulary) -> str:
    try:
        return labels.parse(text, vocabulary.genes).biomarker.label
    except UnknownLabel:
        return f"{text} (not read)"
