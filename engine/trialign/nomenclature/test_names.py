"""Printed test names to readings: technology, targets, what stays unresolved, what an unnamed panel could hold.

England's 2026 release is held by names only, so the name is all the evidence there is. Each form of name is one
entry of ``_FORMS``, tried in order; a name that fits none is unresolved as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from trialign.model.biomarker import Alteration, Gene
from trialign.model.directory import Extent, Reading, Reason, Target, Unresolved
from trialign.nomenclature import labels, target_list
from trialign.nomenclature.genes import Genes

_A = Alteration
_CLASS_OF: dict[str, Alteration] = {
    "small variant": _A.SMALL,
    "structural variant": _A.FUSION,
    "copy number variant": _A.COPY_NUMBER,
}
DNA_CLASSES = frozenset(
    {
        _A.SMALL, _A.COPY_NUMBER, _A.FUSION, _A.SKIPPING, _A.ITD, _A.REGION, _A.MSI, _A.MMR, _A.TMB, _A.HRD, _A.ANY,
    }
)  # fmt: skip
_SMALL = frozenset({_A.SMALL})
_NO_CLASS: frozenset[Alteration] = frozenset()
_LISTED = re.compile(r"(small|structural|copy number) variants?(?: detection)?\s*\((?!limited\))", re.I)
_UNNAMED = re.compile(r"(?:next generation sequencing|NGS)\b.*\bpanel\b", re.I)
_LOCUS = re.compile(
    r",?\s*(?:(?:t|inv|del|ins)\([^)]*\)(?:\([^)]*\))?|\b[\dXY]+[pq][\d.]*(?:/[\dXY]*[pq][\d.]*)*)", re.I
)
_BAND = re.compile(r",\s*(\d{1,2}[pq][\d.]*)(?=\s|$)")
_PROBE = re.compile(
    r"^(?P<what>.+?)\s+(?P<class>rearrange?ments?|rearrangment|copy number|amplification|deletion CNV|CNV|CNVs)?\s*"
    r"(?P<technology>(?:FISH|RT-PCR/ddPCR|RT-PCR|MLPA|ddPCR)(?:(?:/| or )(?:FISH|RT-PCR?|RT-PC|MLPA|ddPCR))*)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of printed name and how it is read."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Genes], Reading]


def reading(
    technology: str,
    targets: target_list.Targets | None = None,
    open_classes: frozenset[Alteration] = _NO_CLASS,
    purpose: str = "diagnostic",
) -> Reading:
    """Return a reading of a tumour test; the caller replaces what differs."""
    found = targets or target_list.Targets((), ())
    return Reading(technology, found.read, found.unresolved, open_classes, "tumour", purpose)


def read(name: str, genes: Genes) -> Reading:
    """Return what a printed test name says.

    Args:
        name: As printed, without the scope that follows the last dash ("- AML").
        genes: The vocabulary.
    """
    text = " ".join(name.split())
    result = _listed(name, genes) if _LISTED.search(text) else _by_form(text, genes)
    plasma = re.search(r"\bctDNA\b|\bcfDNA\b|\bplasma\b", text, re.I)
    return replace(result, sample="plasma") if plasma else result


def _by_form(text: str, genes: Genes) -> Reading:
    for form in _FORMS:
        if (found := form.pattern.search(text)) and (result := form.read(found, genes)):
            return result
    return replace(reading("not_stated"), unresolved=(Unresolved(text, Reason.FORM),))


def _listed(text: str, genes: Genes) -> Reading:
    """Read ``... small variant (KRAS, NRAS) and structural variant (ROS1)``, brackets closed or not."""
    targets: list[Target] = []
    unresolved: list[Unresolved] = []
    for number, found in enumerate(_LISTED.finditer(text)):
        alteration = _CLASS_OF[f"{found[1].lower()} variant"]
        inner, closed = _bracketed(text, found.end())
        part = target_list.read(inner, alteration, genes)
        targets += [replace(target, part=number) for target in part.read]
        unresolved += part.unresolved
        if not closed:
            unresolved.append(Unresolved(text[found.end() - 1 :], Reason.BRACKET))
    return reading("ngs_panel", target_list.Targets(tuple(targets), tuple(unresolved)))


def _bracketed(text: str, start: int) -> tuple[str, bool]:
    depth = 1
    for position in range(start, len(text)):
        depth += (text[position] == "(") - (text[position] == ")")
        if depth == 0:
            return text[start:position], True
    return text[start:], False


def _hotspot(found: re.Match[str], genes: Genes) -> Reading:
    """Read ``KRAS hotspot`` and ``JAK2 Hotspot (V617F)``: named variants, else the gene's canonical ones."""
    named = re.findall(r"\b([A-Z]\d+[A-Z]?)\b|\b(exon \d+)", found["variants"] or "")
    if found["gene"] == "DPYD":
        targets = target_list.read("DPYD", _A.PHARMACOGENOMIC, genes)
        return replace(reading("targeted", targets), sample="germline", purpose="pharmacogenomic")
    if "promoter" in (found["what"] or ""):
        return reading("targeted", target_list.read(f"{found['gene']} promoter", _A.SMALL, genes))
    base = target_list.read(found["gene"], _A.SMALL, genes, Extent.HOTSPOT)
    if not named or not base.read:
        return reading("targeted", base)
    target = base.read[0]
    of = target.biomarker.genes
    variants = tuple(
        replace(target, biomarker=labels.make(of, _A.SMALL, change or exon), extent=Extent.WHOLE)
        for change, exon in named
    )
    return reading("targeted", target_list.Targets(variants, base.unresolved))


