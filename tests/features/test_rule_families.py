"""Steps of the features on rule families: what each rule says on bundled data and on small data of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from tests.features import own_data
from tests.features.command import run

scenarios(
    "decisions.feature",
    "lag.feature",
    "islands.feature",
    "parity.feature",
    "people.feature",
    "pathways.feature",
    "research.feature",
    "trials.feature",
    "coverage.feature",
    "registry.feature",
)

Json = dict[str, Any]
Table = Sequence[Sequence[str]]
Check = Callable[..., list[Json]]
_RULE = r"(?P<rule>[A-Z]{3}-\d{3})"
_VERDICTS = {"finds": "gap", "cannot tell": "cannot_tell"}


@pytest.fixture(scope="module")
def check() -> Check:
    """Check data as of a day; the same is checked once."""
    held: dict[tuple[str, ...], list[Json]] = {}

    def answer(*arguments: str) -> list[Json]:
        if arguments not in held:
            held[arguments] = run("check", "--format", "json", *arguments).findings
        return held[arguments]

    return answer


@given(parsers.parse("only data of my own, as of {day}"), target_fixture="day")
def _(day: str) -> str:
    return day


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "own"


@given("my own decisions:")
def _(root: Path, datatable: Table) -> None:
    own_data.write_decisions(root, own_data.records(datatable))


@given(parsers.parse("my own decisions, of which {ref} is to be reviewed on {day}:"))
def _(root: Path, ref: str, day: str, datatable: Table) -> None:
    own_data.write_decisions(root, own_data.records(datatable), {ref: day})


@given("statements that tie tests to decisions:")
def _(root: Path, datatable: Table) -> None:
    own_data.write_links(root, own_data.records(datatable))


@given("my own tests of England:")
def _(root: Path, datatable: Table) -> None:
    own_data.write_tests(root, {"2026-07-16": own_data.records(datatable)})


@given("my own tests of England in several releases:")
def _(root: Path, datatable: Table) -> None:
    rows = own_data.records(datatable)
    days = sorted({row["release"] for row in rows})
    own_data.write_tests(root, {day: [row for row in rows if row["release"] == day] for day in days})


@given(parsers.parse("what sources say of tests in {nation}:"))
def _(root: Path, nation: str, datatable: Table) -> None:
    own_data.write_statements(root, own_data.NATIONS[nation], own_data.records(datatable))


@given(parsers.parse('my own pathway "{pathway}":'))
def _(root: Path, pathway: str, datatable: Table) -> None:
    own_data.write_steps(root, pathway, own_data.records(datatable))


@given("my own trials:")
def _(root: Path, datatable: Table) -> None:
    own_data.write_trials(root, own_data.records(datatable))


@when("I check everything", target_fixture="findings")
def _(check: Check, day: str) -> list[Json]:
    return check("--as-of", day, "--engine", "sql")


@when("I check it", target_fixture="findings")
def _(check: Check, day: str, root: Path) -> list[Json]:
    return check("--as-of", day, "--data", str(root), "--alone", "--verify")


@then(
    parsers.re(rf"{_RULE} (?P<how>finds|cannot tell) in (?P<nation>[A-Z].+?): (?P<words>.+)"), target_fixture="found"
)
def _(findings: list[Json], rule: str, how: str, nation: str, words: str) -> Json:
    said = [each for each in _of(findings, rule, how) if each["nation"] == own_data.NATIONS[nation]]
    return _only(said, words)


@then(parsers.re(rf"{_RULE} (?P<how>finds|cannot tell) of a trial: (?P<words>.+)"), target_fixture="found")
def _(findings: list[Json], rule: str, how: str, words: str) -> Json:
    return _only(_of(findings, rule, how), words)


@then(parsers.re(rf"{_RULE} says nothing$"))
def _(findings: list[Json], rule: str) -> None:
    assert [each["message"] for each in findings if each["rule"] == rule] == []


@then(parsers.re(rf"{_RULE} finds nothing$"))
def _(findings: list[Json], rule: str) -> None:
    assert [each["message"] for each in _of(findings, rule, "finds")] == []


@then(parsers.re(rf"{_RULE} says nothing that names (?P<words>.+)"))
def _(findings: list[Json], rule: str, words: str) -> None:
    said = [each["message"] for each in findings if each["rule"] == rule]
    assert [message for message in said if _names(message, words)] == []


@then(parsers.re(rf"{_RULE} finds nothing that names (?P<words>.+)"))
def _(findings: list[Json], rule: str, words: str) -> None:
    said = [each["message"] for each in _of(findings, rule, "finds")]
    assert [message for message in said if _names(message, words)] == []


@then(parsers.parse("it tells in order: {words}"))
def _(found: Json, words: str) -> None:
    told = found["message"].split("In order: ", 1)[1]
    places = [told.find(each) for each in words.split(", ")]
    assert -1 not in places, told
    assert places == sorted(places)


@then(parsers.parse("it does not name {words}"))
def _(found: Json, words: str) -> None:
    assert [each for each in words.split(", ") if each in found["message"]] == []


@then(parsers.parse("it rests on {words}"))
def _(found: Json, words: str) -> None:
    facts = " ".join(each["fact"] for each in found["evidence"])
    assert [each for each in words.split(", ") if each not in facts] == []


@then(parsers.re(rf"{_RULE} finds exactly these indications in (?P<nation>[A-Z].+?): (?P<codes>.+)"))
def _(findings: list[Json], rule: str, nation: str, codes: str) -> None:
    said = [each for each in _of(findings, rule, "finds") if each["nation"] == own_data.NATIONS[nation]]
    listed = [code for each in said for code in re.findall(r"under (M\d+) ", each["message"])]
    assert sorted(listed) == sorted(codes.split(", "))


def _of(findings: list[Json], rule: str, how: str) -> list[Json]:
    return [each for each in findings if (each["rule"], each["verdict"]) == (rule, _VERDICTS[how])]


def _names(message: str, words: str) -> bool:
    return all(each in message for each in words.split(", "))


def _only(said: list[Json], words: str) -> Json:
    """Return the one finding whose message names every one of some words, joined by commas."""
    found = [each for each in said if _names(each["message"], words)]
    assert len(found) == 1, [each["message"] for each in said]
    return found[0]
