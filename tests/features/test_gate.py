"""Steps of the feature on the gate; each runs the real command in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer

from trialign import resources

scenarios("gate.feature")

_DATA = Path(__file__).resolve().parents[1] / "golden" / "data"
_RET = "8882fe816b01cd6b"
_RULE = "COV-001"
_ON_TRIALS = "TRI-001"
_LAST = "last-release.json"
_KNOWN = "known.txt"


def _run(folder: Path, verb: str, *more: str) -> Answer:
    day = (folder / "day").read_text(encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "trialign",
        verb,
        "--engine",
        "sql",
        "--as-of",
        day,
        "--data",
        "candidate",
        *more,
    ]
    environment = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "COLUMNS"}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    return Answer(done.returncode, done.stdout, done.stderr.decode())


def _gate(folder: Path, answers: list[Answer], *more: str) -> None:
    """Ask for the verdict as people read it, without writing anything, then as JSON."""
    reading = [each for each in more if each != "--accept"]
    if "--accept" not in more:
        answers.append(_run(folder, "gate", *reading, *(["--frozen"] if "--baseline" in more else [])))
    answers.append(_run(folder, "gate", "--format", "json", *more))


def _known(folder: Path) -> list[str]:
    lines = (folder / _KNOWN).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _decision(folder: Path, biomarker: str, medicine: str) -> None:
    file = folder / "candidate" / "decisions" / "nice.csv"
    text = file.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "TA9001" in line)
    for old, new in {"NICE-1": "NICE-77", "TA9001": "TA9077", "selpercatinib": medicine, "RET": biomarker}.items():
        row = row.replace(old, new)
    file.write_text(f"{text.rstrip()}\n{row}\n", encoding="utf-8")


def _data(answers: list[Answer]) -> dict[str, Any]:
    return answers[-1].data


def _reasons(answers: list[Answer]) -> list[str]:
    return [f"{each['cause']}: {each['what']}" for each in _data(answers)["reasons"]]


@given(parsers.parse("a candidate release in which no test reports RET fusion, as of {day}"))
def _(tmp_path: Path, day: str) -> None:
    shutil.copytree(_DATA, tmp_path / "candidate")
    (tmp_path / "day").write_text(day, encoding="utf-8")


@given("NICE recommends selpercatinib for RET fusion in England")
def _(tmp_path: Path) -> None:
    assert "selpercatinib" in (tmp_path / "candidate" / "decisions" / "nice.csv").read_text(encoding="utf-8")


@given("I kept the check of the last release")
def _(tmp_path: Path) -> None:
    (tmp_path / _LAST).write_bytes(_run(tmp_path, "check", "--format", "json").output)


@given("a test for RET fusion was added")
def _(tmp_path: Path) -> None:
    file = tmp_path / "candidate" / "england" / "cancer-non-cns" / "2026-07.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("NTRK1, NTRK1", "RET, NTRK1"), encoding="utf-8")


@given("NICE recommends alectinib for ALK fusion as well")
def _(tmp_path: Path) -> None:
    _decision(tmp_path, "ALK", "alectinib")


@given("I accepted the findings of today as known")
def _(tmp_path: Path) -> None:
    assert _run(tmp_path, "gate", "--baseline", _KNOWN, "--accept").status == 0
    shutil.copy(tmp_path / _KNOWN, tmp_path / "as-it-was")


@given("I accepted all findings of today but the missing test as known")
def _(tmp_path: Path) -> None:
    assert _run(tmp_path, "gate", "--baseline", _KNOWN, "--accept").status == 0
    lines = (tmp_path / _KNOWN).read_text(encoding="utf-8").splitlines()
    (tmp_path / _KNOWN).write_text("\n".join([*(each for each in lines if each != _RET), ""]), encoding="utf-8")


@given("a merge left its marks in the list of known findings")
def _(tmp_path: Path) -> None:
    header, *lines = (tmp_path / _KNOWN).read_text(encoding="utf-8").splitlines()
    torn = [header, "<<<<<<< ours", *lines, "=======", ">>>>>>> theirs", ""]
    (tmp_path / _KNOWN).write_text("\n".join(torn), encoding="utf-8")


@given(parsers.parse("the board accepts the missing test from {start} to {end}"))
def _(tmp_path: Path, start: str, end: str) -> None:
    header = "rule,subject,owner,reason,source,created,expires"
    row = f"{_RULE},{_RET},the board,the test is on order,minutes of May,{start},{end}"
    (tmp_path / "candidate" / "exceptions.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")


@given("the file with the tests of England is gone")
def _(tmp_path: Path) -> None:
    (tmp_path / "candidate" / "england" / "cancer-non-cns" / "2026-07.csv").unlink()


@given(parsers.parse("the day is {day}"))
def _(tmp_path: Path, day: str) -> None:
    (tmp_path / "day").write_text(day, encoding="utf-8")


@given("settings that require the rule on trials to have something to judge")
def _(tmp_path: Path) -> None:
    (tmp_path / "trialign.yaml").write_text(f"gate:\n  required: [{_ON_TRIALS}]\n", encoding="utf-8")


@given("a rulebook without rules")
def _(tmp_path: Path) -> None:
    (tmp_path / "no-rules").mkdir()
    for name in ("shared.yaml", "rule.schema.json", "shared.schema.json"):
        shutil.copy(resources.rules() / name, tmp_path / "no-rules")


@when("I put the candidate before the gate")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers)


@when("I put the candidate before the gate, against the last release")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers, "--against", _LAST)


@when("I put the candidate before the gate, with the list of known findings")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers, "--baseline", _KNOWN)


@when("I accept the findings of today as known")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers, "--baseline", _KNOWN, "--accept")


@when("I put the candidate before the gate, by that rulebook")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers, "--rules", "no-rules")


@then(parsers.re(r"the gate (?P<verdict>passes|fails|gives no verdict)"))
def _(answers: list[Answer], verdict: str) -> None:
    ruling, status = {
        "passes": ("passed", 0),
        "fails": ("failed", 1),
        "gives no verdict": ("not_evaluated", 4),
    }[verdict]
    assert _data(answers)["ruling"] == ruling
    assert {each.status for each in answers} == {status}


@then("the missing test is listed as new")
def _(answers: list[Answer]) -> None:
    assert _RET in {each["fingerprint"] for each in _data(answers)["new"]}
    assert f"ERROR {_RULE} {_RET}" in answers[-2].words.partition("New: ")[2]


@then("the verdict says how to mend, except or accept it")
def _(answers: list[Answer]) -> None:
    assert "mend them, except them with owner, reason and end, or take them into the baseline" in answers[-2].words


@then("the missing test is known")
def _(answers: list[Answer]) -> None:
    assert _RET in _data(answers)["known"]
    assert _data(answers)["new"] == []


@then("the missing test is listed as fixed")
def _(answers: list[Answer]) -> None:
    assert _RET in {each["fingerprint"] for each in _data(answers)["fixed"]}
    assert f"{_RET} {_RULE} England: selpercatinib" in answers[-2].words.partition("Fixed: ")[2]


@then("the list of known findings holds the missing test")
def _(tmp_path: Path) -> None:
    assert _RET in _known(tmp_path)
    assert _known(tmp_path) == sorted(_known(tmp_path))


@then("the list of known findings no longer holds the missing test")
def _(tmp_path: Path) -> None:
    assert _known(tmp_path)
    assert _RET not in _known(tmp_path)


@then("the list of known findings is as it was")
def _(tmp_path: Path) -> None:
    assert (tmp_path / _KNOWN).read_bytes() == (tmp_path / "as-it-was").read_bytes()


@then("nothing is judged")
def _(answers: list[Answer]) -> None:
    assert {each.text for each in answers} == {""}


@then("the torn line of the list is named, with what to do")
def _(answers: list[Answer]) -> None:
    said = f"{_KNOWN}:2: a conflict of a merge is not settled; keep the fingerprints of both sides, sorted"
    assert said in answers[-1].errors


@then("the verdict names the board, the file and line, and says that its acceptance ended 145 days ago")
def _(answers: list[Answer]) -> None:
    said = f"the exception of the board from {_RULE} for {_RET} ended on 2026-06-30, 145 days ago"
    assert f"candidate/exceptions.csv:2: {said}" in answers[-2].words


@then("it says which file is not there")
def _(answers: list[Answer]) -> None:
    (reason,) = _reasons(answers)
    assert reason.startswith("source_missing: candidate/england/directory.yaml:")
    assert "there is no file 'cancer-non-cns/2026-07.csv'" in reason


@then("it says which source is older than its limit")
def _(answers: list[Answer]) -> None:
    assert any("england/cancer-non-cns@2026-07 was retrieved 386 days ago" in each for each in _reasons(answers))


@then("it says that the rule on trials had nothing to judge")
def _(answers: list[Answer]) -> None:
    said = f"rule_without_subject: the rule {_ON_TRIALS}, which the gate requires, had nothing to judge"
    assert said in _reasons(answers)


@then("it says that the rulebook holds no rule")
def _(answers: list[Answer]) -> None:
    assert _reasons(answers) == ["rulebook_empty: the rulebook no-rules holds no rule, so nothing was judged"]


@then(parsers.parse("the exit status is {status:d}"))
def _(answers: list[Answer], status: int) -> None:
    assert {each.status for each in answers} == {status}


@given("a draft of the next release with a test for RET fusion")
def _(tmp_path: Path) -> None:
    held = tmp_path / "candidate" / "england" / "cancer-non-cns" / "2026-07.csv"
    row = "M4,Non-Small Cell Lung Cancer,M4.9,RET rearrangement FISH\n"
    (tmp_path / "draft.csv").write_text(held.read_text(encoding="utf-8") + row, encoding="utf-8")


@when("I put the draft before the gate")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers, "--release", "england/cancer-non-cns=draft.csv")


@then("the missing test is not listed")
def _(answers: list[Answer]) -> None:
    assert _RET not in {each["fingerprint"] for each in _data(answers)["new"]}


@then("the verdict says that the draft was judged in place of the release in force")
def _(answers: list[Answer]) -> None:
    said = "Judged as in force: england/cancer-non-cns@draft (draft.csv, 5 rows), in place of 2026-07."
    assert said in answers[-2].words


@then("it says that the draft is not there")
def _(answers: list[Answer]) -> None:
    assert _reasons(answers) == ["source_missing: draft.csv: is not there"]


@given("a draft of the next release with a test for RETT, which is no gene")
def _(tmp_path: Path) -> None:
    held = tmp_path / "candidate" / "england" / "cancer-non-cns" / "2026-07.csv"
    row = "M4,Non-Small Cell Lung Cancer,M4.9,RETT rearrangement FISH\n"
    (tmp_path / "draft.csv").write_text(held.read_text(encoding="utf-8") + row, encoding="utf-8")


@when("I put the draft before the gate, against the last release")
def _(tmp_path: Path, answers: list[Answer]) -> None:
    _gate(tmp_path, answers, "--release", "england/cancer-non-cns=draft.csv", "--against", _LAST)


@then("the missing test cannot be told any more, and is not listed as fixed")
def _(answers: list[Answer]) -> None:
    assert _RET in {each["fingerprint"] for each in _data(answers)["cannot_tell_any_more"]}
    assert _RET not in {each["fingerprint"] for each in _data(answers)["fixed"]}
    assert f"{_RET} {_RULE} England: selpercatinib" in answers[-2].words.partition("Cannot be told any more: ")[2]


@then("the verdict names the line of the draft that cannot be read")
def _(answers: list[Answer]) -> None:
    assert "draft.csv:6: M4.9 RETT rearrangement FISH: 'RETT" in answers[-2].words
