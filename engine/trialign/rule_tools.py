"""Use cases of those who write rules: run their examples, show their SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trialign import resources
from trialign.errors import EngineFailure, NotEvaluated, Problem
from trialign.inference import oracle
from trialign.inference.evaluate import Dialect, EngineName, Executor, evaluate, executor, used
from trialign.inference.findings import collect
from trialign.model.rule import Rule
from trialign.nomenclature import vocabulary as vocabularies
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.pipeline import Sources, find_rule, rulebook
from trialign.rulebook.complete import missing_examples
from trialign.rulebook.examples import example_facts

ORACLE = "oracle"


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
    """Run the examples of one rule or of all on every executor and on the oracle."""
    rules = rulebook(sources, as_of)
    vocabulary = vocabularies.load(resources.directories())
    engines = {name.value: executor(name) for name in EngineName} | {ORACLE: oracle.run}
    return tuple(
        result
        for rule in _chosen(rules, rule_id)
        for result in _results(rule, with_used([rule], rules), engines, vocabulary)
    )


def lacking(sources: Sources, as_of: date, rule_id: str | None) -> tuple[Problem, ...]:
    """Return what is missing among the examples of one rule or of all."""
    chosen = _chosen(rulebook(sources, as_of), rule_id)
    return tuple(problem for rule in chosen for problem in missing_examples(rule))


def _chosen(rules: Sequence[Rule], rule_id: str | None) -> Sequence[Rule]:
    return (find_rule(rules, rule_id),) if rule_id else rules


def with_used(chosen: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    """Return some rules and all whose findings they need, in the order of the rulebook."""
    by_id = {each.id: each for each in rules}
    wanted: set[str] = set()
    waiting = [rule.id for rule in chosen]
    while waiting:
        name = waiting.pop()
        waiting += used(by_id[name]) - wanted - {name}
        wanted.add(name)
    return [each for each in rules if each.id in wanted]


def _results(
    rule: Rule, needed: Sequence[Rule], engines: Mapping[str, Executor], vocabulary: Vocabulary
) -> Iterator[ExampleResult]:
    for example in rule.examples:
        facts = example_facts(example, vocabulary)
        given = len(facts.place)
        for engine, run in engines.items():
            if len(facts.place) > given:  # findings that this rule uses were added to them
                facts = example_facts(example, vocabulary)
            try:
                outcome = evaluate(needed, facts, run)
            except EngineFailure as error:
                raise NotEvaluated(f"the executor {engine} failed: {error}; nothing is reported") from error
            verdicts = [finding.verdict.value for finding in collect([rule], outcome, facts)]
            got = verdicts[0] if verdicts else "none"
            yield ExampleResult(rule, example.name, engine, example.expect, got, example.where.line)
