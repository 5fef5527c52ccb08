"""What rules share: sets of values, dated parameters and reusable conditions (``rules/shared.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign.errors import Problem, RuleProblems
from trialign.load import fields
from trialign.model.rule import Value
from trialign.read.document import Document, read_document
from trialign.validate import schema


@dataclass(frozen=True, slots=True)
class Use:
    """A reusable condition: the patterns that it adds.

    In them ``$this`` stands for the pattern that uses it and ``$given`` for the alias that it is given.
    """

    patterns: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Sets, parameters as of a date, their units, and uses, by name."""

    document: Document
    sets: Mapping[str, tuple[Value, ...]]
    parameters: Mapping[str, int]
    units: Mapping[str, str]
    uses: Mapping[str, Use]


def load_shared(folder: Path, schemas: Path, as_of: date) -> Shared:
    """Read ``shared.yaml`` of a rulebook, or the bundled one where the rulebook has none.

    Args:
        folder: The rulebook.
        schemas: The bundled rulebook with the schemas.
        as_of: The day for which dated parameters are taken.

    Raises:
        RuleProblems: Every breach of its schema.
    """
    path = folder / "shared.yaml"
    if not path.is_file() or folder == schemas:
        document = read_document(schemas / "shared.yaml", "rules/shared.yaml")
    else:
        document = read_document(path, path.as_posix())
    problems = schema.document_problems(document, schemas / "shared.schema.json")
    if problems:
        raise RuleProblems(problems)
    value = fields.mapping(document.value)
    sets = {
        name: tuple(members)
        for name, members in fields.mapping(value.get("sets")).items()
        if isinstance(members, list)
    }
    uses = {
        name: Use(tuple(fields.mappings({"patterns": patterns}, "patterns")))
        for name, patterns in fields.mapping(value.get("uses")).items()
    }
    parameters = {}
    for name, parameter in fields.mapping(value.get("parameters")).items():
        number = _value_on(document, name, fields.mapping(parameter), as_of, problems)
        if number is not None:
            parameters[name] = number
    units = {
        name: fields.text(fields.mapping(parameter), "unit")
        for name, parameter in fields.mapping(value.get("parameters")).items()
    }
    if problems:
        raise RuleProblems(problems)
    return Shared(document, sets, parameters, units, uses)


def _value_on(
    document: Document, name: str, parameter: fields.Mapping_, as_of: date, problems: list[Problem]
) -> int | None:
    """Return the value of the latest entry that began by the day; None where none had."""
    latest: tuple[date, int] | None = None
    for number, entry in enumerate(fields.mappings(parameter, "values")):
        where = document.at("parameters", name, "values", number, "since")
        try:
            since = fields.day(fields.text(entry, "since"))
        except ValueError as error:
            problems.append(Problem(where, f"no date: {error}", "write 2026-07-16, 2026-07 or 2026"))
            continue
        start = since.first if since else date.min
        if start <= as_of and (latest is None or start >= latest[0]):
            latest = start, int(fields.text(entry, "value"))
    return latest[1] if latest else None
