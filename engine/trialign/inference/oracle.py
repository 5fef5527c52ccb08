"""The rules as plain nested loops over all rows: slow, and short enough to be read against docs/rules.md.

Shares nothing with the other executors, which are tested against it; examples of rules run on it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trialign.facts.tables import Facts, Row
from trialign.model.finding import Match, Outcome, Verdict
from trialign.model.rule import Condition, Conjunction, Op, Part, Ref, Rule

Bound = dict[str, Row]


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts, by trying every combination of rows."""
    matches: list[Match] = []
    subjects: list[tuple[str, int]] = []
    for rule in rules:
        every = list(_combinations(rule.subject, {}, facts))
        matches += [match for subject in every if (match := _match(rule, subject, facts)) is not None]
        subjects.append((rule.id, len(every)))
    return Outcome(tuple(sorted(matches)), tuple(subjects))


def _match(rule: Rule, subject: Bound, facts: Facts) -> Match | None:
    with_, evidence = _satisfying(rule, Part.WITH, subject, facts)
    if (rule.group(Part.WITH) and not with_) or _satisfying(rule, Part.WITHOUT, subject, facts)[0]:
        return None
    verdict = Verdict.GAP
    for part, name in ((Part.UNLESS, Verdict.EXCEPTED), (Part.CANNOT_TELL, Verdict.CANNOT_TELL)):
        holds, more = _satisfying(rule, part, subject, facts)
        if holds:
            verdict, evidence = name, evidence | more
            break
    ids = tuple(int(subject[pattern.alias]["fact"]) for pattern in rule.subject)
    return Match(rule.id, ids, verdict, tuple(sorted(evidence)))


def _satisfying(rule: Rule, part: Part, subject: Bound, facts: Facts) -> tuple[bool, set[int]]:
    """Return whether an alternative of a part holds, and the facts of all that hold."""
    found = [
        {int(chosen[pattern.alias]["fact"]) for pattern in conjunction}
        for conjunction in rule.group(part)
        for chosen in _combinations(conjunction, subject, facts)
    ]
    return bool(found), set().union(*found)


def _combinations(conjunction: Conjunction, bound: Bound, facts: Facts) -> Iterator[Bound]:
    """Yield every choice of one row per pattern that meets all conditions.

    A condition is asked as soon as the facts that it names are chosen, which leaves out no combination.
    """
    if not conjunction:
        yield bound
        return
    first, *rest = conjunction
    for row in facts.rows[first.kind]:
        chosen = {**bound, first.alias: row}
        if all(_holds(each, row, chosen) for each in first.conditions if _known(each, chosen)):
            waiting = tuple(each for each in first.conditions if not _known(each, chosen))
            for found in _combinations(tuple(rest), chosen, facts):
                if all(_holds(each, row, found) for each in waiting):
                    yield found


def _known(condition: Condition, chosen: Mapping[str, Row]) -> bool:
    return not isinstance(condition.operand, Ref) or condition.operand.alias in chosen


def _holds(condition: Condition, row: Row, bound: Mapping[str, Row]) -> bool:
    """Tell whether one row meets one condition; any comparison with a missing value is false."""
    left, operand = row.get(condition.field), condition.operand
    if condition.op is Op.KNOWN:
        return (left is not None) is operand
    right: object = operand
    if isinstance(operand, Ref):
        right = bound[operand.alias].get(operand.field)
        if isinstance(right, int) and operand.plus:
            right += operand.plus
    if left is None or right is None:
        return False
    if isinstance(right, tuple):
        return (left in right) is (condition.op is Op.IN)
    if condition.op in {Op.EQ, Op.NE}:
        return (left == right) is (condition.op is Op.EQ)
    if not isinstance(left, int) or not isinstance(right, int):
        raise TypeError(f"{condition.field} is no number and cannot be ordered")
    return {Op.LT: left < right, Op.LE: left <= right, Op.GT: left > right, Op.GE: left >= right}[condition.op]
