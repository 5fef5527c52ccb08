"""What changed between the bundled releases: counted, told apart, and read by hand once."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.diff.conftest import Compare, rows

from trialign import maintenance
from trialign.diff.changes import Change, Comparison, Kind

V16 = "v16 + haem + cns"

# The 36 rows whose target cell differs between v1 and v2, classed by a reader of the two cells.
READ = {
    "reworded": "M18.2 M83.3 M84.4 M85.7 M89.42 M90.3 M95.8 M100.1 M100.2",
    "widened": "M220.1 M21.2 M25.8 M82.2 M82.4 M82.16 M82.17 M100.5 M224.1",
    "corrected": "M84.2 M89.11 M89.13 M91.9 M92.7",
    "specified": ("M85.29 M85.30 M89.41 M89.75 M91.25 M91.26 M91.60 M94.2 M94.8 M94.9 M224.28 M224.29"),
    "unclear": "M100.6",
}


def _change(found: Comparison, code: str) -> Change:
    (change,) = [each for each in found.changes if code in each.before]
    return change


@pytest.mark.parametrize(
    ("before", "after"), [("v1", "v2"), ("v2", V16), ("v2", "v16"), ("v2", "v1"), ("rare v5.1", "rare v7")]
)
def test_every_code_of_the_earlier_side_ends_in_exactly_one_class(
    compared: Compare, shelf: maintenance.Shelf, before: str, after: str
) -> None:
    found = compared(before, after)
    told = Counter([*found.unchanged, *(code for change in found.changes for code in change.before)])
    assert set(told) == {test.code for test in rows(shelf, before)}
    assert set(told.values()) == {1}


@pytest.mark.parametrize(("before", "after"), [("v1", "v2"), ("v2", V16), ("rare v5.1", "rare v7")])
def test_every_code_of_the_later_side_is_accounted_for(
    compared: Compare, shelf: maintenance.Shelf, before: str, after: str
) -> None:
    found = compared(before, after)
    told = {*found.unchanged, *(code for change in found.changes for code in change.after)}
    assert told == {test.code for test in rows(shelf, after)}


def test_all_1561_codes_of_v2_are_classed_against_v16_haematology_and_cns(compared: Compare) -> None:
    found = compared("v2", V16)
    counts = Counter({kind: number for kind, number in found.counts().items() if kind is not Kind.ADDED})
    assert counts.total() + len(found.unchanged) == 1561
    assert counts[Kind.REPACKAGED] == 1071


@pytest.mark.parametrize("kind", READ)
def test_target_changes_of_v1_to_v2_are_classed_as_a_reader_does(compared: Compare, kind: str) -> None:
    found = compared("v1", "v2")
    assert {code: _change(found, code).kind.value for code in READ[kind].split()} == dict.fromkeys(
        READ[kind].split(), kind
    )


def test_the_36_target_changes_are_all_there(shelf: maintenance.Shelf) -> None:
    cells = {test.code: test.printed_target for test in rows(shelf, "v1")}
    changed = {
        test.code for test in rows(shelf, "v2") if test.code in cells and cells[test.code] != test.printed_target
    }
    assert changed == {code for codes in READ.values() for code in codes.split()}
    assert len(changed) == 36


def test_a_code_that_stands_for_another_test_is_said_to_be_reused(compared: Compare) -> None:
    change = _change(compared("v2", V16), "M3.6")
    assert change.kind is Kind.REUSED
    assert not change.lost
    assert "M3.7" in change.witness


def test_a_correction_hidden_in_a_rename_is_told(compared: Compare) -> None:
    change = _change(compared("v2", V16), "M60.1")
    assert change.kind is Kind.CORRECTED
    assert "H3-3B small variant became H3-3A small variant" in change.witness
    assert _change(compared("v2", V16), "M205.2").kind is Kind.REWORDED


def test_genes_that_went_into_a_new_row_are_a_split_and_no_loss(compared: Compare) -> None:
    change = _change(compared("v2", V16), "M1.1")
    assert (change.kind, change.after, change.lost) == (Kind.SPLIT, ("M1.1", "M1.7", "M1.9"), ())


def test_only_what_stands_nowhere_is_lost(compared: Compare) -> None:
    change = _change(compared("v2", V16), "M218.1")
    assert change.kind is Kind.NARROWED
    assert change.lost == ("ATM small variant", "CDK12 small variant")


def test_rows_of_single_genes_that_a_panel_still_reports_are_moved(compared: Compare) -> None:
    found = compared("v1", "v2")
    gone = [change for change in found.changes if set(change.before) & {"M89.43", "M91.34", "M85.18"}]
    assert {change.kind for change in gone} == {Kind.MOVED}


def test_a_codeletion_test_reports_both_arms(compared: Compare) -> None:
    change = _change(compared("v2", V16), "M156.5")
    assert (change.kind, change.after, change.lost) == (Kind.MERGED, ("GT279",), ())


def test_what_a_panelapp_panel_may_hold_is_in_doubt_and_not_lost(compared: Compare) -> None:
    change = _change(compared("rare v5.1", "rare v7"), "R208.1")
    assert change.kind is Kind.UNCLEAR
    assert not change.lost
    assert "BRCA1 small variant" in change.unsure


def test_indications_whose_book_is_not_compared_are_not_called_removed(compared: Compare) -> None:
    found = compared("v2", "v16")
    assert {_change(found, code).kind for code in ("M80.24", "M80.16", "M117.4")} == {Kind.ELSEWHERE}


def test_a_release_is_the_same_as_itself(compared: Compare) -> None:
    assert compared("v2", "v2").changes == ()


def test_changes_that_only_reword_are_never_grave(compared: Compare) -> None:
    plain = [change for change in compared("v2", V16).changes if change.kind is Kind.REWORDED]
    assert plain
    assert all(not (change.lost or change.gained or change.unsure) for change in plain)


def test_both_changes_of_eligibility_are_told(compared: Compare) -> None:
    found = compared("v1", "v2")
    told = {
        code: (change.kind.value, [kind.value for kind in change.also])
        for change in found.changes
        for code in change.before
        if Kind.ELIGIBILITY in {change.kind, *change.also}
    }
    assert told == {"M220.1": ("widened", ["eligibility"]), "M82.6": ("population", ["eligibility"])}
