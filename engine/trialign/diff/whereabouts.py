"""Where what one row lost is still reported: a target that left a row and stands in another is a move, not a loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from trialign.diff.entries import Entry, Reported
from trialign.diff.meaning import Meanings
from trialign.model.biomarker import COPY_NUMBER_CLASSES, Alteration
from trialign.model.directory import Age, Availability
from trialign.model.directory import Kind as IndicationKind

_WGS = "wgs"
_GROUPS = frozenset({"ANY", "SOLID", "TISSUE"})
_CONDITIONAL = frozenset({IndicationKind.CATCH_ALL, IndicationKind.OVERLAY})


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one target.

    Attributes:
        holders: Codes of the later side that report it for the same patients.
        possible: Codes of tests there that could, and do not say.
        for_some: True where the holders are for some of the patients only: for kinds of the cancer.
    """

    reported: Reported
    holders: tuple[str, ...]
    possible: tuple[str, ...]
    for_some: bool = False


class Whereabouts:
    """Looks for targets among the tests of the later side, for the same patients."""

    def __init__(self, after: Mapping[str, Entry], meanings: Meanings) -> None:
        """Index the tests by indication and by cancer."""
        self._after = after
        self._meanings = meanings
        self._by_indication: dict[str, list[str]] = defaultdict(list)
        self._by_cancer: dict[str, list[str]] = defaultdict(list)
        for entry in after.values():
            for code in entry.indications:
                self._by_indication[code].append(entry.code)
            for cancer in entry.cancers:
                self._by_cancer[cancer].append(entry.code)

    def fates(self, lost: Iterable[Reported], of: Entry, beside: Collection[str] = ()) -> tuple[Fate, ...]:
        """Return what became of targets of a test.

        Args:
            lost: The targets.
            of: The test that reported them.
            beside: Codes that are not looked at.
        """
        near = [self._after[code] for code in self.near(of) if code not in beside]
        within = [self._after[code] for code in self._within(of) if code not in beside]
        return tuple(self._fate_of(each, near, within) for each in lost)

    def _fate_of(self, reported: Reported, near: Iterable[Entry], within: Iterable[Entry]) -> Fate:
        found = self._fate(reported, near)
        if found.holders:
            return found
        part = self._fate(reported, within)
        return replace(part, for_some=True, possible=found.possible) if part.holders else found

    def _within(self, entry: Entry) -> tuple[str, ...]:
        """Return the codes of the tests for kinds of an entry's cancers."""
        below = sorted({kind for cancer in entry.cancers - _GROUPS for kind in self._meanings.cancers_below(cancer)})
        found = dict.fromkeys(code for kind in below for code in self._by_cancer.get(kind, ()))
        return tuple(code for code in found if _serves(self._after[code], entry))

    def near(self, entry: Entry) -> tuple[str, ...]:
        """Return the codes of the tests for the same patients: the same indication, or one that holds its cancers."""
        found = [code for each in sorted(entry.indications) for code in self._by_indication.get(each, ())]
        if entry.cancers:
            first, *rest = [self._serving(cancer) for cancer in sorted(entry.cancers)]
            found += [code for code in first if all(code in other for other in rest)]
        return tuple(code for code in dict.fromkeys(found) if _serves(self._after[code], entry))

    def _serving(self, cancer: str) -> Mapping[str, None]:
        above = [cancer, *sorted(self._meanings.cancers_above(cancer) - _GROUPS - {cancer})]
        return dict.fromkeys(code for each in above for code in self._by_cancer.get(each, ()))

    def _fate(self, reported: Reported, near: Iterable[Entry]) -> Fate:
        holders: list[str] = []
        possible: list[str] = []
        for entry in near:
            there = entry.bearing_on(reported.biomarker)
            if self._meanings.reports(there, reported) or any(self._holds(has, reported) for has in there):
                (possible if self._disputed(entry, reported) else holders).append(entry.code)
            elif could(entry, reported):
                possible.append(entry.code)
        return Fate(reported, tuple(holders), tuple(possible))

    def _disputed(self, entry: Entry, reported: Reported) -> bool:
        """Tell whether the name of a row gives the gene another class than the cell that answers."""
        same = [each for each in entry.named if set(each.biomarker.genes) & set(reported.biomarker.genes)]
        return bool(same) and not any(self._holds(each, reported) for each in same)

    def _holds(self, has: Reported, reported: Reported) -> bool:
        if self._meanings.covers(has, reported) or self._meanings.same_place(reported, has):
            return True
        same_gene = bool(has.biomarker.genes) and has.biomarker.genes == reported.biomarker.genes
        return same_gene and has.biomarker.alteration is Alteration.PHARMACOGENOMIC


def _serves(entry: Entry, of: Entry) -> bool:
    """Tell whether a test is for the patients of another: by age, inherited or not, under no condition of its own."""
    first, asked = entry.first, of.first
    if all(test.availability is Availability.NOT_OFFERED for test in entry.tests):
        return False
    if entry.indications & of.indications:
        return True
    if first.kind in _CONDITIONAL or (first.kind is IndicationKind.GERMLINE) != (
        asked.kind is IndicationKind.GERMLINE
    ):
        return False
    if first.age is Age.PAEDIATRIC:
        return asked.age is Age.PAEDIATRIC
    return not (first.age is Age.ADULT and asked.age is Age.PAEDIATRIC)


def could(entry: Entry, reported: Reported) -> bool:
    """Tell whether a panel whose genes are not named, or a text that could not be read, may hold a target.

    Whole genomes are left out: they stand beside named tests in both releases, under conditions of their own.
    """
    if not reported.biomarker.genes or _WGS in entry.technologies:
        return False
    wanted = reported.biomarker.alteration
    classes = {wanted} | (COPY_NUMBER_CLASSES if wanted in COPY_NUMBER_CLASSES else frozenset())
    return bool(classes & entry.open_classes) or bool(entry.unread) or entry.is_pointer
