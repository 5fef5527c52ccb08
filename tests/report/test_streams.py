"""What the command writes to terminals that want no colour, to readers that stop, and where signs are missing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.report.conftest import ROOT, ToTerminal

_EXPLAIN = ("explain", "8882fe816b01cd6b", "--as-of", "2026-11-22", "--data", "tests/golden/data")
_CHECK = ("check", "--engine", "sql", "--as-of", "2026-11-22", "--data", "tests/golden/data")


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    known = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}}
    command = [sys.executable, "-m", "trialign", *arguments]
    return subprocess.run(command, cwd=ROOT, env=known | environment, capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_wants_no_colour_gets_no_escape_codes(
    name: str, value: str, to_terminal: ToTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" in to_terminal(60, *_EXPLAIN)
    printed = to_terminal(60, *_EXPLAIN, **{name: value})
    assert "\x1b" not in printed
    assert max(map(len, printed.split("\n"))) <= 60


def test_force_color_colours_a_pipe_and_no_color_wins() -> None:
    assert b"\x1b[" in _run(*_EXPLAIN, FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert b"\x1b" not in _run(*_EXPLAIN, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_progress_is_said_to_no_pipe() -> None:
    assert _run(*_CHECK).stderr == b""


def test_a_reader_that_stops_ends_a_check_quietly() -> None:
    command = [sys.executable, "-m", "trialign", *_CHECK]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 4


def test_a_locale_without_the_signs_shows_their_numbers() -> None:
    done = _run(*_EXPLAIN, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\\u2192 Propose a test" in done.stdout.decode("ascii")
    drawn = _run("trials", "extract", "tests/golden/trials/records.json", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (drawn.returncode, drawn.stderr) == (0, b"")
    drawn.stdout.decode("ascii")


def test_a_closed_standard_error_does_not_stop_a_check() -> None:
    command = f"{sys.executable} -m trialign {' '.join(_CHECK)} 2>&-"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert b"misalignments" in done.stdout
