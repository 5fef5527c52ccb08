"""Exceptions: which findings they excuse, for how long, and how those that excuse nothing are named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.process import InProcess

import trialign.report

_DATA = Path(__file__).parents[1] / "golden" / "data"
_RET = "8882fe816b01cd6b"
_RET_IN_WALES = "9be2b753d62519cc"
_HEADER = "rule,subject,owner,reason,source,created,expires"
_SCHEMA = json.loads(
    (Path(trialign.report.__file__).parent / "schemas" / "check.schema.json").read_text(encoding="utf-8")
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(_DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def run(in_process: InProcess, data: Path) -> Run:
    """The command in this process, on the small world, as of the pinned day."""

    def call(*arguments: str) -> tuple[int, str, str]:
        return in_process(*arguments, "--data", data, "--as-of", "2026-11-22")

    return call


def _accept(data: Path, *rows: str) -> None:
    (data / "exceptions.csv").write_text("\n".join([_HEADER, *rows, ""]), encoding="utf-8")


def _row(rule: str = "COV-001", subject: str = _RET, created: str = "2026-05-01", expires: str = "2027-05-01") -> str:
    return f"{rule},{subject},a board,under review,minutes of May,{created},{expires}"


def _checked(run: Run, *more: str) -> dict[str, Any]:
    status, out, err = run("check", "--engine", "sql", "--format", "json", *more)
    assert (status, err) == (0, "")
    read: dict[str, Any] = json.loads(out)
    assert list(Draft202012Validator(_SCHEMA).iter_errors(read)) == []
    return read


def _verdict(read: dict[str, Any], fingerprint: str = _RET) -> str:
    (verdict,) = (str(each["verdict"]) for each in read["findings"] if each["fingerprint"] == fingerprint)
    return verdict


def _subject_of(data: Path) -> str:
    """Return the id of the decision behind the finding on RET."""
    lines = (data / "decisions" / "nice.csv").read_text(encoding="utf-8").splitlines()
    return next(line.split(",")[0] for line in lines if "TA9001" in line)


@pytest.mark.parametrize("engine", ["sql", "durable"])
@pytest.mark.parametrize("by", ["decision", "fingerprint"])
def test_an_exception_names_the_decision_or_the_finding(run: Run, data: Path, by: str, engine: str) -> None:
    _accept(data, _row(subject=_subject_of(data) if by == "decision" else _RET))
    read = _checked(run, "--engine", engine, "--verify")
    assert _verdict(read) == "excepted"
    assert read["summary"]["idle_exceptions"] == []
    (found,) = (each for each in read["findings"] if each["fingerprint"] == _RET)
    assert any(
        each["fact"] == "exception by a board from 2026-05-01 to 2027-05-01: under review (minutes of May)"
        for each in found["evidence"]
    )


def test_the_list_says_whose_exception_it_is(run: Run, data: Path) -> None:
    _accept(data, _row())
    _, out, _ = run("check", "--engine", "sql")
    assert "= exception by a board from 2026-05-01 to 2027-05-01" in " ".join(out.split())


@pytest.mark.parametrize(
    ("created", "expires", "verdict"),
    [
        ("2026-11-22", "2026-11-23", "excepted"),
        ("2026-11-21", "2026-11-22", "excepted"),
        ("2026-11-20", "2026-11-21", "gap"),
        ("2026-11-23", "2026-11-24", "gap"),
    ],
)
def test_an_exception_counts_from_its_first_day_to_its_last(
    run: Run, data: Path, created: str, expires: str, verdict: str
) -> None:
    _accept(data, _row(created=created, expires=expires))
    assert _verdict(_checked(run)) == verdict


@pytest.mark.parametrize(("by", "findings"), [("decision", [_RET, _RET_IN_WALES]), ("fingerprint", [_RET])])
def test_an_exception_that_has_ended_is_named_with_owner_days_and_findings(
    run: Run, data: Path, by: str, findings: list[str]
) -> None:
    subject = _subject_of(data) if by == "decision" else _RET
    _accept(data, _row(subject=subject, expires="2026-06-30"))
    read = _checked(run)
    assert read["summary"]["idle_exceptions"] == [
        {
            "rule": "COV-001",
            "subject": subject,
            "owner": "a board",
            "state": "expired",
            "days": 145,
            "created": "2026-05-01",
            "expires": "2026-06-30",
            "findings": findings,
            "file": (data / "exceptions.csv").as_posix(),
            "line": 2,
        }
    ]
    said = f"the exception of a board from COV-001 for {subject} ended on 2026-06-30, 145 days ago"
    for verb in (("check", "--engine", "sql"), ("explain", _RET)):
        assert said in " ".join(run(*verb)[1].split())
    assert run("check", "--engine", "sql", "--fail-on", "error")[0] == 1


def test_an_exception_that_has_not_begun_and_one_that_excuses_nothing_are_told_apart(run: Run, data: Path) -> None:
    _accept(data, _row(created="2026-12-01"), _row(subject="D0000"))
    states = [(each["state"], each["days"]) for each in _checked(run)["summary"]["idle_exceptions"]]
    assert states == [("not_yet", 9), ("unused", None)]
    text = " ".join(run("check", "--engine", "sql")[1].split())
    assert "does not count yet: it begins on 2026-12-01, in 9 days." in text
    assert "for D0000 excuses no finding here." in text


def test_an_exception_for_a_rule_that_check_does_not_run_is_not_called_unused(run: Run, data: Path) -> None:
    _accept(data, _row(rule="HYG-005", subject="M4.2"))
    assert _checked(run)["summary"]["idle_exceptions"] == []


@pytest.mark.parametrize("by", ["M4.2", "3cbf24f002a93f59"])
def test_lint_honours_exceptions_too(run: Run, data: Path, by: str) -> None:
    found = json.loads(run("lint", "england", "--format", "json")[1])
    assert "3cbf24f002a93f59" in {each["fingerprint"] for each in found["findings"]}
    _accept(data, _row(rule="HYG-001", subject=by), _row(rule="HYG-001", subject="M9.9"))
    read = json.loads(run("lint", "england", "--format", "json")[1])
    assert {each["verdict"] for each in read["findings"] if each["fingerprint"] == "3cbf24f002a93f59"} == {"excepted"}
    assert [each["subject"] for each in read["summary"]["idle_exceptions"]] == ["M9.9"]
    text = " ".join(run("lint", "england")[1].split())
    assert "1 of them excepted" in text
    assert "for M9.9 excuses no finding here." in text


def test_a_near_rule_id_is_suggested(run: Run, data: Path) -> None:
    _accept(data, _row(rule="CVO-001"))
    for verb in ("check", "lint", "sources"):
        status, out, err = run(verb)
        assert (status, out) == (3, "")
        assert "exceptions.csv:2: [rule] there is no rule 'CVO-001'; did you mean 'COV-001'" in err


def test_a_row_pasted_from_a_comment_says_what_each_blank_cell_needs(
    in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ex.csv").write_text(f"{_HEADER}\nCOV-001,8882fe816b01cd6b,,,,2026-11-22,\n", encoding="utf-8")
    status, out, err = in_process("gate", "--exceptions", "ex.csv", "--as-of", "2026-11-22", "--data", str(_DATA))
    assert (status, out) == (3, "")
    for cell, mend in {
        "owner": "name who accepts this",
        "reason": "say why it is accepted",
        "source": "give the link or the document in which the acceptance is recorded",
        "expires": "write the day on which it ends, such as 2026-07-16",
    }.items():
        assert f"ex.csv:2: [{cell}] is empty; {mend}" in err
