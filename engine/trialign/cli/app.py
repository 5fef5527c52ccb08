"""The verbs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trialign import __version__, history, pipeline, validation
from trialign.cli import config, manifests, names
from trialign.cli.config import Config
from trialign.cli.delivery import CheckOutput, File, deliver, possible
from trialign.cli.manifests import Manifest
from trialign.cli.options import Alone, AsOf, Data, Nations, Output, Rules, emit, progress, say, show
from trialign.errors import UsageError
from trialign.inference.evaluate import EngineName
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.report import json as json_report
from trialign.report import pages, views
from trialign.report.page import MEASURE
from trialign.report.registry import CheckFormat, Format

app = typer.Typer(
    name="trialign",
    help="Keep genomic test directories, medicine decisions and clinical trials in line.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"max_content_width": MEASURE},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class FailOn(StrEnum):
    """The lowest severity of a gap that ends a check with status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"

    def counts(self, severity: Severity) -> bool:
        """Tell whether a severity is at or above this one; nothing is at or above ``never``."""
        return self is not FailOn.NEVER and severity.reaches(Severity(self.value))


def _version(wanted: bool) -> None:
    if wanted:
        print(f"trialign {__version__}")
        raise typer.Exit


def severe(findings: Iterable[Finding], fail_on: FailOn) -> bool:
    """Tell whether a gap is at or above a severity."""
    return bool(failing(findings, fail_on))


def failing(findings: Iterable[Finding], fail_on: FailOn) -> frozenset[str]:
    """Return the fingerprints of the gaps at or above a severity."""
    return frozenset(
        each.fingerprint for each in findings if each.verdict is Verdict.GAP and fail_on.counts(each.rule.severity)
    )


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep genomic test directories, medicine decisions and clinical trials in line."""


@app.command()
def check(  # noqa: PLR0913 - one argument for each option
    context: typer.Context,
    nation: Nations = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; may be repeated.")] = None,
    severity: Annotated[
        list[Severity] | None,
        typer.Option("--severity", case_sensitive=False, help="List only this severity; may be repeated."),
    ] = None,
    verdict: Annotated[
        list[Verdict] | None,
        typer.Option("--verdict", case_sensitive=False, help="List only this verdict; may be repeated."),
    ] = None,
    as_of: AsOf = None,
    output: CheckOutput = CheckFormat.TEXT,
    file: File = None,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", case_sensitive=False, help="End with status 1 on a gap at or above this severity."),
    ] = FailOn.NEVER,
    engine: Annotated[EngineName, typer.Option("--engine", help="Which executor judges.")] = EngineName.DURABLE,
    verify: Annotated[
        bool, typer.Option("--verify", help="Run both executors; refuse to answer if they differ.")
    ] = False,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
    since: Annotated[
        Path | None, typer.Option("--since", help="An earlier 'check --format json': list what is new since then.")
    ] = None,
    new_only: Annotated[
        bool, typer.Option("--new-only", help="With --since: --fail-on counts only gaps that were none then.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List every finding, of severity info and with --since what was known then.")
    ] = False,
    manifest: Manifest = None,
) -> None:
    """Find misalignments between directories, decisions and trials."""
    if since is None and new_only:
        raise UsageError("--new-only needs --since: there is nothing to compare with")
    possible(output, file)
    wanted = {names.nation(each) for each in nation or []}
    sources_asked, day = config.asked(settings, data, rules, alone), names.day(as_of)
    chosen = pipeline.rule_ids(sources_asked, day, rule or [])
    then = history.earlier(since) if since else None
    taken = manifests.taken(manifest, sources_asked, since)
    with progress() as step:
        run = pipeline.check(sources_asked, day, engine, verify, step, chosen)

    asked = [
        each
        for each in run.findings
        if (not wanted or each.nation in wanted) and (not chosen or each.rule.id in chosen)
    ]
    shown = [
        each
        for each in asked
        if (not severity or each.rule.severity in severity) and (not verdict or each.verdict in verdict)
    ]
    scope = history.scope(run, wanted, chosen, severity, verdict)
    compared = history.since(since, then, run, scope, asked, chosen) if since and then else None
    failed = failing(compared.not_gaps_then(asked) if compared and new_only else asked, fail_on)
    whole = bool(every or rule or severity or verdict)
    made_of = manifests.save(context, manifest, day, taken, run.world)
    checked = views.Checked(scope, compared, every, whole, fail_on.value, failed, made_of)
    deliver(pipeline.view(run, tuple(asked), tuple(shown), checked), output, file)
    if failed:
        raise typer.Exit(1)


@app.command()
def sources(
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Show what is loaded, how old and how complete it is, and what is not known."""
    found = views.sources(pipeline.load(config.asked(settings, data, alone=alone), names.day(as_of)))
    if output is Format.JSON:
        emit(json_report.sources(found))
    else:
        show(lambda console: pages.sources(console, found))


def _is_rulebook(path: Path) -> bool:
    try:
        return (path / "shared.yaml").is_file() or any(path.glob("*/???-???.yaml"))
    except OSError as error:
        raise UsageError(f"{str(path)[:80]} cannot be read: {error.strerror}") from error


@app.command()
def validate(
    path: Annotated[
        Path | None, typer.Argument(help="A data root or a rulebook of your own. Default: what is bundled.")
    ] = None,
    as_of: AsOf = None,
    settings: Config = None,
) -> None:
    """Show every problem of directories, decisions, trials and rules, with file, line and remedy."""
    is_rulebook = path is not None and _is_rulebook(path)
    chosen = config.asked(settings, rules=path) if is_rulebook else config.asked(settings, data=path)
    result = validation.validate(chosen, names.day(as_of))
    if result.problems is not None:
        raise result.problems
    say("valid: " + ", ".join(result.read))
