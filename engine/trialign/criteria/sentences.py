"""Sentences to what they ask: clusters of claims, and the words around them that turn, weaken or cancel a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trialign.criteria.claims import Before, Claim, Group, Tree, claims_of, group, handed_on, read, refines
from trialign.criteria.items import Kind, Part
from trialign.criteria.lexicon import Word
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Role

_INSIDE_WORDS = frozenset({"class", "origin", "join", "link", "example", "filler", "open", "group", "status"})
_INSIDE_MARKS = frozenset(",/()[]-:+\"'&–•*")
_SENTENCE = re.compile(
    r"(?<=[^\W\d_])(?<!\be\.g)(?<!\bi\.e)(?<!\bp)(?<!\bvs)(?<!\bNo)[.;]\s+(?=[A-Z(\[•*-])|(?<=[\d)\]%+])[.;]\s+(?=[A-Z(\[•*-])|；|。"
)
_LISTING = re.compile(r"\b(?:following|these|below)\b[^.;]*;$")
_EXCEPT = re.compile(r"except|excluding|other than|with the exception")
_DEMAND = re.compile(
    r"\b(?:must|should|needs? to|required to|have to|has to)\b(?: \S+){0,4}? "
    r"(?:received?|progressed|treated|failed|receive|undergone|had|experienced|offered|exhausted|had)\b"
)
_BEFORE = re.compile(
    r"\b(?:treatments?|therap(?:y|ies)|received|regimens?|surgery|radiotherapy|history|progression|diagnosis)\b"
)
_SUBJECT = re.compile(r"\b(?:with|whose|harbou?ring|who have|who are|known)\b")
_REACH = 4
_ALTERATION = Part(Kind.WORD, 0, 0, "alteration", word=Word("class", Alteration.ANY.value))
_FOUND = frozenset({"positive", "negative", "high", "low"})
_FAR = 40
_HANDING = frozenset({"class", "open", "group", "example"})
_REMARK = 12
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A tree of claims and what the words around it make of it.

    Attributes:
        tree: The claims.
        join: 'or' where the text joins it to the one before by 'or'.
        barred: True where an inclusion criterion says that such patients are excluded.
        negated: True where a word before the claims denies them.
        weak: EITHER or OPTIONAL where it is no criterion.
        if_known: True where it holds only if the result is known.
        confidence: Factor for the confidence of its claims.
    """

    tree: Tree
    join: str
    barred: bool
    negated: bool
    weak: Role | None
    if_known: bool
    confidence: float


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences of ``text[start:end]``."""
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
        kept = _without_therapy(parts, first, last)
        if not kept and _not_indicated(parts, last):
            kept = [*parts[first:last], _ALTERATION]
        if pending and any(part.kind is Kind.MARKER for part in kept):
            kept = [*pending, *kept]
            pending = []
        if not any(part.kind in {Kind.MARKER, Kind.VARIANT} for part in kept):
            if any(part.word is not None and part.word.kind in _HANDING for part in parts[first:last]):
                before = handed_on(parts[first:last], before)
            continue
        negation = _negation(parts, first) or ("no" if kept[-1] is _ALTERATION else "")
        negated = bool(negation)
        tree, before = read(kept, before, negated, bool(_EXCEPT.match(negation)))
        alternative = alternative or _leading_or(parts, first)
        if tree is None:
            pending = kept if kept[-1].text in {",", "and", "or"} and not _negation(parts, first) else []
            continue
        judged = replace(_judged(parts, first, last, tree, negated), join="or" if alternative else "")
        alternative = alternative and judged.weak is not None
        if found and _exemplifies(kept) and refines(list(claims_of(tree)), list(claims_of(found[-1].tree))):
            judged = replace(judged, join=found[-1].join, barred=found[-1].barred or judged.barred)
            found.pop()
        found.append(judged)
    return found, before


def _without_exceptions(parts: Sequence[Part]) -> list[Part]:
    """Drop brackets that take something out again, and remarks: ``NRAS (except G12A)``, ``EGFR (a growth factor)``."""
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


def _not_indicated(parts: Sequence[Part], last: int) -> bool:
    """Tell whether a sentence says that a medicine for a marker is not indicated: the marker is then absent."""
    return "not indicated" in " ".join(part.text for part in parts[last : _stop(parts, last)])


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


def _kind(parts: Sequence[Part], at: int) -> str:
    word = parts[at].word if 0 <= at < len(parts) else None
    return word.kind if word else ""


def _without_therapy(parts: Sequence[Part], first: int, last: int) -> list[Part]:
    """Drop the markers that only say what a medicine acts on: ``EGFR or ALK inhibitor``, ``anti-HER2``."""
    kept = list(parts[first:last])
    if _kind(parts, last) in {"therapy after", "therapy both"} and not _apart(kept):
        kept = _cut_tail(kept)
    before = first - 1
    while before >= 0 and parts[before].text == "-":
        before -= 1
    if _kind(parts, before) in {"therapy before", "therapy both"}:
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
    while at < len(kept) and not (kept[at].word and kept[at].word.kind in {"join", "link"}):  # type: ignore[union-attr]
        if kept[at].text == ",":
            break
        at += 1
    rest = list(kept[at:])
    return rest if any(_says_class(part) for part in rest) else []


def _says_class(part: Part) -> bool:
    return part.kind in {Kind.VARIANT, Kind.LEVEL} or (
        part.word is not None and part.word.kind in {"class", "status"}
    )


def _negation(parts: Sequence[Part], first: int) -> str:
    """Return the word shortly before a cluster that denies it, '' for none."""
    reach = 0
    for at in range(first - 1, -1, -1):
        kind = _kind(parts, at)
        if kind == "negation":
            word = parts[at].text
            beside = at >= first - 2 and all(part.text == "-" for part in parts[at + 1 : first])
            return word if word != "non" or beside else ""
        if parts[at].kind is Kind.MARK and parts[at].text not in {"-", "(", '"', "'", ","}:
            return ""
        if kind.startswith("therapy") or kind in {"prior", "condition", "allow", "bar"}:
            return ""
        reach += parts[at].kind is Kind.TEXT
        if reach > _REACH:
            return ""
    return ""


def _judged(parts: Sequence[Part], first: int, last: int, tree: Tree, negated: bool) -> Asked:
    ahead = _ahead(parts, last)
    behind = [_kind(parts, at) for at in range(max(0, first - _FAR), first)]
    near = behind[-4:]
    weak: Role | None = None
    confidence = 1.0
    if "either" in near or all(claim.status for claim in claims_of(tree)) or _any_result(parts, first, last, tree):
        weak = Role.EITHER
    elif (
        "optional" in behind
        or "optional" in ahead
        or "relative" in behind
        or "condition" in behind
        or _demanding(parts, first, last)
    ):
        weak = Role.OPTIONAL
    barred = _barred(parts, last)
    if barred and weak is Role.OPTIONAL:
        weak = None
    if "allow" in ahead and not barred:
        confidence = 0.8
        if "condition" in ahead:
            weak = Role.OPTIONAL
    if weak is None and not barred and (_aside(parts, first) or _unless(parts, last)):
        confidence = 0.5
    return Asked(tree, "", barred, negated, weak, "known" in ahead or "known" in behind, confidence)


def _ahead(parts: Sequence[Part], last: int) -> list[str]:
    """Return the kinds of the words behind a cluster, brackets left out."""
    found = []
    depth = 0
    for at in range(last, _stop(parts, last)):
        depth += (parts[at].text in {"(", "["}) - (parts[at].text in {")", "]"})
        if depth <= 0:
            found.append(_kind(parts, at))
    return found


def _stop(parts: Sequence[Part], last: int) -> int:
    """Return where what follows a cluster ends: a full stop, a semicolon, or far enough."""
    for at in range(last, min(len(parts), last + _FAR)):
        if parts[at].text in {";", "."}:
            return at
    return min(len(parts), last + _FAR)


def _demanding(parts: Sequence[Part], first: int, last: int) -> bool:
    """Tell whether a sentence only says what patients with a marker must have had: a treatment, not the marker."""
    while first < last and parts[first].kind is not Kind.MARKER:
        first += 1
    subject = " ".join(part.text for part in parts[max(0, first - _FAR) : first])
    rest = " ".join(part.text for part in parts[last : last + _FAR])
    return bool(_DEMAND.search(rest)) and (not subject or bool(_SUBJECT.search(subject))) and "must" not in subject


def _any_result(parts: Sequence[Part], first: int, last: int, tree: Tree) -> bool:
    """Tell whether an expression must only be known, or may be any: 'known PD-L1 expression'."""
    opening = {part.text for part in parts[max(0, first - 1) : min(last, first + 2)]}
    said = any(part.kind is Kind.LEVEL or (part.word and part.word.value in _FOUND) for part in parts[first:last])
    shown = all(claim.alteration is Alteration.EXPRESSION for claim in claims_of(tree))
    return shown and not said and bool(opening & {"known", "any"})


def _aside(parts: Sequence[Part], first: int) -> bool:
    """Tell whether a marker only names the disease of an earlier treatment: 'prior therapy for HER2-positive cancer'."""
    behind = [part.text for part in parts[max(0, first - _FAR) : first + 1]]
    treated = [at for at, text in enumerate(behind) if _BEFORE.fullmatch(text)]
    return bool(treated) and any(text in {"for", "of", "since", "to"} for text in behind[treated[0] :])


def _unless(parts: Sequence[Part], last: int) -> bool:
    return any(part.text == "unless" for part in parts[last : _stop(parts, last)])


def _barred(parts: Sequence[Part], last: int) -> bool:
    """Tell whether a sentence says that such patients are excluded; 'not eligible for surgery' bars nobody."""
    for at in range(last, _stop(parts, last)):
        if _kind(parts, at) == "bar":
            after = " ".join(part.text for part in parts[at + 1 : at + 4])
            return not re.match(
                r"(?:for|to)\b(?! (?:this|the|the present)? ?(?:study|trial|cohort|arm|part|enrol))", after
            )
        if _kind(parts, at) == "condition":
            return False
    return False


def _leading_or(parts: Sequence[Part], first: int) -> bool:
    """Tell whether the nearest joining word before the first marker of a cluster is 'or'."""
    at = first
    while at < len(parts) and parts[at].kind not in {Kind.MARKER, Kind.VARIANT}:
        at += 1
    depth = 0
    for part in reversed(parts[:at]):
        depth = max(0, depth + (part.text == ")") - (part.text == "("))
        if depth:
            continue
        if part.word is not None and part.word.kind == "join":
            return part.word.value == "or"
        pathway = part.marker is not None and part.marker.kind == "pathway"
        if (part.kind in {Kind.MARKER, Kind.VARIANT} and not pathway) or part.text in {".", ";"}:
            return False
    return False


def without_status(tree: Tree) -> Tree | None:
    """Return a tree without the claims that speak of a result only."""
    if isinstance(tree, Claim):
        return None if tree.status else tree
    kept = [each for child in tree.children if (each := without_status(child)) is not None]
    return group(tree.every, kept) if isinstance(tree, Group) else tree
