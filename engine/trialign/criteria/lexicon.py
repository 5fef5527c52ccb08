"""Words of eligibility text: names of markers, and the words that say what is asked of them.

Names are matched by whole tokens; hyphens and spaces between tokens do not matter (``PD-L1``, ``PD L1``). Symbols
that are also words or units stand in ``criteria-guards.csv`` and are no genes; short symbols and aliases must be
written as HGNC writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trialign.model.biomarker import Gene, Origin
from trialign.nomenclature import vocabulary
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.table import Row, read_table

TOKEN = re.compile(r"[^\W_]+|::|[^\w\s\\]|_")  # a backslash only escapes the sign behind it
_SHORT = 4
_SIGNS = frozenset("/.(:,")  # names such as 'BRCA1/2', whose second token is no word


@dataclass(frozen=True, slots=True)
class Target:
    """One marker that a name stands for.

    Attributes:
        label: HGNC approved symbol, or the name of a signature.
        gene: None for signatures and regions.
        origin: The origin that the name carries (``gBRCA1``).
        protein: What the gene's protein is called in labels (``PD-L1``); empty for the symbol.
    """

    label: str
    gene: Gene | None
    origin: Origin = Origin.EITHER
    protein: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a name in the text stands for.

    Attributes:
        targets: Several for a family.
        kind: gene, rare (hardly ever named in cancer), protein, family, signature, pathway, complete (needs no
            further word), signed (needs positive or negative), deficiency, or receptor word.
        confidence: How sure it is that this text means the marker.
    """

    targets: tuple[Target, ...]
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that says something of a marker: its kind and value, as in ``criteria-words.csv``."""

    kind: str
    value: str


Meaning = Marker | Word


@dataclass(slots=True)
class Lexicon:
    """Every name and word, by first token; longer entries first.

    ``entries`` maps a lower-case first token to (following tokens, exact spelling or empty, meaning).
    """

    genes: Genes
    entries: dict[str, list[tuple[tuple[str, ...], str, Meaning]]] = field(default_factory=dict)
    starts: dict[str, set[str]] = field(default_factory=dict)
    symbols: dict[str, Gene] = field(default_factory=dict)
    variants: dict[str, Marker] = field(default_factory=dict)

    def add(self, name: str, meaning: Meaning, exact: bool = False) -> None:
        """Add a name; the first meaning of a spelling stays."""
        tokens = tuple(token.lower() for token in TOKEN.findall(name) if token not in {"-", "::"})
        if not tokens:
            return
        here = self.entries.setdefault(tokens[0], [])
        spelling = re.sub(r"[\s-]", "", name) if exact else ""
        if any(rest == tokens[1:] and (not spelling or known in {"", spelling}) for rest, known, _ in here):
            return
        here.append((tokens[1:], spelling, meaning))
        here.sort(key=lambda entry: (-len(entry[0]), entry[1] == ""))
        if isinstance(meaning, Marker):
            first = TOKEN.findall(name)[0] if exact else tokens[0]
            self.starts.setdefault(first, set()).add(tokens[1] if len(tokens) > 1 else "")

    def may_name(self, words: Sequence[str]) -> bool:
        """Tell whether a marker's name can begin at one of several words: its first, and the second behind it."""
        for at, word in enumerate(words):
            if word in self.variants:
                return True
            for first in {word, word.lower()}:
                seconds = self.starts.get(first)
                if seconds and ("" in seconds or not seconds.isdisjoint(_SIGNS)):
                    return True
                if seconds and at + 1 < len(words) and words[at + 1].lower() in seconds:
                    return True
        return False

    def gene(self, symbol: str) -> Gene | None:
        """Return the gene of an approved symbol, written in capitals or not."""
        return self.symbols.get(symbol) or self.symbols.get(symbol.upper())


def load(folder: Path) -> Lexicon:
    """Read the lexicon of a vocabulary folder.

    Raises:
        InputProblems: A table that cannot be read.
    """
    known = vocabulary.load(folder.parent)
    lexicon = Lexicon(known.genes)
    guarded = {row["symbol"] for row in _rows(folder, "criteria-guards", "symbol", "reason")}
    for row in _rows(folder, "other-genes", "hgnc_id", "symbol", "previous", "aliases"):
        lexicon.symbols[row["symbol"]] = Gene(row["symbol"], row["hgnc_id"])
    lexicon.symbols.update(known.genes.approved)
    lexicon.variants.update(_owners(known))
    for row in _rows(folder, "criteria-words", "words", "kind", "value"):
        lexicon.add(row["words"], Word(row["kind"], row["value"]))
    for row in _rows(folder, "criteria-markers", "name", "markers", "kind"):
        kind, _, case = row["kind"].partition(" ") if row["kind"] != "receptor word" else (row["kind"], "", "")
        targets = tuple(_target(text.strip(), lexicon) for text in row["markers"].split("|"))
        lexicon.add(row["name"], Marker(targets, kind, 0.85 if case else 0.95), exact=bool(case))
    _add_symbols(lexicon, known.genes, guarded)
    return lexicon


def _rows(folder: Path, name: str, *columns: str) -> tuple[Row, ...]:
    return read_table(folder / f"{name}.csv", f"directories/vocabulary/{name}.csv", columns).rows


def _owners(known: Vocabulary) -> dict[str, Marker]:
    """Return the genes of protein changes that one gene alone is known for (``T790M``)."""
    owners: dict[str, set[str]] = {}
    for symbol, text in known.variants:
        if re.fullmatch(r"[A-Z]\d{2,4}[A-Z]", text):
            owners.setdefault(text, set()).add(symbol)
    genes = known.genes.approved
    return {
        text: Marker((Target(symbol, genes[symbol]),), "gene", 0.85)
        for text, symbols in owners.items()
        for symbol in symbols
        if len(symbols) == 1
    }


def _target(text: str, lexicon: Lexicon) -> Target:
    found = re.fullmatch(r"(\S+) \((germline|somatic)\)", text)
    symbol, origin = (found[1], Origin(found[2])) if found else (text, Origin.EITHER)
    protein = lexicon.genes.protein_of.get(symbol, "")
    return Target(symbol, lexicon.symbols.get(symbol), origin, protein)


def _add_symbols(lexicon: Lexicon, cancer: Genes, guarded: set[str]) -> None:
    for gene in lexicon.symbols.values():
        if gene.symbol in guarded:
            continue
        known = gene.symbol in cancer.approved
        marker = Marker((Target(gene.symbol, gene),), "gene" if known else "rare", 0.95 if known else 0.7)
        lexicon.add(gene.symbol, marker, exact=not known or len(gene.symbol) < _SHORT)
    for spellings, confidence in ((cancer.previous, 0.9), (cancer.alias, 0.8)):
        for name, gene in _distinct(spellings, guarded):
            lexicon.add(name, Marker((Target(gene.symbol, gene),), "gene", confidence), exact=True)


def _distinct(spellings: dict[str, Gene], guarded: set[str]) -> Iterator[tuple[str, Gene]]:
    """Yield the earlier symbols and aliases that are hardly anything else: not short, and with a figure."""
    for name, gene in spellings.items():
        if len(name) >= _SHORT and name not in guarded and re.search(r"\d", name) and " " not in name:
            yield name, gene
