"""One rule as rulesets for durable-rules, and how a batch of dossiers passes through them.

Subjects are judged in two stages, so that doubts and exceptions are asked only of subjects that stay:

* first, the subject itself, ``with`` and ``without``; a verdict session tells which subjects stay;
* then ``cannot_tell`` and ``unless`` of those; a verdict session tells gap, cannot tell or excepted.

A stage uses one session, which joins the facts of each dossier, tied by its key. A join that holds is a *hit*.
Alternatives of one value (``in``) are settled when a dossier is filled: durable-rules is exact with them only in the
first pattern of a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from trialign.facts.tables import Row
from trialign.inference import terms
from trialign.inference.dossiers import Index, reached
from trialign.inference.terms import SUBJECT, Definition, Interned
from trialign.model.finding import Match, Verdict
from trialign.model.rule import Conjunction, Op, Part, Pattern, Ref, Rule

Message = dict[str, int | str]
Fired = tuple[str, Mapping[str, Mapping[str, int | str]]]
Subject = tuple[Row, ...]
_HIT = {part: number for number, part in enumerate(Part, start=1)}
_STAYS = "stays"


class Sessions(Protocol):
    """A ruleset of which each call makes a fresh session."""

    def fire(self, messages: Iterable[Message]) -> list[Fired]:
        """Return what fires for the messages: rule name, and the facts by place."""


MakeSessions = Callable[[str, Definition], Sessions]


@dataclass(frozen=True, slots=True)
class _Role:
    """One pattern of a rule in one conjunction; ``number`` marks its facts in messages."""

    number: int
    pattern: Pattern
    fields: tuple[str, ...]
    tested: tuple[str, ...]
    sums: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Join:
    """One conjunction: the hit that it stands for, the subject's roles that it needs, and its own."""

    hit: int
    bound: tuple[_Role, ...]
    own: tuple[_Role, ...]

    @property
    def roles(self) -> tuple[_Role, ...]:
        return self.bound + self.own


class Program:
    """One rule, compiled; ``judge`` may be called for any number of batches."""

    def __init__(self, rule: Rule, index: Index, interned: Interned, make: MakeSessions) -> None:
        """Compile the rule.

        Args:
            rule: In intermediate form.
            index: Finds candidates for the rule's patterns.
            interned: Shared by all programs of a run.
            make: Makes a ruleset of a name and a definition.
        """
        self.rule = rule
        used = _used_fields(rule)
        numbers = iter(range(1_000_000))
        self._subject = tuple(_role(next(numbers), pattern, used) for pattern in rule.subject)
        joins = {
            part: [
                _Join(
                    _HIT[part],
                    self._needed(conjunction),
                    tuple(_role(next(numbers), pattern, used) for pattern in conjunction),
                )
                for conjunction in group
            ]
            for part, group in rule.groups
        }
        first = [_Join(SUBJECT, (), self._subject), *joins.get(Part.WITH, []), *joins.get(Part.WITHOUT, [])]
        second = [*joins.get(Part.CANNOT_TELL, []), *joins.get(Part.UNLESS, [])]
        self._first = _Stage(f"{rule.id} first", first, self._subject, index, interned, make)
        self._second = _Stage(f"{rule.id} second", second, self._subject, index, interned, make)
        self._staying = make(f"{rule.id} staying", {_STAYS: terms.verdict(*self._asked(Part.WITH, Part.WITHOUT))})
        self._verdicts = make(f"{rule.id} verdicts", self._verdict_rules())

    def _needed(self, conjunction: Conjunction) -> tuple[_Role, ...]:
        """Return the first subject role, which carries the key, and those that a conjunction refers to."""
        named = {ref.alias for pattern in conjunction for ref in pattern.references()}
        return tuple(role for role in self._subject if role.number == 0 or role.pattern.alias in named)

    def _asked(self, *parts: Part) -> list[list[int]]:
        return [[_HIT[part]] if self.rule.group(part) else [] for part in parts]

    def _verdict_rules(self) -> Definition:
        doubt, accepted = self._asked(Part.CANNOT_TELL, Part.UNLESS)
        found = {Verdict.GAP.value: terms.verdict([], doubt + accepted)}
        if doubt:
            found[Verdict.CANNOT_TELL.value] = terms.verdict(doubt, accepted)
        if accepted:
            found[Verdict.EXCEPTED.value] = terms.verdict(accepted, [])
        return found

    def judge(self, batch: Sequence[Subject]) -> tuple[list[Match], int]:
        """Return the matches of a batch of candidate subjects, and how many of them are subjects."""
        everyone = dict(enumerate(batch))
        hits = self._first.hits(everyone)
        staying = {int(fired["s"]["k"]) for _, fired in self._staying.fire(_messages(hits))}
        later = self._second.hits({key: everyone[key] for key in sorted(staying)})
        for key in staying:
            later[key].setdefault(SUBJECT, set())
        verdicts = self._verdicts.fire(_messages(later))
        found = [self._match(everyone, hits, later, Verdict(name), int(fired["s"]["k"])) for name, fired in verdicts]
        return found, sum(SUBJECT in by_hit for by_hit in hits.values())

    def _match(self, batch: Mapping[int, Subject], first: _Hits, second: _Hits, verdict: Verdict, key: int) -> Match:
        evidence = set(first[key].get(_HIT[Part.WITH], set()))
        if verdict is Verdict.CANNOT_TELL:
            evidence |= second[key].get(_HIT[Part.CANNOT_TELL], set())
        if verdict is Verdict.EXCEPTED:
            evidence |= second[key].get(_HIT[Part.UNLESS], set())
        subject = tuple(int(row["fact"]) for row in batch[key])
        return Match(self.rule.id, subject, verdict, tuple(sorted(evidence)))


