"""Steps of the features: each runs the real command, once a session per command line, and reads what it printed."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer, Trialign

from trialign import resources

scenarios("horizon_scanning.feature", "directory_maintenance.feature", "continuous_integration.feature")

_ROOT = Path(__file__).resolve().parents[2]
_NATIONS = {
    "England": "england",
    "Scotland": "scotland",
    "Wales": "wales",
    "Northern Ireland": "northern-ireland",
}
_ASKS_FOR_TESTS = ("COV-", "TRI-", "PAR-")
_OWN_TRIAL = "NCT00000001"
_BOOK = "england/cancer-non-cns/2026-07-16.csv"


@pytest.fixture
def chosen() -> list[dict[str, Any]]:
    """Hold the findings that the scenario speaks of."""
    return []


@given("the finding that Scotland refuses capivasertib", target_fixture="fingerprint")
def _(trialign: Trialign, day: str) -> str:
    found = _disagreements(_check(trialign, day), "capivasertib", "scotland")
    assert len(found) == 1
    return str(found[0]["fingerprint"])


@given("my own copy of England's directory", target_fixture="own_data")
def _(tmp_path: Path) -> Path:
    shutil.copytree(resources.directories() / "england", tmp_path / "own" / "england")
    return tmp_path / "own"


@given(
    parsers.parse("my own copy of England's directory in which row {line:d} stands twice"), target_fixture="own_data"
)
def _(tmp_path: Path, line: int) -> Path:
    shutil.copytree(resources.directories() / "england", tmp_path / "own" / "england")
    file = tmp_path / "own" / _BOOK
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:line], *lines[line - 1 :]]), encoding="utf-8")
    return tmp_path / "own"


@given(
    parsers.re(
        r'my own trial that still recruits, needs "(?P<biomarker>[^"]+)" in "(?P<cancer>[^"]+)" '
        r"and was last updated on (?P<updated>\S+)"
    ),
    target_fixture="own_data",
)
def _(tmp_path: Path, biomarker: str, cancer: str, updated: str) -> Path:
    trials = tmp_path / "own" / "trials"
    trials.mkdir(parents=True)
    shutil.copy(resources.directories() / "trials" / "trials.yaml", trials)
    (trials / f"{_OWN_TRIAL}.yaml").write_text(
        f"nct_id: {_OWN_TRIAL}\nregistry: ClinicalTrials.gov\nshort_title: my own trial\nstatus: Recruiting\n"
        f"source_url: https://clinicaltrials.gov/study/{_OWN_TRIAL}\nupdated: {updated}\nnations: [england]\n"
        "local_testing: true\nreviewed: true\ntreatment_list: {step: [{match: [{and: ["
        f"{{clinical: {{oncotree_primary_diagnosis: [{cancer}]}}}}, "
        f"{{genomic: {{biomarker: {biomarker}}}}}]}}]}}]}}\n",
        encoding="utf-8",
    )
    return tmp_path / "own"


@given(parsers.parse("its record was copied on {captured}"))
def _(own_data: Path, captured: str) -> None:
    with (own_data / "trials" / f"{_OWN_TRIAL}.yaml").open("a", encoding="utf-8") as file:
        file.write(f"captured: {captured}\n")


@given("a rulebook without rules", target_fixture="rulebook")
def _(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in resources.rules().iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    return folder


@when("I check everything")
def _(trialign: Trialign, day: str, answers: list[Answer]) -> None:
    answers.append(_check(trialign, day))


@when("I check everything once more")
def _(trialign: Trialign, day: str, answers: list[Answer]) -> None:
    answers.append(_check(trialign, day, again="once more"))


@when(parsers.parse("I check everything with {engine}"))
def _(trialign: Trialign, day: str, engine: str, answers: list[Answer]) -> None:
    wanted = () if engine == "durable" else ("--engine", engine)
    answers.append(_check(trialign, day, *wanted))
    assert answers[-1].data["engine"] == engine


@when("I check everything on both executors and fail on warnings")
def _(trialign: Trialign, day: str, answers: list[Answer]) -> None:
    answers.append(_check(trialign, day, "--verify", "--fail-on", "warning"))


@when(parsers.parse('I check everything and fail on "{level}"'))
def _(trialign: Trialign, day: str, level: str, answers: list[Answer]) -> None:
    answers.append(_check(trialign, day, "--fail-on", level))


@when("I check it")
def _(trialign: Trialign, day: str, own_data: Path, answers: list[Answer]) -> None:
    answers.append(_check(trialign, day, "--data", str(own_data)))


@when("I check by that rulebook")
def _(trialign: Trialign, day: str, rulebook: Path, answers: list[Answer]) -> None:
    answers.append(_check(trialign, day, "--rules", str(rulebook)))


@when("I validate it")
def _(trialign: Trialign, day: str, own_data: Path, answers: list[Answer]) -> None:
    answers.append(trialign("validate", str(own_data), "--as-of", day))


@when("I ask for the sources")
def _(trialign: Trialign, day: str, answers: list[Answer]) -> None:
    answers.append(trialign("sources", "--as-of", day))


@when("I ask why it was found")
def _(trialign: Trialign, day: str, fingerprint: str, answers: list[Answer]) -> None:
    answers.append(trialign("explain", fingerprint, "--as-of", day))


@when(parsers.parse('I ask for the rule "{rule}"'))
def _(trialign: Trialign, rule: str, answers: list[Answer]) -> None:
    answers.append(trialign("rules", "show", rule))


@when(parsers.re(r'I ask whether "(?P<biomarker>[^"]+)" is tested in "(?P<cancer>[^"]+)"'))
def _(trialign: Trialign, day: str, biomarker: str, cancer: str, answers: list[Answer]) -> None:
    answers.append(_covers(trialign, day, biomarker, cancer))


@when(parsers.re(r'I ask whether "(?P<biomarker>[^"]+)" is tested in "(?P<cancer>[^"]+)" as of (?P<other_day>\S+)'))
def _(trialign: Trialign, biomarker: str, cancer: str, other_day: str, answers: list[Answer]) -> None:
    answers.append(_covers(trialign, other_day, biomarker, cancer))


@when(parsers.re(r'I ask whether "(?P<biomarker>[^"]+)" is tested in "(?P<cancer>[^"]+)" in "(?P<nation>[^"]+)"'))
def _(trialign: Trialign, day: str, biomarker: str, cancer: str, nation: str, answers: list[Answer]) -> None:
    answers.append(_covers(trialign, day, biomarker, cancer, "--nation", nation))


@then(
    parsers.re(r'bodies are said to disagree on (?P<medicine>\S+) in "(?P<cancer>.+)" between Scotland and England'),
)
def _(medicine: str, cancer: str, answers: list[Answer], chosen: list[dict[str, Any]]) -> None:
    found = _disagreements(answers[-1], medicine, "scotland")
    assert found
    assert all(each["verdict"] == "gap" and each["cancer"]["name"] == cancer for each in found)
    assert all(each["message"].startswith("Scotland: ") and " in England" in each["message"] for each in found)
    chosen.extend(found)


@then(parsers.re(r"the finding quotes (?P<refusal>.+) and (?P<approval>\S+) with their dates"))
def _(refusal: str, approval: str, chosen: list[dict[str, Any]]) -> None:
    for each in chosen:
        for ref in (refusal, approval):
            assert re.search(rf"\d{{4}}-\d\d-\d\d \S+ {re.escape(ref)}", each["message"])
        assert refusal in str(each["evidence"]) and approval in str(each["evidence"])


@then(parsers.re(r"the finding on larotrectinib in England lists (?P<codes>M.+)"))
def _(codes: str, answers: list[Answer], chosen: list[dict[str, Any]]) -> None:
    found = [
        each
        for each in answers[-1].findings
        if each["rule"] == "COV-002" and each["nation"] == "england" and "larotrectinib" in each["message"]
    ]
    assert found
    for each in found:
        assert _codes(codes) <= _codes(each["message"])
    chosen.extend(found)


@then(parsers.re(r"it does not list the benign (?P<codes>M.+)"))
def _(codes: str, chosen: list[dict[str, Any]]) -> None:
    for each in chosen:
        assert not _codes(codes) & _codes(str(each))


@then("each decision behind it is given with the file and the line where it stands")
def _(answers: list[Answer]) -> None:
    facts = answers[-1].text.split("Facts", 1)[1].split("Why nothing", 1)[0]
    places = re.findall(r"directories/(\S+\.csv):(\d+)", facts)
    printed = " ".join(
        (resources.directories() / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        for file, line in places
    )
    assert "SMC2823" in printed
    assert "TA1063" in printed


@then(parsers.parse('the page "{page}" is given'))
def _(page: str, answers: list[Answer]) -> None:
    assert page in "".join(answers[-1].text.split())


@then("the dates of publication and retrieval are given")
def _(answers: list[Answer]) -> None:
    assert "published 2025-10-13, retrieved 2026-11-22" in answers[-1].words


@then("England, Scotland, Wales and Northern Ireland each have an answer")
def _(answers: list[Answer]) -> None:
    assert [each["nation"] for each in answers[-1].data["nations"]] == list(_NATIONS.values())


@then(parsers.re(r"in England it is covered by (?P<test>[A-Z0-9.]+)"))
def _(test: str, answers: list[Answer]) -> None:
    assert _nation(answers[-1], "England")["coverage"] == "covered"
    assert test in _nation(answers[-1], "England")["tests"]


@then(parsers.re(r"in (?P<nation>Scotland|England|Northern Ireland) it cannot be told"))
def _(nation: str, answers: list[Answer]) -> None:
    assert _nation(answers[-1], nation)["coverage"] == "cannot_tell"


@then("in England it is outside the directory")
def _(answers: list[Answer]) -> None:
    assert _nation(answers[-1], "England")["coverage"] == "outside_directory"


@then("in no nation it is called not covered")
def _(answers: list[Answer]) -> None:
    assert "not_covered" not in {each["coverage"] for each in answers[-1].data["nations"]}


@then("the reason names the release that was in force")
def _(answers: list[Answer]) -> None:
    assert "cancer@2025-06" in _nation(answers[-1], "England")["reason"]
    assert "not held" in _nation(answers[-1], "England")["reason"]


@then("both times every nation gives the same answer")
def _(answers: list[Answer]) -> None:
    first, second = answers
    assert first.data["nations"] == second.data["nations"]


@then(parsers.parse("no finding says that {nation} lacks a test"))
def _(nation: str, answers: list[Answer]) -> None:
    said = [each for each in _asking(answers[-1]) if each["nation"] == _NATIONS[nation]]
    assert [each["message"] for each in said if each["verdict"] == "gap"] == []


@then(parsers.parse("some findings say that it cannot be told for {nation}"))
def _(nation: str, answers: list[Answer]) -> None:
    said = [each for each in _asking(answers[-1]) if each["nation"] == _NATIONS[nation]]
    assert any(each["verdict"] == "cannot_tell" for each in said)


@then(parsers.parse('no finding asks for {gene} in "{cancer}"'))
def _(gene: str, cancer: str, answers: list[Answer]) -> None:
    biomarkers = [
        str(each["biomarker"])
        for each in _asking(answers[-1])
        if each["cancer"] is not None and each["cancer"]["name"] == cancer
    ]
    assert biomarkers
    assert [each for each in biomarkers if gene in each.split()] == []


@then("no finding asks for a CD marker")
def _(answers: list[Answer]) -> None:
    assert [each["biomarker"] for each in _asking(answers[-1]) if re.match(r"CD\d+ ", str(each["biomarker"]))] == []


@then("no funded medicine is said to lack a test of the gene ERBB2")
def _(answers: list[Answer]) -> None:
    said = [each for each in _asking(answers[-1]) if each["rule"].startswith("COV-") and each["verdict"] == "gap"]
    assert [each["message"] for each in said if re.match("ERBB2|HER2", str(each["biomarker"]))] == []


@then(parsers.re(r"in (?P<test>M[\d.]+) '(?P<printed>\w+)' is said to be printed twice"))
def _(test: str, printed: str, answers: list[Answer]) -> None:
    found = [each for each in answers[-1].findings if each["rule"] == "HYG-001" and test in each["subjects"]]
    assert [each["verdict"] for each in found] == ["gap"]
    assert f"prints '{printed}' twice" in found[0]["message"]


@then(parsers.re(r"in (?P<test>M[\d.]+) '(?P<printed>\w+)' is said to be read as (?P<reading>\w+)"))
def _(test: str, printed: str, reading: str, answers: list[Answer]) -> None:
    messages = [
        each["message"]
        for each in answers[-1].findings
        if each["rule"] == "HYG-002" and test in each["subjects"] and f"'{printed}'" in each["message"]
    ]
    assert len(messages) == 1
    assert f"read as {reading}" in messages[0]


@then(parsers.parse('the sources say "{words}"'))
def _(words: str, answers: list[Answer]) -> None:
    assert words in answers[-1].words


@then(parsers.parse("the problem is named with the file and line {line:d}"))
def _(line: int, own_data: Path, answers: list[Answer]) -> None:
    problems = [text for text in answers[-1].errors.splitlines() if text.startswith(f"{own_data / _BOOK}:{line}:")]
    assert len(problems) == 1
    assert "stands twice" in problems[0]


@then("it says how to mend it")
def _(answers: list[Answer]) -> None:
    assert "; remove or recode one of the rows" in answers[-1].errors


@then("it is valid")
def _(answers: list[Answer]) -> None:
    assert answers[-1].text.startswith("valid: ")
    assert (answers[-1].status, answers[-1].errors) == (0, "")


@then(parsers.parse("I am asked whether I meant '{suggestion}'"))
def _(suggestion: str, answers: list[Answer]) -> None:
    assert re.search(rf"did you mean .*'{re.escape(suggestion)}'.*\?", answers[-1].errors)


@then(parsers.parse("the exit status is {status:d}"))
def _(status: int, answers: list[Answer]) -> None:
    assert answers[-1].status == status


@then("there are findings")
def _(answers: list[Answer]) -> None:
    assert answers[-1].data["summary"]["gap"] > 0
    assert answers[-1].findings


@then("the report says that both executors judged")
def _(answers: list[Answer]) -> None:
    assert answers[-1].data["engine"] == "durable, verified"


@then("nothing is reported")
def _(answers: list[Answer]) -> None:
    assert answers[-1].output == b""
    assert answers[-1].errors


@then("both reports are identical to the byte")
def _(answers: list[Answer]) -> None:
    first, second = answers
    assert first is not second
    assert first.output == second.output


@then("both reports hold the same findings")
def _(answers: list[Answer]) -> None:
    first, second = answers
    assert first.data["engine"] != second.data["engine"]
    assert first.findings == second.findings
    assert first.data["summary"] == second.data["summary"]


def _check(trialign: Trialign, day: str, *options: str, again: str = "") -> Answer:
    return trialign("check", "--as-of", day, "--format", "json", *options, again=again)


def _covers(trialign: Trialign, day: str, biomarker: str, cancer: str, *options: str) -> Answer:
    return trialign("covers", biomarker, "--cancer", cancer, "--as-of", day, "--format", "json", *options)


def _disagreements(answer: Answer, medicine: str, nation: str) -> list[dict[str, Any]]:
    return [
        each
        for each in answer.findings
        if each["rule"] == "DEC-001" and each["nation"] == nation and f"recommend {medicine}" in each["message"]
    ]


def _asking(answer: Answer) -> list[dict[str, Any]]:
    """Return the findings that would have a test added."""
    return [each for each in answer.findings if each["rule"].startswith(_ASKS_FOR_TESTS)]


def _nation(answer: Answer, nation: str) -> dict[str, Any]:
    return next(each for each in answer.data["nations"] if each["nation"] == _NATIONS[nation])


def _codes(text: str) -> set[str]:
    """Return the clinical indications that a text names, such as M54."""
    return set(re.findall(r"\bM\d+\b(?!\.\d)", text))


_HEADER = (
    "CI Code", "Clinical Indication Name", "Test Code", "Test Name", "Target Gene(s)", "Test Scope", "Technology",
    "Eligibility Criteria",
)  # fmt: skip


@given(parsers.parse('a workbook that prints "{targets}" as the targets of M1.1'), target_fixture="published")
def _(tmp_path: Path, targets: str) -> Path:
    path = tmp_path / "October 2026.xlsx"
    row = ["M1", "A Carcinoma", "M1.1", "a panel", targets, "Small variant detection", "Panel", None]
    _workbook(path, _HEADER, row)
    return path


@given("a workbook whose header nobody knows", target_fixture="published")
def _(tmp_path: Path) -> Path:
    path = tmp_path / "October 2026.xlsx"
    _workbook(
        path, ["CI Code", "Clinical Indication Name", "Number", "Name"], ["M1", "A Carcinoma", "M1.1", "a panel"]
    )
    return path


def _workbook(path: Path, *rows: Sequence[str | None]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(path)


@when("I import it")
def _(trialign: Trialign, published: Path, answers: list[Answer]) -> None:
    out = published.parent / "out"
    answers.append(trialign("import", "nhs-england", str(published), "--out", str(out)))


@then("1 row is written with the cell it came from")
def _(published: Path) -> None:
    (table,) = (published.parent / "out" / "cancer").glob("2026-10.csv")
    (row,) = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    assert (row["test_code"], row["cell"]) == ("M1.1", "Sheet!C2")


@then(parsers.parse("'{text}' is listed as unread"))
def _(published: Path, answers: list[Answer], text: str) -> None:
    assert f"'{text}' (Sheet!E2" in answers[-1].words
    assert text in (published.parent / "out" / "cancer" / "2026-10.unread.csv").read_text(encoding="utf-8")


@then("the nearest column map is named")
def _(answers: list[Answer]) -> None:
    assert "nearest is nhs-england/cancer-names, which lacks test_code" in answers[-1].errors


@then("nothing is written")
def _(published: Path) -> None:
    assert not (published.parent / "out").exists()


@when(parsers.parse('I lint "{directory}"'))
def _(trialign: Trialign, directory: str, answers: list[Answer]) -> None:
    answers.append(trialign("lint", directory))


@then(parsers.parse('lint says "{words}"'))
def _(words: str, answers: list[Answer]) -> None:
    assert words in answers[-1].words


@when(parsers.parse('I ask what is unresolved in "{directory}"'))
def _(trialign: Trialign, directory: str, answers: list[Answer]) -> None:
    answers.append(trialign("unresolved", directory))
    answers.append(trialign("unresolved", directory, "--format", "json"))


@then(parsers.parse("'{text}' comes first, with its file and line"))
def _(text: str, answers: list[Answer]) -> None:
    first = answers[-1].data["unresolved"][0]
    assert first["printed"] == text
    place = first["places"][0]
    assert f"{place['file']}:{place['line']}" in answers[-2].text


@then(parsers.parse("a pointer to {first} to {last} is spelt out"))
def _(first: str, last: str, answers: list[Answer]) -> None:
    pointed = [each["points_to"] for each in answers[-1].data["unresolved"] if each["points_to"]]
    assert [codes for codes in pointed if (codes[0], codes[-1]) == (first, last)]


@then("the trial is found stale by REG-002, with its status, its last update and the day of the copy")
def _(answers: list[Answer]) -> None:
    (finding,) = _of_own_trial(answers, "REG-002")
    assert finding["verdict"] == "gap"
    assert all(word in finding["message"] for word in ("Recruiting", "2024-10-31", "2026-11-01"))


@then("no finding asks for a test for that trial")
def _(answers: list[Answer]) -> None:
    assert _of_own_trial(answers, "TRI-001", "TRI-002") == []


@then("some finding asks for a test for that trial")
def _(answers: list[Answer]) -> None:
    assert [finding["verdict"] for finding in _of_own_trial(answers, "TRI-001")] == ["gap"]


@then("no finding calls its record stale")
def _(answers: list[Answer]) -> None:
    assert [each for each in _of_own_trial(answers, "REG-001", "REG-002") if each["verdict"] == "gap"] == []


@then("it cannot be told by REG-001 whether the record was updated since")
def _(answers: list[Answer]) -> None:
    (finding,) = _of_own_trial(answers, "REG-001")
    assert finding["verdict"] == "cannot_tell"


def _of_own_trial(answers: list[Answer], *rules: str) -> list[dict[str, Any]]:
    return [each for each in answers[-1].findings if each["rule"] in rules and _OWN_TRIAL in each["subjects"]]
