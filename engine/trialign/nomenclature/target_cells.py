"""Rows with columns of their own for target, scope and technology: the cells and the test's name read together.

The target cell says what is tested. The name narrows it (a hotspot, a named variant), says what whole assays report
(a genome, an array, clonality), and may name genes that the cell lacks: those stay in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from trialign.model.biomarker import COPY_NUMBER_CLASSES, Alteration, Origin
from trialign.model.directory import Extent, Reading, Reason, Target, Unresolved
from trialign.nomenclature import target_list, test_names, unread
from trialign.nomenclature.genes import Genes

_A = Alteration
_PANEL_NUMBER = re.compile(r"\s*\((\d{2,4})\)\s*$")
_CANCER_LEAD = re.compile(r"^(?:breast|prostate|ovarian|colorectal) cancer:\s*", re.I)
_OPEN = {"wgs": test_names.DNA_CLASSES, "snp_array": frozenset({_A.COPY_NUMBER, _A.REGION})}
_BY_NAME = frozenset({_A.MSI, _A.HRD, _A.CHIMERISM, _A.EXPRESSION})


@dataclass(frozen=True, slots=True)
class Technology:
    """A printed technology: our word for it, and the classes of alteration that it can see; none is not stated."""

    name: str
    sees: frozenset[Alteration]


@dataclass(frozen=True, slots=True)
class Columns:
    """What printed scopes and technologies stand for, by their folded text."""

    technologies: Mapping[str, Technology]
    scopes: Mapping[str, tuple[Alteration, ...]]


def folded(text: str) -> str:
    """Return a printed scope or technology without case, line ends and double spaces."""
    return " ".join(text.split()).casefold()


def read(
    name: str, target: str, scope: str, method: str, origin: Origin, vocabulary: tuple[Genes, Columns]
) -> Reading:
    """Return what a row says.

    Args:
        name: The test's name; empty where the directory has none.
        target: The target cell as printed.
        scope: The test scope as printed; empty where the directory has none.
        method: The technology as printed.
        origin: Germline for directories of inherited disease; decides the sample.
        vocabulary: Genes, and what scopes and technologies stand for.
    """
    genes, columns = vocabulary
    technology = columns.technologies.get(folded(method), Technology("not_stated", frozenset()))
    named = test_names.read(name, genes) if name else test_names.reading(technology.name)
    germline = origin is Origin.GERMLINE
    classes = columns.scopes.get(folded(scope), ()) or _classes(technology, target, germline)
    sample = "germline" if germline else named.sample
    opened = _OPEN.get(technology.name, named.open_classes)
    base = replace(named, sample=sample, open_classes=opened)
    if technology.name != "not_stated":
        base = replace(base, technology=technology.name)
    if not classes or set(classes) & _BY_NAME:
        return _by_name(base, target, genes)
    found = _cell(target, classes, technology, genes)
    if any(item.reason is Reason.POINTER_PANEL for item in found.unresolved):
        base = replace(base, open_classes=base.open_classes | frozenset(classes))  # the panel's genes are not held
    return _joined(base, found, technology, germline)


def _classes(technology: Technology, target: str, germline: bool) -> tuple[Alteration, ...]:
    """Return the class of a row that prints no scope: what its technology is used for."""
    if not germline or not technology.sees:
        return ()
    if technology.name == "mlpa":
        return (_A.COPY_NUMBER,)
    return (_A.METHYLATION,) if technology.name == "methylation" else (_A.SMALL,)


def _by_name(named: Reading, target: str, genes: Genes) -> Reading:
    """Return a whole assay: its name says what it reports; the cell is kept where the name says nothing."""
    cell = unread.explain(target, genes)
    if named.technology == "wgs":
        return replace(named, targets=(), unresolved=(cell,))
    if named.targets or named.open_classes:
        return replace(named, unresolved=())
    return replace(named, unresolved=(cell,))


def _cell(target: str, classes: tuple[Alteration, ...], technology: Technology, genes: Genes) -> target_list.Targets:
    """Read a target cell; what one of several printed classes cannot hold is tried as the next."""
    text = _CANCER_LEAD.sub("", target)
    text = re.sub(r" hypermethylation$", "", re.sub(r"(?<=\w) and (?=[A-Z])(?![^()]*\))", ", ", text))
    if _PANEL_NUMBER.search(text):
        text = _PANEL_NUMBER.sub("", text)
        if not all(genes.find(item) for item in target_list.split(text)):
            return target_list.Targets((), (Unresolved(target, Reason.POINTER_PANEL),))
    tried = list(classes)
    if technology.name in {"karyotype", "fish"} and _A.FUSION not in tried:
        tried.append(_A.FUSION)  # karyotypes list translocations beside what they are printed for
    found = target_list.read(text, tried[0] if len(classes) == 1 else _A.ANY, genes)
    targets, left = list(found.read), list(found.unresolved)
    if len(classes) > 1:  # a place alone is looked at for each printed class
        places = dict.fromkeys(each.printed for each in targets if each.biomarker.alteration is _A.REGION)
        again_as = (target_list.read(place, alteration, genes).read for place in places for alteration in classes)
        held = {each.biomarker for each in targets}
        targets += [each for some in again_as for each in some if each.biomarker not in held]
    for alteration in tried[1:] if len(classes) == 1 else tried:
        again = [(item, target_list.read(item.printed, alteration, genes)) for item in left]
        targets += [each for _, one in again if not one.unresolved for each in one.read]
        left = [item for item, one in again if one.unresolved]
    return target_list.Targets(tuple(targets), tuple(left))


def _joined(named: Reading, cell: target_list.Targets, technology: Technology, germline: bool) -> Reading:
    targets = tuple(_narrower(each, named.targets) for each in cell.read)
    blind = [each for each in targets if not _seen(each, technology)]
    held = {gene for each in targets for gene in each.biomarker.genes}
    extra = [] if germline else [each for each in named.targets if not set(each.biomarker.genes) <= held]
    unresolved = [item for item in cell.unresolved if not (item.reason is Reason.OTHER_CLASS and extra)]
    if cell.unresolved and len(cell.unresolved) > len(unresolved):
        targets, extra = (*targets, *extra), []
    unresolved += [Unresolved(each.printed, Reason.BLIND) for each in blind]
    unresolved += [Unresolved(printed, Reason.NAME_ONLY) for printed in _printed(extra) if cell.read]
    seen = tuple(each for each in targets if each not in blind)
    return replace(named, targets=seen, unresolved=tuple(unresolved))


def _printed(targets: Iterable[Target]) -> list[str]:
    return list(dict.fromkeys(each.printed for each in targets))


def _narrower(target: Target, named: Iterable[Target]) -> Target:
    """Return a whole-gene target as the name narrows it: its hotspots, or the one variant that it reads."""
    same = [
        each
        for each in named
        if each.biomarker.genes == target.biomarker.genes and each.biomarker.alteration is target.biomarker.alteration
    ]
    if target.biomarker.variant or len(same) != 1:
        return target
    narrow = same[0].extent is Extent.HOTSPOT or bool(same[0].biomarker.variant)
    return replace(target, extent=same[0].extent, biomarker=same[0].biomarker) if narrow else target


def _seen(target: Target, technology: Technology) -> bool:
    alteration = target.biomarker.alteration
    kind = _A.COPY_NUMBER if alteration in COPY_NUMBER_CLASSES or alteration is _A.REGION else alteration
    return not technology.sees or kind in technology.sees or alteration in {_A.ANY, _A.KARYOTYPE}
