"""The table of docs/coverage.md, run as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.coverage.conftest import Bench

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
LINES = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| (\w+) \| [^|]+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_has_its_table() -> None:
    assert len(LINES) > 30


@pytest.mark.parametrize(("name", "need", "answer"), LINES)
def test_the_page_says_what_the_engine_does(bench: Bench, name: str, need: str, answer: str) -> None:
    row = bench.row("M1.1", name, "NSCLC")
    assert bench.ask(need, "NSCLC", row).coverage.value == answer
