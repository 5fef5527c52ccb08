"""When a medicine is given and to whom, in our words; a folded text that is none of them gives an empty string."""

from __future__ import annotations

import re

_LINES = {line.casefold(): line for line in ("1L", "2L", "2L+", "3L+", "R/R", "maintenance", "any")}
_BASES = frozenset({"stated", "setting", "source"})
_SETTING_WORDS = {
    "relapsed-refractory": r"relapsed(?: or |[/ -])refractory",
    "perioperative": "perioperative",
    "consolidation": "consolidation",
    "neoadjuvant": "neo-?adjuvant",
    "maintenance": "maintenance",
    "adjuvant": "adjuvant",
    "advanced": "advanced",
    "early": "early",
}
_SETTINGS = {name: re.compile(rf"(?<![\w)-])(?:{words})(?![\w-])") for name, words in _SETTING_WORDS.items()}
_AGES = {"paediatric and adult": "all", "adult": "adult", "paediatric": "paediatric", "all": "all"}
_FROM = re.compile(r">= ?([0-9]+)(?: years?)?(?: and adults?)?")
_BAND = re.compile(r"([0-9]+) ?- ?([0-9]+)(?: years?)?")


def setting(text: str) -> str:
    """Return the one setting that a text names; none where it names several."""
    if text == "any":
        return text
    named = [name for name, words in _SETTINGS.items() if words.search(text)]
    return named[0] if len(named) == 1 else ""


def line(text: str) -> str:
    """Return a line of treatment, such as ``1L``, ``2L+``."""
    return _LINES.get(text, "")


def basis(text: str) -> str:
    """Return what a line rests on."""
    return text if text in _BASES else ""


def age(text: str) -> str:
    """Return an age group or band: ``adult``, ``>=12``, ``1-17``."""
    if found := _FROM.fullmatch(text):
        return f">={found[1]}"
    if found := _BAND.fullmatch(text):
        return f"{found[1]}-{found[2]}"
    return _AGES.get(text, "")


TAKEN = {"line": line, "line_basis": basis, "setting": setting, "age": age}
