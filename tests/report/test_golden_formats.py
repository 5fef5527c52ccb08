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
_ASKED = (
    "--as-of", "2026-11-22", "--data", "tests/golden/data", "--rules", "tests/golden/formats/rules",
    "--config", "tests/golden/formats/trialign.yaml", "--fail-on", "error",
)  # fmt: skip
_EARLIER = "tests/golden/formats/earlier.json"
_WORLD = ("check", *_ASKED, "--since", _EARLIER)
_GATE = ("gate", *_ASKED, "--against", _EARLIER)
_CASES = {
    "check.md": (),
    "check.sarif": ("--rule", "COV-901", "--nation", "england", "--nation", "wales"),
    "check.junit.xml": (),
    "check.github.txt": (),
    "check.csv": (),
}
_FORMATS = {
    "md": "markdown",
    "sarif": "sarif",
    "junit.xml": "junit",
    "github.txt": "github",
    "csv": "csv",
    "txt": "text",
}
_TOO_LATE = ("--as-of", "2027-11-22")


def _compare(name: str, made: str) -> None:
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_text(made, encoding="utf-8", newline="")
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert made == golden.read_bytes().decode()


@pytest.mark.parametrize("name", _CASES)
def test_format_is_as_it_was_reviewed(name: str, to_pipe: ToPipe) -> None:
    done = to_pipe(*_WORLD, *_CASES[name], "--format", _FORMATS[name.partition(".")[2]])
    assert (done.returncode, done.stderr) == (1, b"settings: tests/golden/formats/trialign.yaml\n")
    _compare(name, done.stdout.decode())


@pytest.mark.parametrize("end", _FORMATS)
def test_a_gate_is_in_each_format_as_it_was_reviewed(end: str, to_pipe: ToPipe) -> None:
    done = to_pipe(*_GATE, "--format", _FORMATS[end])
    assert (done.returncode, done.stderr) == (1, b"settings: tests/golden/formats/trialign.yaml\n")
    _compare(f"gate.{end}", done.stdout.decode())


@pytest.mark.parametrize("end", _FORMATS)
def test_a_gate_without_a_verdict_is_in_each_format_as_it_was_reviewed(end: str, to_pipe: ToPipe) -> None:
    done = to_pipe(*_GATE, *_TOO_LATE, "--format", _FORMATS[end])
    assert done.returncode == 4
    _compare(f"gate-none.{end}", done.stdout.decode())


@pytest.mark.parametrize(("name", "asked"), [("check", _WORLD), ("gate", _GATE)])
def test_cells_of_the_workbook_are_as_they_were_reviewed(
    name: str, asked: tuple[str, ...], to_pipe: ToPipe, tmp_path: Path
) -> None:
    file = tmp_path / "made.xlsx"
    done = to_pipe(*asked, "--format", "xlsx", "--output", str(file))
    assert done.returncode == 1
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    lines = []
    for sheet in book:
        lines.append(f"# {sheet.title}")
        lines += ["\t".join("" if cell is None else str(cell) for cell in row) for row in sheet.values]
    _compare(f"{name}.xlsx.txt", "\n".join(line.rstrip("\t") for line in lines) + "\n")


@pytest.mark.parametrize("name", ["markdown", "sarif", "junit", "github", "csv", "xlsx"])
def test_the_same_run_gives_the_same_bytes_on_the_other_executor_too(
    name: str, to_pipe: ToPipe, tmp_path: Path
) -> None:
    for asked in (_WORLD, (*_GATE, "--no-verify")):
        _same_on_both(asked, name, to_pipe, tmp_path)


def _same_on_both(asked: tuple[str, ...], name: str, to_pipe: ToPipe, tmp_path: Path) -> None:
    made = []
    for engine in ("durable", "sql"):
        file = tmp_path / f"{engine}.{name}"
        assert to_pipe(*asked, "--engine", engine, "--format", name, "--output", str(file)).returncode == 1
        content = file.read_bytes() if name != "xlsx" else b"".join(_parts(file))
        made.append(
            content.replace(b"engine sql", b"engine durable")
            .replace(b'"sql"', b'"durable"')
            .replace(b"'sql'", b"'durable'")
        )
    assert made[0] == made[1]


def _parts(file: Path) -> list[bytes]:
    book = openpyxl.load_workbook(file)
    return [str(row).encode() for sheet in book for row in sheet.values]
