"""What the README shows is what the command prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

_README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
_SHOWN = re.findall(r"`trialign ([^`]+)`, from its output:\n\n```\n(.*?)```", _README, re.DOTALL)


def test_the_readme_shows_two_outputs() -> None:
    assert len(_SHOWN) == 2


@pytest.mark.parametrize(("arguments", "excerpt"), _SHOWN)
def test_an_excerpt_stands_in_the_output(arguments: str, excerpt: str) -> None:
    command = [sys.executable, "-m", "trialign", *shlex.split(arguments)]
    environment = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    printed = done.stdout.splitlines()
    shown = [line for line in excerpt.splitlines() if line.strip() not in {"", "…"}]
    assert len(shown) > 5
    assert [line for line in shown if line not in printed] == []
