"""The whole report as a workbook, for committees: what was found, the matrix, the sources, the recommendations."""

from __future__ import annotations

from trialign.report import check_xlsx
from trialign.report.overview import Overview


def workbook(view: Overview) -> bytes:
    """Return the whole report as the bytes of a workbook."""
    return check_xlsx.check(view.check)
