"""Rows of the later side whose text is misspelt or not known: what could not be read, said aloud in the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trialign.diff.changes import Change, Confidence
from trialign.diff.entries import Entry
from trialign.model.directory import Unresolved
from trialign.model.rule import Severity


def newly(new: Entry, *old: Entry | None) -> tuple[Unresolved, ...]:
    """Return what of a row cannot be read that stood in none of the earlier rows."""
    before = {text for entry in old if entry for text in entry.misspelt}
    return tuple(item for text, item in new.misspelt.items() if text not in before)


def flagged(change: Change, before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Change:
    """Return a change as a warning that says what of its later rows cannot be read, where there is any of it."""
    old = [before[code] for code in change.before]
    items = [item for code in change.after for item in newly(after[code], before.get(code), *old)]
    if not items:
        return change
    words = "; ".join(dict.fromkeys(map(_words, items)))
    return replace(
        change,
        witness=f"{change.witness}; {words}",
        severity=min(change.severity, Severity.WARNING, key=lambda each: each.rank),
        confidence=change.confidence if change.settled else Confidence.LOW,
    )


def _words(item: Unresolved) -> str:
    mend = f" (did you mean {item.proposed}?)" if item.proposed else ""
    return f"'{item.printed}' could not be read{mend}"
