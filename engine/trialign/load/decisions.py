"""``directories/decisions``: one CSV per body, the statements that tie tests to decisions, and who adopts whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.load import fields
from trialign.load.layers import Layers
from trialign.model.biomarker import Requirement
from trialign.model.dates import PartialDate
from trialign.model.decision import Decision, TestLink
from trialign.model.directory import Nation, Source
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.document import Document, read_document
from trialign.read.table import Row, Table, read_table
from trialign.validate import schema

_SEEN = frozenset(  # kinds of date on which an outcome was in force, whenever it was decided
    {
        "CDF access",
        "CDF list version",
        "current on this date",
        "in a formulary",
        "latest review",
        "page published",
        "page reviewed",
    }
)


@dataclass(frozen=True, slots=True)
class Adoption:
    """In which nation a body's decisions count, since when, and how surely.

    Attributes:
        basis: ``mandate``, ``adopted`` or ``presumed``.
        since: First day, for all outcomes or only for those in ``outcomes``.
        outcomes: Outcomes to which ``since`` applies; empty for all.
    """

    body: str
    nation: Nation
    basis: str
    since: date | None
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Every decision, licence and form, with the statements and adoption rules that give them meaning."""

    all: tuple[Decision, ...]
    links: tuple[TestLink, ...]
    adoptions: tuple[Adoption, ...]
    max_age_days: int
    unknown: tuple[str, ...]
    source: Source


def load_decisions(layers: Layers, vocabulary: Vocabulary, problems: list[Problem]) -> Decisions | None:
    """Return the decision set of a data root, or None where it has none.

    Args:
        layers: Where data lie.
        vocabulary: Genes and cancers.
        problems: Gets every problem of every file.
    """
    folder, shown = layers.path("decisions"), layers.shown("decisions")
    if not folder.is_dir():
        return None
    files = sorted(path for path in folder.glob("*.csv") if path.name != "test-links.csv")
    if not files:
        problems.append(Problem(Location(shown), "is an empty directory: it has no decisions", "add a CSV file"))
        return None
    decisions: list[Decision] = []
    seen: dict[str, Location] = {}
    for path in files:
        table = _table(layers, path, "decisions", problems)
        for row in table.rows if table else ():
            assert table is not None
            decision = _decision(table, row, vocabulary, problems)
            if decision.id in seen:
                what = f"the id {decision.id} stands twice, first at {seen[decision.id]}"
                problems.append(Problem(table.at(row, "id"), what, "give each decision an id of its own"))
            seen.setdefault(decision.id, table.at(row))
            decisions.append(decision)
    settings = _settings(layers, folder, problems)
    decisions = [
        replace(
            each,
            ended=each.ended or settings.withdrawn.get(each.medicine),
            managed_until=each.managed_until or settings.managed.get(each.ref),
        )
        for each in decisions
    ]
    links = tuple(_links(layers, folder, problems))
    return Decisions(tuple(decisions), links, settings.adoptions, settings.max_age, settings.unknown, settings.source)


def _table(layers: Layers, path: Path, schema_name: str, problems: list[Problem]) -> Table | None:
    schema_path = layers.schema(schema_name)
    try:
        table = read_table(path, f"{layers.shown('decisions')}/{path.name}", schema.required_columns(schema_path))
    except InputProblems as error:
        problems.extend(error.problems)
        return None
    problems.extend(schema.table_problems(table, schema_path))
    for row in table.rows:
        check_day(table, row, "retrieved", problems)
    return table


def _decision(table: Table, row: Row, vocabulary: Vocabulary, problems: list[Problem]) -> Decision:
    cancers = split_codes(row["cancers"])
    for code in cancers:
        if code not in vocabulary.cancers.names:
            mend = vocabulary.cancers.code_suggestion(code) or "use an OncoTree code"
            problems.append(Problem(table.at(row, "cancers"), f"unknown cancer '{code}'", mend))
    return Decision(
        id=row["id"],
        body=row["body"],
        ref=row["ref"],
        medicine=row["medicine"],
        cancers=cancers,
        cancer_printed=row["cancer_printed"],
        line=row["line"],
        setting=row["setting"],
        age=row["age"],
        requirements=_requirements(table, row, vocabulary, problems),
        biomarkers_printed=row["biomarkers_printed"],
        outcome=row["outcome"],
        stage=row["stage"],
        date=parse_date(table, row, "date", problems),
        ended=parse_date(table, row, "ended", problems),
        supersedes=split_codes(row["supersedes"]),
        superseded_by=split_codes(row["superseded_by"]),
        confidence=row["confidence"],
        source=Source(table.at(row), row["url"], row["date"], row["retrieved"]),
        seen=row["date_kind"] in _SEEN,
    )


