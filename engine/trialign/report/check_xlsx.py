"""A check as a workbook: a sheet with a row per finding, and one of what was judged."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.report import summary
from trialign.report.finding_rows import COLUMNS, rows
from trialign.report.finding_rows import Cell as Plain
from trialign.report.sheets import Cell, Column, Page, Sheet, day
from trialign.report.views import CheckView
from trialign.report.workbook import workbook

_WIDE = {"title": 40, "message": 80, "doubt": 40, "remedy": 60, "subjects": 30, "cancer_name": 30, "exception": 40}
_DAYS = frozenset({"published", "retrieved"})
_ABOUT = (Column("what", "what", 32), Column("value", "value", 80))


def check(view: CheckView) -> bytes:
    """Return a check as the bytes of a workbook; its times are midnight of the day that was judged."""
    columns = tuple(Column(name, name, _WIDE.get(name, 16)) for name in COLUMNS)
    found = tuple(tuple(map(_typed, COLUMNS, row)) for row in rows(view))
    sheets = (Sheet("findings", columns, found), Sheet("about", _ABOUT, tuple(_about(view))))
    return workbook(f"trialign check as of {view.as_of}", view.as_of, sheets)


def _typed(name: str, value: Plain) -> Cell:
    if not isinstance(value, str):
        return value
    return Page(value) if name == "source" else day(value) if name in _DAYS else value


def _about(view: CheckView) -> Iterator[tuple[Cell, ...]]:
    since = view.checked.since
    yield "verdict", f"{summary.outcome(view)}: {summary.verdict(view)}"
    yield "judged", summary.judged(view)
    yield "as of", view.as_of
    yield "compared with", f"{since.file}, as of {since.differences.as_of}" if since else None
    yield "resolved since", len(since.resolved) if since else None
    yield "sources superseded or too old", "; ".join(each.name for each in view.sources if each.stale)
    yield "settings", view.settings
    yield "notice", summary.NOTICE
    for each in view.sources:
        yield "source", each.name
