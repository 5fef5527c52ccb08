"""Whom each change strands and serves: needs that one side answers and the other does not, tied to the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from trialign.blast.asking import Ask
from trialign.blast.sight import MET, Asked, Fits, Sight, Word
from trialign.diff.changes import Change, Kind, Strand
from trialign.diff.radius import Reach
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.model.rule import Severity
from trialign.ontology import Ontology

SORTS = ("decision", "trial", "pathway")
_REPAIR = frozenset({Alteration.MSI, Alteration.MMR})
_UNMET = frozenset({Coverage.NOT_COVERED, Coverage.CANNOT_TELL})
_ENOUGH = MET | {Coverage.OUTSIDE}


@dataclass(frozen=True, slots=True)
class Turn:
    """A need whose answer turned, with the tests that answer it on one side only."""

    ask: Ask
    nation: Nation
    before: Coverage
    after: Coverage
    only: Fits


class Turns:
    """Every need that is answered on one side and not on the other."""

    def __init__(
        self, asks: Sequence[Ask], before: Sight, after: Sight, ontology: Ontology, names: Mapping[str, str]
    ) -> None:
        """Find them.

        Args:
            asks: Who asks.
            before: The earlier side.
            after: The later one.
            ontology: What lies within what.
            names: Cancers by their codes.
        """
        self._ontology = ontology
        self._names = names
        self.lost = tuple(_turned(asks, before.words, after.words))
        self.gained = tuple(
            replace(each, before=each.after, after=each.before) for each in _turned(asks, after.words, before.words)
        )
        self._lost_by_key: dict[str, list[Turn]] = defaultdict(list)
        for turn in self.lost:
            for key in keys(turn.ask.need.biomarker):
                self._lost_by_key[key].append(turn)

    def told(self, changes: Iterable[Change]) -> list[Change]:
        """Return changes with those whom each strands and serves; one that strands for certain is an error."""
        found = [self._stranding(change) for change in changes]
        return self._serving(found)

    def _stranding(self, change: Change) -> Change:
        if not change.lost:
            return change
        strands = tuple(sorted({self._strand(turn) for turn in self._of(change)}, key=_certain_first))
        certain = any(each.after == Coverage.NOT_COVERED for each in strands)
        return replace(change, strands=strands, severity=Severity.ERROR if certain else change.severity)

    def _of(self, change: Change) -> Iterator[Turn]:
        nation, around = nation_of(change), self._ontology_around(change)
        for key in sorted({key for marker in change.lost_markers for key in keys(marker)}):
            for turn in self._lost_by_key.get(key, ()):
                if turn.nation is nation and around & set(turn.ask.need.cancers):
                    yield turn

    def _ontology_around(self, change: Change) -> set[str]:
        return around(change.cancers, self._ontology)

    def _serving(self, changes: Sequence[Change]) -> list[Change]:
        by_code: dict[tuple[Nation, str], list[int]] = defaultdict(list)
        for number, change in enumerate(changes):
            for code in change.after:
                by_code[nation_of(change), code].append(number)
        served: dict[int, set[Strand]] = defaultdict(set)
        for turn in self.gained:
            near = {number for code, _ in turn.only for number in by_code.get((turn.nation, code), ())}
            for number in _that_gain(near, changes):
                served[number].add(self._strand(turn))
        return [
            replace(change, serves=tuple(sorted(served[number], key=_covered_first))) if number in served else change
            for number, change in enumerate(changes)
        ]

    def _strand(self, turn: Turn) -> Strand:
        need = turn.ask.need
        cancer = " or ".join(self._names[code] for code in need.cancers)
        label, words = need.biomarker.label, (turn.before.value, turn.after.value)
        return Strand(turn.ask.id, turn.ask.sort, label, cancer, *words, turn.nation.value)

    def reach(self, nations: Iterable[Nation]) -> tuple[Reach, ...]:
        """Return how many of each sort every nation has that are stranded, put in doubt or served."""
        certain = [turn for turn in self.lost if turn.after is Coverage.NOT_COVERED]
        sure = {(turn.nation, turn.ask.sort, turn.ask.id) for turn in certain}
        doubtful = [turn for turn in self.lost if (turn.nation, turn.ask.sort, turn.ask.id) not in sure]
        return tuple(
            Reach(nation.value, *(_counts(turns, nation) for turns in (certain, doubtful, self.gained)))
            for nation in nations
        )


def _turned(asks: Iterable[Ask], before: Mapping[Asked, Word], after: Mapping[Asked, Word]) -> Iterator[Turn]:
    """Yield needs that the first answers and the second does not, nor another need that would do instead."""
    enough = {
        (ask.choice, nation)
        for ask in asks
        for nation in ask.nations
        if (word := after.get((ask.need, nation, ask.sample))) and word.coverage in _ENOUGH
    }
    for ask in asks:
        for nation in sorted(ask.nations):
            word, then = (side.get((ask.need, nation, ask.sample)) for side in (before, after))
            if (
                word
                and then
                and word.coverage in MET
                and then.coverage in _UNMET
                and (ask.choice, nation) not in enough
            ):
                yield Turn(ask, nation, word.coverage, then.coverage, word.fits - then.fits)


def _that_gain(near: Collection[int], changes: Sequence[Change]) -> Collection[int]:
    """Return the changes that add something where any does; a test that only follows another adds nothing then."""
    adding = {number for number in near if changes[number].gained or changes[number].kind is Kind.ADDED}
    return adding or near


def _counts(turns: Iterable[Turn], nation: Nation) -> tuple[tuple[str, int], ...]:
    ids = {(turn.ask.sort, turn.ask.id) for turn in turns if turn.nation is nation}
    return tuple((sort, sum(each == sort for each, _ in ids)) for sort in SORTS)


def keys(marker: Biomarker) -> frozenset[str]:
    """Return what a need and a target must share to bear on each other: a gene, or the class of a signature."""
    if marker.genes:
        return frozenset(gene.hgnc_id for gene in marker.genes)
    classes = _REPAIR if marker.alteration in _REPAIR else frozenset({marker.alteration})
    return frozenset(each.name for each in classes)


def around(cancers: Iterable[str], ontology: Ontology) -> set[str]:
    """Return cancers with all that hold them and all that they hold."""
    return {code for cancer in cancers for code in (*ontology.cancers_above(cancer), *ontology.cancers_below(cancer))}


def nation_of(change: Change) -> Nation:
    """Return whose tests changed."""
    return Nation(change.evidence[0].release.partition("/")[0])


def _certain_first(strand: Strand) -> tuple[bool, int, str, str, str]:
    return strand.after != Coverage.NOT_COVERED, SORTS.index(strand.sort), strand.id, strand.biomarker, strand.cancer


def _covered_first(strand: Strand) -> tuple[bool, int, str, str, str]:
    return strand.after != Coverage.COVERED, SORTS.index(strand.sort), strand.id, strand.biomarker, strand.cancer
