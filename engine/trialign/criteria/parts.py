"""A stretch of text to its meaningful parts: markers, variants, levels, words, and plain text between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from trialign.criteria import families, regions, variants
from trialign.criteria.lexicon import TOKEN, Lexicon, Marker, Target, Word
from trialign.criteria.variants import Change
from trialign.model.biomarker import Alteration


class Kind(StrEnum):
    """What a part of the text is."""

    MARKER = "marker"
    VARIANT = "variant"
    WORD = "word"
    LEVEL = "level"
    MARK = "mark"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stretch of text, with its offsets in the whole text.

    Attributes:
        kind: What it is.
        start: First character.
        end: Character after the last.
        text: Lower case, as printed.
        marker: For markers; for variants the gene that is known for them, if one alone is.
        changes: For variants: several where the text lists them (``V600E/K``).
        word: For words.
    """

    kind: Kind
    start: int
    end: int
    text: str
    marker: Marker | None = None
    changes: tuple[Change, ...] = ()
    word: Word | None = None


_LEVEL = re.compile(
    r"""
    (?:\b(?:TPS|CPS|TAP|IC|TC|combined\spositive\sscore|tumou?r\sproportion\sscore|H[-\s]?score|IHC|ISH|FISH|allelic\sratio|VAF)\b
        (?:\s*\((?:TPS|CPS|TAP|IHC|ISH|FISH)\))?(?:\s(?:score|of|is|by|result|staining))*)?
    \s*\\?(?:(?:equal\sto\sor\s)?(?:greater|less|more|higher|lower)\sthan(?:\sor\sequal\sto)?|≥|>=|=\\?>|>|≤|<=|=\\?<|<|at\sleast|\bof\b)=?\s*\d+(?:\.\d+)?\s*(?:%|mut(?:ations?)?\s?(?:/|per)\s?(?:Mb|megabase))?
  | \b(?:TPS|CPS|TAP|IC|TC)\s*(?:of\s)?\d{1,2}\s?%?\s?(?:-|–|to)\s?\d{1,3}\s?%
  | \b(?:IHC|immunohistochemistry|score|staining)?\s*\(?(?:IHC\)?\s*)?[0-3]\+(?!\w)
  | \b(?:IHC\s?)?0\s?(?:/|or|,|-|to)\s?1\+?(?!\w)
  | (?:\bIHC|\bscore|\bimmunohistochemistry)\s*(?:of\s)?0(?![\d.])
  | \b(?:FISH|ISH|CISH|SISH|DISH)\s?(?:\+|-(?!\w)|positive|negative|amplified|non-amplified)
    """,
    re.X | re.I,
)

_LEVEL_STARTS = frozenset(
    [
        "at",
        "of",
        "tps",
        "cps",
        "tap",
        "ic",
        "tc",
        "combined",
        "tumor",
        "tumour",
        "h",
        "ihc",
        "ish",
        "fish",
        "cish",
        "sish",
        "dish",
        "score",
        "staining",
        "immunohistochemistry",
        "allelic",
        "vaf",
        "greater",
        "less",
        "more",
        "higher",
        "lower",
        "equal",
    ]
)

_UNIT = re.compile(r"%|mut|TPS|CPS|TAP|IC\b|TC\b|score|IHC|ISH|VAF|ratio|\+", re.I)

OTHER_THAN = "non-"
_GREEK = re.compile(r"\s?[α-ω]")
_HYPHENS = frozenset({"-", "–", "‑", "::"})
_FUSING = frozenset({"gene", "rare"})
_SIGN = {"+": "positive", "-": "negative", "−": "negative", "–": "negative"}

_SYMBOL = re.compile(r"(?=[A-Z0-9]*\d)[A-Z][A-Z0-9]{2,9}")

_UNKNOWN = Word("filler", "")

_SUFFIXES = {"m", "mut"}

GLUED = re.compile(r"\b([A-Za-z0-9]{3,6}?)(?:p\.?)?([A-Z]\d{2,4}[A-Z]?)\b|\b([A-Z][A-Z0-9]{2,5})(m|mut)\b")


