"""Does a named target answer a need? One function per kind of alteration; see docs/coverage.md for the rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from trialign.model.biomarker import COPY_NUMBER_CLASSES, Alteration, Biomarker
from trialign.model.coverage import Fit
from trialign.model.directory import Extent, Target, Test
from trialign.ontology import Ontology

_A = Alteration
_MMR_GENES = frozenset({"MLH1", "MSH2", "MSH6", "PMS2", "EPCAM"})
_BRCA = frozenset({"BRCA1", "BRCA2"})
_OF_GENES = frozenset({_A.ANY, _A.SMALL, _A.COPY_NUMBER, _A.FUSION, _A.SKIPPING, _A.ITD})
_WHOLE_ASSAYS = frozenset({_A.CLONALITY, _A.HYPERMUTATION, _A.KARYOTYPE, _A.MRD, _A.CHIMERISM, _A.TMB})


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a target or a test goes towards a need, with a cause (one word) and a reason (one clause)."""

    fit: Fit
    cause: str = ""
    reason: str = ""


FULL = Answer(Fit.FULL)


def part(cause: str, reason: str) -> Answer:
    """Return a partial answer."""
    return Answer(Fit.PART, cause, reason)


def near(cause: str, reason: str) -> Answer:
    """Return a near miss: it bears on the need, and does not answer it."""
    return Answer(Fit.NEAR_MISS, cause, reason)


def possible(cause: str, reason: str) -> Answer:
    """Return a doubt: it may answer the need, and what is held does not say."""
    return Answer(Fit.POSSIBLE, cause, reason)


