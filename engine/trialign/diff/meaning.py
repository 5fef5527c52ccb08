"""What one test reports that another does not, read like with like: cells with cells, names with names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trialign.coverage.biomarkers import answer
from trialign.diff.entries import NOT_STATED, Entry, Reported, genes
from trialign.model.biomarker import Alteration
from trialign.model.coverage import Fit
from trialign.model.directory import Extent, Reading, Spelling
from trialign.ontology import Ontology

_GENE_FIRST = re.compile(
    r"^([A-Z][A-Z0-9-]{2,}), ([0-9XY]{1,2}[pq][0-9.]*)|([A-Z][A-Z0-9-]{2,}) \(([0-9XY]{1,2}[pq][0-9.]*)\)"
)
_BAND_FIRST = re.compile(r"([0-9XY]{1,2}[pq][0-9.]*) ?\(([A-Z][A-Z0-9-]{2,})\)")
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Delta:
    """What a later test lost and gained against an earlier one.

    Attributes:
        by_names: True where only the names could be compared.
        specified: True where a chromosome band became the gene on it, or the other way.
        corrected: Misprints of the earlier test that the later one prints right.
        respelt: Printed tokens of one biomarker that differ, earlier and later.
        technology: The two technologies where they differ, else empty.
        disputed: What the later name says newly and its own cells do not.
    """

    lost: tuple[Reported, ...]
    gained: tuple[Reported, ...]
    by_names: bool = False
    specified: bool = False
    corrected: tuple[str, ...] = ()
    respelt: tuple[tuple[str, str], ...] = ()
    technology: tuple[str, str] | tuple[()] = ()
    disputed: tuple[Reported, ...] = ()


class Meanings:
    """Compares what tests report."""

    def __init__(self, ontology: Ontology, entries: Iterable[Entry]) -> None:
        """Learn from printed names which gene lies on which band."""
        self._ontology = ontology
        self._bands = _bands(entries)

    def cancers_above(self, code: str) -> frozenset[str]:
        """Return a cancer and everything it is a kind of."""
        return self._ontology.cancers_above(code)

    def cancers_below(self, code: str) -> frozenset[str]:
        """Return a cancer and every kind of it."""
        return self._ontology.cancers_below(code)

    def covers(self, has: Reported, need: Reported) -> bool:
        """Tell whether a target reports, for the same patients, all that another does."""
        if need.biomarker.genes and not any(gene in has.biomarker.genes for gene in need.biomarker.genes):
            return False
        if has.biomarker.label == need.biomarker.label:
            return has.target.extent is Extent.WHOLE or need.target.extent is Extent.HOTSPOT
        if _arms(has) and _is_loss(need) and _band(need.biomarker.variant) in _arms(has):
            return True
        found = answer(has.target, has.test, need.biomarker, self._ontology)
        return found is not None and found.fit is Fit.FULL

    def missing(self, needed: Iterable[Reported], among: Iterable[Reported]) -> tuple[Reported, ...]:
        """Return what none of some targets reports."""
        there = tuple(among)
        return tuple(each for each in needed if not self.reports(there, each))

    def reports(self, there: tuple[Reported, ...], need: Reported) -> bool:
        """Tell whether some targets report all of another: one of them, or both arms of a codeletion."""
        if any(self.covers(has, need) for has in there):
            return True
        arms = {_band(has.biomarker.variant) for has in there if _is_loss(has)} if _arms(need) else set()
        return bool(arms) and _arms(need) <= arms

    def held(self, needed: Iterable[Reported], by: Entry) -> tuple[Reported, ...]:
        """Return those targets that a test reports."""
        return tuple(each for each in needed if any(self.covers(has, each) for has in (*by.cells, *by.named)))

    def same_place(self, region: Reported, gene: Reported) -> bool:
        """Tell whether a chromosome band is, as printed somewhere, the place of a gene."""
        if region.biomarker.alteration is not Alteration.REGION:
            return False
        here = _band(region.biomarker.variant)
        return any(
            band.startswith(here) or here.startswith(band)
            for each in gene.biomarker.genes
            for band in self._bands.get(each.symbol, ())
            if here
        )

    def delta(self, before: Entry, after: Entry) -> Delta:
        """Return what changed in meaning between two tests that are held to be one."""
        by_names = not (before.has_cells and after.has_cells)
        old, new = (before.named, after.named) if by_names else (before.cells, after.cells)
        lost, gained = self.missing(old, new), self.missing(new, old)
        places = self._specified(lost, gained, old, new, before, after)
        if places:
            lost, gained = (), ()
        lost = self.missing(_unnamed(lost, after), after.named)
        gained = self.missing(_unnamed(gained, before), (*before.named, *before.cells))
        disputed: tuple[Reported, ...] = ()
        if not (by_names or lost or gained or places):
            new_names = self.missing(after.named, (*before.named, *before.cells))
            disputed = self.missing(new_names, after.cells) if before.named and before.text != after.text else ()
        readings = (before.by_name, after.by_name) if by_names else (before.first.reading, after.first.reading)
        corrected = _corrected(old, new) if before.text != after.text else ()
        return Delta(lost, gained, by_names, places, corrected, _respelt(old, new), _technology(*readings), disputed)

    def _specified(
        self,
        lost: tuple[Reported, ...],
        gained: tuple[Reported, ...],
        old: tuple[Reported, ...],
        new: tuple[Reported, ...],
        before: Entry,
        after: Entry,
    ) -> bool:
        """Tell whether all that differs is a band printed as its gene, or a gene as its band."""
        regions, named = (lost, gained) if _all_regions(lost) else (gained, lost)
        if not regions or not _all_regions(regions) or any(not each.biomarker.genes for each in named):
            return False
        others = new if regions is lost else old
        if before.first.name.casefold() == after.first.name.casefold() and named:
            return True
        if all(any(self.same_place(region, gene) for gene in others) for region in regions):
            return True
        return bool(named) and _told(named, before, after)


def _arms(reported: Reported) -> frozenset[str]:
    """Return the arms of ``1p/19q codeletion``; none for what is no codeletion."""
    label = reported.biomarker.label
    return frozenset(re.findall(r"\d+[pq]", label)) if "codeletion" in label else frozenset()


def _is_loss(reported: Reported) -> bool:
    """Tell whether a region's copy number or loss is reported."""
    marker = reported.biomarker
    return marker.alteration is Alteration.REGION and re.search(r"copy number|loss|del", marker.variant) is not None


