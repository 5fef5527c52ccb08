"""Steps of the feature on formats; each runs the real command in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer

from trialign.report.registry import CheckFormat

scenarios("formats.feature")

_DATA = Path(__file__).resolve().parents[1] / "golden" / "data"
_NAME = re.compile(r"(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])")
_PAGES = {CheckFormat.TEXT, CheckFormat.MARKDOWN}


def _check(folder: Path, day: str, *more: str) -> Answer:
    command = [sys.executable, "-m", "trialign", "check", "--engine", "sql", "--as-of", day, "--data", "data", *more]
    environment = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "COLUMNS"}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    return Answer(done.returncode, done.stdout, done.stderr.decode())


@given(parsers.parse("a small directory in which some medicines have no test, as of {day}"), target_fixture="day")
def _(tmp_path: Path, day: str) -> str:
    shutil.copytree(_DATA, tmp_path / "data")
    return day


@when("I check in each format")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    for name in CheckFormat:
        answers.append(_check(tmp_path, day, "--format", name, "--output", f"check.{name}", "--fail-on", "error"))


@when("I check as a comment and fail on errors")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    answers.append(_check(tmp_path, day, "--format", "markdown", "--fail-on", "error"))


@when("I paste the lines that the comment offers into my file of exceptions and check")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    offered = re.search(r"```csv\n(.*?)```", _check(tmp_path, day, "--format", "markdown").text, re.DOTALL)
    assert offered
    (tmp_path / "data" / "exceptions.csv").write_text(offered[1], encoding="utf-8")
    answers.append(_check(tmp_path, day))


@when("I check as a test report and fail on errors")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    answers.append(_check(tmp_path, day, "--format", "junit", "--fail-on", "error"))
    answers.append(_check(tmp_path, day, "--format", "json"))


@when("I check as a workbook without naming a file")
def _(tmp_path: Path, day: str, answers: list[Answer]) -> None:
    answers.append(_check(tmp_path, day, "--format", "xlsx"))


@then("each names exactly the findings of the JSON")
def _(tmp_path: Path) -> None:
    findings = json.loads((tmp_path / "check.json").read_bytes())["findings"]
    wanted = {each["fingerprint"] for each in findings}
    for name in set(CheckFormat) - _PAGES:
        file = tmp_path / f"check.{name}"
        if name is CheckFormat.XLSX:
            found = {str(row[0]) for row in openpyxl.load_workbook(file)["findings"].values} - {"fingerprint"}
        else:
            found = set(_NAME.findall(file.read_text(encoding="utf-8")))
        assert found == wanted, name
    for name in _PAGES:
        assert set(_NAME.findall((tmp_path / f"check.{name}").read_text(encoding="utf-8"))) <= wanted, name


@then("each ends with the same exit status")
def _(answers: list[Answer]) -> None:
    assert [answer.status for answer in answers] == [1] * len(CheckFormat)


@then("the comment begins with the verdict")
def _(answers: list[Answer]) -> None:
    assert answers[-1].text.startswith("**Fails.** 18 misalignments (10 error, 7 warning, 1 info), 10 of which fail")


@then("it lists ten findings and counts the others")
def _(answers: list[Answer]) -> None:
    assert len(re.findall(r"^\d+\. \*\*", answers[-1].text, re.MULTILINE)) == 10
    assert "\nand 51 more;" in answers[-1].text


@then("it offers lines for the file of exceptions without an owner")
def _(answers: list[Answer]) -> None:
    assert "\nCOV-001,8882fe816b01cd6b,,,,2026-11-22,\n" in answers[-1].text


@then(parsers.parse("the exit status is {status:d}"))
def _(status: int, answers: list[Answer]) -> None:
    assert answers[-1].status == status


@then("the problem says that the owner is missing")
def _(answers: list[Answer]) -> None:
    assert "exceptions.csv:2: [owner]" in answers[-1].errors


@then("as many tests fail as there are misalignments of severity error")
def _(answers: list[Answer]) -> None:
    gaps = answers[-1].data["summary"]["gaps_by_severity"]
    assert len(list(ET.fromstring(answers[-2].output).iter("failure"))) == gaps["error"]
    assert answers[-2].status == 1


@then("what cannot be told is skipped with its reason")
def _(answers: list[Answer]) -> None:
    skipped = list(ET.fromstring(answers[-2].output).iter("skipped"))
    assert len(skipped) == answers[-1].data["summary"]["cannot_tell"] > 0
    assert all(each.attrib["message"] for each in skipped)


@then("I am told to name a file")
def _(answers: list[Answer]) -> None:
    assert "name a file with --output" in answers[-1].errors
