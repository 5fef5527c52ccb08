"""Since when an answer holds, in words: in full, and short enough for a cell of a table."""

from __future__ import annotations

from trialign.coverage.history import Since
from trialign.model.coverage import Coverage
from trialign.report.words import COVERAGE, counted

_MONTH = len("2026-07")


def in_full(since: Since, coverage: Coverage) -> str:
    """Return since when, what was there before, and what is not held since; empty where it is not known."""
    if since.by is None:
        return ""
    part = "at least in part " if coverage is Coverage.PARTLY else ""
    if since.after is not None:
        before = f" ({_before(since)} then)" if since.before else ""
        words = f"{part}since after {since.after_printed}{before} and by {since.by_printed}"
    elif coverage is Coverage.NOT_COVERED:
        words = f"at least since {since.by_printed}"
    elif since.doubt:
        words = f"{part}since {since.by_printed} or earlier (not to be told in {since.doubt})"
    else:
        words = f"{part}since {since.by_printed} or earlier"
    between = f"; {counted(len(since.between), 'release')} after it not held" if since.between else ""
    return words + between


def _before(since: Since) -> str:
    assert since.before is not None
    return COVERAGE[since.before][0][2:]


def in_short(since: Since) -> str:
    """Return the months between which an answer began: ``2021-10 < 2026-07``, or ``by 2020-11``."""
    if since.by is None:
        return ""
    by = since.by_printed[:_MONTH]
    return f"{since.after_printed[:_MONTH]} < {by}" if since.after is not None else f"by {by}"