_Hits = defaultdict[int, dict[int, set[int]]]


def _messages(hits: _Hits) -> list[Message]:
    return [{"k": key, "h": hit} for key, by_hit in sorted(hits.items()) for hit in sorted(by_hit)]


def _used_fields(rule: Rule) -> Mapping[str, set[tuple[str, int]]]:
    """Return, by alias, the fields that other patterns refer to, each with what they add."""
    used: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for pattern in rule.patterns():
        for ref in pattern.references():
            used[ref.alias].add((ref.field, ref.plus))
    return used


def _role(number: int, pattern: Pattern, used: Mapping[str, set[tuple[str, int]]]) -> _Role:
    compared = {condition.field for condition in pattern.conditions if condition.op is not Op.KNOWN}
    tested = {condition.field for condition in pattern.conditions if condition.op is Op.KNOWN}
    referred = used.get(pattern.alias, set())
    tested |= {condition.field for condition in pattern.conditions if isinstance(condition.operand, Ref)}
    tested |= {name for name, _ in referred}
    fields = compared | {name for name, plus in referred if not plus}
    sums = sorted((name, plus) for name, plus in referred if plus)
    return _Role(number, pattern, tuple(sorted(fields)), tuple(sorted(tested)), tuple(sums))


def _joined_fields(join: _Join) -> Mapping[str, list[Definition]]:
    """Return, by alias, terms that ask for every field that the join compares to be known.

    durable-rules fails, and may crash, where it compares with a field that the other fact lacks; a comparison with
    an unknown value is false anyway.
    """
    inside = {role.pattern.alias for role in join.roles}
    found: dict[str, set[str]] = defaultdict(set)
    for role in join.roles[1:]:
        for condition in role.pattern.conditions:
            if isinstance(condition.operand, Ref) and condition.operand.alias in inside:
                found[role.pattern.alias].add(condition.field)
                found[condition.operand.alias].add(condition.operand.field)
    asked = {alias: [{terms.known_name(name): 1} for name in sorted(names)] for alias, names in found.items()}
    return defaultdict(list, asked)


class _Stage:
    """Some conjunctions of a rule as one ruleset."""

    def __init__(
        self,
        name: str,
        joins: Sequence[_Join],
        subject: tuple[_Role, ...],
        index: Index,
        interned: Interned,
        make: MakeSessions,
    ) -> None:
        self._joins, self._subject, self._index, self._interned = joins, subject, index, interned
        self._contents: dict[tuple[int, int], Message] = {}
        rules = {f"b{number}": {"all": self._patterns(join)} for number, join in enumerate(joins)}
        self._sessions = make(name, rules) if rules else None

    def _own(self, role: _Role) -> list[Definition]:
        return [{"r": role.number}, *terms.constants(role.pattern, self._interned)]

    def _patterns(self, join: _Join) -> list[Definition]:
        """Return the patterns of a join; the last term of each is the equality of the dossier's key."""
        first, *rest = join.roles
        joined = _joined_fields(join)
        patterns: list[Definition] = [{"p0": terms.alone([*self._own(first), *joined[first.pattern.alias]])}]
        places = {first.pattern.alias: "p0"}
        for place, role in enumerate(rest, start=1):
            places[role.pattern.alias] = f"p{place}"
            own = [*self._own(role), *joined[role.pattern.alias]]
            patterns.append({f"p{place}": {"$and": [*own, *terms.joins(role.pattern, places), {"k": {"p0": "k"}}]}})
        return patterns

    def hits(self, subjects: Mapping[int, Subject]) -> _Hits:
        """Return, by dossier and hit, the facts that made it; the subject's own hit has none."""
        found: _Hits = defaultdict(dict)
        if self._sessions is None or not subjects:
            return found
        messages, facts = self._filled(subjects)
        for name, fired in self._sessions.fire(messages):
            join = self._joins[int(name[1:])]
            evidence = found[int(fired["p0"]["k"])].setdefault(join.hit, set())
            if join.hit is not SUBJECT:
                places = range(len(join.bound), len(join.roles))
                evidence.update(facts[int(fired[f"p{place}"]["id"])] for place in places)
        return found

    def _filled(self, subjects: Mapping[int, Subject]) -> tuple[list[Message], dict[int, int]]:
        """Return the messages of some dossiers, and the fact that each stands for."""
        messages: list[Message] = []
        facts: dict[int, int] = {}

        def add(role: _Role, row: Row, key: int) -> None:
            number = len(messages) + 1
            messages.append({**self._content(role, row), "id": str(number), "k": key})
            facts[number] = int(row["fact"])

        for key, subject in subjects.items():
            bound = {role.pattern.alias: row for role, row in zip(self._subject, subject, strict=True)}
            for role, row in zip(self._subject, subject, strict=True):
                add(role, row, key)
            for join in self._joins:
                if join.hit is not SUBJECT:
                    candidates = reached(tuple(role.pattern for role in join.own), bound, self._index)
                    if not all(candidates):
                        continue  # a pattern without a candidate: the join cannot hold
                    for role, rows in zip(join.own, candidates, strict=True):
                        for row in rows:
                            add(role, row, key)
        return messages, facts

    def _content(self, role: _Role, row: Row) -> Message:
        known = self._contents.get((role.number, int(row["fact"])))
        if known is None:
            known = {"r": role.number}
            known.update((terms.name_of(name), self._interned(row[name])) for name in role.fields if name in row)
            known.update((terms.known_name(name), int(name in row)) for name in role.tested)
            known.update(
                (terms.sum_name(name, plus), int(row[name]) + plus) for name, plus in role.sums if name in row
            )
            self._contents[role.number, int(row["fact"])] = known
        return known
