"""Workbooks that are broken or made to do harm: a plain problem with its place, status 3, nothing written."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trialign.errors import InputProblems
from trialign.read import workbook
from trialign.read.workbook import read_sheets

if TYPE_CHECKING:
    from tests.importers.conftest import Book, Run

from tests.importers.conftest import CANCER_HEADER, CANCER_ROWS


def _problem(path: Path) -> str:
    with pytest.raises(InputProblems) as raised:
        read_sheets(path, path.name)
    (problem,) = raised.value.problems
    return str(problem)


def test_a_truncated_workbook_is_refused(cancer: Path) -> None:
    cancer.write_bytes(cancer.read_bytes()[:-400])
    assert "is cut off or damaged: it is no whole workbook; fetch the file again" in _problem(cancer)


def test_a_corrupt_sheet_is_refused(cancer: Path) -> None:
    with zipfile.ZipFile(cancer) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    content["xl/worksheets/sheet2.xml"] = b"<worksheet><sheetData><row"
    with zipfile.ZipFile(cancer, "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    assert "is damaged: its parts cannot be read" in _problem(cancer)


def test_an_encrypted_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert "is encrypted, or a workbook of before 2007; save it as .xlsx without a password" in _problem(path)


def test_a_renamed_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_text("CI code,Test code\nM1,M1.1\n")
    assert "is named as a workbook but is none; where it is a CSV file, name it .csv" in _problem(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("readme.txt", "hello")
    assert "is an archive but no workbook" in _problem(path)


def test_a_bomb_is_refused_before_it_is_opened(cancer: Path) -> None:
    with zipfile.ZipFile(cancer, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/padding.bin", bytes(40_000_000))
    assert "its part xl/media/padding.bin expands more than 500 times" in _problem(cancer)


def test_a_sheet_padded_to_its_last_row_is_refused_with_its_cell(book: Book) -> None:
    rows = (CANCER_HEADER, CANCER_ROWS[0])
    path = book(Solid_Tumours=rows)
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"].decode()
    padding = "".join(f'<row r="{number}"/>' for number in (500_000, 1_048_576))
    content["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", f"{padding}</sheetData>").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    assert f"[Solid Tumours!A{workbook.MAX_ROWS + 1}] the sheet 'Solid Tumours' goes on past row 50,000" in _problem(
        path
    )


def test_a_very_wide_row_is_refused(book: Book) -> None:
    wide = [""] * workbook.MAX_COLUMNS + ["x"]
    assert "the sheet 'Solid Tumours' has 1,001 columns in row 2, more than 1,000" in _problem(
        book(Solid_Tumours=(CANCER_HEADER, wide))
    )


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("https://example.org/","M1")'])
def test_a_formula_is_never_evaluated_and_named_with_its_cell(
    formula: str, book: Book, run: Run, tmp_path: Path
) -> None:
    path = book(Solid_Tumours=(CANCER_HEADER, (*CANCER_ROWS[0][:4], formula, *CANCER_ROWS[0][5:])))
    result = run("import", "nhs-england", path, "--out", tmp_path / "out")
    assert result.status == 3
    assert f"{path}: [Solid Tumours!E2] holds a formula or an error" in result.stderr
    assert not (tmp_path / "out").exists()


def test_every_problem_of_the_rows_comes_at_once_and_nothing_is_written(book: Book, run: Run, tmp_path: Path) -> None:
    rows = (
        CANCER_HEADER,
        ("M1", "A", "M2.1", "KRAS hotspot", "KRAS", "Small variant detection", "Panel", None),
        ("M1", "A", None, "NRAS hotspot", "NRAS", "Small variant detection", "Panel", None),
        ("M3", "B", "M3.1", "KRAS hotspot", "KRAS", "Small variant detection", "Panel", None),
        ("M3", "B", "M3.1", "KRAS hotspot", "KRAS", "Small variant detection", "Panel", None),
    )
    result = run("import", "nhs-england", book(Solid_Tumours=rows), "--out", tmp_path / "out")
    assert result.status == 3
    for what in (
        "[Solid Tumours!C2] the test M2.1 stands under the indication M1",
        "[Solid Tumours!C3] the row has no test code",
        "[Solid Tumours!C5] M3 M3.1 stands twice, first at Solid Tumours!C4",
    ):
        assert what in result.stderr
    assert not (tmp_path / "out").exists()


def test_problems_come_in_the_order_of_rows_and_say_that_nothing_was_written(
    book: Book, run: Run, tmp_path: Path
) -> None:
    rows = [("M1", "A", f"M1.{number}", "KRAS hotspot", "KRAS", "Small", "Panel", "") for number in range(2, 13)]
    rows[1] = (*rows[1][:4], "=1", *rows[1][5:])
    for place in (1, 8, 10):
        rows[place] = (*rows[place][:2], "TBC", *rows[place][3:])
    result = run("import", "nhs-england", book(Sarcomas=(CANCER_HEADER, *rows)), "--out", tmp_path / "out")
    cells = [line.partition("[")[2].partition("]")[0] for line in result.stderr.splitlines()[:-1]]
    assert cells == [f"Sarcomas!{cell}" for cell in ("C3", "E3", "C10", "C10", "C12", "C12")]
    assert result.stderr.endswith("6 problems; nothing was written.\n")


def test_a_file_of_decisions_that_cannot_be_read_writes_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "collected.jsonl"
    path.write_text("{")
    assert run("import", "decisions", path, "--out", tmp_path / "out").stderr.endswith("; nothing was written.\n")


@pytest.mark.parametrize("name", ["cancer", "nhs-england/cancer"])
def test_a_map_may_be_named_as_messages_write_it(name: str, cancer: Path, run: Run, tmp_path: Path) -> None:
    result = run("import", "nhs-england", cancer, "--out", tmp_path / "out", "--map", name)
    assert (result.status, result.stderr) == (0, "")


def test_an_unknown_map_gets_the_known_ones(cancer: Path, run: Run) -> None:
    result = run("import", "nhs-england", cancer, "--map", "x")
    assert result.status == 2
    assert "no column map 'x' of nhs-england; choose one of cancer, cancer-names, cancer-trials, cro" in result.stderr
    assert "did you mean 'cancer'?" in run("import", "nhs-england", cancer, "--map", "cancr").stderr


def test_a_dry_run_writes_nothing(cancer: Path, run: Run, tmp_path: Path) -> None:
    result = run("import", "nhs-england", cancer, "--out", tmp_path / "out", "--dry-run")
    assert (result.status, (tmp_path / "out").exists()) == (0, False)
    assert "3 rows of 2 clinical indications" in result.stdout
    assert "Nothing was written." in result.stdout


def test_an_import_writes_every_file_it_names(cancer: Path, run: Run, tmp_path: Path) -> None:
    result = run("import", "nhs-england", cancer, "--out", tmp_path / "out")
    written = [line for line in result.stdout.splitlines() if line.split()[:1] == ["wrote"]]  # long paths wrap
    assert result.status == 0
    assert len(written) == 3
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.csv")) == [
        "2021-10.csv",
        "2021-10.notes.csv",
        "2021-10.unread.csv",
    ]


def test_a_bytes_limit_is_told(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(40 * 1024 * 1024)
    assert "more than the limit of 33,554,432" in _problem(path)


def test_a_csv_is_told_by_content_and_name(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n"1,2\n')
    assert "is not a CSV table" in _problem(path)
