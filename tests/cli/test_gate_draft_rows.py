"""``gate --release``: what cannot be read in a draft is named below the verdict, whatever fails the gate."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from tests.process import InProcess

import trialign.report

_DATA = Path(__file__).parents[1] / "golden" / "data"
_SCHEMAS = Path(trialign.report.__file__).parent / "schemas"
_ROW = "M4,Non-Small Cell Lung Cancer,M4.{0},EGFRR hotspot\n"
_DRAFT = ("--release", "england/cancer-non-cns=draft.csv")
_SAID = (
    "draft.csv:6: M4.3 EGFRR hotspot: 'EGFRR' could not be read (misprint with a proposed correction); "
    "is 'EGFR' meant?"
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The gate in this process, beside a draft with seven rows whose gene is misspelt."""
    shutil.copytree(_DATA, tmp_path / "data")
    held = (tmp_path / "data" / "england" / "cancer-non-cns" / "2026-07.csv").read_text(encoding="utf-8")
    rows = "".join(_ROW.format(number) for number in range(3, 10))
    (tmp_path / "draft.csv").write_text(held + rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        return in_process(
            "gate", "--engine", "sql", "--no-verify", "--as-of", "2026-11-22", "--data", "data", *arguments
        )

    return call


def _valid(text: str) -> dict[str, Any]:
    shapes = {
        name: json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")) for name in ("check", "gate")
    }
    known: Registry[Any] = Registry().with_resource("check.schema.json", Resource.from_contents(shapes["check"]))
    read: dict[str, Any] = json.loads(text)
    assert list(Draft202012Validator(shapes["gate"], registry=known).iter_errors(read)) == []
    return read


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_rows_of_a_draft_that_cannot_be_read_are_named(run: Run, severity: str) -> None:
    words = " ".join(run(*_DRAFT, "--fail-on", severity)[1].split())
    assert "7 texts of the draft cannot be read; what depends on them cannot be told" in words
    assert _SAID in words
    assert words.count("could not be read (misprint") == 5
    assert "2 more (all in --format json)" in words


@pytest.mark.parametrize("name", ["markdown", "junit", "sarif", "github", "csv"])
def test_other_formats_name_them_too(run: Run, name: str) -> None:
    assert "M4.3 EGFRR hotspot" in run(*_DRAFT, "--format", name)[1]


def test_json_has_all_of_them_with_their_places(run: Run) -> None:
    rows = _valid(run(*_DRAFT, "--format", "json")[1])["not_read"]
    assert [each["line"] for each in rows] == [6, 7, 8, 9, 10, 11, 12]
    assert rows[0] == {
        "release": "england/cancer-non-cns@draft", "code": "M4.3", "name": "EGFRR hotspot", "printed": "EGFRR",
        "reason": "misprint with a proposed correction", "proposed": "EGFR", "file": "draft.csv", "line": 6,
    }  # fmt: skip


def test_nothing_is_said_of_the_release_in_force(run: Run) -> None:
    assert _valid(run("--format", "json")[1])["not_read"] == []
    assert "cannot be read" not in run()[1]
