"""Records of one trial in several registries: what they say differently, and whether they said it on one day.

Each record is known to say the same from its last update to its capture. Where these times overlap, a difference is a
contradiction; where they do not, one record may have been changed since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from trialign.model.dates import PartialDate
from trialign.model.rule import Value
from trialign.model.trial import Trial, is_open

_PHASE = re.compile(r"(?<![A-Z0-9])(IV|III|II|I|[1-4])[ABC]?(?![A-Z0-9])")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}


@dataclass(frozen=True, slots=True)
class _Record:
    """One record; it surely says the same from ``since`` to ``until``."""

    registry: str
    status: str
    phase: str
    started: PartialDate | None
    primary_completion: PartialDate | None
    since: date
    until: date


def fields(trial: Trial) -> dict[str, Value | None]:
    """Return the fields of a record that tell of its twins; absent where there is none."""
    if not trial.others:
        return {}
    found = [(words, certain) for words, certain in _differences(tuple(_records(trial)))]
    sure = any(certain for _, certain in found)
    return {
        "twins": len(trial.others),
        "twin_records": ", ".join(f"{other.id} in {other.registry}" for other in trial.others),
        "differs": "; ".join(words for words, certain in found if certain or not sure),
        "differs_certain": sure if found else None,
    }


def _records(trial: Trial) -> Iterator[_Record]:
    updated = trial.updated.last if trial.updated else trial.captured
    dates = trial.started, trial.primary_completion
    yield _Record(trial.registry, trial.status, trial.phase, *dates, updated, trial.captured)
    for other in trial.others:
        updated = (other.updated or other.captured).last
        dates = other.started, other.primary_completion
        yield _Record(other.registry, other.status, other.phase, *dates, updated, other.captured.first)


def _differences(records: tuple[_Record, ...]) -> Iterator[tuple[str, bool]]:
    """Yield what differs, each with what every record says, and whether two of them said it on one day."""
    aspects: tuple[tuple[str, Callable[[_Record], str], Callable[[_Record, _Record], bool]], ...] = (
        ("status", lambda each: each.status, _statuses_differ),
        ("phase", lambda each: each.phase, _phases_differ),
        ("start", lambda each: str(each.started or ""), lambda a, b: _apart(a.started, b.started)),
        (
            "primary completion",
            lambda each: str(each.primary_completion or ""),
            lambda a, b: _apart(a.primary_completion, b.primary_completion),
        ),
    )
    for name, said, differ in aspects:
        pairs = [(a, b) for a, b in combinations(records, 2) if differ(a, b)]
        if pairs:
            values = ", ".join(f"{said(each)} in {each.registry}" for each in records if said(each))
            yield f"{name} {values}", any(_on_one_day(a, b) for a, b in pairs)


def _on_one_day(a: _Record, b: _Record) -> bool:
    return max(a.since, b.since) <= min(a.until, b.until)


def _statuses_differ(a: _Record, b: _Record) -> bool:
    return {is_open(a.status), is_open(b.status)} == {True, False}


def _phases_differ(a: _Record, b: _Record) -> bool:
    left, right = _phases(a.phase), _phases(b.phase)
    return bool(left and right) and left != right


def _phases(printed: str) -> frozenset[str]:
    """Return the numbers of a printed phase: 1 and 2 of ``Phase 1/Phase 2``, ``PHASE1, PHASE2`` or ``Phase I/II``."""
    found = _PHASE.findall(printed.upper().replace("PHASE", " "))
    return frozenset(_ROMAN.get(number, number) for number in found)


def _apart(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Tell whether two printed dates cannot mean the same day; a date that is not held agrees with any."""
    return a is not None and b is not None and (a.last < b.first or b.last < a.first)
