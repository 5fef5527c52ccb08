"""The whole report as a workbook, for committees."""

from __future__ import annotations

from trialign.report import overview_summary, overview_tables
from trialign.report.overview import Overview
from trialign.report.sheets import Sheet
from trialign.report.workbook import workbook as made


def sheets(view: Overview) -> tuple[Sheet, ...]:
    """Return the sheets in their order."""
    return (
        overview_summary.front(view),
        overview_tables.findings(view),
        overview_tables.matrix(view),
        overview_tables.answers(view),
        overview_tables.sources(view),
        overview_tables.not_known(view),
        overview_tables.recommendations(view),
    )


def workbook(view: Overview) -> bytes:
    """Return the whole report as the bytes of a workbook."""
    title = f"How test directories, medicine decisions and trials stand to each other, as of {view.check.as_of}"
    return made(title, view.check.as_of, sheets(view))
