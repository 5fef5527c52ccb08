"""Steps of the feature on papers for a committee."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from pytest_bdd import parsers, scenarios, then, when
from tests.features.command import Answer, Trialign

scenarios("committee.feature")


def _workbook(trialign: Trialign, day: str, file: Path, *more: str) -> Workbook:
    answer = trialign("report", "--format", "xlsx", "--out", str(file), "--as-of", day, *more)
    assert answer.status == 0, answer.errors
    assert answer.text.startswith(f"{file}: ")
    return openpyxl.load_workbook(file)


@when("I ask for the report as a workbook", target_fixture="book")
def _(trialign: Trialign, day: str, tmp_path: Path) -> Workbook:
    return _workbook(trialign, day, tmp_path / "committee.xlsx")


@when("I ask for the report on Scotland as a workbook", target_fixture="book")
def _(trialign: Trialign, day: str, tmp_path: Path) -> Workbook:
    return _workbook(trialign, day, tmp_path / "committee.xlsx", "--nation", "Scotland")


@when("I ask for the report as tables", target_fixture="folder")
def _(trialign: Trialign, day: str, tmp_path: Path) -> Path:
    assert trialign("report", "--format", "csv", "--out", str(tmp_path / "tables"), "--as-of", day).status == 0
    return tmp_path / "tables"


@when("I ask for a workbook without saying where")
def _(trialign: Trialign, day: str, answers: list[Answer]) -> None:
    answers.append(trialign("report", "--format", "xlsx", "--as-of", day))


@then("its first sheet opens with the verdict in a sentence")
def _(book: Workbook) -> None:
    _, first, *_ = book.worksheets[0].values
    assert first[:2] == ("result", "verdict")
    assert "misalignments" in str(first[2])
    assert "cannot be told" in str(first[2])


@then("it says that findings are prompts for review, not clinical advice")
def _(book: Workbook) -> None:
    said = " ".join(str(row[2]) for row in book["summary"].values)
    assert "prompts for review by the people responsible, not clinical advice" in said


@then("it has a sheet of findings, of the matrix, of sources and of the recommendations")
def _(book: Workbook) -> None:
    assert {"findings", "matrix", "sources", "recommendations"} <= set(book.sheetnames)


@then(parsers.parse("every one of the {number:d} recommendations has its verdict and the data that it needs"))
def _(number: int, book: Workbook) -> None:
    header, *rows = book["recommendations"].values
    assert {row[header.index("no.")] for row in rows} == set(range(1, number + 1))
    assert all(row[header.index("can software judge it")] and row[header.index("needed data")] for row in rows)


@then("dates are dates, and publishers' pages are links")
def _(book: Workbook) -> None:
    header, *rows = book["findings"].iter_rows()
    names = [cell.value for cell in header]
    retrieved = [row[names.index("retrieved")].value for row in rows]
    assert {type(day) for day in retrieved if day} == {datetime}
    pages = [row[names.index("publisher's page")] for row in rows]
    assert all(page.hyperlink for page in pages if page.value)


@then("no finding in it is of another nation")
def _(book: Workbook) -> None:
    header, *rows = book["findings"].values
    assert {row[header.index("nation")] for row in rows} == {"Scotland", None}


@then("the matrix has a column for Scotland and for no other nation")
def _(book: Workbook) -> None:
    header, *_ = book["matrix"].values
    assert {"England", "Scotland", "Wales", "Northern Ireland"} & set(map(str, header)) == {"Scotland"}


@then("the folder has a table of findings, of the matrix, of sources and of the recommendations")
def _(folder: Path) -> None:
    assert {"findings.csv", "matrix.csv", "sources.csv", "recommendations.csv"} <= {
        each.name for each in folder.iterdir()
    }


@then("the findings are those that a check writes")
def _(folder: Path, trialign: Trialign, day: str) -> None:
    checked = trialign("check", "--engine", "sql", "--format", "csv", "--as-of", day)
    assert (folder / "findings.csv").read_bytes() == checked.output


@then("I am told to name a file")
def _(answers: list[Answer]) -> None:
    assert answers[-1].status == 2
    assert "name it with --out" in answers[-1].errors
