"""Collected decisions (JSON lines, or CSV with the same names) to tables of ours, one per body.

A biomarker that cannot be read as a label stays as printed and is listed; no need is guessed and none is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem, visible
from trialign.importers import write
from trialign.nomenclature import spoken
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.json_lines import Record, read_records
from trialign.read.table import read_table

COLUMNS = (
    "id", "body", "ref", "medicine", "cancer_printed", "cancers", "line", "line_basis", "setting", "age",
    "biomarkers", "logic", "negative", "biomarkers_printed", "negative_printed", "outcome", "stage", "date",
    "date_kind", "supersedes", "superseded_by", "source", "confidence", "url", "retrieved",
)  # fmt: skip
_BODY = re.compile("[A-Za-z0-9-]+")
_NAMES = {"medicine": "drug", "cancer_printed": "cancer", "logic": "biomarker_logic", "outcome": "decision"}
_LINES = frozenset({"1L", "2L", "2L+", "3L+", "R/R", "maintenance", "any"})
_BASES = frozenset({"stated", "setting", "source"})
_SETTING_WORDS = {
    "relapsed-refractory": r"relapsed(?: or |[/ -])refractory",
    "perioperative": "perioperative",
    "consolidation": "consolidation",
    "neoadjuvant": "neo-?adjuvant",
    "maintenance": "maintenance",
    "adjuvant": "adjuvant",
    "advanced": "advanced",
    "early": "early",
}
_SETTINGS = {name: re.compile(rf"(?<![\w)-])(?:{words})(?![\w-])") for name, words in _SETTING_WORDS.items()}
_AGES = {"paediatric and adult": "all", "adult": "adult", "paediatric": "paediatric", "all": "all"}


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A printed need that no label stands for: the decision, its line, the text, and what is wrong."""

    id: str
    line: int
    printed: str
    why: str


@dataclass(frozen=True, slots=True)
class DecisionImport:
    """What an import makes of collected decisions; nothing is written yet.

    Attributes:
        files: Tables by file name, one per body (without regard to case), rows in the order of the file.
        rows: Number of decisions by body as printed.
        unlabelled: Needs that stay as printed.
        without_cancer: Ids of decisions for which no cancer code is given.
    """

    files: Mapping[str, str]
    rows: Mapping[str, int]
    unlabelled: tuple[Unlabelled, ...]
    without_cancer: tuple[str, ...]


def read(path: Path, vocabulary: Vocabulary) -> DecisionImport:
    """Read collected decisions.

    Raises:
        InputProblems: It is no such file; a record lacks ``id`` or ``body``; a body is no plain name; an id stands
            twice.
    """
    name = str(path)
    records = _of_csv(path, name) if path.suffix.lower() == ".csv" else read_records(path, name)
    _check(records, name)
    unlabelled: list[Unlabelled] = []
    rows = [_row(record, vocabulary, unlabelled) for record in records]
    tables: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        tables.setdefault(row["body"].casefold(), []).append(row)
    return DecisionImport(
        files={f"{body}.csv": write.table(COLUMNS, members) for body, members in sorted(tables.items())},
        rows=Counter(row["body"] for row in rows),
        unlabelled=tuple(unlabelled),
        without_cancer=tuple(row["id"] for row in rows if not row["cancers"]),
    )


def _of_csv(path: Path, name: str) -> tuple[Record, ...]:
    table = read_table(path, name, ("id", "body"))
    return tuple(Record(dict(row.cells), row.line) for row in table.rows)


def _check(records: tuple[Record, ...], name: str) -> None:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for record in records:
        for field in ("id", "body"):
            if not _text(record, field):
                what = f"the record has no {field}"
                problems.append(Problem(Location(name, record.line, field), what, "add it"))
        body = _text(record, "body")
        if body and not _BODY.fullmatch(body):
            what = f"the body '{visible(body)}' is no name of a body"
            mend = "write letters, digits and hyphens, such as NICE or NHSE-CDF"
            problems.append(Problem(Location(name, record.line, "body"), what, mend))
        identity = _text(record, "id")
        if identity and identity in seen:
            what = f"the id {identity} stands twice, first in line {seen[identity]}"
            problems.append(Problem(Location(name, record.line, "id"), what, "give each decision an id of its own"))
        seen.setdefault(identity, record.line)
    if not records:
        problems.append(Problem(Location(name), "holds no decision", "check that it is the whole file"))
    if problems:
        raise InputProblems(problems)


def _text(record: Record, field: str) -> str:
    value = record.value.get(field, record.value.get(_NAMES.get(field, "")))
    return "" if value is None or isinstance(value, list | dict) else " ".join(str(value).split())


def _row(record: Record, vocabulary: Vocabulary, unlabelled: list[Unlabelled]) -> dict[str, str]:
    row = {column: _text(record, column) for column in COLUMNS}
    positive, negative = list(_needs(record)), _listed(record, "negative_requirements")
    row["biomarkers"] = row["biomarkers"] or _labels(record, positive, vocabulary, unlabelled)
    row["negative"] = row["negative"] or _labels(record, negative, vocabulary, unlabelled)
    row["biomarkers_printed"] = row["biomarkers_printed"] or " | ".join(positive)
    row["negative_printed"] = row["negative_printed"] or " | ".join(negative)
    row["logic"] = "" if row["logic"] == "none" else row["logic"]
    row["cancers"] = row["cancers"] or _cancers(record, vocabulary)
    row["line"] = row["line"] if row["line"] in _LINES else ""
    row["line_basis"] = row["line_basis"] if row["line_basis"] in _BASES else ""
    row["setting"] = _setting(row["setting"])
    row["age"] = row["age"] or _age(_text(record, "age_class"))
    return row


def _needs(record: Record) -> Iterator[str]:
    """Yield each printed need: its genes and its alteration, as the record words them."""
    found = record.value.get("biomarkers")
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict):
            genes = "/".join(map(str, each.get("genes") or []))
            alteration = str(each.get("alteration") or "")
            named = any(gene in alteration for gene in map(str, each.get("genes") or []))
            yield alteration if named or not genes else f"{genes} {alteration}".strip()


def _listed(record: Record, field: str) -> list[str]:
    value = record.value.get(field)
    found = value if isinstance(value, list) else [value] if isinstance(value, str) and value else []
    return [str(each) for each in found]


def _labels(record: Record, printed: list[str], vocabulary: Vocabulary, unlabelled: list[Unlabelled]) -> str:
    labels: list[str] = []
    for text in printed:
        try:
            labels += [each.label for each in spoken.parse(text, vocabulary.genes)]
        except UnknownLabel as error:
            unlabelled.append(Unlabelled(_text(record, "id"), record.line, text, str(error)))
    return " | ".join(dict.fromkeys(labels))


def _cancers(record: Record, vocabulary: Vocabulary) -> str:
    printed = _text(record, "oncotree") or _text(record, "cancer_printed")
    codes = [code for part in printed.split(";") for code in vocabulary.cancers.find(part.strip())]
    return " | ".join(dict.fromkeys(codes))


def _setting(text: str) -> str:
    """Return the one setting that a text names; none where it names several."""
    folded = text.casefold()
    if folded == "any":
        return folded
    named = [name for name, words in _SETTINGS.items() if words.search(folded)]
    return named[0] if len(named) == 1 else ""


def _age(text: str) -> str:
    if text in _AGES:
        return _AGES[text]
    return text.split(" ", maxsplit=1)[0] if text.startswith(">=") else ""
