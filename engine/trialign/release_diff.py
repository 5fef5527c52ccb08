"""Use case: two releases side by side, with the decisions and trials that a loss strands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from trialign import maintenance, pipeline, resources
from trialign.blast.measure import with_radius
from trialign.diff import releases
from trialign.diff.changes import Comparison
from trialign.errors import InputProblems, Location, Problem, UsageError, did_you_mean
from trialign.load.directories import Crosswalk, Held, load_file
from trialign.load.layers import Layers
from trialign.model.directory import Nation, Test
from trialign.ontology import ontology_of
from trialign.pipeline import Progress, Sources


@dataclass(frozen=True, slots=True)
class Side:
    """What one side names: the releases, their rows, and the crosswalks that came with them."""

    held: tuple[Held, ...]
    crosswalk: tuple[Crosswalk, ...]

    @property
    def tests(self) -> tuple[Test, ...]:
        """Return the rows of all releases."""
        return tuple(test for each in self.held for test in each.tests)

    @property
    def nations(self) -> frozenset[Nation]:
        """Return whose releases they are."""
        return frozenset(each.nation for each in self.held)


def compare(sources: Sources, as_of: date, asked: tuple[str, str], book: str, progress: Progress) -> Comparison:
    """Return what changed between two sides, and whom each loss strands.

    Args:
        sources: Where releases, decisions and trials are read from.
        as_of: The day whose decisions and trials count.
        asked: Each a release (``england/cancer@2021-10``), a book or nation for its newest releases, a folder, a
            CSV file, or several of them joined by ``+``.
        book: The book that CSV files belong to, as ``england/cancer``; empty for that of the other side.
        progress: Is told what is being done.

    Raises:
        UsageError: A side names no release that is held, or the two are of different nations.
        InputProblems: Every problem of every file.
    """
    progress("reading every release that is held")
    shelf = maintenance.shelf(sources)
    reader = _Reader(sources, shelf, book)
    before, after = reader.sides(asked)
    _same_nation(before, after, asked)
    progress("comparing")
    ontology = ontology_of(shelf.vocabulary)
    crosswalk = (*before.crosswalk, *after.crosswalk)
    work = partial(releases.compare, before.tests, after.tests, crosswalk, shelf.vocabulary, ontology)
    return with_radius(work, sources, as_of, (before.held, after.held), progress)


def _same_nation(before: Side, after: Side, asked: tuple[str, str]) -> None:
    if before.nations != after.nations:
        raise UsageError(
            f"'{asked[0]}' and '{asked[1]}' are of different nations, whose codes have nothing in common; "
            "to compare nations, ask 'trialign matrix'"
        )


class _Reader:
    """Finds what people name."""

    def __init__(self, sources: Sources, shelf: maintenance.Shelf, book: str) -> None:
        self._sources = sources
        self._shelf = shelf
        self._book = book
        self._known = {each for held in shelf.held for each in _names(held)}
        if book:
            self._named(book)

    def sides(self, asked: tuple[str, str]) -> tuple[Side, Side]:
        """Return both sides; a CSV file takes the book of the other side where none is named."""
        first, second = (self._side(text, ()) for text in asked)
        whole = [side or self._side(text, (other.held if other else ())) for side, text, other in (
            (first, asked[0], second), (second, asked[1], first))]  # fmt: skip
        if whole[0] is None or whole[1] is None:
            raise UsageError("both sides are CSV files; name the book that they belong to with --book england/cancer")
        return whole[0], whole[1]

    def _side(self, text: str, other: Sequence[Held]) -> Side | None:
        held: list[Held] = []
        lines: list[Crosswalk] = []
        for name in [text] if Path(text).is_file() else _parts(text):
            if name in self._known or not name:
                named = _newest(self._named(name), name)
                held += named
                lines += [line for each in named for line in self._lines(each.nation)]
            elif Path(name).suffix.casefold() == ".csv":
                file = self._file(Path(name), other)
                if file is None:
                    return None
                held.append(file)
                lines += self._lines(file.nation)
            elif Path(name).is_dir():
                found, own = self._folder(Path(name))
                held += found
                lines += own
            else:
                self._named(name)
        return Side(tuple(dict.fromkeys(held)), tuple(dict.fromkeys(lines)))

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

    def _folder(self, path: Path) -> tuple[list[Held], list[Crosswalk]]:
        """Return the newest releases of a data root, or of one nation's folder of it."""
        nation = path.resolve().name if (path / "directory.yaml").is_file() else ""
        root = path.resolve().parent if nation else path
        shelf = maintenance.shelf(replace(self._sources, data=root, alone=True))
        if nation and nation not in set(Nation):
            mend = f"name it as one of {', '.join(Nation)}"
            raise InputProblems([Problem(Location(str(path)), "is the folder of no nation that is read", mend)])
        held = [each for each in shelf.held if not nation or each.nation.value == nation]
        return list(_newest(held, str(path))), [
            line for line in shelf.crosswalk if line.nation in {h.nation for h in held}
        ]

    def _file(self, path: Path, other: Sequence[Held]) -> Held | None:
        """Return a CSV file as a release of the book that was named, or of the other side's; None for neither."""
        books = [self._named(self._book)[-1]] if self._book else list(other)[:1]
        if not books:
            return None
        layers = Layers(pipeline.data_root(self._sources), resources.directories(), self._sources.alone)
        problems: list[Problem] = []
        tests = load_file(layers, books[0], path, self._shelf.vocabulary, problems)
        if problems:
            raise InputProblems(problems)
        release = replace(books[0].release, name=path.stem, file=str(path))
        return Held(books[0].nation, books[0].title, release, True, tests)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("+")]


def _names(held: Held) -> tuple[str, str, str]:
    book = f"{held.nation.value}/{held.release.book}"
    return held.nation.value, book, f"{book}@{held.release.name}"


def _newest(held: Iterable[Held], asked: str) -> tuple[Held, ...]:
    """Return the releases named, or the last of each book that did not end where a book or a nation is named."""
    found = tuple(held)
    if "@" in asked:
        return found
    last: dict[tuple[Nation, str], Held] = {}
    for each in found:
        last[each.nation, each.release.book] = each
    going = tuple(each for each in last.values() if each.release.ended is None)
    return going or tuple(last.values())
