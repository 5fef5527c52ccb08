"""CSV tables: rows that know their line, cells without outer white space, and limits of the text beneath."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialign.errors import InputProblems, Location
from trialign.read.table import Table, read_table
from trialign.read.text import MAX_FILE_BYTES, MAX_LINE_CHARS, read_text


def table(tmp_path: Path, content: str | bytes, *required: str) -> Table:
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, "a.csv", required)


def refusals(tmp_path: Path, content: str | bytes, *required: str) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        table(tmp_path, content, *required)
    return [str(problem) for problem in caught.value.problems]


def test_cells_are_found_by_column_without_outer_white_space(tmp_path: Path) -> None:
    found = table(tmp_path, " code , name \n M1 ,\tColorectal  Cancer \n", "code")
    assert found.columns == ("code", "name")
    assert found.rows[0].cells == {"code": "M1", "name": "Colorectal  Cancer"}


def test_a_column_that_is_not_there_reads_as_empty(tmp_path: Path) -> None:
    assert table(tmp_path, "code\nM1\n").rows[0]["name"] == ""


def test_columns_beyond_the_required_ones_are_kept(tmp_path: Path) -> None:
    assert table(tmp_path, "code,extra\nM1,x\n", "code").rows[0]["extra"] == "x"


def test_dates_numbers_and_booleans_stay_text(tmp_path: Path) -> None:
    assert table(tmp_path, "a,b,c\n2026-02-30,007,true\n").rows[0].cells == {
        "a": "2026-02-30",
        "b": "007",
        "c": "true",
    }


def test_formulas_stay_text(tmp_path: Path) -> None:
    assert table(tmp_path, "a\n=1+1\n").rows[0]["a"] == "=1+1"


def test_a_row_knows_the_line_it_starts_on(tmp_path: Path) -> None:
    found = table(tmp_path, 'a,b\n1,"two\nlines"\n3,x\n\n5,y\n')
    assert [(row["a"], row.line) for row in found.rows] == [("1", 2), ("3", 4), ("5", 6)]
    assert found.at(found.rows[1], "b") == Location("a.csv", 4, "b")


def test_blank_lines_and_lines_of_commas_are_no_rows(tmp_path: Path) -> None:
    assert len(table(tmp_path, "a,b\n\n , \n,\n1,2\n").rows) == 1


def test_blank_lines_before_the_header_are_passed_over(tmp_path: Path) -> None:
    found = table(tmp_path, "\n\na,b\n1,2\n", "a")
    assert (found.columns, found.rows[0].line) == (("a", "b"), 4)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa,b\n1,2\n", b"a,b\r\n1,2\r\n", b"a,b\r1,2\r", b"a,b\n1,2"])
def test_byte_order_mark_and_line_ends_of_any_kind_are_read(tmp_path: Path, content: bytes) -> None:
    found = table(tmp_path, content, "a")
    assert (found.columns, found.rows[0].cells, found.rows[0].line) == (("a", "b"), {"a": "1", "b": "2"}, 2)


def test_a_doubled_quotation_mark_is_one(tmp_path: Path) -> None:
    assert table(tmp_path, 'a\n"say ""x"", y"\n').rows[0]["a"] == 'say "x", y'


def test_every_problem_of_form_is_told_at_once(tmp_path: Path) -> None:
    assert refusals(tmp_path, "cod,name,name\nM1,x\nM2,x,y,z\n", "code", "kind") == [
        "a.csv:1: the column 'code' is missing; did you mean 'cod'?",
        "a.csv:1: the column 'kind' is missing; add it",
        "a.csv:1: the column 'name' stands twice; remove one",
        "a.csv:2: the row has 2 cells, the header 3; quote cells that hold commas, or add the missing cells",
        "a.csv:3: the row has 4 cells, the header 3; quote cells that hold commas, or add the missing cells",
    ]


def test_an_empty_table_says_what_it_needs(tmp_path: Path) -> None:
    expected = ["a.csv: is empty; it needs the columns code, name"]
    assert refusals(tmp_path, "", "code", "name") == expected
    assert refusals(tmp_path, "\n\n", "code", "name") == expected


def test_a_table_of_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert table(tmp_path, "code\n", "code").rows == ()


@pytest.mark.parametrize("row", ['"open\nM2\n', '"a"b\n'])
def test_a_wrong_quotation_mark_is_told_where_its_row_starts(tmp_path: Path, row: str) -> None:
    (problem,) = refusals(tmp_path, f"code\nM1\n{row}", "code")
    assert problem.startswith("a.csv:3: is not a CSV table: ")
    assert problem.endswith("; check the quotation marks")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\nb\n\xe9\n", "a.csv:3: is not UTF-8 text (byte 0xe9); save the file as UTF-8"),
        (b"a\n\x00\n", "a.csv:2: holds a NUL character; remove it"),
        (b"a\nb\x1b[2J\n", "a.csv:2: holds the control character U+001B; remove it"),
        ("a\n\u009b31m\n".encode(), "a.csv:2: holds the control character U+009B; remove it"),
    ],
)
def test_text_that_no_person_can_read_is_refused_by_line(tmp_path: Path, content: bytes, expected: str) -> None:
    assert refusals(tmp_path, content) == [expected]


def test_a_line_is_read_up_to_the_limit_and_refused_beyond_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n" + "x" * MAX_LINE_CHARS)
    (tmp_path / "b.txt").write_text("\n" + "x" * (MAX_LINE_CHARS + 1))
    assert len(read_text(tmp_path / "a.txt", "a.txt")) == MAX_LINE_CHARS + 1
    with pytest.raises(InputProblems, match=r"b\.txt:2: the line has 1,048,577 characters"):
        read_text(tmp_path / "b.txt", "b.txt")


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(InputProblems, match=r"a\.csv: the file has 33,554,433 bytes"):
        read_text(tmp_path / "a.csv", "a.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match=r"^a: is a folder, not a file; name a plain file$"):
        read_text(tmp_path, "a")
