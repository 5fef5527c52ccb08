"""Two nations side by side: kinds, who needs what the other lacks, and that unknown never reads as not tested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.features.own_data import Cells, write_decisions, write_statements, write_tests
from tests.process import InProcess

import trialign.report

_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "diff.schema.json"
_DAY = ("--as-of", "2026-11-22")
_PANEL = {"cancers": "COADREAD", "method": "Panel", "scope": "Small variant detection"}
_KRAS = {**_PANEL, "code": "M1.1", "test": "KRAS", "target": "KRAS"}
_BRAF = {**_KRAS, "code": "M1.2", "test": "BRAF", "target": "BRAF"}
_STATED = {"cancers": "COADREAD", "date": "2026-11-01", "availability": "offered"}


def _stated(label: str, availability: str = "offered", **other: str) -> Cells:
    return {
        **_STATED,
        "biomarkers": label,
        "target": label.split(maxsplit=1)[0],
        "availability": availability,
        **other,
    }


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """England tests KRAS and BRAF in full; Scotland states that it tests KRAS and EGFR, and BRAF not."""
    write_tests(tmp_path, {"2026-01-01": [_KRAS, _BRAF]})
    rows = [
        _stated("KRAS small variant"),
        _stated("BRAF small variant", "not-offered"),
        _stated("EGFR small variant"),
    ]
    write_statements(tmp_path, "scotland", rows)
    needs = {"outcome": "recommended", "date": "2025-01-01", "cancers": "COADREAD"}
    write_decisions(
        tmp_path,
        [
            {**needs, "body": "SMC", "ref": "SMC1", "medicine": "a medicine", "biomarkers": "BRAF small variant"},
            {**needs, "body": "NICE", "ref": "TA1", "medicine": "a medicine", "biomarkers": "EGFR small variant"},
        ],
    )
    return tmp_path


def _json(in_process: InProcess, *arguments: object) -> dict[str, Any]:
    ended = in_process("diff", *arguments, *_DAY, "--format", "json")
    assert ended.status == 0, ended.stderr
    value: dict[str, Any] = json.loads(ended.stdout)
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(value)] == []
    return value


def _kinds(found: dict[str, Any]) -> dict[str, str]:
    return {
        label: change["kind"]
        for change in found["changes"]
        for field in ("lost", "gained", "unsure", "both")
        for label in change[field]
    }


def test_what_each_reports_is_told_by_meaning(in_process: InProcess, own: Path) -> None:
    found = _json(in_process, "england", "scotland", "--data", own, "--alone")
    assert _kinds(found) == {
        "KRAS small variant": "shared",
        "BRAF small variant": "only_from",
        "EGFR small variant": "only_to",
    }
    assert found["nations"] == ["england", "scotland"]
    assert found["summary"]["kinds"] == {"only_from": 1, "only_to": 1, "shared": 1}


def test_the_other_way_round_mirrors_it(in_process: InProcess, own: Path) -> None:
    found = _json(in_process, "scotland", "england", "--data", own, "--alone")
    assert _kinds(found)["BRAF small variant"] == "only_to"
    assert _kinds(found)["EGFR small variant"] == "only_from"


def test_who_needs_it_is_who_counts_in_the_nation_that_lacks_it(in_process: InProcess, own: Path) -> None:
    found = _json(in_process, "england", "scotland", "--data", own, "--alone")
    strands = {change["kind"]: change["strands"] for change in found["changes"]}
    assert [(each["id"], each["before"], each["after"]) for each in strands["only_from"]] == [
        ("SMC1", "covered", "not_covered")
    ]
    assert [(each["id"], each["before"], each["after"]) for each in strands["only_to"]] == [
        ("NICE TA1", "not_covered", "covered")
    ]
    assert {change["kind"]: change["severity"] for change in found["changes"]} == {
        "only_from": "warning",
        "only_to": "warning",
        "shared": "info",
    }


def test_the_denial_is_evidence(in_process: InProcess, own: Path) -> None:
    found = _json(in_process, "england", "scotland", "--data", own, "--alone")
    (only,) = [change for change in found["changes"] if change["kind"] == "only_from"]
    assert [(row["side"], row["code"]) for row in only["evidence"]] == [("from", "M1.2"), ("to", "S2")]
    assert only["why"] == "a source of 2026-11-01 says that it is not offered"
    assert (only["from"], only["to"]) == (["M1.2"], [])


def test_what_an_incomplete_nation_does_not_state_is_unclear(in_process: InProcess, tmp_path: Path) -> None:
    write_tests(tmp_path, {"2026-01-01": [_KRAS]})
    write_statements(tmp_path, "scotland", [_stated("EGFR small variant")])
    found = _json(in_process, "england", "scotland", "--data", tmp_path, "--alone")
    assert _kinds(found) == {"KRAS small variant": "unclear", "EGFR small variant": "only_to"}
    (unclear,) = [change for change in found["changes"] if change["kind"] == "unclear"]
    assert "not complete" in unclear["why"]
    assert unclear["confidence"] == "low"


def test_a_nation_that_is_held_by_names_is_never_said_not_to_test(in_process: InProcess, own: Path) -> None:
    settings = own / "england" / "directory.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"complete": true}', '"complete": true, "held_by": "names"}'), encoding="utf-8")
    found = _json(in_process, "england", "scotland", "--data", own, "--alone")
    assert _kinds(found)["EGFR small variant"] == "unclear"
    assert {each["severity"] for each in found["changes"] if each["kind"] == "unclear"} == {"info"}
    assert {
        strand["before"] for each in found["changes"] if each["kind"] == "unclear" for strand in each["strands"]
    } == {"cannot_tell"}


def test_a_book_alone_says_nothing_of_other_books(in_process: InProcess) -> None:
    whole = _json(in_process, "scotland", "england")
    part = _json(in_process, "scotland", "england/cns")
    assert "England: not every book that is in force is looked at" in part["remarks"]
    assert "England: not every book that is in force is looked at" not in whole["remarks"]
    assert {"only_from", "removed"}.isdisjoint({change["kind"] for change in part["changes"]})


def test_the_bundled_nations_yield_no_false_absence(in_process: InProcess) -> None:
    found = _json(in_process, "england", "scotland")
    assert {change["kind"] for change in found["changes"]} <= {"unclear", "in_part", "shared"}
    assert all(change["why"] for change in found["changes"] if change["kind"] == "unclear")
    assert any("not of one day" in remark for remark in found["remarks"])


def test_a_release_that_ended_is_told(in_process: InProcess) -> None:
    found = _json(in_process, "england/cancer@2021-10", "northern-ireland")
    assert "England: england/cancer@2021-10 ended in 2026" in found["remarks"]


@pytest.mark.parametrize("columns", ["60", "100", "200"])
def test_text_is_short_and_keeps_to_the_width(
    in_process: InProcess, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = in_process("diff", "england", "scotland", *_DAY).stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert len(lines) < 260


def test_text_names_the_nations(in_process: InProcess, own: Path) -> None:
    text = in_process("diff", "england", "scotland", "--data", own, "--alone", *_DAY).stdout
    assert "     1  only in England\n" in text
    assert "only in Scotland\n  EGFR small variant in Colorectal Adenocarcinoma\n" in text
    assert "needed there by NICE TA1" in text
    assert "removed" not in text


def test_text_with_all_lists_what_both_report(in_process: InProcess, own: Path) -> None:
    arguments = ("diff", "england", "scotland", "--data", own, "--alone", *_DAY)
    assert "in both\n  KRAS small variant" not in in_process(*arguments).stdout
    assert "in both\n  KRAS small variant in Colorectal Adenocarcinoma" in in_process(*arguments, "--all").stdout


def test_the_same_bytes_twice(in_process: InProcess) -> None:
    first, second = (in_process("diff", "england", "wales", *_DAY, "--format", "json").stdout for _ in range(2))
    assert first == second


def test_several_nations_on_one_side_are_refused(in_process: InProcess) -> None:
    ended = in_process("diff", "england", "scotland+wales")
    assert (ended.status, ended.stdout) == (2, "")
    assert "'scotland+wales' is of scotland, wales: nations are compared one with one" in ended.stderr


def test_release_notes_are_of_one_nation(in_process: InProcess) -> None:
    ended = in_process("release-notes", "england", "scotland")
    assert (ended.status, "changed in one nation" in ended.stderr) == (2, True)


def test_what_another_book_of_the_nation_reports_is_not_lacking(in_process: InProcess, own: Path) -> None:
    england = own / "england"
    settings = json.loads((england / "directory.yaml").read_text(encoding="utf-8"))
    (release,) = settings["books"][0]["releases"]
    other = {**settings["books"][0], "book": "other", "releases": [{**release, "file": "other.csv"}]}
    (england / "directory.yaml").write_text(json.dumps({**settings, "books": [*settings["books"], other]}))
    table = (england / "2026-01-01.csv").read_text(encoding="utf-8").splitlines()
    (england / "other.csv").write_text("\n".join([table[0], table[1].replace("KRAS", "EGFR")]) + "\n")
    with (england / "indications.csv").open("a", encoding="utf-8") as file:
        file.write("other,M1,the indication M1,COADREAD,malignant,,\n")
    whole = _json(in_process, "england", "scotland", "--data", own, "--alone")
    assert _kinds(whole)["EGFR small variant"] == "shared"
    part = _json(in_process, "england/cancer-non-cns", "scotland", "--data", own, "--alone")
    assert _kinds(part)["EGFR small variant"] == "unclear"
    (unclear,) = [change for change in part["changes"] if change["kind"] == "unclear"]
    assert unclear["why"] == (
        "no test of england/cancer-non-cns@2026-01-01 reports it; of all that is in force: M1.1 reports it"
    )
