"""A stretch of text to its meaningful parts: markers, variants, words, and plain text between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from trialign.criteria.lexicon import TOKEN, Lexicon, Marker, Target, Word
from trialign.model.biomarker import Alteration, Gene


class Kind(StrEnum):
    """What a part of the text is."""

    MARKER = "marker"
    VARIANT = "variant"
    WORD = "word"
    LEVEL = "level"
    MARK = "mark"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Change:
    """A variant as the text gives it: class and text within the class."""

    alteration: Alteration
    variant: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stretch of text, with its offsets in the whole text.

    Attributes:
        kind: What it is.
        start: First character.
        end: Character after the last.
        text: Lower case, as printed.
        marker: For markers.
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


_THREE = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G", "his": "H",
    "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S", "thr": "T", "trp": "W",
    "tyr": "Y", "val": "V", "ter": "*",
}  # fmt: skip
_EVENT = {"del": "deletion", "ins": "insertion", "ski": "skipping", "mut": "", "dup": "insertion"}
_EVENTS = r"deletions?|del(?:s|etional)?|insertions?|ins|duplications?|skipping|mutations?"
_VARIANT = re.compile(
    rf"""
    (?P<before>{_EVENTS})\s+(?:mutations?\s+)?(?:in|of|at|on|within)\s+(?:the\s+)?exons?\s*(?P<exon_before>\d{{1,2}})
  | \b(?:exons?|ex|E)[\s-]*(?P<exons>\d{{1,2}}(?:\s*(?:,|/|-|–|and|or|to|and/or|&)\s*(?:exon\s*)?\d{{1,2}}(?!\d|\s*%))*)
        (?:[\s-]*(?:in[\s-]?frame\s*)?(?P<after>{_EVENTS}))?(?![\w])
  | \b(?P<nineteen>19)[\s-]?del(?:etions?)?\b
  | \bp\.\(?(?P<long>[A-Z][a-z]{{2}})(?P<long_at>\d{{1,4}})(?P<long_to>[A-Z][a-z]{{2}})?\)?
  | \b(?:p\.\s?)?(?P<from>[ACDEFGHIKLMNPQRSTVWY])(?P<at>\d{{2,4}})(?P<to>[ACDEFGHIKLMNPQRSTVWXY*]|fs\*?\d*|del|dup|ins)?
        (?P<more>(?:\s?/\s?(?:or\s)?[ACDEFGHIKLMNPQRSTVWY](?![\w]))*)(?![\w])
  | \bclass\s(?P<group>[1-3]|I{{1,3}})(?:\s?(?:/|or|and|,)\s?(?:class\s)?(?P<group2>[1-3]|I{{1,3}}))?(?![\w])
  | \bcodons?\s(?P<codon>\d{{1,3}}(?:\s?(?:,|/|and|or)\s?\d{{1,3}})*)
  | \b(?P<transcript>e13a2|e14a2|e1a2|b2a2|b3a2|p210|p190)\b
    """,
    re.X | re.I,
)
_CASED = ("from", "to")
_LEVEL = re.compile(
    r"""
    (?:\b(?:TPS|CPS|TAP|IC|TC|combined\spositive\sscore|tumou?r\sproportion\sscore|H[-\s]?score|IHC|ISH|FISH|allelic\sratio|VAF)\b
        (?:\s*\((?:TPS|CPS|TAP|IHC|ISH|FISH)\))?(?:\s(?:score|of|is|by|result|staining))*)?
    \s*\\?(?:(?:equal\sto\sor\s)?(?:greater|less|more|higher|lower)\sthan(?:\sor\sequal\sto)?|≥|>=|=\\?>|>|≤|<=|=\\?<|<|at\sleast|\bof\b)=?\s*\d+(?:\.\d+)?\s*(?:%|mut(?:ations?)?\s?(?:/|per)\s?(?:Mb|megabase))?
  | \b(?:IHC|immunohistochemistry|score|staining)?\s*\(?(?:IHC\)?\s*)?[0-3]\+(?!\w)
  | \b(?:IHC\s?)?0\s?(?:/|or|,|-|to)\s?1\+?(?!\w)
  | (?:\bIHC|\bscore|\bimmunohistochemistry)\s*(?:of\s)?0(?![\d.])
  | \b(?:FISH|ISH|CISH|SISH|DISH)\s?(?:\+|-(?!\w)|positive|negative|amplified|non-amplified)
    """,
    re.X | re.I,
)
_UNIT = re.compile(r"%|mut|TPS|CPS|TAP|IC\b|TC\b|score|IHC|ISH|VAF|ratio|\+", re.I)
_REGION = re.compile(
    r"(?P<hla>HLA[- ]?(?P<locus>A|B|C|D[RQP][A-Z]?\d?)[- ]?\\?\*?(?P<type>\d{1,2}(?::\d{2})*))(?![\w])"
    r"|(?P<del>del(?:etion)?s?\s?(?:of\s)?\(?(?P<arm>\d{1,2}[pq])(?:[\d.]*)\)?)(?![\w/])"
    r"|(?P<arm2>\d{1,2}[pq])(?:\d[\d.]*)?[ -](?P<what>deletion|loss|gain|amplification)\b"
    r"|(?P<gain>gain\s?(?:of\s)?\(?(?P<arm3>\d{1,2}[pq])(?:[\d.]*)\)?)(?![\w/])"
    r"|(?P<whole>(?:trisomy|monosomy)\s(?P<chromosome>\d{1,2}))\b",
    re.I,
)
REGION_WORDS = re.compile(r"\bHLA|\bdel ?\(|\b\d{1,2}[pq]\b|\b(?:tri|mono)somy\b", re.I)
_SIGN = {"+": "positive", "-": "negative", "−": "negative", "–": "negative"}


_SYMBOL = re.compile(r"(?=[A-Z0-9]*\d)[A-Z][A-Z0-9]{2,9}")
_UNKNOWN = Word("filler", "")
_SUFFIXES = {"m", "mut"}
GLUED = re.compile(r"\b([A-Za-z0-9]{3,6}?)(?:p\.?)?([A-Z]\d{2,4}[A-Z]?|m|mut)\b")


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
        if (figure or lower[at][:3] in _REGION_STARTS) and (region := _REGION.match(text, start)):
            part = Part(Kind.MARKER, start, region.end(), region.group().lower(), marker=_region(region))
            return part, _after(tokens, at, region.end())
        if (figure or lower[at] in _VARIANT_STARTS) and (match := _VARIANT.match(text, start)):
            if _plausible(match) and not self._named(lower, at, tokens, match.end()):
                part = Part(Kind.VARIANT, start, match.end(), "", changes=_changes(match))
                return part, _after(tokens, at, match.end())
        if (token in "0123<>=≥≤" or lower[at] in _LEVEL_STARTS) and (match := _LEVEL.match(text, start)):
            if _is_level(match.group(), before):
                part = Part(Kind.LEVEL, start, match.end(), match.group().strip())
                return part, _after(tokens, at, match.end())
        sign = _sign(text, token, start, end, before)
        if sign:
            return Part(Kind.WORD, start, end, token, word=Word("class", sign)), at + 1
        meaning, stop = self._longest(lower, at, tokens)
        if isinstance(meaning, Marker):
            named, stop = self._listed(meaning, tokens, stop, at)
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

    def _listed(
        self, marker: Marker, tokens: Sequence[tuple[str, int, int]], stop: int, at: int
    ) -> tuple[Marker, int]:
        """Read on in ``NTRK1/2/3``, ``BRCA 1 and 2``, ``FGFR1-3``, ``RAD51C/D``."""
        if marker.kind not in {"gene", "family"} or any(target.gene is None for target in marker.targets):
            return marker, stop
        stem = "".join(tokens[i][0] for i in range(at, stop)).replace("-", "")
        targets = list(marker.targets)
        family = marker.kind == "family"
        while stop < len(tokens):
            joined = tokens[stop][0] in {"/", "-", "–", ","} and stop + 1 < len(tokens)
            number = tokens[stop + 1][0] if joined else tokens[stop][0] if family else ""
            if len(number) > 2 or not number.isalnum() or (not joined and not number.isdigit()):
                break
            genes = self._siblings(stem, number, tokens[stop][0] if joined else "", targets[-1])
            if not genes:
                break
            if family:
                targets, family = [], False
            targets += [Target(gene.symbol, gene, marker.targets[0].origin) for gene in genes]
            stop += 2 if joined else 1
        listed = len(targets) > 1
        return Marker(tuple(targets), "family" if listed else "gene", marker.confidence), stop

    def _siblings(self, stem: str, number: str, joiner: str, last: Target) -> list[Gene]:
        for cut in (0, 1, 2):
            gene = self.lexicon.gene(stem[: len(stem) - cut] + number)
            if gene is None or (cut == 0 and joiner):
                continue
            if joiner in {"-", "–"} and number.isdigit() and last.label[-1].isdigit():
                base = stem[: len(stem) - cut]
                between = [self.lexicon.gene(f"{base}{n}") for n in range(int(last.label[-1]) + 1, int(number) + 1)]
                return [each for each in between if each]
            return [gene] if joiner != "-" else []
        return []

    def _glued(self, token: str) -> tuple[Marker, str] | None:
        """Part a symbol from the change written on to it: ``KRasG12C``, ``BRAFV600E``."""
        found = GLUED.fullmatch(token)
        if not found:
            return None
        for rest, _, meaning in self._entries.get(found[1].lower(), ()):
            if not rest and isinstance(meaning, Marker) and meaning.kind in {"gene", "family"}:
                return meaning, found[2]
        return None

    @staticmethod
    def _unglued(glued: tuple[Marker, str], start: int, end: int) -> Part:
        marker, change = glued
        change = "" if change in _SUFFIXES else change
        return Part(Kind.MARKER, start, end, "", marker=marker, changes=(Change(Alteration.SMALL, change),))


_VARIANT_STARTS = frozenset(
    [
        "exon",
        "exons",
        "ex",
        "codon",
        "codons",
        "class",
        "p",
        "del",
        "dels",
        "deletion",
        "deletions",
        "deletional",
        "insertion",
        "insertions",
        "ins",
        "duplication",
        "duplications",
        "skipping",
        "mutation",
        "mutations",
    ]
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
_REGION_STARTS = frozenset({"hla", "del", "gai", "tri", "mon"})


def _region(match: re.Match[str]) -> Marker:
    """Return the marker of an HLA type or a chromosomal region, by its label."""
    if match["hla"]:
        kind = match["type"] if len(match["type"]) > 1 else f"0{match['type']}"
        label = f"HLA-{match['locus'].upper()}*{kind}"
    elif match["whole"]:
        gained = match["whole"][:1].lower() == "t"
        label = f"chromosome {match['chromosome']} {'gain' if gained else 'loss'}"
    else:
        arm = (match["arm"] or match["arm2"] or match["arm3"]).lower()
        lost = bool(match["del"]) or (match["what"] or "").lower() in {"deletion", "loss"}
        label = f"del({arm})" if lost else f"gain({arm})"
    return Marker((Target(label, None),), "complete", 0.9)


def _is_level(text: str, before: Sequence[Part]) -> bool:
    """Tell whether a comparison speaks of a marker: it has a unit of its own, or stands behind a signature."""
    if _UNIT.search(text):
        return True
    names = [part for part in before[-3:] if part.kind is Kind.MARKER]
    return bool(names) and names[-1].marker is not None and names[-1].marker.targets[0].label in {"TMB-H", "CD274"}


def _follow(lower: Sequence[str], at: int, rest: tuple[str, ...]) -> int:
    """Return the index behind the tokens ``rest`` from ``at`` on, hyphens between them left out; 0 for none."""
    for wanted in rest:
        while at < len(lower) and lower[at] == "-" and wanted != "-":
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
    paired = len(before) > 1 and before[-2].text == "/"
    signed = any(part.word is not None and part.word.value in _SIGN.values() for part in before[-4:])
    if last.end + 1 == start and (sign == "positive" or signed) and not after.strip():
        return sign
    if last.end != start:
        return ""
    return sign if sign == "positive" or not after.isalnum() or (signed and paired) else ""


def _plausible(match: re.Match[str]) -> bool:
    """Refuse what only looks like a change: amino acids are written in capitals."""
    for name in _CASED:
        if match[name] and match[name][0].islower() and match[name] not in {"fs", "del", "dup", "ins"}:
            return False
    return not (match["long"] and match["long"].lower() not in _THREE)


def _changes(match: re.Match[str]) -> tuple[Change, ...]:
    small = Alteration.SMALL
    if match["exon_before"]:
        return (_exon(match["exon_before"], match["before"]),)
    if match["exons"]:
        return tuple(_exon(number, match["after"] or "") for number in _numbers(match["exons"]))
    if match["nineteen"]:
        return (_exon("19", "deletion"),)
    if match["long"]:
        to = _THREE.get((match["long_to"] or "").lower(), "")
        return (Change(small, f"{_THREE[match['long'].lower()]}{match['long_at']}{to}"),)
    if match["from"]:
        stem = f"{match['from']}{match['at']}"
        to = (match["to"] or "").replace("X", "")
        return (Change(small, stem + to), *(Change(small, stem + more) for more in re.findall(r"\w", match["more"])))
    if match["group"]:
        roman = {"I": "1", "II": "2", "III": "3"}
        groups = [match["group"], *([match["group2"]] if match["group2"] else [])]
        return tuple(Change(small, f"class {roman.get(group.upper(), group)}") for group in groups)
    if match["codon"]:
        return tuple(Change(small, f"codon {number}") for number in _numbers(match["codon"]))
    return (Change(Alteration.FUSION, match["transcript"].lower()),)


def _exon(number: str, event: str) -> Change:
    word = _EVENT.get(event.lower()[:3], "") if event else ""
    if word == "skipping":
        return Change(Alteration.SKIPPING, f"exon {number} skipping")
    return Change(Alteration.SMALL, f"exon {number} {word}".strip())


def _numbers(text: str) -> list[str]:
    """Read ``18-21``, ``19, 20 or 21`` to numbers."""
    ends = re.fullmatch(r"(\d+)\s*(?:-|–|to)\s*(\d+)", text)
    if ends and int(ends[1]) < int(ends[2]) <= int(ends[1]) + 10:
        return [str(number) for number in range(int(ends[1]), int(ends[2]) + 1)]
    return re.findall(r"\d+", text)
