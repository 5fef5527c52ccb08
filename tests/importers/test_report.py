"""What an import says: counts, what to look at, and the entry of the release for directory.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from tests.importers.conftest import Book, Run

from tests.importers.conftest import CANCER_HEADER, CANCER_ROWS

_RARE = ("Clinical indication ID", "Test ID", "Clinical Indication", "Target/Genes", "Test Method")


def _entries(printed: str) -> list[dict[str, Any]]:
    """Return the books that an import suggests, as YAML reads them."""
    lines = printed.partition("directory.yaml,\n")[2].splitlines()
    text = "\n".join(line[2:] for line in lines if line.startswith("  "))
    return list(yaml.safe_load(text))


def _csv(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "July 2026.csv"
    path.write_text("\n".join(lines))
    return path


def test_the_entry_of_a_release_with_targets(cancer: Path, run: Run, tmp_path: Path) -> None:
    result = run("import", "nhs-england", cancer, "--out", tmp_path / "out")
    ((entry,),) = [each["releases"] for each in _entries(result.stdout)]
    assert (entry["held_by"], entry["file"], entry["complete"]) == ("targets", "cancer/2021-10.csv", True)


def test_a_file_of_names_alone_is_held_by_names_with_an_entry_for_each_book(run: Run, tmp_path: Path) -> None:
    rows = ("TP640,Gliomas,GT6,Small variant (IDH2)", "TP34,T-ALL,GT10,TAL1 FISH")
    path = _csv(tmp_path, "TP code,TP name,GT code,GT name", *rows)
    result = run("import", "nhs-england", path, "--out", tmp_path / "out")
    entries = _entries(result.stdout)
    assert [each["book"] for each in entries] == ["cns", "haemato-oncology"]
    assert [each["releases"][0]["held_by"] for each in entries] == ["names", "names"]
    assert [each["releases"][0]["file"] for each in entries] == ["cns/2026-07.csv", "haemato-oncology/2026-07.csv"]


def test_a_release_of_which_rows_were_left_out_is_not_complete(book: Book, run: Run, tmp_path: Path) -> None:
    rows = (
        ("R24", "R24.1", "Achondroplasia", "FGFR3 c.1138", "Targeted variant testing"),
        ("R210", "R210.4", "Lynch syndrome", "MLH1 hypermethylation", "Methylation testing"),
    )
    path = book(R_ID=(("Directory, v7 July 2024",), _RARE, *rows))
    result = run("import", "nhs-england", path, "--out", tmp_path / "out")
    assert "1 row left out: of indications that are not carried" in result.stdout
    ((entry,),) = [each["releases"] for each in _entries(result.stdout)]
    assert entry["complete"] is False
    assert "complete is false because 1 row was left out" in " ".join(result.stdout.split())


def test_one_of_a_thing_is_counted_as_one(book: Book, run: Run, tmp_path: Path) -> None:
    result = run("import", "nhs-england", book(Sarcomas=(CANCER_HEADER, CANCER_ROWS[2])), "--out", tmp_path / "out")
    assert "1 row of 1 clinical indication (1 in cancer)" in result.stdout
    assert "1 printed text could not be read as a target:" in result.stdout


def test_a_hidden_sheet_that_is_read_is_something_to_look_at(book: Book, run: Run, tmp_path: Path) -> None:
    path = book(hidden="More", Adult=(CANCER_HEADER, CANCER_ROWS[0]), More=(CANCER_HEADER, CANCER_ROWS[2]))
    result = run("import", "nhs-england", path, "--out", tmp_path / "out")
    assert "look at the sheet 'More': it is hidden, and was read all the same" in result.stdout
    assert "sheet not read" not in result.stdout


def test_one_decision_is_counted_as_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "collected.jsonl"
    path.write_text('{"id": "x", "body": "NICE", "drug": "a", "cancer": "Melanoma", "decision": "recommended"}')
    result = run("import", "decisions", path, "--out", tmp_path / "out")
    assert result.stdout.startswith("1 decision (1 NICE)")
