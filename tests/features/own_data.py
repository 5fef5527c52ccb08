"""Lays out small data roots of one's own from the tables of scenarios; knows their files, and no rule."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Cells = Mapping[str, str]
NATIONS = {
    "England": "england",
    "Scotland": "scotland",
    "Wales": "wales",
    "Northern Ireland": "northern-ireland",
}
_COUNTS = {
    "NICE": ("england", "wales"),
    "NHSE-CDF": ("england",),
    "SMC": ("scotland",),
    "MHRA": ("england", "scotland"),
}
_URL = "https://example.org/"
_BOOK = "cancer-non-cns"
_RETRIEVED = "2026-11-22"
_DECISION = (
    "id", "body", "ref", "medicine", "cancer_printed", "cancers", "line", "setting", "age", "biomarkers", "logic",
    "negative", "outcome", "stage", "date", "superseded_by", "url", "retrieved",
)  # fmt: skip
_TEST = (
    "indication_code",
    "indication",
    "test_code",
    "test_name",
    "target",
    "method",
    "trial_target",
    "scope",
    "age",
)
_STATED = (
    "test_code", "indication", "test_name", "target", "method", "cancers", "biomarkers", "availability", "date",
    "confidence", "source_url", "retrieved",
)  # fmt: skip
_STEP = (
    "nations", "cancers", "step", "name", "biomarkers", "logic", "condition", "medicine", "sample", "guidance",
    "source_url", "published", "retrieved", "confidence",
)  # fmt: skip


def records(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Return the rows of a scenario's table by the words of its header."""
    header, *rows = table
    return [dict(zip(header, row, strict=True)) for row in rows]


def write_decisions(root: Path, rows: Sequence[Cells], reviews: Mapping[str, str] | None = None) -> None:
    """Write decisions, numbered from D1; ``reviews`` gives the day of review by reference."""
    folder = root / "decisions"
    folder.mkdir(parents=True, exist_ok=True)
    plain = {"cancer_printed": "a cancer", "stage": "final", "url": _URL, "retrieved": _RETRIEVED, "logic": "any"}
    table = [{**plain, "id": f"D{number}", **row} for number, row in enumerate(rows, 1)]
    _write(folder / "own.csv", _DECISION, table)
    bodies = [
        {"body": body, "name": body, "counts_in": [{"nation": each, "basis": _basis(body, each)} for each in nations]}
        for body, nations in _COUNTS.items()
    ]
    settings: dict[str, object] = {
        "max_age_days": 180, "retrieved": _RETRIEVED, "unknown": [], "bodies": bodies,
        "managed_access": [{"ref": ref, "ends": day, "source_url": _URL} for ref, day in (reviews or {}).items()],
    }  # fmt: skip
    (folder / "decisions.yaml").write_text(json.dumps(settings), encoding="utf-8")


def _basis(body: str, nation: str) -> str:
    return "adopted" if (body, nation) == ("NICE", "wales") else "mandate"


def write_links(root: Path, rows: Sequence[Cells]) -> None:
    """Write statements that tie tests to decisions."""
    header = ("test_code", "nation", "medicine", "decision_refs", "date", "url", "source", "confidence", "retrieved")
    plain = {"nation": "england", "url": _URL, "source": "primary", "confidence": "high", "retrieved": _RETRIEVED}
    _write(root / "decisions" / "test-links.csv", header, [{**plain, **row} for row in rows])


def write_tests(root: Path, releases: Mapping[str, Sequence[Cells]]) -> None:
    """Write England's directory, complete, with the rows of each release by the day of its publication."""
    folder = root / "england"
    folder.mkdir(parents=True)
    every = [row for rows in releases.values() for row in rows]
    mapped = {_indication(row): {"cancers": row["cancers"], "kind": row.get("kind", "malignant")} for row in every}
    header = ("book", "indication_code", "indication", "cancers", "kind", "age", "note")
    indications = [
        {"book": _BOOK, "indication_code": code, "indication": _name(code), **row} for code, row in mapped.items()
    ]
    _write(folder / "indications.csv", header, indications)
    for day, rows in releases.items():
        table = [_printed(row) for row in rows]
        _write(folder / f"{day}.csv", _TEST, table)
    books = [_book(_BOOK, "directory", {day: f"{day}.csv" for day in releases}, complete=True)]
    _directory(folder, "england", books, complete=True)


