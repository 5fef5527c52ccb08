"""Sentences to what they ask, cluster by cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialign.criteria.claims import claims_of
from trialign.criteria.clusters import read, refines
from trialign.criteria.context import Asked, denial, judge, leading_or, not_indicated
from trialign.criteria.lexicon import Word
from trialign.criteria.parts import Kind, Part, word_kind
from trialign.criteria.specs import Before, handed_on
from trialign.criteria.therapies import without_therapy
from trialign.model.biomarker import Alteration

_SENTENCE = re.compile(
    r"[.;](?<=[\w)\]%+].)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bp\.)(?<!\bvs\.)(?<!\bNo\.)\s+(?=[A-Z(\[•*-])|；|。"
)

_LISTING = re.compile(r"\b(?:following|these|below)\b[^.;]*;$")

_BETWEEN = frozenset({",", "/", "and", "or", "and/or", "nor"})
_EXCEPT = re.compile(r"except|excluding|other than|with the exception")

_INSIDE_WORDS = frozenset({"class", "origin", "join", "link", "example", "filler", "open", "group", "status"})

_INSIDE_MARKS = frozenset(",/()[]-:+\"'&–•*")

_HANDING = frozenset({"class", "open", "group", "example"})

_SAYING = frozenset(
    {
        "class",
        "status",
        "either",
        "known",
        "bar",
        "allow",
        "condition",
        "open",
        "group",
        "example",
        "negation",
        "origin",
    }
)

_REMARK = 12
_LONGEST = 4_000

_OR = Part(Kind.WORD, 0, 0, "or", word=Word("join", "or"))
_ALTERATION = Part(Kind.WORD, 0, 0, "alteration", word=Word("class", Alteration.ANY.value))


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences of ``text[start:end]``, very long ones cut."""
    for first, last in _sentences(text, start, end):
        for at in range(first, last, _LONGEST):
            yield at, min(last, at + _LONGEST)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _SENTENCE.finditer(text, start, end):
        if _LISTING.search(text, max(at, match.start() - 40), match.start() + 1):
            continue
        yield at, match.start() + 1
        at = match.end()
    if at < end:
        yield at, end


def asked(parts: Sequence[Part], before: Before) -> tuple[list[Asked], Before]:
    """Return what a sentence asks, cluster by cluster, and what it hands on to the next."""
    found: list[Asked] = []
    alternative = False
    parts = _without_exceptions(parts)
    if before.opened and not _starts_with_marker(parts):
        before = replace(before, opened=False)
    pending: list[Part] = []
    for first, last in _clusters(parts):
        kept = without_therapy(parts, first, last)
        if (not kept and not_indicated(parts, last)) or _denied_alone(parts, first, last):
            kept = [*parts[first:last], _ALTERATION]
        if pending and any(part.kind is Kind.MARKER for part in kept):
            kept = [*pending, *kept]
            pending = []
        if not any(part.kind in {Kind.MARKER, Kind.VARIANT} for part in kept):
            if any(part.word is not None and part.word.kind in _HANDING for part in parts[first:last]):
                before = handed_on(parts[first:last], before)
            continue
        negation = denial(parts, first) or ("no" if kept[-1] is _ALTERATION else "")
        tree, before = read(kept, before, bool(negation), bool(_EXCEPT.match(negation)))
        alternative = alternative or leading_or(parts, first)
        if tree is None:
            pending = _unfinished(parts, last, kept, bool(negation))
            continue
        judged = replace(judge(parts, first, last, tree, bool(negation)), join="or" if alternative else "")
        alternative = alternative and judged.weak is not None
        if found and _exemplifies(kept) and refines(list(claims_of(tree)), list(claims_of(found[-1].tree))):
            judged = replace(judged, join=found[-1].join, barred=found[-1].barred or judged.barred)
            found.pop()
        found.append(judged)
    return found, before


def _denied_alone(parts: Sequence[Part], first: int, last: int) -> bool:
    """Tell whether nothing is said but that genes are absent: 'no EGFR or ALK'."""
    alone = last == len(parts) or parts[last].text in {".", ";"}
    genes = [part.marker for part in parts[first:last] if part.marker is not None]
    joined = all(part.marker or part.text in _BETWEEN for part in parts[first:last])
    denied = first > 0 and word_kind(parts, first - 1) == "negation"
    return bool(genes) and alone and joined and denied and all(each.kind == "gene" for each in genes)


def _unfinished(parts: Sequence[Part], last: int, kept: list[Part], negated: bool) -> list[Part]:
    """Return markers whose class stands in the next cluster: ``neither KRAS nor NRAS mutation``."""
    if last < len(parts) and parts[last].text == "nor":
        return [*kept, _OR]
    return kept if kept[-1].text in {",", "and", "or"} and not negated else []


def _without_exceptions(parts: Sequence[Part]) -> list[Part]:
    """Drop brackets that take something out again, and remarks: ``NRAS (except G12A)``, ``EGFR (growth factor)``."""
    kept: list[Part] = []
    end = -1
    for at, part in enumerate(parts):
        if part.text in {"(", "["} and at > end and kept and _idle(inside := _bracket(parts, at)):
            end = at + len(inside) + 1
        if at > end:
            kept.append(part)
    return kept


def _bracket(parts: Sequence[Part], at: int) -> Sequence[Part]:
    """Return what stands in the bracket that opens at an index; the rest where it does not close."""
    closing = ")" if parts[at].text == "(" else "]"
    for end in range(at + 1, len(parts)):
        if parts[end].text == closing:
            return parts[at + 1 : end]
    return parts[at + 1 :]


def _idle(inside: Sequence[Part]) -> bool:
    """Tell whether a bracket adds nothing: words only, or something taken out again (``except G12A``)."""
    if not inside or len(inside) > _REMARK:
        return False
    word = inside[0].word
    taken_out = word is not None and word.kind == "negation" and bool(_EXCEPT.match(inside[0].text))
    spoken = any(
        part.kind in {Kind.MARKER, Kind.VARIANT, Kind.LEVEL} or (part.word is not None and part.word.kind in _SAYING)
        for part in inside
    )
    return taken_out or not spoken


def _starts_with_marker(parts: Sequence[Part]) -> bool:
    """Tell whether a sentence opens with a marker, as the entries of an announced list do."""
    for part in parts[:8]:
        if part.kind in {Kind.MARKER, Kind.VARIANT}:
            return True
        if part.kind is Kind.TEXT or (part.word is not None and part.word.kind not in _INSIDE_WORDS):
            return False
    return False


def _exemplifies(kept: Sequence[Part]) -> bool:
    """Tell whether a cluster begins as examples of what stands before it (``including …``, ``such as …``)."""
    for part in kept:
        if part.word is not None and part.word.kind == "example":
            return True
        if part.kind in {Kind.MARKER, Kind.VARIANT} or (part.word is not None and part.word.kind == "join"):
            return False
    return False


def _clusters(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield first and last index (excluded) of every run of parts that holds a marker or a variant."""
    first = None
    for at in range(len(parts) + 1):
        inside = at < len(parts) and _inside(parts, at)
        if inside and first is None:
            first = at
        elif not inside and first is not None:
            yield first, at
            first = None


def _inside(parts: Sequence[Part], at: int) -> bool:
    part = parts[at]
    if part.kind is Kind.MARK:
        return part.text in _INSIDE_MARKS
    if part.kind is Kind.WORD and part.word is not None:
        return part.word.kind in _INSIDE_WORDS
    return part.kind is not Kind.TEXT
