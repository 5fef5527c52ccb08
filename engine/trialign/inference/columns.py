"""Which fields of which kinds a rulebook reads: nothing else needs to reach an executor."""

from __future__ import annotations

from collections.abc import Iterable

from trialign.facts.tables import KINDS
from trialign.model.rule import Ref, Rule


def columns_read(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Return, by kind, the fields that the rules compare, ``fact`` first; kinds that no rule reads are left out."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        kinds = {pattern.alias: pattern.kind for pattern in rule.subject}
        for pattern in rule.patterns():
            found.setdefault(pattern.kind, set())
        for conjunction in (rule.subject, *(each for _, group in rule.groups for each in group)):
            local = kinds | {pattern.alias: pattern.kind for pattern in conjunction}
            for pattern in conjunction:
                for condition in pattern.conditions:
                    found[pattern.kind].add(condition.field)
                    if isinstance(condition.operand, Ref):
                        found[local[condition.operand.alias]].add(condition.operand.field)
    return {
        kind: ("fact", *(field for field in KINDS[kind] if field in fields - {"fact"}))
        for kind, fields in sorted(found.items())
    }
