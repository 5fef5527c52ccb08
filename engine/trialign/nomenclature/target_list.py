"""A printed list of targets to biomarkers: ``KRAS, NRAS, PTEN (SNV & CNV), TSC1/2, 17q, PAX3-FOXO1``.

One class of alteration is given for the list; a target may add to it or change it. What is no gene, family,
fusion or region becomes unresolved, with a reason code; so does a gene with words that are not understood, since
they may narrow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trialign.model.biomarker import Alteration, Biomarker, Gene
from trialign.model.directory import Extent, Spelling, Target, Unresolved
from trialign.nomenclature import cytogenetics, labels, unread
from trialign.nomenclature.genes import Genes

_REGION = re.compile(r"^(?:chromosomes? )?(\d{1,2}|X|Y)([pq][\d.]*)?$", re.I)
_DELETED = re.compile(r"^del\((\d+[pq])\)$")
_NUMBERED = re.compile(r"^([A-Z][A-Z0-9]*?)([A-Z]|\d)((?:/[A-Z]|/\d)+)$")
_RANGE = re.compile(r"^([A-Z][A-Z0-9]*?)([A-Z]|\d)-([A-Z]|\d)$")
_EXON = re.compile(r"\bexon (\d+)( skipping)?\b", re.I)
_CODELETION = re.compile(r"^1p/?19q(?: ?co-?del(?:etion)?)?$", re.I)
_CHROMOSOMES = re.compile(r"^chromosomes? ((?:\d{1,2}|X|Y)[pq]?(?: (?:&|and) (?:\d{1,2}|X|Y)[pq]?)+)$", re.I)
_UNDERSTOOD = re.compile(
    r"\b(?:promoter|exon \d+(?: skipping)?|including|and|SNV|CNV|copy number(?: variations?)?)\b|&", re.I
)
_LEAD = re.compile(
    r"^(?:(?:to|can|may) include:?(?: detection(?: of)?)?|including|and|& )\s*:?\s*(?=\S)"
    r"|^(?:other )?rearrangements? of ",
    re.I,
)
_OTHERS = re.compile(r"^(?:& )?other (\S+) rearrangements?$", re.I)
_REARRANGED = re.compile(r"^(?:other )?(?:rearrangements? of \S+|\S+ rearrangements?)$", re.I)
_TAIL_OF_EVENT = re.compile(r"^[pq][\d.]+\)\s+(?=[A-Z])")
_CHANGES = re.compile(r"^copy number changes? of ", re.I)
_VARIANT = re.compile(r"^(?:([A-Z]\d{2,4}[A-Z]?)|exon (\d+) hotspot|(p\d{3}))$")
_LOCUS = re.compile(r"\s+\(\d{1,2}[pq][\d.]*\)$|\s*\((?:MLL i\.e\. )?[A-Z0-9]+\)(?= rearrangements?$)")
_CHANGE_OF_GENE = re.compile(r"^(?:del|gain)\(\d+[pq]\) - ([A-Z0-9]+)$")
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
    for item in split(_mended(text, genes)):
        plain = " ".join(item.split())
        for piece in _pieces(_plain(plain), genes):
            targets = list(_item(piece, item, _said(plain, piece, alteration, genes), genes, extent))
            found += targets
            if not targets:
                unresolved.append(unread.explain(item if piece == _plain(plain) else piece, genes))
    return Targets(tuple(found), tuple(unresolved))


def _said(item: str, piece: str, alteration: Alteration, genes: Genes) -> Alteration:
    """Return the class that an item itself says: ``rearrangements of ABL1``, ``t(9;22)(q34;q11) BCR-ABL1``."""
    pair = cytogenetics.LEADING_EVENT.match(_LEAD.sub("", item)) and labels.hyphenated(piece, genes)
    stated = _REARRANGED.search(item) and not _REGION.match(piece)
    return Alteration.FUSION if pair or stated else alteration


def _mended(text: str, genes: Genes) -> str:
    """Return a list with its listed misprints of punctuation mended: they would part or join items wrongly."""
    for printed, correct in genes.punctuation.items():
        text = text.replace(printed, correct)
    return text


def _plain(item: str) -> str:
    """Return an item without the words around its target: ``To include detection of t(9;22) BCR-ABL1``."""
    text = re.sub(r"(?<=\S)\s*&\s*", " & ", item)
    while (shorter := _LEAD.sub("", text).strip()) != text:
        text = shorter
    text = _OTHERS.sub(r"\1", _CHANGES.sub("", text))
    text = cytogenetics.LEADING_EVENT.sub("", _LOCUS.sub("", _TAIL_OF_EVENT.sub("", text)))
    if text.count(")") > text.count("("):
        text = text.rstrip(")")
    return text[1:-1] if re.fullmatch(r"\((?:[A-Z0-9]+|(?:inv|t|del)\(.*\))\)", text) else text


def _pieces(item: str, genes: Genes) -> list[str]:
    """Return what stands beside each other in an item: ``BRCA1/2 and/or genomic instability``, ``RET NTRK1``."""
    if several := _CHROMOSOMES.match(item):
        return [f"chromosome {number}" for number in re.split(r" (?:&|and) ", several[1])]
    alternatives = item.split(" and/or ")
    if len(alternatives) > 1 and not genes.family(item) and _known(alternatives[0], genes):
        return alternatives
    for joint in (" & ", " / ", " and "):
        parts = [_plain(part) for part in item.split(joint)]
        if len(parts) > 1 and all(_reads(part, genes) for part in parts):
            return parts
    words = item.split(" ")
    return words if len(words) > 1 and all(_known(word, genes) for word in words) else [item]


def _reads(text: str, genes: Genes) -> bool:
    """Tell whether a part of an item is a gene, a pair or a printed change of a chromosome, each on its own."""
    return _known(text, genes) or bool(cytogenetics.read(text, Alteration.ANY)) or text in genes.misprint


def _item(text: str, printed: str, alteration: Alteration, genes: Genes, extent: Extent) -> Iterator[Target]:
    if text in genes.misprint and " " in text + genes.misprint[text]:
        for target in _item(genes.misprint[text], printed, alteration, genes, extent):
            yield replace(target, spelling=Spelling.MISPRINT)
        return
    if genes.family(text) and "(" in text:
        for symbol in genes.family(text):
            yield from _item(symbol, printed, alteration, genes, extent)
        return
    if with_gene := _CHANGE_OF_GENE.match(text):
        yield from _item(with_gene[1], printed, Alteration.COPY_NUMBER, genes, extent)
        text = text.partition(" - ")[0]
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
        places = () if found else _places(text, symbol, rest, alteration)
        yield from (Target(place, Extent.WHOLE, printed) for place in places)
        if not found and (variant := _rearranged(symbol, genes)):
            spelling = Spelling.MISPRINT if symbol in genes.misprint else Spelling.APPROVED
            yield Target(variant, Extent.WHOLE, printed, spelling)


def _lists_family(note: str, name: str, genes: Genes) -> bool:
    return bool(note) and set(re.split(r",\s*", note)) == set(genes.family(name))


def _understood(words: str, symbol: str, alteration: Alteration, genes: Genes) -> bool:
    """Tell whether the words beside a gene add a class, an exon or another name of it, and nothing else."""
    if (named := _VARIANT.match(words.strip())) and bool(named[3]) is (alteration is Alteration.FUSION):
        return True
    if same := _SAYS_CLASS.get(alteration):
        words = same.sub(" ", words)
    rest = [word for word in re.split(r"[\s,]+", _UNDERSTOOD.sub(" ", words)) if word]
    own = genes.find(symbol)
    return all(own and (other := genes.find(word)) and other[0] == own[0] for word in rest)


def _rearranged(symbol: str, genes: Genes) -> Biomarker | None:
    """Return EGFRvIII and partial tandem duplications (``MLL-PTD``), changes within a gene printed as one word."""
    stem, _, tail = symbol.rpartition("-")
    if tail == "PTD" and (gene := genes.find(stem)):
        return labels.make((gene[0],), Alteration.SMALL, "PTD")
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
    if members := several(name, genes):
        yield from ((each, "") for each in members)
        return
    symbol, _, rest = name.partition(" ")
    pieces = re.split(r" (?:&|and|/) |/(?=[A-Z])", name)
    if len(pieces) > 1 and all(_known(piece.split(" ")[0], genes) for piece in pieces):
        for piece in pieces:
            yield from _names(piece, genes)
        return
    if _REGION.match(name) or _CODELETION.match(name):
        symbol, rest = name, ""
    yield symbol, rest


def several(name: str, genes: Genes) -> list[str]:
    """Return the symbols of ``NTRK1/2/3``, ``CDKN2A/B``, ``SDHA-D``; none where one of them is no gene."""
    if found := _NUMBERED.match(name):
        names = [found[1] + each for each in (found[2], *found[3][1:].split("/"))]
    elif (found := _RANGE.match(name)) and found[2].isdigit() == found[3].isdigit():
        names = [found[1] + chr(code) for code in range(ord(found[2]), ord(found[3]) + 1)]
    else:
        return []
    return names if all(genes.find(each) for each in names) else []


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
    if len(of) == 2 and alteration is Alteration.ANY:
        alteration = Alteration.FUSION
    classes = _NOTES.get(note.casefold(), (alteration,))
    if named := _VARIANT.match(rest):
        yield labels.make(of, alteration, named[1] or f"exon {named[2]}" if named[1] or named[2] else named[3])
        return
    if exon := _EXON.search(f"{rest} {note}"):
        skipped = bool(exon[2]) or (of[0].symbol, exon[1]) == ("MET", "14")
        change = f"exon {exon[1]} skipping" if skipped else f"exon {exon[1]}"
        yield labels.make(of, Alteration.SKIPPING if skipped else Alteration.SMALL, change)
        if "including" not in words:
            classes = (Alteration.COPY_NUMBER,) if "copy number" in words else ()
    for each in classes:
        yield labels.make(of, each)


def _places(text: str, symbol: str, rest: str, alteration: Alteration) -> Sequence[Biomarker]:
    """Return a region that stands alone, or the cytogenetic concepts of an item as a whole."""
    alone = region_of(symbol, alteration) if not rest else ()
    return alone or (cytogenetics.read(text, alteration) if text.startswith(symbol) else ())


def region_of(text: str, alteration: Alteration) -> tuple[Biomarker, ...]:
    """Return the region of ``17q``, ``Chromosome 7``, ``del(17p)`` alone; none where it is no region."""
    found = _region(text, alteration)
    return (found,) if found else ()


def _region(text: str, alteration: Alteration) -> Biomarker | None:
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
