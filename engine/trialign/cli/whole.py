"""Where a whole report goes: a page or a workbook to a file, its tables to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trialign.cli.later import later
from trialign.cli.options import emit
from trialign.errors import UsageError
from trialign.importers import write
from trialign.report import summary

if TYPE_CHECKING:
    from trialign.report import overview_csv, overview_xlsx
    from trialign.report.html import page
    from trialign.report.overview import Overview
else:
    overview_csv, overview_xlsx = later("trialign.report.overview_csv"), later("trialign.report.overview_xlsx")
    page = later("trialign.report.html.page")

FOLDERS = {"csv": "tables"}
"""Formats that are several files, with an example of the folder they go to."""
FILES = {"html": "report.html", "xlsx": "report.xlsx"}
"""Formats that are one file and say everything that a run says, with an example of its name."""


def whole(output: str) -> bool:
    """Tell whether a format holds the whole report, whatever it could be ordered by."""
    return output in FILES or output in FOLDERS


def possible(output: str, out: Path | None, by: str | None) -> None:
    """Refuse what could not be delivered, before anything is judged.

    Raises:
        UsageError: A whole report is asked to be ordered, or has nowhere to go.
    """
    kind, other = ("folder", "file") if output in FOLDERS else ("file", "folder")
    if whole(output) and by is not None:
        raise UsageError(f"--format {output} holds the whole report; leave out --by, or take text, json or markdown")
    if whole(output) and out is None:
        like = {**FILES, **FOLDERS}[output]
        raise UsageError(f"--format {output} goes to a {kind}; name it with --out, such as --out {like}")
    if out is not None and (out.is_dir() if kind == "file" else out.exists() and not out.is_dir()):
        raise UsageError(f"{out} is a {other}; name a {kind} with --out")


def deliver(view: Overview, output: str, out: Path) -> None:
    """Write a whole report, and then its verdict in a line to standard output."""
    if output in FOLDERS:
        write.write_all(out, overview_csv.tables(view))
    else:
        write.write_file(out, _content(view, output))
    emit(f"{out}: {summary.verdict(view.check)}\n")


def _content(view: Overview, output: str) -> bytes:
    """Return the bytes of a format of one file."""
    return overview_xlsx.workbook(view) if output == "xlsx" else page.report(view).encode()
