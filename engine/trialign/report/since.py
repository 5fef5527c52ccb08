"""Since when an answer holds, in words: in full, and short enough for a cell of a table."""

from __future__ import annotations

from trialign.coverage.history import Since
from trialign.model.coverage import Coverage
from trialign.report.words import COVERAGE, counted

_MONTH = len("2026-07")


def in_full(since: Since, coverage: Coverage) -> str:
    """Return since when, and what was there before; empty where it is not known."""
    if since.by is None:
        return ""
    part = "at least in part " if coverage is Coverage.PARTLY else ""
    if since.after is not None:
        before = f" ({_before(since)} then)" if since.before else ""
        return f"{part}since after {since.after_printed}{before} and by {since.by_printed}"
    doubt = f" (not to be told in {since.doubt})" if since.doubt else ""
    if coverage is Coverage.NOT_COVERED:
        return f"at least since {since.by_printed}{doubt}"
    return f"{part}since {since.by_printed} or earlier{doubt}"


def not_held(since: Since) -> str:
    """Return how many releases since then are not held; empty where all are, or none is known."""
    return f"; {counted(len(since.between), 'release')} since then not held" if since.between else ""


def _before(since: Since) -> str:
    assert since.before is not None
    return COVERAGE[since.before][0][2:]


def in_short(since: Since, coverage: Coverage) -> str:
    """Return ``2021-10 < 2026-07`` where it began between these months, else ``by 2020-11``, of a gap ``since``."""
    if since.by is None:
        return ""
    by = since.by_printed[:_MONTH]
    if since.after is not None:
        return f"{since.after_printed[:_MONTH]} < {by}"
    return f"{'since' if coverage is Coverage.NOT_COVERED else 'by'} {by}"
