"""Target cells of the rare and inherited disease directory: genes, PanelApp pointers, regions, free words."""

from __future__ import annotations

import re
from dataclasses import replace

from trialign.model.biomarker import Alteration
from trialign.model.directory import Reading, Unresolved
from trialign.nomenclature import target_list, test_names
from trialign.nomenclature.genes import Genes

_PANEL = re.compile(r"\s*\((\d+)\)\s*$")
_TECHNOLOGY = (
    ("single gene sequencing", "sequencing"),
    ("small panel", "ngs_panel"),
    ("medium panel", "ngs_panel"),
    ("methylation", "methylation"),
    ("mlpa", "mlpa"),
    ("targeted variant", "targeted"),
)


def read(target: str, method: str, genes: Genes) -> Reading:
    """Return what a target cell and its method say; the sample is blood, the origin germline.

    A cell that names a PanelApp panel (``Inherited prostate cancer (1223)``: 1223 is the panel's number) is a
    pointer: unresolved, since the panel's genes are not held.
    """
    technology = next((name for word, name in _TECHNOLOGY if word in method.casefold()), "not_stated")
    text = _PANEL.sub("", target).removeprefix("Prostate cancer:").strip()
    alteration = Alteration.COPY_NUMBER if technology == "mlpa" else Alteration.SMALL
    if technology == "methylation":
        text, alteration = text.removesuffix(" hypermethylation"), Alteration.METHYLATION
    text = re.sub(r"(?<=\w) and (?=[A-Z])", ", ", text)
    names = target_list.split(text)
    if names and all(genes.find(name) for name in names):
        found = test_names.reading(technology, target_list.read(text, alteration, genes))
        return replace(found, sample="germline")
    panel = _PANEL.search(target)
    reason = f"pointer to PanelApp panel {panel[1]}" if panel else "not a gene"
    classes = frozenset({Alteration.SMALL}) if technology == "ngs_panel" else frozenset()
    result = test_names.reading(technology, None, classes)
    return replace(result, unresolved=(Unresolved(target, reason),), sample="germline")
