"""Steps of the feature on exceptions, settings and comparison; each runs the real command in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer

scenarios("exceptions_and_history.feature")

_DATA = Path(__file__).resolve().parents[1] / "golden" / "data"
_RET = "8882fe816b01cd6b"
_RULE = "COV-001"
_HEADER = "rule,subject,owner,reason,source,created,expires"
_KEPT = "last-meeting.json"


def _run(folder: Path, day: str, *more: str) -> Answer:
    command = [sys.executable, "-m", "trialign", "check", "--engine", "sql", "--as-of", day, "--data", "data", *more]
    environment = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "COLUMNS"}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    return Answer(done.returncode, done.stdout, done.stderr.decode())


def _ask(folder: Path, day: str, answers: list[Answer], *more: str) -> None:
    """Ask for the report as people read it, then as JSON."""
    answers.append(_run(folder, day, *more))
    answers.append(_run(folder, day, "--format", "json", *more))


def _missing(answers: list[Answer], biomarker: str = "RET fusion") -> dict[str, Any]:
    (found,) = (
        each
        for each in answers[-1].findings
        if (each["rule"], each["nation"], each["biomarker"]) == (_RULE, "england", biomarker)
    )
    return found


def _words(answers: list[Answer]) -> str:
    return answers[-2].words


def _accept(folder: Path, start: str, end: str, record: str = "minutes of May") -> None:
    row = f"{_RULE},{_RET},the board,the test is on order,{record},{start},{end}"
    (folder / "data" / "exceptions.csv").write_text(f"{_HEADER}\n{row}\n", encoding="utf-8")


def _settle(folder: Path, text: str) -> None:
    (folder / "trialign.yaml").write_text(text, encoding="utf-8")


def _keep(folder: Path, day: str, *more: str) -> None:
    (folder / _KEPT).write_bytes(_run(folder, day, "--format", "json", *more).output)


@given(parsers.parse("a small directory in which no test reports RET fusion, as of {day}"), target_fixture="day")
def _(tmp_path: Path, day: str) -> str:
    shutil.copytree(_DATA, tmp_path / "data")
    return day


@given("NICE recommends selpercatinib for RET fusion in England")
def _(tmp_path: Path) -> None:
    assert "selpercatinib" in (tmp_path / "data" / "decisions" / "nice.csv").read_text(encoding="utf-8")


@given(parsers.parse("the board accepts the missing test from {start} to {end}"))
def _(tmp_path: Path, start: str, end: str) -> None:
    _accept(tmp_path, start, end)


@given("the board accepts the missing test without saying where that is recorded")
def _(tmp_path: Path) -> None:
    _accept(tmp_path, "2026-05-01", "2027-05-01", record="")


@given("settings by which the rule on missing tests is a warning")
def _(tmp_path: Path) -> None:
    _settle(tmp_path, f"severity:\n  {_RULE}: warning\n")


@given("settings that disable the rule on missing tests")
def _(tmp_path: Path) -> None:
    _settle(tmp_path, f"disable: [{_RULE}]\n")


@given(parsers.parse('settings that disable a rule "{rule}"'))
def _(tmp_path: Path, rule: str) -> None:
    _settle(tmp_path, f"severity: {{}}\ndisable:\n  - {rule}\n")


@given("I kept the check of the last meeting")
def _(tmp_path: Path, day: str) -> None:
    _keep(tmp_path, day)


@given("I kept the check of the last meeting, of misprints only")
def _(tmp_path: Path, day: str) -> None:
    _keep(tmp_path, day, "--rule", "HYG-001")


@given("the board accepted the missing test at the last meeting, and that has ended")
def _(tmp_path: Path, day: str) -> None:
    _accept(tmp_path, "2026-05-01", day)
    _keep(tmp_path, day)
    _accept(tmp_path, "2026-05-01", "2026-11-21")


@given("a test for RET fusion was added since then")
def _(tmp_path: Path) -> None:
    file = tmp_path / "data" / "england" / "cancer-non-cns" / "2026-07.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("NTRK1, NTRK1", "RET, NTRK1"), encoding="utf-8")


@given("NICE recommends alectinib for ALK fusion since then")
def _(tmp_path: Path) -> None:
    file = tmp_path / "data" / "decisions" / "nice.csv"
    text = file.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "TA9001" in line)
    for old, new in {"NICE-1": "NICE-77", "TA9001": "TA9077", "selpercatinib": "alectinib", "RET": "ALK"}.items():
        row = row.replace(old, new)
    file.write_text(f"{text.rstrip()}\n{row}\n", encoding="utf-8")


@when("I check")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    _ask(tmp_path, day, answers)


@when("I check for missing tests and fail on errors")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    _ask(tmp_path, day, answers, "--rule", _RULE, "--fail-on", "error")


@when("I check against the last meeting")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    _ask(tmp_path, day, answers, "--since", _KEPT)


@when("I check against the last meeting and fail on new errors only")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    _ask(tmp_path, day, answers, "--since", _KEPT, "--fail-on", "error", "--new-only")
    assert _run(tmp_path, day, "--since", _KEPT, "--fail-on", "error").status == 1


@then("the missing test is excepted")
def _(answers: list[Answer]) -> None:
    assert _missing(answers)["verdict"] == "excepted"


@then("the missing test is a gap again")
def _(answers: list[Answer]) -> None:
    assert _missing(answers)["verdict"] == "gap"


@then("the report says that the board accepted it, why, and until when")
def _(answers: list[Answer]) -> None:
    said = "exception by the board from 2026-05-01 to 2027-05-01: the test is on order (minutes of May)"
    assert said in _words(answers)
    assert said in {each["fact"] for each in _missing(answers)["evidence"]}


@then("no exception is said to excuse nothing")
def _(answers: list[Answer]) -> None:
    assert answers[-1].data["summary"]["idle_exceptions"] == []


@then("the report names the board, and says that its acceptance ended 145 days ago")
def _(answers: list[Answer]) -> None:
    assert f"the exception of the board from {_RULE} for {_RET} ended on 2026-06-30, 145 days ago" in _words(answers)
    (idle,) = answers[-1].data["summary"]["idle_exceptions"]
    assert (idle["owner"], idle["state"], idle["days"], idle["findings"]) == ("the board", "expired", 145, [_RET])


@then("the report says that the acceptance begins in 9 days")
def _(answers: list[Answer]) -> None:
    assert "does not count yet: it begins on 2026-12-01, in 9 days." in _words(answers)


@then("nothing is reported")
def _(answers: list[Answer]) -> None:
    assert [each.text for each in answers] == ["", ""]


@then("the file and line of the acceptance are given")
def _(answers: list[Answer]) -> None:
    assert answers[-1].errors.startswith("data/exceptions.csv:2: [source] ")


@then(parsers.parse('the settings\' line is given, with "{meant}" as what may have been meant'))
def _(answers: list[Answer], meant: str) -> None:
    assert "trialign.yaml:3: [disable.0] there is no rule 'CVO-001'; did you mean" in answers[-1].errors
    assert meant in answers[-1].errors


@then("the missing test is a warning, and the report says that the settings made it one")
def _(answers: list[Answer]) -> None:
    found = _missing(answers)
    assert (found["severity"], found["severity_overridden"]) == ("warning", True)
    assert "(1; error without your settings)" in _words(answers)


@then("the report says which settings were used")
def _(answers: list[Answer]) -> None:
    assert answers[-1].data["settings"] == "trialign.yaml"
    assert "By the settings of trialign.yaml." in _words(answers)


@then("the missing test is not reported")
def _(answers: list[Answer]) -> None:
    assert _RULE not in {each["rule"] for each in answers[-1].findings}


@then("the report says that the rule on missing tests is disabled")
def _(answers: list[Answer]) -> None:
    assert f"Rules that the settings disable: {_RULE}." in _words(answers)
    assert answers[-1].data["summary"]["disabled_rules"] == [_RULE]


@then("nothing is new and the missing test is known")
def _(answers: list[Answer]) -> None:
    since = answers[-1].data["since"]
    assert since["new"] == since["changed"] == since["resolved"] == []
    assert _RET in since["known"]


@then("the missing test is counted and not listed again")
def _(answers: list[Answer]) -> None:
    assert "known findings not listed" in _words(answers)
    assert _RET not in _words(answers)


@then("the missing test for ALK fusion is new and listed first")
def _(answers: list[Answer]) -> None:
    assert _missing(answers, "ALK fusion")["fingerprint"] in answers[-1].data["since"]["new"]
    words = _words(answers)
    assert words.index("New: ") < words.index("alectinib") < words.index("Resolved: ")


@then("the missing test for RET fusion is resolved and named")
def _(answers: list[Answer]) -> None:
    assert _RET in {each["fingerprint"] for each in answers[-1].data["since"]["resolved"]}
    assert f"{_RET} {_RULE} England: selpercatinib" in _words(answers).partition("Resolved: ")[2]


@then("the missing test is shown as excepted then and a gap now")
def _(answers: list[Answer]) -> None:
    assert {"fingerprint": _RET, "was": "excepted"} in answers[-1].data["since"]["changed"]
    assert _missing(answers)["verdict"] == "gap"
    assert "Another verdict than then: it was excepted: ERROR COV-001" in _words(answers)


@then("the missing test is said not to have been judged then")
def _(answers: list[Answer]) -> None:
    assert _RET in answers[-1].data["since"]["not_judged_then"]
    assert "Not judged then: ERROR COV-001" in _words(answers)


@then("it is not called new")
def _(answers: list[Answer]) -> None:
    assert _RET not in answers[-1].data["since"]["new"]


@then(parsers.parse("the exit status is {status:d}"))
def _(answers: list[Answer], status: int) -> None:
    assert {each.status for each in answers} == {status}
