"""Trials to facts about their records: one per trial, whether or not it asks for a biomarker.

A registry's record and the copy held of it age apart: what the copy shows was true on the day of capture, what it
would show today can only be bounded.
"""

from __future__ import annotations

from datetime import date

from trialign.facts import twins
from trialign.facts.tables import Facts
from trialign.load.trials import Trials
from trialign.model.dates import PartialDate, day_number
from trialign.model.rule import Value
from trialign.model.trial import Criterion, Trial

_NOT_HELD = "a day that is not held"


def add_records(facts: Facts, trials: Trials, as_of: date) -> None:
    """Add a ``registry_record`` fact per trial."""
    for trial in trials.all:
        updated = trial.updated or _NOT_HELD
        words = f"{trial.id}: {trial.status} on {trial.captured}, last updated on {updated}"
        current = is_current(trials, trial, as_of)
        values = {**_said(trial), **_dates(trial, as_of), **_read(trial), **twins.fields(trial), "current": current}
        facts.add("registry_record", values, words, trial.source)


def is_current(trials: Trials, trial: Trial, as_of: date) -> bool:
    """Tell whether the copy of a record was taken recently enough, by the limit of its set, and not after the day."""
    return 0 <= (as_of - trial.captured).days <= trials.max_age_days


def site(trial: Trial) -> str:
    """Return whether a site in a nation is named, as words for messages."""
    if not trial.reaches:
        return "none in the United Kingdom"
    return "site named" if trial.nations else "United Kingdom, nations not stated"


def last_day(printed: PartialDate | None) -> int | None:
    """Return the last day that a printed date can mean, None where it is not held."""
    return day_number(printed.last) if printed is not None else None


def percent(confidence: float | None) -> int | None:
    """Return a confidence from 0 to 1 as a whole percentage, None where it is not stated."""
    return round(confidence * 100) if confidence is not None else None


def _said(trial: Trial) -> dict[str, Value | None]:
    return {
        "record": trial.id,
        "registry": trial.registry,
        "title": trial.title,
        "status": trial.status,
        "phase": trial.phase,
        "open": trial.open,
        "site": site(trial),
    }


def _dates(trial: Trial, as_of: date) -> dict[str, Value | None]:
    return {
        "today": day_number(as_of),
        "captured": day_number(trial.captured),
        "captured_text": trial.captured.isoformat(),
        "updated": last_day(trial.updated),
        "updated_text": str(trial.updated or _NOT_HELD),
        "started": last_day(trial.started),
        "primary_completion": last_day(trial.primary_completion),
        "primary_completion_text": str(trial.primary_completion or _NOT_HELD),
        "months_not_updated": _months(trial.updated, trial.captured),
        "months_not_updated_at_most": _months(trial.updated, as_of),
    }


def _months(since: PartialDate | None, until: date) -> int | None:
    """Return the whole months that have surely passed; None where it is not known since when, or not yet then."""
    if since is None or since.last > until:
        return None if since is None or since.first > until else 0
    start = since.last
    return (until.year - start.year) * 12 + until.month - start.month - (until.day < start.day)


def _read(trial: Trial) -> dict[str, Value | None]:
    """Return what the record's criteria are, and how they were read."""
    criteria = {_identity(need) for arm in trial.arms for need in arm.requirements}
    return {
        "names_no_biomarker": trial.names_no_biomarker,
        "criteria": len(criteria),
        "reviewed": trial.reviewed,
        "confidence": percent(trial.extraction.confidence if trial.extraction else None),
    }


def _identity(need: Criterion) -> tuple[str, bool]:
    return need.biomarker.id, need.absent
