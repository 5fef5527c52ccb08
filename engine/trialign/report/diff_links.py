"""Uncertain matches as a file to be settled: the guesses, why each is one, and both printed rows as comments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from trialign.diff.changes import Change, Comparison, Kind, Row
from trialign.diff.links import goes_on
from trialign.errors import visible

_HOW = """\
# yaml-language-server: $schema={schema}
# Tests of two sides of which it is not sure that they go on in each other, to be settled by people who know them.
# An entry says: each test of 'from' goes on in the tests of 'to'. An empty 'to' says that nothing goes on from it,
# and that a code which is still there now stands for another test.
#   status: guess       nobody has looked: it stays a guess, as it is without this file
#   status: confirmed   it is so; correct 'to' first where it is not quite so
#   status: denied      it is not so: these are not tied, and what then remains is told
# For confirmed and denied write who you are in 'by', and in 'date' the day, such as 2026-11-26. Then ask again:
#   trialign diff FROM TO --confirm THIS-FILE
"""
_SHOWN = 6


def written(found: Comparison, changes: Sequence[Change], schema: Path) -> str:
    """Return the file for some changes of a comparison."""
    head = f"from: {_list(found.before)}\nto: {_list(found.after)}\nlinks:\n"
    return _HOW.format(schema=schema.as_posix()) + head + entries(changes)


def entries(changes: Iterable[Change]) -> str:
    """Return the entries of changes, to stand at the end of a file."""
    return "".join(line for change in changes for line in _entry(change))


def _entry(change: Change) -> Iterator[str]:
    yield f"  - from: {_list(change.before)}\n"
    yield f"    to: {_list(goes_on(change))}\n"
    yield f"    guess: {change.kind.value}\n"
    yield f"    why: {_quoted(f'{_doubt(change)}: {change.witness}')}\n"
    for side in ("from", "to"):
        rows = [row for row in change.evidence if row.side == side]
        yield from (f"    # {side:<4} {_row(row)}\n" for row in rows[:_SHOWN])
        if len(rows) > _SHOWN:
            yield f"    # {side:<4} and {len(rows) - _SHOWN} more\n"
    yield '    status: guess\n    by: ""\n    date: ""\n'


def _doubt(change: Change) -> str:
    if change.kind is Kind.RECODED:
        return "tied by what the two rows report, not by a code or the crosswalk"
    if change.kind is Kind.REUSED:
        return "one code on both sides, whose two rows are not alike"
    if change.kind is Kind.CORRECTED:
        return "two symbols that differ in one character"
    if change.kind is Kind.REPACKAGED:
        several = len(change.after) > 1
        return (
            "the crosswalk leads to several tests" if several else "the crosswalk leads to a test not quite like it"
        )
    return "what is printed does not decide it"


def _row(row: Row) -> str:
    target = f" | {row.target}" if row.target else ""
    return visible(" ".join(f"{row.code}  {row.indication}: {row.name}{target} ({row.place})".split()))


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _quoted(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False)
