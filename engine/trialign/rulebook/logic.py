"""What conditions on facts say together: whether any facts can meet them, and what follows from them.

Knows what executors know: a comparison with a missing value is false, fact numbers are unique, numbers are whole, and
some fields have a closed set of values. It proves nothing from data. ``consistent`` may call possible what is not;
what it calls impossible is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from trialign.facts.tables import KINDS, VALUES
from trialign.model.rule import Condition, Op, Pattern, Ref, Value

Term = tuple[str, str]
_ZERO: Term = ("", "")
_OPPOSITE = {
    Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT, Op.IN: Op.NOT_IN,
    Op.NOT_IN: Op.IN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A condition on a field of one named fact."""

    alias: str
    condition: Condition

    @property
    def term(self) -> Term:
        """Return the field that is spoken of."""
        return self.alias, self.condition.field

    @property
    def other(self) -> Term | None:
        """Return the field that it is compared with, if any."""
        operand = self.condition.operand
        return (operand.alias, operand.field) if isinstance(operand, Ref) else None

    @property
    def plus(self) -> int:
        """Return what is added to the other field."""
        return self.condition.operand.plus if isinstance(self.condition.operand, Ref) else 0


def claims(patterns: Iterable[Pattern]) -> list[Claim]:
    """Return every condition of some patterns."""
    return [Claim(pattern.alias, each) for pattern in patterns for each in pattern.conditions]


def consistent(patterns: Sequence[Pattern], said: Sequence[Claim]) -> bool:
    """Tell whether some facts could meet all claims; the patterns give the kinds of the facts."""
    kinds = {pattern.alias: pattern.kind for pattern in patterns}
    try:
        same = _Same(kinds, said)
    except _Impossible:
        return False
    known = {same.of(term) for claim in said if claim.condition.op is not Op.KNOWN for term in _terms(claim)}
    known |= {same.of(claim.term) for claim in said if claim.condition.operand is True}
    unknown = [c for c in said if c.condition.op is Op.KNOWN and c.condition.operand is False]
    if any(claim.condition.field == "fact" or same.of(claim.term) in known for claim in unknown):
        return False
    allowed = _allowed(kinds, same, said)
    if any(not values for values in allowed.values()):
        return False
    return _distances_hold(kinds, same, said, allowed)


def entails(patterns: Sequence[Pattern], said: Sequence[Claim], claim: Claim) -> bool:
    """Tell whether a claim follows from others: with its opposite, nothing could meet them."""
    condition = claim.condition
    if condition.op is Op.KNOWN:
        opposite = Claim(claim.alias, Condition(condition.field, Op.KNOWN, not condition.operand))
        return not consistent(patterns, [*said, opposite])
    missing = [Claim(alias, Condition(field, Op.KNOWN, False)) for alias, field in _terms(claim)]
    opposite = Claim(claim.alias, Condition(condition.field, _OPPOSITE[condition.op], condition.operand))
    return not any(consistent(patterns, [*said, each]) for each in (*missing, opposite))


class _Impossible(Exception):
    """Facts of two kinds would be one."""


def _terms(claim: Claim) -> Iterator[Term]:
    yield claim.term
    if claim.other is not None:
        yield claim.other


class _Same:
    """Which fields must have one value: those that are set equal, and all fields of facts that are one fact."""

    def __init__(self, kinds: dict[str, str], said: Sequence[Claim]) -> None:
        self.parent: dict[Term, Term] = {}
        for claim in said:
            if claim.condition.op is Op.EQ and claim.other is not None and not claim.plus:
                self.join(claim.term, claim.other)
        apart = set(combinations(sorted(kinds), 2))
        while one := {pair for pair in apart if self.of((pair[0], "fact")) == self.of((pair[1], "fact"))}:
            apart -= one
            self.merge(one, kinds)

    def of(self, term: Term) -> Term:
        """Return the field that stands for all of equal value."""
        while term in self.parent:
            term = self.parent[term]
        return term

    def join(self, left: Term, right: Term) -> None:
        left, right = self.of(left), self.of(right)
        if left != right:
            self.parent[max(left, right)] = min(left, right)

    def merge(self, pairs: Iterable[tuple[str, str]], kinds: dict[str, str]) -> None:
        for left, right in sorted(pairs):
            if kinds[left] != kinds[right]:
                raise _Impossible
            for field in KINDS[kinds[left]]:
                self.join((left, field), (right, field))


