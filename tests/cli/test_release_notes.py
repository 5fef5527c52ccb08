"""The draft that ``release-notes`` writes: complete, and no stronger than the comparison."""

from __future__ import annotations

import re

from tests.process import InProcess

_V2 = "england/cancer@2021-10"
_ALL_2026 = "england/cancer-non-cns@2026-07+england/haemato-oncology@2026-07+england/cns@2026"


def _notes(in_process: InProcess, *sides: str) -> str:
    ended = in_process("release-notes", *sides, "--as-of", "2026-11-22")
    assert ended.status == 0, ended.stderr
    return ended.stdout


def _of(notes: str, code: str) -> str:
    (line,) = [line for line in notes.splitlines() if line.startswith(f"- **{code}**")]
    return line


def test_no_list_is_cut(in_process: InProcess) -> None:
    notes = _notes(in_process, "england/cancer@2020-11", _V2)
    assert _of(notes, "M82.4").endswith("M82.16, M82.17, M82.18, M82.19, M82.20, M82.21 and M82.22.")
    assert not re.search(r"and \d+ more", notes + _notes(in_process, _V2, _ALL_2026))