def _probe(found: re.Match[str], genes: Genes) -> Reading | None:
    """Read FISH, RT-PCR and MLPA names: ``RET rearrangement FISH``, ``BCR::ABL1, t(9;22) FISH``."""
    kind = (found["class"] or "").casefold()
    what = found["what"]
    technology = re.split(r"[/ ]", found["technology"].upper())[0].lower().replace("-", "_")
    if (
        technology == "mlpa"
        or kind.startswith(("copy", "ampl", "cnv", "deletion"))
        or (not kind and re.match(r"(chromosome|\d|hyperdiploidy|ploidy)", what, re.I))
    ):
        alteration = _A.COPY_NUMBER
    else:
        alteration = _A.FUSION
    if re.match(r"(hyperdiploidy|ploidy)", what, re.I):
        return reading(technology, _regions("ploidy", "ploidy"))
    return reading(technology, _probe_targets(what, alteration, genes))


def _probe_targets(what: str, alteration: Alteration, genes: Genes) -> target_list.Targets:
    what = re.sub(r"^Neurological Tumours-", "", what)
    if with_region := re.fullmatch(r"(del\(\d+[pq]\)) (\S+)", what):
        what = f"{with_region[1]}, {with_region[2]}"
    elif what.casefold().startswith("chromosome"):
        what = ", ".join(f"chromosome {part}" for part in re.findall(r"\d+[pq]?|X|Y", what))
    elif not target_list.region_of(what.split(",")[0], alteration):
        bands = _BAND.findall(what) if alteration is _A.COPY_NUMBER else []
        what = re.sub(r"\s+(?:&|and|/)\s+(?:other )?", ", ", _LOCUS.sub("", what))
        what = ", ".join((re.sub(r" rearrangements?\b", "", what), *bands))
    return target_list.read(what, alteration, genes)


def _regions(variant: str, label: str) -> target_list.Targets:
    biomarker = labels.make((), _A.REGION, variant, label=label)
    return target_list.Targets((Target(biomarker, Extent.WHOLE, label),), ())


