"""Each format of a gate carries the same findings and verdict, and none is green where there is no verdict."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from jsonschema import Draft4Validator

from trialign import baseline, gating, pipeline
from trialign.gate import Cause, Decision, Ruling, Standing
from trialign.inference.evaluate import EngineName
from trialign.model.rule import Severity
from trialign.report import check_sarif, gate_formats
from trialign.report import gate as page
from trialign.report.registry import BINARY, CheckFormat

_ROOT = Path(__file__).resolve().parents[2]
_SARIF = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
_NAME = re.compile(r"\b[0-9a-f]{16}\b")
_MENDED = "00000000000000ff"
_FILES = [each for each in CheckFormat if each is not CheckFormat.TEXT]


def _decided(known: Path | None = None, data: str = "tests/golden/data", day: date = date(2026, 11, 22)) -> Decision:
    sources = pipeline.Sources(Path(data))
    asked = gating.Asked(Severity.WARNING, baseline=known, frozen=bool(known), engine=EngineName.SQL, verify=False)
    with contextlib.chdir(_ROOT):
        return gating.decide(sources, day, asked, lambda _step: None)[0]


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Decision:
    """Gaps that are new, below, known, fixed and cannot be told."""
    known = tmp_path_factory.mktemp("gate") / "known.txt"
    new = [each.fingerprint for each in _decided().sorted.new]
    baseline.update(known, [], [*new[::2], _MENDED])
    return _decided(known)


@pytest.fixture(scope="module")
def passed(failed: Decision) -> Decision:
    """The same where nothing new fails."""
    found = replace(failed.sorted, new=())
    return replace(failed, ruling=Ruling.PASSED, reasons=(), sorted=found)


@pytest.fixture(scope="module")
def unjudged() -> Decision:
    """A run on sources that are too old: there are findings and no verdict."""
    return _decided(day=date(2027, 11, 22))


@pytest.fixture(scope="module")
def nothing() -> Decision:
    """A run that read nothing."""
    return _decided(data="nowhere")


def _made(name: CheckFormat, decision: Decision) -> bytes:
    return gate_formats.content(name, decision, "")


def _json(decision: Decision) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_made(CheckFormat.JSON, decision))
    return read


def _all(decision: Decision) -> list[str]:
    """Return the fingerprints of the findings in JSON, in the order of reports."""
    read = _json(decision)
    new = [each["fingerprint"] for each in read["new"]]
    return [*new, *read["below"], *read["known"], *read["cannot_tell"], *read["excepted"]]


def _run(decision: Decision) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_made(CheckFormat.SARIF, decision))["runs"][0]
    return found


def _of_sarif(made: bytes) -> list[str]:
    return [each["partialFingerprints"][check_sarif.FINGERPRINT] for each in json.loads(made)["runs"][0]["results"]]


def _of_junit(made: bytes) -> list[str]:
    names = (case.attrib["name"] for case in ET.fromstring(made).iter("testcase"))
    return [match[0] for name in names if (match := _NAME.search(name))]


def _of_github(made: bytes) -> list[str]:
    lines = made.decode().splitlines()
    annotated = [line.rpartition("%0A")[2] for line in lines if line.startswith(("::err", "::warn"))]
    listed = [line[:16] for line in lines if _NAME.match(line) and " fixed " not in line]
    return [each for each in (*annotated, *listed) if _NAME.fullmatch(each)]


def _rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode())))


def _of_csv(made: bytes) -> list[str]:
    return [row["fingerprint"] for row in _rows(made) if row["fingerprint"] and row["since"] != "fixed"]


def _of_xlsx(made: bytes) -> list[str]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(made))["findings"].values
    since = header.index("since")
    return [str(row[0]) for row in rows if row[since] != "fixed"]


_READ: Mapping[CheckFormat, Callable[[bytes], list[str]]] = {
    CheckFormat.SARIF: _of_sarif,
    CheckFormat.JUNIT: _of_junit,
    CheckFormat.GITHUB: _of_github,
    CheckFormat.CSV: _of_csv,
    CheckFormat.XLSX: _of_xlsx,
}


def test_the_world_has_findings_of_every_kind(failed: Decision) -> None:
    kinds = {standing for _, standing in failed.findings()}
    assert kinds >= {Standing.NEW, Standing.BELOW, Standing.KNOWN, Standing.CANNOT_TELL}
    assert failed.sorted.gone == (_MENDED,)


@pytest.mark.parametrize("name", _READ)
@pytest.mark.parametrize("which", ["failed", "passed", "unjudged", "nothing"])
def test_a_format_carries_exactly_the_findings_of_json(
    name: CheckFormat, which: str, request: pytest.FixtureRequest
) -> None:
    decision: Decision = request.getfixturevalue(which)
    found = _READ[name](_made(name, decision))
    assert sorted(found) == sorted(_all(decision))
    assert (which == "nothing") is (not found)


@pytest.mark.parametrize("name", [CheckFormat.SARIF, CheckFormat.CSV, CheckFormat.XLSX])
def test_findings_stand_in_the_order_of_json(name: CheckFormat, failed: Decision) -> None:
    assert _READ[name](_made(name, failed)) == _all(failed)


@pytest.mark.parametrize("name", _FILES)
@pytest.mark.parametrize("which", ["failed", "passed", "unjudged", "nothing"])
def test_every_format_says_the_verdict_and_why(name: CheckFormat, which: str, request: pytest.FixtureRequest) -> None:
    decision: Decision = request.getfixturevalue(which)
    said = _words(name, decision)
    assert page.verdict(decision).rstrip(".") in said
    for reason in decision.reasons:
        told = reason.cause is not Cause.NEW_FINDINGS or name not in {CheckFormat.SARIF, CheckFormat.GITHUB}
        assert not told or reason.what.casefold() in said.casefold()
    if decision.sorted.mended:
        assert _MENDED in said


def _causes(decision: Decision) -> list[Cause]:
    """Return why there is no verdict, without why it would have failed."""
    return [each.cause for each in decision.reasons if each.cause is not Cause.NEW_FINDINGS]


def test_the_verdict_counts_only_what_speaks_against_the_run(unjudged: Decision) -> None:
    assert Cause.NEW_FINDINGS in {each.cause for each in unjudged.reasons}
    assert page.verdict(unjudged) == f"NOT EVALUATED: {len(_causes(unjudged))} reasons not to rely on this run."


def _words(name: CheckFormat, decision: Decision) -> str:
    made = _made(name, decision)
    if name is CheckFormat.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(made))
        return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    return made.decode().replace("**", "").replace("<!-- -->", "").replace("%0A", "\n")


@pytest.mark.parametrize("which", ["failed", "passed", "unjudged", "nothing"])
def test_sarif_is_valid_by_the_schema_of_sarif(which: str, request: pytest.FixtureRequest) -> None:
    log = json.loads(_made(CheckFormat.SARIF, request.getfixturevalue(which)))
    assert [error.message for error in Draft4Validator(_SARIF).iter_errors(log)] == []


@pytest.mark.parametrize("which", ["unjudged", "nothing"])
def test_a_run_without_a_verdict_was_not_successful_in_sarif(which: str, request: pytest.FixtureRequest) -> None:
    decision: Decision = request.getfixturevalue(which)
    (invocation,) = _run(decision)["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 4)
    told = invocation["toolExecutionNotifications"]
    assert [each["descriptor"]["id"] for each in told] == [each.value for each in _causes(decision)]
    assert {each["level"] for each in told} == {"error"}


def test_a_run_with_a_verdict_was_successful_in_sarif(failed: Decision, passed: Decision) -> None:
    (invocation,) = _run(failed)["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    assert _run(passed)["invocations"][0]["exitCode"] == 0
    states = {each["baselineState"] for each in _run(failed)["results"] if "baselineState" in each}
    assert states == {"new", "unchanged"}
    assert [each["fingerprint"] for each in _run(failed)["properties"]["fixed"]] == [_MENDED]


def test_nothing_is_called_new_in_sarif_where_nothing_was_known() -> None:
    assert not any("baselineState" in each for each in _run(_decided())["results"])


@pytest.mark.parametrize("which", ["unjudged", "nothing"])
def test_a_run_without_a_verdict_is_an_error_in_junit_and_nothing_passes(
    which: str, request: pytest.FixtureRequest
) -> None:
    root = ET.fromstring(_made(CheckFormat.JUNIT, request.getfixturevalue(which)))
    verdict, *others = root.iter("testcase")
    assert verdict.find("error") is not None
    assert all(case.find("skipped") is not None for case in others)
    assert (root.attrib["errors"], root.attrib["failures"]) == ("1", "0")
    assert root.attrib["skipped"] == str(len(others))


def test_failures_of_junit_are_the_verdict_and_the_new_gaps(failed: Decision, passed: Decision) -> None:
    root = ET.fromstring(_made(CheckFormat.JUNIT, failed))
    cases = [case for case in root.iter("testcase") if case.find("failure") is not None]
    assert len(cases) == len(failed.sorted.new) + 1
    for counted, tag in (("failures", "failure"), ("skipped", "skipped"), ("errors", "error")):
        assert int(root.attrib[counted]) == sum(1 for _ in root.iter(tag))
        assert int(root.attrib[counted]) == sum(int(suite.attrib[counted]) for suite in root)
    assert int(root.attrib["tests"]) == sum(1 for _ in root.iter("testcase"))
    green = ET.fromstring(_made(CheckFormat.JUNIT, passed))
    assert (green.attrib["failures"], green.attrib["errors"]) == ("0", "0")


@pytest.mark.parametrize("which", ["unjudged", "nothing"])
def test_a_run_without_a_verdict_is_an_error_of_github(which: str, request: pytest.FixtureRequest) -> None:
    decision: Decision = request.getfixturevalue(which)
    lines = _made(CheckFormat.GITHUB, decision).decode().splitlines()
    assert lines[0].startswith("::error title=trialign gate not evaluated::NOT EVALUATED: ")
    assert not any(line.startswith("::notice") for line in lines)
    assert sum(line.startswith("::error ") for line in lines) <= 10


def test_only_what_is_new_is_annotated_within_the_limits_of_github(failed: Decision) -> None:
    found = failed.sorted.new[0]
    many = tuple(replace(found, fingerprint=f"{number:016x}") for number in range(40))
    made = _made(CheckFormat.GITHUB, replace(failed, sorted=replace(failed.sorted, new=many)))
    lines = made.decode().splitlines()
    for kind in ("error", "warning"):
        assert sum(line.startswith(f"::{kind} ") for line in lines) <= 10
    known = {each.fingerprint for each in failed.sorted.known}
    assert not [line for line in lines if line.startswith("::") and any(name in line for name in known)]
    assert "are no annotations; the log lists them." in lines[0]


def test_a_pass_is_a_notice_of_github(passed: Decision) -> None:
    assert _made(CheckFormat.GITHUB, passed).decode().startswith("::notice title=trialign gate passed::PASSED: ")


@pytest.mark.parametrize("which", ["failed", "passed", "unjudged", "nothing"])
def test_the_first_row_of_csv_is_the_verdict(which: str, request: pytest.FixtureRequest) -> None:
    decision: Decision = request.getfixturevalue(which)
    first, *rest = _rows(_made(CheckFormat.CSV, decision))
    assert (first["rule"], first["title"], first["verdict"]) == ("gate", "verdict", decision.ruling.value)
    assert first["message"] == page.verdict(decision)
    reasons = [row for row in rest if row["rule"] == "gate"]
    assert [row["title"] for row in reasons] == [each.cause.value for each in decision.reasons]


def test_rows_that_count_are_the_new_gaps(failed: Decision) -> None:
    rows = [row for row in _rows(_made(CheckFormat.CSV, failed)) if row["rule"] != "gate"]
    new = {each.fingerprint for each in failed.sorted.new}
    assert {row["fingerprint"] for row in rows if row["counts"] == "yes"} == new
    assert {row["fingerprint"] for row in rows if row["since"] == "new"} == new


@pytest.mark.parametrize("which", ["unjudged", "nothing"])
def test_a_workbook_opens_at_its_verdict(which: str, request: pytest.FixtureRequest) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_made(CheckFormat.XLSX, request.getfixturevalue(which))))
    assert book.active is not None
    assert book.active.title == "verdict"
    verdict, status = list(book["verdict"].values)[1:3]
    assert str(verdict[1]).startswith("NOT EVALUATED: ")
    assert status == ("exit status", 4)


@pytest.mark.parametrize("name", _FILES)
def test_the_same_verdict_gives_the_same_bytes(name: CheckFormat, failed: Decision) -> None:
    assert _made(name, failed) == _made(name, failed)


@pytest.mark.parametrize("name", _FILES)
def test_what_a_reason_says_steers_nothing(name: CheckFormat, nothing: Decision) -> None:
    (reason,) = nothing.reasons
    hostile = replace(nothing, reasons=(replace(reason, what="=a\x1b[31m\n::error::b <i> ]](c)"),))
    made = _made(name, hostile)
    assert name in BINARY or b"\x1b" not in made
    if name is CheckFormat.GITHUB:
        assert not any(line.startswith("::error::b") for line in made.decode().splitlines())
    if name is CheckFormat.JUNIT:
        ET.fromstring(made)
    if name is CheckFormat.CSV:
        assert _rows(made)[1]["message"].startswith("'=a")
