"""A check against an earlier one: new, known, changed, resolved, and what was not judged then or now."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.process import InProcess

import trialign.report
from trialign import compare
from trialign.compare import Check, EarlierFinding, ReadSource, Scope
from trialign.model.finding import Verdict
from trialign.model.rule import Rule, Severity

_DATA = Path(__file__).parent / "golden" / "data"
_RET = "8882fe816b01cd6b"
_SCHEMA = json.loads(
    (Path(trialign.report.__file__).parent / "schemas" / "check.schema.json").read_text(encoding="utf-8")
)
_DAY = date(2026, 11, 22)

Run = Callable[..., tuple[int, str, str]]


_SOURCES = (
    ReadSource("england/cancer@1", "held", 3, "2026-11-01", "d/england/cancer/1.csv"),
    ReadSource("Decisions", "held", 5, "2026-11-01", "d/decisions/decisions.yaml"),
)
_SCOPE = Scope({"COV-001": "a", "COV-002": "b"})


def _finding(
    name: str,
    verdict: Verdict = Verdict.GAP,
    rule: str = "COV-001",
    nation: str = "england",
    message: str = "some words",
    files: tuple[str, ...] = ("d/decisions/nice.csv",),
) -> EarlierFinding:
    return EarlierFinding(name, rule, verdict, nation, message, files)


def _check(*findings: EarlierFinding, scope: Scope = _SCOPE, sources: tuple[ReadSource, ...] = _SOURCES) -> Check:
    return Check(_DAY, scope, sources, {each.fingerprint: each for each in findings})


def test_findings_are_new_known_changed_or_resolved_by_fingerprint_and_verdict() -> None:
    then = _check(_finding("known"), _finding("changed"), _finding("resolved"))
    now = _check(_finding("new"), _finding("known", message="other words"), _finding("changed", Verdict.CANNOT_TELL))
    found = compare.compare("then.json", then, now, ())
    assert (found.new, found.known, found.changed) == (("new",), ("known",), {"changed": Verdict.GAP})
    assert [each.fingerprint for each in found.resolved] == ["resolved"]
    assert (found.not_judged_then, found.not_judged_now, found.not_asked) == ((), (), 0)


def test_a_finding_of_a_rule_that_was_not_run_then_is_not_called_new() -> None:
    then = _check(scope=Scope({"COV-001": "a"}))
    found = compare.compare("then.json", then, _check(_finding("one", rule="COV-002")), ())
    assert (found.new, found.not_judged_then) == ((), ("one",))
    assert found.differences.new_rules == ("COV-002",)


def test_a_finding_of_a_nation_that_was_not_asked_for_then_is_not_called_new() -> None:
    then = _check(scope=Scope({"COV-001": "a"}, nations=("wales",)))
    found = compare.compare("then.json", then, _check(_finding("one"), _finding("two", nation="wales")), ())
    assert (found.new, found.not_judged_then) == (("two",), ("one",))


@pytest.mark.parametrize("file", ["d/england/cancer/1.csv", "d/decisions/nice.csv"])
def test_without_its_rule_or_source_a_finding_is_not_called_resolved(file: str) -> None:
    then = _check(_finding("one", files=(file,)))
    rule_gone = compare.compare("then.json", then, _check(scope=Scope({"COV-002": "b"})), ())
    source_gone = compare.compare("then.json", then, _check(sources=()), ())
    for found in (rule_gone, source_gone):
        assert found.resolved == ()
        assert [each.fingerprint for each in found.not_judged_now] == ["one"]
    assert rule_gone.differences.gone_rules == ("COV-001",)
    assert source_gone.differences.gone_sources == ("Decisions", "england/cancer@1")


def test_a_finding_that_rests_on_a_source_that_was_not_read_then_is_not_called_new() -> None:
    then = _check(sources=())
    found = compare.compare("then.json", then, _check(_finding("one")), ())
    assert (found.new, found.not_judged_then) == ((), ("one",))


def test_a_newer_release_of_a_book_is_the_same_source() -> None:
    newer = (ReadSource("england/cancer@2", "held", 4, "2026-11-20", "d/england/cancer/2.csv"), _SOURCES[1])
    then = _check(_finding("one", files=("d/england/cancer/1.csv",)))
    found = compare.compare("then.json", then, _check(sources=newer), ())
    assert [each.fingerprint for each in found.resolved] == ["one"]
    assert found.differences.changed_sources == (
        "england/cancer: release 1 → 2, rows 3 → 4, retrieved 2026-11-01 → 2026-11-20",
    )


def test_what_is_not_asked_for_this_time_is_only_counted() -> None:
    then = _check(_finding("one"), _finding("two", nation="wales"), _finding("three", rule="COV-002"))
    scope = Scope({"COV-001": "a"}, nations=("england",))
    found = compare.compare("then.json", then, _check(_finding("one"), scope=scope), {"COV-001"})
    assert (found.known, found.resolved, found.not_judged_now, found.not_asked) == (("one",), (), (), 2)
    assert found.differences.gone_rules == ()


def test_a_rule_has_another_digest_only_where_it_asks_something_else(rules: tuple[Rule, ...]) -> None:
    rule = rules[0]
    assert compare.digest(replace(rule, message="other words", severity=Severity.INFO)) == compare.digest(rule)
    assert compare.digest(replace(rule, key=rule.key[:-1])) != compare.digest(rule)
    assert len({compare.digest(each) for each in rules}) == len(rules)
    then = _check(scope=Scope({"COV-001": "other", "COV-002": "b"}))
    assert compare.compare("then.json", then, _check(), ()).differences.changed_rules == ("COV-001",)


@pytest.fixture
def run(in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command in this process, on a copy of the small world, in a folder of its own."""
    shutil.copytree(_DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, day: str = "2026-11-22") -> tuple[int, str, str]:
        return in_process("check", "--data", "data", "--engine", "sql", "--as-of", day, *arguments)

    return call


