"""The verb ``diff``: what its sides may be, exit statuses, JSON against its schema, bytes, widths."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.features.own_data import write_statements, write_tests

import trialign.report

_ROOT = Path(__file__).resolve().parents[2]
_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "diff.schema.json"
_V16 = "england/cancer-non-cns@2026-07"
_V2 = "england/cancer@2021-10"
_ALL_2026 = f"{_V16}+england/haemato-oncology@2026-07+england/cns@2026"
Done = subprocess.CompletedProcess[bytes]


def _run(*arguments: str, columns: str = "100") -> Done:
    environment = {key: value for key, value in os.environ.items() if key != "FORCE_COLOR"} | {"COLUMNS": columns}
    return subprocess.run(
        [sys.executable, "-m", "trialign", "diff", *arguments],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )


def _json(*arguments: str) -> dict[str, Any]:
    done = _run(*arguments, "--format", "json", "--no-findings", "--as-of", "2026-11-22")
    assert done.returncode == 0, done.stderr
    value: dict[str, Any] = json.loads(done.stdout)
    return value


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """The release in force without the rows of M1 that name KRAS."""
    lines = (_ROOT / "directories/england/cancer-non-cns/2026-07-16.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "candidate.csv"
    kept = [line for line in lines if not (line.startswith("M1,") and "KRAS" in line)]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(("before", "after"), [("england/cancer@2020-11", _V2), (_V2, _ALL_2026)])
def test_the_json_fits_its_schema_and_is_the_same_twice(before: str, after: str) -> None:
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    first, second = (_run(before, after, "--format", "json", "--as-of", "2026-11-22").stdout for _ in range(2))
    assert first == second
    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(first))] == []


def test_the_json_of_a_loss_fits_the_schema_too(candidate: Path) -> None:
    found = _json(_V16, str(candidate))
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    lost = next(change for change in found["changes"] if change["from"] == ["M1.2"])
    assert lost["severity"] == "error"
    assert {"decision", "trial"} == {strand["sort"] for strand in lost["strands"]}
    assert {strand["after"] for strand in lost["strands"]} == {"not_covered"}


def test_losses_come_first_and_name_whom_they_strand(candidate: Path) -> None:
    text = _run(_V16, str(candidate), "--as-of", "2026-11-22").stdout.decode()
    first = text.split("\n\n")[2]
    assert first.startswith("error  removed  M1.")
    assert "strands decision NICE TA439" in first


@pytest.mark.parametrize(("test", "label", "stranded"), [("M2.5", "HRD", True), ("M1.4", "MSI-H", False)])
def test_a_signature_strands_unless_pathology_answers_too(
    tmp_path: Path, test: str, label: str, stranded: bool
) -> None:
    lines = (_ROOT / "directories/england/cancer-non-cns/2026-07-16.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "draft.csv"
    file.write_text("\n".join(line for line in lines if f",{test}," not in line) + "\n", encoding="utf-8")
    (lost,) = [change for change in _json(_V16, str(file))["changes"] if label in change["lost"]]
    assert (lost["kind"], bool(lost["strands"])) == ("removed", stranded)


def test_text_counts_first_and_folds_what_is_only_wording() -> None:
    text = _run("england/cancer@2020-11", _V2).stdout.decode()
    assert "1,565 tests before, 1,561 after" in text
    assert "reworded, meaning unchanged" in text
    assert "reworded  M" not in text
    assert "reworded  M18.2" in _run("england/cancer@2020-11", _V2, "--all").stdout.decode()


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_text_keeps_to_the_width(columns: str) -> None:
    lines = _run(_V2, _ALL_2026, columns=columns).stdout.decode().splitlines()
    assert max(map(len, lines)) <= int(columns)


def test_a_book_stands_for_its_newest_release() -> None:
    assert _json("england/cancer", _V16)["from"] == ["england/cancer@2021-10"]
    assert _json("england/rare-inherited@2023-06", "england/rare-inherited")["to"] == [
        "england/rare-inherited@2024-07"
    ]


def test_a_folder_stands_for_the_newest_releases_of_its_nation(tmp_path: Path) -> None:
    shutil.copytree(_ROOT / "directories/england", tmp_path / "england")
    found = _json("england", str(tmp_path / "england"))
    assert found["changes"] == []
    assert "england/cancer-non-cns@2026-07" in found["to"]


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        ((_V2, "england/cancer@2021-01"), "did you mean 'england/cancer@2021-10'"),
        ((_V2, "england/cancre"), "did you mean 'england/cancer'"),
        ((_V2, ""), "no release '' is held"),
        ((_V2, "x" * 5000), "no release 'xxx"),
        ((_V2, "scotland+wales"), "nations are compared one with one"),
        (("a.csv", "b.csv"), "--book"),
        ((_V2, _V16, "--book", "england/nothing"), "no release 'england/nothing' is held"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(sides: tuple[str, ...], words: str) -> None:
    done = _run(*sides)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("indication_code,indication,test_code\nM1,Colorectal Carcinoma,M1.1\n", "test_name"),
        ("indication_code,indication,test_code,test_name\nM9999,None,M9999.1,KRAS seq\n", "M9999"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "new.csv"
    file.write_text(text, encoding="utf-8")
    done = _run(_V16, str(file))
    assert (done.returncode, done.stdout) == (3, b"")
    assert words in done.stderr.decode()
    assert "new.csv" in done.stderr.decode()


def test_a_file_that_is_not_there_is_an_input_error() -> None:
    done = _run(_V16, "nowhere.csv")
    assert done.returncode == 3
    assert "nowhere.csv" in done.stderr.decode()


def test_two_files_are_compared_within_the_book_that_is_named(candidate: Path) -> None:
    found = _json(str(candidate), str(candidate), "--book", "england/cancer-non-cns")
    assert found["changes"] == []
    assert found["summary"]["unchanged"] > 400


def _notes(*sides: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "trialign", "release-notes", *sides, "--as-of", "2026-11-22"],
        cwd=_ROOT,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def test_release_notes_are_sorted_for_readers_of_a_directory(candidate: Path) -> None:
    notes = _notes("england/cancer@2020-11", _V2)
    assert notes.startswith("# Changes from england/cancer@2020-11 to england/cancer@2021-10\n")
    assert "## New tests\n\n- **M2.5**, Ovarian Carcinoma" in notes
    assert "tests are worded otherwise and mean the same." in notes
    assert notes.index("## New tests") < notes.index("## Tests that report more") < notes.index("## Corrections")
    assert "Needed by NICE TA439" in _notes(_V16, str(candidate))


def test_release_notes_read_nothing_printed_as_markup(tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text(
        "indication_code,indication,test_code,test_name\nM1,Colorectal Carcinoma,M1.1,*KRAS* [x](http://y) <b>\n",
        encoding="utf-8",
    )
    notes = _notes(str(file), _V16, "--book", "england/cancer-non-cns")
    assert "<b>" not in notes.replace("\\<b\\>", "")
    assert "[x](" not in notes.replace("\\[", "")


def test_nations_of_one_folder_are_compared_each_with_itself(tmp_path: Path) -> None:
    stated = {"cancers": "COADREAD", "date": "2026-11-01", "availability": "offered", "target": "KRAS"}
    row = {"cancers": "COADREAD", "method": "Panel", "scope": "Small variant detection"}
    kras = {**row, "code": "M1.1", "test": "KRAS", "target": "KRAS"}
    braf = {**row, "code": "M1.2", "test": "BRAF", "target": "BRAF"}
    for folder, rows in (("before", [kras, braf]), ("after", [braf])):
        write_tests(tmp_path / folder, {"2026-01-01": rows})
        write_statements(tmp_path / folder, "scotland", [{**stated, "biomarkers": "KRAS small variant"}])
    found = _json(str(tmp_path / "before"), str(tmp_path / "after"))
    (lost,) = found["changes"]
    assert (lost["kind"], lost["from"], lost["to"]) == ("removed", ["M1.1"], [])
    assert lost["severity"] == "error"
    own = [each for each in lost["strands"] if each["cancer"] == "Colorectal Adenocarcinoma"]
    assert {(each["nation"], each["after"]) for each in own} == {("england", "not_covered")}
    assert found["unchanged"] == ["M1.2", "S1"]
    assert found["from"] == ["england/cancer-non-cns@2026-01-01", "scotland/tests@2026-11-22"]
