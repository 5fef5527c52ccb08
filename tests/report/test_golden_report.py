"""The reports of the small world of ``tests/golden/data``, byte for byte, with the one rule of the tests of looks.

To rewrite the files after a wanted change: ``TRIALIGN_REWRITE_GOLDEN=1 pytest tests/report/test_golden_report.py``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.report.test_golden_looks import one_rule

__all__ = ["one_rule"]
ToPipe = Callable[..., CompletedProcess[bytes]]

_GOLDEN = Path(__file__).resolve().parents[1] / "golden"
_LIMIT = 420
_WORLD = ("report", "--as-of", "2026-11-22", "--data", "tests/golden/data")
_CASES = {
    "report.txt": (),
    "report.md": ("--nation", "scotland", "--format", "markdown"),
    "report-gene.txt": ("--by", "gene"),
    "report-island.json": ("--by", "island", "--format", "json"),
}


@pytest.mark.parametrize("name", _CASES)
def test_output_is_as_it_was_reviewed(name: str, one_rule: Path, to_pipe: ToPipe) -> None:
    done = to_pipe(*_WORLD, *_CASES[name], "--rules", str(one_rule))
    assert (done.returncode, done.stderr) == (0, b"")
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_bytes(done.stdout)
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert done.stdout.decode() == golden.read_bytes().decode()


def test_golden_files_are_small_enough_to_read() -> None:
    assert {name: count for name in _CASES if (count := (_GOLDEN / name).read_bytes().count(b"\n")) >= _LIMIT} == {}
