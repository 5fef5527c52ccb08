"""JSON Schemas applied to documents and to tables.

A table is checked column by column: columns are independent, so each distinct cell of a column is checked once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from trialign.errors import InputProblems, Location, Problem, did_you_mean
from trialign.read.document import Document
from trialign.read.table import Table
from trialign.read.text import read_text

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}


def _is_whole(_checker: object, value: object) -> bool:
    """Tell whether a value is a whole number as written: JSON Schema would take 180.0 for one."""
    return isinstance(value, int) and not isinstance(value, bool)


_WHOLE = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)
_Extended = validators.extend(Draft202012Validator, type_checker=_WHOLE)  # type: ignore[no-untyped-call]
_Validator = cast(type[Draft202012Validator], _Extended)


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
def _validator(path: Path) -> Draft202012Validator:
    return _Validator(load_schema(path))


@cache
def _columns(path: Path) -> dict[str, Draft202012Validator]:
    properties = load_schema(path)["properties"]
    return {column: Draft202012Validator(schema) for column, schema in properties.items()}


def required_columns(path: Path) -> tuple[str, ...]:
    """Return the columns that a table schema requires, in its order."""
    return tuple(load_schema(path)["required"])


def document_problems(document: Document, schema: Path) -> list[Problem]:
    """Return every breach of a schema in a document, with line and remedy."""
    errors = sorted(_validator(schema).iter_errors(document.value), key=lambda error: error.json_path)
    return [problem for error in errors for problem in _explain(document, error)]


def _explain(document: Document, error: ValidationError) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    if error.validator in {"anyOf", "oneOf"} and error.context:
        deepest = max(error.context, key=lambda nested: len(nested.absolute_path))
        if len(deepest.absolute_path) > len(error.absolute_path):
            yield from _explain(document, deepest)
            return
    if error.validator == "additionalProperties" and isinstance(error.schema, dict):
        known: dict[str, Any] = error.schema.get("properties", {})
        for name in sorted(set(cast(dict[str, Any], error.instance)) - set(known)):
            mend = did_you_mean(name, known) or f"known here: {', '.join(sorted(known))}"
            yield Problem(document.at(*path, name), f"unknown field '{name}'", mend)
        return
    yield Problem(document.at(*path), _sentence(error), _remedy(error))


def _sentence(error: ValidationError) -> str:
    shown = json.dumps(error.instance, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 80 else shown[:77] + "..."
    match error.validator:
        case "required":
            missing = [
                name
                for name in cast(list[str], error.validator_value)
                if name not in cast(dict[str, Any], error.instance)
            ]
            return f"the field '{missing[0]}' is missing"
        case "enum":
            return f"{shown} is not an allowed value"
        case "pattern":
            return f"{shown} has the wrong form"
        case "type":
            return f"{shown} is not {_type_words(error)}"
        case "const":
            return f"{shown} is not {json.dumps(error.validator_value)}"
        case _:
            return error.message if len(error.message) <= 160 else error.message[:157] + "..."


def _remedy(error: ValidationError) -> str:
    if error.validator == "enum":
        values = [str(value) for value in cast(list[Any], error.validator_value)]
        near = did_you_mean(str(error.instance), values)
        return near or "use one of " + ", ".join(value or "(empty)" for value in values)
    if error.validator == "required":
        return "add it"
    description = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    if error.validator == "type":
        return str(description) if error.absolute_path and description else f"write {_type_words(error)}"
    return str(description) or f"mend it as the schema asks: {error.validator} {error.validator_value!r}"


def _type_words(error: ValidationError) -> str:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    return " or ".join(_TYPES.get(str(name), str(name)) for name in wanted)


def table_problems(table: Table, schema: Path) -> list[Problem]:
    """Return every cell of a table that breaks its column's schema, with line and remedy.

    A column that the table does not have is not checked; ``read_table`` refuses a missing one that is required.
    """
    problems: list[Problem] = []
    for column, validator in _columns(schema).items():
        if column not in table.columns:
            continue
        verdicts: dict[str, ValidationError | None] = {}
        for row in table.rows:
            value = row[column]
            if value not in verdicts:
                verdicts[value] = next(iter(validator.iter_errors(value)), None)
            error = verdicts[value]
            if error is not None:
                problems.append(Problem(table.at(row, column), _sentence(error), _remedy(error)))
    return problems
