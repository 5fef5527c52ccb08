"""Steps of the feature on the matrix and the page of a medicine; each runs the real command."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from pytest_bdd import parsers, scenarios, then, when
from tests.features.command import Answer, Trialign

scenarios("matrix_and_medicine.feature")


def _picture(trialign: Trialign, day: str, biomarker: str, cancer: str, form: str) -> Answer:
    return trialign("matrix", "--biomarker", biomarker, "--cancer", cancer, "--as-of", day, "--format", form)


@when(parsers.parse('I look at the picture of "{biomarker}" in "{cancer}"'))
def _(trialign: Trialign, day: str, biomarker: str, cancer: str, answers: list[Answer]) -> None:
    answers.append(_picture(trialign, day, biomarker, cancer, "json"))


@when(parsers.parse('I look at the picture of "{biomarker}" alone'))
def _(trialign: Trialign, day: str, biomarker: str, answers: list[Answer]) -> None:
    answers.append(trialign("matrix", "--biomarker", biomarker, "--as-of", day))


@when("I look at the whole picture")
def _(trialign: Trialign, day: str, answers: list[Answer]) -> None:
    answers.append(trialign("matrix", "--as-of", day, "--format", "json"))


@when(parsers.parse('I take the picture of "{biomarker}" in "{cancer}" into a spreadsheet'))
def _(trialign: Trialign, day: str, biomarker: str, cancer: str, answers: list[Answer]) -> None:
    answers.append(_picture(trialign, day, biomarker, cancer, "csv"))


@when(parsers.parse('I look up "{medicine}"'))
def _(trialign: Trialign, day: str, medicine: str, answers: list[Answer]) -> None:
    answers.append(trialign("medicine", medicine, "--as-of", day, "--format", "json"))


def _cell(answers: list[Answer], nation: str) -> dict[str, Any]:
    (row,) = answers[-1].data["rows"]
    (cell,) = (each for each in row["cells"] if each["nation"] == nation)
    return dict(cell)


@then(parsers.parse("in England it is covered since {day} or earlier"))
def _(day: str, answers: list[Answer]) -> None:
    cell = _cell(answers, "england")
    assert (cell["coverage"], cell["since"]["from"]) == ("covered", None)
    assert cell["since"]["by"].startswith(day)


@then(parsers.parse("in England it is covered since after {after}, by {by}"))
def _(after: str, by: str, answers: list[Answer]) -> None:
    cell = _cell(answers, "england")
    assert (cell["coverage"], cell["since"]["by"]) == ("covered", by)
    assert cell["since"]["from"].startswith(after)


@then("England's releases of October 2024 and July 2025 are named as not held")
def _(answers: list[Answer]) -> None:
    assert {"england/cancer@2024-10", "england/cancer@2025-07"} <= set(
        _cell(answers, "england")["since"]["not_held_since"]
    )


@then(parsers.parse("in England it is a gap at least since {day}"))
def _(day: str, answers: list[Answer]) -> None:
    cell = _cell(answers, "england")
    assert (cell["coverage"], cell["since"]["from"], cell["since"]["by"]) == ("not_covered", None, day)


@then("in Scotland it is covered, and it is not known since when, with a reason")
def _(answers: list[Answer]) -> None:
    cell = _cell(answers, "scotland")
    assert (cell["coverage"], cell["since"]["from"], cell["since"]["by"]) == ("covered", None, None)
    assert cell["since"]["reason"]


@then("in Scotland and Northern Ireland it cannot be told, each with a reason")
def _(answers: list[Answer]) -> None:
    cells = [_cell(answers, nation) for nation in ("scotland", "northern-ireland")]
    assert [cell["coverage"] for cell in cells] == ["cannot_tell", "cannot_tell"]
    assert all(cell["reason"] for cell in cells)


@then("the nations are not said to differ")
def _(answers: list[Answer]) -> None:
    assert [row["nations_differ"] for row in answers[-1].data["rows"]] == [False]


@then("every line is asked for by a decision")
def _(answers: list[Answer]) -> None:
    rows = answers[-1].data["rows"]
    assert rows
    assert all(row["asked_by"]["decisions"] for row in rows)


@then("each of the four nations has an answer on every line")
def _(answers: list[Answer]) -> None:
    nations = ["england", "scotland", "wales", "northern-ireland"]
    assert all([cell["nation"] for cell in row["cells"]] == nations for row in answers[-1].data["rows"])
    assert all(cell["coverage"] and cell["reason"] for row in answers[-1].data["rows"] for cell in row["cells"])


@then("the counts of each nation add up to the number of lines")
def _(answers: list[Answer]) -> None:
    data = answers[-1].data
    assert [sum(each["counts"].values()) for each in data["nations"]] == [len(data["rows"])] * 4


def _rows(answers: list[Answer]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answers[-1].text)))


@then("it has one row for each of the four nations")
def _(answers: list[Answer]) -> None:
    assert [row["nation"] for row in _rows(answers)] == ["england", "scotland", "wales", "northern-ireland"]


@then("each row holds the answer, the tests and since when")
def _(answers: list[Answer]) -> None:
    england, *others = _rows(answers)
    assert (england["coverage"], england["since_by"]) == ("covered", "2020-11-30")
    assert "M4.1" in england["tests"].split(" | ")
    assert [(row["coverage"], row["tests"], row["since_by"]) for row in others] == [("cannot_tell", "", "")] * 3


@then("I am told to try --needed-by all, or to name a cancer too")
def _(answers: list[Answer]) -> None:
    assert "try --needed-by all, or name both --biomarker and --cancer" in answers[-1].errors


@then(parsers.parse("the exit status is {status:d}"))
def _(status: int, answers: list[Answer]) -> None:
    assert answers[-1].status == status


def _ways(answers: list[Answer], nation: str) -> list[dict[str, Any]]:
    return [way for need in answers[-1].data["needs"] for way in need["nations"] if way["nation"] == nation]


@then(parsers.parse("for Scotland the first broken link is the decision {ref}"))
def _(ref: str, answers: list[Answer]) -> None:
    ways = _ways(answers, "scotland")
    assert {way["first_broken"] for way in ways} == {"decision"}
    links = [link for way in ways for link in way["chain"] if link["link"] == "decision"]
    assert all((link["holds"], ref in link["reason"]) == ("broken", True) for link in links)


@then("for England no link is known to be broken")
def _(answers: list[Answer]) -> None:
    assert {way["first_broken"] for way in _ways(answers, "england")} == {None}


@then(parsers.parse('it was found as "{first}" and "{second}"'))
def _(first: str, second: str, answers: list[Answer]) -> None:
    assert answers[-1].data["products"] == [first, second]


@then("the decisions stand in order of date")
def _(answers: list[Answer]) -> None:
    dates = [each["date"] for each in answers[-1].data["decisions"]]
    dated = [date for date in dates if date]
    assert len(dated) > 5
    assert dated == sorted(dated)
    assert set(dates[len(dated) :]) == {None}


@then(parsers.parse("{ref} is superseded by {other}"))
def _(ref: str, other: str, answers: list[Answer]) -> None:
    (found,) = (each for each in answers[-1].data["decisions"] if each["ref"] == ref)
    assert (found["state"], found["note"]) == ("superseded", f"by {other}")


@then("every decision has a file, a line and a page")
def _(answers: list[Answer]) -> None:
    for each in answers[-1].data["decisions"]:
        assert each["evidence"]["file"].startswith("directories/decisions/")
        assert each["evidence"]["line"] > 1
        assert each["evidence"]["source"]


@then("the tests M3.6 and M3.13 are tied to it")
def _(answers: list[Answer]) -> None:
    assert {each["test"] for each in answers[-1].data["test_links"]} == {"M3.6", "M3.13"}


@then("the disagreement between Scotland and England is among the findings")
def _(answers: list[Answer]) -> None:
    found = [each for each in answers[-1].data["findings"] if each["rule"] == "DEC-001"]
    assert found
    assert all(each["nation"] == "scotland" and "England" in each["message"] for each in found)


@then(parsers.parse("I am asked whether I meant '{name}'"))
def _(name: str, answers: list[Answer]) -> None:
    assert re.search(rf"did you mean .*'{name}'", answers[-1].errors)
