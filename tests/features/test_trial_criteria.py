"""Steps of the feature on trials' criteria; each runs the real command in a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer, run

scenarios("trial_criteria.feature")

_ID = "NCT00000001"


def _record(required: str, excluded: list[str]) -> dict[str, Any]:
    bars = "".join(f"\n* {each}" for each in excluded)
    text = f"Inclusion Criteria:\n\n* {required}\n\nExclusion Criteria:\n{bars}"
    return {
        "nct_id": _ID,
        "title": "A trial written for the features",
        "status": "RECRUITING",
        "conditions": ["Melanoma"],
        "eligibility": {"raw_text": text},
        "record_last_import": "2026-01-05",
    }


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return tmp_path / "records.jsonl"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    return tmp_path / "review.yaml"


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    return tmp_path / "mine" / "trials" / f"{_ID}.yaml"


def _import(records: Path, trial: Path) -> Answer:
    return run("import", "trials", str(records), "--out", str(trial.parent), "--force")


def _apply(review: Path, trial: Path) -> Answer:
    return run("trials", "review", str(review), "--apply", "--data", str(trial.parents[1]))


def _ask(records: Path, review: Path) -> None:
    assert run("trials", "review", _ID, "--from", str(records), "--out", str(review)).status == 0


@given(parsers.parse('a trial whose text asks for "{required}" and excludes "{excluded}"'), target_fixture="record")
def _(required: str, excluded: str, records: Path) -> dict[str, Any]:
    found = _record(required, [excluded])
    records.write_text(json.dumps(found) + "\n", encoding="utf-8")
    return found


@given("a line that is no record stands before it")
def _(records: Path) -> None:
    records.write_text("no record\n" + records.read_text(encoding="utf-8"), encoding="utf-8")


@given("I have imported it")
def _(records: Path, trial: Path) -> None:
    assert _import(records, trial).status == 0


@given(parsers.parse('"{name}" has reviewed it on {day} and corrected "{label}" to "{other}"'))
def _(name: str, day: str, label: str, other: str, records: Path, review: Path) -> None:
    _ask(records, review)
    text = review.read_text(encoding="utf-8")
    text = text.replace('reviewer: ""', f"reviewer: {name}").replace('date: ""', f"date: {day}")
    before, found, after = text.partition(f'label: "{label}"')
    after = after.replace('verdict: ""', f"verdict: correct\n        correct_to: {other}", 1)
    review.write_text(before + found + after.replace('verdict: ""', "verdict: confirm"), encoding="utf-8")


@given("nobody has filled in the review")
def _(records: Path, review: Path) -> None:
    _ask(records, review)


@given("I have applied the review", target_fixture="confirmed")
def _(review: Path, trial: Path) -> str:
    assert _apply(review, trial).status == 0
    return trial.read_text(encoding="utf-8")


@when("I extract its criteria")
def _(records: Path, answers: list[Answer]) -> None:
    answers.append(run("trials", "extract", str(records), "--format", "json"))


@when("I show the trial")
def _(trial: Path, answers: list[Answer]) -> None:
    answers.append(run("trials", "show", _ID, "--data", str(trial.parents[1])))


@when("I ask for a review file")
def _(records: Path, review: Path) -> None:
    _ask(records, review)


@when("I apply the review")
def _(review: Path, trial: Path, answers: list[Answer]) -> None:
    answers.append(_apply(review, trial))


@when(parsers.parse('the registry adds "{bar}" to the exclusions and I import it again'))
def _(bar: str, record: dict[str, Any], records: Path, trial: Path, answers: list[Answer]) -> None:
    record["eligibility"]["raw_text"] += f"\n* {bar}"
    records.write_text(json.dumps(record) + "\n", encoding="utf-8")
    answers.append(_import(records, trial))


@then(parsers.parse('"{label}" is {role}, by the words "{words}"'))
def _(label: str, role: str, words: str, record: dict[str, Any], answers: list[Answer]) -> None:
    text = record["eligibility"]["raw_text"]
    (leaf,) = (each for each in answers[-1].data["leaves"] if each["label"] == label)
    assert (leaf["role"], text[leaf["start"] : leaf["end"]]) == (role, words)


@then(parsers.parse("the broken line is named with file and line {line:d}"))
def _(line: int, records: Path, answers: list[Answer]) -> None:
    assert answers[-1].errors.startswith(f"{records}:{line}: is not JSON")
    assert answers[-1].status == 0


@then(parsers.parse('it says "{words}"'))
@then(parsers.parse('the import says "{words}"'))
def _(words: str, answers: list[Answer]) -> None:
    assert words in answers[-1].words


@then(parsers.parse('it does not hold the word "{word}"'))
def _(word: str, review: Path) -> None:
    assert word not in review.read_text(encoding="utf-8")


@then("the confirmed trial is as it was")
def _(confirmed: str, trial: Path) -> None:
    assert trial.read_text(encoding="utf-8") == confirmed


@then("the missing reviewer is named with its line")
def _(review: Path, answers: list[Answer]) -> None:
    line = review.read_text(encoding="utf-8").splitlines().index('reviewer: ""') + 1
    assert f"{review}:{line}: [reviewer]" in answers[-1].errors
    assert answers[-1].status == 3


@then("the trial is still not reviewed")
def _(trial: Path) -> None:
    assert "reviewed: false" in trial.read_text(encoding="utf-8")
