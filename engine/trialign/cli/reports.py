"""The verb ``report``: what a run says of the recommendations, of research genes and of islands."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from trialign.cli import config, names, whole
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.looks import nations_of
from trialign.cli.options import Alone, AsOf, Data, Rules, emit, progress, rendered, show
from trialign.importers import write

if TYPE_CHECKING:
    from trialign import overview as overviews
    from trialign import recommendations as accounts
    from trialign import registers as registering
    from trialign.report import accounts_data, accounts_markdown
    from trialign.report import recommendations as account_page
    from trialign.report import registers as register_page
else:
    overviews = later("trialign.overview")
    accounts, registering = later("trialign.recommendations"), later("trialign.registers")
    account_page, register_page = later("trialign.report.recommendations"), later("trialign.report.registers")
    accounts_data, accounts_markdown = (
        later("trialign.report.accounts_data"),
        later("trialign.report.accounts_markdown"),
    )


class By(StrEnum):
    """What a report is ordered by."""

    RECOMMENDATION = "recommendation"
    GENE = "gene"
    ISLAND = "island"


class ReportFormat(StrEnum):
    """Formats that a report has."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"


@app.command()
def report(
    by: Annotated[By | None, typer.Option("--by", help="What it is ordered by. Default: recommendation.")] = None,
    nation: Annotated[
        list[str] | None, typer.Option("--nation", help="Only this nation; may be repeated. Default: all four.")
    ] = None,
    as_of: AsOf = None,
    output: Annotated[
        ReportFormat,
        typer.Option(
            "--format",
            help="html: the whole report as a page; xlsx: a workbook; csv: its tables in a folder. They need --out.",
        ),
    ] = ReportFormat.TEXT,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file or folder.")] = None,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Show what can be said of each recommendation, of genes that trials ask for, or of indications without a route.

    By recommendation: each as checked, partly or not checkable by software, with its number, its findings and what
    is missing. By gene: what open trials ask for and what each addition unlocks. By island: indications whose
    patients no test finds for medicines that are given whatever the cancer. As a page, a workbook or its tables: all
    that one run says, to look at and to pass on.
    """
    whole.possible(output, out, by)
    by = by or By.RECOMMENDATION
    nations = nations_of(nation)
    sources, day = config.asked(settings, data, rules, alone), names.day(as_of)
    if whole.whole(output) and out is not None:
        with progress() as step:
            everything = overviews.overview(sources, day, nations, step)
        whole.deliver(everything, output, out)
        return
    with progress() as step:
        if by is By.RECOMMENDATION:
            account = accounts.recommendations(sources, day, nations, step)
        elif by is By.GENE:
            register = registering.genes(sources, day, nations, step)
        else:
            isles = registering.islands(sources, day, nations, step)
    if by is By.RECOMMENDATION:
        _write(
            output,
            out,
            lambda console: account_page.recommendations(console, account),
            lambda: accounts_data.recommendations(account),
            lambda: accounts_markdown.recommendations(account),
        )
    elif by is By.GENE:
        _write(
            output,
            out,
            lambda console: register_page.genes(console, register),
            lambda: accounts_data.genes(register),
            lambda: accounts_markdown.genes(register),
        )
    else:
        _write(
            output,
            out,
            lambda console: register_page.islands(console, isles),
            lambda: accounts_data.islands(isles),
            lambda: accounts_markdown.islands(isles),
        )


def _write(
    output: ReportFormat,
    out: Path | None,
    text: Callable[[Console], None],
    data: Callable[[], str],
    markdown: Callable[[], str],
) -> None:
    if output is ReportFormat.TEXT and out is None:
        show(text)
        return
    said = rendered(text) if output is ReportFormat.TEXT else data() if output is ReportFormat.JSON else markdown()
    if out is None:
        emit(said)
    else:
        write.write_file(out, said.encode())
