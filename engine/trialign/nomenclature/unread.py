"""Why a printed text is no concept: one reason code each, and what can still be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from trialign.model.directory import Reason, Unresolved
from trialign.nomenclature import labels
from trialign.nomenclature.genes import Genes

_CODE = r"[MR]\d{1,3}[.-]\d{1,3}"
_RANGE = re.compile(rf"({_CODE})\s*-\s*(\d{{1,3}}\b(?!\.)|{_CODE})|({_CODE})")
_POINTER = re.compile(rf"\bsee (?:also )?tests?\b|^{_CODE}$", re.I)
_PANEL = re.compile(r"\(\d{2,4}\)\s*$")
_WORDS = (
    (Reason.PROPRIETARY, re.compile(r"\bproprietary\b", re.I)),
    (Reason.CATCH_ALL, re.compile(r"^all(?: including\b| relevant\b|$)|\bmultiple CpG sites\b", re.I)),
    (
        Reason.ON_REQUEST,
        re.compile(
            r"\bas (?:appropriate|dictated|per)\b|\bdependent on\b|^n/a$|^other$|^relevant\b|^STR markers", re.I
        ),
    ),
    (Reason.EXAMPLE, re.compile(r"^e\.g\.", re.I)),
    (Reason.EVENT, re.compile(r"(?:\b|^)(?:t|der|ider|inv|ins|dic)\(", re.I)),
)
_SYMBOL = re.compile(r"^[A-Z][A-Z0-9-]{2,9}$")
_NEAR = 0.75


def explain(printed: str, genes: Genes) -> Unresolved:
    """Return a text that is no concept with the reason, a proposed correction, and the codes that it points to."""
    text = " ".join(printed.split())
    if not re.search(r"\w", text):
        return Unresolved(printed, Reason.EMPTY)
    if _POINTER.search(text) and (codes := tuple(dict.fromkeys(_codes(text)))):
        return Unresolved(printed, Reason.POINTER_TESTS, codes=codes)
    if _PANEL.search(text) and not genes.find(_PANEL.sub("", text).strip()):
        return Unresolved(printed, Reason.POINTER_PANEL)
    for reason, pattern in _WORDS:
        if pattern.search(text):
            return Unresolved(printed, reason)
    if labels.hyphenated(text.split(" ")[0], genes):
        return Unresolved(printed, Reason.OTHER_CLASS if " " not in text else Reason.NARROWED)
    if text in genes.approved:
        return Unresolved(printed, Reason.OTHER_CLASS)
    if _SYMBOL.match(text) and (near := get_close_matches(text, genes.approved, n=1, cutoff=_NEAR)):
        return Unresolved(printed, Reason.MISPRINT, proposed=near[0])
    if any(genes.find(word) for word in re.split(r"[\s,/()&:-]+", text) if len(word) > 1):
        return Unresolved(printed, Reason.NARROWED)
    return Unresolved(printed, Reason.NOT_A_GENE)


def _codes(text: str) -> Iterator[str]:
    """Yield the codes of ``M80.25-M80.40``, ``M80.41-80.52`` and single ones, the ranges spelt out."""
    text = re.sub(r"(?<=-)(\d{1,3}\.)(?=\d)", r"M\1", text.replace(" ", ""))
    for first, last, single in _RANGE.findall(text):
        if single:
            yield single.replace("-", ".")
            continue
        family, start = re.split(r"[.-]", first)
        end = re.split(r"[.-]", last)[-1]
        for number in range(int(start), int(end) + 1):
            yield f"{family}.{number}"