class Reader:
    """Splits text into parts with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lexicon."""
        self.lexicon = lexicon
        self._entries = lexicon.entries

    def parts(self, text: str, start: int, end: int) -> list[Part]:
        """Return the parts of ``text[start:end]`` in order."""
        tokens = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
        lower = [token[0].lower() for token in tokens]
        found: list[Part] = []
        at = 0
        while at < len(tokens):
            part, at = self._part(text, tokens, lower, at, found)
            if part.kind is Kind.VARIANT and found[-2:-1] and found[-2].text == "non" and found[-1].text in _HYPHENS:
                part = _other_than(found[-2], part)
                del found[-2:]
            found.append(part)
        return found

    def _part(
        self,
        text: str,
        tokens: Sequence[tuple[str, int, int]],
        lower: Sequence[str],
        at: int,
        before: Sequence[Part],
    ) -> tuple[Part, int]:
        token, start, end = tokens[at]
        figure = token[0].isdigit() or token[-1].isdigit() or (len(token) > 2 and not token.isalpha())
        if (figure or lower[at][:3] in regions.STARTS) and (region := regions.REGION.match(text, start)):
            part = Part(Kind.MARKER, start, region.end(), region.group().lower(), marker=regions.marker(region))
            return part, _after(tokens, at, region.end())
        match = variants.VARIANT.match(text, start) if figure or lower[at] in variants.STARTS else None
        if match and variants.plausible(match) and not self._named(lower, at, tokens, match.end()):
            found = variants.changes(match)
            owner = self.lexicon.variants.get(found[0].variant)
            part = Part(Kind.VARIANT, start, match.end(), "", marker=owner, changes=found)
            return part, _after(tokens, at, match.end())
        match = _LEVEL.match(text, start) if token in "0123<>=≥≤" or lower[at] in _LEVEL_STARTS else None
        if match and _is_level(match.group(), before):
            part = Part(Kind.LEVEL, start, match.end(), match.group().strip())
            return part, _after(tokens, at, match.end())
        sign = _sign(text, token, start, end, before)
        if sign:
            return Part(Kind.WORD, start, end, token, word=Word("class", sign)), at + 1
        meaning, stop = self._longest(lower, at, tokens)
        if isinstance(meaning, Marker):
            if (pair := self._fused(meaning, tokens, lower, stop)) is not None:
                return Part(Kind.MARKER, start, tokens[pair[1] - 1][2], token.lower(), marker=pair[0]), pair[1]
            named, stop = families.read(self.lexicon, meaning, tokens, at, stop)
            return Part(Kind.MARKER, start, tokens[stop - 1][2], token.lower(), marker=named), stop
        if meaning is not None:
            last = tokens[stop - 1][2]
            return Part(Kind.WORD, start, last, text[start:last].lower(), word=meaning), stop
        if (glued := self._glued(token)) is not None:
            return self._unglued(glued, start, end), at + 1
        if (marker := self._hyphenated(tokens, at)) is not None:
            return Part(Kind.MARKER, start, tokens[at + 2][2], token.lower(), marker=marker), at + 3
        if _SYMBOL.fullmatch(token) and before and before[-1].text in {",", "/"}:
            return Part(Kind.WORD, start, end, token.lower(), word=_UNKNOWN), at + 1
        return Part(Kind.MARK if not token[0].isalnum() else Kind.TEXT, start, end, token.lower()), at + 1

    def _fused(
        self, first: Marker, tokens: Sequence[tuple[str, int, int]], lower: Sequence[str], stop: int
    ) -> tuple[Marker, int] | None:
        """Read ``FGFR3::TACC3`` and ``FGFR3-TACC3 fusion`` as a fusion of two genes, 5' first."""
        if first.kind not in _FUSING or stop + 1 >= len(tokens) or tokens[stop][0] not in {"::", *_HYPHENS}:
            return None
        second, end = self._longest(lower, stop + 1, tokens)
        if not isinstance(second, Marker) or second.kind not in _FUSING:
            return None
        tight = tokens[stop - 1][2] == tokens[stop][1] and tokens[stop][2] == tokens[stop + 1][1]
        said = end < len(lower) and lower[end].startswith(("fusion", "rearrang"))
        if not (tight and (tokens[stop][0] == "::" or said)) or first.targets == second.targets:
            return None
        label = f"{first.targets[0].label}::{second.targets[0].label}"
        return Marker((Target(label, None),), "complete", min(first.confidence, second.confidence)), end

    def _hyphenated(self, tokens: Sequence[tuple[str, int, int]], at: int) -> Marker | None:
        """Read ``BAP-1`` as BAP1: a symbol with a hyphen before its number."""
        if at + 2 >= len(tokens) or tokens[at + 1][0] != "-" or not tokens[at + 2][0].isdigit():
            return None
        if tokens[at][2] != tokens[at + 1][1] or tokens[at + 1][2] != tokens[at + 2][1]:
            return None
        for rest, _, meaning in self._entries.get(f"{tokens[at][0]}{tokens[at + 2][0]}".lower(), ()):
            if not rest and isinstance(meaning, Marker) and meaning.kind in {"gene", "protein"}:
                return meaning
        return None

    def _named(self, lower: Sequence[str], at: int, tokens: Sequence[tuple[str, int, int]], end: int) -> bool:
        """Tell whether a name of a marker covers more than what looks like a variant here (``H3``, ``E2F1``)."""
        meaning, stop = self._longest(lower, at, tokens)
        return isinstance(meaning, Marker) and tokens[stop - 1][2] >= end

    def _longest(
        self, lower: Sequence[str], at: int, tokens: Sequence[tuple[str, int, int]]
    ) -> tuple[Marker | Word | None, int]:
        for rest, spelling, meaning in self._entries.get(lower[at], ()):
            stop = _follow(lower, at + 1, rest)
            if stop and (not spelling or spelling == "".join(tokens[i][0] for i in range(at, stop)).replace("-", "")):
                return meaning, stop
        return None, at

    def _glued(self, token: str) -> tuple[Marker, str] | None:
        """Part a symbol from the change written on to it: ``KRasG12C``, ``BRAFV600E``."""
        found = GLUED.fullmatch(token)
        if not found:
            return None
        symbol, change = found[1] or found[3], found[2] or found[4]
        for rest, _, meaning in self._entries.get(symbol.lower(), ()):
            if not rest and isinstance(meaning, Marker) and meaning.kind in {"gene", "family"}:
                return meaning, change
        return None

    @staticmethod
    def _unglued(glued: tuple[Marker, str], start: int, end: int) -> Part:
        marker, change = glued
        change = "" if change in _SUFFIXES else change
        return Part(Kind.MARKER, start, end, "", marker=marker, changes=(Change(Alteration.SMALL, change),))


