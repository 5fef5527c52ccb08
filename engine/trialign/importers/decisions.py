"""Collected decisions (JSON lines, or CSV with the same names) to tables of ours, one per body.

A biomarker that cannot be read as a label stays as printed and is listed; no need is guessed and none is dropped.
A line, setting or age that is none of ours is left empty and listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem, visible
from trialign.importers import terms, write
from trialign.nomenclature import labels, spoken
from trialign.nomenclature.cancers import split_codes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.json_lines import Record, read_records
from trialign.read.table import read_table
from trialign.read.text import read_bytes

COLUMNS = (
    "id", "body", "ref", "medicine", "cancer_printed", "cancers", "line", "line_basis", "setting", "age",
    "biomarkers", "logic", "negative", "biomarkers_printed", "negative_printed", "outcome", "stage", "date",
    "date_kind", "ended", "supersedes", "superseded_by", "source", "confidence", "url", "retrieved",
)  # fmt: skip
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BODY = re.compile("[A-Za-z0-9-]+")
_ABSENT = re.compile(r"(?:\bwild[ -]?type|\bwt|[ -]negative)$", re.I)
_NAMES = {"medicine": "drug", "cancer_printed": "cancer", "logic": "biomarker_logic", "outcome": "decision"}
_UNSTATED = frozenset({"", "not stated"})


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A printed need that no label stands for: the decision, its line, the text, and what is wrong."""

    id: str
    line: int
    printed: str
    why: str


@dataclass(frozen=True, slots=True)
class Untaken:
    """A line, setting or age that is not one of ours and so left empty: the decision, its line, column and text."""

    id: str
    line: int
    column: str
    printed: str


@dataclass(frozen=True, slots=True)
class DecisionImport:
    """What an import makes of collected decisions; nothing is written yet.

    Attributes:
        files: Tables by file name, one per body (without regard to case), rows in the order of the file.
        rows: Number of decisions by body as printed.
        unlabelled: Needs that stay as printed.
        without_cancer: Ids of decisions for which no cancer code is given.
        untaken: Lines, settings and ages that are left empty.
    """

    files: Mapping[str, str]
    rows: Mapping[str, int]
    unlabelled: tuple[Unlabelled, ...]
    without_cancer: tuple[str, ...]
    untaken: tuple[Untaken, ...] = ()


def read(path: Path, vocabulary: Vocabulary) -> DecisionImport:
    """Read collected decisions.

    Raises:
        InputProblems: It is no such file; a record lacks ``id`` or ``body``; a body is no plain name; a need has
            a form that is not read; an id stands twice.
    """
    name = str(path)
    _refuse_workbook(path, name)
    records = _of_csv(path, name) if path.suffix.lower() == ".csv" else read_records(path, name)
    _check(records, name)
    unlabelled: list[Unlabelled] = []
    untaken: list[Untaken] = []
    rows = [_row(record, vocabulary, unlabelled) | _stated(record, untaken) for record in records]
    tables: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        tables.setdefault(row["body"].casefold(), []).append(row)
    return DecisionImport(
        files={f"{body}.csv": write.table(_columns(members), members) for body, members in sorted(tables.items())},
        rows=Counter(row["body"] for row in rows),
        unlabelled=tuple(unlabelled),
        without_cancer=tuple(row["id"] for row in rows if not row["cancers"]),
        untaken=tuple(untaken),
    )


def _columns(rows: list[dict[str, str]]) -> list[str]:
    """Return the columns of a table; the day when funding ended only where one did."""
    return [column for column in COLUMNS if column != "ended" or any(row["ended"] for row in rows)]


def _refuse_workbook(path: Path, name: str) -> None:
    if read_bytes(path, name).startswith(_WORKBOOKS):
        what = "is a workbook, which is not read as decisions"
        mend = "save its sheet as CSV with our own column names (.csv), or write JSON lines (.jsonl)"
        raise InputProblems([Problem(Location(name), what, mend)])


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
        problems += _form_problems(record, name)
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
    row["logic"] = "" if row["logic"].casefold() == "none" else row["logic"].casefold()
    wanted, listed = _texts(record, "biomarkers"), _texts(record, "negative_requirements")
    absent = _texts(record, "negative") or listed
    row["biomarkers"], unread = _labels(
        record, wanted, partial(_each if row["logic"] == "all" else _wanted, vocabulary)
    )
    own = isinstance(record.value.get("biomarkers"), str)
    given = row["biomarkers_printed"] or ("" if own else " | ".join(wanted))
    row["biomarkers_printed"] = _printed(given, wanted, row["biomarkers"], unread)
    unlabelled += unread
    row["negative"], unread = _labels(record, absent, partial(_absent, vocabulary))
    given = row["negative_printed"] or " | ".join(listed)
    row["negative_printed"] = _printed(given, absent, row["negative"], unread)
    unlabelled += unread
    row["cancers"] = row["cancers"] or _cancers(record, vocabulary)
    return row


