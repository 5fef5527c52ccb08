"""What is said of sides that do not fit: books left out, a book that was guessed, files of other kinds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.process import InProcess

_V16 = Path(__file__).resolve().parents[2] / "directories/england/cancer-non-cns/2026-07-16.csv"
_DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft that is the release in force."""
    return Path(shutil.copy(_V16, tmp_path / "draft.csv"))


def test_a_nation_is_no_book_and_its_books_are_named(in_process: InProcess, draft: Path) -> None:
    ended = in_process("diff", "--book", "england", draft, draft)
    assert ended.status == 2
    assert "england is a nation; name one of its books: england/cancer, england/cancer-non-cns" in ended.stderr


def test_books_that_one_side_lacks_are_said_to_be_left_out(in_process: InProcess, draft: Path) -> None:
    ended = in_process("diff", "england", draft, *_DAY, "--format", "json", "--no-findings")
    first, second = json.loads(ended.stdout)["remarks"]
    assert first.startswith("england/cns, england/haemato-oncology and england/rare-inherited stand on the earlier")
    assert first.endswith(f"name it: trialign diff england/cancer-non-cns {draft}")
    assert second.startswith(f"{draft} is read as a release of england/cancer-non-cns;")


def test_the_text_says_so_before_it_counts(in_process: InProcess, draft: Path) -> None:
    printed = " ".join(in_process("diff", "england", draft, *_DAY).stdout.split())
    assert "note: england/cns, england/haemato-oncology" in printed.partition("tests before")[0]


def test_one_book_needs_no_remark(in_process: InProcess, draft: Path) -> None:
    ended = in_process("diff", "england/cancer-non-cns", draft, *_DAY, "--format", "json", "--no-findings")
    assert json.loads(ended.stdout)["remarks"] == []


@pytest.mark.parametrize(("sign", "called"), [(";", "';'"), ("\t", "tabs")])
def test_another_separator_is_said_once(in_process: InProcess, draft: Path, sign: str, called: str) -> None:
    header = sign.join(("indication_code", "indication", "test_code", "test_name"))
    row = sign.join(("M4", "Lung, Non-Small Cell", "M4.4", "EGFR hotspot tumour"))
    draft.write_text(f"{header}\n{row}\n", encoding="utf-8")
    ended = in_process("diff", "england/cancer-non-cns", draft, *_DAY)
    assert ended.status == 3
    assert f"columns are separated by {called}" in ended.stderr
    assert "save it with commas" in ended.stderr
    assert "missing" not in ended.stderr


def test_a_file_that_is_no_table_is_not_called_a_release(in_process: InProcess, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("# Draft", encoding="utf-8")
    ended = in_process("diff", "england/cancer-non-cns", file)
    assert (ended.status, f"{file}: a file must end in .csv" in ended.stderr) == (2, True)
    assert "is held" not in ended.stderr


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_is_no_side(in_process: InProcess, name: str) -> None:
    ended = in_process("diff", "england/cancer-non-cns", name)
    assert (ended.status, "standard input is not read" in ended.stderr) == (2, True)


def test_validate_points_to_what_reads_a_draft(in_process: InProcess, draft: Path) -> None:
    ended = in_process("validate", draft)
    assert ended.status == 3
    assert "trialign diff england/cancer draft.csv" in ended.stderr
    assert "trialign gate --release england/cancer=draft.csv" in ended.stderr
