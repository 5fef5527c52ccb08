"""What the two sides of a comparison name: releases, books, nations, folders, CSV files, and these at a git ref.

Knows where releases lie and how people name them; compares nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from trialign import maintenance, pipeline, resources
from trialign.diff.changes import Part
from trialign.errors import InputProblems, Location, Problem, UsageError, did_you_mean
from trialign.load.directories import Crosswalk, Held, load_file
from trialign.load.layers import Layers
from trialign.model.directory import Nation, Test
from trialign.model.link import Link
from trialign.pipeline import Sources
from trialign.read import revision
from trialign.read.revision import Found

_STANDARD_INPUT = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})
_TABLES = (".csv", ".yaml")


@dataclass(frozen=True, slots=True)
class _Named:
    """What one part of a side names."""

    held: tuple[Held, ...]
    crosswalk: tuple[Crosswalk, ...]
    commit: str = ""

    def part(self, asked: str) -> Part:
        """Return it as a reader of the comparison sees it."""
        return Part(asked, tuple(dict.fromkeys(_names(each)[-1] for each in self.held)), self.commit)


@dataclass(frozen=True, slots=True)
class Side:
    """What one side names: the releases, their rows, the crosswalks that came with them, and each part of it."""

    held: tuple[Held, ...]
    crosswalk: tuple[Crosswalk, ...]
    parts: tuple[Part, ...] = ()

    @property
    def tests(self) -> tuple[Test, ...]:
        """Return the rows of all releases."""
        return tuple(test for each in self.held for test in each.tests)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the releases that have rows, sorted."""
        return tuple(sorted({test.release_name for test in self.tests}))

    @property
    def nations(self) -> frozenset[Nation]:
        """Return whose releases they are."""
        return frozenset(each.nation for each in self.held)

    def of(self, nation: Nation) -> Side:
        """Return what of it is of one nation."""
        return Side(
            tuple(each for each in self.held if each.nation is nation),
            tuple(line for line in self.crosswalk if line.nation is nation),
            self.parts,
        )


def by_nation(links: Sequence[Link], side: Side) -> Mapping[Nation, tuple[Link, ...]]:
    """Return the nations of a side in order, each with the links of its codes; the first with those of no nation."""
    nations = sorted(side.nations)
    codes = {nation: {test.code for test in side.tests if test.nation is nation} for nation in nations}
    found: dict[Nation, list[Link]] = {nation: [] for nation in nations}
    for link in links if nations else ():
        owner = next((nation for nation in nations if codes[nation] & set(link.before)), nations[0])
        found[owner].append(link)
    return {nation: tuple(of) for nation, of in found.items()}


