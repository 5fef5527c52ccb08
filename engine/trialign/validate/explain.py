"""Breaches of a JSON Schema to problems: where, what in plain words, and how to mend it.

Knows jsonschema, whose errors say what is wrong; it is asked only about values that are not known to be valid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from trialign.errors import Problem, did_you_mean
from trialign.read.document import Document
from trialign.validate.schema import load_schema

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
def _validator(path: Path) -> Draft202012Validator:
    return _Validator(load_schema(path))


@cache
def _columns(path: Path) -> dict[str, Draft202012Validator]:
    properties = load_schema(path)["properties"]
    return {column: Draft202012Validator(schema) for column, schema in properties.items()}


def document_problems(document: Document, schema: Path) -> list[Problem]:
    """Return every breach of a schema in a document, with line and remedy."""
    errors = sorted(_validator(schema).iter_errors(document.value), key=lambda error: error.json_path)
    return [problem for error in errors for problem in _explain(document, error)]


def cell_breach(column: str, value: str, schema: Path) -> tuple[str, str] | None:
    """Return what is wrong with a cell, and how to mend it; None where its column's schema admits it."""
    error = next(iter(_columns(schema)[column].iter_errors(value)), None)
    return (_sentence(error), _remedy(error)) if error is not None else None


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
        case "minLength" | "pattern" if error.instance == "":
            return "is empty"
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
