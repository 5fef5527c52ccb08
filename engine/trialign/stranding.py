"""Whom a loss strands: the needs of decisions and trials, judged on both sides of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialign import matrix
from trialign.coverage.judge import Judge
from trialign.diff.changes import Change, Strand
from trialign.load.directories import Held
from trialign.load.world import World
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Book, Directory, InForce, Nation, Standing
from trialign.model.rule import Severity
from trialign.ontology import Ontology

_MET = frozenset({Coverage.COVERED, Coverage.PARTLY})
_REPAIR = frozenset({Alteration.MSI, Alteration.MMR})
_UNMET = frozenset({Coverage.NOT_COVERED, Coverage.CANNOT_TELL})


class Stranding:
    """Judges the needs of decisions in force and of open trials on both sides."""

    def __init__(self, world: World, ontology: Ontology, before: Sequence[Held], after: Sequence[Held]) -> None:
        """Lay out both sides as directories of the day."""
        self._names = world.vocabulary.cancers.names
        self._needs = matrix.needs_of(world)
        self._nation = next((each.nation for each in before), Nation.ENGLAND)
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


def _laid(world: World, side: Sequence[Held]) -> Directory:
    """Return a side as the directory of its nation."""
    nation = side[0].nation
    base = world.directory(nation)
    assert base is not None
    in_force = tuple(
        InForce(Book(nation, each.release.book, each.title, (each.release,)), Standing.HELD, each.release, "")
        for each in side
    )
    return replace(base, in_force=in_force, tests=tuple(test for each in side for test in each.tests))
