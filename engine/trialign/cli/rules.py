"""The verbs of those who write rules: list, show and test them."""

from __future__ import annotations

from typing import Annotated

import typer

from trialign import pipeline, rule_tools
from trialign.cli import config, names
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.options import AsOf, Rules, emit, show
from trialign.inference.evaluate import Dialect
from trialign.report import pages

rules_app = typer.Typer(help="List, show and test the rules.", no_args_is_help=True, rich_markup_mode=None)
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
    """Run the examples of the rules on every executor."""
    results = rule_tools.run_examples(config.asked(settings, rules=rules), names.day(as_of), rule)
    wrong = [each for each in results if each.expected != each.got]
    for each in wrong:
        print(
            f"{each.rule.where.path}:{each.line}: '{each.name}' on {each.engine}: "
            f"expected {each.expected}, got {each.got}"
        )
    print(f"{len(results) - len(wrong)} passed, {len(wrong)} failed")
    if wrong:
        raise typer.Exit(2)
