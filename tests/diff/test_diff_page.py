"""A comparison as a page: each change once, old and new cells word by word, text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.diff.conftest import Compare

from trialign.diff.changes import Comparison, Kind, Row
from trialign.report.html import diff_page
from trialign.report.html.wording import Run, cells, compared

_DAY = date(2026, 11, 22)
_HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202edesrever'


@pytest.fixture(scope="module")
def found(compared: Compare) -> Comparison:
    return compared("v1", "v2")


def _row(side: str, name: str, target: str = "") -> Row:
    return Row(side, "england/cancer@2021-10", "M1.1", "Colorectal Carcinoma", name, target, "cancer.csv:1")


def test_every_change_stands_in_the_page_once(found: Comparison) -> None:
    text = diff_page.changed(found, _DAY)
    entries = re.findall(r'<li class="change" id="([^"]+)" data-kind="([^"]+)"', text)
    assert len({mark for mark, _ in entries}) == len(entries) == len(found.changes)
    assert sorted(kind for _, kind in entries) == sorted(each.kind.value for each in found.changes)


def test_rewordings_are_folded(found: Comparison) -> None:
    before, folded = diff_page.changed(found, _DAY).split('<section id="folded"')
    assert 'data-kind="reworded"' in folded
    assert f'data-kind="{Kind.REWORDED.value}"' not in before


def test_the_same_comparison_gives_the_same_bytes(found: Comparison) -> None:
    assert diff_page.changed(found, _DAY) == diff_page.changed(found, _DAY)


def test_links_lead_to_changes_that_are_there(found: Comparison) -> None:
    text = diff_page.changed(found, _DAY)
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids


def test_hostile_rows_stay_text(found: Comparison) -> None:
    bad = replace(
        found.changes[0], witness=_HOSTILE, indication=_HOSTILE, evidence=(_row("from", _HOSTILE, _HOSTILE),)
    )
    text = diff_page.changed(replace(found, changes=(bad, *found.changes[1:])), _DAY)
    assert text.count("<script") == 1
    assert "<img" not in text
    assert "\u202e" not in text
    assert "&lt;img src=x" in text


def test_nothing_to_tell_is_told() -> None:
    text = diff_page.changed(Comparison(("a",), ("b",), (3, 3), ("M1.1", "M1.2", "M1.3"), ()), _DAY)
    assert "No change takes a target away" in text
    assert "0 changes (none of them grave); of 3 tests 3 are unchanged" in text


def test_words_that_went_and_words_that_came_are_marked() -> None:
    before, after = compared("NGS panel (BRCA1, ATM)", "NGS panel (BRCA1)")
    assert "".join(run.text for run in before) == "NGS panel (BRCA1, ATM)"
    assert "".join(run.text for run in after) == "NGS panel (BRCA1)"
    assert [run.text for run in before if run.changed] == [", ATM"]
    assert [run for run in after if run.changed] == []


def test_symbols_are_compared_whole() -> None:
    before, after = compared("CHD1", "CDH1")
    assert before == (Run("CHD1", True),)
    assert after == (Run("CDH1", True),)


def test_cells_are_side_by_side_only_where_each_side_has_one_row() -> None:
    one = (_row("from", "FISH", "ALK"), _row("to", "RNA panel", "ALK"))
    assert [cell.name for cell in cells(one)] == ["Code", "Indication", "Test", "Target"]
    assert cells((*one, _row("to", "FISH"))) == ()
    assert cells(one[:1]) == ()


def test_an_endless_cell_is_cut_before_it_is_compared() -> None:
    before, _ = compared("x " * 50_000, "y")
    assert sum(len(run.text) for run in before) < 5_000