def _allowed(kinds: dict[str, str], same: _Same, said: Sequence[Claim]) -> dict[Term, set[Value]]:
    """Return the values left to each field of which they are listed somewhere."""
    found: dict[Term, set[Value]] = {}
    for claim in said:
        for term in _terms(claim):
            values = _closed(kinds[term[0]], term[1])
            if values is not None:
                found[same.of(term)] = found.get(same.of(term), values) & values
    for claim in said:
        listed = _listed(claim.condition) if claim.condition.op in {Op.EQ, Op.IN} else None
        if listed is not None:
            found[same.of(claim.term)] = found.get(same.of(claim.term), listed) & listed
    for claim in said:
        listed = _listed(claim.condition) if claim.condition.op in {Op.NE, Op.NOT_IN} else None
        if listed is not None and same.of(claim.term) in found:
            found[same.of(claim.term)] -= listed
    return found


def _closed(kind: str, field: str) -> set[Value] | None:
    if KINDS[kind].get(field) is bool:
        return {True, False}
    return set(VALUES[field]) if field in VALUES else None


def _listed(condition: Condition) -> set[Value] | None:
    if isinstance(condition.operand, Ref):
        return None
    return set(condition.operand) if isinstance(condition.operand, tuple) else {condition.operand}


def _distances_hold(
    kinds: dict[str, str], same: _Same, said: Sequence[Claim], allowed: dict[Term, set[Value]]
) -> bool:
    """Tell whether numbers exist that keep every order and difference, and whether no two are equal that must not."""
    most = _Distances()
    for claim in said:
        if KINDS[kinds[claim.alias]].get(claim.condition.field) is int:
            most.add(claim, same)
    for term, values in allowed.items():
        numbers = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
        if numbers:
            most.limit(_ZERO, term, max(numbers))
            most.limit(term, _ZERO, -min(numbers))
    if not most.close():
        return False
    for term, values in allowed.items():
        low, high = most.between(term)
        if all(isinstance(value, int) and not low <= value <= high for value in values):
            return False
    if any(_none_left(most.between(term), denied) for term, denied in _denied(same, said).items()):
        return False
    return not any(_equal_all_the_same(claim, same, allowed, most) for claim in said)


def _denied(same: _Same, said: Sequence[Claim]) -> dict[Term, set[Value]]:
    """Return the values that each field must not have."""
    found: dict[Term, set[Value]] = {}
    for claim in said:
        if claim.condition.op in {Op.NE, Op.NOT_IN}:
            found.setdefault(same.of(claim.term), set()).update(_listed(claim.condition) or ())
    return found


def _none_left(between: tuple[float, float], denied: set[Value]) -> bool:
    """Tell whether every whole number between two is denied."""
    low, high = between
    return high - low < len(denied) and all(number in denied for number in range(int(low), int(high) + 1))


def _equal_all_the_same(claim: Claim, same: _Same, allowed: dict[Term, set[Value]], most: _Distances) -> bool:
    """Tell whether a claim that two values differ is refuted: they must be equal."""
    if claim.condition.op is not Op.NE or claim.other is None:
        return False
    left, right = same.of(claim.term), same.of(claim.other)
    if left == right:
        return claim.plus == 0
    if not claim.plus and len(allowed.get(left, ())) == 1 and allowed[left] == allowed.get(right):
        return True
    return most.of(right, left) == claim.plus == -most.of(left, right)


class _Distances:
    """The most by which one number can exceed another; zero is a number too."""

    def __init__(self) -> None:
        self.most: dict[tuple[Term, Term], float] = {}
        self.terms: set[Term] = {_ZERO}

    def of(self, low: Term, high: Term) -> float:
        """Return the most that ``high - low`` can be."""
        return self.most.get((low, high), float("inf"))

    def between(self, term: Term) -> tuple[float, float]:
        """Return the least and the most that a number can be."""
        return -self.of(term, _ZERO), self.of(_ZERO, term)

    def limit(self, low: Term, high: Term, most: float) -> None:
        """Note that ``high - low`` is at most a number."""
        self.terms |= {low, high}
        self.most[low, high] = min(most, self.of(low, high))

    def add(self, claim: Claim, same: _Same) -> None:
        op, operand = claim.condition.op, claim.condition.operand
        if isinstance(operand, tuple) or op is Op.KNOWN:
            return
        plus = claim.plus if claim.other else int(operand) if isinstance(operand, int) else 0
        left, right = same.of(claim.term), same.of(claim.other) if claim.other else _ZERO
        if op in {Op.EQ, Op.LE, Op.LT}:
            self.limit(right, left, plus - (op is Op.LT))
        if op in {Op.EQ, Op.GE, Op.GT}:
            self.limit(left, right, -plus - (op is Op.GT))

    def close(self) -> bool:
        """Work out every distance from those noted; False where one contradicts itself."""
        for through, low, high in product(sorted(self.terms), repeat=3):
            way = self.of(low, through) + self.of(through, high)
            if way < self.of(low, high):
                self.most[low, high] = way
        return all(self.of(term, term) >= 0 for term in self.terms)
