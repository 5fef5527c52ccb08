"""Changes as texts print them: protein changes, HGVS, exons and their events, codons, classes, transcripts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialign.model.biomarker import Alteration


@dataclass(frozen=True, slots=True)
class Change:
    """A variant as the text gives it: class and text within the class."""

    alteration: Alteration
    variant: str


_THREE = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G", "his": "H",
    "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S", "thr": "T", "trp": "W",
    "tyr": "Y", "val": "V", "ter": "*",
}  # fmt: skip

_EVENT = {"del": "deletion", "ins": "insertion", "ski": "skipping", "mut": "", "dup": "insertion"}

_EVENTS = r"deletions?|del(?:s|etional)?|insertions?|ins|duplications?|skipping|mutations?"

VARIANT = re.compile(
    rf"""
    (?P<before>{_EVENTS})\s+(?:mutations?\s+)?(?:in|of|at|on|within)\s+(?:the\s+)?exons?\s*(?P<exon_before>\d{{1,2}})
  | \b(?:exons?|ex|E)[\s-]*(?P<exons>\d{{1,2}}
        (?:\s*(?:,|/|-|–|and|or|to|and/or|&)\s*(?:exon\s*)?\d{{1,2}}(?!\d|\s*%))*)
        (?:[\s-]*(?:in[\s-]?frame\s*)?(?P<after>{_EVENTS}))?(?![\w])
  | \b(?P<nineteen>19)[\s-]?del(?:etions?)?\b
  | \bp\.\(?(?P<long>[A-Z][a-z]{{2}})(?P<long_at>\d{{1,4}})(?P<long_to>[A-Z][a-z]{{2}})?\)?
  | \b(?:p\.\s?)?(?P<from>[ACDEFGHIKLMNPQRSTVWY])(?P<at>\d{{2,4}})
        (?P<to>[ACDEFGHIKLMNPQRSTVWXY*]|fs\*?\d*|del|dup|ins)?
        (?P<more>(?:\s?/\s?(?:or\s)?[ACDEFGHIKLMNPQRSTVWY](?![\w]))*)(?![\w])
  | \bclass\s(?P<group>[1-3]|I{{1,3}})(?:\s?(?:/|or|and|,)\s?(?:class\s)?(?P<group2>[1-3]|I{{1,3}}))?(?![\w])
  | \bcodons?\s(?P<codon>\d{{1,3}}(?:\s?(?:,|/|and|or)\s?\d{{1,3}})*)
  | \b(?P<transcript>e13a2|e14a2|e1a2|b2a2|b3a2|p210|p190)\b
    """,
    re.X | re.I,
)

_CASED = ("from", "to")

STARTS = frozenset(
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


def plausible(match: re.Match[str]) -> bool:
    """Refuse what only looks like a change: amino acids are written in capitals."""
    for name in _CASED:
        if match[name] and match[name][0].islower() and match[name] not in {"fs", "del", "dup", "ins"}:
            return False
    if match["from"] and not match["to"] and len(match["at"]) > 3:
        return False
    return not (match["long"] and match["long"].lower() not in _THREE)


def changes(match: re.Match[str]) -> tuple[Change, ...]:
    """Return the changes of a match of ``VARIANT``: several where the text lists them (``V600E/K``)."""
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
