"""The verbs of those who read trials' criteria: extract them, show a trial, review what was extracted."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from trialign.cli import config
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.options import Alone, Data, Output, emit, say, show, tell
from trialign.errors import InputProblems, ProblemsError, UsageError
from trialign.report.registry import Format

if TYPE_CHECKING:
    from trialign import trial_criteria
    from trialign.importers import texts, write
    from trialign.report import criteria, trial_page
else:
    trial_criteria = later("trialign.trial_criteria")
    texts, write = later("trialign.importers.texts"), later("trialign.importers.write")
    criteria, trial_page = later("trialign.report.criteria"), later("trialign.report.trial_page")

trials_app = typer.Typer(
    help="Read the criteria of trials: extract, show, review.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(trials_app, name="trials")

_RECORDS = "A file of registry records, or - for one JSON object a line on standard input."


def _stream() -> IO[bytes]:
    if sys.stdin is None:
        raise UsageError("standard input is closed, so '-' cannot be read; name a file")
    return sys.stdin.buffer


@trials_app.command()
def extract(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help='Registry records of any shape, or lines of {"id": …, "text": …}; - for lines on standard input.',
        ),
    ],
    output: Output = Format.TEXT,
) -> None:
    """Extract what texts ask of biomarkers; with --format json one object a line for each record."""
    done = wrong = 0
    for each in trial_criteria.extract(files, _stream):
        if not isinstance(each, texts.Extracted):
            wrong += 1
            tell(str(each))
            continue
        done += 1
        _print(each, output)
    if not wrong and not done:
        tell(f"{', '.join(map(str, files))}: holds no record; write one JSON object a line")
        wrong = 1
    if wrong:
        outcome = f"{done:,} record{'' if done == 1 else 's'} read" if done else "nothing was extracted"
        tell(f"{wrong:,} problem{'' if wrong == 1 else 's'}; {outcome}.")
    if not done:
        raise typer.Exit(InputProblems.exit_status)


def _print(each: texts.Extracted, output: Format) -> None:
    if output is Format.JSON:
        emit(criteria.line(each))
    else:
        show(lambda console: criteria.extracted(console, each))


@trials_app.command("show")
def show_(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of trials, such as NCT04585750.")],
    file: Annotated[
        Path | None,
        typer.Option("--from", help="Registry records: show the words that the criteria were read from."),
    ] = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Show trials of the data: registry facts, the tree of the criteria, and the words behind them."""
    try:
        found = trial_criteria.held(config.asked(settings, data, alone=alone), ids, file, _stream)
    except ProblemsError as error:
        error.outcome = "nothing is shown"
        raise
    if output is Format.JSON:
        emit(trial_page.as_json(found))
        return
    for each in found:
        show(partial(trial_page.shown, held=each))


@trials_app.command()
def review(
    what: Annotated[
        list[str], typer.Argument(metavar="ID... | REVIEW.yaml", help="Ids of trials; with --apply, a review file.")
    ],
    file: Annotated[Path | None, typer.Option("--from", help=_RECORDS)] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The review file to write; with --apply, the folder of trial files."),
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="Write the registry's words as comments; do not publish such a file.")
    ] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write the verdicts of a review file into the trial files.")
    ] = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="With --apply: your directories, with a folder 'trials'.")
    ] = None,
) -> None:
    """Write a review file for a person to fill in; with --apply, write confirmed trials from it."""
    try:
        if apply:
            _apply(what, file, out, words, data)
        else:
            _review(what, file, out, words, data)
    except ProblemsError as error:
        error.outcome = "nothing was written"
        raise


def _review(ids: list[str], file: Path | None, out: Path | None, words: bool, data: Path | None) -> None:
    example = "trialign trials review NCT01234567 --from records.json --out review.yaml"
    if data is not None:
        raise UsageError("--data goes with --apply; a review file is written from --from alone")
    if file is None or out is None:
        mend = (
            "to write a filled-in one into trial files, add --apply"
            if ids[0].endswith((".yaml", ".yml"))
            else example
        )
        raise UsageError(f"a review file needs --from and --out: {mend}")
    if out.is_dir():
        raise UsageError(f"{out} is a folder; name a file in it, such as {out / 'review.yaml'}")
    if out.exists():
        raise UsageError(f"{out} is there already and is not overwritten; name another file with --out, or remove it")
    text = trial_criteria.review_file(ids, file, _stream, words)
    write.write_all(out.parent, {out.name: text})
    say(f"wrote {out}: fill in reviewer, date and verdicts, then apply it with --apply")
    if words:
        tell("it holds words of the registry's text: do not publish it")


def _apply(what: list[str], file: Path | None, out: Path | None, words: bool, data: Path | None) -> None:
    if len(what) != 1:
        raise UsageError(f"--apply takes one review file, not {len(what)}")
    if file is not None or words:
        raise UsageError("--from and --words go with writing a review file, not with --apply")
    folder = data / "trials" if data is not None else out
    if folder is None:
        raise UsageError("--apply needs the trial files: --data DIR, or --out with the folder they lie in")
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; 'trialign import trials' makes trial files")
    target = out or folder
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is no folder; name one with --out")
    found = trial_criteria.confirmed(Path(what[0]), folder)
    write.write_all(target, {each.name: each.text for each in found})
    for each in found:
        show(partial(criteria.confirmed, each=each))
    say(f"wrote {len(found)} file{'' if len(found) == 1 else 's'} to {target}")
