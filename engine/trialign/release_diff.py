"""Use case: two releases side by side, with the decisions and trials that a loss strands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trialign import maintenance, matrix, pipeline, resources
from trialign.coverage.judge import Judge
from trialign.diff import releases
from trialign.diff.changes import Change, Comparison, Strand
from trialign.errors import InputProblems, Location, Problem, UsageError, did_you_mean
from trialign.load.directories import Crosswalk, Held, load_file
from trialign.load.layers import Layers
from trialign.load.world import World
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Book, Directory, InForce, Nation, Standing, Test
from trialign.model.rule import Severity
from trialign.ontology import Ontology, ontology_of
from trialign.pipeline import Progress, Sources

_MET = frozenset({Coverage.COVERED, Coverage.PARTLY})
_REPAIR = frozenset({Alteration.MSI, Alteration.MMR})
_UNMET = frozenset({Coverage.NOT_COVERED, Coverage.CANNOT_TELL})


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
    found = releases.compare(before.tests, after.tests, crosswalk, shelf.vocabulary, ontology)
    if not any(change.lost for change in found.changes):
        return found
    progress("asking whom a loss strands")
    world = pipeline.load(sources, as_of)
    judged = Stranding(world, ontology, before, after)
    changes = [judged.stranded(change) for change in found.changes]
    return replace(found, changes=tuple(sorted(changes, key=releases.gravest)))


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


class Stranding:
    """Judges the needs of decisions in force and of open trials on both sides."""

    def __init__(self, world: World, ontology: Ontology, before: Side, after: Side) -> None:
        """Lay out both sides as directories of the day."""
        self._names = world.vocabulary.cancers.names
        self._needs = matrix.needs_of(world)
        self._nation = next(iter(before.nations), Nation.ENGLAND)
        self._ontology = ontology
        self._judges = tuple(Judge([_laid(world, side)], ontology, world.as_of) for side in (before, after))
        self._by_key: dict[str, list[Need]] = {}
        for need in self._needs:
            for key in _keys(need.biomarker):
                self._by_key.setdefault(key, []).append(need)

    def stranded(self, change: Change) -> Change:
        """Return a change with those whom its loss strands; then it is an error."""
        if not change.lost:
            return change
        found = tuple(sorted(set(self._of(change)), key=_certain_first))
        certain = any(each.after == Coverage.NOT_COVERED for each in found)
        return replace(change, strands=found, severity=Severity.ERROR if certain else change.severity)

    def _of(self, change: Change) -> Iterator[Strand]:
        keys = sorted({key for marker in change.lost_markers for key in _keys(marker)})
        around = {
            code
            for cancer in change.cancers
            for code in (*self._ontology.cancers_above(cancer), *self._ontology.cancers_below(cancer))
        }
        for need in dict.fromkeys(need for key in keys for need in self._by_key.get(key, ())):
            if around & set(need.cancers):
                yield from self._strands(need)

    def _strands(self, need: Need) -> Iterator[Strand]:
        before, after = (judge.judge(need, self._nation).coverage for judge in self._judges)
        if before not in _MET or after not in _UNMET:
            return
        asking = self._needs[need].asking(self._nation)
        cancer = " or ".join(self._names[code] for code in need.cancers)
        for sort, ids in (("decision", asking.decisions), ("trial", asking.trials)):
            for each in ids:
                yield Strand(each, sort, need.biomarker.label, cancer, before.value, after.value)


def _keys(marker: Biomarker) -> frozenset[str]:
    """Return what a need and a lost target must share to bear on each other: a gene, or the class of a signature."""
    if marker.genes:
        return frozenset(gene.hgnc_id for gene in marker.genes)
    classes = _REPAIR if marker.alteration in _REPAIR else frozenset({marker.alteration})
    return frozenset(each.name for each in classes)


def _certain_first(strand: Strand) -> tuple[bool, str, str, str, str]:
    return strand.after != Coverage.NOT_COVERED, strand.sort, strand.id, strand.biomarker, strand.cancer


def _laid(world: World, side: Side) -> Directory:
    """Return a side as the directory of its nation."""
    nation = next(iter(side.nations))
    base = world.directory(nation)
    assert base is not None
    in_force = tuple(
        InForce(Book(nation, each.release.book, each.title, (each.release,)), Standing.HELD, each.release, "")
        for each in side.held
    )
    return replace(base, in_force=in_force, tests=side.tests)
