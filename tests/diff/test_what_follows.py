"""What follows from a change of tests: small worlds whose result is known by reasoning, and the bundled data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.features.own_data import write_decisions, write_statements, write_steps, write_tests

import trialign.report
from trialign.pipeline import Sources
from trialign.release_diff import compare
from trialign.report import diff_data, release_notes

_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "diff.schema.json"
_DAY = date(2026, 11, 22)
_A, _B = "england/cancer-non-cns@2026-10-01", "england/cancer-non-cns@2026-11-01"
Row = Mapping[str, str]
_KRAS = {"code": "M1.1", "test": "KRAS hotspot", "target": "KRAS", "method": "NGS panel", "cancers": "COADREAD"}
_EGFR = {"code": "M4.1", "test": "EGFR hotspot", "target": "EGFR", "method": "NGS panel", "cancers": "NSCLC"}
_DECIDED = {
    "body": "NICE", "ref": "TA1", "medicine": "a medicine", "cancers": "COADREAD", "age": "adult",
    "biomarkers": "KRAS small variant", "outcome": "recommended", "date": "2025-01-01",
}  # fmt: skip


def _diff(
    root: Path, before: Sequence[Row], after: Sequence[Row], decisions: Sequence[Row] = (_DECIDED,)
) -> dict[str, Any]:
    """Return the comparison of two releases of one book as JSON."""
    write_tests(root, {"2026-10-01": before, "2026-11-01": after})
    write_decisions(root, decisions)
    found = compare(Sources(data=root, alone=True), _DAY, (_A, _B), "", lambda _: None)
    read: dict[str, Any] = json.loads(diff_data.as_json(found, _DAY))
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(read)] == []
    return read


def _told(found: dict[str, Any], what: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [
        (each["rule"], each["nation"], each["verdict"], tuple(each["changes"])) for each in found["findings"][what]
    ]


def test_a_lost_test_opens_the_gap_of_the_decision_that_needs_it(tmp_path: Path) -> None:
    found = _diff(tmp_path, [_KRAS, _EGFR], [_EGFR])
    assert ("COV-001", "england", "gap", ("M1.1",)) in _told(found, "opened")
    (lost,) = [each for each in found["changes"] if each["from"] == ["M1.1"]]
    assert [(each["sort"], each["id"], each["nation"]) for each in lost["strands"]] == [
        ("decision", "NICE TA1", "england")
    ]
    (england,) = [each for each in found["summary"]["reach"] if each["nation"] == "england"]
    assert england["stranded"] == {"decision": 1, "trial": 0, "pathway": 0}


def test_the_other_way_round_the_gap_closes_and_the_decision_is_served(tmp_path: Path) -> None:
    found = _diff(tmp_path, [_EGFR], [_KRAS, _EGFR])
    assert ("COV-001", "england", "gap", ("M1.1",)) in _told(found, "closed")
    (new,) = [each for each in found["changes"] if each["to"] == ["M1.1"]]
    assert [(each["id"], each["before"]) for each in new["serves"]] == [("NICE TA1", "not_covered")]
    assert new["strands"] == []


def test_nothing_follows_where_nothing_changed(tmp_path: Path) -> None:
    found = _diff(tmp_path, [_KRAS, _EGFR], [_KRAS, _EGFR])
    assert [_told(found, what) for what in ("opened", "closed", "changed")] == [[], [], []]


def test_a_change_that_nobody_needs_opens_nothing(tmp_path: Path) -> None:
    found = _diff(tmp_path, [_KRAS, _EGFR], [_KRAS])
    assert [_told(found, what) for what in ("opened", "closed", "changed")] == [[], [], []]


def test_a_loss_strands_nobody_where_one_of_several_biomarkers_is_enough(tmp_path: Path) -> None:
    nras = {**_KRAS, "code": "M1.2", "test": "NRAS hotspot", "target": "NRAS"}
    either = {**_DECIDED, "biomarkers": "KRAS small variant | NRAS small variant", "logic": "any"}
    found = _diff(tmp_path, [_KRAS, nras], [nras], [either])
    assert [each["strands"] for each in found["changes"]] == [[]]
    both = {**either, "logic": "all"}
    found = _diff(tmp_path / "both", [_KRAS, nras], [nras], [both])
    assert [len(each["strands"]) for each in found["changes"]] == [1]


def test_a_step_of_a_pathway_is_stranded_too(tmp_path: Path) -> None:
    write_steps(tmp_path, "own", [{"cancers": "COADREAD", "biomarkers": "KRAS small variant", "nations": "england"}])
    found = _diff(tmp_path, [_KRAS, _EGFR], [_EGFR])
    (lost,) = [each for each in found["changes"] if each["from"] == ["M1.1"]]
    assert ("pathway", "own step 1") in [(each["sort"], each["id"]) for each in lost["strands"]]


def test_findings_of_other_nations_do_not_come_of_the_laying_out(tmp_path: Path) -> None:
    write_statements(tmp_path, "scotland", [])
    found = _diff(tmp_path, [_KRAS, _EGFR], [_EGFR], [_DECIDED, {**_DECIDED, "body": "SMC", "ref": "SMC1"}])
    assert {nation for _, nation, _, _ in _told(found, "opened")} == {"england"}


def test_rules_that_read_the_history_of_releases_are_named_and_left_out(tmp_path: Path) -> None:
    found = _diff(tmp_path, [_KRAS], [_EGFR])
    (left,) = found["findings"]["left_out"]
    assert left["rules"] == ["DEC-009", "LAG-001", "LAG-002"]
    assert not {"LAG-001", "LAG-002"} & {rule for rule, *_ in _told(found, "opened")}


def test_targets_for_trials_only_are_a_change_and_no_loss(tmp_path: Path) -> None:
    panel = {**_KRAS, "scope": "Small variant detection"}
    found = _diff(tmp_path, [{**panel, "trial_target": "NRAS"}], [{**panel, "trial_target": "BRAF"}])
    (change,) = found["changes"]
    assert (change["kind"], change["lost"], change["gained"]) == ("trial_targets", [], [])
    assert "now lists BRAF" in change["witness"]
    assert "no longer lists NRAS" in change["witness"]


def test_release_notes_say_whom_a_new_test_serves(tmp_path: Path) -> None:
    _diff(tmp_path, [_EGFR], [_KRAS, _EGFR])
    found = compare(Sources(data=tmp_path, alone=True), _DAY, (_A, _B), "", lambda _: None)
    assert "Answers now what is needed by NICE TA1." in release_notes.notes(found)


@pytest.mark.parametrize("what", ["opened", "closed"])
def test_of_the_bundled_releases_one_way_opens_what_the_other_closes(what: str) -> None:
    sides = ("england/cancer@2020-11", "england/cancer@2021-10")
    one, two = (compare(Sources(), _DAY, each, "", lambda _: None).radius for each in (sides, sides[::-1]))
    assert one is not None
    assert two is not None
    other = {"opened": two.closed, "closed": two.opened}[what]
    here = {"opened": one.opened, "closed": one.closed}[what]
    assert here
    assert {each.fingerprint for each in here} == {each.fingerprint for each in other}
    assert {each.nation for each in here} <= {"england", "wales", "scotland", "northern-ireland"}
