"""Conditions as durable-rules writes them: plain dictionaries, no session, nothing of durable-rules imported.

Text is interned to small integers, a field that is not known is absent, and sums are fields of their own, so that
every term compares two integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trialign.model.rule import Condition, Op, Pattern, Ref, Value

Definition = dict[str, Any]
SUBJECT = 0
_OPERATORS = {Op.LT: "$lt", Op.LE: "$lte", Op.GT: "$gt", Op.GE: "$gte", Op.NE: "$neq"}


@dataclass(slots=True)
class Interned:
    """Text as small integers, the same for the whole run."""

    numbers: dict[str, int] = field(default_factory=dict)

    def __call__(self, value: Value) -> int:
        """Return the number of a text, and numbers and booleans as integers."""
        if isinstance(value, str):
            return self.numbers.setdefault(value, len(self.numbers) + 1)
        return int(value)


def name_of(field_name: str) -> str:
    """Return the name of a field in messages."""
    return f"f_{field_name}"


def known_name(field_name: str) -> str:
    """Return the name of the field that tells whether another is known."""
    return f"k_{field_name}"


def sum_name(field_name: str, plus: int) -> str:
    """Return the name of a field plus a number of days."""
    return f"s_{field_name}_{plus}" if plus >= 0 else f"s_{field_name}_m{-plus}"


def alone(terms: list[Definition]) -> Definition:
    """Return one pattern of some terms."""
    return {"$and": terms} if len(terms) > 1 else terms[0]


def constants(pattern: Pattern, interned: Interned) -> list[Definition]:
    """Return the terms of all conditions that need no other fact; ``in`` is settled when a dossier is filled."""
    return [
        term
        for condition in pattern.conditions
        if not isinstance(condition.operand, Ref)
        for term in _constant(condition, interned)
    ]


def _constant(condition: Condition, interned: Interned) -> list[Definition]:
    name = name_of(condition.field)
    match condition.op, condition.operand:
        case Op.KNOWN, operand:
            return [{known_name(condition.field): int(bool(operand))}]
        case Op.IN, tuple():
            return []
        case Op.NOT_IN, tuple() as members:
            return [{"$neq": {name: interned(member)}} for member in members]
        case Op.EQ, (str() | int()) as value:
            return [{name: interned(value)}]
        case op, (str() | int()) as value:
            return [{_OPERATORS[op]: {name: interned(value)}}]
        case _:
            raise TypeError(f"no term for {condition}")


def joins(pattern: Pattern, places: Mapping[str, str]) -> list[Definition]:
    """Return the terms of all conditions on facts that already have a place in the rule."""
    return [
        _join(condition, condition.operand, places[condition.operand.alias])
        for condition in pattern.conditions
        if isinstance(condition.operand, Ref) and condition.operand.alias in places
    ]


def _join(condition: Condition, ref: Ref, place: str) -> Definition:
    other = sum_name(ref.field, ref.plus) if ref.plus else name_of(ref.field)
    comparison = {name_of(condition.field): {place: other}}
    return comparison if condition.op is Op.EQ else {_OPERATORS[condition.op]: comparison}


def verdict(holds: Iterable[int], denied: Iterable[int]) -> Definition:
    """Return a rule on hits: after ``go``, the subject and some hits hold, and others do not.

    The last term of every join is the equality of the dossier's key; ``none`` stands only after ``go``.
    """
    patterns: list[Definition] = [{"g": {"go": 1}}, {"s": {"h": SUBJECT}}]
    patterns += [{f"w{number}": {"$and": [{"h": number}, {"k": {"s": "k"}}]}} for number in holds]
    patterns += [{f"n{number}$not": {"$and": [{"h": number}, {"k": {"s": "k"}}]}} for number in denied]
    return {"all": patterns}
