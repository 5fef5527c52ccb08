"""``exceptions.csv``: findings that an owner has accepted for a reason until a day."""

from __future__ import annotations

from dataclasses import dataclass

from trialign.errors import InputProblems, Problem
from trialign.load.decisions import parse_date
from trialign.load.layers import Layers
from trialign.model.dates import PartialDate
from trialign.model.directory import Source
from trialign.read.table import read_table
from trialign.validate import schema


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One exception: the rule, the decision, trial or test that it is for, and when it ends."""

    rule: str
    subject: str
    owner: str
    reason: str
    until: PartialDate
    source: Source


def load_exceptions(layers: Layers, problems: list[Problem]) -> tuple[Acceptance, ...]:
    """Return the exceptions of a data root; none where it has no ``exceptions.csv``."""
    path = layers.path("exceptions.csv")
    if not path.is_file():
        return ()
    schema_path = layers.schema("exceptions")
    try:
        table = read_table(path, layers.shown("exceptions.csv"), schema.required_columns(schema_path))
    except InputProblems as error:
        problems.extend(error.problems)
        return ()
    problems.extend(schema.table_problems(table, schema_path))
    found = []
    for row in table.rows:
        until = parse_date(table, row, "until", problems)
        if until is not None:
            source = Source(table.at(row), "", "", "")
            found.append(Acceptance(row["rule"], row["subject"], row["owner"], row["reason"], until, source))
    return tuple(found)
