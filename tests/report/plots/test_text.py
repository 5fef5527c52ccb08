"""How wide text is thought to be, and how it is cut and wrapped."""

from __future__ import annotations

import pytest

from trialign.report.plots.text import clean, cut, width, wrapped


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines", "two lines"),
        ("a\x00b", "a\ufffdb"),
        ("\u202ereversed", "\ufffdreversed"),
        ("  spaced   out ", "spaced out"),
        ("é漢א", "é漢א"),
    ],
)
def test_text_is_in_one_line_without_what_is_no_sign(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_very_long_text_is_cut_even_where_it_stands_whole() -> None:
    assert len(clean("x" * 100_000)) == 4_001


def test_text_that_fits_is_not_cut() -> None:
    assert cut("RET fusion", 200, 12) == "RET fusion"


def test_text_that_is_cut_fits_and_says_so() -> None:
    found = cut("Non-Small Cell Lung Cancer", 80, 12)
    assert found.endswith("…") and width(found, 12) <= 80
    assert "Non-Small Cell Lung Cancer".startswith(found[:-1])


def test_wrapping_keeps_every_word_where_there_is_room() -> None:
    assert " ".join(wrapped("one two three four five", 60, 12, 5)) == "one two three four five"


def test_the_last_line_is_cut_where_there_is_more() -> None:
    lines = wrapped("one two three four five six seven eight", 60, 12, 2)
    assert len(lines) == 2 and lines[1].endswith("…")
    assert all(width(line, 12) <= 60 for line in lines)


def test_one_long_word_is_cut() -> None:
    (line,) = wrapped("x" * 500, 100, 12, 2)
    assert line.endswith("…") and width(line, 12) <= 100
