"""A printed list of targets to biomarkers: ``KRAS, NRAS, PTEN (SNV & CNV), TSC1/2, 17q, PAX3-FOXO1``.

One class of alteration is given for the list; a target may add to it or change it. What is no gene, family,
fusion or region becomes unresolved, with a reason code; so does a gene with words that are not understood, since
they may narrow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialign.model.biomarker import Alteration, Biomarker, Gene
from trialign.model.directory import Extent, Spelling, Target, Unresolved
from trialign.nomenclature import labels
from trialign.nomenclature.genes import Genes

_REGION = re.compile(r"^(?:chromosomes? )?(\d{1,2}|X|Y)([pq][\d.]*)?$", re.I)
_DELETED = re.compile(r"^del\((\d+[pq])\)$")
_NUMBERED = re.compile(r"^([A-Z][A-Z0-9]*?)(\d)((?:/\d)+)$")
_EXON_SKIPPING = re.compile(r"\bexon (\d+)(?: skipping)?\b", re.I)
_CODELETION = re.compile(r"^1p/?19q(?: ?co-?del(?:etion)?)?$", re.I)
_CHROMOSOMES = re.compile(r"^chromosomes? ((?:\d{1,2}|X|Y)[pq]?(?: (?:&|and) (?:\d{1,2}|X|Y)[pq]?)+)$", re.I)
_UNDERSTOOD = re.compile(
    r"\b(?:promoter|exon \d+(?: skipping)?|including|and|SNV|CNV|copy number(?: variations?)?)\b|&", re.I
)
_SAYS_CLASS = {Alteration.FUSION: re.compile(r"\b(?:fusion|rearrangement|translocation)s?\b", re.I)}
_NOTES: dict[str, tuple[Alteration, ...]] = {
    "snv & cnv": (Alteration.SMALL, Alteration.COPY_NUMBER),
    "snv and cnv": (Alteration.SMALL, Alteration.COPY_NUMBER),
    "cnv": (Alteration.COPY_NUMBER,),
}


@dataclass(frozen=True, slots=True)
class Targets:
    """What a list was read as, in printed order, repeats kept."""

    read: tuple[Target, ...]
    unresolved: tuple[Unresolved, ...]


def split(text: str) -> list[str]:
    """Return the items of a printed list; commas, semicolons and double spaces part items outside brackets."""
    items, depth, item = [], 0, ""
    for sign in re.sub(r" {2,}(?=\S)", ", ", text):
        depth += (sign == "(") - (sign == ")")
        if sign in ",;" and depth <= 0:
            items.append(item)
            item = ""
        else:
            item += sign
    return [part.strip() for part in [*items, item] if part.strip()]


def read(text: str, alteration: Alteration, genes: Genes, extent: Extent = Extent.WHOLE) -> Targets:
    """Read a printed list of targets.

    Args:
        text: The list, without its outer brackets.
        alteration: The class that the list is printed for.
        genes: The vocabulary.
        extent: Whether the test reads hotspots only.
    """
    found: list[Target] = []
    unresolved: list[Unresolved] = []
    for item in split(text):
        plain = " ".join(item.split())
        for piece in _pieces(plain, genes):
            targets = list(_item(piece, item, alteration, genes, extent))
            found += targets
            if not targets:
                reason = "empty" if not re.search(r"\w", item) else "not a gene"
                unresolved.append(Unresolved(item if piece == plain else piece, reason))
    return Targets(tuple(found), tuple(unresolved))


def _pieces(item: str, genes: Genes) -> list[str]:
    """Return what stands beside each other in an item: ``BRCA1/2 and/or genomic instability``, ``RET NTRK1``."""
    if several := _CHROMOSOMES.match(item):
        return [f"chromosome {number}" for number in re.split(r" (?:&|and) ", several[1])]
    alternatives = item.split(" and/or ")
    if len(alternatives) > 1 and not genes.family(item) and _known(alternatives[0], genes):
        return alternatives
    words = item.split(" ")
    return words if len(words) > 1 and all(_known(word, genes) for word in words) else [item]


def _item(text: str, printed: str, alteration: Alteration, genes: Genes, extent: Extent) -> Iterator[Target]:
    name, note = _note(text)
    for symbol, rest in _names(name, genes):
        found = _concepts(symbol, alteration, genes)
        if (
            found
            and not _lists_family(note, name, genes)
            and not _understood(f"{rest} {note}", symbol, alteration, genes)
        ):
            continue
        for gene_or_pair, spelling in found:
            for biomarker in _biomarkers(gene_or_pair, rest, note, alteration, genes):
                yield Target(biomarker, extent, printed, spelling)
        if not found and (place := region_of(symbol, alteration)):
            yield Target(place, Extent.WHOLE, printed)
        if not found and (variant := _rearranged(symbol, genes)):
            spelling = Spelling.MISPRINT if symbol in genes.misprint else Spelling.APPROVED
            yield Target(variant, Extent.WHOLE, printed, spelling)


def _lists_family(note: str, name: str, genes: Genes) -> bool:
    return bool(note) and set(re.split(r",\s*", note)) == set(genes.family(name))


def _understood(words: str, symbol: str, alteration: Alteration, genes: Genes) -> bool:
    """Tell whether the words beside a gene add a class, an exon or another name of it, and nothing else."""
    if same := _SAYS_CLASS.get(alteration):
        words = same.sub(" ", words)
    rest = [word for word in re.split(r"[\s,]+", _UNDERSTOOD.sub(" ", words)) if word]
    own = genes.find(symbol)
    return all(own and (other := genes.find(word)) and other[0] == own[0] for word in rest)


def _rearranged(symbol: str, genes: Genes) -> Biomarker | None:
    """Return EGFRvIII, the one rearrangement within a gene that is printed as a word of its own."""
    if genes.misprint.get(symbol, symbol) != "EGFRvIII":
        return None
    return labels.make((genes.approved["EGFR"],), Alteration.FUSION, "vIII")


def _note(printed: str) -> tuple[str, str]:
    found = re.search(r"\(([^()]*)\)\s*$", printed)
    if not found or _DELETED.match(printed):
        return printed.replace("*", "").strip(), ""
    return printed[: found.start()].replace("*", "").strip(), found[1].strip()


def _names(name: str, genes: Genes) -> Iterator[tuple[str, str]]:
    """Yield each symbol of an item with the words that follow it; ``A & B`` and ``A and B`` are two."""
    if genes.family(name):
        yield from ((symbol, "") for symbol in genes.family(name))
        return
    if found := _NUMBERED.match(name):
        yield from ((found[1] + digit, "") for digit in [found[2], *found[3][1:].split("/")])
        return
    symbol, _, rest = name.partition(" ")
    pieces = re.split(r" (?:&|and|/) |/(?=[A-Z])", name)
    if len(pieces) > 1 and all(_known(piece.split(" ")[0], genes) for piece in pieces):
        for piece in pieces:
            yield from _names(piece, genes)
        return
    if _REGION.match(name):
        symbol, rest = name, ""
    yield symbol, rest


def _known(symbol: str, genes: Genes) -> bool:
    return bool(
        genes.find(symbol) or genes.family(symbol) or labels.hyphenated(symbol, genes) or _rearranged(symbol, genes)
    )


def _concepts(symbol: str, alteration: Alteration, genes: Genes) -> list[tuple[tuple[Gene, ...], Spelling]]:
    found = genes.find(symbol)
    if found:
        return [((found[0],), found[1])]
    corrected = genes.misprint.get(symbol, symbol)
    pair = _pair(corrected, genes) if alteration in {Alteration.FUSION, Alteration.ANY} else None
    if pair:
        return [(pair, Spelling.APPROVED if corrected == symbol else Spelling.MISPRINT)]
    return []


def _pair(text: str, genes: Genes) -> tuple[Gene, ...] | None:
    if "::" in text:
        left, right = (genes.find(part) for part in text.split("::", 1))
        if left and right:
            return left[0], right[0]
        return (left[0],) if left and text.endswith("::") else None
    return labels.hyphenated(text, genes)


def _biomarkers(
    of: tuple[Gene, ...], rest: str, note: str, alteration: Alteration, genes: Genes
) -> Iterator[Biomarker]:
    words = f"{rest} {note}".casefold()
    if "promoter" in words and alteration is not Alteration.FUSION:
        yield labels.make(of, Alteration.SMALL, "promoter")
        return
    classes = _NOTES.get(note.casefold(), (alteration,))
    if skipping := _EXON_SKIPPING.search(f"{rest} {note}"):
        yield labels.make(of, Alteration.SKIPPING, f"exon {skipping[1]} skipping")
        if "including" not in words:
            classes = (Alteration.COPY_NUMBER,) if "copy number" in words else ()
    for each in classes:
        yield labels.make(of, each)


def region_of(text: str, alteration: Alteration) -> Biomarker | None:
    """Return the region biomarker of ``17q``, ``Chromosome 7``, ``del(17p)``; None where it is no region."""
    change = {Alteration.FUSION: "rearrangement"}.get(alteration, "copy number")
    if _CODELETION.match(text):
        return labels.make((), Alteration.REGION, "1p/19q", label="1p/19q codeletion")
    if text == "iAMP21":
        return labels.make((), Alteration.REGION, "iAMP21", label="iAMP21")
    if deleted := _DELETED.match(text):
        return labels.make((), *labels.region(deleted[1], "del")[:2], label=f"del({deleted[1]})")
    found = _REGION.match(text)
    if not found:
        return None
    name = f"{found[1].upper()}{found[2]}" if found[2] else f"chromosome {found[1].upper()}"
    return labels.make((), Alteration.REGION, f"{name} {change}", label=f"{name} {change}")
