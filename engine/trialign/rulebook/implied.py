"""Which patterns are met wherever others are: the facts of the one serve as the facts of the other.

One conjunction follows from another where each of its facts can be found among the other's, with every condition that
it asks. Nothing is concluded from data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from trialign.model.rule import Condition, Op, Pattern, Ref
from trialign.rulebook.logic import Claim, claims, entails

Naming = Mapping[str, str]


def ways(weaker: Sequence[Pattern], stronger: Sequence[Pattern], naming: Naming) -> Iterator[Naming]:
    """Yield each way in which facts of the stronger patterns serve as those of the weaker ones.

    Args:
        weaker: Patterns that are to be met.
        stronger: Patterns whose facts are there, those of the subject among them.
        naming: For names that are given already, the names among the stronger patterns.
    """
    yield from _ways(weaker, stronger, claims(stronger), naming, ())


def implied(weaker: Sequence[Pattern], stronger: Sequence[Pattern], naming: Naming) -> bool:
    """Tell whether the weaker patterns are met wherever the stronger ones are."""
    return next(ways(weaker, stronger, naming), None) is not None


def _ways(
    weaker: Sequence[Pattern],
    stronger: Sequence[Pattern],
    said: Sequence[Claim],
    naming: Naming,
    waiting: tuple[Claim, ...],
) -> Iterator[Naming]:
    if not weaker:
        yield naming
        return
    first, *rest = weaker
    for candidate in stronger:
        if candidate.kind != first.kind:
            continue
        named = {**naming, first.alias: candidate.alias}
        asked = (*waiting, *claims([first]))
        ready = [each for each in asked if each.other is None or each.other[0] in named]
        later = tuple(each for each in asked if each not in ready)
        if all(entails(stronger, said, renamed(each, named)) for each in ready):
            yield from _ways(rest, stronger, said, named, later)


def renamed(claim: Claim, naming: Naming) -> Claim:
    """Return a claim with the names of other facts."""
    condition, operand = claim.condition, claim.condition.operand
    if isinstance(operand, Ref):
        condition = replace(condition, operand=replace(operand, alias=naming[operand.alias]))
    return Claim(naming[claim.alias], condition)


def equal(patterns: Sequence[Pattern], left: Ref, right: Ref) -> bool:
    """Tell whether two fields are one value wherever the patterns are met, even where it is not known."""
    if left == right:
        return True
    same_fact = Claim(left.alias, Condition("fact", Op.EQ, Ref(right.alias, "fact")))
    if left.field == right.field and entails(patterns, claims(patterns), same_fact):
        return True
    return entails(patterns, claims(patterns), Claim(left.alias, Condition(left.field, Op.EQ, right)))
