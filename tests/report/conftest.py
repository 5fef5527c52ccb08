"""Runs the real command, to a pipe and to a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

ToPipe = Callable[..., subprocess.CompletedProcess[bytes]]
ToTerminal = Callable[..., str]
ROOT = Path(__file__).resolve().parents[2]
_COLOUR = {"FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "NO_COLOR", "COLUMNS", "LINES"}
_BLOCK = 65536


def _environment(**more: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in _COLOUR} | more


@pytest.fixture
def to_pipe() -> ToPipe:
    """Run the command from the root of the checkout and return what it wrote."""

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "trialign", *arguments],
            cwd=ROOT,
            env=_environment(TERM="xterm-256color"),
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def to_terminal() -> ToTerminal:
    """Run the command at a terminal so many columns wide, and return what the terminal got."""

    def run(width: int, *arguments: str, **more: str) -> str:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        with subprocess.Popen(
            [sys.executable, "-m", "trialign", *arguments],
            cwd=ROOT,
            env=_environment(**{"TERM": "xterm-256color", **more}),
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
        ):
            os.close(theirs)
            return _all(ours).decode().replace("\r\n", "\n")

    return run


def _all(descriptor: int) -> bytes:
    """Read until the other end is closed, which Linux reports as an error and macOS as an empty read."""
    blocks = []
    try:
        while block := os.read(descriptor, _BLOCK):
            blocks.append(block)
    except OSError:
        pass
    finally:
        os.close(descriptor)
    return b"".join(blocks)
