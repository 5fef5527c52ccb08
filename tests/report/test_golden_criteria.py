"""Extracted criteria and a trial's page, byte for byte; see ``test_golden`` for how to rewrite the files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

ToPipe = Callable[..., CompletedProcess[bytes]]

_GOLDEN = Path(__file__).resolve().parents[1] / "golden"
_RECORDS = "tests/golden/trials/records.json"
_EXTRACT = ("trials", "extract", _RECORDS, "tests/golden/trials/texts.jsonl")
_SHOW = ("trials", "show", "NCT00000001", "--data", "tests/golden/trials/mine")
_CASES = {
    "extract.txt": _EXTRACT,
    "extract.jsonl": (*_EXTRACT, "--format", "json"),
    "trial.txt": (*_SHOW, "--from", _RECORDS),
    "trial.json": (*_SHOW, "--format", "json"),
}


@pytest.mark.parametrize("name", _CASES)
def test_output_is_as_it_was_reviewed(name: str, to_pipe: ToPipe) -> None:
    done = to_pipe(*_CASES[name])
    assert (done.returncode, done.stderr) == (0, b"")
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_bytes(done.stdout)
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert done.stdout.decode() == golden.read_bytes().decode()
