"""The small world of ``tests/golden/data`` in each format of a check, byte for byte.

Findings come from the rules of ``tests/golden/formats``: other rules leave these files as they are. To rewrite the
files after a wanted change: ``TRIALIGN_REWRITE_GOLDEN=1 pytest tests/report/test_golden_formats.py``, then read the
difference.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest

ToPipe = Callable[..., CompletedProcess[bytes]]

_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "formats"
_WORLD = (
    "check", "--as-of", "2026-11-22", "--data", "tests/golden/data", "--rules", "tests/golden/formats/rules",
    "--config", "tests/golden/formats/trialign.yaml", "--since", "tests/golden/formats/earlier.json",
    "--fail-on", "error",
)  # fmt: skip
_CASES = {
    "check.md": (),
    "check.sarif": ("--rule", "COV-901", "--nation", "england", "--nation", "wales"),
    "check.junit.xml": (),
    "check.github.txt": (),
    "check.csv": (),
}
_FORMATS = {"check.md": "markdown", "check.sarif": "sarif", "check.junit.xml": "junit", "check.github.txt": "github"}


def _compare(name: str, made: str) -> None:
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_text(made, encoding="utf-8", newline="")
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert made == golden.read_bytes().decode()


@pytest.mark.parametrize("name", _CASES)
def test_format_is_as_it_was_reviewed(name: str, to_pipe: ToPipe) -> None:
    done = to_pipe(*_WORLD, *_CASES[name], "--format", _FORMATS.get(name, "csv"))
    assert (done.returncode, done.stderr) == (1, b"settings: tests/golden/formats/trialign.yaml\n")
    _compare(name, done.stdout.decode())


def test_cells_of_the_workbook_are_as_they_were_reviewed(to_pipe: ToPipe, tmp_path: Path) -> None:
    file = tmp_path / "check.xlsx"
    done = to_pipe(*_WORLD, "--format", "xlsx", "--output", str(file))
    assert done.returncode == 1
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    lines = []
    for sheet in book:
        lines.append(f"# {sheet.title}")
        lines += ["\t".join("" if cell is None else str(cell) for cell in row) for row in sheet.values]
    _compare("check.xlsx.txt", "\n".join(line.rstrip("\t") for line in lines) + "\n")


@pytest.mark.parametrize("name", ["markdown", "sarif", "junit", "github", "csv", "xlsx"])
def test_the_same_run_gives_the_same_bytes_on_the_other_executor_too(
    name: str, to_pipe: ToPipe, tmp_path: Path
) -> None:
    made = []
    for engine in ("durable", "sql"):
        file = tmp_path / f"{engine}.{name}"
        assert to_pipe(*_WORLD, "--engine", engine, "--format", name, "--output", str(file)).returncode == 1
        content = file.read_bytes() if name != "xlsx" else b"".join(_parts(file))
        made.append(content.replace(b"engine sql", b"engine durable").replace(b'"sql"', b'"durable"'))
    assert made[0] == made[1]


def _parts(file: Path) -> list[bytes]:
    book = openpyxl.load_workbook(file)
    return [str(row).encode() for sheet in book for row in sheet.values]
