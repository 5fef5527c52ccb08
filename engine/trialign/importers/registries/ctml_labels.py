"""MatchMiner's fields of a genomic or clinical node to labels of ours, with ``!`` before what must be absent."""

from __future__ import annotations

import re

from trialign.importers.registries import parts
from trialign.importers.registries.parts import Raw
from trialign.nomenclature import labels
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.labels import UnknownLabel

_CATEGORIES = {
    "": "alteration", "mutation": "small variant", "any variation": "alteration", "structural variation": "fusion",
    "sv": "fusion", "copy number variation": "copy number", "cnv": "copy number",
}  # fmt: skip
_CALLS = {
    "high amplification": "amplification", "amplification": "amplification", "gain": "amplification",
    "low amplification": "amplification", "homozygous deletion": "loss", "heterozygous deletion": "loss",
}  # fmt: skip
_EVENTS = {"in_frame_del": " deletion", "frame_shift_del": " deletion", "in_frame_ins": " insertion"}
_SIGNATURES = {
    "msi-h": "MSI-H", "msi-l": "!MSI-H", "mss": "MSS", "mmr-proficient": "pMMR", "mmr-deficient": "dMMR",
    "proficient (mmr-p / mss)": "pMMR", "deficient (mmr-d / msi-h)": "dMMR",
}  # fmt: skip
_PROTEINS = {"her2_status": "HER2", "er_status": "ER", "pr_status": "PR", "pdl1_status": "PD-L1"}
_COMPARED = re.compile("^([<>]=?)(?=[0-9])")
_LEVELS = {"positive": "", "negative": "!", "high": " [high]", "low": " [low]"}


def genomic(node: Raw, genes: Genes) -> str:
    """Return the label of a genomic node, an empty string where the node says nothing.

    Raises:
        UnknownLabel: It says something that no label stands for.
    """
    if own := parts.text(node, "biomarker"):
        return _label(own, genes)
    if signature := parts.text(node, "ms_status") or parts.text(node, "mmr_status"):
        return _signature(signature)
    if burden := parts.text(node, "tmb_numerical"):
        level = _COMPARED.sub(r"\1 ", burden)
        return _label(f"TMB-H [{level}]", genes)
    symbol = parts.text(node, "hugo_symbol")
    if not symbol:
        return ""
    plain = {key: parts.text(node, key).lstrip("! ") for key in node}
    absent = any(parts.text(node, key).startswith("!") for key in node) != (plain.get("wildtype") == "True")
    return _label(f"{'!' if absent else ''}{_core(plain, genes)}", genes)


def _core(plain: dict[str, str], genes: Genes) -> str:
    """Return gene and alteration, the most exact that the node gives."""
    symbol = plain["hugo_symbol"]
    if change := plain.get("protein_change") or plain.get("wildcard_protein_change"):
        return f"{symbol} {re.sub(r'(?<=[0-9])X$', '', change.removeprefix('p.'))}"
    if exon := plain.get("exon"):
        return f"{symbol} {_exon(symbol, exon, plain.get('variant_classification', '').casefold())}"
    if partner := plain.get("fusion_partner_hugo_symbol"):
        return f"{symbol}::{partner} fusion"
    if call := plain.get("cnv_call"):
        return f"{symbol} {_CALLS.get(call.casefold(), call)}"
    category = "small variant" if plain.get("wildtype") else plain.get("variant_category", "")
    return f"{symbol} {_CATEGORIES.get(category.casefold(), category)}"


def _exon(symbol: str, exon: str, classification: str) -> str:
    if symbol == "MET" and exon == "14":
        return "exon 14 skipping"
    return f"exon {exon}{_EVENTS.get(classification, '')}"


def clinical(node: Raw, genes: Genes) -> list[str]:
    """Return the labels of the results of pathology within a clinical node.

    Raises:
        UnknownLabel: A result has no label.
    """
    found = [_signature(text) for key in ("ms_status", "mmr_status") if (text := parts.text(node, key))]
    for key, protein in _PROTEINS.items():
        printed = parts.text(node, key)
        if not printed or printed.casefold().lstrip("!") == "unknown":
            continue
        level = _LEVELS.get(printed.casefold().lstrip("!"))
        if level is None:
            raise UnknownLabel(f"'{key}: {printed}' is no result that is known")
        absent = (level == "!") != printed.startswith("!")
        found.append(_label(f"{'!' if absent else ''}{protein} expression{level.strip('!')}", genes))
    return found


def _signature(printed: str) -> str:
    label = _SIGNATURES.get(printed.casefold().lstrip("!"))
    if label is None:
        raise UnknownLabel(f"'{printed}' is no state of microsatellites or mismatch repair that is known")
    return _turned(label) if printed.startswith("!") else label


def _turned(label: str) -> str:
    return label[1:] if label.startswith("!") else f"!{label}"


def _label(text: str, genes: Genes) -> str:
    """Return the canonical label; ``wild type`` and the like become ``!``."""
    read = labels.parse(text.removeprefix("!"), genes)
    return f"{'!' if read.absent != text.startswith('!') else ''}{read.biomarker.label}"
