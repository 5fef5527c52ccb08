"""Use case: two releases side by side, with the decisions and trials that a loss strands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

from trialign import diff_nations, maintenance, matrix, pipeline
from trialign.coverage.judge import Judge
from trialign.diff import releases
from trialign.diff.changes import Change, Comparison, Strand
from trialign.diff_sides import Reader, Side, by_nation
from trialign.load.world import World
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Book, Directory, InForce, Nation, Standing
from trialign.model.link import Link
from trialign.model.rule import Severity
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology, ontology_of
from trialign.pipeline import Progress, Sources

_MET = frozenset({Coverage.COVERED, Coverage.PARTLY})
_REPAIR = frozenset({Alteration.MSI, Alteration.MMR})
_UNMET = frozenset({Coverage.NOT_COVERED, Coverage.CANNOT_TELL})


def compare(
    sources: Sources, as_of: date, asked: tuple[str, str], book: str, progress: Progress, links: Sequence[Link] = ()
) -> Comparison:
    """Return what changed between two sides, and whom each loss strands; of two nations, how they differ.

    Args:
        sources: Where releases, decisions and trials are read from.
        as_of: The day whose decisions and trials count.
        asked: Each a release (``england/cancer@2021-10``), a book or nation for its newest releases, a folder, a
            CSV file, either at a git ref (``main:draft.csv``), or several of them joined by ``+``.
        book: The book that CSV files belong to, as ``england/cancer``; empty for that of the other side.
        progress: Is told what is being done.
        links: What people settled of uncertain matches.

    Raises:
        UsageError: A side names no release that is held, or several nations where the other names one.
        InputProblems: Every problem of every file.
    """
    progress("reading every release that is held")
    shelf = maintenance.shelf(sources)
    before, after = Reader(sources, shelf, book).sides(asked)
    progress("comparing")
    ontology = ontology_of(shelf.vocabulary)
    if diff_nations.differ(before, after, asked, links):
        return diff_nations.compare(pipeline.load(sources, as_of), before, after, ontology)
    world = cache(partial(pipeline.load, sources, as_of))
    found = [
        _within_nation(before.of(nation), after.of(nation), shelf.vocabulary, ontology, world, progress, tied)
        for nation, tied in by_nation(links, before).items()
    ]
    return replace(releases.joined(found), parts=(before.parts, after.parts))


def _within_nation(
    before: Side,
    after: Side,
    vocabulary: Vocabulary,
    ontology: Ontology,
    load: Callable[[], World],
    progress: Progress,
    links: Sequence[Link],
) -> Comparison:
    """Return what changed in one nation: a test of another one keeps nothing that was lost."""
    crosswalk = (*before.crosswalk, *after.crosswalk)
    found = releases.compare(before.tests, after.tests, crosswalk, vocabulary, ontology, links)
    if not any(change.lost for change in found.changes):
        return found
    progress("asking whom a loss strands")
    judged = Stranding(load(), ontology, before, after)
    changes = [judged.stranded(change) for change in found.changes]
    return replace(found, changes=tuple(sorted(changes, key=releases.gravest)))


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
