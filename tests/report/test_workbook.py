"""The workbook and the tables of a whole report: what they hold, how they read, and that nothing in them runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as Shown
from openpyxl.workbook import Workbook
from tests.hostile import AS_OF, TEXTS, URLS, filled, overview, unharmed

from trialign.report import check_csv, check_xlsx, matrix_data, overview_csv, overview_xlsx, web_links
from trialign.report.overview import Overview
from trialign.report.sheets import LONGEST, Cell, Column, Page, Sheet, day
from trialign.report.workbook import workbook

_TOO_LONG_FOR_EVERY_FIELD = "long"
_EACH = [text for name, text in TEXTS.items() if name != _TOO_LONG_FOR_EVERY_FIELD]
_NAMES = [name for name in TEXTS if name != _TOO_LONG_FOR_EVERY_FIELD]
_SHEETS = ["summary", "findings", "matrix", "answers", "sources", "not known", "recommendations"]
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _open(made: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


def _cells(book: Workbook) -> Iterator[Shown]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Shown) and cell.value is not None)


def _parts(made: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _one(*cells: Cell) -> bytes:
    columns = tuple(Column(f"c{number}", f"column {number}") for number in range(len(cells)))
    return workbook("a title", AS_OF, [Sheet("one", columns, (cells,))])


@pytest.fixture(scope="module")
def book() -> Workbook:
    """The workbook of the small world."""
    return _open(overview_xlsx.workbook(unharmed()))


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    assert book.sheetnames == _SHEETS
    assert book.active is book["summary"]


def test_it_opens_with_the_verdict_in_a_sentence(book: Workbook) -> None:
    assert [cell.value for cell in book["summary"][2]] == [
        "result",
        "verdict",
        "18 misalignments (10 error, 7 warning, 1 info); 43 cannot be told, 0 excepted.",
    ]
    assert book["summary"]["C2"].font.bold


@pytest.mark.parametrize("name", _SHEETS)
def test_a_sheet_can_be_read_filtered_and_printed(name: str, book: Workbook) -> None:
    sheet = book[name]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToHeight or 0) == 0
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for cell in _cells(book) if cell.parent is sheet)


def test_what_is_printed_fits_on_a_page_in_a_size_that_can_be_read() -> None:
    for sheet in overview_xlsx.sheets(unharmed()):
        width = sum(column.width for column in sheet.columns[: sheet.printed])
        assert width < 250, sheet.name


def test_findings_stand_as_in_the_check(book: Workbook) -> None:
    rows = list(book["findings"].values)
    place = rows[0].index("fingerprint")
    assert [row[place] for row in rows[1:]] == [each.fingerprint for each in unharmed().check.shown]


def test_the_matrix_has_a_word_and_a_sign_for_each_nation(book: Workbook) -> None:
    header, *rows = book["matrix"].values
    answers = {"+ covered", "~ partly covered", "- not covered", "o outside the directory", "? cannot tell"}
    for line, row in zip(unharmed().lines, rows, strict=True):
        for place in line.places:
            word = row[header.index(place.cell.nation.display)]
            assert word in answers
            assert str(word)[2:].replace(" the ", " ").replace(" ", "_") in {
                place.cell.judgement.coverage.value,
                f"{place.cell.judgement.coverage.value}_covered",
            }


def test_every_recommendation_has_a_row(book: Workbook) -> None:
    _, *rows = book["recommendations"].values
    assert list(dict.fromkeys(row[0] for row in rows)) == list(range(1, 33))


def test_days_are_days(book: Workbook) -> None:
    header, *rows = book["findings"].values
    assert {type(row[header.index("published")]) for row in rows} == {datetime}
    dated = [cell for cell in _cells(book) if isinstance(cell.value, datetime)]
    assert {cell.number_format for cell in dated} == {"yyyy-mm-dd"}


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2026-07-16", date(2026, 7, 16)),
        *((each, each) for each in ("2026-07", "20260716", "2026-W29-4", "2026-02-30", "")),
    ],
)
def test_only_a_whole_day_is_a_date(printed: str, read: date | str) -> None:
    assert day(printed) == read


def test_days_that_spreadsheets_do_not_know_are_text() -> None:
    cells = [cell.value for cell in _open(_one(date(1899, 12, 31), date(1900, 2, 28), date(1901, 1, 1)))["one"][2]]
    assert cells == ["1899-12-31", "1900-02-28", datetime(1901, 1, 1)]


def test_pages_of_publishers_are_links(book: Workbook) -> None:
    links = [cell for cell in _cells(book) if cell.hyperlink]
    assert {cell.hyperlink.target for cell in links if cell.hyperlink} == {str(cell.value) for cell in links}
    assert len(links) > len(unharmed().check.shown) / 2


def test_the_same_input_gives_the_same_bytes_without_a_time_of_writing() -> None:
    made = overview_xlsx.workbook(unharmed())
    assert made == overview_xlsx.workbook(unharmed())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = _parts(made)["docProps/core.xml"]
    assert set(re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", core)) == {"2026-11-22T00:00:00Z"}
    assert "<dc:title>How test directories, medicine decisions and trials stand to each other, as of 2026" in core


def nothing_runs(made: bytes) -> None:
    parts = _parts(made)
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search(r"<f[ >]|t=\"str\"|t=\"inlineStr\"", text) for text in sheets)
    assert not any(_ILLEGAL.search(text) for text in parts.values())
    targets = [each for name, text in parts.items() if name.endswith(".rels") for each in _external(text)]
    assert all(re.fullmatch(r"https?://[^\s\"<>]+", each) for each in targets)
    book = _open(made)
    assert {cell.data_type for cell in _cells(book)} <= {"s", "n", "d"}
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert all(len(str(cell.value)) <= LONGEST for cell in _cells(book))
    for cell in _cells(book):
        assert not str(cell.value).startswith(("=", "+", "-", "@")) or cell.quotePrefix, cell


def _external(relations: str) -> list[str]:
    return re.findall(r'Target="([^"]*)" TargetMode="External"', relations)


@pytest.mark.parametrize("text", _EACH, ids=_NAMES)
def test_text_in_every_field_stays_text_in_the_workbook(text: str) -> None:
    nothing_runs(overview_xlsx.workbook(overview(text)))


def test_the_whole_corpus_stays_text_in_the_workbook() -> None:
    nothing_runs(overview_xlsx.workbook(overview()))
    nothing_runs(check_xlsx.check(overview().check))


@pytest.mark.parametrize("address", URLS.values(), ids=URLS)
def test_only_pages_of_the_web_become_links(address: str) -> None:
    made = overview_xlsx.workbook(overview(address=address))
    nothing_runs(made)
    linked = [each for name, text in _parts(made).items() if name.endswith(".rels") for each in _external(text)]
    assert bool(linked) == (address == URLS["plain"])


@pytest.mark.parametrize("address", URLS.values(), ids=URLS)
def test_an_address_is_a_page_only_if_nothing_in_it_acts_or_misleads(address: str) -> None:
    assert web_links.page(address) == (address if address == URLS["plain"] else "")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.nice.org.uk/guidance/ta653",
        "http://www.dmd.nhs.uk:8080/a_(b)?c=d;e#f",
        "https://example.org/%C3%A9~",
    ],
)
def test_a_page_of_a_publisher_is_one(address: str) -> None:
    assert web_links.page(address) == address


def test_letters_of_other_scripts_are_escaped_in_a_path_and_refused_in_a_host() -> None:
    assert web_links.page("https://example.org/தமி") == "https://example.org/%E0%AE%A4%E0%AE%AE%E0%AE%BF"
    assert web_links.page("https://ехample.org/") == ""


def test_text_that_is_too_long_for_a_cell_is_cut_with_a_sign() -> None:
    cells = [cell.value for cell in _cells(_open(_one("a" * 40_000, "🧬" * 20_000, "b" * LONGEST)))][3:]
    assert cells == ["a" * (LONGEST - 1) + "…", "🧬" * ((LONGEST - 1) // 2) + "…", "b" * LONGEST]


def test_more_links_than_a_sheet_holds_stay_text() -> None:
    rows = tuple((Page(f"https://example.org/{number}"),) for number in range(65_532))
    parts = _parts(workbook("a title", AS_OF, [Sheet("links", (Column("page", "page"),), rows)]))
    assert len(_external(parts["xl/worksheets/_rels/sheet1.xml.rels"])) == 65_530
    assert "https://example.org/65531<" in parts["xl/sharedStrings.xml"]


def test_a_sheet_without_rows_can_be_opened() -> None:
    empty = filled(unharmed())
    view = replace(empty, lines=(), check=replace(empty.check, shown=(), asked=(), sources=()))
    assert [sheet.max_row for sheet in _open(overview_xlsx.workbook(view))][1:-1] == [1, 1, 1, 1, 1]


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def no_cell_runs(view: Overview) -> None:
    for name, text in overview_csv.tables(view).items():
        header, *rows = _read(text)
        assert {len(row) for row in rows} <= {len(header)}, name
        for cell in (cell for row in rows for cell in row):
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "\t", "\r")), (name, cell)
            assert cell.replace("\ufffd", "").isprintable(), (name, cell)
        assert text.count("\n") == len(rows) + 1, name


@pytest.mark.parametrize("text", _EACH, ids=_NAMES)
def test_no_cell_of_the_tables_runs(text: str) -> None:
    no_cell_runs(overview(text))


def test_no_cell_of_the_tables_runs_with_the_whole_corpus() -> None:
    no_cell_runs(overview())


def test_tables_are_those_that_other_commands_write() -> None:
    made = overview_csv.tables(unharmed())
    assert made["findings.csv"] == check_csv.check(unharmed().check)
    assert made["matrix.csv"] == matrix_data.as_csv(unharmed().matrix)


def test_tables_say_what_the_sheets_say() -> None:
    made = overview_csv.tables(unharmed())
    sheets = {sheet.name: sheet for sheet in overview_xlsx.sheets(unharmed())}
    for name in ("summary", "sources", "not known", "recommendations"):
        header, *rows = _read(made[f"{name.replace(' ', '-')}.csv"])
        assert header == [column.key for column in sheets[name].columns]
        assert len(rows) == len(sheets[name].rows)
