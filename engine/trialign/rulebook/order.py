"""The order of rules: a rule that uses another's findings stands after it, and never in a circle."""

from __future__ import annotations

from collections.abc import Mapping

from trialign.errors import Problem, did_you_mean
from trialign.model.rule import Op, Part, Pattern, Rule


def ordered(rules: list[Rule], problems: list[Problem]) -> tuple[Rule, ...]:
    """Return the rules so that each stands after those that it uses, otherwise by id.

    A rule that depends on itself through others has no answer; with a negation on the way it would even
    contradict itself. Both are problems.
    """
    by_id = {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}
    uses = _uses(rules, by_id, problems)
    if not uses:
        return tuple(by_id.values())
    import networkx as nx  # noqa: PLC0415 - a tenth of a second that only such rulebooks pay

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(by_id)
    graph.add_edges_from(uses)
    try:
        return tuple(by_id[name] for name in nx.lexicographical_topological_sort(graph))
    except nx.NetworkXUnfeasible:
        cycle = nx.find_cycle(graph)
        through = " through a negation" if any(uses[edge[0], edge[1]] for edge in cycle) else ""
        path = " -> ".join([edge[0] for edge in cycle] + [cycle[0][0]])
        where = by_id[cycle[0][0]].where
        problems.append(Problem(where, f"the rules {path} use each other{through}", "remove one of the uses"))
        return tuple(rules)


def _uses(rules: list[Rule], by_id: Mapping[str, Rule], problems: list[Problem]) -> dict[tuple[str, str], bool]:
    """Return which rule is used by which, and whether through a negation."""
    found: dict[tuple[str, str], bool] = {}
    for rule in rules:
        for pattern, negative in _finding_patterns(rule):
            used = _rule_named(pattern)
            if used in by_id:
                found[used, rule.id] = found.get((used, rule.id), False) or negative
                continue
            what = f"uses the findings of '{used}', which is no rule" if used else "uses findings of no named rule"
            problems.append(Problem(rule.where, what, did_you_mean(used, by_id) or "write rule: followed by an id"))
    return found


def _finding_patterns(rule: Rule) -> list[tuple[Pattern, bool]]:
    found = [(pattern, False) for pattern in rule.subject if pattern.kind == "finding"]
    for part, group in rule.groups:
        for conjunction in group:
            found += [(pattern, part is not Part.WITH) for pattern in conjunction if pattern.kind == "finding"]
    return found


def _rule_named(pattern: Pattern) -> str:
    for condition in pattern.conditions:
        if condition.field == "rule" and condition.op is Op.EQ and isinstance(condition.operand, str):
            return condition.operand
    return ""
