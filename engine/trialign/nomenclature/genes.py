"""Gene symbols: approved, previous and alias symbols of HGNC, listed misprints, and families such as NTRK.

Matching is by whole token. Knows nothing of tests or decisions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from trialign.errors import did_you_mean
from trialign.model.biomarker import Gene
from trialign.model.directory import Spelling
from trialign.read.table import Table

_SYMBOL = re.compile(r"[A-Z][A-Za-z0-9-]+")


@dataclass(slots=True)
class Genes:
    """Every gene that the data name, found by any of its symbols.

    ``others`` gives the genes that no bundled fact names, by approved symbol; it is asked once, and only for a symbol
    that is none of the rest, since there are too many to read on every run.
    """

    approved: dict[str, Gene] = field(default_factory=dict)
    previous: dict[str, Gene] = field(default_factory=dict)
    alias: dict[str, Gene] = field(default_factory=dict)
    misprint: dict[str, str] = field(default_factory=dict)
    punctuation: dict[str, str] = field(default_factory=dict)
    look_alikes: dict[str, str] = field(default_factory=dict)
    families: dict[str, tuple[str, ...]] = field(default_factory=dict)
    proteins: dict[str, Gene] = field(default_factory=dict)
    protein_of: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, tuple[str, ...]] = field(default_factory=dict)
    others: Callable[[], Mapping[str, Gene]] = dict
    _others: Mapping[str, Gene] | None = field(default=None, repr=False, compare=False)

    def find(self, token: str) -> tuple[Gene, Spelling] | None:
        """Return the gene of a whole token and how it is spelt, or None.

        An approved symbol wins over a previous one, and that over an alias; case is ignored only where the
        symbol as printed is unknown.
        """
        for text in (token, token.upper()):
            if text in self.approved:
                return self.approved[text], Spelling.APPROVED
            if text in self.previous:
                return self.previous[text], Spelling.PREVIOUS
            if text in self.alias:
                return self.alias[text], Spelling.ALIAS
        corrected = self.misprint.get(token)
        if corrected is not None and corrected in self.approved:
            return self.approved[corrected], Spelling.MISPRINT
        return None

    def other(self, symbol: str) -> Gene | None:
        """Return a gene that no bundled fact names by its approved symbol, written exactly, or None."""
        if not _SYMBOL.fullmatch(symbol):
            return None
        if self._others is None:
            self._others = self.others()
        return self._others.get(symbol)

    def family(self, token: str) -> tuple[str, ...]:
        """Return the approved symbols that a printed family form stands for, none where it is no family."""
        return self.families.get(token, self.families.get(token.upper(), ()))

    def suggestion(self, token: str) -> str:
        """Return 'did you mean' for a token that is no gene."""
        return did_you_mean(token, [*self.approved, *self.proteins])


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def build(genes: Table, families: Table, corrections: Table, proteins: Table, spoken: Table) -> Genes:
    """Return the genes of the vocabulary tables.

    Args:
        genes: ``hgnc_id, symbol, previous, aliases`` (lists joined by ``|``).
        families: ``printed, symbols``.
        corrections: ``printed, correct``; only corrections to an approved symbol matter here.
        proteins: ``name, symbol``: names of proteins that stand for an expression when printed alone.
        spoken: ``name, label``: other names of biomarkers, as people say them.
    """
    result = Genes()
    for row in genes.rows:
        gene = Gene(row["symbol"], row["hgnc_id"])
        result.approved[gene.symbol] = gene
        result.previous.update((symbol, gene) for symbol in _split(row["previous"]))
        result.alias.update((symbol, gene) for symbol in _split(row["aliases"]))
    for row in families.rows:
        result.families[row["printed"]] = tuple(_split(row["symbols"]))
    for row in corrections.rows:
        result.misprint[row["printed"]] = row["correct"]
        if row["kind"] == "look-alike":
            result.look_alikes[row["printed"]] = row["correct"]
        if row["kind"] == "misprint" and re.search(r"[();]", row["printed"]):
            result.punctuation[row["printed"]] = row["correct"]
    for row in proteins.rows:
        if row["symbol"] in result.approved:
            gene = result.approved[row["symbol"]]
            result.proteins[row["name"].casefold()] = gene
            result.protein_of.setdefault(gene.symbol, row["name"])
    result.spoken.update((row["name"].casefold(), tuple(_split(row["label"]))) for row in spoken.rows)
    return result
