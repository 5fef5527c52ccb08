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


def _under(notes: str, code: str) -> str:
    """Return the heading that a test stands under."""
    return notes[: notes.index(f"- **{code}**")].rpartition("\n## ")[2].partition("\n")[0]


def test_a_test_that_reports_less_is_still_tested_and_its_doubt_stays_doubt(in_process: InProcess) -> None:
    notes = _notes(in_process, _V2, _ALL_2026)
    assert _under(notes, "M218.1") == "Tests that report less"
    line = _of(notes, "M218.1")
    assert "Puts in doubt: NCT04657068." in line
    assert "Needed by" not in line


def test_what_is_gone_is_no_longer_tested(in_process: InProcess) -> None:
    notes = _notes(in_process, "england/cancer-non-cns@2026-07", _V2)
    gone = notes.partition("## No longer tested\n")[2].partition("\n## ")[0]
    assert "no test of these patients reports" in gone


def test_a_change_that_is_not_sure_says_so(in_process: InProcess) -> None:
    notes = _notes(in_process, _V2, _ALL_2026)
    assert _of(notes, "M60.1").endswith("(confidence low)")
    assert "confidence" not in _of(notes, "M1.1").replace("(confidence medium)", "")
