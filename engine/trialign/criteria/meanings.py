"""A marker with its words to claims: which class and variant is meant, and whether it must be present or absent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialign.criteria.claims import Claim
from trialign.criteria.lexicon import Marker, Target
from trialign.criteria.parts import Part
from trialign.criteria.specs import CLASSES, Spec
from trialign.criteria.variants import Change
from trialign.model.biomarker import Alteration
from trialign.nomenclature.labels import FUSED

STATES = {"positive", "negative", "wild type"}

_NEGATIVE = {"negative", "wild type", "proficient", "unmethylated"}

_REPAIR = {"MLH1", "MSH2", "MSH6", "PMS2"}  # their expression is described; its loss is asked for

_NEAR = 200

_LOW = re.compile(r"<|≤|less|lower|\b0(?:$|\s?(?:/|or|,|-|to)\s?1)|ISH ?-|ISH negative|non-amplified", re.I)

_ASSAYED = {Alteration.HRD, Alteration.REGION, Alteration.KARYOTYPE, Alteration.HYPERMUTATION}
_PLAIN = {
    Alteration.SMALL,
    Alteration.FUSION,
    Alteration.GAIN,
    Alteration.LOSS,
    Alteration.METHYLATION,
    Alteration.ANY,
}

_SIGNATURES = {
    "MSI-H": (Alteration.MSI, ""),
    "MSS": (Alteration.MSI, "stable"),
    "dMMR": (Alteration.MMR, ""),
    "pMMR": (Alteration.MMR, "proficient"),
    "TMB-H": (Alteration.TMB, ""),
    "HRD": (Alteration.HRD, ""),
    "1p/19q codeletion": (Alteration.REGION, "1p/19q"),
    "karyotype": (Alteration.KARYOTYPE, ""),
    "IGHV hypermutation": (Alteration.HYPERMUTATION, ""),
    "iAMP21": (Alteration.REGION, "iAMP21"),
}


def claims(target: Target, marker: Marker, spec: Spec, part: Part, negated: bool, listed: bool) -> Iterator[Claim]:
    """Yield what the words say of one target of a marker.

    Args:
        target: The gene or signature.
        marker: The name in the text.
        spec: What the words beside it say.
        part: Where it stands.
        negated: True where a word before denies it.
        listed: True where it stands in a list of several.
    """
    if not _says(marker, spec, listed):
        return
    present = _absent(marker, spec) is negated
    for meant in _meant(target, marker, spec, listed):
        yield _claim(target, marker, meant, present, spec, part)


def _says(marker: Marker, spec: Spec, listed: bool) -> bool:
    """Tell whether the words about a marker make it a criterion; names with other meanings need the right words."""
    if marker.kind in {"complete", "signed"}:
        return marker.kind == "complete" or bool(set(spec.signs) & STATES)
    signs = set(spec.signs)
    label = marker.targets[0].label
    if spec.handed and marker.kind not in {"gene", "family", "pathway"} and not (listed and marker.kind == "rare"):
        return False
    if label == "dMMR":
        return bool(signs & {"deficient", "proficient", "stable"}) or spec.status
    if label in {"ESR1", "PGR"} and marker.kind != "gene":
        said = Alteration.EXPRESSION in spec.classes or "%" in spec.level
        return bool(signs & {"positive", "negative"} or said or spec.status)
    if label == "TMB-H":
        return bool(signs or spec.level or spec.status)
    if label in _REPAIR and spec.classes == (Alteration.EXPRESSION,):
        return False
    if marker.kind == "rare":
        return bool(set(spec.classes) & _PLAIN or spec.changes)
    return bool(spec)


def _absent(marker: Marker, spec: Spec) -> bool:
    """Tell whether the words ask for the absence of what ``_meant`` names."""
    signs = set(spec.signs)
    if marker.targets[0].label in {"MSI", "dMMR"}:
        return "negative" in signs
    if marker.targets[0].label == "TMB-H" and "low" in signs:
        return True
    return bool(signs & _NEGATIVE) or bool(_LOW.search(spec.level))


def _claim(
    target: Target, marker: Marker, meant: tuple[Alteration, str], present: bool, spec: Spec, part: Part
) -> Claim:
    said = spec.signs or spec.level
    return Claim(
        target=target,
        kind=marker.kind,
        alteration=meant[0],
        variant=meant[1],
        present=present,
        status=spec.status and not said and (marker.kind != "complete" or meant[0] in _ASSAYED),
        origin=target.origin or spec.origin,
        level=_level(spec.level),
        start=part.start,
        end=max(part.end, spec.end if spec.end - part.end < _NEAR else 0),
        confidence=marker.confidence,
    )


def _level(printed: str) -> str:
    """Return the level of what is asked for or denied: below 1% denies 1% and more; a low score denies any."""
    if not _LOW.search(printed):
        return printed
    found = re.search(r"(<=|=<|≤|<)", printed)
    return printed.replace(found[1], ">" if len(found[1]) > 1 or found[1] == "≤" else ">=") if found else ""


def _meant(target: Target, marker: Marker, spec: Spec, listed: bool) -> Iterator[tuple[Alteration, str]]:
    """Yield class and variant of what the words say of a marker, for every alternative."""
    signs = set(spec.signs)
    if marker.kind in {"complete", "signed", "signature"}:
        yield from _signature(target.label, signs, spec)
    elif marker.kind == "pathway":
        yield (spec.classes[0] if spec.classes else Alteration.ANY), ""
    elif spec.changes:
        yield from (_change(target, change, spec) for change in _exact(spec))
    elif signs & {"TKD", "promoter"} and not signs & {"unmethylated"} and Alteration.METHYLATION not in spec.classes:
        yield Alteration.SMALL, "TKD" if "TKD" in signs else "promoter"
    elif "unmethylated" in signs:
        yield Alteration.METHYLATION, ""
    elif marker.kind in {"protein", "receptor word"} and _of_protein(spec, listed):
        yield (Alteration.SMALL if "wild type" in signs else Alteration.EXPRESSION), ""
    elif spec.classes:
        weaker = {Alteration.SMALL, Alteration.ANY}
        if Alteration.LOSS in spec.classes:
            weaker.add(Alteration.EXPRESSION)  # 'loss of expression'
        exact = [each for each in spec.classes if each not in weaker]
        yield from ((each, "") for each in dict.fromkeys(exact or spec.classes[:1]))
    else:
        yield _by_sign(target, signs, spec), ""


def _of_protein(spec: Spec, listed: bool) -> bool:
    """Tell whether the words leave a protein's name to mean the protein; in a list of genes it means its gene."""
    return not spec.classes or (spec.classes == (Alteration.ANY,) and not listed)