def _printed(row: Cells) -> Cells:
    code = _indication(row)
    named = {"indication_code": code, "indication": _name(code), "test_code": row["code"], "test_name": row["test"]}
    return {**row, **named}


def _indication(row: Cells) -> str:
    return row["code"].split(".")[0]


def _name(code: str) -> str:
    return f"the indication {code}"


def write_statements(root: Path, nation: str, rows: Sequence[Cells]) -> None:
    """Write what sources say of single tests of a nation, of which no complete list is held."""
    folder = root / nation
    folder.mkdir(parents=True)
    plain = {"confidence": "high", "source_url": _URL, "retrieved": _RETRIEVED, "indication": "an indication"}
    table = [
        {**plain, "test_name": "a test", "method": "NGS panel", **row, "test_code": f"S{number}"}
        for number, row in enumerate(rows, 1)
    ]
    _write(folder / "tests.csv", _STATED, table)
    books = [_book("tests", "collected-facts", {"2026-11-22": "tests.csv"}, complete=False)]
    _directory(folder, nation, books, complete=False)


def _book(name: str, kind: str, files: Mapping[str, str], complete: bool) -> dict[str, object]:
    releases = [
        {"release": day, "held": True, "file": file, "published": day, "retrieved": _RETRIEVED, "source_url": _URL,
         "complete": complete}
        for day, file in files.items()
    ]  # fmt: skip
    return {"book": name, "name": name, "kind": kind, "releases": releases}


def _directory(folder: Path, nation: str, books: Sequence[Mapping[str, object]], complete: bool) -> None:
    settings = {
        "nation": nation, "name": "A directory", "publisher": "A publisher", "arrangement": "own-directory",
        "complete": complete, "max_age_days": 180, "unknown": [], "books": books,
    }  # fmt: skip
    (folder / "directory.yaml").write_text(json.dumps(settings), encoding="utf-8")


def write_steps(root: Path, pathway: str, rows: Sequence[Cells]) -> None:
    """Write the steps of a pathway."""
    (root / "pathways").mkdir(parents=True, exist_ok=True)
    plain = {"step": "1", "name": "a step", "guidance": "a guidance", "source_url": _URL, "retrieved": _RETRIEVED}
    table = [{**plain, "confidence": "high", **row} for row in rows]
    _write(root / "pathways" / f"{pathway}.csv", _STEP, table)


def write_trials(root: Path, rows: Sequence[Cells]) -> None:
    """Write trials, numbered from NCT00000001; biomarkers joined by ``and`` are all needed."""
    folder = root / "trials"
    folder.mkdir(parents=True)
    settings = {
        "publisher": "A registry", "source_url": _URL, "captured_from": "2026-01-05", "captured_to": "2026-11-22",
        "max_age_days": 365, "complete": False, "unknown": [],
    }  # fmt: skip
    (folder / "trials.yaml").write_text(json.dumps(settings), encoding="utf-8")
    for number, row in enumerate(rows, 1):
        name = f"NCT{number:08}"
        (folder / f"{name}.yaml").write_text(json.dumps(_trial(name, row)), encoding="utf-8")


def _trial(name: str, row: Cells) -> dict[str, object]:
    genomic = [{"genomic": {"biomarker": each}} for each in row["biomarkers"].split(" and ")]
    clinical = {"clinical": {"oncotree_primary_diagnosis": [row["cancer"]]}}
    dates = {each: row[each] for each in ("updated", "primary_completion") if row.get(each)}
    other = row.get("elsewhere")
    twins = [
        {"id": "2023-508143-51-00", "registry": "CTIS", "status": other, "captured": "2026-11-01", "source_url": _URL}
    ]
    return {
        "nct_id": name, "registry": "ClinicalTrials.gov", "short_title": "a trial", "status": "Recruiting",
        "captured": row.get("captured", "2026-11-01"), "source_url": _URL, **dates,
        "nations": [NATIONS[row["sites"]]] if row.get("sites") else [],
        "local_testing": True if row.get("local") == "yes" else None, "reviewed": True,
        **({"other_records": twins} if other else {}),
        "treatment_list": {"step": [{"match": [{"and": [clinical, *genomic]}]}]},
    }  # fmt: skip


def _write(path: Path, header: Sequence[str], rows: Sequence[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
