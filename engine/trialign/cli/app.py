"""The verbs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trialign import __version__, pipeline
from trialign.cli import names
from trialign.cli.options import Alone, AsOf, Data, Nations, Output, Rules, emit, progress, show
from trialign.coverage.judge import Judge
from trialign.errors import UsageError
from trialign.inference.evaluate import Dialect, EngineName
from trialign.model.directory import Nation
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.ontology import Ontology
from trialign.report import findings, pages, views
from trialign.report import json as json_report
from trialign.report.registry import Format

app = typer.Typer(
    name="trialign",
    help="Keep genomic test directories, medicine decisions and clinical trials in line.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
rules_app = typer.Typer(help="List, show and test the rules.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class FailOn(StrEnum):
    """The lowest severity of a gap that ends a check with status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


_FAIL = {
    FailOn.ERROR: [Severity.ERROR],
    FailOn.WARNING: [Severity.ERROR, Severity.WARNING],
    FailOn.INFO: list(Severity),
    FailOn.NEVER: [],
}


def _version(wanted: bool) -> None:
    if wanted:
        print(f"trialign {__version__}")
        raise typer.Exit


def severe(findings: Iterable[Finding], fail_on: FailOn) -> bool:
    """Tell whether a gap is at or above a severity."""
    return any(each.verdict is Verdict.GAP and each.rule.severity in _FAIL[fail_on] for each in findings)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep genomic test directories, medicine decisions and clinical trials in line."""


@app.command()
def check(
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
    output: Output = Format.TEXT,
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
) -> None:
    """Find misalignments between directories, decisions and trials."""
    wanted = {names.nation(each) for each in nation or []}
    sources_asked, day = pipeline.Sources(data, rules, alone), names.day(as_of)
    chosen = pipeline.rule_ids(sources_asked, day, rule or [])
    with progress() as step:
        run = pipeline.check(sources_asked, day, engine, verify, step)

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
    view = pipeline.view(run, tuple(asked), tuple(shown))
    if output is Format.JSON:
        emit(json_report.check(view))
    else:
        show(lambda console: findings.check(console, view))
    if severe(view.asked, fail_on):
        raise typer.Exit(1)


@app.command()
def covers(
    biomarker: Annotated[str, typer.Argument(help='Such as "KRAS G12C", "RET fusion", "MSI-H", "HER2".')],
    cancer: Annotated[str, typer.Option("--cancer", help="OncoTree code, name, or a directory's own indication.")],
    nation: Nations = None,
    age: Annotated[
        str, typer.Option("--age", help="adult, paediatric, >=12 or 1-17. Default: as the directory states.")
    ] = "",
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
) -> None:
    """Tell whether each nation tests a biomarker in a cancer, and what comes near."""
    chosen = [names.nation(each) for each in nation or []] or list(Nation)
    world = pipeline.load(pipeline.Sources(data, alone=alone), names.day(as_of))
    asked = names.biomarkers(biomarker, world)
    judge = Judge(world.directories, Ontology(world.vocabulary), world.as_of)
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
) -> None:
    """Show the facts behind a finding, where they stand, and why nothing else answered."""
    with progress() as step:
        run = pipeline.check(pipeline.Sources(data, rules, alone), names.day(as_of), EngineName.SQL, False, step)
    finding = _one(fingerprint, run.findings)
    near = pipeline.near_fits(run, finding)
    if output is Format.JSON:
        emit(json_report.explained(finding, near))
    else:
        show(lambda console: findings.explain(console, finding, near))


def _one(fingerprint: str, findings: tuple[Finding, ...]) -> Finding:
    found = [each for each in findings if each.fingerprint.startswith(fingerprint.lower())]
    if len(found) == 1 and fingerprint:
        return found[0]
    if not found or not fingerprint:
        mend = "'trialign check' lists them, with the same --as-of, --data and --rules"
        raise UsageError(f"no finding has the fingerprint '{fingerprint}'; {mend}")
    some = "\n".join(f"  {each.fingerprint}  {each.message[:80]}" for each in found[:5])
    raise UsageError(f"{len(found)} findings begin with '{fingerprint}'; give more digits, such as\n{some}")


@rules_app.command("list")
def rules_list(rules: Rules = None, as_of: AsOf = None) -> None:
    """List the rules."""
    found = pipeline.rulebook(pipeline.Sources(rules=rules), names.day(as_of))
    show(lambda console: pages.rule_list(console, found))


@rules_app.command("show")
def rules_show(
    rule: Annotated[str, typer.Argument(help="The id of a rule, such as COV-001.")],
    sql: Annotated[Dialect | None, typer.Option("--sql", help="Show the rule's SQL in this dialect instead.")] = None,
    rules: Rules = None,
    as_of: AsOf = None,
) -> None:
    """Show one rule: why it exists, when it may be wrong, its sources and examples."""
    chosen = pipeline.find_rule(pipeline.rulebook(pipeline.Sources(rules=rules), names.day(as_of)), rule)
    if sql is not None:
        emit(pipeline.sql_of(chosen, sql))
    else:
        show(lambda console: pages.rule_page(console, chosen))


@rules_app.command("test")
def rules_test(
    rule: Annotated[str | None, typer.Argument(help="Only this rule.")] = None,
    rules: Rules = None,
    as_of: AsOf = None,
) -> None:
    """Run the examples of the rules on every executor."""
    results = pipeline.run_examples(pipeline.Sources(rules=rules), names.day(as_of), rule)
    wrong = [each for each in results if each.expected != each.got]
    for each in wrong:
        print(
            f"{each.rule.where.path}:{each.line}: '{each.name}' on {each.engine}: "
            f"expected {each.expected}, got {each.got}"
        )
    print(f"{len(results) - len(wrong)} passed, {len(wrong)} failed")
    if wrong:
        raise typer.Exit(2)


@app.command()
def sources(as_of: AsOf = None, output: Output = Format.TEXT, data: Data = None, alone: Alone = False) -> None:
    """Show what is loaded, how old and how complete it is, and what is not known."""
    found = views.sources(pipeline.load(pipeline.Sources(data, alone=alone), names.day(as_of)))
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
) -> None:
    """Show every problem of directories, decisions, trials and rules, with file, line and remedy."""
    is_rulebook = path is not None and _is_rulebook(path)
    chosen = pipeline.Sources(rules=path) if is_rulebook else pipeline.Sources(data=path)
    result = pipeline.validate(chosen, names.day(as_of))
    if result.problems is not None:
        raise result.problems
    print("valid: " + ", ".join(result.read))
