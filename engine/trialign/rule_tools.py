"""Use cases of those who write rules: run their examples, show their SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trialign import resources
from trialign.inference.evaluate import Dialect, EngineName
from trialign.inference.findings import collect
from trialign.model.rule import Rule
from trialign.nomenclature import vocabulary as vocabularies
from trialign.pipeline import Sources, find_rule, judged, rulebook
from trialign.rulebook.examples import example_facts


def sql_of(rule: Rule, dialect: Dialect) -> str:
    """Return the SQL of a rule; sqlglot and DuckDB are loaded only when asked for."""
    from trialign.inference import dialects  # noqa: PLC0415

    return dialects.queries(rule, dialect)


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What an executor made of an example."""

    rule: Rule
    name: str
    engine: str
    expected: str
    got: str
    line: int


def run_examples(sources: Sources, as_of: date, rule_id: str | None) -> tuple[ExampleResult, ...]:
    """Run the examples of one rule or of all on every executor."""
    rules = rulebook(sources, as_of)
    chosen = (find_rule(rules, rule_id),) if rule_id else rules
    vocabulary = vocabularies.load(resources.directories())
    results = []
    for rule in chosen:
        for example in rule.examples:
            for engine in EngineName:
                facts = example_facts(example, vocabulary)
                outcome = judged(rules, facts, engine)
                verdicts = [finding.verdict.value for finding in collect([rule], outcome, facts)]
                got = verdicts[0] if verdicts else "none"
                results.append(
                    ExampleResult(rule, example.name, engine.value, example.expect, got, example.where.line)
                )
    return tuple(results)
