"""The verbs of those who keep directories: import a published file, lint, list what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign import pipeline
from trialign.cli import config, names
from trialign.cli.app import FailOn, app, severe
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.options import Alone, AsOf, Data, Output, Rules, emit, progress, show, tell
from trialign.errors import ProblemsError, UsageError
from trialign.inference.evaluate import EngineName
from trialign.model.dates import PartialDate
from trialign.model.rule import Severity
from trialign.report import findings
from trialign.report import json as json_report
from trialign.report.registry import Format

if TYPE_CHECKING:
    from trialign import maintenance
    from trialign.importers import trials, write
    from trialign.report import imports, trial_imports
else:
    maintenance = later("trialign.maintenance")
    trials, write = later("trialign.importers.trials"), later("trialign.importers.write")
    imports, trial_imports = later("trialign.report.imports"), later("trialign.report.trial_imports")

_DECISIONS = "decisions"
_TRIALS = "trials"


@app.command("import")
def import_(
    publisher: Annotated[
        str,
        typer.Argument(help="nhs-england, decisions, trials, or the path of a column map of your own (.yaml)."),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="The published file, .xlsx or .csv; decisions also .jsonl; of trials any number."
        ),
    ],
    release: Annotated[
        str, typer.Option("--release", help="Its name, a date such as 2026-07. Default: as the file prints it.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="The folder to write into. Default, here: the nation's name, decisions or trials."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    map_id: Annotated[
        str, typer.Option("--map", help="Which of the publisher's column maps. Default: the one that fits best.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that hold something else, edited ones too.")
    ] = False,
    captured: Annotated[
        str, typer.Option("--captured", help="Trials: the day the records were taken, where they do not say it.")
    ] = "",
    country: Annotated[
        str, typer.Option("--country", help='Trials: only those with a site in it, such as "United Kingdom".')
    ] = "",
    open_only: Annotated[bool, typer.Option("--open", help="Trials: only those that let patients in.")] = False,
) -> None:
    """Turn a published directory, collected decisions or registry records into files, with all that is unread."""
    if publisher == _TRIALS:
        wanted = trials.Wanted(country, open_only, _captured(captured))
        _import_trials(files, wanted, out or Path("trials"), dry_run, force)
        return
    if len(files) > 1:
        raise UsageError(f"one file at a time, not {len(files)}; only trials take several")
    file = files[0]
    if publisher == _DECISIONS:
        _import_decisions(file, out or Path("decisions"), dry_run, force)
        return
    with progress() as step, _nothing_written():
        step(f"reading {file.name}")
        found = maintenance.read_published(publisher, file, release, map_id)
        folder = out or Path(found.map.nation.value)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is no folder; name one with --out")
        if not dry_run:
            _write(folder, found.files, force)
    written = [] if dry_run else [str(folder / name) for name in sorted(found.files)]
    show(lambda console: imports.imported(console, found, written))


@contextmanager
def _nothing_written() -> Iterator[None]:
    """Say of problems that nothing was written: an import judges nothing."""
    try:
        yield
    except ProblemsError as error:
        error.outcome = "nothing was written"
        raise


def _write(folder: Path, files: Mapping[str, str], force: bool) -> None:
    if not force:
        write.refuse_changed(folder, files)
    write.write_all(folder, files)


def _import_decisions(file: Path, folder: Path, dry_run: bool, force: bool) -> None:
    with _nothing_written():
        found = maintenance.read_decisions(file)
    if not dry_run:
        _write(folder, found.files, force)
    written = [] if dry_run else [str(folder / name) for name in sorted(found.files)]
    show(lambda console: imports.imported_decisions(console, found, written))


def _captured(printed: str) -> PartialDate | None:
    try:
        day = PartialDate.parse(printed) if printed else None
    except ValueError as error:
        raise UsageError(f"--captured '{printed}' is no date: {error}; write 2026-07-16, 2026-07 or 2026") from error
    if day and day.first > date.today():
        raise UsageError(f"--captured {printed} has not come yet; give the day on which the records were taken")
    return day


def _import_trials(paths: list[Path], wanted: trials.Wanted, folder: Path, dry_run: bool, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one with --out")
    with (
        progress() as step,
        _nothing_written(),
        maintenance.read_trials(paths, wanted, folder, step) as (found, spool),
    ):
        if not force and not dry_run:
            write.refuse_any(folder, spool.files(), "criteria")
        if not dry_run:
            step(f"writing {len(found.names):,} files")
            write.write_each(folder, spool.files())
    for problem in ProblemsError(found.problems).problems:
        tell(str(problem))
    show(lambda console: trial_imports.imported(console, found, wanted, "" if dry_run else str(folder)))


Directory = Annotated[
    str, typer.Argument(help="england, england/cancer or england/cancer@2021-10. Default: every release held.")
]


@app.command()
def lint(
    directory: Directory = "",
    severity: Annotated[
        list[Severity] | None, typer.Option("--severity", case_sensitive=False, help="List only this severity.")
    ] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; may be repeated.")] = None,
    fix: Annotated[
        Path | None,
        typer.Option("--fix", help="Write proposed corrections to this file; no row changes."),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", case_sensitive=False, help="End with status 1 at or above this severity."),
    ] = FailOn.NEVER,
    engine: Annotated[EngineName, typer.Option("--engine", help="Which executor judges.")] = EngineName.SQL,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Check directories on their own: misprints, repeats, reused codes, the crosswalk."""
    sources = config.asked(settings, data, rules, alone)
    day = names.day(as_of)
    wanted = pipeline.rule_ids(sources, day, rule or [], maintenance.FAMILY)
    if fix is not None:
        _refuse_to_overwrite(fix)
    with progress() as step:
        found = maintenance.lint(sources, day, directory, engine, step, wanted)
    asked = [each for each in found.findings if not wanted or each.rule.id in wanted]
    shown = [each for each in asked if not severity or each.rule.severity in severity]
    said = _propose(fix, maintenance.proposals(sources, directory)) if fix is not None else ""
    if output is Format.JSON:
        emit(json_report.linted(found.releases, found.tests, asked, shown, found.idle, found.disabled))
    else:
        show(
            lambda console: findings.linted(
                console, found.releases, found.tests, asked, shown, found.idle, found.disabled
            )
        )
    if said:
        tell(said)
    if severe(asked, fail_on):
        raise typer.Exit(1)


def _refuse_to_overwrite(file: Path) -> None:
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it, such as {file / 'corrections.csv'}")
    if file.exists():
        raise UsageError(
            f"{file} is there already and is not overwritten; name another file with --fix, or remove it"
        )


def _propose(file: Path, found: maintenance.Proposals) -> str:
    """Write proposed corrections where there are any, and return what to say of them."""
    known = f"{found.known} misprints are already in vocabulary/corrections.csv"
    if not found.new:
        return f"0 new proposals; {known}. Nothing was written."
    write.write_all(file.parent, {file.name: found.table})
    return f"{found.new} new proposal{'' if found.new == 1 else 's'}; {known}. wrote {file}"


@app.command()
def unresolved(
    directory: Directory = "",
    every: Annotated[bool, typer.Option("--all", help="Name every cell, not only the first of each text.")] = False,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """List printed texts that could not be read as targets, most frequent first, with file and cell."""
    found = maintenance.unresolved(config.asked(settings, data, alone=alone), directory)
    if output is Format.JSON:
        emit(imports.unresolved_json(found))
    else:
        show(lambda console: imports.unresolved(console, found, every))
