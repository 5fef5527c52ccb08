"""The verb that compares releases."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign.cli import config, names
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.options import Alone, AsOf, Data, emit, progress, show
from trialign.errors import UsageError, visible
from trialign.importers import write

if TYPE_CHECKING:
    from trialign import diff_links, release_diff
    from trialign.diff.changes import Comparison
    from trialign.pipeline import Sources
    from trialign.report import diff as diff_page
    from trialign.report import diff_data, diff_nations, release_notes
    from trialign.report.html import diff_page as html_page
else:
    diff_links, release_diff = later("trialign.diff_links"), later("trialign.release_diff")
    diff_page, diff_data = later("trialign.report.diff"), later("trialign.report.diff_data")
    diff_nations = later("trialign.report.diff_nations")
    release_notes = later("trialign.report.release_notes")
    html_page = later("trialign.report.html.diff_page")


class DiffFormat(StrEnum):
    """Formats that a comparison has."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


_HELP = (
    "A release (england/cancer@2021-10), a book or nation for its newest ones, a folder or a .csv file, "
    "either at a git ref (main:draft.csv); several are joined by +. Two nations are compared by meaning."
)
Before = Annotated[str, typer.Argument(metavar="FROM", help=_HELP)]
After = Annotated[str, typer.Argument(metavar="TO", help="Likewise.")]


Book = Annotated[
    str, typer.Option("--book", help="The book that .csv files belong to. Default: that of the other side.")
]
Confirm = Annotated[
    Path | None,
    typer.Option(
        "--confirm",
        help="Links between tests that people settled; a file that is not there is written, with the guesses.",
    ),
]
Append = Annotated[
    bool, typer.Option("--append", help="With --confirm: add what is uncertain and the file lacks, as guesses.")
]


def _compared(
    sources: Sources,
    day: date,
    sides: tuple[str, str],
    book: str,
    confirm: Path | None,
    append: bool,
    whole: bool = False,
    findings: bool = False,
) -> Comparison:
    """Return the comparison, and say on standard error what became of the file of links."""
    confirming = diff_links.begun(confirm, append)
    with progress() as step:
        links = confirming.file if confirming else None
        found = release_diff.compare(sources, day, sides, book, step, links, whole, findings)
    if confirming and found.nations:
        raise UsageError("a file of links ties codes of one nation; two nations are compared without --confirm")
    if confirming:
        typer.echo(visible(diff_links.kept(confirming, found, append)), err=True)
    return found


@app.command()
def diff(
    before: Before,
    after: After,
    every: Annotated[bool, typer.Option("--all", help="List each change, those of wording alone too.")] = False,
    book: Book = "",
    confirm: Confirm = None,
    append: Append = False,
    findings: Annotated[
        bool | None,
        typer.Option(
            "--findings/--no-findings",
            help="Run the rules on both sides: which findings open and close. Default: in json and html only.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    output: Annotated[
        DiffFormat, typer.Option("--format", help="html: a page with old and new cells side by side; needs --out.")
    ] = DiffFormat.TEXT,
    out: Annotated[Path | None, typer.Option("--out", help="Write the page to this file.")] = None,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Show what changed in meaning between two releases, and which medicines and trials a loss strands."""
    _possible(output, out)
    sources, day = config.asked(settings, data, alone=alone), names.day(as_of)
    judging = output is not DiffFormat.TEXT if findings is None else findings
    found = _compared(sources, day, (before, after), book, confirm, append, findings=judging)
    if output is DiffFormat.JSON:
        emit(diff_data.as_json(found, day))
    elif out is not None:
        if found.nations:
            raise UsageError("a page shows one nation's change; for nations side by side, 'report --format html'")
        write.write_file(out, html_page.changed(found, day).encode())
        emit(f"{out}: {html_page.verdict(found)}\n")
    else:
        page = diff_nations.differing if found.nations else diff_page.changed
        show(lambda console: page(console, found, every))


def _possible(output: DiffFormat, out: Path | None) -> None:
    """Refuse what could not be delivered, before anything is compared.

    Raises:
        UsageError: A page has no file to go to, or another format has one.
    """
    if output is DiffFormat.HTML and out is None:
        raise UsageError("--format html goes to a file; name it with --out, such as --out diff.html")
    if out is not None and output is not DiffFormat.HTML:
        raise UsageError(f"--out belongs to --format html; write {output} to a file with > {out}")
    if out is not None and out.is_dir():
        raise UsageError(f"{out} is a folder; name a file with --out")


@app.command("release-notes")
def notes(
    before: Before,
    after: After,
    book: Book = "",
    confirm: Confirm = None,
    append: Append = False,
    as_of: AsOf = None,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Draft release notes in Markdown from what changed in meaning between two releases."""
    sources = config.asked(settings, data, alone=alone)
    found = _compared(sources, names.day(as_of), (before, after), book, confirm, append, whole=True)
    if found.nations:
        raise UsageError("release notes tell what changed in one nation; to compare two, ask 'trialign diff'")
    emit(release_notes.notes(found))
