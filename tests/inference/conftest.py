"""Random worlds in which every executor must say the same as plain nested loops."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from trialign.errors import Location
from trialign.facts.tables import Facts
from trialign.inference import oracle as nested_loops
from trialign.inference.evaluate import Executor
from trialign.model.directory import Source
from trialign.model.rule import Condition, Conjunction, Group, Op, Part, Pattern, Ref, Rule, Severity, Value
from trialign.rulebook.joins import arranged


@pytest.fixture(scope="session")
def oracle() -> Executor:
    """The rules as nested loops over all rows."""
    return nested_loops.run


TEXT, FLAG, NUMBER, DAY, FACT = "text", "flag", "number", "day", "fact"
TODAY = 20_779
VALUES: dict[str, tuple[Value, ...]] = {
    TEXT: ("a", "b", "c"),
    FLAG: (False, True),
    NUMBER: (-1, 0, 1, 2),
    DAY: (TODAY - 2, TODAY - 1, TODAY, TODAY + 1, TODAY + 2),
    FACT: tuple(range(12)),
}
SHAPES: dict[str, dict[str, str]] = {
    "decision": {
        "record": TEXT, "nation": TEXT, "standing": TEXT, "in_force": FLAG, "absent": FLAG, "conjunct": NUMBER,
        "need": NUMBER, "decided": DAY, "since": DAY,
    },
    "trial": {
        "record": TEXT, "nation": TEXT, "status": TEXT, "open": FLAG, "arm": NUMBER, "need": NUMBER, "captured": DAY,
        "updated": DAY, "primary_completion": DAY, "reviewed": FLAG, "confidence": NUMBER, "if_known": FLAG,
    },
    "registry_record": {
        "record": TEXT, "status": TEXT, "open": FLAG, "current": FLAG, "today": DAY, "captured": DAY, "updated": DAY,
        "primary_completion": DAY, "months_not_updated": NUMBER, "months_not_updated_at_most": NUMBER,
        "names_no_biomarker": FLAG, "criteria": NUMBER, "reviewed": FLAG, "twins": NUMBER, "differs": TEXT,
        "differs_certain": FLAG,
    },
    "coverage": {"need": NUMBER, "nation": TEXT, "test": TEXT, "fit": TEXT},
    "answer": {"need": NUMBER, "nation": TEXT, "coverage": TEXT, "explicit": FLAG, "since": DAY},
    "test": {"id": TEXT, "nation": TEXT, "available": FLAG},
    "directory": {"nation": TEXT, "complete": FLAG, "age_days": NUMBER, "max_age_days": NUMBER},
    "exception": {"rule": TEXT, "subject": TEXT, "created": DAY, "expires": DAY, "active": FLAG},
    "ruling": {
        "record": TEXT, "nation": TEXT, "outcome": TEXT, "standing": TEXT, "final": FLAG, "in_force": FLAG,
        "adoption": TEXT, "dated": FLAG, "decided": DAY, "days_left": NUMBER,
    },
    "comparable": {
        "left": TEXT, "right": TEXT, "forward": FLAG, "certain": FLAG, "same_body": FLAG, "ordered": FLAG,
        "days_at_least": NUMBER, "days_at_most": NUMBER, "tighter": TEXT,
    },
    "lag": {
        "decision": FACT, "nation": TEXT, "open": FLAG, "known": FLAG, "days_at_least": NUMBER,
        "days_at_most": NUMBER,
    },
    "step": {
        "need": NUMBER, "nation": TEXT, "pathway": TEXT, "number": NUMBER, "conjunct": NUMBER, "sample": TEXT,
        "absent": FLAG,
    },
    "island": {
        "need": NUMBER, "nation": TEXT, "indication_code": TEXT, "coverage": TEXT, "rank": NUMBER, "missing": NUMBER,
    },
    "register": {
        "need": NUMBER, "nation": TEXT, "status": TEXT, "trials": NUMBER, "unlocks": NUMBER, "wave": NUMBER,
    },
}  # fmt: skip
_SPEAKS_OF_A_BIOMARKER = frozenset({"decision", "answer", "ruling", "step", "register"})
_PLUS = (-2, -1, 0, 0, 1, 2)
_ORDERED = (Op.LT, Op.LE, Op.GT, Op.GE)


@dataclass(frozen=True, slots=True)
class RandomWorld:
    """A rule as it was drawn, the same rule as executors get it, and rows of facts in an order.

    A row's number in ``rows`` is its place in this tuple; fields of sort FACT name rows by these numbers.
    """

    drawn: Rule
    rule: Rule
    rows: tuple[tuple[str, Mapping[str, Value]], ...]

    def facts(self, order: Sequence[int] | None = None) -> Facts:
        """Return the facts with the rows added in an order of their numbers."""
        chosen = range(len(self.rows)) if order is None else order
        fact_of = {number: fact for fact, number in enumerate(chosen)}
        facts = Facts()
        for number in chosen:
            kind, values = self.rows[number]
            renumbered = {
                name: fact_of.get(int(value), value) if SHAPES[kind].get(name) == FACT else value
                for name, value in values.items()
            }
            facts.add(kind, renumbered, f"row {number}", Source(Location("rows.csv", number + 1), "", "", ""))
        return facts


class _Draw:
    def __init__(self, chance: random.Random, rule_id: str) -> None:
        self.chance = chance
        self.rule_id = rule_id
        self.kinds = chance.sample(sorted(SHAPES), chance.randint(2, 4))

    def rows(self) -> tuple[tuple[str, Mapping[str, Value]], ...]:
        kinds = [kind for kind in self.kinds for _ in range(self.chance.choice((1, 3, 4, 5, 6)))]
        self.chance.shuffle(kinds)
        return tuple((kind, self._row(kind)) for kind in kinds)

    def _row(self, kind: str) -> Mapping[str, Value]:
        row = {
            field: self.chance.choice(VALUES[sort])
            for field, sort in SHAPES[kind].items()
            if self.chance.random() < 0.87
        }
        if kind in _SPEAKS_OF_A_BIOMARKER:
            gene = self.chance.choice("xyz")
            row |= {"nation_name": "N", "biomarker": f"gene {gene}", "biomarker_id": gene, "cancer": "c"}
        return row

    def rule(self) -> Rule:
        subject = self._conjunction({}, "s", (1, 1, 1, 2, 2, 3), (0, 0, 0, 1, 2))
        bound = {pattern.alias: pattern.kind for pattern in subject}
        parts = [part for part in Part if self.chance.random() < 0.6]
        groups = tuple((part, self._group(bound)) for part in parts)
        named = ("nation", "record", "subject", "id", "test", "certain")
        key = [Ref(each.alias, field) for each in subject for field in named if field in SHAPES[each.kind]]
        key += [Ref(each.alias, "biomarker") for each in subject if each.kind in _SPEAKS_OF_A_BIOMARKER]
        chosen = tuple(self.chance.sample(key, min(len(key), 2)))
        message = "|" + "".join(f"{{{ref}}}|" for ref in chosen)
        return Rule(
            self.rule_id, "", "stable", Severity.ERROR, "", (), "", (), (), subject, groups,
            chosen, message, "mend", (), Location("random"),
        )  # fmt: skip

    def _group(self, bound: Mapping[str, str]) -> Group:
        return tuple(
            self._conjunction(bound, "x", (1, 1, 2, 3), (0, 0, 0, 1, 2, 3))
            for _ in range(self.chance.choice((1, 1, 2, 3)))
        )

    def _conjunction(
        self, bound: Mapping[str, str], letter: str, sizes: Sequence[int], conditions: Sequence[int]
    ) -> Conjunction:
        kinds = {f"{letter}{n}": self.chance.choice(self.kinds) for n in range(self.chance.choice(sizes))}
        scope = dict(bound)
        patterns = []
        for alias, kind in kinds.items():
            ahead = {other: each for other, each in kinds.items() if other != alias}
            reachable = {**bound, **ahead} if self.chance.random() < 0.15 else scope
            patterns.append(Pattern(kind, alias, tuple(self._conditions(kind, reachable, conditions))))
            scope[alias] = kind
        return tuple(patterns)

    def _conditions(self, kind: str, scope: Mapping[str, str], sizes: Sequence[int]) -> Iterator[Condition]:
        if scope and self.chance.random() < 0.75:
            yield from self._joined(kind, scope, (Op.EQ,))
        for _ in range(self.chance.choice(sizes)):
            if scope and self.chance.random() < 0.4:
                yield from self._joined(kind, scope, (Op.EQ, Op.NE, *_ORDERED))
            else:
                yield from self._constant(kind)

    def _joined(self, kind: str, scope: Mapping[str, str], ops: Sequence[Op]) -> Iterator[Condition]:
        alias = self.chance.choice(sorted(scope))
        pairs = [
            (field, other, sort)
            for field, sort in (*SHAPES[kind].items(), ("fact", FACT))
            for other, same in (*SHAPES[scope[alias]].items(), ("fact", FACT))
            if sort == same
        ]
        field, other, sort = self.chance.choice(pairs)
        allowed = [op for op in ops if sort in {NUMBER, DAY} or op not in _ORDERED]
        plus = self.chance.choice(_PLUS) if sort in {NUMBER, DAY} else 0
        yield Condition(field, self.chance.choice(allowed), Ref(alias, other, plus))

    def _constant(self, kind: str) -> Iterator[Condition]:
        field, sort = self.chance.choice(sorted(SHAPES[kind].items()))
        if sort == FACT or self.chance.random() < 0.15:
            yield Condition(field, Op.KNOWN, self.chance.random() < 0.6)
            return
        ordered = _ORDERED if sort in {NUMBER, DAY} else ()
        op = self.chance.choice((Op.EQ, Op.NE, Op.IN, Op.NOT_IN, *ordered))
        if op in {Op.IN, Op.NOT_IN}:
            members = self.chance.sample(VALUES[sort], self.chance.randint(1, min(3, len(VALUES[sort]))))
            yield Condition(field, op, tuple(sorted(members, key=str)))
        else:
            yield Condition(field, op, self.chance.choice(VALUES[sort]))


def as_read(rule: Rule) -> Rule:
    """Return a rule with its patterns and references turned as the rulebook's reader turns them."""
    subject = arranged(rule.subject, set())
    bound = {pattern.alias for pattern in subject}
    groups = tuple(
        (part, tuple(arranged(conjunction, bound) for conjunction in group)) for part, group in rule.groups
    )
    return replace(rule, subject=subject, groups=groups)


def random_world(seed: int) -> RandomWorld:
    """Return the world of a seed: rule, shapes and rows from domains so small that joins hit."""
    draw = _Draw(random.Random(seed), f"RND-{seed}")
    drawn = draw.rule()
    rule = as_read(drawn)
    order = [pattern.alias for pattern in rule.subject]
    subject = tuple(sorted(drawn.subject, key=lambda pattern: order.index(pattern.alias)))
    return RandomWorld(replace(drawn, subject=subject), rule, draw.rows())


@pytest.fixture(scope="session")
def draw_world() -> Callable[[int], RandomWorld]:
    """The random world of a seed."""
    return random_world
