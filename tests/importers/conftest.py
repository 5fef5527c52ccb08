"""Small workbooks written for the tests: the shape of a published file, none of its rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from trialign.cli import main

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


class Result(NamedTuple):
    """What a command ended with and printed."""

    status: int
    stdout: str
    stderr: str


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the command, run in this process."""

    def call(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["trialign", *map(str, arguments)])
        status: object = 0
        try:
            main()
        except SystemExit as end:
            status = end.code
        printed = capsys.readouterr()
        return Result(status if isinstance(status, int) else 0, printed.out, printed.err)

    return call
