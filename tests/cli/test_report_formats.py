"""What ``report`` says before it judges: a whole report needs somewhere to go, and is not ordered."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.process import InProcess


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "html"), "--format html goes to a file; name it with --out, such as --out report.html"),
        (("--format", "xlsx"), "--format xlsx goes to a file; name it with --out, such as --out report.xlsx"),
        (("--format", "csv"), "--format csv goes to a folder; name it with --out, such as --out tables"),
        (
            ("--format", "xlsx", "--out", "x.xlsx", "--by", "gene"),
            "--format xlsx holds the whole report; leave out --by",
        ),
        (("--format", "xlsx", "--out", "."), ". is a folder; name a file with --out"),
        (("--format", "json", "--out", "."), ". is a folder; name a file with --out"),
        (("--format", "csv", "--out", "README.md"), "README.md is a file; name a folder with --out"),
    ],
)
def test_what_cannot_be_delivered_is_refused_first(
    in_process: InProcess, arguments: tuple[str, ...], said: str
) -> None:
    ended = in_process("report", *arguments)
    assert (ended.status, ended.stdout) == (2, "")
    assert said in " ".join(ended.stderr.split())


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_an_ordered_report_goes_to_a_file_as_to_a_pipe(
    in_process: InProcess, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    asked = ("report", "--by", "island", "--as-of", "2026-11-22", "--format", name)
    printed = in_process(*asked)
    assert in_process(*asked, "--out", tmp_path / "report").stdout == ""
    assert (tmp_path / "report").read_text(encoding="utf-8") == printed.stdout
