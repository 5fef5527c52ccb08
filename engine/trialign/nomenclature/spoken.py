"""What people type for a biomarker to canonical labels: other names, several genes at once, free order of words.

The grammar of ``labels`` is strict, since decisions and trials are written for it; this reads what a clinician says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trialign.model.biomarker import Alteration, Biomarker
from trialign.nomenclature import cytogenetics, labels, target_list
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.labels import UnknownLabel

_ORIGIN = re.compile(r"^(germline|somatic)\s+(.+)$|^(.+?)\s+(germline|somatic)$", re.I)
_ORIGIN_INSIDE = re.compile(r"^(\S+) (germline|somatic) (.+)$", re.I)
_CARRIED = re.compile(r"^([gst])(BRCA[12]?)\b(.*)$")
_THREE = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E", "Gly": "G", "His": "H",
    "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F", "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W",
    "Tyr": "Y", "Val": "V", "Ter": "*",
}  # fmt: skip
_HGVS = re.compile(r"\bp\.\(?([A-Z][a-z]{2})(\d+)([A-Z][a-z]{2})?\)?")
_CHANGE = re.compile(r"\b([a-z])(\d{2,4})([a-z])\b", re.I)
_EXON = re.compile(
    r"\b(?:exon|ex) ?(\d+)(?:[ -]?(del|ins|skip)(?:etions?|ertions?|ping)?)?\b(?: (?:mutations?|variants?))?"
    r"|\bdel ?(19)\b",
    re.I,
)
_LOST = re.compile(r"^(\d+[pq][\d.]*) deletion$")
_EXON_WORDS = {"del": "deletion", "ins": "insertion", "skip": "skipping"}
_POSITIVE = re.compile(r"(?:[ -]positive|\+)$", re.I)
_CLASS = re.compile(
    r"^(?:fusion|rearrangement|mutation|variant|alteration|amplification|deletion|loss)s?$|^mutated$|^amplified$",
    re.I,
)
_TRAILING = re.compile(r"[ -](?:mutations?|mutated|mutants?|variants?)$", re.I)
_SAME = (
    (re.compile(r"\b(?:activating|pathogenic|deleterious|sensitising|susceptible) ", re.I), ""),
    (re.compile(r"\b(?:wt|wildtype)$", re.I), "wild type"),
    (re.compile(r"[ -]rearranged$", re.I), " fusion"),
    (re.compile(r"[ -](fusion|amplification|amplified|rearrangement|deletion|loss|itd|tkd)$", re.I), r" \1"),
    (re.compile(r" (?:mutated|mutations)$", re.I), " mutation"),
    (re.compile(r" amplified$", re.I), " amplification"),
    (re.compile(r"[ -]MRD$", re.I), " [MRD]"),
)


def parse(text: str, genes: Genes) -> tuple[Biomarker, ...]:
    """Return the biomarkers that a text asks for: one, or one per gene of ``NTRK fusion`` and ``BRCA1/2``.

    Raises:
        UnknownLabel: It names no gene, signature or alteration that is known.
    """
    plain = " ".join(text.replace("\u2013", "-").replace("\u2011", "-").split())
    found: list[Biomarker] = []
    for part in _parts(plain, genes):
        found += _one(part, genes)
    return tuple(dict.fromkeys(found))


def _parts(text: str, genes: Genes) -> list[str]:
    """Return alternatives: ``MSI-H or dMMR``, ``PIK3CA/AKT1/PTEN alteration``, ``BRAF V600E/K``."""
    if _named(text, genes.spoken) or genes.family(text):
        return [text]
    if " or " in text:
        return list(_alternatives(text, genes))
    head, _, rest = text.partition(" ")
    names = target_list.several(head, genes) or head.split("/")
    if len(names) > 1 and all(_is_biomarker(name, genes) for name in names):
        return [f"{name} {rest}".strip() for name in names]
    if ends := re.fullmatch(r"(.+ [A-Z]\d+)([A-Z])((?:/[A-Z])+)", text):
        return [ends[1] + letter for letter in (ends[2], *ends[3][1:].split("/"))]
    return [text]


def _alternatives(text: str, genes: Genes) -> Iterator[str]:
    """Yield ``EGFR or ALK fusion`` each with its class, and ``BRAF V600E or V600K`` each with its gene."""
    parts = [part.strip() for part in text.split(" or ")]
    rests = [part.partition(" ")[2] for part in parts]
    for number, part in enumerate(parts):
        nearest = (*rests[number + 1 :], *reversed(rests[:number]))
        if genes.find(part):
            yield f"{part} {next((rest for rest in nearest if _CLASS.match(rest)), '')}".strip()
        elif " " not in part and not _is_biomarker(part, genes):
            yield f"{parts[0].partition(' ')[0]} {part}"
        else:
            yield part


def _is_biomarker(name: str, genes: Genes) -> bool:
    known = genes.find(name) or genes.family(name) or name.casefold() in genes.proteins
    return bool(known) or labels.is_signature(name)


def _one(text: str, genes: Genes) -> Iterator[Biomarker]:
    if named := _named(text, genes.spoken):
        for label in named:
            yield labels.parse(label, genes).biomarker
        return
    text, origin = _origin(text)
    head, _, rest = text.partition(" ")
    members = genes.family(text) or genes.family(head)
    if members:
        rest = "" if genes.family(text) else rest
        for symbol in members:
            yield labels.parse(f"{_canonical(f'{symbol} {rest}'.strip(), genes)}{origin}", genes).biomarker
        return
    try:
        yield labels.parse(text + origin, genes).biomarker
        return
    except UnknownLabel as error:
        unknown = error
    places = cytogenetics.read(_LOST.sub(r"del(\1)", text), Alteration.COPY_NUMBER)
    if places:
        yield from places
        return
    again = _canonical(text, genes)
    if again == text:
        raise unknown
    try:
        yield labels.parse(again + origin, genes).biomarker
    except UnknownLabel:
        raise unknown from None


def _named(text: str, spoken: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return spoken.get(text.casefold(), ())


def _origin(text: str) -> tuple[str, str]:
    if carried := _CARRIED.match(text):
        word = "germline" if carried[1] == "g" else "somatic"
        return f"{carried[2]}{carried[3]}", f" ({word})"
    if inside := _ORIGIN_INSIDE.match(text):
        return f"{inside[1]} {inside[3]}", f" ({inside[2].lower()})"
    if found := _ORIGIN.match(text):
        return found[2] or found[3], f" ({(found[1] or found[4]).lower()})"
    return text, ""


def _canonical(text: str, genes: Genes) -> str:
    """Return a label in the grammar's own words: protein changes, exons, rearranged, positive."""
    text = _HGVS.sub(lambda found: _short(found[1]) + found[2] + _short(found[3] or ""), text)
    head, _, rest = text.partition(" ")
    rest = _CHANGE.sub(lambda found: found[0].upper(), rest)
    rest = _EXON.sub(_exon, rest)
    if rest == "exon 14" and head.upper() == "MET":
        rest = "exon 14 skipping"
    text = f"{head} {rest}".strip()
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    if _POSITIVE.search(text):
        stem = _POSITIVE.sub("", text)
        symbol = found[0].symbol if (found := genes.find(stem)) else ""
        text = f"{stem} fusion" if symbol in labels.FUSED and stem.casefold() not in genes.proteins else stem
        text = re.sub(r"[ -](fusion)$", r" \1", text)
    if _TRAILING.search(text) and re.search(r" (?:[A-Z]\d+[A-Z*]?|exon \d+.*|promoter)[ -]\w+$", text):
        text = _TRAILING.sub("", text)
    return text


def _exon(found: re.Match[str]) -> str:
    if found[3]:
        return "exon 19 deletion"
    word = _EXON_WORDS.get((found[2] or "").casefold(), "")
    return f"exon {found[1]} {word}".strip()


def _short(amino_acid: str) -> str:
    return _THREE.get(amino_acid, "")