def _requirements(table: Table, row: Row, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Requirement, ...]:
    try:
        return vocabulary.requirements(row["biomarkers"], row["logic"], row["negative"])
    except UnknownLabel as error:
        problems.append(Problem(table.at(row, "biomarkers"), str(error), "see docs/labels.md for labels"))
        return ()


def parse_date(table: Table, row: Row, column: str, problems: list[Problem]) -> PartialDate | None:
    """Return the date of a cell, None where it is empty or no date (then with a problem)."""
    try:
        return fields.day(row[column])
    except ValueError as error:
        what = f"'{row[column]}' is no date: {error}"
        problems.append(Problem(table.at(row, column), what, "write 2026-07-16, 2026-07 or 2026, or leave it empty"))
        return None


def check_day(table: Table, row: Row, column: str, problems: list[Problem]) -> None:
    """Add a problem where a cell is no full day; an empty cell is left to the schema."""
    if what := fields.no_day(row[column]):
        problems.append(Problem(table.at(row, column), what, "write the day, such as 2026-07-16"))


def _links(layers: Layers, folder: Path, problems: list[Problem]) -> Iterator[TestLink]:
    path = folder / "test-links.csv"
    table = _table(layers, path, "test-links", problems) if path.is_file() else None
    for row in table.rows if table else ():
        assert table is not None
        source = Source(table.at(row), row["url"], row["date"], row["retrieved"])
        yield TestLink(row["test_code"], row["nation"], row["medicine"], split_codes(row["decision_refs"]), source)


@dataclass(frozen=True, slots=True)
class _Settings:
    """``decisions.yaml``: who adopts whom, when medicines left the market and when managed access ends."""

    adoptions: tuple[Adoption, ...]
    withdrawn: dict[str, PartialDate]
    managed: dict[str, PartialDate]
    max_age: int
    unknown: tuple[str, ...]
    source: Source


def _settings(layers: Layers, folder: Path, problems: list[Problem]) -> _Settings:
    shown = f"{layers.shown('decisions')}/decisions.yaml"
    nothing = _Settings((), {}, {}, 0, (), Source(Location(shown), "", "", ""))
    try:
        document = read_document(folder / "decisions.yaml", shown)
    except InputProblems as error:
        problems.extend(error.problems)
        return nothing
    found = schema.document_problems(document, layers.schema("decisions-settings"))
    problems.extend(found)
    if found:
        return nothing
    value = fields.mapping(document.value)
    if what := fields.no_day(fields.text(value, "retrieved")):
        problems.append(Problem(document.at("retrieved"), what, "write the day, such as 2026-07-16"))
    return _Settings(
        adoptions=tuple(_adoptions(document, value, problems)),
        withdrawn=dict(_dated(document, value, ("no_longer_marketed", "medicine", "since"), problems)),
        managed=dict(_dated(document, value, ("managed_access", "ref", "ends"), problems)),
        max_age=int(fields.text(value, "max_age_days")),
        unknown=fields.texts(value, "unknown"),
        source=Source(Location(shown, 1), "", "", fields.text(value, "retrieved")),
    )


def _dated(
    document: Document, value: fields.Mapping_, names: tuple[str, str, str], problems: list[Problem]
) -> Iterator[tuple[str, PartialDate]]:
    """Yield the name and the day of each entry of a list, whose key and fields ``names`` gives."""
    key, name, when = names
    for number, each in enumerate(fields.mappings(value, key)):
        day = fields.day_at(document, (key, number, when), fields.text(each, when), problems)
        if day is not None:
            yield fields.text(each, name), day


def _adoptions(document: Document, value: fields.Mapping_, problems: list[Problem]) -> Iterator[Adoption]:
    for number, body in enumerate(fields.mappings(value, "bodies")):
        for position, nation in enumerate(fields.mappings(body, "counts_in")):
            path = ("bodies", number, "counts_in", position, "since")
            since = fields.day_at(document, path, fields.text(nation, "since"), problems)
            yield Adoption(
                fields.text(body, "body"),
                Nation(fields.text(nation, "nation")),
                fields.text(nation, "basis"),
                since.first if since else None,
                fields.texts(nation, "since_applies_to"),
            )
