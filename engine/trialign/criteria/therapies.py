"""Markers that only say what a medicine acts on: ``EGFR or ALK inhibitor``, ``anti-HER2``."""

from __future__ import annotations

from collections.abc import Sequence

from trialign.criteria.parts import Kind, Part, word_kind


def without_therapy(parts: Sequence[Part], first: int, last: int) -> list[Part]:
    """Drop the markers that only say what a medicine acts on: ``EGFR or ALK inhibitor``, ``anti-HER2``."""
    kept = list(parts[first:last])
    if word_kind(parts, last) in {"therapy after", "therapy both"} and not _apart(kept):
        kept = _cut_tail(kept)
    before = first - 1
    while before >= 0 and parts[before].text == "-":
        before -= 1
    if word_kind(parts, before) in {"therapy before", "therapy both"}:
        kept = _cut_head(kept)
    return kept


def _apart(kept: Sequence[Part]) -> bool:
    """Tell whether a comma or a word such as 'for' parts the markers from the medicine behind them."""
    tail = [part for part in kept[-2:] if part.text in {",", ":", ";"} or (part.word and part.word.kind == "link")]
    return bool(tail) and kept[-1].text != "-"


def _cut_tail(kept: Sequence[Part]) -> list[Part]:
    """Drop the run of markers at the end, back to the nearest class word that stands before it."""
    at = len(kept)
    while at and kept[at - 1].kind is Kind.MARK and kept[at - 1].text in "-()[]":
        at -= 1
    kept = kept[:at]
    while at and not _says_class(kept[at - 1]):
        at -= 1
    if at == len(kept):
        while at and (_says_class(kept[at - 1]) or kept[at - 1].kind in {Kind.MARKER, Kind.VARIANT}):
            at -= 1
    return list(kept[:at])


def _cut_head(kept: Sequence[Part]) -> list[Part]:
    """Drop the markers at the start, up to what has a class of its own."""
    at = 0
    while at < len(kept) and word_kind(kept, at) not in {"join", "link"}:
        if kept[at].text == ",":
            break
        at += 1
    rest = list(kept[at:])
    return rest if any(_says_class(part) for part in rest) else []


def _says_class(part: Part) -> bool:
    return part.kind in {Kind.VARIANT, Kind.LEVEL} or (
        part.word is not None and part.word.kind in {"class", "status"}
    )
