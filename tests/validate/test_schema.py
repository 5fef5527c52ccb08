"""Schemas applied to documents and tables: every breach, with line, sentence and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trialign.errors import InputProblems
from trialign.read.document import parse_document
from trialign.read.table import Row, Table
from trialign.validate import schema

DOCUMENT = {
    "type": "object",
    "required": ["name", "days"],
    "additionalProperties": False,
    "description": "what the document is, never a remedy",
    "properties": {
        "name": {"type": "string", "minLength": 1, "description": "it must not be empty"},
        "days": {"type": "integer", "minimum": 1},
        "complete": {"type": "boolean"},
        "kind": {"enum": ["", "directory", "collected-facts"]},
        "date": {"type": "string", "pattern": "^\\d{4}$", "description": "write 2026"},
        "phase": {"type": ["string", "null"]},
        "parts": {"anyOf": [{"type": "array", "items": {"enum": ["one", "two"]}}, {"type": "boolean"}]},
    },
}
TABLE = {
    "required": ["code", "kind"],
    "properties": {
        "code": {"type": "string", "pattern": "^M\\d+$", "description": "a code such as M1"},
        "kind": {"enum": ["malignant", "benign"]},
        "confidence": {"enum": ["high", "low"]},
    },
}


def written(folder: Path, content: object) -> Path:
    path = folder / "a.schema.json"
    path.write_text(json.dumps(content))
    return path


def problems(folder: Path, text: str) -> list[str]:
    document = parse_document(text, "a.yaml")
    return [str(problem) for problem in schema.document_problems(document, written(folder, DOCUMENT))]


def test_a_document_that_fits_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, 'name: x\ndays: 3\ncomplete: no\nkind: ""\nphase: null\nparts: [one]\n') == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nme: x", "a.yaml:3: [nme] unknown field 'nme'; did you mean 'name'?"),
        ("complete: 1", "a.yaml:3: [complete] 1 is not true or false; write true or false"),
        ("kind: direktory", "a.yaml:3: [kind] \"direktory\" is not an allowed value; did you mean 'directory'?"),
        ("kind: 7", "a.yaml:3: [kind] 7 is not an allowed value; use one of (empty), directory, collected-facts"),
        ('date: "26"', 'a.yaml:3: [date] "26" has the wrong form; write 2026'),
        ("date: 2026", "a.yaml:3: [date] 2026 is not text; write 2026"),
        ("phase: 3", "a.yaml:3: [phase] 3 is not text or null; write text or null"),
        ("parts: [one, too]", "a.yaml:3: [parts.1] \"too\" is not an allowed value; did you mean 'two'?"),
    ],
)
def test_a_breach_is_told_with_line_and_remedy(tmp_path: Path, line: str, expected: str) -> None:
    assert problems(tmp_path, f"name: x\ndays: 3\n{line}\n") == [expected]


def test_a_field_without_near_name_lists_what_is_known(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "name: x\ndays: 3\nqqq: 1\n")
    assert problem.endswith("unknown field 'qqq'; known here: complete, date, days, kind, name, parts, phase")


@pytest.mark.parametrize("printed", ["3.0", "true", '"3"', "1.0e+400"])
def test_a_whole_number_must_be_written_as_one(tmp_path: Path, printed: str) -> None:
    (problem,) = problems(tmp_path, f"name: x\ndays: {printed}\n")
    assert problem.endswith(" is not a whole number; write a whole number")


def test_every_breach_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, 'name: ""\nkind: x\n') == [
        "a.yaml:1: the field 'days' is missing; add it",
        'a.yaml:2: [kind] "x" is not an allowed value; use one of (empty), directory, collected-facts',
        "a.yaml:1: [name] is empty; it must not be empty",
    ]


def test_a_document_that_is_no_mapping_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "[a, b]\n") == ['a.yaml:1: ["a", "b"] is not a mapping; write a mapping']


def test_a_long_value_is_shortened(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f"name: x\ndays: 3\nkind: {'y' * 5000}\n")
    assert len(problem) < 250


def table(columns: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    found = tuple(Row(dict(zip(columns, cells, strict=True)), line) for line, cells in enumerate(rows, start=2))
    return Table("a.csv", columns, found)


def table_problems(folder: Path, given: Table) -> list[str]:
    return [str(problem) for problem in schema.table_problems(given, written(folder, TABLE))]


def test_every_wrong_cell_is_told_even_where_values_repeat(tmp_path: Path) -> None:
    given = table(("code", "kind"), ("M1", "malignent"), ("one", "benign"), ("M3", "malignent"))
    assert table_problems(tmp_path, given) == [
        'a.csv:3: [code] "one" has the wrong form; a code such as M1',
        "a.csv:2: [kind] \"malignent\" is not an allowed value; did you mean 'malignant'?",
        "a.csv:4: [kind] \"malignent\" is not an allowed value; did you mean 'malignant'?",
    ]


def test_a_column_that_may_be_left_out_is_checked_only_where_it_stands(tmp_path: Path) -> None:
    assert table_problems(tmp_path, table(("code", "kind"), ("M1", "benign"))) == []
    assert table_problems(tmp_path, table(("code", "kind", "confidence"), ("M1", "benign", ""))) == [
        'a.csv:2: [confidence] "" is not an allowed value; use one of high, low'
    ]


def test_columns_that_the_schema_does_not_know_are_let_be(tmp_path: Path) -> None:
    assert table_problems(tmp_path, table(("code", "kind", "note"), ("M1", "benign", "anything"))) == []


def test_required_columns_come_in_the_order_of_the_schema(tmp_path: Path) -> None:
    assert schema.required_columns(written(tmp_path, TABLE)) == ("code", "kind")


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "a.schema.json: is not there"), ("{\n,}", "a.schema.json:2: is not JSON: ")],
)
def test_a_schema_that_cannot_be_read_is_a_problem(tmp_path: Path, content: str | None, expected: str) -> None:
    path = tmp_path / "a.schema.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputProblems) as caught:
        schema.load_schema(path)
    assert expected in str(caught.value)
