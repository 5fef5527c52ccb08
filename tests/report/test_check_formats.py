"""Each format carries the same findings, in its own form and within the limits of those who read it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from jsonschema import Draft4Validator

from trialign import pipeline
from trialign.errors import Location
from trialign.inference.evaluate import EngineName
from trialign.load.world import World
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.report import check_github, check_markdown, check_sarif, formats
from trialign.report import json as json_report
from trialign.report.registry import BINARY, PURPOSES, CheckFormat
from trialign.report.views import CheckView

_ROOT = Path(__file__).resolve().parents[2]
_SARIF = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
_NAME = re.compile(r"\b[0-9a-f]{16}\b")


@pytest.fixture(scope="module")
def view() -> CheckView:
    """The small world, failing on warnings."""
    sources = pipeline.Sources(Path("tests/golden/data"))
    with contextlib.chdir(_ROOT):
        run = pipeline.check(sources, date(2026, 11, 22), EngineName.SQL, False, lambda _step: None)
    gaps = (each for each in run.findings if each.verdict is Verdict.GAP)
    failing = frozenset(each.fingerprint for each in gaps if each.rule.severity is not Severity.INFO)
    found = pipeline.view(run, run.findings, run.findings)
    return replace(found, checked=replace(found.checked, fail_on="warning", failing=failing))


def _one(view: CheckView) -> Finding:
    return view.shown[0]


def _showing(view: CheckView, *findings: Finding) -> CheckView:
    return replace(view, shown=findings, asked=findings)


def _many(view: CheckView, number: int, severity: Severity) -> list[Finding]:
    found = _one(view)
    rule = replace(found.rule, severity=severity)
    start = list(Severity).index(severity) * 100
    return [replace(found, rule=rule, fingerprint=f"{start + each:016x}") for each in range(number)]


def _hostile(view: CheckView, text: str) -> CheckView:
    found = _one(view)
    return _showing(view, replace(found, message=text, remedy=text, rule=replace(found.rule, title=text)))


def _of_json(view: CheckView) -> list[str]:
    return [each["fingerprint"] for each in json.loads(json_report.check(view))["findings"]]


def _of_sarif(made: bytes) -> list[str]:
    return [each["partialFingerprints"][check_sarif.FINGERPRINT] for each in json.loads(made)["runs"][0]["results"]]


def _of_junit(made: bytes) -> list[str]:
    cases = ET.fromstring(made).iter("testcase")
    return [match[0] for case in cases if (match := _NAME.search(case.attrib["name"]))]


def _of_github(made: bytes) -> list[str]:
    ends = [line.rpartition("%0A")[2] for line in made.decode().splitlines() if line.startswith(("::err", "::warn"))]
    return [*ends, *re.findall(rf"^{_NAME.pattern}", made.decode(), re.MULTILINE)]


def _of_csv(made: bytes) -> list[str]:
    return [row["fingerprint"] for row in csv.DictReader(io.StringIO(made.decode()))]


def _of_xlsx(made: bytes) -> list[str]:
    return [str(row[0]) for row in openpyxl.load_workbook(io.BytesIO(made))["findings"].values][1:]


_READ: Mapping[CheckFormat, Callable[[bytes], list[str]]] = {
    CheckFormat.SARIF: _of_sarif,
    CheckFormat.JUNIT: _of_junit,
    CheckFormat.GITHUB: _of_github,
    CheckFormat.CSV: _of_csv,
    CheckFormat.XLSX: _of_xlsx,
}


def test_every_format_has_a_purpose() -> None:
    assert list(PURPOSES) == list(CheckFormat)
    assert {CheckFormat.XLSX} == BINARY


@pytest.mark.parametrize("name", _READ)
def test_a_format_carries_exactly_the_findings_of_json(name: CheckFormat, view: CheckView) -> None:
    found = _READ[name](formats.content(name, view))
    assert len(found) == len(view.shown) > 50
    assert sorted(found) == sorted(_of_json(view))


@pytest.mark.parametrize("name", [CheckFormat.SARIF, CheckFormat.GITHUB, CheckFormat.CSV, CheckFormat.XLSX])
def test_findings_stand_in_the_order_of_json(name: CheckFormat, view: CheckView) -> None:
    assert _READ[name](formats.content(name, view)) == _of_json(view)


def test_a_suite_has_its_findings_in_the_order_of_json(view: CheckView) -> None:
    order = _of_json(view)
    for suite in ET.fromstring(formats.content(CheckFormat.JUNIT, view)):
        names = _of_junit(ET.tostring(suite))
        assert names == sorted(names, key=order.index)


def test_a_comment_lists_the_ten_worst_and_counts_the_others(view: CheckView) -> None:
    made = check_markdown.check(view)
    listed = re.findall(r"^    - `([0-9a-f]{16})`", made, re.MULTILINE)
    assert listed == _of_json(view)[:10]
    assert f"and {len(view.shown) - 10} more" in made


def test_a_comment_on_nothing_lists_nothing_to_accept(view: CheckView) -> None:
    made = check_markdown.check(_showing(replace(view, checked=replace(view.checked, failing=frozenset()))))
    assert made.startswith("**Passes.** 0 misalignments, none of which fails the check (--fail-on warning); 0 cannot")
    assert "### Findings" not in made
    assert "```csv" not in made


def test_the_hash_of_a_manifest_is_told_where_there_is_one(view: CheckView) -> None:
    assert "Manifest" not in check_markdown.check(view)
    with_one = replace(view, checked=replace(view.checked, manifest="sha256:abc"))
    assert "Manifest of the run: `sha256:abc`" in check_markdown.check(with_one)


@pytest.mark.parametrize("name", [each for each in CheckFormat if each is not CheckFormat.TEXT])
def test_the_same_check_gives_the_same_bytes(name: CheckFormat, view: CheckView) -> None:
    assert formats.content(name, view) == formats.content(name, view)


def test_sarif_is_valid_by_the_schema_of_sarif(view: CheckView) -> None:
    schema = json.loads(_SARIF.read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    log = json.loads(formats.content(CheckFormat.SARIF, view))
    assert [error.message for error in Draft4Validator(schema).iter_errors(log)] == []


def test_sarif_of_the_bundled_data_is_valid_by_the_schema_of_sarif(world: World) -> None:
    run = pipeline.check(pipeline.Sources(), world.as_of, EngineName.SQL, False, lambda _step: None)
    log = json.loads(formats.content(CheckFormat.SARIF, pipeline.view(run, run.findings, run.findings)))
    validator = Draft4Validator(json.loads(_SARIF.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(log)] == []
    addresses = [_address(each) for each in log["runs"][0]["results"]]
    assert {each["uriBaseId"] for each in addresses} == {"TRIALIGN"}
    assert all((_ROOT / each["uri"]).is_file() for each in addresses)


def _address(result: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = result["locations"][0]["physicalLocation"]["artifactLocation"]
    return found


def test_results_of_sarif_say_what_kind_they_are(view: CheckView) -> None:
    results = json.loads(formats.content(CheckFormat.SARIF, view))["runs"][0]["results"]
    for result, found in zip(results, view.shown, strict=True):
        if found.verdict is Verdict.CANNOT_TELL:
            assert (result["kind"], result["level"]) == ("open", "none")
        else:
            level = {"info": "note"}.get(found.rule.severity.value, found.rule.severity.value)
            assert (result["kind"], result["level"]) == ("fail", level)


def test_rules_of_sarif_are_those_of_the_results_with_help(view: CheckView) -> None:
    run = json.loads(formats.content(CheckFormat.SARIF, view))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert {rule["id"] for rule in rules} == {each.rule.id for each in view.shown}
    by_id = {each.rule.id: each.rule for each in view.shown}
    assert all(rule["help"]["text"].startswith(by_id[rule["id"]].rationale) for rule in rules)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("directories/decisions/nice.csv", {"uri": "directories/decisions/nice.csv", "uriBaseId": "TRIALIGN"}),
        ("my data/a.csv", {"uri": "my%20data/a.csv", "uriBaseId": "%SRCROOT%"}),
        ("/srv/a#1.csv", {"uri": "file:///srv/a%231.csv"}),
        ("../a.csv", {"uri": "../a.csv"}),
    ],
)
def test_addresses_of_sarif_say_what_they_are_relative_to(
    path: str, address: dict[str, str], view: CheckView
) -> None:
    found = _one(view)
    fact = found.evidence[0]
    moved = replace(fact, source=replace(fact.source, where=Location(path, 3)))
    log = json.loads(check_sarif.check(_showing(view, replace(found, evidence=(moved,)))))
    assert _address(log["runs"][0]["results"][0]) == address


def test_placeholders_and_links_in_data_are_none_in_sarif(view: CheckView) -> None:
    log = json.loads(check_sarif.check(_hostile(view, "{0} [here](1)")))
    assert log["runs"][0]["results"][0]["message"]["text"] == "{{0}} [here] (1) → {{0}} [here] (1)"


def test_failures_are_the_gaps_that_fail_and_doubts_are_skipped(view: CheckView) -> None:
    root = ET.fromstring(formats.content(CheckFormat.JUNIT, view))
    failed = {_of_junit(ET.tostring(case))[0] for case in root.iter("testcase") if case.find("failure") is not None}
    skipped = [case for case in root.iter("testcase") if case.find("skipped") is not None]
    assert failed == view.checked.failing
    assert len(skipped) == view.count(Verdict.CANNOT_TELL)
    assert root.attrib["failures"] == str(len(failed))
    assert sum(int(suite.attrib["tests"]) for suite in root) == len(view.shown)
    assert [suite.attrib["name"] for suite in root] == list(dict.fromkeys(each.rule.family for each in view.shown))


def test_a_check_that_was_not_asked_to_fail_has_no_failure(view: CheckView) -> None:
    calm = replace(view, checked=replace(view.checked, fail_on="never", failing=frozenset()))
    assert b"<failure" not in formats.content(CheckFormat.JUNIT, calm)
    assert formats.text(CheckFormat.MARKDOWN, calm).startswith("**Judged.**")


def test_no_more_is_annotated_than_github_shows(view: CheckView) -> None:
    many = [*_many(view, 12, Severity.ERROR), *_many(view, 11, Severity.WARNING), *_many(view, 5, Severity.INFO)]
    lines = check_github.check(_showing(view, *many)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    (notice,) = (line for line in lines if line.startswith("::notice "))
    assert notice.endswith("8 more are no annotations; the log lists them.")
    assert sum(bool(_NAME.match(line)) for line in lines) == 8


@pytest.mark.parametrize("text", ["a\n::error::b", "100%25 ##[error]x", "a,b:c\r::stop", "::x::"])
def test_data_are_no_commands_of_github(text: str, view: CheckView) -> None:
    made = check_github.check(_hostile(view, text)).splitlines()
    assert [line for line in made if not line.startswith(("::error file=", "::notice title="))] == []
    title = re.search(r"title=([^:]*)::", made[0])
    assert title
    assert "," not in title[1]


def test_lines_of_the_log_are_no_commands_of_github(view: CheckView) -> None:
    found = replace(_one(view), verdict=Verdict.CANNOT_TELL, message="##[error]x\n::error::y")
    lines = check_github.check(_showing(view, found)).splitlines()
    stop = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[stop].removeprefix("::stop-commands::")
    (told,) = lines[stop + 1 : lines.index(f"::{token}::")]
    assert told.startswith(found.fingerprint)
    assert lines[-1] == "::endgroup::"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_of_a_table_is_a_formula(sign: str, view: CheckView) -> None:
    hostile = _hostile(view, f"{sign}1+1")
    (row,) = csv.DictReader(io.StringIO(formats.text(CheckFormat.CSV, hostile)))
    assert row["message"] == f"'{sign}1+1"
    sheet = openpyxl.load_workbook(io.BytesIO(formats.content(CheckFormat.XLSX, hostile)))["findings"]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == f"{sign}1+1"]
    assert len(cells) == 3
    assert {(cell.data_type, bool(cell.quotePrefix)) for cell in cells} == {("s", True)}


def test_a_workbook_keeps_no_time_of_writing(view: CheckView) -> None:
    with zipfile.ZipFile(io.BytesIO(formats.content(CheckFormat.XLSX, view))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"<dcterms:(\w+)[^>]*>([^<]*)<", core) == [
        ("created", "2026-11-22T00:00:00Z"),
        ("modified", "2026-11-22T00:00:00Z"),
    ]


def test_a_cell_that_is_too_long_is_cut_with_a_sign(view: CheckView) -> None:
    made = formats.content(CheckFormat.XLSX, _hostile(view, "a" * 40_000))
    values = [value for row in openpyxl.load_workbook(io.BytesIO(made))["findings"].values for value in row]
    assert {len(str(value)) for value in values if str(value).startswith("aaa")} == {32_767}
    assert any(str(value).endswith("…") for value in values)


@pytest.mark.parametrize("text", ["<b>x</b>", "@someone", "#12", "`x`", "[a](b)", "<!-- x", "| a |", "~~x~~"])
def test_data_are_no_markup_in_a_comment(text: str, view: CheckView) -> None:
    made = check_markdown.check(_hostile(view, text))
    assert not re.search(rf"(?<!\\){re.escape(text)}", made)


@pytest.mark.parametrize("name", [each for each in CheckFormat if each is not CheckFormat.TEXT])
def test_control_characters_reach_no_format(name: CheckFormat, view: CheckView) -> None:
    if name is CheckFormat.JSON:
        pytest.skip("JSON escapes them")
    made = formats.content(name, _hostile(view, "a\x1b[31m\x07\x00b"))
    if name is CheckFormat.JUNIT:
        ET.fromstring(made)
    assert name in BINARY or b"\x1b" not in made
    assert b"\\u001b" not in made
