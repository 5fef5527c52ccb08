"""The order of patterns within a conjunction: each next to what it joins, whatever order a person wrote.

``A.test = $T.id`` and ``T.id = $A.test`` mean the same. Executors look facts up by equality, so each pattern should
stand after the one whose value finds it.
"""

from __future__ import annotations

from dataclasses import replace

from trialign.model.rule import Condition, Conjunction, Op, Pattern, Ref

_FLIPPED = {Op.EQ: Op.EQ, Op.NE: Op.NE, Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE}


def arranged(conjunction: Conjunction, bound: set[str]) -> Conjunction:
    """Return the patterns so that, as far as possible, each equals something that stands before it.

    Args:
        conjunction: Patterns in any order; references may point to any of them.
        bound: Aliases bound outside.
    """
    remaining = list(conjunction)
    placed: list[Pattern] = []
    known = set(bound)
    while remaining:
        chosen = next((each for each in remaining if _joins(each, known)), remaining[0])
        remaining.remove(chosen)
        known.add(chosen.alias)
        kept = [each for each in chosen.conditions if not _points_ahead(each, known)]
        placed.append(replace(chosen, conditions=tuple(kept)))
        ahead = [each for each in chosen.conditions if _points_ahead(each, known)]
        remaining = [_with_flipped(each, ahead, chosen.alias) for each in remaining]
    return tuple(placed)


def _joins(pattern: Pattern, known: set[str]) -> bool:
    return any(
        condition.op is Op.EQ and isinstance(condition.operand, Ref) and condition.operand.alias in known
        for condition in pattern.conditions
    )


def _points_ahead(condition: Condition, known: set[str]) -> bool:
    return isinstance(condition.operand, Ref) and condition.operand.alias not in known


def _with_flipped(pattern: Pattern, ahead: list[Condition], alias: str) -> Pattern:
    flipped = [
        Condition(each.operand.field, _FLIPPED[each.op], Ref(alias, each.field, -each.operand.plus))
        for each in ahead
        if isinstance(each.operand, Ref) and each.operand.alias == pattern.alias
    ]
    return replace(pattern, conditions=(*pattern.conditions, *flipped))
