"""The matrix and the page of a medicine of the small world of ``tests/golden/data``, byte for byte.

Findings come from one rule only, so that new rules leave these files as they are. To rewrite the files after a wanted
change: ``TRIALIGN_REWRITE_GOLDEN=1 pytest tests/report/test_golden_looks.py``, then read the difference in review.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trialign import resources

ToPipe = Callable[..., CompletedProcess[bytes]]

_GOLDEN = Path(__file__).resolve().parents[1] / "golden"
_LIMIT = 420
_WORLD = ("--as-of", "2026-11-22", "--data", "tests/golden/data")
_NAMED = ("--biomarkers", "EGFR L858R, KRAS G12C, RET fusion", "--cancers", "NSCLC, COADREAD")
_CASES = {
    "matrix.txt": ("matrix",),
    "matrix.json": ("matrix", "--nation", "england", "--nation", "scotland", "--format", "json"),
    "matrix.csv": ("matrix", *_NAMED, "--format", "csv"),
    "matrix-named.txt": ("matrix", *_NAMED),
    "medicine.txt": ("medicine", "sotorasib"),
    "medicine.json": ("medicine", "selpercatinib", "--nation", "england", "--format", "json"),
}


@pytest.fixture
def one_rule(tmp_path: Path) -> Path:
    """A rulebook that holds the disagreement of bodies alone."""
    folder = tmp_path / "rules"
    (folder / "decisions").mkdir(parents=True)
    for name in ("shared.yaml", "rule.schema.json", "shared.schema.json", "decisions/DEC-001.yaml"):
        shutil.copy(resources.rules() / name, folder / name)
    return folder


@pytest.mark.parametrize("name", _CASES)
def test_output_is_as_it_was_reviewed(name: str, one_rule: Path, to_pipe: ToPipe) -> None:
    rules = ("--rules", str(one_rule)) if name.startswith("medicine") else ()
    done = to_pipe(*_CASES[name], *_WORLD, *rules)
    assert (done.returncode, done.stderr) == (0, b"")
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_bytes(done.stdout)
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert done.stdout.decode() == golden.read_bytes().decode()


def test_golden_files_are_small_enough_to_read() -> None:
    assert {name: count for name in _CASES if (count := (_GOLDEN / name).read_bytes().count(b"\n")) >= _LIMIT} == {}