def answer(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer | None:
    """Return what a target does for a need that it shares a gene with, or that names none; None for nothing."""
    has = target.biomarker
    if not need.genes:
        return _signature(target, need)
    if not has.genes and has.alteration is not _A.KARYOTYPE:
        return None
    if has.alteration is _A.ANY and need.alteration is not _A.ANY:
        return possible("class", "the class of alteration is not printed")
    read = _BY_CLASS.get(need.alteration, _same_class)
    return read(target, test, need, ontology)


def _wrong_class(has: Biomarker, need: Biomarker) -> Answer:
    return near("class", f"it sees {has.label}, not {need.alteration.value}")


def _any(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    """A need without a class asks for the gene's small variants first; other classes alone are a part."""
    has = target.biomarker
    if has.alteration is _A.SMALL and not has.variant and target.extent is Extent.WHOLE:
        return FULL
    if has.alteration in {_A.METHYLATION, _A.EXPRESSION, _A.PHARMACOGENOMIC}:
        return _wrong_class(has, need)
    extent = "hotspots of the gene" if target.extent is Extent.HOTSPOT else has.label
    return part("class", f"the need states no class, the test reports only {extent}")


def _small(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    has = target.biomarker
    if has.alteration is _A.ITD and not need.variant:
        return part("variant", "it reports internal tandem duplications only")
    if has.alteration is not _A.SMALL:
        return _wrong_class(has, need)
    gene = need.genes[0].symbol
    if not has.variant:
        return FULL if target.extent is Extent.WHOLE else _hotspot(gene, need, ontology)
    if not need.variant:
        return part("variant", f"it reports only {has.variant}")
    if has.variant in ontology.variants_above(gene, need.variant):
        return FULL
    if need.variant in ontology.variants_above(gene, has.variant):
        return part("variant", f"it reports only {has.variant}")
    if not ontology.knows_variant(gene, need.variant):
        return possible("variant", f"whether {need.variant} lies within {has.variant} is not known here")
    return near("variant", f"it reports {has.variant}, not {need.variant}")


def _hotspot(gene: str, need: Biomarker, ontology: Ontology) -> Answer:
    if not need.variant:
        return part("variant", "it reads hotspots, the need is for the whole gene")
    if ontology.is_hotspot(gene, need.variant):
        return FULL
    if ontology.knows_variant(gene, need.variant):
        return near("variant", f"{need.variant} is no canonical hotspot of {gene}")
    return possible("variant", f"the hotspots read are not listed, and {need.variant} is not known here")


def _copy_number(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    has = target.biomarker
    if has.alteration not in COPY_NUMBER_CLASSES:
        return _wrong_class(has, need)
    if has.alteration not in {_A.COPY_NUMBER, need.alteration}:
        if need.alteration is _A.COPY_NUMBER:
            return part("class", f"it reports {has.alteration.value} only")
        return _wrong_class(has, need)
    if test.reading.sample == "plasma" and need.alteration is not _A.GAIN:
        return part("sample", "losses are seen only partly in plasma")
    return FULL


def _fusion(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    has = target.biomarker
    if has.alteration is _A.KARYOTYPE:
        return near("class", "a karyotype shows gross rearrangements only, and does not say that it reports this one")
    if has.alteration is not _A.FUSION:
        return _wrong_class(has, need)
    if has.variant != need.variant:
        return near("variant", f"it reports {has.label}")
    if len(has.genes) == 1 or set(has.genes) == set(need.genes):
        return FULL
    if len(need.genes) == 1:
        partner = next(gene.symbol for gene in has.genes if gene != need.genes[0])
        return part("partner", f"it names the partner {partner} only")
    return near("partner", f"it names {has.label}")


def _skipping(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    has = target.biomarker
    if has.alteration is _A.SKIPPING and has.variant == need.variant:
        return FULL
    if has.alteration is _A.FUSION and len(has.genes) == 1 and test.reading.technology == "ngs_panel":
        return FULL
    if has.alteration is _A.SMALL and not has.variant and target.extent is Extent.WHOLE:
        return part("class", "small variants show splice site changes, not every way to skip the exon")
    return _wrong_class(has, need)


def _itd(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    has = target.biomarker
    if has.alteration is _A.ITD:
        return FULL
    if has.alteration is _A.SMALL and not has.variant and target.extent is Extent.WHOLE:
        return part("variant", "a small variant panel may miss long duplications")
    return _wrong_class(has, need)


def _same_class(target: Target, test: Test, need: Biomarker, ontology: Ontology) -> Answer:
    return FULL if target.biomarker.alteration is need.alteration else _wrong_class(target.biomarker, need)


_BY_CLASS: dict[Alteration, Callable[[Target, Test, Biomarker, Ontology], Answer]] = {
    _A.ANY: _any,
    _A.SMALL: _small,
    _A.COPY_NUMBER: _copy_number,
    _A.GAIN: _copy_number,
    _A.LOSS: _copy_number,
    _A.FUSION: _fusion,
    _A.SKIPPING: _skipping,
    _A.ITD: _itd,
}


def _signature(target: Target, need: Biomarker) -> Answer | None:
    has = target.biomarker
    symbols = {gene.symbol for gene in has.genes}
    if need.alteration in {_A.MSI, _A.MMR}:
        if has.alteration is _A.MSI:
            return FULL
        if symbols & _MMR_GENES:
            return near("class", f"it reports {has.label}, not the mismatch repair status")
    elif need.alteration is _A.HRD:
        if has.alteration is _A.HRD:
            return FULL
        if symbols & _BRCA:
            return near("class", f"it reports {has.label}, the BRCA alternative only")
    elif need.alteration is _A.REGION:
        return _region(has, need)
    elif need.alteration in _WHOLE_ASSAYS and has.alteration is need.alteration:
        return FULL
    return None


def _region(has: Biomarker, need: Biomarker) -> Answer | None:
    if has.alteration is _A.KARYOTYPE:
        return part("class", "a karyotype sees gross abnormalities only")
    if has.alteration is not _A.REGION:
        return None
    if has.variant == need.variant:
        return FULL
    here, there = _place(has.variant), _place(need.variant)
    if not here or not there or here[0] != there[0]:
        return None
    if here[2] not in {there[2], "copy number"} or "rearrangement" in {here[2], there[2]}:
        return near("class", f"it reports {has.label}")
    if there[1].startswith(here[1]):
        return FULL
    if here[1].startswith(there[1]):
        return part("variant", f"it reports only {has.label}")
    return None


def _place(variant: str) -> tuple[str, str, str] | None:
    """Return chromosome, band and change of ``17p del``, ``chromosome 3 loss``, ``1p36 copy number``."""
    found = re.match(r"^(?:chromosome )?(\d+|X|Y)([pq][\d.]*)? (.+)$", variant)
    if not found or "/" in variant:
        return None
    return found[1], found[2] or "", "loss" if found[3] == "del" else found[3]


def open_answer(test: Test, need: Biomarker) -> Answer | None:
    """Return what a test could do for a need that it does not name: unnamed panels, arrays, genomes, unread text."""
    classes = test.reading.open_classes
    alteration = _A.COPY_NUMBER if need.alteration in COPY_NUMBER_CLASSES else need.alteration
    seen = bool(classes & _OF_GENES) if alteration is _A.ANY else alteration in classes
    if seen and test.reading.technology == "wgs":
        return possible("eligibility", "whole genome sequencing within eligibility that is not held")
    if seen and test.reading.technology == "snp_array" and "rearrangement" in need.variant:
        return near("class", "an array sees no balanced rearrangement")
    if seen and test.reading.technology == "snp_array":
        return near("class", "an array sees copy number only") if alteration is _A.ANY else FULL
    if seen:
        return possible("unnamed", "the genes of this test are not held")
    unread = [item.printed for item in test.reading.unresolved if item.hides_a_target]
    if unread and need.genes and alteration in _OF_GENES:
        return possible("unresolved", f"'{unread[0]}' in its name could not be read")
    return None