def _since(run: Run, *more: str, day: str = "2026-11-22") -> Mapping[str, Any]:
    status, out, err = run("--format", "json", "--since", "then.json", *more, day=day)
    assert (status, err) == (0, "")
    read = json.loads(out)
    assert list(Draft202012Validator(_SCHEMA).iter_errors(read)) == []
    found: Mapping[str, Any] = read["since"]
    return found


def _keep(run: Run, *more: str) -> None:
    Path("then.json").write_text(run("--format", "json", *more)[1], encoding="utf-8")


def _accept(expires: str) -> None:
    row = f"COV-001,{_RET},a board,under review,minutes of May,2026-05-01,{expires}"
    Path("data/exceptions.csv").write_text(
        f"rule,subject,owner,reason,source,created,expires\n{row}\n", encoding="utf-8"
    )


def test_a_check_beside_itself_has_nothing_new(run: Run) -> None:
    _keep(run)
    found = _since(run)
    assert found["new"] == found["changed"] == found["resolved"] == found["not_judged_then"] == []
    assert _RET in found["known"]
    assert found["differences"] == {
        "days": 0, "new_rules": [], "gone_rules": [], "changed_rules": [], "new_sources": [], "gone_sources": [],
        "changed_sources": [],
    }  # fmt: skip


def test_new_findings_come_first_known_ones_are_counted_and_resolved_ones_are_named(run: Run) -> None:
    _keep(run)
    tests = Path("data/england/cancer-non-cns/2026-07.csv")
    tests.write_text(tests.read_text(encoding="utf-8").replace("NTRK1, NTRK1", "NTRK1"), encoding="utf-8")
    decisions = Path("data/decisions/nice.csv")
    text = decisions.read_text(encoding="utf-8")
    decisions.write_text(text.replace("RET fusion", "ALK fusion").replace("NTRK1, NTRK1", ""), encoding="utf-8")
    status, out, _ = run("--since", "then.json")
    words = " ".join(out.split())
    assert status == 0
    assert "Since then.json (as of 2026-11-22): " in words
    assert f"Resolved: {_RET} COV-001 England: selpercatinib" in words
    assert words.index("New: ") < words.index("ALK fusion") < words.index("Resolved: ")
    assert re.search(r"\d known findings not listed; '--all' lists them\.", words)
    assert "Known:" in run("--since", "then.json", "--all")[1]


def test_an_exception_that_ended_since_then_is_another_verdict(run: Run) -> None:
    _accept("2026-12-31")
    _keep(run)
    _accept("2026-11-21")
    assert _since(run)["changed"] == [{"fingerprint": _RET, "was": "excepted"}]
    assert "Another verdict than then: it was excepted:" in run("--since", "then.json")[1]
    assert run("--since", "then.json", "--fail-on", "error", "--new-only")[0] == 1


def test_known_gaps_count_unless_only_new_ones_shall(run: Run) -> None:
    _keep(run)
    assert run("--since", "then.json", "--fail-on", "info")[0] == 1
    assert run("--since", "then.json", "--fail-on", "info", "--new-only")[0] == 0
    _keep(run, "--rule", "HYG-001")
    assert run("--since", "then.json", "--fail-on", "error", "--new-only")[0] == 1


def test_another_day_and_rules_that_were_not_run_are_said(run: Run) -> None:
    _keep(run, "--rule", "HYG-001")
    found = _since(run, day="2026-11-29")
    assert found["differences"]["days"] == 7
    assert "COV-001" in found["differences"]["new_rules"]
    assert _RET in found["not_judged_then"]
    words = " ".join(run("--since", "then.json", day="2026-11-15")[1].split())
    assert "! This check is for a day 7 days earlier." in words
    assert "! Rules that were not run then: COV-001; " in words
    assert "Not judged then: ERROR COV-001" in words


_NO_REPORT = "name a file that 'trialign check --format json' wrote"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "then.json:1: is no JSON"),
        ("[]", "then.json: is no report of a check: [] is not a mapping"),
        ('{"findings": []}', "then.json: is no report of a check: the field 'as_of' is missing"),
        ("[" * 100_000, "then.json: is no JSON"),
        (
            '{"as_of": "2026-02-30", "sources": [], "findings": [],'
            ' "judged": {"rules": [], "nations": null, "severities": null, "verdicts": null}}',
            "then.json: is no report of a check: '2026-02-30' is no day",
        ),
    ],
)
def test_a_file_that_is_no_earlier_check_is_refused(run: Run, text: str, what: str) -> None:
    Path("then.json").write_text(text, encoding="utf-8")
    status, out, err = run("--since", "then.json")
    assert (status, out) == (3, "")
    assert err.startswith(what)
    assert err.splitlines()[0].endswith(_NO_REPORT)
    assert len(err.splitlines()) == 2


def test_a_file_that_is_not_there_or_lists_only_a_part_is_refused(run: Run) -> None:
    assert run("--since", "nowhere.json")[::2] == (
        3,
        "nowhere.json: is not there; add it, or check the path\n1 problem; nothing was judged.\n",
    )
    _keep(run, "--verdict", "gap")
    status, _, err = run("--since", "then.json")
    assert status == 3
    assert "lists only some of its findings; make it again without --severity and --verdict" in err


@pytest.mark.parametrize("option", ["--new-only"])
def test_options_of_a_comparison_need_one(run: Run, option: str) -> None:
    status, out, err = run(option)
    assert (status, out) == (2, "")
    assert err == f"trialign: {option} needs --since: there is nothing to compare with\n"
