"""Published files in: every row taken, each with its cell; what cannot be read is listed, nothing is guessed."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trialign import maintenance, resources
from trialign.errors import InputProblems, UsageError
from trialign.importers.published import Import
from trialign.model.directory import Reason

if TYPE_CHECKING:
    from tests.importers.conftest import Book

from tests.importers.conftest import CANCER_HEADER, CANCER_ROWS

GOLDEN = Path(__file__).parent / "golden"


def _read(path: Path, release: str = "", publisher: str = "nhs-england") -> Import:
    return maintenance.read_published(publisher, path, release, "")


def _rows(found: Import, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.files[name])))


def test_a_cancer_workbook_becomes_rows_with_their_cells(cancer: Path) -> None:
    found = _read(cancer)
    assert (found.map.id, found.release, dict(found.rows)) == ("nhs-england/cancer", "2021-10", {"cancer": 3})
    rows = _rows(found, "cancer/2021-10.csv")
    assert [row["indication_code"] for row in rows] == ["M1", "M1", "M2"]
    assert [row["indication"] for row in rows] == ["A Carcinoma", "A Carcinoma", "B Sarcoma"]
    assert [row["cell"] for row in rows] == ["Solid Tumours!C2", "Solid Tumours!C3", "Solid Tumours!C4"]
    assert [row["age"] for row in rows] == ["paediatric", "", ""]
    assert [row["eligibility"] for row in rows] == [
        "text not carried: Solid Tumours!H2",
        "",
        "text not carried: Solid Tumours!H4",
    ]


def test_every_text_that_is_no_concept_is_listed_with_its_cell(cancer: Path) -> None:
    found = _read(cancer)
    assert [(each.test_code, each.cell, each.text.printed) for each in found.unread] == [
        ("M2.1", "Solid Tumours!E4", "XYZ99")
    ]
    assert [row["printed"] for row in _rows(found, "cancer/2021-10.unread.csv")] == ["XYZ99"]


def test_notes_are_kept_by_cell_and_digest_and_not_as_text(cancer: Path) -> None:
    notes = _rows(_read(cancer), "cancer/2021-10.notes.csv")
    assert [(row["cell"], row["mentions"], row["codes"]) for row in notes] == [
        ("Explanatory note!A1", "", ""),
        ("Explanatory note!A2", "whole genome sequencing", "M1.1"),
    ]
    assert "WGS is for" not in _read(cancer).files["cancer/2021-10.notes.csv"]


def test_columns_may_stand_in_any_order_under_a_title_and_with_other_spaces(book: Book) -> None:
    order = (7, 2, 0, 1, 3, 5, 4, 6)
    header = [f"  {CANCER_HEADER[place].upper()} " for place in order]
    rows = [[row[place] for place in order] for row in CANCER_ROWS]
    turned = _read(book(name="a.xlsx", Solid_Tumours=(["A title, October 2021"], header, *rows)))
    plain = _read(book(name="b.xlsx", Solid_Tumours=(CANCER_HEADER, *CANCER_ROWS)), "2021-10")
    drop = {"cell", "eligibility"}
    kept = [
        [{name: cell for name, cell in row.items() if name not in drop} for row in _rows(each, "cancer/2021-10.csv")]
        for each in (turned, plain)
    ]
    assert kept[0] == kept[1]


def test_targets_of_trials_have_a_column_of_their_own(book: Book) -> None:
    header = (*CANCER_HEADER[:4], "Target Genes - Essential", "Target genes - clinical trials", *CANCER_HEADER[5:])
    row = (*CANCER_ROWS[0][:4], "KRAS, NRAS", "HRAS", *CANCER_ROWS[0][5:])
    found = _read(book(Solid_Tumours=(("January 2025",), header, row)), "2025-01")
    assert found.map.id == "nhs-england/cancer-trials"
    assert [row["trial_target"] for row in _rows(found, "cancer/2025-01.csv")] == ["HRAS"]


def test_only_inherited_cancer_is_taken_from_the_rare_directory(book: Book) -> None:
    header = (
        "Clinical indication ID",
        "Test ID",
        "Clinical Indication",
        "Target/Genes",
        "Test Method",
        "Commissioning category",
    )
    rows = (
        ("R24", "R24.1", "Achondroplasia", "FGFR3 c.1138", "Targeted variant testing", "Core"),
        ("R208", "R208.1", "Inherited breast cancer", "Inherited breast cancer (635)", "Small panel", "Core"),
        ("R210", "R210.4", "Lynch syndrome", "MLH1 hypermethylation", "Methylation testing", "Core"),
    )  # fmt: skip
    found = _read(book(R_ID=(("A title, v7 July 2024",), header, *rows)))
    assert (dict(found.rows), dict(found.left)) == ({"rare-inherited": 2}, {"of indications that are not carried": 1})
    assert [each.text.reason for each in found.unread] == [Reason.POINTER_PANEL]


def test_test_packages_are_parted_into_their_books(tmp_path: Path) -> None:
    path = tmp_path / "packages.csv"
    rows = ("TP640,Gliomas,GT6,Small variant (IDH2)", 'TP34,T-ALL,GT10,"TAL1, 1p33 FISH - T-ALL"')
    path.write_text("\n".join(("TP code,TP name,GT code,GT name", *rows)))
    found = _read(path, "2026-07-16")
    assert dict(found.rows) == {"cns": 1, "haemato-oncology": 1}
    assert set(found.files) >= {"cns/2026-07-16.csv", "haemato-oncology/2026-07-16.csv"}


def test_a_crosswalk_is_one_table_without_a_release(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text("legacy_code,gt_code,gt_name\nM1.6,GT431,NTRK panel\nM1.6,GT432,another\n")
    found = _read(path)
    assert dict(found.files) == {
        "crosswalk.csv": "legacy_code,gt_code,gt_name\nM1.6,GT431,NTRK panel\nM1.6,GT432,another\n"
    }


def test_a_map_of_ones_own_reads_any_table(tmp_path: Path) -> None:
    own = tmp_path / "scotland.yaml"
    own.write_text(
        "publisher: A laboratory\ntitle: A list\nnation: scotland\nbook: tests-listed\nlayout: tests\ncolumns:\n"
        "  indication_code: {headers: [Group], required: true, fill: down}\n"
        "  indication: {headers: [Disease], required: true, fill: down}\n"
        "  test_code: {headers: [Number], required: true}\n  test_name: {headers: [Name], required: true}\n"
    )
    path = tmp_path / "list.csv"
    path.write_text("Number,Name,Group,Disease\nS1.1,KRAS hotspot,S1,A Carcinoma\nS1.2,NRAS hotspot,,\n")
    found = _read(path, "2026-11", str(own))
    assert _rows(found, "tests-listed/2026-11.csv")[1] == {
        "indication_code": "S1", "indication": "A Carcinoma", "test_code": "S1.2", "test_name": "NRAS hotspot",
    }  # fmt: skip


def test_a_header_that_fits_no_map_is_shown_beside_the_nearest(book: Book) -> None:
    header = (*CANCER_HEADER[:2], "Number of test", *CANCER_HEADER[3:])
    with pytest.raises(InputProblems) as raised:
        _read(book(Solid_Tumours=(header, *CANCER_ROWS)))
    (problem,) = raised.value.problems
    assert problem.where.field == "Solid Tumours!A1"
    assert "nearest is nhs-england/cancer, which lacks test_code ('test code')" in problem.what
    assert "C 'Number of test'" in problem.what


_RENAMED = tuple("Genes tested" if cell.startswith("Target") else cell for cell in CANCER_HEADER)


def _refused(path: Path, release: str = "", publisher: str = "nhs-england") -> list[str]:
    """Return every problem of a file as ``[cell] what; mend``."""
    with pytest.raises(InputProblems) as raised:
        _read(path, release, publisher)
    return [str(problem).partition(": ")[2] for problem in raised.value.problems]


def test_a_sheet_that_nearly_fits_is_never_left_out(book: Book) -> None:
    (problem,) = _refused(book(Adult=(_RENAMED, *CANCER_ROWS[:2]), Sarcomas=(CANCER_HEADER, CANCER_ROWS[2])))
    assert problem.startswith("[Adult!E1] the header of the sheet 'Adult' nearly fits nhs-england/cancer, but lacks ")
    assert "lacks target ('target gene s'), unless it is E 'Genes tested'; add the printed header" in problem


def test_a_sheet_of_names_among_sheets_of_targets_is_never_left_out(book: Book) -> None:
    names = (CANCER_HEADER[:4], CANCER_ROWS[0][:4])
    (problem,) = _refused(book(Adult=names, Sarcomas=(CANCER_HEADER, CANCER_ROWS[2])))
    assert "[Adult!A1] the header of the sheet 'Adult' nearly fits nhs-england/cancer, but lacks target " in problem


def test_a_sheet_of_another_kind_is_named_and_left(book: Book) -> None:
    routing = (("STR", "Name", "North GLH"), ("AR", "SBMA", "yes"))
    found = _read(book(Sarcomas=(CANCER_HEADER, CANCER_ROWS[2]), Routing=routing))
    assert found.sheets == (("Routing", "no header fits"),)


def test_a_sheet_that_fits_another_map_says_which(book: Book) -> None:
    crosswalk = (("Legacy code", "GT code", "GT name"), ("M1.6", "GT431", "NTRK panel"))
    found = _read(book(Sarcomas=(CANCER_HEADER, CANCER_ROWS[2]), Codes=crosswalk))
    assert found.sheets == (("Codes", "fits nhs-england/crosswalk: import it on its own with --map crosswalk"),)


def test_a_sheet_that_shares_half_of_the_columns_but_not_the_codes_is_another_table(book: Book) -> None:
    packages = (("TP code", "TP name", "GT code", "GT name"), ("TP640", "Gliomas", "GT6", "Small variant (IDH2)"))
    crosswalk = (("Legacy code", "GT code", "GT name"), ("M1.6", "GT431", "NTRK panel"))
    path = book(Packages=(*packages, ("TP34", "T-ALL", "GT10", "TAL1 FISH")), Codes=crosswalk)
    assert [name for name, _ in _read(path).sheets] == ["Codes"]


def test_a_lesser_map_is_not_taken_while_another_knows_more_of_the_columns(book: Book) -> None:
    (problem,) = _refused(book(Sarcomas=(_RENAMED, *CANCER_ROWS)))
    assert problem.startswith("[Sarcomas!F1] nhs-england/cancer-names fits, but leaves out F 'Test Scope', G 'Techno")
    assert "which nhs-england/cancer knows; that map lacks target ('target gene s'), unless it is E 'Genes" in problem
    assert problem.endswith("or import without these columns by --map cancer-names")


def test_a_map_that_was_named_may_leave_columns_out(book: Book) -> None:
    path = book(Sarcomas=(_RENAMED, *CANCER_ROWS))
    found = maintenance.read_published("nhs-england", path, "", "cancer-names")
    assert dict(found.rows) == {"cancer-non-cns": 3}


def test_a_column_that_only_a_later_sheet_has_is_kept(book: Book) -> None:
    essential = (*CANCER_HEADER[:4], "Target Genes - Essential")
    first, later = (*CANCER_ROWS[0][:5],), (*CANCER_ROWS[2][:5], "HRAS", "Panel", "For adult patients only")
    header = (*essential, "Clinical Trial Targets", "Technology", "Eligibility Criteria")
    found = _read(book(Adult=(essential, first), Sarcomas=(header, later)))
    kept = [(row["trial_target"], row["method"], row["age"]) for row in _rows(found, "cancer/2021-10.csv")]
    assert kept == [("", "", ""), ("HRAS", "Panel", "adult")]


def test_a_new_code_takes_no_name_from_the_row_above(book: Book) -> None:
    blank_name = ("M2", None, *CANCER_ROWS[2][2:])
    blank_code = (None, "B Sarcoma", *CANCER_ROWS[2][2:])
    assert _refused(book(Sarcomas=(CANCER_HEADER, *CANCER_ROWS[:2], blank_name))) == [
        "[Sarcomas!B4] the row has no indication; add it, or delete the row"
    ]
    assert _refused(book(Sarcomas=(CANCER_HEADER, *CANCER_ROWS[:2], blank_code))) == [
        "[Sarcomas!A4] the row has no indication code; add it, or delete the row"
    ]


@pytest.mark.parametrize("code", ["M1,3", "TBC", "M1.", "m1.3", "M1.3 and M1.4", "1.3"])
def test_a_text_in_the_place_of_a_code_is_refused(code: str, book: Book) -> None:
    row = (*CANCER_ROWS[0][:2], code, *CANCER_ROWS[0][3:])
    (problem, *_) = _refused(book(Sarcomas=(CANCER_HEADER, row)))
    assert (
        problem == f"[Sarcomas!C2] '{code}' is no test code; write letters and a number, such as M1.3, R208 or GT431"
    )


def test_a_header_that_is_printed_again_is_no_row(book: Book) -> None:
    found = _read(book(Sarcomas=(CANCER_HEADER, CANCER_ROWS[0], CANCER_HEADER, CANCER_ROWS[2])))
    assert [row["cell"] for row in _rows(found, "cancer/2021-10.csv")] == ["Sarcomas!C2", "Sarcomas!C4"]


_SARCOMA = (CANCER_HEADER, CANCER_ROWS[2])


def test_the_release_is_that_of_the_title_of_the_rows(book: Book) -> None:
    found = _read(
        book(
            Introduction=(("Changes since October 2021",), ("Reviewed in May 2023",)),
            Sarcomas=(("NGTD April 2025",), *_SARCOMA),
        )
    )
    assert (found.release, found.notices) == ("2025-04", ())


@pytest.mark.parametrize("before", ["since", "from", "until", "Changes after"])
def test_a_month_that_another_release_is_compared_with_is_no_release(before: str, book: Book) -> None:
    path = book(name="directory.xlsx", Sarcomas=((f"{before} October 2021",), *_SARCOMA))
    assert _refused(path)[0].startswith("prints no month and year of its release; give it")


def test_two_months_in_titles_are_asked_about(book: Book) -> None:
    titled = (("NGTD April 2025",), CANCER_HEADER, CANCER_ROWS[0])
    path = book(Adult=titled, Sarcomas=(("NGTD May 2025",), *_SARCOMA))
    assert _refused(path) == [
        "prints several months: April 2025 (Adult!A1), May 2025 (Sarcomas!A1); "
        "give the release, such as --release 2025-04"
    ]
    assert _read(path, "2025-05").release == "2025-05"


def test_the_name_of_a_folder_is_no_release(book: Book, tmp_path: Path) -> None:
    path = book(name="directory.xlsx", Sarcomas=_SARCOMA)
    folder = tmp_path / "fetched in May 2023"
    folder.mkdir()
    moved = path.rename(folder / "cancer_v2_October-2021-22.xlsx")
    assert _read(moved).release == "2021-10"
    assert _refused(moved.rename(folder / "directory.xlsx"))[0].startswith("prints no month and year")


@pytest.mark.parametrize(
    ("given", "notices"),
    [
        ("2025-01", ("Sarcomas!A1: it prints July 2024, and the release given is 2025-01",)),
        ("2024-07", ()),
        ("2024-07-16", ()),
        ("2024", ()),
    ],
)
def test_a_release_that_contradicts_the_title_is_noticed(given: str, notices: tuple[str, ...], book: Book) -> None:
    assert _read(book(Sarcomas=(("Directory, v7 July 2024",), *_SARCOMA)), given).notices == notices


def test_an_unknown_publisher_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match="did you mean 'nhs-england'"):
        _read(Path("x.xlsx"), publisher="nhs-englnd")


def test_a_release_that_is_printed_nowhere_must_be_given(book: Book) -> None:
    with pytest.raises(InputProblems, match="prints no month and year of its release; give it, such as --release"):
        _read(book(name="directory.xlsx", Solid_Tumours=(CANCER_HEADER, *CANCER_ROWS)))


def test_a_hidden_sheet_is_reported(book: Book) -> None:
    found = _read(
        book(hidden="More", Solid_Tumours=(CANCER_HEADER, CANCER_ROWS[0]), More=(CANCER_HEADER, CANCER_ROWS[2]))
    )
    assert (found.sheets, found.notices) == ((), ("the sheet 'More': it is hidden, and was read all the same",))
    assert sum(found.rows.values()) == 2


def test_importing_twice_gives_the_same_bytes(cancer: Path) -> None:
    assert _read(cancer).files == _read(cancer).files


def test_a_row_pasted_into_a_cell_is_noticed(book: Book) -> None:
    row = (*CANCER_ROWS[0][:7], "MPN panel\tM85\tSmall variant\tJAK2\tPanel")
    found = _read(book(Solid_Tumours=(CANCER_HEADER, row)))
    assert found.notices == ("Solid Tumours!H2: a whole tab-separated row stands in the cell of M1.1",)
    assert _rows(found, "cancer/2021-10.csv")[0]["remark"] == "a whole row is pasted into Solid Tumours!H2"


@pytest.mark.parametrize(
    "book_name", ["cancer/2020-11", "cancer/2021-10", "rare-inherited/2023-06", "rare-inherited/2024-07"]
)
def test_no_sentence_of_a_publisher_is_carried(book_name: str) -> None:
    text = (resources.directories() / "england" / f"{book_name}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        assert (
            row.get("eligibility", "").startswith(("text not carried: ", "")) and len(row.get("eligibility", "")) < 80
        )


_RARE_HEADER = ("Clinical indication ID", "Test ID", "Clinical Indication", "Target/Genes", "Test Method")
_PACKAGES = (
    "TP code,TP name,GT code,GT name",
    "TP640,Gliomas,GT6,Small variant (IDH2)",
    'TP34,T-ALL,GT10,"TAL1, 1p33 FISH - T-ALL"',
)
_NAMES = (
    "CI code,Clinical indication name,Test code,Test name",
    "M1,A Carcinoma,M1.1,KRAS hotspot",
    'M1,A Carcinoma,M1.2,"Multi-target NGS panel - small variant (CDKN2A, TP53"',
)


def _table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "July 2026.csv"
    path.write_text("\n".join(lines))
    return path


def _published(shape: str, book: Book, tmp_path: Path) -> Path:
    """Return a small published file of a shape."""
    rare = (
        ("R208", "R208.1", "Inherited breast cancer", "Inherited breast cancer (635)", "Small panel"),
        ("R210", "R210.4", "Lynch syndrome", "MLH1 hypermethylation", "Methylation testing"),
        ("R444", "R444.2", "PARP inhibitor treatment", "Prostate cancer: BRCA1, BRCA2", "Small panel "),
    )
    trials = (*CANCER_HEADER[:4], "Target Genes - Essential", "Target genes - clinical trials", *CANCER_HEADER[5:])
    row = (*CANCER_ROWS[0][:4], "KRAS, NRAS", "HRAS", *CANCER_ROWS[0][5:])
    made = {
        "cancer": lambda: book(Solid_Tumours=(CANCER_HEADER, *CANCER_ROWS)),
        "cancer-trials": lambda: book(Solid_Tumours=(("A title",), trials, row)),
        "rare-inherited": lambda: book(R_ID=(("A title",), _RARE_HEADER, *rare)),
        "test-packages": lambda: _table(tmp_path, *_PACKAGES),
        "cancer-names": lambda: _table(tmp_path, *_NAMES),
        "crosswalk": lambda: _table(tmp_path, "legacy_code,gt_code,gt_name", "M1.6,GT431,NTRK panel"),
    }
    return made[shape]()


@pytest.mark.parametrize(
    "shape", ["cancer", "cancer-trials", "rare-inherited", "test-packages", "cancer-names", "crosswalk"]
)
def test_what_each_shape_becomes_is_as_it_was_reviewed(shape: str, book: Book, tmp_path: Path) -> None:
    found = _read(_published(shape, book, tmp_path))
    assert found.map.id == f"nhs-england/{shape}"
    text = "".join(f"== {name}\n{found.files[name]}" for name in sorted(found.files))
    golden = GOLDEN / f"{shape}.txt"
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert "TRIALIGN_REWRITE_GOLDEN" not in os.environ
    assert text == golden.read_text(encoding="utf-8")


def _own_map(tmp_path: Path, columns: str, layout: str = "tests") -> str:
    own = tmp_path / "own.yaml"
    head = f"publisher: A laboratory\ntitle: A list\nnation: scotland\nbook: listed\nlayout: {layout}\ncolumns:\n"
    own.write_text(head + "".join(f"  {column}\n" for column in columns.splitlines()))
    return str(own)


_CODE = "test_code: {headers: [Number], required: true}\n"


@pytest.mark.parametrize(
    ("columns", "layout"),
    [
        (_CODE, "tests"),
        (_CODE + "test_name: {headers: [Name]}", "tests"),
        ("test_name: {headers: [Name], required: true}", "tests"),
        ("test_code: {headers: [Number]}\ntest_name: {headers: [Name], required: true}", "tests"),
        ("legacy_code: {headers: [Old], required: true}", "crosswalk"),
    ],
)
def test_a_map_without_what_every_row_needs_is_refused(columns: str, layout: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Number,Name,Old\nS1,KRAS hotspot,M1\n")
    with pytest.raises(InputProblems):
        _read(path, "2026-11", _own_map(tmp_path, columns, layout))


@pytest.mark.parametrize("column", ["test_name", "target"])
def test_a_map_with_a_code_and_what_it_tests_is_enough(column: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Number,Name\nS1,KRAS\n")
    found = _read(path, "2026-11", _own_map(tmp_path, _CODE + f"{column}: {{headers: [Name], required: true}}"))
    assert dict(found.rows) == {"listed": 1}


def test_two_columns_of_one_kind_are_refused(book: Book) -> None:
    twice = (*CANCER_HEADER, "Technology")
    assert _refused(book(Sarcomas=(twice, (*CANCER_ROWS[0], "WGS")))) == [
        "[Sarcomas!I1] method is printed in two columns, G 'Technology' and I 'Technology'; "
        "remove or rename one of them"
    ]
    other = (*CANCER_HEADER, "Target Genes")
    (problem,) = _refused(book(Sarcomas=(other, (*CANCER_ROWS[0], "TP53"))))
    assert problem.startswith(
        "[Sarcomas!I1] target is printed in two columns, E 'Target Gene(s)' and I 'Target Genes'"
    )
