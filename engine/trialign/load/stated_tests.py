"""Collected facts about tests: rows whose biomarkers and cancers a person has already read."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.errors import Problem
from trialign.load.decisions import parse_date
from trialign.model.biomarker import Alteration, Origin
from trialign.model.directory import (
    Age,
    Availability,
    Extent,
    Kind,
    Nation,
    Reading,
    Release,
    Source,
    Target,
    Test,
)
from trialign.nomenclature import labels
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.test_names import DNA_CLASSES
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.table import Row, Table


def read_stated_tests(
    table: Table, nation: Nation, release: Release, vocabulary: Vocabulary, problems: list[Problem]
) -> Iterator[Test]:
    """Yield one test per row; a row without biomarkers is an unnamed panel, which decides nothing."""
    seen: dict[str, int] = {}
    for row in table.rows:
        if row["test_code"] in seen:
            what = f"the test code {row['test_code']} stands twice, first in line {seen[row['test_code']]}"
            problems.append(Problem(table.at(row, "test_code"), what, "remove or recode one of the rows"))
        seen.setdefault(row["test_code"], row.line)
        cancers = split_codes(row["cancers"])
        for code in cancers:
            if code not in vocabulary.cancers.names:
                mend = vocabulary.cancers.code_suggestion(code) or "use an OncoTree code"
                problems.append(Problem(table.at(row, "cancers"), f"unknown cancer '{code}'", mend))
        parse_date(table, row, "date", problems)
        if row["availability"] not in set(Availability):
            continue
        yield Test(
            nation=nation,
            book=release.book,
            release=release.name,
            indication_code=row["test_code"],
            indication=row["indication"],
            code=row["test_code"],
            name=row["test_name"],
            printed_target=row["target"],
            reading=_reading(row, table, vocabulary, problems),
            cancers=cancers,
            scope=(),
            kind=Kind.MALIGNANT,
            age=Age.UNSTATED,
            origin=Origin.GERMLINE if _germline(row["method"]) else Origin.SOMATIC,
            availability=Availability(row["availability"]),
            source=Source(table.at(row), row["source_url"], row["date"], row["retrieved"]),
        )


def _reading(row: Row, table: Table, vocabulary: Vocabulary, problems: list[Problem]) -> Reading:
    targets = []
    for label in split_codes(row["biomarkers"]):
        try:
            biomarker = labels.parse(label, vocabulary.genes).biomarker
        except UnknownLabel as error:
            problems.append(Problem(table.at(row, "biomarkers"), str(error), "use a label of docs/labels.md"))
            continue
        targets.append(Target(biomarker, Extent.WHOLE, label))
    named = {target.biomarker.alteration for target in targets}
    unnamed = frozenset({Alteration.EXPRESSION}) if "expression" in row["method"].casefold() else DNA_CLASSES
    open_classes = frozenset() if targets else unnamed
    sample = "plasma" if "blood" in row["method"].casefold() and "dna from" in row["method"].casefold() else "tumour"
    sample = "germline" if _germline(row["method"]) else sample
    purpose = "mrd" if named == {Alteration.MRD} else "diagnostic"
    return Reading(row["method"] or "not_stated", tuple(targets), (), open_classes, sample, purpose)


def _germline(method: str) -> bool:
    """Tell whether a printed method is a germline test; one that leaves it open is read as a tumour test."""
    words = method.casefold()
    return "germline" in words and "tumour" not in words
