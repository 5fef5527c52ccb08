"""A whole rulebook on one executor: rules that use findings run after the rules that make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from trialign.errors import Disagreement
from trialign.facts.tables import Facts
from trialign.inference.findings import collect
from trialign.model.finding import Finding, Match, Outcome
from trialign.model.rule import Op, Rule

Executor = Callable[[Sequence[Rule], Facts], Outcome]


class EngineName(StrEnum):
    """The executors by the names that the command line knows."""

    DURABLE = "durable"
    SQL = "sql"


class Dialect(StrEnum):
    """Dialects in which a rule's SQL can be shown."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def executor(name: EngineName) -> Executor:
    """Return an executor; only the one asked for is imported, since each loads a native library."""
    if name is EngineName.SQL:
        from trialign.inference import sql  # noqa: PLC0415

        return sql.run
    from trialign.inference import workers  # noqa: PLC0415

    return workers.run


def evaluate(rules: Sequence[Rule], facts: Facts, run: Executor) -> Outcome:
    """Return the matches and subject counts of all rules.

    The findings of rules that others use are added to ``facts`` as facts of kind ``finding``.

    Args:
        rules: In an order in which each stands after those that it uses.
        facts: Everything known; gets the findings that rules ask for.
        run: The executor.
    """
    matches: list[Match] = []
    subjects: list[tuple[str, int]] = []
    wanted = {name for rule in rules for name in used(rule)}
    for level in _levels(rules):
        outcome = run(level, facts)
        matches += outcome.matches
        subjects += outcome.subjects
        _add_findings(facts, collect([rule for rule in level if rule.id in wanted], outcome, facts))
    return Outcome(tuple(sorted(matches)), tuple(sorted(subjects)))


def _levels(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    depth: dict[str, int] = {}
    for rule in rules:
        depth[rule.id] = max((depth[name] + 1 for name in used(rule) if name in depth), default=0)
    for level in range(max(depth.values(), default=-1) + 1):
        yield [rule for rule in rules if depth[rule.id] == level]


def used(rule: Rule) -> set[str]:
    """Return the ids of the rules whose findings a rule asks for."""
    return {
        str(condition.operand)
        for pattern in rule.patterns()
        if pattern.kind == "finding"
        for condition in pattern.conditions
        if condition.field == "rule" and condition.op is Op.EQ
    }


def _add_findings(facts: Facts, findings: Sequence[Finding]) -> None:
    for finding in findings:
        values = {
            "rule": finding.rule.id,
            "verdict": finding.verdict.value,
            "nation": finding.nation,
            "biomarker": finding.biomarker,
            "biomarker_id": finding.biomarker_id,
            "cancer": finding.cancer,
        }
        source = finding.evidence[0].source
        facts.add("finding", values, f"finding {finding.rule.id}: {finding.message}", source)


def compare(left: Outcome, right: Outcome, names: tuple[str, str], facts: Mapping[int, str]) -> None:
    """Do nothing where two executors agree.

    Raises:
        Disagreement: They do not; the message lists the first differences.
    """
    if left == right:
        return
    only_left, only_right = set(left.matches) - set(right.matches), set(right.matches) - set(left.matches)
    lines = [
        f"only {name}: {_words(match, facts)}"
        for name, matches in zip(names, (only_left, only_right), strict=True)
        for match in sorted(matches)[:5]
    ]
    counts = sorted(set(left.subjects) ^ set(right.subjects))
    lines += [f"subjects counted differently: {rule} {count}" for rule, count in counts[:5]]
    total = len(only_left) + len(only_right)
    raise Disagreement(
        f"the executors {names[0]} and {names[1]} disagree on {total} matches; nothing is reported\n"
        + "\n".join(lines)
    )


def _words(match: Match, facts: Mapping[int, str]) -> str:
    return f"{match.rule_id} {match.verdict.value}: " + "; ".join(
        facts.get(fact, str(fact)) for fact in match.subject
    )