def _fixed(technology: str, text: str, purpose: str = "diagnostic") -> Callable[[re.Match[str], Genes], Reading]:
    """Return a reader for a name that always stands for the labels in ``text``."""

    def build(found: re.Match[str], genes: Genes) -> Reading:
        named = [labels.parse(label, genes).biomarker for label in text.split(" | ") if label]
        targets = tuple(Target(biomarker, Extent.WHOLE, found[0]) for biomarker in named)
        return reading(technology, target_list.Targets(targets, ()), purpose=purpose)

    return build


def _open(technology: str, *classes: Alteration) -> Callable[[re.Match[str], Genes], Reading]:
    return lambda _found, _genes: reading(technology, None, frozenset(classes))


def _of_gene(
    technology: str, alteration: Alteration, extent: Extent = Extent.WHOLE
) -> Callable[[re.Match[str], Genes], Reading]:
    return lambda found, genes: reading(technology, target_list.read(found["gene"], alteration, genes, extent))


def _unnamed(found: re.Match[str], _genes: Genes) -> Reading:
    """Read a panel that names no genes: every gene of its classes is possible, none is stated."""
    text = found.string.casefold()
    classes: set[Alteration] = set()
    if "small variant" in text or "snv" in text:
        classes |= {_A.SMALL, _A.ITD}
    if "structural variant" in text:
        classes |= {_A.FUSION, _A.SKIPPING}
    if "copy number" in text or "cnv" in text:
        classes |= {_A.COPY_NUMBER, _A.REGION}
    return reading("ngs_panel", None, frozenset(classes))


def _other_probes(found: re.Match[str], _genes: Genes) -> Reading:
    fish = found["technology"].upper() == "FISH"
    classes = {_A.FUSION, _A.COPY_NUMBER, _A.REGION} if fish else {_A.FUSION}
    return reading("fish" if fish else "rt_pcr", None, frozenset(classes))


def _mrd(found: re.Match[str], genes: Genes) -> Reading:
    """Read ``MRD BCR::ABL1`` and ``MRD NPM1``: residual disease, followed by the target that is named."""
    measured = _fixed("mrd", "MRD")(found, genes).targets
    named = re.match(r"MRD (\S+::\S+|[A-Z0-9]+)(?= |$|,)", found.string)
    alteration = _A.FUSION if named and "::" in named[1] else _A.SMALL
    followed = target_list.read(named[1], alteration, genes).read if named else ()
    return replace(reading("mrd", purpose="mrd"), targets=(*measured, *followed))


def _wgs(found: re.Match[str], _genes: Genes) -> Reading:
    purpose = "follow-up" if "follow-up" in found.string.casefold() else "diagnostic"
    result = reading("wgs", None, DNA_CLASSES if purpose == "diagnostic" else frozenset(), purpose)
    return replace(result, sample="tumour" if "tumour first" in found.string.casefold() else "tumour and germline")


def _with_locus(found: re.Match[str], genes: Genes) -> Reading:
    """Read ``MYB & 6cen`` and ``RREB1 (6p25)``: probes whose class of alteration is not printed."""
    text = re.sub(r"&\s*\d+cen|\(\d+[pq]\d*\)", "", found.string).strip()
    alteration = _A.COPY_NUMBER if "cen" in found.string else _A.ANY
    return reading("not_stated", target_list.read(text, alteration, genes))


def _one_gene(symbol: str, found: re.Match[str], genes: Genes, variant: str, alteration: Alteration) -> Reading:
    gene: Gene = genes.approved[symbol]
    biomarker = labels.make((gene,), alteration, variant)
    return reading("targeted", target_list.Targets((Target(biomarker, Extent.WHOLE, found[0]),), ()))


def _form(pattern: str, read_form: Callable[[re.Match[str], Genes], Reading | None]) -> Form:
    return Form(re.compile(pattern, re.I), read_form)  # type: ignore[arg-type]


