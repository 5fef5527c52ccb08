"""Small workbooks written for the tests: the shape of a published file, none of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from tests.process import InProcess

Rows = Sequence[Sequence[object]]
Book = Callable[..., Path]

CANCER_HEADER = (
    "CI Code", "Clinical Indication Name", "Test Code", "Test Name", "Target Gene(s) ", "Test Scope", "Technology",
    "Eligibility Criteria",
)  # fmt: skip
CANCER_ROWS = (
    ("M1", "A Carcinoma", "M1.1", "Multi-target NGS panel - small variant (KRAS, NRAS)", "KRAS, NRAS",
     "Small variant detection", "Panel", "For paediatric patients only"),
    (None, None, "M1.2", "KRAS hotspot", "KRAS", "Small variant detection", "Simple targeted mutation testing", None),
    ("M2", "B Sarcoma", "M2.1", "ELM4-ALK FISH", "ELM4-ALK, XYZ99", "Structural variant detection", " FISH ",
     "See NICE guidelines"),
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Return a maker of workbooks: sheets by name, each a list of rows; blanks in A and B stand for merged cells."""

    def make(name: str = "directory, October 2021.xlsx", hidden: str = "", **sheets: Rows) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title.replace("_", " "))
            for row in rows:
                sheet.append(list(row))
            if title == hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / name
        workbook.save(path)
        return path

    return make


@pytest.fixture
def cancer(book: Book) -> Path:
    """Return a cancer workbook of two indications and a note."""
    note = (("National Genomic Test Directory for cancer, October 2021",), ("WGS is for M1.1 only",))
    return book(Explanatory_note=note, Solid_Tumours=(CANCER_HEADER, *CANCER_ROWS))


Run = InProcess


@pytest.fixture
def run(in_process: InProcess) -> Run:
    """Return the command, run in this process."""
    return in_process
