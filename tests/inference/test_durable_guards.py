"""What keeps durable-rules exact: every definition, fact and session is held to it, and every limit is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from trialign import resources
from trialign.errors import EngineFailure, Location, RuleProblems
from trialign.facts.tables import Facts
from trialign.inference import durable
from trialign.inference.dossiers import Index, subjects
from trialign.inference.durable import MAX_RULES, Ruleset
from trialign.inference.program import Fired, Message, Program
from trialign.inference.terms import Definition, Interned
from trialign.model.directory import Source
from trialign.model.rule import Condition, Op, Part, Pattern, Ref, Rule, Severity
from trialign.rulebook.checks import MAX_CONDITIONS, MAX_CONSTANTS, MAX_JOIN_TERMS, MAX_PATTERNS, limit_problems
from trialign.rulebook.reader import load_rulebook

if TYPE_CHECKING:
    from tests.inference.conftest import RandomWorld

    Draw = Callable[[int], RandomWorld]

AS_OF = date(2026, 11, 22)
SOURCE = Source(Location("rows.csv"), "", "", "")


class Witness:
    """Remembers the rulesets that a program makes, what goes into each session and what fires."""

    def __init__(self) -> None:
        self.rulesets: list[tuple[str, Definition]] = []
        self.sessions: list[list[Message]] = []
        self.fired: list[list[Fired]] = []

    def make(self, name: str, definition: Definition) -> Witnessed:
        self.rulesets.append((name, definition))
        return Witnessed(Ruleset(name, definition), self)


class Witnessed:
    def __init__(self, ruleset: Ruleset, witness: Witness) -> None:
        self._ruleset, self._witness = ruleset, witness

    def fire(self, messages: Iterable[Message]) -> list[Fired]:
        given = list(messages)
        found = self._ruleset.fire(given)
        self._witness.sessions.append(given)
        self._witness.fired.append(found)
        return found


@pytest.fixture(scope="module")
def witness(draw_world: Draw, rules: tuple[Rule, ...]) -> Witness:
    """The bundled rules compiled, and fifty random worlds judged."""
    found = Witness()
    for rule in rules:
        Program(rule, Index(Facts()), Interned(), found.make)
    for seed in range(50):
        drawn = draw_world(seed)
        index = Index(drawn.facts())
        Program(drawn.rule, index, Interned(), found.make).judge(list(subjects(drawn.rule.subject, index)))
    return found


def _rules(witness: Witness) -> Iterator[tuple[str, list[Definition]]]:
    for name, definition in witness.rulesets:
        for rule, body in definition.items():
            assert set(body) == {"all"}
            yield f"{name} {rule}", body["all"]


def _terms(pattern: Definition) -> list[Mapping[str, Any]]:
    (body,) = pattern.values()
    terms: list[Mapping[str, Any]] = body.get("$and", [body])
    return terms


def _place(pattern: Definition) -> str:
    return next(iter(pattern))


def _refers(term: Mapping[str, Any]) -> bool:
    (value,) = term.values()
    return isinstance(value, dict) and any(isinstance(each, dict | str) for each in value.values())


def test_no_session_is_asked_for_alternatives(witness: Witness) -> None:
    rules = list(_rules(witness))
    assert len(rules) > 50
    for name, patterns in rules:
        assert not any("$or" in term for pattern in patterns for term in _terms(pattern)), name
        assert "$any" not in str(patterns), name


def test_the_last_term_of_every_join_is_an_equality_on_the_key(witness: Witness) -> None:
    joins = 0
    for name, patterns in _rules(witness):
        keyed = next(place for place in map(_place, patterns) if place != "g")
        for pattern in patterns:
            terms = _terms(pattern)
            if _place(pattern) in {"g", keyed}:
                assert not any(_refers(term) for term in terms if "$or" not in term), name
            else:
                joins += 1
                assert terms[-1] == {"k": {keyed: "k"}}, name
    assert joins > 100


def test_absence_is_asked_only_after_go(witness: Witness) -> None:
    denied = 0
    for name, patterns in _rules(witness):
        for pattern in patterns:
            if "$not" in _place(pattern):
                denied += 1
                assert patterns[0] == {"g": {"go": 1}}, name
    assert denied > 10


def test_every_verdict_waits_for_go(witness: Witness) -> None:
    waiting = [name for name, patterns in _rules(witness) if patterns[0] == {"g": {"go": 1}}]
    made = [
        name for name, definition in witness.rulesets for _ in definition if name.endswith(("staying", "verdicts"))
    ]
    assert len(waiting) == len(made) > 50


def test_every_session_tells_that_it_is_done(witness: Witness) -> None:
    for name, definition in witness.rulesets:
        known = Ruleset(name, definition)._ruleset.get_definition()
        assert known["done"]["all"] == [{"g": {"go": 1}}], name


def test_fact_ids_are_short_decimals_and_unique_in_a_session(witness: Witness) -> None:
    given = 0
    for messages, fired in zip(witness.sessions, witness.fired, strict=True):
        ids = [str(message["id"]) for message in messages if "id" in message]
        given += len(ids)
        assert len(ids) == len(set(ids))
        ids += [str(fact["id"]) for _, match in fired for fact in match.values()]
        assert all(each.isdecimal() and len(each) <= 7 for each in ids)
    assert given > 500


def test_facts_hold_only_integers_and_ids(witness: Witness) -> None:
    for messages in witness.sessions:
        for message in messages:
            assert all(type(value) is int for name, value in message.items() if name != "id")


class FailingAction(Ruleset):
    """A ruleset of which every action but ``done`` fails."""

    def _recording(self, rule: str) -> Callable[[Any], None]:
        def fail(_closure: object) -> None:
            raise ValueError(f"the action of {rule} fails")

        return fail


class FailingEnd(Ruleset):
    """A ruleset that never comes to its end."""

    def _finish(self, _closure: object) -> None:
        raise ValueError("the end fails")


def test_an_exception_in_an_action_is_raised() -> None:
    ruleset = FailingAction("failing", {"r": {"all": [{"x": {"r": 1}}]}})
    with pytest.raises(EngineFailure, match="the action of r fails"):
        ruleset.fire([{"r": 1, "k": 0}])


def test_an_exception_in_an_action_behind_go_is_raised() -> None:
    ruleset = FailingAction("failing", {"r": {"all": [{"g": {"go": 1}}, {"x": {"r": 1}}]}})
    with pytest.raises(EngineFailure, match="the action of r fails"):
        ruleset.fire([{"r": 1, "k": 0}])


def test_a_session_that_does_not_end_is_raised() -> None:
    with pytest.raises(EngineFailure, match="failing"):
        FailingEnd("failing", {}).fire([])


def test_a_fact_that_no_rule_uses_stops_nothing() -> None:
    ruleset = Ruleset("sound", {"r": {"all": [{"x": {"r": 1}}]}})
    fired = ruleset.fire([{"r": 1, "k": 0}, {"r": 2, "k": 0}, {"r": 1, "k": 1}])
    assert sorted((name, match["x"]["k"]) for name, match in fired) == [("r", 0), ("r", 1)]


def test_sessions_of_a_ruleset_know_nothing_of_each_other() -> None:
    ruleset = Ruleset("sound", {"r": {"all": [{"g": {"go": 1}}, {"x": {"r": 1}}]}})
    assert [len(ruleset.fire([{"r": 1, "k": 0}])) for _ in range(3)] == [1, 1, 1]
    assert ruleset.fire([]) == []


def test_too_many_rules_for_one_ruleset_are_refused() -> None:
    many = {f"r{number}": {"all": [{"x": {"r": number}}]} for number in range(MAX_RULES + 1)}
    with pytest.raises(EngineFailure, match=f"needs {MAX_RULES + 1} rules"):
        Ruleset("many", many)


DECISION = Pattern("decision", "d", ())


def _with(*patterns: Pattern) -> Rule:
    groups = ((Part.WITH, (patterns,)),)
    return Rule(
        "LIM-1", "", "stable", Severity.ERROR, "", (), "", (), (), (DECISION,), groups, (), "", "", (),
        Location("LIM-1.yaml", 1),
    )  # fmt: skip


def _unlike(count: int) -> Pattern:
    return Pattern("coverage", "c", tuple(Condition("need", Op.NE, -number) for number in range(1, count + 1)))


def _one_of(count: int) -> Pattern:
    return Pattern("coverage", "c", (Condition("need", Op.NOT_IN, tuple(range(-count, 0))),))


def _joined(counts: tuple[int, ...]) -> list[Pattern]:
    return [
        Pattern(
            "coverage",
            f"c{place}",
            tuple(Condition("need", Op.GT, Ref("d", "need", -n)) for n in range(1, count + 1)),
        )
        for place, count in enumerate(counts)
    ]


def _many(count: int) -> list[Pattern]:
    return [Pattern("coverage", f"c{n}", (Condition("need", Op.EQ, Ref("d", "need")),)) for n in range(count)]


LARGEST = {
    "conditions": (_with(_unlike(MAX_CONDITIONS)), _with(_unlike(MAX_CONDITIONS + 1)), "16 conditions"),
    "constants": (_with(_one_of(MAX_CONSTANTS)), _with(_one_of(MAX_CONSTANTS + 1)), "401 values"),
    "join terms": (_with(*_joined((14, 14))), _with(*_joined((14, MAX_JOIN_TERMS - 13))), "29 join terms"),
    "facts": (_with(*_many(MAX_PATTERNS - 1)), _with(*_many(MAX_PATTERNS)), "more than 12 facts"),
}


@pytest.mark.parametrize("limit", LARGEST)
def test_a_rule_at_a_limit_is_accepted_and_judged_right(
    limit: str, oracle: Callable[[list[Rule], Facts], object]
) -> None:
    rule, _, _ = LARGEST[limit]
    facts = Facts()
    for need in (3, 4):
        facts.add("decision", {"need": need}, "", SOURCE)
        facts.add("coverage", {"need": need}, "", SOURCE)
    assert list(limit_problems(rule)) == []
    outcome = durable.run([rule], facts)
    assert outcome == oracle([rule], facts)
    assert outcome.matches


@pytest.mark.parametrize("limit", LARGEST)
def test_a_rule_over_a_limit_is_a_problem(limit: str) -> None:
    _, rule, words = LARGEST[limit]
    (problem,) = limit_problems(rule)
    assert words in problem.what
    assert problem.where == rule.where
    assert problem.mend


def test_a_rulebook_with_a_rule_over_a_limit_is_refused(tmp_path: Path) -> None:
    shutil.copytree(resources.rules(), tmp_path / "rules")
    path = tmp_path / "rules" / "hygiene" / "HYG-001.yaml"
    text = path.read_text(encoding="utf-8")
    codes = ", ".join(f"X{number}" for number in range(MAX_CONSTANTS))
    changed = text.replace(
        "{target: t, repeated: true}", f"{{target: t, repeated: true, code: {{not_in: [{codes}]}}}}"
    )
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(RuleProblems, match=r"HYG-001\.yaml.*compared with 401 values"):
        load_rulebook(tmp_path / "rules", AS_OF)
