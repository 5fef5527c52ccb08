"""Cancer names to codes: OncoTree codes and names, common names, and a directory's own indication names."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from trialign.errors import did_you_mean
from trialign.read.table import Table


@dataclass(frozen=True, slots=True)
class Cancers:
    """The cancer vocabulary.

    Attributes:
        names: Official name by code.
        parents: Codes of the parents by code; the root ``ANY`` has none.
        beside: Pairs of codes, in both orders, that directories test side by side though neither lies in the other.
        common: Codes by common name, folded to lower case; a name may stand for several codes.
    """

    names: Mapping[str, str]
    parents: Mapping[str, tuple[str, ...]]
    common: Mapping[str, tuple[str, ...]]
    beside: frozenset[tuple[str, str]]

    def find(self, text: str) -> tuple[str, ...]:
        """Return the codes of a code or name; none where it is unknown.

        A common name wins over an official one, since people use it in its wider sense.
        """
        if text in self.names:
            return (text,)
        folded = _folded(text)
        if folded in self.common:
            return self.common[folded]
        return (text.upper(),) if text.upper() in self.names else ()

    def code_suggestion(self, code: str) -> str:
        """Return 'did you mean' for an unknown code, where only codes are taken."""
        return did_you_mean(code, self.names)

    def suggestion(self, text: str) -> str:
        """Return 'did you mean' for an unknown cancer."""
        return did_you_mean(text, [*self.names, *self.common])


def _folded(text: str) -> str:
    """Return a name without case, accents and double spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def split_codes(cell: str) -> tuple[str, ...]:
    """Return the codes of a cell, joined there by ``|``."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def build(cancers: Table, common: Table, beside: Table) -> Cancers:
    """Return the vocabulary of ``code, name, parents``, ``name, codes`` and ``code, beside`` tables."""
    names = {row["code"]: row["name"] for row in cancers.rows}
    parents = {row["code"]: split_codes(row["parents"]) for row in cancers.rows}
    found: dict[str, tuple[str, ...]] = {_folded(name): (code,) for code, name in names.items()}
    found.update((_folded(row["name"]), split_codes(row["codes"])) for row in common.rows)
    pairs = {(row["code"], row["beside"]) for row in beside.rows}
    return Cancers(names, parents, found, frozenset(pairs | {(right, left) for left, right in pairs}))
