"""Two printed texts side by side: which words went and which came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from trialign.diff.changes import Row
from trialign.report.html.safe import shown

_WORDS = re.compile(r"\s+|\w[\w.:*-]*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that are alike; ``changed`` where the other side has others, or none."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """One cell of a test as both sides print it."""

    name: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]


def compared(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return both texts in runs of words; joined, the runs of a side are its text."""
    old, new = _WORDS.findall(shown(before)), _WORDS.findall(shown(after))
    left: list[Run] = []
    right: list[Run] = []
    for word, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in ((left, old[a:b]), (right, new[c:d])):
            if words:
                side.append(Run("".join(words), word != "equal"))
    return tuple(left), tuple(right)


def cells(rows: Sequence[Row]) -> tuple[Cells, ...]:
    """Return the cells of the one row of each side that differ; nothing where a side has no row or several."""
    old, new = ([row for row in rows if row.side == side] for side in ("from", "to"))
    if len(old) != 1 or len(new) != 1:
        return ()
    pairs = (
        ("Code", old[0].code, new[0].code),
        ("Indication", old[0].indication, new[0].indication),
        ("Test", old[0].name, new[0].name),
        ("Target", old[0].target, new[0].target),
    )
    return tuple(Cells(name, *compared(*texts)) for name, *texts in pairs if any(texts))
