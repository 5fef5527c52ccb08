"""``gate`` where a gap that was known cannot be told any more: it is named so, and never read as mended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.process import InProcess

from trialign import baseline, resources

_RES = {"fbd30ab2daf79b36", "38658763ca2b5ec5"}
_TRI = {"e0611eef4ae1e828", "01b3adae37406901", "03015416a8726f1f"}
_DEC = "8dd52e7469ff92ca"
_BOOK = "england/cancer-non-cns"
_DRAFT = ("--release", f"{_BOOK}=draft.csv")
_CELL = "EGFR hotspot tumour"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command on the bundled data, beside a draft in which the name of M4.4 is misspelt."""
    held = (resources.directories() / _BOOK / "2026-07-16.csv").read_text(encoding="utf-8")
    assert held.count(_CELL) == 1
    (tmp_path / "draft.csv").write_text(held.replace(_CELL, "EGFRR hotspot"), encoding="utf-8")
    (tmp_path / "copy.csv").write_text(held, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, verb: str = "gate") -> tuple[int, str, str]:
        once = ("--no-verify",) if verb == "gate" else ()
        return in_process(verb, "--engine", "sql", "--as-of", "2026-11-22", *arguments, *once)

    return call


@pytest.fixture
def last(run: Run, tmp_path: Path) -> dict[str, Any]:
    """The check of the release in force, kept as ``last.json``."""
    text = run("--format", "json", verb="check")[1]
    (tmp_path / "last.json").write_text(text, encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _read(run: Run, *arguments: str) -> dict[str, Any]:
    status, out, err = run("--format", "json", *arguments)
    assert status == 0, out + err
    read: dict[str, Any] = json.loads(out)
    return read


def test_a_gap_whose_row_cannot_be_read_any_more_is_not_fixed(run: Run, last: dict[str, Any]) -> None:
    read = _read(run, *_DRAFT, "--against", "last.json", "--fail-on", "warning")
    assert read["fixed"] == []
    assert {each["fingerprint"] for each in read["cannot_tell_any_more"]} == _RES | _TRI
    told = {each["fingerprint"]: each for each in read["cannot_tell_any_more"]}
    assert told[min(_RES)]["rule"] == "RES-001"
    assert "'EGFRR' in its name could not be read" in told[min(_RES)]["message"]
    gaps = sum(each["verdict"] == "gap" for each in last["findings"])
    assert gaps == read["summary"]["known"] + read["summary"]["fixed"] + read["summary"]["cannot_tell_any_more"]
    words = " ".join(run(*_DRAFT, "--against", "last.json", "--fail-on", "warning")[1].split())
    assert "104 known, 0 fixed, 5 that cannot be told any more," in words
    assert (
        "Of the 109 gaps of last.json (as of 2026-11-22): 104 known, 0 fixed, 5 that cannot be told any more."
        in words
    )
    assert words.count(" known, ") == 2
    assert "Cannot be told any more: e0611eef4ae1e828 TRI-001 England: trial NCT06151574" in words
    assert "38658763ca2b5ec5 RES-001 England: ERBB2 TKD in" in words
    assert "Fixed:" not in words


def test_an_identical_draft_leaves_every_gap_known(run: Run, last: dict[str, Any]) -> None:
    read = _read(run, "--release", f"{_BOOK}=copy.csv", "--against", "last.json", "--fail-on", "warning")
    gaps = sum(each["verdict"] == "gap" for each in last["findings"])
    assert (read["summary"]["known"], read["fixed"], read["cannot_tell_any_more"]) == (gaps, [], [])


def test_a_baseline_keeps_what_cannot_be_told_any_more(run: Run, tmp_path: Path) -> None:
    _read(run, "--baseline", "known.txt", "--accept", "--fail-on", "info")
    held = baseline.read(tmp_path / "known.txt").fingerprints
    assert held >= _RES | _TRI
    read = _read(run, *_DRAFT, "--baseline", "known.txt", "--fail-on", "warning")
    assert (read["baseline"]["gone"], read["fixed"]) == ([], [])
    assert {each["fingerprint"] for each in read["cannot_tell_any_more"]} == _RES | _TRI
    assert baseline.read(tmp_path / "known.txt").fingerprints == held


def test_known_means_gaps_wherever_it_stands(run: Run, last: dict[str, Any]) -> None:
    words = " ".join(run("--against", "last.json", "--fail-on", "warning")[1].split())
    gaps = sum(each["verdict"] == "gap" for each in last["findings"])
    assert re.findall(r"\d+ known", words) == [f"{gaps} known"] * 2


def test_the_gaps_of_an_earlier_check_add_up_where_one_is_excepted(
    run: Run, last: dict[str, Any], tmp_path: Path
) -> None:
    row = f"DEC-001,{_DEC},a board,under review,minutes,2026-05-01,2027-05-01"
    assert _DEC in {each["fingerprint"] for each in last["findings"] if each["verdict"] == "gap"}
    header = "rule,subject,owner,reason,source,created,expires"
    (tmp_path / "accepted.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    asked = ("--exceptions", "accepted.csv", "--against", "last.json", *_DRAFT, "--fail-on", "warning")
    words = " ".join(run(*asked)[1].split())
    gaps = "103 known, 0 fixed, 5 that cannot be told any more, 1 excepted"
    assert f"Of the 109 gaps of last.json (as of 2026-11-22): {gaps}." in words
