"""Biomarker labels to biomarkers: the one grammar for decisions, trials, rules and the command line.

Printed names of tests are another matter: see ``test_names``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialign.errors import did_you_mean
from trialign.model.biomarker import Alteration, Biomarker, Gene, Origin
from trialign.nomenclature.genes import Genes


class UnknownLabel(ValueError):
    """A label that is no biomarker; the text says what is wrong and, where possible, what was meant."""


@dataclass(frozen=True, slots=True)
class Label:
    """A biomarker, and whether the label asks for its absence (``KRAS wild type``)."""

    biomarker: Biomarker
    absent: bool


_SIGNATURES: dict[str, tuple[Alteration, str, str]] = {
    "msi-h": (Alteration.MSI, "", "MSI-H"),
    "msi": (Alteration.MSI, "", "MSI-H"),
    "msi high": (Alteration.MSI, "", "MSI-H"),
    "mss": (Alteration.MSI, "stable", "MSS"),
    "dmmr": (Alteration.MMR, "", "dMMR"),
    "mmr": (Alteration.MMR, "", "dMMR"),
    "pmmr": (Alteration.MMR, "proficient", "pMMR"),
    "tmb-h": (Alteration.TMB, "", "TMB-H"),
    "tmb": (Alteration.TMB, "", "TMB-H"),
    "hrd": (Alteration.HRD, "", "HRD"),
    "mrd": (Alteration.MRD, "", "MRD"),
    "clonality": (Alteration.CLONALITY, "", "clonality"),
    "chimerism": (Alteration.CHIMERISM, "", "chimerism"),
    "karyotype": (Alteration.KARYOTYPE, "", "karyotype"),
    "iamp21": (Alteration.REGION, "iAMP21", "iAMP21"),
    "ploidy": (Alteration.REGION, "ploidy", "ploidy"),
    "ighv hypermutation": (Alteration.HYPERMUTATION, "", "IGHV hypermutation"),
}
_CLASS_WORDS: dict[str, Alteration] = {
    "": Alteration.ANY,
    "alteration": Alteration.ANY,
    "small variant": Alteration.SMALL,
    "mutation": Alteration.SMALL,
    "mutant": Alteration.SMALL,
    "fusion": Alteration.FUSION,
    "rearrangement": Alteration.FUSION,
    "translocation": Alteration.FUSION,
    "structural variant": Alteration.FUSION,
    "amplification": Alteration.GAIN,
    "gain": Alteration.GAIN,
    "loss": Alteration.LOSS,
    "deletion": Alteration.LOSS,
    "copy number": Alteration.COPY_NUMBER,
    "copy number variant": Alteration.COPY_NUMBER,
    "expression": Alteration.EXPRESSION,
    "itd": Alteration.ITD,
    "promoter methylation": Alteration.METHYLATION,
    "methylation": Alteration.METHYLATION,
    "promoter hypermethylation": Alteration.METHYLATION,
    "pharmacogenomic": Alteration.PHARMACOGENOMIC,
    "clinical diagnosis": Alteration.DIAGNOSIS,
}
_SAFETY_GENES = {"DPYD", "NUDT15", "TPMT", "UGT1A1"}  # alone they are asked for before a medicine, not for a target
_ABSENCE = {"wild type", "wild-type", "negative"}
FUSED = frozenset({"ALK", "ROS1", "RET", "NTRK1", "NTRK2", "NTRK3"})  # positive and negative speak of their fusions
_TAIL = re.compile(r"\s*(?:\((germline|somatic)\)|\[([^\]]*)\])$")
_REGION = re.compile(
    r"^(?:(del|gain)\((\w+)\)|(1p/?19q) co-?deletion"
    r"|(?:chromosome (\w+)|((?:\d{1,2}|X|Y)[pq][\d.]*)) (loss|gain|copy number|rearrangement))$",
    re.I,
)
_PROTEIN_CHANGE = re.compile(r"^(?:p\.)?([A-Z]\d+(?:[A-Z*]|fs|del|dup)?)$")
_EXON = re.compile(r"^exon (\d+)(?: (deletion|insertion|mutation|variant|skipping))?$", re.I)
_NUMBERED = re.compile(r"^(?:class [123]|codon \d+)$", re.I)


def parse(text: str, genes: Genes) -> Label:
    """Return the biomarker of a label.

    Accepts the canonical labels and common variations (``HER2``, ``EGFR mutation``, ``ALK-RET fusion``).

    Raises:
        UnknownLabel: No gene, no class, or a form that is not a label.
    """
    core, origin, level = _tail(" ".join(text.split()))
    known = _signature(core) or _region(core) or _hla(core)
    if known is not None:
        alteration, variant, label = known
        return Label(make((), alteration, variant, origin, level, label), False)
    fusion = _fusion(core, genes)
    if fusion is not None:
        return Label(make(fusion, Alteration.FUSION, "", origin, level), False)
    gene, rest, protein = _gene(core, genes)
    if rest.casefold() in _ABSENCE:
        fused = rest.casefold() == "negative" and gene.symbol in FUSED
        alteration = Alteration.EXPRESSION if protein else Alteration.FUSION if fused else Alteration.SMALL
        return Label(make((gene,), alteration, "", origin, level, genes=genes), True)
    if protein and rest.casefold() in {"", "positive", "expression"}:
        return Label(make((gene,), Alteration.EXPRESSION, "", origin, level, genes=genes), False)
    if gene.symbol in _SAFETY_GENES and not rest:
        return Label(make((gene,), Alteration.PHARMACOGENOMIC, "", origin, level), False)
    alteration, variant = _class(rest, text)
    return Label(make((gene,), alteration, variant, origin, level, genes=genes), False)


def make(
    of: tuple[Gene, ...],
    alteration: Alteration,
    variant: str = "",
    origin: Origin = Origin.EITHER,
    level: str = "",
    label: str = "",
    genes: Genes | None = None,
) -> Biomarker:
    """Return a biomarker with its canonical label.

    Args:
        of: No gene for signatures; two for a fusion with named partners.
        alteration: Its class.
        variant: Text within the class, empty for the whole class.
        origin: Germline, somatic or not said.
        level: Printed threshold.
        label: Canonical label of a signature or region; otherwise it is composed here.
        genes: Gives proteins their usual names (``PD-L1 expression``).
    """
    if not label:
        name = "::".join(gene.symbol for gene in of)
        if alteration is Alteration.EXPRESSION and genes is not None:
            name = genes.protein_of.get(name, name)
        label = f"{name} {variant or alteration.value}"
    label += f" [{level}]" if level else ""
    label += f" ({origin.value})" if origin is not Origin.EITHER else ""
    return Biomarker(of, alteration, variant, origin, level, label)


def _tail(text: str) -> tuple[str, Origin, str]:
    origin, level = Origin.EITHER, ""
    while found := _TAIL.search(text):
        origin = Origin(found[1]) if found[1] else origin
        level = found[2] or level
        text = text[: found.start()]
    return text.strip(), origin, level


def is_signature(text: str) -> bool:
    """Tell whether a text is the label of a signature, such as ``MSI-H``."""
    return text.casefold() in _SIGNATURES


def _signature(core: str) -> tuple[Alteration, str, str] | None:
    return _SIGNATURES.get(core.casefold())


def region(name: str, change: str) -> tuple[Alteration, str, str]:
    """Return class, variant and label of a chromosomal region: ``17p``, ``1p/19q``, ``chromosome 3``."""
    if name == "1p/19q":
        return Alteration.REGION, "1p/19q", "1p/19q codeletion"
    if change == "del" and not name.startswith("chromosome"):
        return Alteration.REGION, f"{name} del", f"del({name})"
    if change == "gain" and not name.startswith("chromosome"):
        return Alteration.REGION, f"{name} gain", f"gain({name})"
    return Alteration.REGION, f"{name} {change}", f"{name} {change}"


def _region(core: str) -> tuple[Alteration, str, str] | None:
    found = _REGION.match(core)
    if not found:
        return None
    if found[1]:
        return region(found[2].lower(), found[1].lower())
    if found[3]:
        return region("1p/19q", "del")
    name = f"chromosome {found[4].upper()}" if found[4] else found[5][0].upper() + found[5][1:].lower()
    return region(name, found[6].lower())


def _hla(core: str) -> tuple[Alteration, str, str] | None:
    found = re.fullmatch(r"HLA-([A-Z0-9]+\*\d+(?::\d+)*)", core)
    return (Alteration.HLA, found[1], core) if found else None


def _fusion(core: str, genes: Genes) -> tuple[Gene, Gene] | None:
    text = re.sub(r" (fusion|rearrangement|positive)$", "", core, flags=re.I)
    if "::" in text:
        partners = text.split("::")
        found = [_partner(partner.strip(), genes) for partner in partners]
        known = [gene for gene in found if gene is not None]
        if len(partners) != 2 or len(known) != 2:
            wrong = [part for part, gene in zip(partners, found, strict=True) if gene is None]
            raise UnknownLabel(f"'{core}' names no known fusion partner in {', '.join(wrong) or core}")
        return known[0], known[1]
    if " " in text or genes.find(text) or text.casefold() in genes.proteins:
        return None
    return hyphenated(text, genes)


def _partner(symbol: str, genes: Genes) -> Gene | None:
    found = genes.find(symbol)
    return found[0] if found else genes.other(symbol)


def hyphenated(text: str, genes: Genes) -> tuple[Gene, Gene] | None:
    """Return the two genes of ``EML4-ALK``, trying every hyphen, or None where it is no such pair."""
    pieces = text.split("-")
    for cut in range(1, len(pieces)):
        left, right = genes.find("-".join(pieces[:cut])), genes.find("-".join(pieces[cut:]))
        if left and right:
            return left[0], right[0]
    return None


def _gene(core: str, genes: Genes) -> tuple[Gene, str, bool]:
    words = core.split(" ")
    for length in (3, 2, 1):
        name, rest = " ".join(words[:length]), " ".join(words[length:])
        if name.casefold() in genes.proteins:
            gene = genes.proteins[name.casefold()]
            return gene, rest, True
    name, _, rest = core.partition(" ")
    stem, dash, tail = name.rpartition("-")
    if dash and tail.casefold() in {"mutant", "negative", "positive", "amplified"} and genes.find(stem):
        name, rest = (
            stem,
            {"amplified": "amplification"}.get(tail.casefold(), tail) + (f" {rest}" if rest else ""),
        )
    if name.casefold() in genes.proteins:
        return genes.proteins[name.casefold()], rest, True
    found = genes.find(name)
    if found is not None:
        return found[0], rest, False
    if genes.family(name):
        several = ", ".join(genes.family(name))
        raise UnknownLabel(f"'{name}' stands for several genes ({several}); ask for one of them")
    if (other := genes.other(name)) is not None:
        return other, rest, False
    raise UnknownLabel(f"unknown gene or signature '{name}'; {genes.suggestion(name)}".rstrip("; "))


def _class(rest: str, text: str) -> tuple[Alteration, str]:
    word = rest.casefold()
    if word in _CLASS_WORDS:
        return _CLASS_WORDS[word], ""
    if exon := _EXON.match(rest):
        event = (exon[2] or "").casefold()
        if event == "skipping":
            return Alteration.SKIPPING, f"exon {exon[1]} skipping"
        return Alteration.SMALL, f"exon {exon[1]}" + (f" {event}" if event in {"deletion", "insertion"} else "")
    if change := _PROTEIN_CHANGE.match(rest):
        return Alteration.SMALL, change[1]
    if _NUMBERED.match(rest):
        return Alteration.SMALL, word
    if word in {"tkd", "promoter", "viii"}:
        special = {"tkd": "TKD", "promoter": "promoter", "viii": "vIII"}[word]
        return (Alteration.FUSION if special == "vIII" else Alteration.SMALL), special
    near = did_you_mean(rest, [*(key for key in _CLASS_WORDS if key), *_ABSENCE])
    mend = near or "after the gene write a class such as fusion or small variant, a protein change or an exon"
    raise UnknownLabel(f"'{text}' names no alteration that is known; {mend} (docs/labels.md)")
