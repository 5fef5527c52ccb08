"""How long a record was not updated, as of its capture and as of the day, and where twins contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from trialign.errors import Location
from trialign.facts import twins
from trialign.facts.registry import add_records
from trialign.facts.tables import Facts, Row
from trialign.load.trials import Trials
from trialign.model.dates import PartialDate
from trialign.model.directory import Source
from trialign.model.trial import OtherRecord, Trial

AS_OF = date(2026, 11, 22)
SOURCE = Source(Location("a literal trial", 1), "https://example.org/", "", "")


def _day(printed: str) -> PartialDate | None:
    return PartialDate.parse(printed) if printed else None


def _trial(
    *others: OtherRecord,
    captured: str = "2026-11-01",
    updated: str = "",
    started: str = "",
    completion: str = "",
    phase: str = "Phase 2",
    status: str = "Recruiting",
) -> Trial:
    return Trial(
        "NCT00000001", "ClinicalTrials.gov", "a trial", status, phase, date.fromisoformat(captured), (), (), None,
        True, SOURCE, _day(updated), _day(started), _day(completion), others,
    )  # fmt: skip


def _other(
    status: str = "Ongoing, recruiting",
    phase: str = "",
    captured: str = "2026-11-01",
    updated: str = "",
    started: str = "",
    completion: str = "",
) -> OtherRecord:
    return OtherRecord(
        "2023-508143-51-00", "CTIS", status, phase, PartialDate.parse(captured), _day(updated), _day(started),
        _day(completion), SOURCE,
    )  # fmt: skip


def _row(trial: Trial, as_of: date = AS_OF) -> Row:
    facts = Facts()
    add_records(facts, Trials((trial,), "", True, 365, (), SOURCE), as_of)
    (row,) = facts.rows["registry_record"]
    return row


@pytest.mark.parametrize(
    ("updated", "captured", "shown", "at_most"),
    [
        ("2025-11-01", "2026-11-01", 12, 12),
        ("2025-11-02", "2026-11-01", 11, 12),
        ("2025-11-30", "2026-11-01", 11, 11),
        ("2024-02-29", "2026-02-28", 23, 32),
        ("2025-10", "2026-11-01", 12, 12),
        ("2026-11", "2026-11-01", 0, 0),
        ("2025", "2026-11-01", 10, 10),
    ],
)
def test_months_are_whole_and_surely_passed(updated: str, captured: str, shown: int, at_most: int) -> None:
    row = _row(_trial(updated=updated, captured=captured))
    assert (row["months_not_updated"], row["months_not_updated_at_most"]) == (shown, at_most)


def test_what_is_not_held_is_absent_and_said_in_words() -> None:
    row = _row(_trial())
    assert row.keys().isdisjoint(
        {"updated", "started", "primary_completion", "months_not_updated", "twins", "differs"}
    )
    assert row["updated_text"] == row["primary_completion_text"] == "a day that is not held"


def test_a_record_updated_after_the_day_that_is_judged_says_nothing_of_that_day() -> None:
    row = _row(_trial(updated="2026-10-01"), date(2026, 9, 1))
    assert "months_not_updated_at_most" not in row
    assert row["current"] is False


def test_a_trial_without_biomarkers_has_a_record() -> None:
    assert _row(_trial())["criteria"] == 0


def test_a_trial_in_one_registry_differs_from_none() -> None:
    assert twins.fields(_trial()) == {}


@pytest.mark.parametrize(
    ("trial", "other"),
    [
        (_trial(), _other()),
        (_trial(status="Completed"), _other("Ended")),
        (_trial(), _other("Ongoing")),
        (_trial(phase="Phase 1/Phase 2"), _other(phase="Phase I/II")),
        (_trial(phase="PHASE1, PHASE2"), _other(phase="Human pharmacology (Phase I) and exploratory (Phase II)")),
        (_trial(phase="Phase 2"), _other(phase="Phase IIb")),
        (_trial(phase="Not Applicable"), _other(phase="Phase III")),
        (_trial(started="2024"), _other(started="2024-12-31")),
        (_trial(completion="2028-06-15"), _other(completion="2028-06")),
        (_trial(completion="2028-06-15"), _other()),
    ],
)
def test_records_that_can_both_be_true_agree(trial: Trial, other: OtherRecord) -> None:
    found = twins.fields(
        _trial(
            other,
            status=trial.status,
            phase=trial.phase,
            started=str(trial.started or ""),
            completion=str(trial.primary_completion or ""),
        )
    )
    assert (found["twins"], found["differs"], found["differs_certain"]) == (1, "", None)


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        (_trial(_other("Ended")), "status Recruiting in ClinicalTrials.gov, Ended in CTIS"),
        (_trial(_other(phase="Phase III")), "phase Phase 2 in ClinicalTrials.gov, Phase III in CTIS"),
        (
            _trial(_other(started="2024-07"), started="2024-06-30"),
            "start 2024-06-30 in ClinicalTrials.gov, 2024-07 in CTIS",
        ),
        (
            _trial(_other("Ended", completion="2027"), completion="2028-06"),
            "status Recruiting in ClinicalTrials.gov, Ended in CTIS; "
            "primary completion 2028-06 in ClinicalTrials.gov, 2027 in CTIS",
        ),
    ],
)
def test_the_words_name_all_that_differs(trial: Trial, expected: str) -> None:
    found = twins.fields(trial)
    assert (found["differs"], found["differs_certain"]) == (expected, True)


@pytest.mark.parametrize(
    ("updated", "captured", "other_updated", "other_captured", "certain"),
    [
        ("2026-01-01", "2026-03-01", "2026-02-01", "2026-04-01", True),
        ("2026-01-01", "2026-03-01", "", "2026-02-01", True),
        ("2026-01-01", "2026-03-01", "2026-03-02", "2026-04-01", False),
        ("", "2026-03-01", "", "2026-02-01", False),
        ("2026-01-01", "2026-03-01", "", "2026", False),
        ("2026-02-10", "2026-03-01", "2026-01-15", "2026-02", False),
    ],
)
def test_a_difference_is_certain_where_both_said_it_on_one_day(
    updated: str, captured: str, other_updated: str, other_captured: str, certain: bool
) -> None:
    trial = _trial(
        _other("Ended", updated=other_updated, captured=other_captured), updated=updated, captured=captured
    )
    assert twins.fields(trial)["differs_certain"] is certain


def test_a_difference_that_is_not_certain_is_left_out_beside_one_that_is() -> None:
    earlier = replace(_other("Ended", captured="2026-01-01"), id="ISRCTN12345678", registry="ISRCTN")
    trial = _trial(_other(completion="2027"), earlier, updated="2026-10-01", completion="2028")
    found = twins.fields(trial)
    assert found["differs"] == "primary completion 2028 in ClinicalTrials.gov, 2027 in CTIS"
    assert (found["twins"], found["differs_certain"]) == (2, True)
