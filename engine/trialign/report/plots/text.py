"""How wide text is, and how it is cut or wrapped to fit: estimates on the safe side, since fonts differ.

Widths are those of DejaVu Sans, which is wider than Arial, Helvetica, Segoe UI and Roboto.
"""

from __future__ import annotations

import re
import unicodedata

from trialign.errors import visible

_LONGEST = 4_000
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAP = re.compile(f"({_MARKS}{{4}}){_MARKS}+")
_NARROW, _SLIM, _WIDE = frozenset("ijl|!.,:;'` "), frozenset('()[]{}/\\-"frtIJ'), frozenset("mMWw%@&")


def clean(text: str) -> str:
    """Return text in one line, without what is no sign: controls, marks of direction, what XML cannot hold.

    Of marks that stand above or below a letter at most four are kept: heaps of them cover other lines.
    """
    found = _HEAP.sub(r"\1", " ".join(visible(text[: _LONGEST + 1]).split()))
    return found if len(text) <= _LONGEST else f"{found[:_LONGEST]}…"


def width(text: str, size: float) -> float:
    """Return about how many units text of a size takes, rather too many than too few."""
    return sum(map(_em, text)) * size


def _em(sign: str) -> float:
    if sign in _NARROW:
        return 0.34
    if sign in _SLIM:
        return 0.44
    if sign in _WIDE:
        return 0.99
    if sign.isascii():
        return 0.72 if sign.isupper() else 0.84 if sign in "+<>=~#^_" else 0.635
    if unicodedata.combining(sign):
        return 0.0
    return 1.0 if sign == "…" or unicodedata.east_asian_width(sign) in "WF" else 0.85


def cut(text: str, room: float, size: float) -> str:
    """Return text that fits into so much room, with an ellipsis where something is cut off."""
    if width(text, size) <= room:
        return text
    left = room - width("…", size)
    taken = 0.0
    for number, sign in enumerate(text):
        taken += _em(sign) * size
        if taken > left:
            return f"{text[:number].rstrip()}…"
    return text


def wrapped(text: str, room: float, size: float, lines: int) -> tuple[str, ...]:
    """Return text in at most so many lines of so much room, the last one cut where there is more."""
    found = [""]
    words = text.split(" ")
    for number, word in enumerate(words):
        longer = f"{found[-1]} {word}".lstrip()
        if width(longer, size) <= room or not found[-1]:
            found[-1] = longer
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] = " ".join([found[-1], *words[number:]])
            break
    return tuple(cut(line, room, size) for line in found)
