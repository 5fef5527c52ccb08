"""The rules on durable-rules, used in the one way that was measured to be exact (docs/durable-rules.md).

The only module that imports ``durable``. Subjects are put into dossiers; a batch of dossiers passes through three
fresh sessions, each made, filled, fired, read and deleted:

1. *alpha*: facts whose pattern offers alternatives (``in``), against its conditions that need no other fact;
2. *beta*: joins within one dossier, tied by its key; a join that holds is a *hit*;
3. *verdict*: after the fact ``go``, hits are combined and denied to a verdict.

No retract, no update, no ``none()`` before ``go``, no null, only small integers in facts: text is interned, and a
field that is not known is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from durable import engine

from trialign.facts.tables import Facts, Row
from trialign.inference.dossiers import Dossier, Index, dossiers
from trialign.model.finding import Match, Outcome, Verdict
from trialign.model.rule import Condition, Conjunction, Op, Part, Pattern, Ref, Rule, Value

BATCH = 300
CAP = 500
MAX_RULES = 55
_OPERATORS = {Op.LT: "$lt", Op.LE: "$lte", Op.GT: "$gt", Op.GE: "$gte", Op.NE: "$neq"}
_SUBJECT_HIT = 0
_PART_NUMBER = {part: number for number, part in enumerate(Part, start=1)}

Message = dict[str, int | str]
Definition = dict[str, Any]


class EngineFailure(RuntimeError):
    """durable-rules swallowed an exception, lost the barrier, or did not finish; nothing of the batch is used."""


@dataclass(slots=True)
class _Interned:
    """Text as small integers, the same for the whole run."""

    numbers: dict[str, int] = field(default_factory=dict)

    def __call__(self, value: Value) -> int:
        if isinstance(value, str):
            return self.numbers.setdefault(value, len(self.numbers) + 1)
        return int(value)


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts.

    Raises:
        EngineFailure: A session did not end as it must; there is no partial result.
    """
    index, interned = Index(facts), _Interned()
    matches: list[Match] = []
    subjects: list[tuple[str, int]] = []
    for rule in rules:
        program = _Program(rule, interned)
        count = 0
        for batch in _batches(dossiers(rule, index), BATCH):
            found, seen = program.judge(batch)
            matches += found
            count += seen
        subjects.append((rule.id, count))
    return Outcome(tuple(sorted(matches)), tuple(subjects))


