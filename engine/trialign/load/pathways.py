"""``directories/pathways``: one CSV per pathway, one row per step."""

from __future__ import annotations

from pathlib import Path

from trialign.errors import InputProblems, Problem
from trialign.load.decisions import check_day, parse_date
from trialign.load.layers import Layers
from trialign.model.biomarker import Requirement
from trialign.model.directory import Nation, Source
from trialign.model.pathway import Step
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.table import Row, Table, read_table
from trialign.validate import schema


def load_pathways(layers: Layers, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Step, ...]:
    """Return the steps of every pathway of a data root, by pathway and in file order; none where it has none.

    Args:
        layers: Where data lie.
        vocabulary: Genes and cancers.
        problems: Gets every problem of every file.
    """
    folder = layers.path("pathways")
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    return tuple(step for path in files for step in _steps(layers, path, vocabulary, problems))


def _steps(layers: Layers, path: Path, vocabulary: Vocabulary, problems: list[Problem]) -> list[Step]:
    schema_path = layers.schema("pathways")
    try:
        table = read_table(path, f"{layers.shown('pathways')}/{path.name}", schema.required_columns(schema_path))
    except InputProblems as error:
        problems.extend(error.problems)
        return []
    found = schema.table_problems(table, schema_path)
    problems.extend(found)
    return [] if found else [_step(path.stem, table, row, vocabulary, problems) for row in table.rows]


def _step(pathway: str, table: Table, row: Row, vocabulary: Vocabulary, problems: list[Problem]) -> Step:
    check_day(table, row, "retrieved", problems)
    parse_date(table, row, "published", problems)
    cancers = split_codes(row["cancers"])
    for code in cancers:
        if code not in vocabulary.cancers.names:
            mend = vocabulary.cancers.code_suggestion(code) or "use an OncoTree code"
            problems.append(Problem(table.at(row, "cancers"), f"unknown cancer '{code}'", mend))
    return Step(
        pathway=pathway,
        nations=tuple(Nation(name) for name in split_codes(row["nations"])) or tuple(Nation),
        cancers=cancers,
        number=int(row["step"]),
        name=row["name"],
        requirements=_requirements(table, row, vocabulary, problems),
        condition=row["condition"],
        medicine=row["medicine"],
        sample=row["sample"],
        guidance=row["guidance"],
        source=Source(table.at(row), row["source_url"], row["published"], row["retrieved"]),
    )


def _requirements(table: Table, row: Row, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Requirement, ...]:
    try:
        return vocabulary.requirements(row["biomarkers"], row["logic"], "")
    except UnknownLabel as error:
        problems.append(Problem(table.at(row, "biomarkers"), str(error), "see docs/labels.md for labels"))
        return ()
