"""What a rule must have beyond what its schema can ask for: an example that finds, and one that does not."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.errors import Location, Problem
from trialign.model.rule import Rule

_NEEDED = {
    "gap": ("finds something", "add one with 'expect: gap' that shows what the rule is for"),
    "none": ("finds nothing", "add one with 'expect: none' that comes near and is still right"),
}


def missing_examples(rule: Rule) -> Iterator[Problem]:
    """Yield a problem for each kind of example that a rule lacks."""
    expected = {example.expect for example in rule.examples}
    where = Location(rule.where.path, (rule.examples[0].where if rule.examples else rule.where).line, "examples")
    for verdict, (words, mend) in _NEEDED.items():
        if verdict not in expected:
            yield Problem(where, f"{rule.id} has no example that {words}", mend)