def _other_than(non: Part, variant: Part) -> Part:
    """Read ``non-V600E`` as a small variant of which no more is known: what it leaves out must not be asked for."""
    return Part(Kind.WORD, non.start, variant.end, OTHER_THAN, word=Word("class", Alteration.SMALL.value))


def _is_level(text: str, before: Sequence[Part]) -> bool:
    """Tell whether a comparison speaks of a marker: it has a unit of its own, or stands behind a signature."""
    if _UNIT.search(text):
        return True
    names = [part for part in before[-3:] if part.kind is Kind.MARKER]
    return bool(names) and names[-1].marker is not None and names[-1].marker.targets[0].label in {"TMB-H", "CD274"}


def _follow(lower: Sequence[str], at: int, rest: tuple[str, ...]) -> int:
    """Return the index behind the tokens ``rest`` from ``at`` on, hyphens between them left out; 0 for none."""
    for wanted in rest:
        while at < len(lower) and lower[at] in _HYPHENS and wanted not in _HYPHENS:
            at += 1
        if at >= len(lower) or lower[at] != wanted:
            return 0
        at += 1
    return at


def _after(tokens: Sequence[tuple[str, int, int]], at: int, end: int) -> int:
    while at < len(tokens) and tokens[at][1] < end:
        at += 1
    return at


def _sign(text: str, token: str, start: int, end: int, before: Sequence[Part]) -> str:
    """Read ``+`` and ``-`` set close behind a marker, or in brackets behind it (``ER+``, ``HER2(-)``)."""
    sign = _SIGN.get(token)
    if not sign or not before:
        return ""
    last = before[-1]
    if last.text in {"(", "["} and len(before) > 1 and text[end : end + 1] in {")", "]"}:
        return sign if before[-2].kind is Kind.MARKER else ""
    if last.kind not in {Kind.MARKER, Kind.VARIANT}:
        return ""
    after = text[end : end + 1]
    if _GREEK.match(text, end):
        return ""
    paired = len(before) > 1 and before[-2].text == "/"
    signed = any(part.word is not None and part.word.value in _SIGN.values() for part in before[-4:])
    if last.end + 1 == start and (sign == "positive" or signed) and not after.strip():
        return sign
    if last.end != start:
        return ""
    return sign if sign == "positive" or not after.isalnum() or (signed and paired) else ""


def word_kind(parts: Sequence[Part], at: int) -> str:
    """Return the kind of word that stands at an index, '' where none stands there."""
    word = parts[at].word if 0 <= at < len(parts) else None
    return word.kind if word else ""
