"""Sentences of eligibility to structured fields: age, setting, line, test before, medicine, guidance.

Only what is said in so many words is read; the sentence itself is not carried, its cell and a digest are, so that a
later release shows whether it changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

# "or" and "/" part alternatives; not names side by side, nor words that go on describing the same thing
_NAMES = r"(?<=[A-Z0-9]\s)or\s\w+[A-Z](?!\S*\s(?:inhibitor|therapy|treatment|status))"
_GOING_ON = r"suspected|refractory|benign|reactive|malignant|radiological|biphenotypic|ambiguous"
_ALTERNATIVE = re.compile(rf"(?:\s(?!{_NAMES})(?i:and\s?/\s?or|or)\s|\s/|/\s)(?!\s?(?:{_GOING_ON}))")
_ALL_AGES = re.compile(r"\bboth adult and paediatric\b", re.I)
_AGES = (
    (
        re.compile(
            r"\bpaediatric (?:cases|patients) only\b|\bdiagnosed in paediatric patients\b(?! (?:and|&))",
            re.I,
        ),
        "paediatric",
    ),
    (re.compile(r"\badult (?:cases|patients) only\b|\bfor adult patients only\b", re.I), "adult"),
)
# disease that is not advanced; beside it "metastatic" does not tell the setting of the whole
_NOT_ADVANCED = r"\bany\b(?! line\b)|\bprimary\b|\bstages? (?:[0-3]|I{1,3}(?!V))"
_SETTINGS = (
    (
        re.compile(
            rf"^(?!.*(?:{_NOT_ADVANCED})).*\b(?<!non-)(?<!non )(?<!not )(?:metastatic|advanced)\b",
            re.I,
        ),
        "advanced",
    ),
    (re.compile(r"\bearly (?:breast|stage)\b", re.I), "early"),
    (re.compile(r"\brelapsed?\b|\brefractory\b", re.I), "relapsed or refractory"),
    (re.compile(r"(?<!neo[- ])\badjuvant\b", re.I), "adjuvant"),
    (re.compile(r"\bneo[- ]?adjuvant\b", re.I), "neoadjuvant"),
    (
        re.compile(
            r"\bdiagnostic (?:setting only|uncertainty)|\bdiagnostically challenging"
            r"|\bto (?:differentiate|distinguish)|\bdiagnosis (?:of \S+ )?(?:is )?not (?:possible|made)"
            r"|\bdiagnosis cannot be made|\bnot diagnostic"
            r"|\binsufficient (?:for|to make) diagnosis|\bdoes not (?:confirm|make) a (?:clear )?diagnosis"
            r"|\bin the differential\b|\bat diagnosis\b"
            r"|\bwill aid (?:the |with the )?diagnosis\b(?! ?(?:/|,|&|and\b))",
            re.I,
        ),
        "diagnosis",
    ),
)
_LINES = (
    (re.compile(r"\bany line of treatment\b", re.I), "any"),
    (re.compile(r"\bfirst[ -]line treatment\b", re.I), "1L"),
    (re.compile(r"\bsecond[ -]line treatment\b", re.I), "2L"),
)
_STAINED = r"\b(?P<what>(?:morphology and )?(?-i:[A-Z][A-Z0-9-]+ )?immunohistochemistry)"
# what a test has shown before this one, and how it is written with its sign
_BEFORE = (
    (re.compile(r"\bnegative for (?P<what>[A-Z0-9/-]+ rearrangements?)", re.I), "{} negative"),
    (re.compile(r"\bno (?P<what>[A-Z0-9/-]+(?: or [A-Z0-9/-]+)? rearrangement) demonstrated", re.I), "no {}"),
    (re.compile(r"\bknown (?:AML|ALL) with (?P<what>[A-Z0-9:-]+ translocation)", re.I), "{} known"),
    (re.compile(rf"{_STAINED} (?:(?:is )?not diagnostic|insufficient for diagnosis)", re.I), "{} not diagnostic"),
    (re.compile(rf"{_STAINED} (?:is )?not informative", re.I), "{} not informative"),
)
# second words of names of antibodies that carry another medicine
_PAYLOAD = r"(?:[a-z]+tecan|[a-z]+tansine|vedotin|ozogamicin|tesirine)"
_MEDICINES = re.compile(
    r"\b((?:NTRK|PARP|BTK|MTOR|protein kinase|tyrosine kinase) inhibitor"
    rf"|anti-EGFR|fluoropyrimidine|platinum|[a-z]{{4,}}(?:mab|nib|parib|lisib|ciclib|rasib)(?: {_PAYLOAD})?)s?\b",
    re.I,
)
_GUIDANCE = re.compile(
    r"\b(NICE (?:guidelines?|recommendations?)|TA ?\d{2,4}|DG ?\d{1,3}|NG ?\d{1,3}"
    r"|(?:(?<=directory )|(?<=indication ))R\d{1,3})\b",
    re.I,
)
FIELDS = ("age", "setting", "line", "test_before", "medicine", "guidance")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What a cell says in fields; an empty field is not said, not 'all'. ``digest`` tells two texts apart."""

    age: str
    setting: str
    line: str
    test_before: str
    medicine: str
    guidance: str
    digest: str


def read(text: str) -> Eligibility:
    """Return the fields of an eligibility cell; several values of one field are joined by `` | ``."""
    plain = " ".join(text.split())
    parts = _ALTERNATIVE.split(plain)
    return Eligibility(
        age=_age(plain, parts),
        setting=_in_each(parts, _settings),
        line=_in_each(parts, _lines),
        test_before=_in_each(parts, _before),
        medicine=_in_each(parts, _medicines),
        guidance=_joined(found[1] for found in _GUIDANCE.finditer(plain)),
        digest=digest(plain),
    )


def digest(text: str) -> str:
    """Return eight signs that stand for a text, the same whatever its spaces and case; empty for none."""
    plain = " ".join(text.split()).casefold()
    return hashlib.sha256(plain.encode()).hexdigest()[:8] if plain else ""


def pasted_row(text: str) -> bool:
    """Tell whether a whole tab-separated row was pasted into a cell."""
    return text.count("\t") >= 3


def _in_each(parts: Iterable[str], values: Callable[[str], list[str]]) -> str:
    """Return what the alternatives say, if each says something; what only some say does not restrict."""
    said = [values(part) for part in parts]
    return _joined(chain.from_iterable(said)) if all(said) else ""


def _age(text: str, parts: Iterable[str]) -> str:
    """Return the age group; one for all does not restrict, wherever it stands."""
    if _ALL_AGES.search(text):
        return "all"
    age = _in_each(parts, _ages)
    return "" if " | " in age else age


def _ages(text: str) -> list[str]:
    return [word for pattern, word in _AGES if pattern.search(text)]


def _settings(text: str) -> list[str]:
    return [word for pattern, word in _SETTINGS if pattern.search(text)]


def _lines(text: str) -> list[str]:
    return [word for pattern, word in _LINES if pattern.search(text)]


def _before(text: str) -> list[str]:
    return [signed.format(found["what"]) for pattern, signed in _BEFORE for found in pattern.finditer(text)]


def _medicines(text: str) -> list[str]:
    return [found[1] for found in _MEDICINES.finditer(text)]


def _joined(values: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(value.strip() for value in values))
