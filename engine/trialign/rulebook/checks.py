"""Limits that durable-rules has, enforced when rules are read; see docs/durable-rules.md for what was measured."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.errors import Problem
from trialign.model.rule import Op, Part, Pattern, Ref, Rule

MAX_CONDITIONS = 15
MAX_JOIN_TERMS = 28
MAX_CONSTANTS = 400
MAX_PATTERNS = 12
MAX_ALTERNATIVES = 50
_FIRST = (Part.WITH, Part.WITHOUT)
_LAST = (Part.CANNOT_TELL, Part.UNLESS)


def limit_problems(rule: Rule) -> Iterator[Problem]:
    """Yield every limit that a rule breaks."""
    for parts in (_FIRST, _LAST):
        alternatives = sum(len(rule.group(part)) for part in parts)
        if alternatives > MAX_ALTERNATIVES:
            what = f"has {alternatives} alternatives in {' and '.join(parts)}, more than {MAX_ALTERNATIVES}"
            yield Problem(rule.where, what, "split the rule")
    conjunctions = [rule.subject, *(each for _, group in rule.groups for each in group)]
    for conjunction in conjunctions:
        joined = len(conjunction) + (len(rule.subject) if conjunction is not rule.subject else 0)
        if joined > MAX_PATTERNS:
            yield Problem(rule.where, f"joins more than {MAX_PATTERNS} facts", "split the rule")
        for pattern in conjunction:
            yield from _pattern_problems(rule, pattern)
        joins = sum(1 for pattern in conjunction for _ in pattern.references())
        if joins > MAX_JOIN_TERMS:
            yield Problem(rule.where, f"has {joins} join terms, more than {MAX_JOIN_TERMS}", "split the rule")


def _pattern_problems(rule: Rule, pattern: Pattern) -> Iterator[Problem]:
    if len(pattern.conditions) > MAX_CONDITIONS:
        what = f"'{pattern.alias}' has {len(pattern.conditions)} conditions, more than {MAX_CONDITIONS}"
        yield Problem(rule.where, what, "move conditions into a reusable 'use'")
    constants = 0
    for condition in pattern.conditions:
        if condition.op in {Op.IN, Op.NOT_IN} and isinstance(condition.operand, tuple):
            constants += len(condition.operand)
        elif not isinstance(condition.operand, Ref):
            constants += 1
    if constants > MAX_CONSTANTS:
        what = f"'{pattern.alias}' is compared with {constants} values, more than {MAX_CONSTANTS}"
        yield Problem(rule.where, what, "name a field that says what these values have in common")
