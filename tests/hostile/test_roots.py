"""What readers make of hostile text: they refuse it with file and line, or it stays text in what is made of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.hostile import AS_OF, TEXTS
from tests.hostile.roots import root
from tests.report.test_workbook import no_cell_runs, nothing_runs

from trialign import overview, pipeline
from trialign.errors import ProblemsError
from trialign.model.directory import Nation
from trialign.report import overview_xlsx

_PLACE = re.compile(r"\.(csv|yaml)(:\d+)?: ")
REFUSED = frozenset(
    {
        "right to left", "zero width", "carriage return", "lines", "nul", "control", "lone surrogate",
        "no character", "emoji", "blank", "lookup", "template", "format",
    }
)  # fmt: skip
"""Control characters anywhere, fields of nothing but blanks, and braces in the message of a rule."""
_LET_IN = [text for name, text in TEXTS.items() if name not in REFUSED]


def _problems(sources: pipeline.Sources) -> list[str]:
    found = []
    for read in (lambda: pipeline.load(sources, AS_OF), lambda: pipeline.rulebook(sources, AS_OF)):
        try:
            read()
        except ProblemsError as error:
            found += [str(problem) for problem in error.problems]
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_a_reader_refuses_text_with_its_place_or_reads_it(name: str, tmp_path: Path) -> None:
    said = _problems(root(tmp_path, [TEXTS[name]]))
    assert bool(said) == (name in REFUSED), said[:3]
    assert [line for line in said if not _PLACE.search(line)] == []
    assert not any(sign for line in said for sign in line if not sign.isprintable())


def test_what_readers_let_in_stays_text_in_workbook_and_tables(tmp_path: Path) -> None:
    view = overview.overview(root(tmp_path, _LET_IN), AS_OF, tuple(Nation), lambda _step: None)
    made = overview_xlsx.workbook(view)
    nothing_runs(made)
    no_cell_runs(view)
    words = " ".join(each.message for each in view.check.shown)
    assert all(text in words for text in ("<script>alert(1)</script>", "onerror=alert(1)", "@SUM(1+1)"))