def _stated(record: Record, untaken: list[Untaken]) -> dict[str, str]:
    """Return when a medicine is given and to whom, in our words; what is none of them is left empty and listed.

    A line that is the name of a setting, such as adjuvant, gives the setting.
    """
    printed = {column: _text(record, column) for column in terms.TAKEN}
    printed["age"] = printed["age"] or _text(record, "age_class")
    found = {column: taken(printed[column].casefold()) for column, taken in terms.TAKEN.items()}
    if not found["line"] and (setting := terms.setting(printed["line"].casefold())):
        found["setting"] = setting
    for column, text in printed.items():
        if not found[column] and text.casefold() not in _UNSTATED and text.casefold() != found["setting"]:
            untaken.append(Untaken(_text(record, "id"), record.line, column, text))
    return found


def _items(record: Record, field: str) -> list[object]:
    """Return what a field holds, one by one: a list, one object, or labels joined by ``|``."""
    value = record.value.get(field)
    if isinstance(value, str):
        return list(split_codes(value))
    return value if isinstance(value, list) else [] if value is None else [value]


def _form_problems(record: Record, name: str) -> Iterator[Problem]:
    """Yield a problem for every need of a form that is not read."""
    for need in _items(record, "biomarkers"):
        if what := _no_need(need):
            mend = 'write text, or an object such as {"genes": ["EGFR"], "alteration": "T790M"}'
            yield Problem(Location(name, record.line, "biomarkers"), what, mend)
    for field in ("negative", "negative_requirements"):
        if not all(isinstance(need, str) and need.strip() for need in _items(record, field)):
            what, mend = "what must be absent is no text", 'write text, such as "EGFR T790M"'
            yield Problem(Location(name, record.line, field), what, mend)


def _no_need(need: object) -> str:
    """Return why a value is no need; an empty string where it is one."""
    if isinstance(need, str):
        return "" if need.strip() else "a need is empty"
    if not isinstance(need, dict):
        return "a need is neither text nor an object"
    genes, alteration = need.get("genes"), need.get("alteration")
    named = genes if isinstance(genes, list) else [genes or ""]
    if not all(isinstance(gene, str) for gene in named):
        return "the genes of a need are no list of names"
    if not isinstance(alteration, str | None):
        return "the alteration of a need is no text"
    return "" if any(named) or alteration else "a need names neither genes nor an alteration"


def _texts(record: Record, field: str) -> list[str]:
    return [_words(each) for each in _items(record, field)]


def _words(need: object) -> str:
    """Return a need as the record words it: its genes, unless its alteration names one, and its alteration."""
    if not isinstance(need, dict):
        return " ".join(str(need).split())
    genes, alteration = need.get("genes") or [], need.get("alteration") or ""
    genes = [genes] if isinstance(genes, str) else genes
    words = alteration if any(gene in alteration for gene in genes) else f"{'/'.join(genes)} {alteration}"
    return " ".join(words.split())


def _labels(record: Record, printed: list[str], read_one: Callable[[str], list[str]]) -> tuple[str, list[Unlabelled]]:
    """Return the labels of printed needs, and the needs that no label stands for."""
    found: list[str] = []
    unread: list[Unlabelled] = []
    for text in printed:
        try:
            found += read_one(text)
        except UnknownLabel as error:
            unread.append(Unlabelled(_text(record, "id"), record.line, text, str(error)))
    return " | ".join(dict.fromkeys(found)), unread


def _each(vocabulary: Vocabulary, text: str) -> list[str]:
    """Return the label of a need where all must be met; alternatives cannot stand among them."""
    found = _wanted(vocabulary, text)
    if len(found) > 1:
        raise UnknownLabel(f"'{text}' names alternatives, where every need must be met: {', '.join(found)}")
    return found


def _wanted(vocabulary: Vocabulary, text: str) -> list[str]:
    """Return the labels of a need; one for a single cancer, or for absence, stays as it is worded."""
    label, _, code = text.rpartition(" in ")
    if code in vocabulary.cancers.names and label:
        return [f"{each} in {code}" for each in _wanted(vocabulary, label)]
    if _ABSENT.search(text):
        if not labels.parse(text, vocabulary.genes).absent:
            raise UnknownLabel(f"'{text}' asks for absence; write it under what must be absent")
        return [text]
    return _absent(vocabulary, text)


def _absent(vocabulary: Vocabulary, text: str) -> list[str]:
    try:
        return [each.label for each in spoken.parse(text, vocabulary.genes)]
    except UnknownLabel as error:
        unknown = error
    try:
        return [labels.parse(text, vocabulary.genes).biomarker.label]
    except UnknownLabel:
        raise unknown from None


def _printed(given: str, texts: list[str], found: str, unread: list[Unlabelled]) -> str:
    """Return needs as printed: as given, with those that are unread; or where the labels word them otherwise."""
    if given:
        return " | ".join([given, *(each.printed for each in unread if each.printed not in given)])
    printed = " | ".join(texts)
    return "" if printed == found else printed


def _cancers(record: Record, vocabulary: Vocabulary) -> str:
    printed = _text(record, "oncotree") or _text(record, "cancer_printed")
    codes = [code for part in printed.split(";") for code in vocabulary.cancers.find(part.strip())]
    return " | ".join(dict.fromkeys(codes))
