"""The real command, run from the root of the checkout, and what it answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
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
    def data(self) -> dict[str, Any]:
        """The output as JSON."""
        read: dict[str, Any] = json.loads(self.output)
        return read

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
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr.decode())