_FORMS: tuple[Form, ...] = (
    _form(r"^(?:other )?MRD\b", _mrd),
    _form(r"^other (?P<technology>FISH|RT-PCR) targets", _other_probes),
    _form(r"\bWGS\b", _wgs),
    _form(r"^MSI\b", _fixed("msi", "MSI-H")),
    _form(r"\bHRD\b", _fixed("hrd", "HRD | BRCA1 small variant | BRCA2 small variant")),
    _form(r"^(?P<gene>\S+) promoter hypermethylation", _of_gene("methylation", _A.METHYLATION)),
    _form(r"^(?P<gene>\S+) hypermethylation$", _of_gene("methylation", _A.METHYLATION)),
    _form(r"DNA methylation", _open("methylation_array", _A.METHYLATION)),
    _form(
        r"^SNP array|copy number variant detection to genomewide",
        _open("snp_array", _A.COPY_NUMBER, _A.REGION),
    ),
    _form(r"^karyotype", _fixed("karyotype", "karyotype")),
    _form(
        r"^Ig gene \(.*\) rearrangement & hypermutation detection",
        _fixed("targeted", "clonality | IGHV hypermutation", "clonality"),
    ),
    _form(r"^(?:Ig|TCR) gene (?:\(.*\) )?rearrangement detection", _fixed("targeted", "clonality", "clonality")),
    _form(r"clonality", _fixed("clonality", "clonality", "clonality")),
    _form(r"^IGHV hypermutation", _fixed("targeted", "IGHV hypermutation")),
    _form(r"^chimerism|^STR testing|^sex chromosome", _fixed("chimerism", "chimerism", "chimerism")),
    _form(r"^tumour profiling tests", _open("expression_profile")),
    _form(r"^(?P<gene>\w+), \S+ pharmacogenomic test", _of_gene("targeted", _A.PHARMACOGENOMIC)),
    _form(
        r"^NTRK - .*structural variants?$",
        lambda _f, genes: reading("ngs_panel", target_list.read("NTRK1/2/3", _A.FUSION, genes)),
    ),
    _form(
        r"^(?P<gene>\S+) (?P<what>promoter )?hotspot(?: tumour| ctDNA| cDNA)?"
        r"(?P<variants> \(.*\))?(?: high sensitivity)?$",
        _hotspot,
    ),
    _form(r"^(?P<gene>\S+) seq$", _of_gene("sequencing", _A.SMALL)),
    _form(r"^small variants? \((?P<gene>[^)]*)\)$", _of_gene("targeted", _A.SMALL)),
    _form(r"^FLT3 ITD\b", _fixed("targeted", "FLT3 ITD")),
    _form(r"^FLT3 TKD\b", _fixed("targeted", "FLT3 TKD")),
    _form(r"^BCR-ABL1 T315I\b", lambda found, genes: _one_gene("ABL1", found, genes, "T315I", _A.SMALL)),
    _form(r"^BCR(?:::|-)ABL1 TKD\b", lambda found, genes: _one_gene("ABL1", found, genes, "TKD", _A.SMALL)),
    _form(r"^BCR::ABL1 multiplex", _fixed("rt_pcr", "BCR::ABL1 fusion")),
    _form(r"EGFRvIII", lambda found, genes: _one_gene("EGFR", found, genes, "vIII", _A.FUSION)),
    _form(r"^structural variant.*not otherwise specified", _open("targeted", _A.FUSION)),
    _form(r"^small nucleotide variant.*not otherwise specified", _open("targeted", _A.SMALL)),
    _form(r"^copy number variant.*not otherwise specified", _open("targeted", _A.COPY_NUMBER)),
    _form(r"^multi-target NGS panel \((?P<gene>[^)]*)\)$", _of_gene("ngs_panel", _A.SMALL)),
    _form(_UNNAMED.pattern, _unnamed),
    _form(_PROBE.pattern, _probe),
    _form(r"^FISH$", _open("fish", _A.FUSION)),
    _form(r"^(?P<gene>\S+) rearrangements?$", _of_gene("not_stated", _A.FUSION)),
    _form(r"& \d+cen$|\(\d+[pq]\d*\)$", _with_locus),
)
