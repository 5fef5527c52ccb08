"""Claims to leaves: the marker's name and the canonical label."""

from __future__ import annotations

from trialign.criteria.claims import Claim
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Leaf, Role
from trialign.nomenclature.labels import FUSED

_NAMES = {
    (Alteration.MSI, ""): "MSI-H",
    (Alteration.MSI, "stable"): "MSS",
    (Alteration.MMR, ""): "dMMR",
    (Alteration.MMR, "proficient"): "pMMR",
}


# Of two fused genes the 5' one names the leaf, save where the 3' one is the kinase or regulator that is asked for.
_TARGETED = FUSED | {"PDGFRA", "PDGFRB", "PDGFB", "FGFR1", "FGFR2", "FGFR3", "BRAF", "KMT2A"}


def leaf(claim: Claim, role: Role, sure: float, if_known: bool) -> Leaf:
    """Return the leaf of a claim."""
    marker, variant = _marker(claim)
    return Leaf(
        marker=marker,
        alteration=claim.alteration,
        variant=variant,
        origin=claim.origin,
        level=claim.level,
        role=role,
        start=claim.start,
        end=claim.end,
        confidence=round(claim.confidence * sure, 2),
        label=_label(claim, marker, variant),
        if_known=if_known,
    )


def _marker(claim: Claim) -> tuple[str, str]:
    """Return the marker and variant: of a fusion with named partners the 3' gene, and the pair as its variant."""
    label = claim.target.label
    if "::" in label:
        first, second = label.split("::")
        if claim.alteration is Alteration.SMALL:
            return second, claim.variant
        return second if second in _TARGETED else first, " ".join(filter(None, (label, claim.variant)))
    if name := _NAMES.get((claim.alteration, claim.variant)):
        return name, ""
    if claim.alteration in {Alteration.HLA, Alteration.REGION}:
        return label, claim.variant
    gene, _, rest = label.partition(" ")
    if (
        rest
        and claim.kind == "complete"
        and claim.alteration in {Alteration.SKIPPING, Alteration.FUSION, Alteration.SMALL}
    ):
        return gene, claim.variant
    return label, claim.variant


def _label(claim: Claim, marker: str, variant: str) -> str:
    """Return the canonical label."""
    if claim.kind == "pathway":
        return ""
    tail = f" ({claim.origin.value})" if claim.origin else ""
    if "::" in variant:
        return f"{variant.split(' ', maxsplit=1)[0]} fusion"
    if claim.alteration in {Alteration.HLA, Alteration.REGION}:
        return marker
    if claim.kind in {"signature"} or (claim.kind == "complete" and claim.target.gene is None and variant == ""):
        return marker
    name = claim.target.protein if claim.alteration is Alteration.EXPRESSION else ""
    return f"{name or marker} {variant or claim.alteration.value}{tail}"