def _batches(items: Iterable[Dossier], size: int) -> Iterator[list[Dossier]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Role:
    """One pattern of a rule in one place; ``number`` is its role in messages."""

    number: int
    pattern: Pattern
    fields: tuple[str, ...]
    tested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Join:
    """One conjunction: the roles it joins, and the hit that it stands for."""

    hit: int
    roles: tuple[_Role, ...]
    slot: tuple[int, int] | None


class _Program:
    """One rule, compiled to three rulesets that serve every batch."""

    def __init__(self, rule: Rule, interned: _Interned) -> None:
        self.rule = rule
        self._interned = interned
        self._subject_roles: list[_Role] = []
        self._joins: list[_Join] = []
        self._sums: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._build_roles()
        roles = {role.number: role for join in self._joins for role in join.roles}
        self._screened = {number for number, role in roles.items() if _has_choice(role.pattern)}
        alpha = {f"a{number}": {"all": [{"x": self._alpha(roles[number])}]} for number in sorted(self._screened)}
        self._alpha_session = _Session(f"alpha {rule.id}", alpha)
        beta = {f"b{number}": {"all": self._beta(join)} for number, join in enumerate(self._joins)}
        self._beta_session = _Session(f"beta {rule.id}", beta)
        self._verdict_session = _Session(f"verdict {rule.id}", _verdicts(rule))

    def _build_roles(self) -> None:
        for pattern in self.rule.patterns():
            for ref in pattern.references():
                if ref.plus:
                    self._sums[ref.alias].add((ref.field, ref.plus))
        self._subject_roles = [
            self._role(number, pattern, self.rule.subject) for number, pattern in enumerate(self.rule.subject)
        ]
        self._joins.append(_Join(_SUBJECT_HIT, tuple(self._subject_roles), None))
        number = len(self._subject_roles)
        for group_number, (part, group) in enumerate(self.rule.groups):
            for alternative, conjunction in enumerate(group):
                added = [self._role(number + offset, each, conjunction) for offset, each in enumerate(conjunction)]
                number += len(added)
                roles = (*self._needed_subject(conjunction), *added)
                self._joins.append(_Join(_PART_NUMBER[part], roles, (group_number, alternative)))

    def _role(self, number: int, pattern: Pattern, conjunction: Conjunction) -> _Role:
        used = {
            ref.field for other in self.rule.patterns() for ref in other.references() if ref.alias == pattern.alias
        }
        tested = {condition.field for condition in pattern.conditions if condition.op is not Op.KNOWN}
        known = {condition.field for condition in pattern.conditions if condition.op is Op.KNOWN}
        return _Role(number, pattern, tuple(sorted(used | tested)), tuple(sorted(known)))

    def _needed_subject(self, conjunction: Conjunction) -> list[_Role]:
        """Return the first subject role, which carries the key, and those that the conjunction refers to."""
        named = {ref.alias for pattern in conjunction for ref in pattern.references()}
        return [role for role in self._subject_roles if role.number == 0 or role.pattern.alias in named]

    def _alpha(self, role: _Role) -> Definition:
        terms: list[Definition] = [{"r": role.number}]
        for condition in role.pattern.conditions:
            if not isinstance(condition.operand, Ref):
                terms += self._constant_terms(condition)
        return {"$and": terms} if len(terms) > 1 else terms[0]

    def _constants(self, role: _Role) -> list[Definition]:
        """Return the terms of a role in a join; what the alpha session has screened is not asked again."""
        terms: list[Definition] = [{"r": role.number}]
        if role.number not in self._screened:
            for condition in role.pattern.conditions:
                if not isinstance(condition.operand, Ref):
                    terms += self._constant_terms(condition)
        return terms

    def _alone(self, role: _Role) -> Definition:
        terms = self._constants(role)
        return {"$and": terms} if len(terms) > 1 else terms[0]

    def _constant_terms(self, condition: Condition) -> list[Definition]:
        name = _field(condition.field)
        match condition.op, condition.operand:
            case Op.KNOWN, operand:
                return [{f"k_{condition.field}": int(bool(operand))}]
            case Op.IN, tuple() as members:
                either = [{name: self._interned(member)} for member in members]
                return [{"$or": either}] if len(either) > 1 else either
            case Op.NOT_IN, tuple() as members:
                return [{"$neq": {name: self._interned(member)}} for member in members]
            case Op.EQ, (str() | int()) as value:
                return [{name: self._interned(value)}]
            case op, (str() | int()) as value:
                return [{_OPERATORS[op]: {name: self._interned(value)}}]
            case _:
                raise TypeError(f"no term for {condition}")

    def _beta(self, join: _Join) -> list[Definition]:
        """Return the patterns of a join; the last term of each is the equality of the dossier's key."""
        first, *rest = join.roles
        patterns: list[Definition] = [{"p0": self._alone(first)}]
        places = {first.pattern.alias: "p0"}
        for place, role in enumerate(rest, start=1):
            places[role.pattern.alias] = f"p{place}"
            terms = self._constants(role)
            for condition in role.pattern.conditions:
                if isinstance(condition.operand, Ref) and condition.operand.alias in places:
                    terms.append(_join_term(condition, condition.operand, places))
            terms.append({"k": {"p0": "k"}})
            patterns.append({f"p{place}": {"$and": terms}})
        return patterns

    def judge(self, batch: Sequence[Dossier]) -> tuple[list[Match], int]:
        """Return the matches of a batch, and how many of its dossiers are subjects."""
        messages, rows = self._messages(batch)
        screened = [message for message in messages.values() if message["r"] in self._screened]
        passed = self._alpha_session.fire(screened) if screened else []
        kept = {int(fired["x"]["id"]) for _, fired in passed}
        kept.update(number for number, message in messages.items() if message["r"] not in self._screened)
        hits: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for name, fired in self._beta_session.fire(messages[number] for number in sorted(kept)):
            join = self._joins[int(name[1:])]
            key = int(fired["p0"]["k"])
            evidence = hits[key][join.hit]
            for place, role in enumerate(join.roles):
                if role not in self._subject_roles:
                    evidence.add(int(rows[int(fired[f"p{place}"]["id"])]["fact"]))
        hit_messages: list[Message] = [
            {"k": key, "h": hit} for key, by_hit in sorted(hits.items()) for hit in sorted(by_hit)
        ]
        verdicts = self._verdict_session.fire(hit_messages)
        found = [self._match(batch, hits, name, int(fired["s"]["k"])) for name, fired in verdicts]
        return found, sum(_SUBJECT_HIT in by_hit for by_hit in hits.values())

    def _match(
        self, batch: Sequence[Dossier], hits: Mapping[int, Mapping[int, set[int]]], name: str, key: int
    ) -> Match:
        verdict = Verdict(name)
        decided = [Part.WITH]
        if verdict is Verdict.CANNOT_TELL:
            decided.append(Part.CANNOT_TELL)
        if verdict is Verdict.EXCEPTED:
            decided.append(Part.UNLESS)
        evidence = set().union(*(hits[key].get(_PART_NUMBER[part], set()) for part in decided))
        subject = tuple(int(row["fact"]) for row in batch[key].subject)
        return Match(self.rule.id, subject, verdict, tuple(sorted(evidence)))

    def _messages(self, batch: Sequence[Dossier]) -> tuple[dict[int, Message], dict[int, Row]]:
        messages: dict[int, Message] = {}
        rows: dict[int, Row] = {}

        def add(role: _Role, row: Row, key: int) -> None:
            number = len(messages) + 1
            messages[number] = {"id": str(number), "k": key, "r": role.number, **self._content(role, row)}
            rows[number] = row

        for key, dossier in enumerate(batch):
            for role, row in zip(self._subject_roles, dossier.subject, strict=True):
                add(role, row, key)
            for join in self._joins:
                if join.slot is None:
                    continue
                added = join.roles[-len(self.rule.groups[join.slot[0]][1][join.slot[1]]) :]
                for position, role in enumerate(added):
                    for row in dossier.candidates[(*join.slot, position)]:
                        add(role, row, key)
        return messages, rows

    def _content(self, role: _Role, row: Row) -> Message:
        content: Message = {_field(name): self._interned(row[name]) for name in role.fields if name in row}
        content.update((f"k_{name}", int(name in row)) for name in role.tested)
        for name, plus in self._sums.get(role.pattern.alias, ()):
            if name in row:
                content[_sum(name, plus)] = int(row[name]) + plus
        return content


def _has_choice(pattern: Pattern) -> bool:
    """Tell whether a pattern offers alternatives: ``$or`` is exact only in a rule's first pattern."""
    return any(
        condition.op is Op.IN and isinstance(condition.operand, tuple) and len(condition.operand) > 1
        for condition in pattern.conditions
    )


def _field(name: str) -> str:
    return f"f_{name}"


def _sum(name: str, plus: int) -> str:
    return f"s_{name}_{plus}" if plus >= 0 else f"s_{name}_m{-plus}"


def _join_term(condition: Condition, ref: Ref, places: Mapping[str, str]) -> Definition:
    other = _sum(ref.field, ref.plus) if ref.plus else _field(ref.field)
    comparison = {_field(condition.field): {places[ref.alias]: other}}
    return comparison if condition.op is Op.EQ else {_OPERATORS[condition.op]: comparison}


def _verdicts(rule: Rule) -> Definition:
    """Return the rules of the last session: verdicts exclude each other by the hits that they deny."""
    with_, without, cannot_tell, unless = (_PART_NUMBER[part] if rule.group(part) else None for part in Part)

    def combine(holds: Iterable[int | None], denied: Iterable[int | None]) -> Definition:
        patterns: list[Definition] = [{"g": {"go": 1}}, {"s": {"h": _SUBJECT_HIT}}]
        for number in holds:
            if number is not None:
                patterns.append({f"w{number}": {"$and": [{"h": number}, {"k": {"s": "k"}}]}})
        for number in denied:
            if number is not None:
                patterns.append({f"n{number}$not": {"$and": [{"h": number}, {"k": {"s": "k"}}]}})
        return {"all": patterns}

    found = {Verdict.GAP.value: combine([with_], [without, cannot_tell, unless])}
    if cannot_tell is not None:
        found[Verdict.CANNOT_TELL.value] = combine([with_, cannot_tell], [without, unless])
    if unless is not None:
        found[Verdict.EXCEPTED.value] = combine([with_, unless], [without])
    return found


class _Session:
    """A ruleset, and fresh sessions of it."""

    def __init__(self, name: str, definition: Definition) -> None:
        if len(definition) > MAX_RULES:
            raise EngineFailure(f"{name} needs {len(definition)} rules, more than durable-rules takes safely")
        self._name = name
        self._fired: list[tuple[str, dict[str, dict[str, int | str]]]] = []
        self._sid = 0
        rules = {rule: {**body, "cap": CAP, "run": self._action(rule)} for rule, body in definition.items()}
        rules["done"] = {"all": [{"g": {"go": 1}}], "run": self._action("done")}
        self._ruleset = engine.Ruleset(name, None, rules)

    def _action(self, rule: str) -> Callable[[Any], None]:
        def record(closure: Any) -> None:  # noqa: ANN401
            if rule == "done":
                self._finished = True
                return
            for match in closure.m:
                self._fired.append((rule, match._d))

        return record

    def fire(self, messages: Iterable[Message]) -> list[tuple[str, dict[str, dict[str, int | str]]]]:
        """Return what fires for the messages in a session of its own: rule name and facts by pattern."""
        self._fired = []
        self._finished = False
        self._sid += 1
        sid = str(self._sid)
        batch = [{**message, "sid": sid} for message in messages]
        for number, message in enumerate(batch, start=1):
            message.setdefault("id", str(number))
        errors: list[object] = []
        try:
            if batch:
                self._assert(batch, sid, errors)
            self._assert([{"id": "0", "sid": sid, "go": 1}], sid, errors)
            state = self._ruleset.get_state(sid)
        finally:
            self._ruleset.delete_state(sid)
        if errors or "exception" in state or not self._finished:
            raise EngineFailure(f"{self._name}: {errors or state.get('exception') or 'did not finish'}")
        return self._fired

    def _assert(self, batch: list[Message], sid: str, errors: list[object]) -> None:
        """Assert facts and run what they fire.

        A fact that no rule uses raises, after it was stored and before any action ran: the actions are run then
        through the next call that gives a handle, so the barrier fact ``go``, which every ruleset uses, always
        comes last.
        """
        try:
            handle = self._ruleset.assert_facts(batch)
        except engine.MessageNotHandledException:
            return
        self._ruleset.do_actions(handle, lambda error, _state: errors.append(error) if error else None)
