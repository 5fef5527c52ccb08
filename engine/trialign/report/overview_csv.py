"""The whole report as CSV: one table for each sheet of the workbook."""

from __future__ import annotations

from collections.abc import Mapping

from trialign.report import check_csv
from trialign.report.overview import Overview


def tables(view: Overview) -> Mapping[str, str]:
    """Return the tables by the name of their file."""
    return {"findings.csv": check_csv.check(view.check)}
