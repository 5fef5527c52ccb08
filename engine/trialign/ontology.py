"""What lies within what: cancers by OncoTree and trialign's own nodes, variants within a gene.

A cycle is an input problem, never a hang.
"""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter

from trialign.errors import InputProblems, Location, Problem
from trialign.nomenclature.vocabulary import Vocabulary

_PROTEIN_POSITION = re.compile(r"^([A-Z]\d+)[A-Z*]$")


class Ontology:
    """Closures of the is-a relations, computed once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Build the graphs.

        Raises:
            InputProblems: The cancers form a cycle, or name a parent that does not exist.
        """
        self._vocabulary = vocabulary
        where = Location("directories/vocabulary/cancers.csv")
        parents = vocabulary.cancers.parents
        problems = [
            Problem(where, f"{code} has the unknown parent '{parent}'", "add the parent")
            for code, above in parents.items()
            for parent in above
            if parent not in parents
        ]
        if problems:
            raise InputProblems(problems)
        self._above: dict[str, frozenset[str]] = {}
        try:
            for code in TopologicalSorter(parents).static_order():
                self._above[code] = frozenset({code}).union(*(self._above[parent] for parent in parents[code]))
        except CycleError as error:
            cycle = " < ".join(error.args[1])
            problem = Problem(where, f"the cancers {cycle} form a cycle", "remove one of the parents")
            raise InputProblems([problem]) from error
        below: dict[str, set[str]] = {code: set() for code in self._above}
        for code, above_code in self._above.items():
            for ancestor in above_code:
                below[ancestor].add(code)
        self._below = {code: frozenset(codes) for code, codes in below.items()}

    def cancers_above(self, code: str) -> frozenset[str]:
        """Return a cancer and everything it is a kind of."""
        return self._above.get(code, frozenset({code}))

    def cancers_below(self, code: str) -> frozenset[str]:
        """Return a cancer and every kind of it."""
        return self._below.get(code, frozenset({code}))

    def variants_above(self, gene: str, variant: str) -> tuple[str, ...]:
        """Return a variant and what encloses it within the gene, nearest first, ``small variant`` left out.

        ``L858R`` gives ``L858R, exon 21``. A variant that the vocabulary lacks is placed by its position where
        that is known (``R132X`` within ``R132``).
        """
        found = [variant]
        known = self._vocabulary.variants
        current = variant
        if (gene, current) not in known and (position := _PROTEIN_POSITION.match(current)):
            current = position[1]
            found.append(current)
        while (entry := known.get((gene, current))) and len(found) < 10:
            current = entry.parent
            if (gene, current) not in known or current == "small variant":
                break
            found.append(current)
        return tuple(dict.fromkeys(found))

    def variants_below(self, gene: str, variant: str = "") -> tuple[str, ...]:
        """Return the most concrete variants that the vocabulary knows strictly within a variant, or within the gene.

        A variant with known variants of its own is left out: ``exon 21`` gives ``L858R``, never ``L858``.
        """
        own = {name: entry.parent for (symbol, name), entry in self._vocabulary.variants.items() if symbol == gene}
        concrete = [name for name in own if name not in own.values() and name != variant]
        return tuple(name for name in concrete if not variant or variant in self.variants_above(gene, name))

    def knows_variant(self, gene: str, variant: str) -> bool:
        """Tell whether the vocabulary places a variant, itself or by its position."""
        return any((gene, each) in self._vocabulary.variants for each in self.variants_above(gene, variant))

    def is_hotspot(self, gene: str, variant: str) -> bool:
        """Tell whether a hotspot assay of the gene is designed for the variant or its position."""
        first = self.variants_above(gene, variant)[:2]
        return any(
            (entry := self._vocabulary.variants.get((gene, each))) is not None and entry.hotspot for each in first
        )


_KEPT: dict[int, tuple[Vocabulary, Ontology]] = {}


def ontology_of(vocabulary: Vocabulary) -> Ontology:
    """Return the ontology of a vocabulary; that of the last one is kept, since each rule example asks for it.

    Raises:
        InputProblems: As ``Ontology``.
    """
    if id(vocabulary) not in _KEPT:
        made = Ontology(vocabulary)
        _KEPT.clear()
        _KEPT[id(vocabulary)] = (vocabulary, made)  # with the vocabulary, whose place in memory is then not taken
    return _KEPT[id(vocabulary)][1]
