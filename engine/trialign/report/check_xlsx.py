"""A check as a workbook: a sheet with a row per finding, and one of what was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

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
    sheets = (_findings(rows(view)), Sheet("about", _ABOUT, tuple(_about(view))))
    return workbook(f"trialign check as of {view.as_of}", view.as_of, sheets)


def gate(as_of: date, verdict: Iterable[tuple[Plain, Plain]], found: Iterable[tuple[Plain, ...]]) -> bytes:
    """Return a gate as the bytes of a workbook, which opens at its verdict.

    Args:
        as_of: The day that was judged.
        verdict: What and value, row by row.
        found: Its findings, as rows of the columns of a check.
    """
    sheets = (Sheet("verdict", _ABOUT, tuple(verdict)), _findings(found))
    return workbook(f"trialign gate as of {as_of}", as_of, sheets)


def _findings(found: Iterable[tuple[Plain, ...]]) -> Sheet:
    columns = tuple(Column(name, name, _WIDE.get(name, 16)) for name in COLUMNS)
    return Sheet("findings", columns, tuple(tuple(map(_typed, COLUMNS, row)) for row in found))


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
