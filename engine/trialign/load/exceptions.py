"""``exceptions.csv``: findings that an owner has accepted for a reason, from a day to a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign.errors import InputProblems, Problem, did_you_mean
from trialign.load import fields
from trialign.load.decisions import check_day
from trialign.load.layers import Layers
from trialign.model.acceptance import Acceptance
from trialign.model.directory import Source
from trialign.read.table import Row, Table, read_table
from trialign.validate import schema

FILE = "exceptions.csv"
_LINK = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of exceptions.

    Attributes:
        file: A file that is read beside that of the data root.
        rules: Ids of every rule that an exception may name; with none, ids are not checked.
    """

    file: Path | None = None
    rules: Collection[str] = ()


def load_exceptions(layers: Layers, problems: list[Problem], wanted: Wanted | None = None) -> tuple[Acceptance, ...]:
    """Return the exceptions of a data root and of a file beside it; none where there is neither."""
    wanted = wanted or Wanted()
    files = [(layers.path(FILE), layers.shown(FILE))] if layers.path(FILE).is_file() else []
    if wanted.file is not None and wanted.file.resolve() not in {path.resolve() for path, _ in files}:
        files.append((wanted.file, wanted.file.as_posix()))
    found: list[Acceptance] = []
    for path, shown in files:
        try:
            found += _read(path, shown, layers.schema("exceptions"), wanted.rules)
        except InputProblems as error:
            problems.extend(error.problems)
    return tuple(found)


def _read(path: Path, shown: str, schema_path: Path, rules: Collection[str]) -> list[Acceptance]:
    table = read_table(path, shown, schema.required_columns(schema_path))
    problems = schema.table_problems(table, schema_path)
    wrong = {problem.where.line for problem in problems}
    for row in table.rows:
        if row.line not in wrong:
            problems += _row_problems(table, row, rules)
    if problems:
        raise InputProblems(problems)
    return [_acceptance(table, row) for row in table.rows]


def _row_problems(table: Table, row: Row, rules: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with a row whose cells have the right form."""
    days: list[Problem] = []
    for column in ("created", "expires"):
        check_day(table, row, column, days)
    yield from days
    if not days and row["expires"] <= row["created"]:
        what = f"'{row['expires']}' is not after the day of creation, '{row['created']}'"
        yield Problem(table.at(row, "expires"), what, "write a later day")
    if rules and row["rule"] not in rules:
        mend = did_you_mean(row["rule"], rules) or "'trialign rules list' lists the rules"
        yield Problem(table.at(row, "rule"), f"there is no rule '{row['rule']}'", mend)


def _acceptance(table: Table, row: Row) -> Acceptance:
    first, last = (fields.day(row[column]) for column in ("created", "expires"))
    return Acceptance(
        rule=row["rule"],
        subject=row["subject"],
        owner=row["owner"],
        reason=row["reason"],
        record=row["source"],
        created=first.first if first else date.min,
        expires=last.last if last else date.max,
        source=Source(table.at(row), row["source"] if row["source"].startswith(_LINK) else "", row["created"], ""),
    )
