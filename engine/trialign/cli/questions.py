"""The verbs that answer questions: is it tested here, and what stands behind a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trialign import pipeline
from trialign.cli import config, names
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.options import Alone, Asked, AsOf, Data, Output, Rules, emit, progress, show
from trialign.coverage.judge import Judge
from trialign.errors import UsageError
from trialign.facts.restrictions import LINES
from trialign.inference.evaluate import EngineName
from trialign.model.directory import Nation
from trialign.model.finding import Finding
from trialign.ontology import ontology_of
from trialign.report import findings, views
from trialign.report import json as json_report
from trialign.report.registry import Format

if TYPE_CHECKING:
    from trialign import chains
    from trialign.questions import why_not as asking
    from trialign.report import pages
    from trialign.report import why_not as why_not_report
else:
    chains, asking = later("trialign.chains"), later("trialign.questions.why_not")
    pages, why_not_report = later("trialign.report.pages"), later("trialign.report.why_not")


@app.command()
def covers(
    biomarker: Annotated[str, typer.Argument(help='Such as "KRAS G12C", "RET fusion", "MSI-H", "HER2".')],
    cancer: Annotated[str, typer.Option("--cancer", help="OncoTree code, name, or a directory's own indication.")],
    nation: Asked = None,
    age: Annotated[
        str, typer.Option("--age", help="adult, paediatric, >=12 or 1-17. Default: as the directory states.")
    ] = "",
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Tell whether each nation tests a biomarker in a cancer, and what comes near."""
    chosen = [names.nation(each) for each in nation or []] or list(Nation)
    world = pipeline.load(config.asked(settings, data, alone=alone), names.day(as_of))
    asked = names.biomarkers(biomarker, world)
    judge = Judge(world.directories, ontology_of(world.vocabulary), world.as_of)
    found = []
    for each in asked:
        need, cancer_name = names.need(cancer, each, names.age(age), world)
        answered = tuple(judge.judge(need, one) for one in chosen)
        found.append(views.answers(world, each.label, need, cancer_name, answered))
    view = views.together(biomarker, tuple(found))
    if output is Format.JSON:
        emit(json_report.covers(view))
    else:
        show(lambda console: pages.covers(console, view))


@app.command()
def explain(
    fingerprint: Annotated[str, typer.Argument(help="The fingerprint of a finding, or its first digits.")],
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Show the chain behind a finding, its facts and where they stand, and why nothing else answered."""
    asked, day = config.asked(settings, data, rules, alone), names.day(as_of)
    with progress() as step:
        run = pipeline.check(asked, day, EngineName.SQL, False, step, asked.disabled)
    finding = _one(fingerprint, run.findings)
    near, links = pipeline.near_fits(run, finding), chains.chain(run, finding)
    idle = [each for each in pipeline.idle(run) if finding.fingerprint in each.findings]
    if output is Format.JSON:
        emit(json_report.explained(finding, near, links, idle))
    else:
        show(lambda console: findings.explain(console, finding, near, links, idle))


def _one(fingerprint: str, findings: tuple[Finding, ...]) -> Finding:
    found = [each for each in findings if each.fingerprint.startswith(fingerprint.lower())]
    if len(found) == 1 and fingerprint:
        return found[0]
    if not found or not fingerprint:
        mend = "'trialign check' lists them, with the same --as-of, --data and --rules"
        raise UsageError(f"no finding has the fingerprint '{fingerprint}'; {mend}")
    some = "\n".join(f"  {each.fingerprint}  {each.message[:80]}" for each in found[:5])
    raise UsageError(f"{len(found)} findings begin with '{fingerprint}'; give more digits, such as\n{some}")


@app.command("why-not")
def why_not(
    biomarker: Annotated[str, typer.Argument(help='Such as "BRAF V600E", "NTRK fusion", "MSI-H".')],
    cancer: Annotated[str, typer.Option("--cancer", help="OncoTree code, name, or a directory's own indication.")],
    nation: Annotated[str, typer.Option("--nation", help="Whose patients are asked about.")],
    age: Annotated[
        str, typer.Option("--age", help="adult, paediatric, all, >=12 or 1-17. Default: not stated.")
    ] = "",
    line: Annotated[str, typer.Option("--line", help="Line of treatment: 1L, 2L, 2L+, 3L+, R/R, maintenance.")] = "",
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Tell why a nation does not test a biomarker or fund a medicine for it, and what would change that."""
    where, stated = names.nation(nation), _line(line)
    world = pipeline.load(config.asked(settings, data, alone=alone), names.day(as_of))
    asker = asking.Asker(world)
    answers = []
    for each in names.biomarkers(biomarker, world):
        need, cancer_name = names.need(cancer, each, names.age(age), world)
        answers.append(asker.why_not(biomarker, need, cancer_name, where, stated))
    if output is Format.JSON:
        emit(why_not_report.as_json(biomarker, answers))
    else:
        show(lambda console: why_not_report.show_all(console, answers))


def _line(text: str) -> str:
    """Return a line of treatment as decisions write it, in any case.

    Raises:
        UsageError: It has another form.
    """
    known = {each.casefold(): each for each in LINES}
    if text and text.casefold() not in known:
        raise UsageError(f"'{text}' is no line of treatment; write one of {', '.join(LINES)}")
    return known.get(text.casefold(), "")
