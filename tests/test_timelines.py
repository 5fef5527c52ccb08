"""What is dated of each need, of worlds of a few records whose dates are worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests import small_world

from trialign.errors import UsageError
from trialign.model.directory import Nation
from trialign.nomenclature import labels
from trialign.pipeline import Run
from trialign.report.plots import tables
from trialign.report.timelines import Event, EventKind, Lag, Lane, LeftOut, ListingState, OpenGap, TimelineView
from trialign.timelines import Wanted, timelines


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("world")
    small_world.write(root)
    return small_world.checked(root)


@pytest.fixture(scope="module")
def view(run: Run) -> TimelineView:
    return timelines(run, Wanted())


def _lanes(view: TimelineView, subject: str) -> Mapping[Nation, Lane]:
    (found,) = (each for each in view.timelines if each.subject == subject)
    return {lane.nation: lane for lane in found.lanes}


def test_a_licence_a_decision_of_a_month_and_a_listing_between_releases_have_their_bounds(view: TimelineView) -> None:
    assert _lanes(view, "osimertinib")[Nation.ENGLAND].events == (
        Event(EventKind.LICENCE, "MHRA a licence", date(2021, 5, 4), date(2021, 5, 4), "2021-05-04"),
        Event(EventKind.DECISION, "NICE TA1", date(2021, 12, 1), date(2021, 12, 31), "2021-12"),
        Event(EventKind.LISTING, "listed", date(2021, 10, 1), date(2022, 10, 1),
              "listed after 2021-10-01 and by 2022-10-01"),
    )  # fmt: skip


def test_the_longest_lag_is_told_with_what_it_counts_from(view: TimelineView) -> None:
    # from 4 May 2021: 150 days to 1 October 2021, when it was not yet listed, and 515 to 1 October 2022
    assert _lanes(view, "osimertinib")[Nation.ENGLAND].lag == Lag(150, 515, "MHRA a licence")


def test_a_gap_runs_from_the_decision_where_the_release_before_it_lacked_the_test_too(view: TimelineView) -> None:
    # 3 years with one leap day to 1 February 2026, and 294 days from there to 22 November
    lane = _lanes(view, "selpercatinib")[Nation.ENGLAND]
    assert (lane.state, lane.lag) == (ListingState.MISSING, None)
    assert lane.gap == OpenGap(date(2023, 2, 1), 1390, "open at least 1,390 days, since 2023-02-01 or earlier")


def test_a_trial_has_a_gap_since_its_record_was_copied_if_the_test_was_missing_then(view: TimelineView) -> None:
    lanes = _lanes(view, "1 open trial")
    gap = lanes[Nation.ENGLAND].gap
    assert gap is not None and (gap.since, gap.days) == (date(2026, 11, 1), 21)
    assert lanes[Nation.SCOTLAND].gap is None


def test_what_is_not_known_is_a_state_with_its_reason(view: TimelineView) -> None:
    lanes = _lanes(view, "osimertinib")
    assert (lanes[Nation.SCOTLAND].state, lanes[Nation.WALES].state) == (
        ListingState.UNDATED,
        ListingState.CANNOT_TELL,
    )
    assert lanes[Nation.SCOTLAND].said == "no statement that gives this answer bears a date"
    assert lanes[Nation.WALES].said == "no directory of Wales is loaded"


def test_a_nation_in_which_nothing_counts_has_no_lane(view: TimelineView) -> None:
    assert Nation.NORTHERN_IRELAND not in _lanes(view, "osimertinib")
    assert set(_lanes(view, "selpercatinib")) == {Nation.ENGLAND, Nation.WALES}


def test_a_medicine_is_one_whatever_it_is_given_with(view: TimelineView) -> None:
    told = [event.what for event in _lanes(view, "osimertinib")[Nation.SCOTLAND].events]
    assert told == ["MHRA a licence", "SMC4"]


def test_what_bears_no_date_is_left_out_and_counted(view: TimelineView) -> None:
    assert "sotorasib" not in {each.subject for each in view.timelines}
    assert view.left_out == (LeftOut(1, "no date is held of their licences, decisions, listings and gaps"),)


def test_longest_gaps_come_first_and_a_limit_counts_what_it_hides(run: Run) -> None:
    found = timelines(run, Wanted(limit=1))
    assert [each.subject for each in found.timelines] == ["selpercatinib"]
    assert [each.count for each in found.left_out] == [1, 2]


def test_only_a_medicine_a_biomarker_or_a_nation(run: Run) -> None:
    assert [each.subject for each in timelines(run, Wanted(medicine="osimertinib")).timelines] == ["osimertinib"]
    asked = labels.parse("RET fusion", run.world.vocabulary.genes).biomarker
    assert [each.subject for each in timelines(run, Wanted(biomarkers=(asked,))).timelines] == ["selpercatinib"]
    scottish = timelines(run, Wanted((Nation.SCOTLAND,)))
    assert {lane.nation for each in scottish.timelines for lane in each.lanes} == {Nation.SCOTLAND}


def test_a_medicine_that_nothing_names_is_told_with_its_like(run: Run) -> None:
    with pytest.raises(UsageError, match="names the medicine 'osimertinb'; did you mean 'osimertinib'"):
        timelines(run, Wanted(medicine="osimertinb"))


def test_needs_of_which_the_same_is_known_are_one(tmp_path: Path) -> None:
    both = [
        {**small_world.DECISIONS[2], "biomarkers": "RET fusion | NTRK1 fusion"},
        {**small_world.DECISIONS[2], "medicine": "another", "biomarkers": "RET fusion", "ref": "TA9"},
    ]
    small_world.write(tmp_path, tuple(both))
    found = timelines(small_world.checked(tmp_path), Wanted())
    assert {(each.subject, each.biomarkers) for each in found.timelines if each.cancer == "NSCLC"} >= {
        ("selpercatinib", ("NTRK1 fusion", "RET fusion")),
        ("another", ("RET fusion",)),
    }


def test_the_table_says_all_dates_and_what_is_not_known_in_words(view: TimelineView) -> None:
    table = tables.lag_table(view)
    rows = {(row[0], row[3]): row for row in table.rows}
    assert rows["osimertinib", "England"] == (
        "osimertinib", "EGFR L858R", "Non-Small Cell Lung Cancer", "England", "MHRA a licence (2021-05-04)",
        "NICE TA1 (2021-12)", "none dated is held", "listed: listed after 2021-10-01 and by 2022-10-01",
        "150 to 515 days after MHRA a licence", "none known",
    )  # fmt: skip
    assert rows["osimertinib", "Wales"][7:] == (
        "cannot tell: no directory of Wales is loaded",
        "not known",
        "none known",
    )
    assert all(len(row) == len(table.header) for row in table.rows)
    assert table.notes == ("1 need not shown: no date is held of their licences, decisions, listings and gaps.",)


def test_a_lag_reads_as_people_say_it() -> None:
    lag = Lag(0, 1234, "TA1")
    assert str(lag) == "0 to 1,234 days after TA1"
    assert str(replace(lag, most=None)) == "at least 0 days after TA1"
    assert str(replace(lag, most=0)) == "0 days after TA1"
