"""Runs the real command, each command line once a session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_COLOUR = {"FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "COLUMNS"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and the exit status it ended with."""

    status: int
    output: bytes
    errors: str

    @property
    def text(self) -> str:
        """Everything printed on standard output."""
        return self.output.decode()

    @property
    def words(self) -> str:
        """The output without line breaks, which depend on the width."""
        return " ".join(self.text.split())

    @property
    def data(self) -> Any:
        """The output as JSON."""
        return json.loads(self.output)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of a check in JSON."""
        found: list[dict[str, Any]] = self.data["findings"]
        return found


Trialign = Callable[..., Answer]


def run(*arguments: str) -> Answer:
    """Run the command from the root of the checkout, as a pipe sees it."""
    environment = {key: value for key, value in os.environ.items() if key not in _COLOUR}
    done = subprocess.run(
        [sys.executable, "-m", "trialign", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr.decode())


@pytest.fixture(scope="session")
def trialign() -> Trialign:
    """Run a command line; the same one is run once a session, unless ``again`` tells runs apart."""
    held: dict[tuple[str, ...], Answer] = {}

    def answer(*arguments: str, again: str = "") -> Answer:
        key = (again, *arguments)
        if key not in held:
            held[key] = run(*arguments)
        return held[key]

    return answer
