"""Geometry for the durable-rules executor: each subject with the facts that could concern it.

Equality joins decide who comes into a dossier, by index look-ups; every condition is decided later, by durable-rules.
Too many candidates cost time, too few would cost correctness, so besides equalities only those conditions are used
whose meaning cannot be mistaken: that a value is one of a list, or is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from trialign.facts.tables import Facts, Row
from trialign.model.rule import Conjunction, Op, Pattern, Ref, Value

_Key = tuple[Value, ...]


class Index:
    """Rows of each kind by the values of some fields, made when first asked for."""

    def __init__(self, facts: Facts) -> None:
        """Keep the facts; no index is made yet."""
        self._facts = facts
        self._known: dict[tuple[str, tuple[str, ...]], dict[_Key, list[Row]]] = {}

    def rows(self, kind: str, wanted: Mapping[str, Value]) -> list[Row]:
        """Return the rows of a kind whose fields have the wanted values."""
        if not wanted:
            return self._facts.rows[kind]
        fields = tuple(wanted)
        if (kind, fields) not in self._known:
            self._known[kind, fields] = self._made(kind, fields)
        return self._known[kind, fields].get(tuple(wanted.values()), [])

    def _made(self, kind: str, fields: tuple[str, ...]) -> dict[_Key, list[Row]]:
        index: dict[_Key, list[Row]] = defaultdict(list)
        for row in self._facts.rows[kind]:
            try:
                index[tuple([row[field] for field in fields])].append(row)
            except KeyError:
                continue  # a value that is not known equals none
        return index


def subjects(patterns: Conjunction, index: Index) -> Iterator[tuple[Row, ...]]:
    """Yield every combination of rows, one per ``for`` pattern, that the equality joins allow."""
    return _subjects(patterns, {}, index)


def _subjects(patterns: Conjunction, bound: dict[str, Row], index: Index) -> Iterator[tuple[Row, ...]]:
    if not patterns:
        yield ()
        return
    first, rest = patterns[0], patterns[1:]
    for row in _rows(first, bound, index):
        for others in _subjects(rest, {**bound, first.alias: row}, index):
            yield (row, *others)


def reached(conjunction: Conjunction, bound: Mapping[str, Row], index: Index) -> list[tuple[Row, ...]]:
    """Return candidate rows of each pattern: those that some combination of earlier candidates leads to."""
    found: dict[str, tuple[Row, ...]] = {}
    for pattern in conjunction:
        sources = sorted({ref.alias for ref in _joined(pattern) if ref.alias in found})
        if not sources:
            found[pattern.alias] = tuple(_rows(pattern, bound, index))
            continue
        rows: dict[int, Row] = {}
        for origin in found[sources[0]]:
            for row in _rows(pattern, {**bound, sources[0]: origin}, index):
                rows[int(row["fact"])] = row
        found[pattern.alias] = tuple(rows.values())
    return [found[pattern.alias] for pattern in conjunction]


def _rows(pattern: Pattern, bound: Mapping[str, Row], index: Index) -> list[Row]:
    """Return the rows that the equalities of a pattern and its plain conditions on constants allow."""
    wanted = _equalities(pattern, bound)
    return _possible(pattern, index.rows(pattern.kind, wanted)) if wanted is not None else []


def _possible(pattern: Pattern, rows: list[Row]) -> list[Row]:
    """Return the rows whose values are those, or among those, that a pattern names, and known where it asks so."""
    for condition in pattern.conditions:
        if not rows:
            break
        if condition.op is Op.EQ and not isinstance(condition.operand, Ref):
            rows = [row for row in rows if row.get(condition.field) == condition.operand]
        elif condition.op is Op.IN and isinstance(condition.operand, tuple):
            members = condition.operand
            rows = [row for row in rows if row.get(condition.field) in members]
        elif condition.op is Op.KNOWN:
            known = bool(condition.operand)
            rows = [row for row in rows if (condition.field in row) is known]
    return rows


def _joined(pattern: Pattern) -> Iterator[Ref]:
    for condition in pattern.conditions:
        if condition.op is Op.EQ and isinstance(condition.operand, Ref):
            yield condition.operand


def _equalities(pattern: Pattern, bound: Mapping[str, Row]) -> dict[str, Value] | None:
    """Return the values that equalities with bound facts ask of a pattern's fields; None for an unknown value."""
    wanted: dict[str, Value] = {}
    for condition in pattern.conditions:
        if condition.op is not Op.EQ or not isinstance(condition.operand, Ref):
            continue
        if condition.operand.alias not in bound:
            continue
        value = _value(condition.operand, bound)
        if value is None or wanted.get(condition.field, value) != value:
            return None
        wanted[condition.field] = value
    return wanted


def _value(ref: Ref, bound: Mapping[str, Row]) -> Value | None:
    value = bound[ref.alias].get(ref.field)
    return int(value) + ref.plus if value is not None and ref.plus else value
