"""The verb of jobs: one verdict on data, against what is known of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign.cli import config, manifests, names
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.delivery import CheckOutput, File
from trialign.cli.later import later
from trialign.cli.manifests import Manifest
from trialign.cli.options import Alone, AsOf, Data, Rules, progress
from trialign.cli.parcels import Parcel, parcels_of, possible
from trialign.inference.evaluate import EngineName
from trialign.model.rule import Severity
from trialign.report.registry import CheckFormat

if TYPE_CHECKING:
    from trialign import gating
    from trialign.cli import gate_delivery
    from trialign.load import candidates
else:
    gating, gate_delivery = later("trialign.gating"), later("trialign.cli.gate_delivery")
    candidates = later("trialign.load.candidates")


@app.command()
def gate(  # noqa: PLR0913 - one argument for each option
    context: typer.Context,
    against: Annotated[
        Path | None, typer.Option("--against", help="An earlier 'check --format json': what it shows is known.")
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option(
            "--release",
            metavar="RELEASE",
            help="Judge as if in force: a draft, england/cancer=draft.csv, or a release that is held, "
            "england/cancer@2021-10; may be repeated.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="A file of known findings; what is fixed is taken away from it.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Add the new gaps to the baseline, or begin one with them.")
    ] = False,
    frozen: Annotated[bool, typer.Option("--frozen", help="Leave the baseline as it is.")] = False,
    exceptions: Annotated[
        Path | None, typer.Option("--exceptions", help="A table of accepted findings, beside that of the data.")
    ] = None,
    fail_on: Annotated[
        Severity,
        typer.Option("--fail-on", case_sensitive=False, help="Fail on new gaps at or above this severity."),
    ] = Severity.ERROR,
    as_of: AsOf = None,
    output: CheckOutput = CheckFormat.TEXT,
    file: File = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="FORMAT=FILE", help="Write this format to this file too; may be repeated."),
    ] = None,
    engine: Annotated[EngineName, typer.Option("--engine", help="Which executor judges.")] = EngineName.DURABLE,
    verify: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Run both executors; give no verdict if they differ.")
    ] = True,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
    manifest: Manifest = None,
) -> None:
    """Tell whether data may go out: what is new, known and fixed, and one verdict as the exit status.

    0: passed. 1: a new gap, or an exception that has ended. 2: the command, settings or a rule is wrong. 3: data or
    the baseline cannot be read. 4: no verdict, since a source is missing or too old, the rulebook is empty, a
    required rule had nothing to judge, or the executors disagree.
    """
    parcels = (Parcel(output, file), *parcels_of(also or []))
    possible(parcels)
    sources, day = config.asked(settings, data, rules, alone), names.day(as_of)
    sources = replace(sources, exceptions=exceptions or sources.exceptions, releases=tuple(release or ()))
    asked = gating.Asked(fail_on, against, baseline, accept, frozen, engine, verify)
    drafts = [candidates.file_of(each) for each in sources.releases]
    taken = manifests.taken(manifest, sources, against, baseline, *drafts)
    with progress() as step:
        decision, run = gating.decide(sources, day, asked, step)
    made_of = manifests.save(context, manifest, day, taken, run.world if run else None)
    gate_delivery.deliver(decision, made_of, parcels)
    if decision.ruling.exit_status:
        raise typer.Exit(decision.ruling.exit_status)
