"""The words around a cluster: what denies, weakens, bars or cancels what it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trialign.criteria.claims import Tree, claims_of
from trialign.criteria.parts import OTHER_THAN, Kind, Part, word_kind
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Role

_DEMAND = re.compile(
    r"\b(?:must|should|needs? to|required to|have to|has to)\b(?: \S+){0,4}? "
    r"(?:received?|progressed|treated|failed|receive|undergone|had|experienced|offered|exhausted|had)\b"
)

_BEFORE = re.compile(
    r"\b(?:treatments?|therap(?:y|ies)|received|regimens?|surgery|radiotherapy|history|progression|diagnosis)\b"
)

_SUBJECT = re.compile(r"\b(?:with|whose|harbou?ring|who have|who are|known)\b")

_ANEW = [["and", "a"], ["and", "an"]]  # 'no surgery and a KRAS mutation' begins anew
_REACH = 4

_FAR = 40

_FOUND = frozenset({"positive", "negative", "high", "low"})


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
        known: True where it speaks of what is known or documented; an exclusion holds only then.
        aside: True where it may only name the disease of an earlier treatment, or holds unless something else does.
        confidence: Factor for the confidence of its claims.
    """

    tree: Tree
    join: str
    barred: bool
    negated: bool
    weak: Role | None
    if_known: bool
    known: bool
    aside: bool
    confidence: float


def denial(parts: Sequence[Part], first: int) -> str:
    """Return the word shortly before a cluster that denies it, '' for none."""
    reach = 0
    if [part.text for part in parts[first : first + 2]] in _ANEW:
        return ""
    for at in range(first - 1, -1, -1):
        kind = word_kind(parts, at)
        if kind == "negation":
            word = parts[at].text
            beside = next((part for part in parts[at + 1 :] if part.text != "-"), parts[at])
            near = beside.kind is Kind.MARKER or (beside.word is not None and beside.word.kind == "class")
            return word if word != "non" or near else ""
        if parts[at].kind is Kind.MARK and parts[at].text not in {"-", "(", '"', "'", ","}:
            return ""
        if kind.startswith("therapy") or kind in {"prior", "condition", "allow", "bar"}:
            return ""
        reach += parts[at].kind is Kind.TEXT
        if reach > _REACH:
            return ""
    return ""


def judge(parts: Sequence[Part], first: int, last: int, tree: Tree, negated: bool) -> Asked:
    """Return what the words around a cluster, from index ``first`` to before ``last``, make of its claims."""
    ahead = _ahead(parts, last)
    behind = [word_kind(parts, at) for at in range(max(0, first - _FAR), first)]
    near = behind[-4:]
    weak: Role | None = None
    if "either" in near or _no_matter(tree) or _any_result(parts, first, last, tree):
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
    allowed = "allow" in ahead and not barred
    if allowed and "condition" in ahead:
        weak = Role.OPTIONAL
    aside = allowed or _aside(parts, first) or _unless(parts, last) or _other_than(parts, first, last)
    if_known = "known" in ahead or "known" in behind
    return Asked(
        tree, "", barred, negated, weak, if_known, _known(parts, first), aside and not barred, 0.8 if allowed else 1.0
    )


def _other_than(parts: Sequence[Part], first: int, last: int) -> bool:
    """Tell whether a cluster speaks of all changes but one: barring the whole class would bar that one too."""
    return any(part.text == OTHER_THAN for part in parts[first:last])


def _known(parts: Sequence[Part], first: int) -> bool:
    """Tell whether 'known' or 'documented' stands before the first marker of a cluster."""
    at = first
    while at < len(parts) and parts[at].kind is not Kind.MARKER:
        at += 1
    return any(part.text in {"known", "documented"} for part in parts[max(0, first - 3) : at])


def _ahead(parts: Sequence[Part], last: int) -> list[str]:
    """Return the kinds of the words behind a cluster, brackets left out."""
    found = []
    depth = 0
    for at in range(last, _stop(parts, last)):
        depth += (parts[at].text in {"(", "["}) - (parts[at].text in {")", "]"})
        if depth <= 0:
            found.append(word_kind(parts, at))
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


def _no_matter(tree: Tree) -> bool:
    """Tell whether only a result is spoken of, or one value and its opposite serve ('BRAF wild type or mutant')."""
    claims = list(claims_of(tree))
    said = {claim.concept for claim in claims}
    both = all((label, kind, variant, not present) in said for label, kind, variant, present in said)
    return all(claim.status for claim in claims) or both


def _aside(parts: Sequence[Part], first: int) -> bool:
    """Tell whether a marker only names the disease of an earlier treatment: 'prior therapy for HER2+ cancer'."""
    behind = [part.text for part in parts[max(0, first - _FAR) : first + 1]]
    treated = [at for at, text in enumerate(behind) if _BEFORE.fullmatch(text)]
    return bool(treated) and any(text in {"for", "of", "since", "to"} for text in behind[treated[0] :])


def _unless(parts: Sequence[Part], last: int) -> bool:
    return any(part.text == "unless" for part in parts[last : _stop(parts, last)])


def _barred(parts: Sequence[Part], last: int) -> bool:
    """Tell whether a sentence says that such patients are excluded; 'not eligible for surgery' bars nobody."""
    for at in range(last, _stop(parts, last)):
        if word_kind(parts, at) == "bar":
            after = " ".join(part.text for part in parts[at + 1 : at + 4])
            return not re.match(
                r"(?:for|to)\b(?! (?:this|the|the present)? ?(?:study|trial|cohort|arm|part|enrol))", after
            )
        if word_kind(parts, at) == "condition":
            return False
    return False


def not_indicated(parts: Sequence[Part], last: int) -> bool:
    """Tell whether a sentence says that a medicine for a marker is not indicated: the marker is then absent."""
    return "not indicated" in " ".join(part.text for part in parts[last : _stop(parts, last)])


def leading_or(parts: Sequence[Part], first: int) -> bool:
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
