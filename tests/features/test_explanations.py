"""Steps of the feature on explanations; each runs the real command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when
from tests.features.command import Answer, run

scenarios("explanations.feature")

_ROOT = Path(__file__).resolve().parents[2]
_HERE = "<- the chain breaks here"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def checked() -> dict[str, list[Json]]:
    """Hold the findings of each day that was checked."""
    return {}


@pytest.fixture
def findings(checked: dict[str, list[Json]], day: str) -> list[Json]:
    if day not in checked:
        checked[day] = run("check", "--as-of", day, "--engine", "sql", "--format", "json").findings
    return checked[day]


def _gap(findings: list[Json], medicine: str, nation: str) -> Json:
    return next(
        each
        for each in findings
        if each["verdict"] == "gap" and medicine in each["message"] and each["nation"] == nation.casefold()
    )


def _links(links: list[Json]) -> Iterator[Json]:
    for link in links:
        yield link
        yield from _links(link["links"])


@when(parsers.parse('I ask about the gap of "{medicine}" in {nation}'), target_fixture="finding")
def _(findings: list[Json], medicine: str, nation: str) -> Json:
    return _gap(findings, medicine, nation)


@then("I am told of a patient whom no test serves, with an age, a cancer and a biomarker")
def _(finding: Json) -> None:
    witness = finding["witness"]
    assert witness["words"].startswith("a patient ")
    assert witness["age"] is not None
    assert witness["cancer"]["name"] in witness["words"]
    assert witness["biomarker"] in witness["words"]


@then("that patient's cancer is one that the finding lists as without a test")
def _(finding: Json) -> None:
    cancer = finding["witness"]["cancer"]
    assert f"{cancer['indication']} {cancer['name']}" in finding["message"]


@then("asking for that very patient, England does not test it")
def _(finding: Json, day: str) -> None:
    witness = finding["witness"]
    asked = ("covers", witness["biomarker"], "--cancer", witness["cancer"]["indication"])
    age = f"{witness['age']}-{witness['age']}"
    found = run(*asked, "--age", age, "--nation", "england", "--as-of", day, "--format", "json").data
    assert [each["coverage"] for each in found["nations"]] == ["not_covered"]


@when("I look at what cannot be told", target_fixture="chosen")
def _(findings: list[Json]) -> list[Json]:
    return [each for each in findings if each["verdict"] == "cannot_tell"]


@when("I look at the disagreements between bodies", target_fixture="chosen")
def _(findings: list[Json]) -> list[Json]:
    return [each for each in findings if each["rule"] == "DEC-001" and each["verdict"] == "gap"]


@then("no patient is said to be left out by it")
def _(chosen: list[Json]) -> None:
    assert chosen
    assert {each["witness"] and each["witness"]["words"] for each in chosen} == {None}


@when(parsers.parse('I ask for the chain behind the gap of "{medicine}" in {nation}'), target_fixture="explained")
def _(findings: list[Json], medicine: str, nation: str, day: str) -> Answer:
    fingerprint = _gap(findings, medicine, nation)["fingerprint"]
    return run("explain", fingerprint, "--as-of", day, "--format", "json")


@when(
    parsers.parse('I ask for the chain behind the gap of "{medicine}" in {nation} in a window of {width:d} columns'),
    target_fixture="explained",
)
def _(findings: list[Json], medicine: str, nation: str, width: int, day: str) -> Answer:
    fingerprint = _gap(findings, medicine, nation)["fingerprint"]
    command = [sys.executable, "-m", "trialign", "explain", fingerprint, "--as-of", day]
    environment = {**os.environ, "COLUMNS": str(width)}
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, timeout=120, check=False)
    return Answer(done.returncode, done.stdout, done.stderr.decode())


@then("it begins with the decision, its reference, its date and its page")
def _(explained: Answer) -> None:
    first = explained.data["chain"][0]
    assert first["link"] == "decision"
    assert re.search(r"NICE TA\d+: .* \(\d{4}-\d{2}-\d{2}\)", first["words"])
    assert first["place"]["source"].startswith("https://")


@then("it goes on to the need and to the tests of the nation")
def _(explained: Answer) -> None:
    need = explained.data["chain"][0]["links"][0]
    assert (need["link"], need["links"][0]["link"]) == ("need", "tests")
    assert need["links"][0]["words"].startswith("England: ")


@then("every test is given with the file and the line where it stands")
def _(explained: Answer) -> None:
    tests = [each for each in _links(explained.data["chain"]) if each["link"] == "test"]
    assert tests
    assert all(each["place"]["file"].endswith(".csv") and each["place"]["line"] > 0 for each in tests)


@then("it is said at exactly one place that the chain breaks there")
def _(explained: Answer) -> None:
    if explained.text.startswith("{"):
        assert sum(each["first_break"] for each in _links(explained.data["chain"])) == 1
    else:
        assert explained.words.count(_HERE) == 1


@then("no line is longer than that")
def _(explained: Answer) -> None:
    long = [line for line in explained.text.splitlines() if len(line) > 60]
    assert all(len(line.split()) == 1 for line in long), long  # a path or an address stays whole


@then("each chain gives the decisions in order of date, with their pages")
def _(chosen: list[Json], day: str) -> None:
    for finding in chosen[:3]:
        chain = run("explain", finding["fingerprint"], "--as-of", day, "--format", "json").data["chain"]
        decisions = [each for each in chain if each["link"] == "decision"]
        days = [found[1] for each in decisions if (found := re.search(r"\((\d{4}[-\d]*)\)", each["words"]))]
        assert len(decisions) > 1
        assert days == sorted(days)
        assert all(each["place"]["source"] for each in decisions)


@when(parsers.parse('I ask why "{biomarker}" is not tested in "{cancer}" in {nation}'), target_fixture="answered")
def _(biomarker: str, cancer: str, nation: str, day: str) -> Answer:
    asked = ("why-not", biomarker, "--cancer", cancer, "--nation", nation, "--as-of", day)
    return run(*asked, "--format", "json")


def _only(answered: Answer) -> Json:
    assert answered.status == 0
    (found,) = json.loads(answered.output)["answers"]
    return dict(found)


@then("I am told that it cannot be told, never that it is not tested")
def _(answered: Answer) -> None:
    found = _only(answered)
    assert found["coverage"] == "cannot_tell"
    assert found["answer"].startswith("It cannot be told whether")
    assert "not tested" not in found["answer"]


@then("I am told that SMC does not recommend elacestrant")
def _(answered: Answer) -> None:
    assert "elacestrant is not recommended by SMC" in _only(answered)["funding"]


@then(parsers.parse("I am told that England tests it by {code}"))
def _(answered: Answer, code: str) -> None:
    england = next(each for each in _only(answered)["elsewhere"] if each["nation"] == "england")
    assert (england["coverage"], england["tests"]) == ("covered", [code])


@then("the first change is to find something out")
def _(answered: Answer) -> None:
    assert _only(answered)["changes"][0].startswith("Find out whether")


@then("I am told that it is not tested")
def _(answered: Answer) -> None:
    assert " is not tested in England" in _only(answered)["answer"]


@then(parsers.parse("{code} comes near, and lacks the cancer"))
def _(answered: Answer, code: str) -> None:
    assert {each["test"]: each["lacks"] for each in _only(answered)["near"]}[code] == "cancer"


@then(parsers.parse("a change would be to list it under {indication}"))
def _(answered: Answer, indication: str) -> None:
    assert any(f"under {indication} " in each for each in _only(answered)["changes"])


@then(parsers.parse("I am told that it is tested, by {code}"))
def _(answered: Answer, code: str) -> None:
    assert f" is tested in England: {code} '" in _only(answered)["answer"]


@then("nothing needs to change")
def _(answered: Answer) -> None:
    found = _only(answered)
    assert (found["changes"], found["witness"], found["no_witness"]) == ([], None, None)


@then(parsers.parse('the question is refused, and I am told "{remedy}"'))
def _(answered: Answer, remedy: str) -> None:
    assert (answered.status, answered.output) == (2, b"")
    assert remedy in answered.errors
