"""Coverage against 80 pairs of biomarker and indication that were judged by hand from the printed test names."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import cast

import pytest
import yaml

from trialign.cli import names
from trialign.coverage.judge import Judge
from trialign.load.world import World
from trialign.model.coverage import Coverage, Fit, Judgement
from trialign.model.directory import Nation

HERE = Path(__file__).parent
Entry = dict[str, object]
ENTRIES = cast(list[Entry], yaml.safe_load((HERE / "judged_pairs.yaml").read_text(encoding="utf-8")))


def _judged(entry: Entry, judge: Judge, world: World) -> Judgement:
    biomarker = names.biomarkers(str(entry["biomarker"]), world)[0]
    need, _ = names.need(str(entry["cancer"]), biomarker, "", world)
    return judge.judge(need, Nation.ENGLAND)


def _name(entry: Entry) -> str:
    return f"{entry['biomarker']} in {entry['cancer']}"


@pytest.mark.parametrize("entry", ENTRIES, ids=_name)
def test_the_engine_says_what_a_reader_of_the_directory_says(entry: Entry, judge: Judge, world: World) -> None:
    found = _judged(entry, judge, world)
    assert found.coverage.value == entry["coverage"], f"{found.reason}; by hand: {entry['reason']}"


@pytest.mark.parametrize("entry", [each for each in ENTRIES if each["coverage"] in {"covered", "partly"}], ids=_name)
def test_the_engine_names_the_tests_that_a_reader_names(entry: Entry, judge: Judge, world: World) -> None:
    found = _judged(entry, judge, world)
    wanted = Fit.FULL if found.coverage is Coverage.COVERED else Fit.PART
    named = {fit.code for fit in found.fits if fit.fit is wanted}
    by_hand = set(cast(list[str], entry["tests"]))
    assert by_hand
    assert by_hand <= named


def test_every_answer_is_judged_often_enough() -> None:
    words = Counter(entry["coverage"] for entry in ENTRIES)
    assert len(ENTRIES) == 80
    assert words["not_covered"] >= 15
    assert words["cannot_tell"] >= 15
    assert words["partly"] >= 10


def test_a_test_is_named_exactly_where_one_counts() -> None:
    for entry in ENTRIES:
        assert bool(entry["tests"]) == (entry["coverage"] in {"covered", "partly"}), _name(entry)


def test_the_pairs_are_the_drawn_ones() -> None:
    command = [sys.executable, str(HERE / "draw_pairs.py"), "--kept"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    drawn = [tuple(row.values()) for row in csv.DictReader(io.StringIO(printed))]
    fields = ("stratum", "biomarker", "cancer", "indication_code")
    assert [tuple(entry[field] for field in fields) for entry in ENTRIES] == drawn
