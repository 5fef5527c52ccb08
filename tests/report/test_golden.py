"""The small world of ``tests/golden/data`` in every output, byte for byte.

To rewrite the files after a wanted change: ``TRIALIGN_REWRITE_GOLDEN=1 pytest tests/report/test_golden.py``, then
read the difference in review. That run fails on purpose, so that it is not mistaken for a pass.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

ToPipe = Callable[..., CompletedProcess[bytes]]

_GOLDEN = Path(__file__).resolve().parents[1] / "golden"
_LIMIT = 250
_WORLD = ("--as-of", "2026-11-22", "--data", "tests/golden/data")
_NEED = ("covers", "RET fusion", "--cancer", "NSCLC")
_WHY_NOT = ("why-not", "RET fusion", "--cancer", "NSCLC")
_CASES = {
    "check.txt": ("check",),
    "check.json": ("check", "--nation", "england", "--rule", "COV-001", "--format", "json"),
    "covers.txt": _NEED,
    "covers.json": (*_NEED, "--format", "json"),
    "explain.txt": ("explain", "8882fe816b01cd6b"),
    "explain.json": ("explain", "3cbf24f002a93f59", "--format", "json"),
    "sources.txt": ("sources",),
    "why-not.txt": (*_WHY_NOT, "--nation", "england"),
    "why-not.json": (*_WHY_NOT, "--nation", "scotland", "--line", "2L", "--format", "json"),
}


@pytest.mark.parametrize("name", _CASES)
def test_output_is_as_it_was_reviewed(name: str, to_pipe: ToPipe) -> None:
    done = to_pipe(*_CASES[name], *_WORLD)
    assert (done.returncode, done.stderr) == (0, b"")
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_bytes(done.stdout)
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert done.stdout.decode() == golden.read_bytes().decode()


def test_golden_files_are_small_enough_to_read() -> None:
    lines = {file.name: file.read_bytes().count(b"\n") for file in _GOLDEN.iterdir() if file.name in _CASES}
    assert set(lines) == set(_CASES)
    assert {name: count for name, count in lines.items() if count >= _LIMIT} == {}
