"""The verbs of those who write rules: list, show, test, begin, lint and document them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign import pipeline
from trialign.cli import config, names
from trialign.cli.app import FailOn, app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.options import Alone, AsOf, Data, Output, Rules, emit, progress, say, show
from trialign.inference.evaluate import Dialect
from trialign.report.registry import Format
from trialign.report.words import counted

if TYPE_CHECKING:
    from trialign import rule_lint, rule_new, rule_pages, rule_tools
    from trialign.report import pages, rule_remarks
else:
    rule_lint, rule_new = later("trialign.rule_lint"), later("trialign.rule_new")
    rule_pages, rule_tools = later("trialign.rule_pages"), later("trialign.rule_tools")
    pages, rule_remarks = later("trialign.report.pages"), later("trialign.report.rule_remarks")

rules_app = typer.Typer(
    help="List, show, test, begin, lint and document the rules.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(rules_app, name="rules")


@rules_app.command("list")
def rules_list(rules: Rules = None, as_of: AsOf = None, settings: Config = None) -> None:
    """List the rules."""
    found = pipeline.rulebook(config.asked(settings, rules=rules), names.day(as_of))
    show(lambda console: pages.rule_list(console, found))


@rules_app.command("show")
def rules_show(
    rule: Annotated[str, typer.Argument(help="The id of a rule, such as COV-001.")],
    sql: Annotated[Dialect | None, typer.Option("--sql", help="Show the rule's SQL in this dialect instead.")] = None,
    rules: Rules = None,
    as_of: AsOf = None,
    settings: Config = None,
) -> None:
    """Show one rule: why it exists, when it may be wrong, its sources and examples."""
    chosen = pipeline.find_rule(pipeline.rulebook(config.asked(settings, rules=rules), names.day(as_of)), rule)
    if sql is not None:
        emit(rule_tools.sql_of(chosen, sql))
    else:
        show(lambda console: pages.rule_page(console, chosen))


@rules_app.command("test")
def rules_test(
    rule: Annotated[str | None, typer.Argument(help="Only this rule.")] = None,
    rules: Rules = None,
    as_of: AsOf = None,
    settings: Config = None,
) -> None:
    """Run the examples of the rules on every executor and on the oracle that they are tested against."""
    sources, day = config.asked(settings, rules=rules), names.day(as_of)
    results = rule_tools.run_examples(sources, day, rule)
    missing = rule_tools.lacking(sources, day, rule)
    wrong = [each for each in results if each.expected != each.got]
    for each in wrong:
        say(
            f"{each.rule.where.path}:{each.line}: '{each.name}' on {each.engine}: "
            f"expected {each.expected}, got {each.got}"
        )
    for problem in missing:
        say(str(problem))
    lacks = f"; {counted(len(missing), 'example')} missing" if missing else ""
    say(f"{len(results) - len(wrong)} passed, {len(wrong)} failed{lacks}")
    if wrong or missing:
        raise typer.Exit(2)


@rules_app.command("new")
def rules_new(
    family: Annotated[str, typer.Argument(help="The family of the rule, such as coverage; its folder.")],
    rule_id: Annotated[str, typer.Option("--id", help="Its id. Default: the next free one of the family.")] = "",
    prefix: Annotated[str, typer.Option("--prefix", help="For a new family: the three letters of its ids.")] = "",
    rules: Rules = None,
) -> None:
    """Begin a rule: write a valid file with placeholders, and examples that pass."""
    begun = rule_new.new_rule(family, rule_id, prefix, rules, date.today())
    own = f" --rules {begun.rulebook}" if begun.rulebook else ""
    say(
        f"wrote {begun.path}",
        "next:",
        "  1. fill in every FILL IN, and change for, without and cannot_tell to what you mean (docs/rules.md)",
        f"  2. trialign rules test {begun.id}{own}     its examples, on every executor",
        f"  3. trialign check --rule {begun.id}{own}   what it finds; read some of it by hand",
        f"  4. trialign rules lint {begun.id}{own}     what is still missing or in vain",
    )


@rules_app.command("lint")
def rules_lint(
    rule: Annotated[list[str] | None, typer.Argument(help="Only these rules.")] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", case_sensitive=False, help="End with status 1 at or above this severity."),
    ] = FailOn.WARNING,
    output: Output = Format.TEXT,
    as_of: AsOf = None,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Check the rules themselves: contradictions, parts in vain, what is unused, unread or silent on real data."""
    with progress() as step:
        linted = rule_lint.lint_rules(config.asked(settings, data, rules, alone), names.day(as_of), rule or [], step)
    if output is Format.JSON:
        emit(rule_remarks.remarks_json(linted.rules, linted.remarks))
    else:
        show(lambda console: rule_remarks.remarks(console, linted.rules, linted.remarks))
    if any(fail_on.counts(remark.severity) for remark in linted.remarks):
        raise typer.Exit(1)


@rules_app.command("docs")
def rules_docs(
    out: Annotated[Path, typer.Option("--out", help="The folder of the pages.")] = Path("docs/rules"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with status 1 where a page is not as it would be.")
    ] = False,
    rules: Rules = None,
) -> None:
    """Write a page per rule, and one that lists them by family."""
    made = rule_pages.pages_of(pipeline.Sources(rules=rules), date.today())
    stale = rule_pages.stale(out, made)
    if not check:
        rule_pages.write_pages(out, made)
        say(f"{counted(len(stale), 'page')} of {len(made)} written in {out}")
        return
    for name, why in stale:
        say(f"{out / name}: {why}")
    own = f" --rules {rules}" if rules else ""
    if stale:
        say(f"{len(stale)} of the pages not fresh; run trialign rules docs --out {out}{own}")
        raise typer.Exit(1)
    say(f"{counted(len(made), 'page')} fresh")
