"""Printed cytogenetics to concepts: chromosomes, arms and bands, ploidy, isochromosomes, translocations.

Knows how laboratories write, not which test prints it. A translocation that names genes is the fusion of those; one
that names none is a rearrangement of its bands.
"""

from __future__ import annotations

import re

from trialign.model.biomarker import Alteration, Biomarker
from trialign.nomenclature import labels

_A = Alteration
_PLACE = r"(?:1\d|2[0-2]|[1-9]|X|Y)"
_CHROMOSOME = re.compile(
    rf"^(?:chromosomes?|chr|ch|cr) ?({_PLACE})([pq][\d.]*)?(?-i: ?\([A-Z0-9]+\)| ?[A-Z][A-Z0-9]+| rearrangements?)?$",
    re.I,
)
_ARM = re.compile(rf"^({_PLACE})([pq][\d.]*)$", re.I)
_LOST = re.compile(rf"^-({_PLACE})$")
_CHANGED = (
    (re.compile(rf"^(?:cryptic )?deletion of ({_PLACE})([pq][\d.]*)$", re.I), "loss"),
    (re.compile(rf"^(?:monosomy ?|-)({_PLACE})$", re.I), "loss"),
    (re.compile(rf"^(?:trisomy ?|\+)({_PLACE})$", re.I), "gain"),
    (re.compile(rf"^(?:del ?\(?|-)({_PLACE})\)?(?:\(?([pq][\d.]*)(?:[pq][\d.]*)?\)?)?(?: loss)?$", re.I), "loss"),
    (re.compile(rf"^({_PLACE})([pq][\d.]*)?-$", re.I), "loss"),
    (re.compile(rf"^(?:loss of )({_PLACE})([pq][\d.]*)?$", re.I), "loss"),
    (re.compile(rf"^(?:gain ?\()({_PLACE})([pq][\d.]*)?\)$", re.I), "gain"),
    (re.compile(rf"^i\(?({_PLACE})([pq])\)?(?:\([pq]\d*\))?$", re.I), "copy number"),
    (re.compile(rf"^i?dic\(({_PLACE})\)\(([pq][\d.]*)\)$", re.I), "rearrangement"),
    (re.compile(rf"^(?:t|inv)\(({_PLACE})([pq][\d.]*)?\)(?:\([pq][\d.]*[pq]?[\d.]*\))?$", re.I), "rearrangement"),
    (re.compile(rf"^({_PLACE})([pq][\d.]*) rearrangements?$", re.I), "rearrangement"),
)
_CLUSTER = re.compile(r"^C19MC(?: miRNA cluster \(\d+ genes\))?$")
_SEX = re.compile(r"^([XY]) chromosome$", re.I)
_PLOIDY = re.compile(r"^(?:high |low |near )?(?:hyperdiploidy|hypodiploidy|haploidy|ploidy)$", re.I)
_KARYOTYPE = re.compile(r"^(?:(?:complex|monosomal) karyotype|genomewide|multiple chromosomes)$", re.I)
_EVENT = r"(?:t|inv|ins|del)\(\w+(?:[;:]\w+)*\)(?:\(?[pq][\d.]*(?:[;:]?[pq][\d.]*)*\)?)?"
LEADING_EVENT = re.compile(rf"^{_EVENT}\s+(?=[A-Z(])", re.I)


def read(text: str, alteration: Alteration) -> list[Biomarker]:
    """Return the concepts of a printed region, chromosome or ploidy; none where it is no such thing.

    Args:
        text: ``Chr7/Chr7q``, ``-7/del7q``, ``trisomy 8``, ``i(17q)``, ``inv(3)``, ``high hyperdiploidy``.
        alteration: The class that the list is printed for; it decides where the text names a place alone.
    """
    if _CLUSTER.match(text):  # 46 microRNA genes at 19q13.42, amplified or fused as one
        change = "rearrangement" if alteration is _A.FUSION else "copy number"
        return [labels.make((), _A.REGION, f"C19MC {change}", label=f"C19MC {change}")]
    if _PLOIDY.match(text):
        return [labels.make((), _A.REGION, "ploidy", label="ploidy")]
    if _KARYOTYPE.match(text):
        return [labels.make((), _A.KARYOTYPE, label="karyotype")]
    pieces = [piece.strip() for piece in re.split(r"/|\s&\s|\sand\s", text.strip())]
    lost = next((match[1] for piece in pieces if (match := _LOST.match(piece))), "")
    pieces = [
        f"del({piece})" if lost and (arm := _ARM.match(piece)) and arm[1] == lost else piece for piece in pieces
    ]
    found = [_one(piece, alteration) for piece in pieces]
    return [] if None in found else list(dict.fromkeys(each for each in found if each))


def _one(text: str, alteration: Alteration) -> Biomarker | None:
    text = _SEX.sub(r"chromosome \1", text)
    for pattern, change in _CHANGED:
        if found := pattern.match(text):
            return _region(found[1], found[2] if pattern.groups > 1 else None, change)
    if found := _CHROMOSOME.match(text) or _ARM.match(text):
        return _region(found[1], found[2], "rearrangement" if alteration is _A.FUSION else "copy number")
    return None


def _region(chromosome: str, band: str | None, change: str) -> Biomarker:
    name = f"{chromosome.upper()}{band.lower()}" if band else f"chromosome {chromosome.upper()}"
    kind = "del" if change == "loss" and band else change
    return labels.make((), *labels.region(name, kind)[:2], label=labels.region(name, kind)[2])
