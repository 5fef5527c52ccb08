"""Collected decisions in: labels where a text can be read, the text as printed where not, nothing dropped."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.importers.conftest import Run

from trialign.errors import InputProblems
from trialign.importers import decisions
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.resources import directories

RECORD = {
    "id": "NICE-1", "body": "NICE", "ref": "TA1", "drug": "sotorasib", "cancer": "lung cancer", "oncotree": "NSCLC",
    "setting": "advanced, after chemotherapy", "line": "2L+", "age_class": "adult",
    "biomarkers": [{"genes": ["KRAS"], "alteration": "G12C", "type": "gene variant"}], "biomarker_logic": "any",
    "negative_requirements": ["EGFR wild type"], "decision": "recommended", "stage": "final", "date": "2026-01-05",
    "url": "https://example.org/", "retrieved": "2026-01-06", "source": "primary", "confidence": "high",
}  # fmt: skip


def _file(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "decisions.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    return path


def _rows(found: decisions.DecisionImport, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.files[name])))


def test_a_record_becomes_a_row_of_its_body(tmp_path: Path, vocabulary: Vocabulary) -> None:
    found = decisions.read(_file(tmp_path, RECORD, {**RECORD, "id": "SMC-1", "body": "SMC"}), vocabulary)
    assert dict(found.rows) == {"NICE": 1, "SMC": 1}
    (row,) = _rows(found, "nice.csv")
    wanted = {
        "medicine": "sotorasib", "cancers": "NSCLC", "line": "2L+", "setting": "advanced", "age": "adult",
        "biomarkers": "KRAS G12C", "negative": "EGFR small variant", "negative_printed": "EGFR wild type",
        "outcome": "recommended", "logic": "any",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_a_need_that_cannot_be_read_stays_as_printed_and_is_listed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    odd = {"genes": ["KRAS"], "alteration": "wobbly", "type": "gene variant"}
    found = decisions.read(_file(tmp_path, {**RECORD, "biomarkers": [odd]}), vocabulary)
    (row,) = _rows(found, "nice.csv")
    assert (row["biomarkers"], row["biomarkers_printed"]) == ("", "KRAS wobbly")
    assert [(each.id, each.printed) for each in found.unlabelled] == [("NICE-1", "KRAS wobbly")]


def test_csv_with_our_own_names_is_read_too(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("id,body,ref,medicine,cancers,biomarkers\nD1,NICE,TA1,a medicine,NSCLC,RET fusion\n")
    (row,) = _rows(decisions.read(path, vocabulary), "nice.csv")
    assert (row["medicine"], row["biomarkers"]) == ("a medicine", "RET fusion")


def test_every_problem_comes_at_once(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = _file(tmp_path, RECORD, RECORD, {"id": "X"})
    with pytest.raises(InputProblems) as raised:
        decisions.read(path, vocabulary)
    whats = [problem.what for problem in raised.value.problems]
    assert whats == ["the id NICE-1 stands twice, first in line 1", "the record has no body"]


def test_a_line_that_is_no_json_is_named(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"id": "D1"\n[1]\n')
    with pytest.raises(InputProblems) as raised:
        decisions.read(path, vocabulary)
    assert [(problem.where.line, problem.what.partition(":")[0]) for problem in raised.value.problems] == [
        (1, "is not JSON"),
        (2, "is no JSON object"),
    ]


@pytest.mark.parametrize("body", ["../evil", "/abs/x", "NICE/..", "..", "N ICE"])
def test_a_body_that_is_no_plain_name_is_a_problem(tmp_path: Path, vocabulary: Vocabulary, body: str) -> None:
    with pytest.raises(InputProblems) as raised:
        decisions.read(_file(tmp_path, RECORD, {**RECORD, "id": "X", "body": body}), vocabulary)
    (problem,) = raised.value.problems
    assert (problem.where.line, problem.where.field) == (2, "body")
    assert problem.what == f"the body '{body}' is no name of a body"
    assert problem.mend == "write letters, digits and hyphens, such as NICE or NHSE-CDF"


def test_bodies_that_differ_in_case_share_a_table(tmp_path: Path, vocabulary: Vocabulary) -> None:
    found = decisions.read(_file(tmp_path, RECORD, {**RECORD, "id": "X", "body": "Nice"}), vocabulary)
    assert [row["id"] for row in _rows(found, "nice.csv")] == ["NICE-1", "X"]
    assert dict(found.rows) == {"NICE": 1, "Nice": 1}


@pytest.mark.parametrize(
    ("printed", "setting"),
    [
        ("neoadjuvant, before surgery", "neoadjuvant"),
        ("Neo-adjuvant", "neoadjuvant"),
        ("Adjuvant after resection", "adjuvant"),
        ("after (neo)adjuvant chemotherapy", ""),
        ("relapsed or refractory", "relapsed-refractory"),
        ("relapsed-refractory", "relapsed-refractory"),
        ("any", "any"),
        ("after any treatment", ""),
        ("earlier treated", ""),
        ("adjuvant, then maintenance", ""),
        ("neoadjuvant then adjuvant", ""),
    ],
)
def test_a_setting_is_read_by_whole_words(tmp_path: Path, vocabulary: Vocabulary, printed: str, setting: str) -> None:
    found = decisions.read(_file(tmp_path, {**RECORD, "setting": printed}), vocabulary)
    assert _rows(found, "nice.csv")[0]["setting"] == setting


def _held() -> list[dict[str, str]]:
    names = sorted(path for path in (directories() / "decisions").glob("*.csv") if path.name != "test-links.csv")
    return [row for path in names for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))]


def test_a_record_of_a_held_row_gives_its_setting_line_and_age_back(tmp_path: Path, vocabulary: Vocabulary) -> None:
    names = ("id", "body", "line", "line_basis", "setting", "age")
    wanted = [{name: row[name] for name in names} for row in _held()]
    records = [{**RECORD, "age_class": None, **row} for row in wanted]
    found = decisions.read(_file(tmp_path, *records), vocabulary)
    rows = {row["id"]: row for file in found.files for row in _rows(found, file)}
    assert len(wanted) > 400
    assert [{name: rows[row["id"]][name] for name in names} for row in wanted] == wanted


def test_needs_as_text_and_as_one_object_are_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    needs: tuple[object, ...] = (
        ["EGFR T790M", "wobbly"],
        {"genes": ["ALK"], "alteration": "fusion"},
        [{"genes": "ALK", "alteration": "fusion"}],
        "RET fusion in NMTC | RET small variant in THME",
        [{"genes": ["KRAS"], "alteration": "wild type"}],
    )
    records = [{**RECORD, "id": f"D{number}", "biomarkers": each} for number, each in enumerate(needs)]
    found = decisions.read(_file(tmp_path, *records), vocabulary)
    assert [(row["biomarkers"], row["biomarkers_printed"]) for row in _rows(found, "nice.csv")] == [
        ("EGFR T790M", "EGFR T790M | wobbly"),
        ("ALK fusion", "ALK fusion"),
        ("ALK fusion", "ALK fusion"),
        ("RET fusion in NMTC | RET small variant in THME", ""),
        ("KRAS wild type", "KRAS wild type"),
    ]
    assert [(each.id, each.printed) for each in found.unlabelled] == [("D0", "wobbly")]


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("biomarkers", [5], "a need is neither text nor an object"),
        ("biomarkers", 5, "a need is neither text nor an object"),
        ("biomarkers", [None], "a need is neither text nor an object"),
        ("biomarkers", [" "], "a need is empty"),
        ("biomarkers", [{"gene": "ALK"}], "a need names neither genes nor an alteration"),
        ("biomarkers", [{"genes": 5}], "the genes of a need are no list of names"),
        ("biomarkers", [{"genes": ["ALK", 5]}], "the genes of a need are no list of names"),
        ("biomarkers", [{"genes": ["ALK"], "alteration": {}}], "the alteration of a need is no text"),
        ("negative_requirements", [{"genes": ["ALK"]}], "what must be absent is no text"),
        ("negative_requirements", {"genes": ["ALK"]}, "what must be absent is no text"),
        ("negative", [True], "what must be absent is no text"),
    ],
)
def test_a_need_of_another_form_is_a_problem(
    tmp_path: Path, vocabulary: Vocabulary, field: str, value: object, what: str
) -> None:
    with pytest.raises(InputProblems) as raised:
        decisions.read(_file(tmp_path, {**RECORD, field: value}), vocabulary)
    (problem,) = raised.value.problems
    assert (problem.where.line, problem.where.field, problem.what) == (1, field, what)
    assert problem.mend


def test_labels_of_csv_are_read_and_what_cannot_be_read_is_listed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        "id,body,biomarkers,negative,biomarkers_printed\nD1,NICE,RET fusion | wobbly,ALK rearranged | odd,\n"
        "D2,NICE,wobbly,,as printed\nD3,NICE,RAS wild type,,\n"
    )
    found = decisions.read(path, vocabulary)
    names = ("biomarkers", "biomarkers_printed", "negative", "negative_printed")
    assert [tuple(row[name] for name in names) for row in _rows(found, "nice.csv")] == [
        ("RET fusion", "RET fusion | wobbly", "ALK fusion", "ALK rearranged | odd"),
        ("", "as printed | wobbly", "", ""),
        ("", "RAS wild type", "", ""),
    ]
    assert [(each.id, each.printed) for each in found.unlabelled] == [
        ("D1", "wobbly"),
        ("D1", "odd"),
        ("D2", "wobbly"),
        ("D3", "RAS wild type"),
    ]


def test_held_tables_are_read_back_byte_for_byte(vocabulary: Vocabulary) -> None:
    held = [path for path in (directories() / "decisions").glob("*.csv") if path.name != "test-links.csv"]
    assert held
    for path in held:
        found = decisions.read(path, vocabulary)
        assert not found.unlabelled
        assert found.files == {path.name: path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("alternatives", ["MSI-H or dMMR", "BRAF V600E/K", "NTRK fusion"])
def test_alternatives_among_needs_that_must_all_be_met_are_listed(
    tmp_path: Path, vocabulary: Vocabulary, alternatives: str
) -> None:
    record = {**RECORD, "biomarkers": [alternatives, "KRAS G12C"], "biomarker_logic": "All"}
    found = decisions.read(_file(tmp_path, record, {**record, "id": "D2", "biomarker_logic": "any"}), vocabulary)
    first, second = _rows(found, "nice.csv")
    assert (first["biomarkers"], first["logic"]) == ("KRAS G12C", "all")
    assert first["biomarkers_printed"] == f"{alternatives} | KRAS G12C"
    assert [(each.id, each.printed) for each in found.unlabelled] == [("NICE-1", alternatives)]
    assert "alternatives" in found.unlabelled[0].why
    assert len(second["biomarkers"].split(" | ")) > 2


@pytest.mark.parametrize(
    ("field", "printed", "column", "taken"),
    [
        ("line", "2l+", "line", "2L+"),
        ("line", "r/r", "line", "R/R"),
        ("line", "Any", "line", "any"),
        ("line_basis", "Stated", "line_basis", "stated"),
        ("age_class", "Adult", "age", "adult"),
        ("age_class", "Paediatric and adult", "age", "all"),
        ("age_class", ">= 12 years", "age", ">=12"),
        ("age_class", ">=12 and adult", "age", ">=12"),
        ("age_class", "1 - 17 years", "age", "1-17"),
        ("age", "Adult", "age", "adult"),
    ],
)
def test_lines_and_ages_are_taken_without_regard_to_case(
    tmp_path: Path, vocabulary: Vocabulary, field: str, printed: str, column: str, taken: str
) -> None:
    found = decisions.read(_file(tmp_path, {**RECORD, field: printed}), vocabulary)
    assert _rows(found, "nice.csv")[0][column] == taken
    assert not found.untaken


@pytest.mark.parametrize(
    ("field", "printed", "column"),
    [
        ("line", "first line", "line"),
        ("line_basis", "heard", "line_basis"),
        ("setting", "untreated", "setting"),
        ("setting", "adjuvant, then maintenance", "setting"),
        ("age_class", ">= twelve", "age"),
        ("age_class", ">=12 or so", "age"),
    ],
)
def test_a_value_that_is_not_taken_is_listed(
    tmp_path: Path, vocabulary: Vocabulary, field: str, printed: str, column: str
) -> None:
    found = decisions.read(_file(tmp_path, {**RECORD, field: printed}), vocabulary)
    assert _rows(found, "nice.csv")[0][column] == ""
    assert found.untaken == (decisions.Untaken("NICE-1", 1, column, printed),)


def test_what_a_record_does_not_state_is_not_listed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    nothing = dict.fromkeys(("line", "line_basis", "setting"), None)
    assert not decisions.read(_file(tmp_path, {**RECORD, **nothing, "age_class": "not stated"}), vocabulary).untaken


@pytest.mark.parametrize(("name", "start"), [("a.xlsx", b"PK\x03\x04\xf0"), ("a.csv", b"\xd0\xcf\x11\xe0\xa1")])
def test_a_workbook_is_named_as_one(tmp_path: Path, vocabulary: Vocabulary, name: str, start: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    with pytest.raises(InputProblems) as raised:
        decisions.read(path, vocabulary)
    (problem,) = raised.value.problems
    assert problem.what == "is a workbook, which is not read as decisions"
    assert problem.mend == "save its sheet as CSV with our own column names (.csv), or write JSON lines (.jsonl)"


@pytest.mark.parametrize(
    ("line", "setting", "untaken"),
    [
        ("Adjuvant", "adjuvant", ()),
        ("maintenance 1L", "maintenance", ("maintenance 1L",)),
        ("2L", "", ("advanced, early",)),
    ],
)
def test_a_setting_that_stands_as_the_line_is_taken(
    tmp_path: Path, vocabulary: Vocabulary, line: str, setting: str, untaken: tuple[str, ...]
) -> None:
    found = decisions.read(_file(tmp_path, {**RECORD, "line": line, "setting": "advanced, early"}), vocabulary)
    assert _rows(found, "nice.csv")[0]["setting"] == setting
    assert tuple(each.printed for each in found.untaken) == untaken


def test_the_command_lists_what_is_not_taken(tmp_path: Path, run: Run) -> None:
    found = run("import", "decisions", _file(tmp_path, {**RECORD, "line": "first line"}), "--dry-run")
    assert found.status == 0
    assert "1 lines, settings and ages are left empty" in found.stdout
    assert "line 'first line', first NICE-1 (line 1)" in found.stdout