class Reader:
    """Finds what people name."""

    def __init__(self, sources: Sources, shelf: maintenance.Shelf, book: str) -> None:
        """Index what is held, and refuse a book that is not."""
        self._sources = sources
        self._shelf = shelf
        self._book = book
        self._known = {each for held in shelf.held for each in _names(held)}
        if book:
            self._checked(self._named(book))

    def _checked(self, named: tuple[Held, ...]) -> None:
        """Refuse a nation where a book was asked for: which of its books a file is of cannot be guessed."""
        nation = named[0].nation.value
        books = sorted({_names(each)[1] for each in named})
        if self._book == nation:
            raise UsageError(f"--book {nation}: {nation} is a nation; name one of its books: {', '.join(books)}")

    def sides(self, asked: tuple[str, str]) -> tuple[Side, Side]:
        """Return both sides; a CSV file takes the book of the other side where none is named."""
        first, second = (self._side(text, ()) for text in asked)
        whole = [side or self._side(text, (other.held if other else ())) for side, text, other in (
            (first, asked[0], second), (second, asked[1], first))]  # fmt: skip
        if whole[0] is None or whole[1] is None:
            raise UsageError("both sides are CSV files; name the book that they belong to with --book england/cancer")
        return whole[0], whole[1]

    def _side(self, text: str, other: Sequence[Held]) -> Side | None:
        names = [text] if _is(Path.is_file, text) else _parts(text)
        named = [found for name in names if (found := self._part(name, other)) is not None]
        if len(named) < len(names):
            return None
        held = dict.fromkeys(each for found in named for each in found.held)
        lines = dict.fromkeys(line for found in named for line in found.crosswalk)
        parts = tuple(found.part(name) for name, found in zip(names, named, strict=True))
        return Side(tuple(held), tuple(lines), parts)

    def _part(self, name: str, other: Sequence[Held]) -> _Named | None:
        """Return what a name stands for, None for a CSV file whose book is not known yet."""
        path = Path(name)
        if name in self._known or not name:
            held = _newest(self._named(name), name)
            return _Named(held, tuple(line for each in held for line in self._lines(each.nation)))
        if not _is(Path.exists, name) and revision.is_one(name):
            return self._at_ref(revision.find(name), other)
        if path.suffix.casefold() == ".csv" and not _is(Path.is_dir, name):
            return self._file(path, other)
        if _is(Path.is_dir, name):
            return self._folder(path)
        if name in _STANDARD_INPUT:
            raise UsageError(f"{name}: standard input is not read; name a release, a folder or a .csv file")
        if _is(Path.exists, name):
            raise UsageError(f"{name}: a file must end in .csv")
        self._named(name)
        return None

    def _at_ref(self, found: Found, other: Sequence[Held]) -> _Named | None:
        """Return a folder or file of a git repository at a commit, read from a copy that is removed at once."""
        with _copied(found) as path:
            if found.is_folder:
                nation = found.path.rpartition("/")[2] if (path / "directory.yaml").is_file() else ""
                root, called = (path.parent, found.parent) if nation else (path, found.name)
                named: _Named | None = self._root(root, nation, found.name, called)
            elif path.suffix.casefold() == ".csv":
                named = self._file(path, other, found.name)
            else:
                problem = Problem(Location(found.name), "is neither a folder nor a .csv file", "name one of these")
                raise InputProblems([problem])
        return replace(named, commit=found.commit) if named else None

    def _lines(self, nation: Nation) -> list[Crosswalk]:
        return [line for line in self._shelf.crosswalk if line.nation is nation]

    def _named(self, name: str) -> tuple[Held, ...]:
        found = tuple(held for held in self._shelf.held if name in _names(held))
        if not name or not found:
            mend = did_you_mean(name, self._known) or "held: " + ", ".join(
                sorted(each for each in self._known if "@" in each)
            )
            raise UsageError(f"no release '{name}' is held; {mend}")
        return found

    def _folder(self, path: Path) -> _Named:
        """Return the newest releases of a data root, or of one nation's folder of it."""
        nation = path.resolve().name if (path / "directory.yaml").is_file() else ""
        return self._root(path.resolve().parent if nation else path, nation, str(path))

    def _root(self, root: Path, nation: str, name: str, called: str = "") -> _Named:
        """Return the newest releases of a data root.

        Args:
            root: Its path.
            nation: The nation whose folder was named; empty for all of them.
            name: What was named.
            called: How evidence and problems call the root; empty for its path.
        """
        if nation and nation not in set(Nation):
            mend = f"name it as one of {', '.join(Nation)}"
            raise InputProblems([Problem(Location(name), "is the folder of no nation that is read", mend)])
        shelf = maintenance.shelf(replace(self._sources, data=root, alone=True, called=called))
        held = _newest([each for each in shelf.held if not nation or each.nation.value == nation])
        nations = {each.nation for each in held}
        return _Named(held, tuple(line for line in shelf.crosswalk if line.nation in nations))

    def _file(self, path: Path, other: Sequence[Held], called: str = "") -> _Named | None:
        """Return a CSV file as a release of the book that was named, or of the other side's; None for neither."""
        books = [self._named(self._book)[-1]] if self._book else list(other)[:1]
        if not books:
            return None
        layers = Layers(
            pipeline.data_root(self._sources),
            resources.directories(),
            self._sources.alone,
            self._sources.called,
        )
        problems: list[Problem] = []
        tests = load_file(layers, books[0], path, self._shelf.vocabulary, problems, called)
        if problems:
            raise InputProblems(problems)
        release = replace(books[0].release, name=path.stem, file=called or str(path))
        held = Held(books[0].nation, books[0].title, release, True, tests)
        return _Named((held,), tuple(self._lines(held.nation)))


@contextmanager
def _copied(found: Found) -> Iterator[Path]:
    """Give a copy of what lies at a commit, with the vocabulary that lies beside a nation's folder."""
    with tempfile.TemporaryDirectory(prefix="trialign-") as folder:
        last = found.path.rpartition("/")[2].lstrip(".")
        top = Path(folder) / "copy"
        path = top / last if last else top
        _fill(path if found.is_folder else top, found)
        vocabulary = revision.beside(found, "vocabulary") if (path / "directory.yaml").is_file() else None
        if vocabulary is not None and vocabulary.is_folder:
            _fill(top / "vocabulary", vocabulary)
        yield path


def _fill(folder: Path, found: Found) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in revision.files(found, _TABLES):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _is(kind: Callable[[Path], bool], name: str) -> bool:
    """Tell whether a path is of a kind; one that the system refuses, such as for its length, is none."""
    try:
        return kind(Path(name))
    except OSError:
        return False


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("+")]


def _names(held: Held) -> tuple[str, str, str]:
    book = f"{held.nation.value}/{held.release.book}"
    return held.nation.value, book, f"{book}@{held.release.name}"


def _newest(held: Iterable[Held], asked: str = "") -> tuple[Held, ...]:
    """Return the releases named, or the last of each book that did not end where a book or a nation is named."""
    found = tuple(held)
    if "@" in asked:
        return found
    last: dict[tuple[Nation, str], Held] = {}
    for each in found:
        last[each.nation, each.release.book] = each
    going = tuple(each for each in last.values() if each.release.ended is None)
    return going or tuple(last.values())
