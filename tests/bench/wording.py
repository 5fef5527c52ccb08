"""Leaves in the wording of an annotated set: labels made of the sentence's own words, for the published exact match.

The set writes a bare gene with 'mutation', 'alteration', 'fusion', 'amplification' or 'expression', 'HER2 negative',
'MSI high', 'BRAF V600E'. Only the text is looked at, never an answer.
"""

from __future__ import annotations

import re

from trialign.criteria.parts import Kind, Part, Reader
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Leaf, Role

_CLASS = {
    Alteration.ANY: "alteration",
    Alteration.SMALL: "mutation",
    Alteration.GAIN: "amplification",
    Alteration.COPY_NUMBER: "amplification",
}
_SIGNATURES = {Alteration.MSI, Alteration.MMR, Alteration.TMB, Alteration.HRD, Alteration.REGION, Alteration.HLA}
_SIGNS = {"+": "positive", "-": "negative", "positivity": "positive", "negativity": "negative"}
_STATES = ("positive", "negative", "wild-type", "wild type", "wildtype", "wt")


def label(leaf: Leaf, text: str, reader: Reader) -> str:
    """Return a leaf as the annotators would write it."""
    parts = reader.parts(text, leaf.start, leaf.end)
    if leaf.alteration in _SIGNATURES:
        return _signature(text, parts) or leaf.marker
    origin = f" ({leaf.origin.value})" if leaf.origin else ""
    name = _name(leaf, text, parts)
    if leaf.variant and "::" not in leaf.variant:
        return f"{name} {_variant(leaf, text)}{origin}"
    return f"{name} {_class(leaf, text, parts)}{origin}"


def _signature(text: str, parts: list[Part]) -> str:
    """Return a signature's name and its first sign, as printed."""
    named = [part for part in parts if part.kind is Kind.MARKER][:1]
    signs = [
        part for part in parts if part.word and part.word.kind == "class" and named and part.start > named[0].start
    ]
    return " ".join(" ".join(text[part.start : part.end].split()) for part in named + signs[:1])


def _variant(leaf: Leaf, text: str) -> str:
    """Return a variant as printed: with the X of any other amino acid."""
    found = re.search(rf"{re.escape(leaf.variant)}X?\b", text[leaf.start : leaf.end + 3])
    return found.group() if found else leaf.variant


def _name(leaf: Leaf, text: str, parts: list[Part]) -> str:
    """Return the gene as printed, or its symbol where the text prints a list of a family or a long name."""
    printed = next((part for part in parts if part.kind is Kind.MARKER), None)
    if printed is None or printed.marker is None or printed.changes:
        return leaf.marker
    words = text[printed.start : printed.end]
    if len(printed.marker.targets) > 1 and not re.fullmatch(r"[A-Za-z]+", words):
        return leaf.marker
    short = next(
        (
            text[part.start : part.end]
            for part in parts[1:]
            if part.kind is Kind.MARKER
            and part.marker
            and part.marker.targets == printed.marker.targets
            and len(part.text) < len(words)
        ),
        "",
    )
    return short or (words if " " not in words else leaf.marker)


def _class(leaf: Leaf, text: str, parts: list[Part]) -> str:
    """Return the class word as printed, in the singular."""
    words = [text[part.start : part.end].lower() for part in parts if part.word and part.word.kind == "class"]
    states = [_SIGNS.get(word, word) for word in words if _SIGNS.get(word, word) in _STATES]
    if states and leaf.alteration in {Alteration.EXPRESSION, Alteration.SMALL, Alteration.FUSION}:
        return states[-1]
    if leaf.alteration is Alteration.EXPRESSION:
        return "expression" if leaf.role is not Role.EXCLUDED else "negative"
    plain = [word for word in words if word not in _STATES and word not in _SIGNS]
    if plain and leaf.alteration is not Alteration.ITD:
        near = text[max(0, leaf.start - 20) : leaf.end].lower()
        return ("activating " if "activating" in near else "") + _singular(plain[-1])
    return _CLASS.get(leaf.alteration, leaf.alteration.value)


def _singular(word: str) -> str:
    if word in {"mutated", "mutant", "mut"}:
        return "mutation"
    if word in {"amplified", "altered", "rearranged"}:
        return {"amplified": "amplification", "altered": "alteration", "rearranged": "rearrangement"}[word]
    return re.sub(r"(?<=[a-z])(?<!s)s$", "", " ".join(word.split()).removeprefix("gene "))