def _by_sign(target: Target, signs: set[str], spec: Spec) -> Alteration:
    """Return the class of a gene of which only 'positive', 'high' or the like is said."""
    if signs & {"deficient", "proficient"}:
        return Alteration.PHARMACOGENOMIC if target.label == "DPYD" else Alteration.LOSS
    if signs & {"high", "low"} or spec.level:
        return Alteration.EXPRESSION
    if signs & {"positive", "negative"}:
        return Alteration.FUSION if target.label in FUSED else Alteration.SMALL
    return Alteration.SMALL if "wild type" in signs else Alteration.ANY


def _exact(spec: Spec) -> tuple[Change, ...]:
    """Return the changes, without an exon that only says where a protein change lies (``exon 21 L858R``)."""
    exact = [each for each in spec.changes if not each.variant.startswith(("exon", "codon"))]
    events = [each for each in spec.changes if each.variant.startswith("exon") and each.variant.count(" ") > 1]
    return tuple(dict.fromkeys(exact + events)) if exact else spec.changes


def _change(target: Target, change: Change, spec: Spec) -> tuple[Alteration, str]:
    if change.variant == "exon 14" and target.label == "MET":
        return Alteration.SKIPPING, "exon 14 skipping"
    if change.variant.startswith("exon") and change.variant.count(" ") == 1 and "wild type" not in spec.signs:
        if Alteration.LOSS in spec.classes:
            return Alteration.SMALL, f"{change.variant} deletion"
        if Alteration.SKIPPING in spec.classes:
            return Alteration.SKIPPING, f"{change.variant} skipping"
    return change.alteration, change.variant


def _signature(label: str, signs: set[str], spec: Spec) -> Iterator[tuple[Alteration, str]]:
    if label == "MSI":
        yield Alteration.MSI, "stable" if signs & {"stable", "low"} and "high" not in signs else ""
    elif label == "dMMR":
        yield Alteration.MMR, "proficient" if signs & {"proficient", "stable"} else ""
    elif label in _SIGNATURES:
        yield _SIGNATURES[label]
    elif "::" in label:
        for variant in [each.variant for each in spec.changes] or [""]:
            yield (Alteration.SMALL if variant[:1].isupper() else Alteration.FUSION), variant
    elif label.startswith("HLA-"):
        yield Alteration.HLA, label.removeprefix("HLA-")
    elif label.startswith(("del(", "gain(", "chromosome")):
        yield Alteration.REGION, label
    elif label.endswith("vIII"):
        yield Alteration.FUSION, "vIII"
    elif label.endswith("skipping"):
        yield Alteration.SKIPPING, "exon 14 skipping"
    else:
        word = re.sub(r"^\S+ | \(.*", "", label)
        yield CLASSES.get(word, spec.classes[0] if spec.classes else Alteration.ANY), ""
