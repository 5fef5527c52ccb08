"""The head of a comparison in text: how many to look at first, then counts in their number."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from trialign.diff.changes import Change, Comparison, Confidence, Kind
from trialign.model.rule import Severity
from trialign.report.diff import changed


def _change(kind: Kind, severity: Severity, code: str) -> Change:
    return Change(kind, severity, Confidence.HIGH, (code,), (code,), "Lung", "words")


def _text(*changes: Change) -> str:
    out = StringIO()
    changed(Console(file=out, width=100), Comparison(("a",), ("b",), (1, 1), (), changes), False)
    return out.getvalue()


def test_what_to_look_at_stands_first() -> None:
    text = _text(
        _change(Kind.REMOVED, Severity.ERROR, "M1.1"),
        _change(Kind.REUSED, Severity.WARNING, "M1.2"),
        _change(Kind.UNCLEAR, Severity.WARNING, "M1.3"),
        _change(Kind.ELSEWHERE, Severity.INFO, "M1.4"),
    )
    words = "to look at: 1 error, 2 warnings; 1 test only left to books that are not compared"
    assert text.split("\n\n")[1].splitlines()[:2] == [words, "1 test before, 1 after"]


def test_nothing_to_look_at_is_said() -> None:
    assert "to look at: no error, no warning\n" in _text(_change(Kind.ADDED, Severity.INFO, "M1.1"))


@pytest.mark.parametrize(("number", "words"), [(1, "1  code reused for"), (2, "2  codes reused for")])
def test_a_single_change_is_not_plural(number: int, words: str) -> None:
    assert words in _text(*(_change(Kind.REUSED, Severity.WARNING, f"M1.{n}") for n in range(number)))
