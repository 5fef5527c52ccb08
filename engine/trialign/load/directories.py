"""One nation's folder to a ``Directory`` as of a date.

Two kinds of book exist: a published directory (rows as printed, read by ``nomenclature``) and collected facts
(rows that already name biomarkers, for nations that publish no list of rows that is held here).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.load import candidates, fields, releases
from trialign.load.layers import Layers
from trialign.load.printed_tests import Scopes, read_tests, scopes_of
from trialign.load.stated_tests import read_stated_tests
from trialign.model.directory import (
    Age,
    Directory,
    Indication,
    InForce,
    Kind,
    Nation,
    Release,
    Source,
    Standing,
    Test,
)
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.document import Document, read_document
from trialign.read.table import Table, read_table
from trialign.read.text import NO_FILE
from trialign.validate import schema

_HEADER_CHARS = 65_536


def load_directory(
    layers: Layers, nation: Nation, as_of: date, vocabulary: Vocabulary, problems: list[Problem]
) -> Directory | None:
    """Return a nation's directory, or None where the data root has no such folder.

    Args:
        layers: Where data lie.
        nation: Which nation.
        as_of: The day whose releases count.
        vocabulary: Genes and cancers.
        problems: Gets every problem of every file.
    """
    if not _is_listed(layers, nation, problems):
        return None
    reader = _Reader(layers, nation, vocabulary, problems)
    return reader.directory(as_of)


def load_on_days(
    layers: Layers,
    known: Directory,
    days: Iterable[date],
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> Iterator[tuple[date, Directory]]:
    """Yield a nation's directory of each of some days; each file is read once.

    Args:
        layers: Where data lie.
        known: The directory of any day, whose rows are not read again.
        days: The days whose releases count.
        vocabulary: Genes and cancers.
        problems: Gets every problem of every file.
    """
    reader = _Reader(layers, known.nation, vocabulary, problems)
    reader.keep(known)
    for day in days:
        found = reader.directory(day)
        if found is not None:
            yield day, found


def named_candidates(layers: Layers, asked: Iterable[str], day: date) -> tuple[candidates.Candidate, ...]:
    """Return the releases that are to be judged as those in force.

    Args:
        layers: Where data lie.
        asked: Each as ``england/cancer@2021-10`` or ``england/cancer=draft.csv``.
        day: The day that is judged.

    Raises:
        UsageError: One names no nation, book or release that there is, or two are of one book.
        InputProblems: The ``directory.yaml`` of a nation cannot be read.
    """
    found = []
    for text in asked:
        nation = candidates.nation_of(text)
        path, shown = layers.path(nation.value) / "directory.yaml", f"{layers.shown(nation.value)}/directory.yaml"
        document = read_document(path, shown)
        if problems := schema.document_problems(document, layers.schema("directory")):
            raise InputProblems(problems)
        found.append(candidates.named(text, document, day))
    return candidates.once(found)


def _is_listed(layers: Layers, nation: Nation, problems: list[Problem]) -> bool:
    """Tell whether a nation has a ``directory.yaml``; a folder of its own without one is a problem."""
    folder = layers.path(nation.value)
    if (folder / "directory.yaml").is_file():
        return True
    if folder.is_dir():
        kind = "has no directory.yaml, so nothing in it is read"
        what = kind if any(folder.iterdir()) else "is an empty directory: it has no directory.yaml"
        problems.append(Problem(Location(layers.shown(nation.value)), what, "add one, or remove the folder"))
    return False


@dataclass(frozen=True, slots=True)
class Held:
    """One release whose rows are held, in force or not; ``newest`` where its book lists no later one."""

    nation: Nation
    title: str
    release: Release
    newest: bool
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """One published line that leads from a legacy test code to a genomic test."""

    nation: Nation
    legacy: str
    gt: str
    gt_name: str
    equivalence: str
    source: Source


def load_held(
    layers: Layers, nation: Nation, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[Held, ...], tuple[Crosswalk, ...]]:
    """Return every release of a nation whose rows are held, oldest first within a book, and its crosswalk."""
    if not _is_listed(layers, nation, problems):
        return (), ()
    reader = _Reader(layers, nation, vocabulary, problems)
    return tuple(reader.held()), tuple(reader.crosswalk())


class _Reader:
    """Reads the files of one nation, collecting problems as it goes."""

    def __init__(self, layers: Layers, nation: Nation, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.layers = layers
        self.nation = nation
        self.vocabulary = vocabulary
        self.problems = problems
        self.folder = layers.path(nation.value)
        self.shown = layers.shown(nation.value)
        self._read: dict[tuple[str, str], tuple[Test, ...]] = {}

    def keep(self, directory: Directory) -> None:
        """Take the rows of a directory for its releases instead of reading them again."""
        for each in directory.in_force:
            if each.release:
                rows = (test for test in directory.tests if test.book == each.book.name)
                self._read[each.book.name, each.release.name] = tuple(rows)

    def directory(self, as_of: date) -> Directory | None:
        document = self.settings
        if document is None:
            return None
        value = fields.mapping(document.value)
        if fields.text(value, "nation") != self.nation.value:
            what = f"the nation '{fields.text(value, 'nation')}' is not that of the folder"
            self.problems.append(Problem(document.at("nation"), what, f"write {self.nation.value}"))
        asked = self.layers.candidates_of(self.nation)
        books = candidates.add(releases.books(document, self.nation, self.problems), asked)
        in_force = candidates.in_force(books, as_of, asked)
        known_problems = len(self.problems)
        indications, scopes = self.indications, self.scopes
        mapped = bool(indications) or len(self.problems) == known_problems
        tests = tuple(test for each in in_force if mapped for test in self.tests(each, indications, scopes))
        newest = [standing.release for standing in in_force if standing.release]
        source = Source(
            Location(f"{self.shown}/directory.yaml", 1),
            newest[0].source_url if newest else "",
            str(newest[0].published or "") if newest else "",
            str(newest[0].retrieved or "") if newest else "",
        )
        return Directory(
            nation=self.nation,
            title=fields.text(value, "name"),
            publisher=fields.text(value, "publisher"),
            arrangement=fields.text(value, "arrangement"),
            complete=value.get("complete") is True,
            max_age_days=int(fields.text(value, "max_age_days") or 0),
            unknown=fields.texts(value, "unknown"),
            in_force=in_force,
            tests=tests,
            indications=tuple(each for each in indications if each.book in {release.book for release in newest}),
            source=source,
        )

    def held(self) -> Iterator[Held]:
        document = self.settings
        if document is None:
            return
        indications, scopes = self.indications, self.scopes
        title = fields.text(fields.mapping(document.value), "name")
        for book in releases.books(document, self.nation, self.problems):
            for release in book.releases:
                if release.held:
                    standing = InForce(book, Standing.HELD, release, "")
                    tests = self.tests(standing, indications, scopes)
                    yield Held(self.nation, title, release, release is book.releases[-1], tests)

    def crosswalk(self) -> Iterator[Crosswalk]:
        table = self.table("crosswalk.csv", "crosswalk") if (self.folder / "crosswalk.csv").is_file() else None
        for row in table.rows if table else ():
            assert table is not None
            source = Source(table.at(row), "", "", "")
            yield Crosswalk(
                self.nation, row["legacy_code"], row["gt_code"], row["gt_name"], row["equivalence"], source
            )

    @cached_property
    def settings(self) -> Document | None:
        try:
            document = read_document(self.folder / "directory.yaml", f"{self.shown}/directory.yaml")
        except InputProblems as error:
            self.problems.extend(error.problems)
            return None
        found = schema.document_problems(document, self.layers.schema("directory"))
        self.problems.extend(found)
        return None if found else document

    def table(self, name: str, schema_name: str, draft: bool = False) -> Table | None:
        path = self.layers.schema(schema_name)
        file, shown = (Path(name), name) if draft else (self.folder / name, f"{self.shown}/{name}")
        try:
            table = read_table(file, shown, schema.required_columns(path))
        except InputProblems as error:
            self.problems.extend(error.problems)
            return None
        self.problems.extend(schema.table_problems(table, path))
        return table

    @cached_property
    def indications(self) -> tuple[Indication, ...]:
        return tuple(self._indications())

    def _indications(self) -> Iterator[Indication]:
        if not (self.folder / "indications.csv").is_file():
            return
        table = self.table("indications.csv", "indications")
        seen: dict[tuple[str, str], int] = {}
        for row in table.rows if table else ():
            codes = split_codes(row["cancers"])
            assert table is not None
            self.check_cancers(codes, table.at(row, "cancers"))
            pair = (row["book"], row["indication_code"])
            if pair in seen:
                what = f"the indication {pair[1]} of book {pair[0]} stands twice, first in line {seen[pair]}"
                self.problems.append(Problem(table.at(row, "indication_code"), what, "keep one of the rows"))
            seen.setdefault(pair, row.line)
            kind = Kind(row["kind"]) if row["kind"] in set(Kind) else Kind.MALIGNANT
            age = Age(row["age"]) if row["age"] in set(Age) else Age.UNSTATED
            yield Indication(self.nation, row["book"], row["indication_code"], row["indication"], codes, kind, age)

    @cached_property
    def scopes(self) -> Scopes:
        table = self.table("scopes.csv", "scopes") if (self.folder / "scopes.csv").is_file() else None
        for row in table.rows if table else ():
            assert table is not None
            self.check_cancers(split_codes(row["cancers"]), table.at(row, "cancers"))
        return scopes_of(table)

    def check_cancers(self, codes: tuple[str, ...], where: Location) -> None:
        for code in codes:
            if code not in self.vocabulary.cancers.names:
                mend = self.vocabulary.cancers.code_suggestion(code) or "use an OncoTree code"
                self.problems.append(Problem(where, f"unknown cancer '{code}'", mend))

    def tests(self, standing: InForce, indications: tuple[Indication, ...], scopes: Scopes) -> tuple[Test, ...]:
        release = standing.release
        if release is None:
            return ()
        key = release.book, release.name
        if key not in self._read:
            self._read[key] = tuple(self._tests(release, indications, scopes))
        return self._read[key]

    def _tests(self, release: Release, indications: tuple[Indication, ...], scopes: Scopes) -> Iterator[Test]:
        if not (release.draft or self.inside(release)):
            return
        path = Path(release.file) if release.draft else self.folder / release.file
        stated = self.table_kind(path) == "stated"
        table = self.table(release.file, "stated-tests" if stated else "tests", release.draft)
        if table is None:
            return
        if stated:
            yield from read_stated_tests(table, self.nation, release, self.vocabulary, self.problems)
        else:
            mapped = {(each.book, each.code): each for each in indications}
            yield from read_tests(table, self.nation, release, mapped, scopes, self.vocabulary, self.problems)

    def inside(self, release: Release) -> bool:
        """Tell whether a release's file is one and lies in the nation's folder, links followed; else a problem."""
        where = replace(release.where, field="file")
        try:
            path = (self.folder / release.file).resolve()
            inside, found = path.is_relative_to(self.folder.resolve()), path.is_file()
        except (OSError, RuntimeError) as error:
            what = f"the file '{release.file}' cannot be read: {error}"
            self.problems.append(Problem(where, what, "check its name"))
            return False
        if not inside:
            what = f"the file '{release.file}' does not lie in the folder {self.shown}"
            self.problems.append(Problem(where, what, "keep it there and name it by its path within that folder"))
        elif not found:
            what = f"{NO_FILE} '{release.file}' in {self.shown}"
            self.problems.append(Problem(where, what, "add it, or write held: false"))
        return inside and found

    def table_kind(self, path: Path) -> str:
        """Tell collected facts from a published directory by the column that only facts have."""
        if not path.is_file():
            return "printed"
        with path.open(encoding="utf-8", errors="replace") as stream:
            return "stated" if "availability" in stream.readline(_HEADER_CHARS) else "printed"


def load_file(
    layers: Layers, held: Held, path: Path, vocabulary: Vocabulary, problems: list[Problem], called: str = ""
) -> tuple[Test, ...]:
    """Return the rows of a file that is no release yet, read as one of a book: its indications and scopes count.

    Args:
        layers: Where data lie.
        held: A release of the book.
        path: The file.
        vocabulary: Genes and cancers.
        problems: Gets every problem of the file.
        called: How evidence and problems call the file; empty for its path.
    """
    reader = _Reader(layers, held.nation, vocabulary, problems)
    schema_path = layers.schema("tests")
    try:
        table = read_table(path, called or str(path), schema.required_columns(schema_path))
    except InputProblems as error:
        problems.extend(error.problems)
        return ()
    problems.extend(schema.table_problems(table, schema_path))
    mapped = {(each.book, each.code): each for each in reader.indications}
    release = replace(held.release, name=path.stem, file=str(path))
    return tuple(read_tests(table, held.nation, release, mapped, reader.scopes, vocabulary, problems))
