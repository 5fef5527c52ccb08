"""JSON Schemas applied to documents and to tables.

A table is checked column by column: columns are independent, so each distinct cell of a column is checked once.
Nearly everything is valid, and jsonschema-rs says so quickly; only the rest is put before jsonschema, which says why.
"""

from __future__ import annotations

import json
from functools import cache
from math import nextafter
from pathlib import Path
from typing import Any

import jsonschema_rs

from trialign.errors import InputProblems, Location, Problem
from trialign.read.document import Document
from trialign.read.table import Table
from trialign.read.text import read_text


@cache
def load_schema(path: Path) -> dict[str, Any]:
    """Return a JSON Schema of the project.

    Raises:
        InputProblems: It is missing or no JSON.
    """
    try:
        schema: dict[str, Any] = json.loads(read_text(path, path.as_posix()))
    except json.JSONDecodeError as error:
        what, mend = f"is not JSON: {error.msg}", "copy the schema from the bundled data or rules"
        raise InputProblems([Problem(Location(path.as_posix(), error.lineno), what, mend)]) from error
    return schema


@cache
def _quick(path: Path, column: str = "") -> jsonschema_rs.Draft202012Validator:
    schema = load_schema(path)
    return jsonschema_rs.Draft202012Validator(schema["properties"][column] if column else schema)


def _surely_valid(validator: jsonschema_rs.Draft202012Validator, value: object) -> bool:
    try:
        return validator.is_valid(value)
    except (TypeError, ValueError):  # a value that JSON does not have
        return False


def required_columns(path: Path) -> tuple[str, ...]:
    """Return the columns that a table schema requires, in its order."""
    return tuple(load_schema(path)["required"])


def document_problems(document: Document, schema: Path) -> list[Problem]:
    """Return every breach of a schema in a document, with line and remedy."""
    if _surely_valid(_quick(schema), _as_written(document.value)):
        return []
    from trialign.validate import explain  # noqa: PLC0415 - loads jsonschema

    return explain.document_problems(document, schema)


def _as_written(value: object) -> object:
    """Return a value in which no number with a point passes for a whole one: jsonschema-rs takes 180.0 for 180.

    It becomes the next number towards a half, which is none, and keeps within 0 and 1 what was there.
    """
    if isinstance(value, dict):
        return {key: _as_written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_written(each) for each in value]
    return nextafter(value, 0.5) if isinstance(value, float) and value.is_integer() else value


def table_problems(table: Table, schema: Path) -> list[Problem]:
    """Return every cell of a table that breaks its column's schema, with line and remedy.

    A column that the table does not have is not checked; ``read_table`` refuses a missing one that is required.
    """
    problems: list[Problem] = []
    for column in load_schema(schema)["properties"]:
        if column in table.columns:
            validator = _quick(schema, column)
            values = dict.fromkeys(row[column] for row in table.rows)
            doubted = {value for value in values if not _surely_valid(validator, value)}
            problems += _cell_problems(table, column, doubted, schema) if doubted else ()
    return problems


def _cell_problems(table: Table, column: str, doubted: set[str], schema: Path) -> list[Problem]:
    from trialign.validate import explain  # noqa: PLC0415 - loads jsonschema

    found = {value: explain.cell_breach(column, value, schema) for value in doubted}
    return [
        Problem(table.at(row, column), *breach)
        for row in table.rows
        if row[column] in doubted and (breach := found[row[column]])
    ]