def _told(named: Iterable[Reported], before: Entry, after: Entry) -> bool:
    """Tell whether each gene stands in the names of both tests' rows already."""
    symbols = {gene.symbol for each in named for gene in each.biomarker.genes}
    return symbols <= (before.words | after.words) and bool(symbols & before.words)


def _all_regions(reported: tuple[Reported, ...]) -> bool:
    return bool(reported) and all(each.biomarker.alteration is Alteration.REGION for each in reported)


def _unnamed(reported: Iterable[Reported], entry: Entry) -> tuple[Reported, ...]:
    """Return what a row's text leaves out: a symbol that its name or cell prints, unread beside it, is no loss."""
    unread = {word for item in entry.unresolved for word in re.findall(r"[A-Za-z0-9-]+", item.printed.upper())}
    return tuple(
        each
        for each in reported
        if not each.biomarker.genes or not {gene.symbol for gene in each.biomarker.genes} <= unread
    )


def _corrected(old: Iterable[Reported], new: Iterable[Reported]) -> tuple[str, ...]:
    """Return misprints that are printed right in the later test, as ``BCR-ABL for BCR::ABL1 p210``."""
    right = {each.biomarker.id for each in new if each.target.spelling not in {Spelling.MISPRINT, Spelling.ALIAS}}
    return tuple(
        f"'{each.target.printed}' is now printed right ({each.biomarker.label})"
        for each in old
        if each.target.spelling is Spelling.MISPRINT and each.biomarker.id in right
    )


def _respelt(old: Iterable[Reported], new: Iterable[Reported]) -> tuple[tuple[str, str], ...]:
    later = {each.biomarker.id: each.target.printed for each in new}
    pairs = ((each.target.printed, later.get(each.biomarker.id, each.target.printed)) for each in old)
    return tuple(dict.fromkeys((before, after) for before, after in pairs if before != after))


def _technology(before: Reading, after: Reading) -> tuple[str, str] | tuple[()]:
    old, new = before.technology, after.technology
    if before.sample != after.sample and {before.sample, after.sample} & {"plasma"}:
        return f"{old} of {before.sample}", f"{new} of {after.sample}"
    return (old, new) if old != new and NOT_STATED not in {old, new} else ()


def _band(variant: str) -> str:
    """Return the band of ``11q rearrangement``, ``del(13q14)``, ``chromosome 21 copy number``."""
    found = re.search(r"(\d{1,2}|X|Y)([pq][\d.]*)?", variant)
    return "".join(part or "" for part in found.groups()) if found else ""


def _bands(entries: Iterable[Entry]) -> Mapping[str, frozenset[str]]:
    """Return the bands that rows print beside a gene: ``TAL1, 1p33 FISH``, ``14q32 (IGH)``, a name 11q for ATM."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        name = entry.first.name
        pairs = [(a or b, c or d) for a, c, b, d in _GENE_FIRST.findall(name)] + [
            (gene, band) for band, gene in _BAND_FIRST.findall(name)
        ]
        symbols = genes(entry.cells)
        regions = {_band(each.biomarker.variant) for each in entry.named if _all_regions((each,))}
        if len(symbols) == 1 and len(regions) == 1:
            pairs += [(symbol, region) for symbol in symbols for region in regions]
        for symbol, band in pairs:
            found[symbol].add(band)
    return {symbol: frozenset(bands) for symbol, bands in found.items()}


def look_alike(first: str, second: str) -> bool:
    """Tell whether two symbols differ in one character, as H3-3A and H3-3B: one may be a misprint of the other."""
    if first == second or abs(len(first) - len(second)) > 1 or min(len(first), len(second)) < _SIDES + 1:
        return False
    if len(first) == len(second):
        return sum(a != b for a, b in zip(first, second, strict=True)) == 1
    short, long = sorted((first, second), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
