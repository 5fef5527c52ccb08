"""Both executors against nested loops, on random facts and random rules."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from trialign.errors import Location
from trialign.facts.tables import Facts
from trialign.inference import durable, sql
from trialign.inference.evaluate import Executor, evaluate
from trialign.inference.findings import collect
from trialign.model.directory import Source
from trialign.model.finding import Verdict
from trialign.model.rule import Condition, Op, Part, Pattern, Ref, Rule, Severity

if TYPE_CHECKING:
    from tests.inference.conftest import RandomWorld

    Draw = Callable[[int], RandomWorld]

BLOCK = 25
WORLDS = 400
CHAINED = 75
TODAY = 20_779


def _seeds(block: int) -> range:
    return range(block * BLOCK, (block + 1) * BLOCK)


@pytest.mark.parametrize("block", range(WORLDS // BLOCK))
def test_the_executors_say_what_nested_loops_say(block: int, draw_world: Draw, oracle: Executor) -> None:
    for seed in _seeds(block):
        world = draw_world(seed)
        facts = world.facts()
        expected = oracle([world.drawn], facts)
        by_durable, by_sql = durable.run([world.rule], facts), sql.run([world.rule], facts)
        assert by_durable == expected, f"durable differs, seed {seed}"
        assert by_sql == expected, f"sql differs, seed {seed}"
        findings = [collect([world.rule], outcome, facts, TODAY) for outcome in (by_durable, by_sql)]
        assert findings[0] == findings[1], f"findings differ, seed {seed}"


def test_the_worlds_hold_every_verdict_operator_and_shape(draw_world: Draw, oracle: Executor) -> None:
    worlds = [draw_world(seed) for seed in range(WORLDS)]
    matches = [match for world in worlds for match in oracle([world.drawn], world.facts()).matches]
    rules = [world.drawn for world in worlds]
    conditions = [each for rule in rules for pattern in rule.patterns() for each in pattern.conditions]
    references = [each for each in conditions if isinstance(each.operand, Ref)]
    assert {match.verdict for match in matches} == set(Verdict)
    assert {each.op for each in conditions} == set(Op)
    assert {each.op for each in references} == {Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE}
    assert {each.operand.plus for each in references if isinstance(each.operand, Ref)} == {-2, -1, 0, 1, 2}
    assert {len(rule.subject) for rule in rules} == {1, 2, 3}
    assert {part for rule in rules for part, _ in rule.groups} == set(Part)
    assert {len(group) for rule in rules for _, group in rule.groups} == {1, 2, 3}
    assert {len(each) for rule in rules for _, group in rule.groups for each in group} == {1, 2, 3}
    assert any(world.rule != world.drawn for world in worlds)


def _chained(seed: int, draw_world: Draw) -> tuple[tuple[Rule, Rule], Callable[[], Facts]]:
    """Return a rule and a second one that asks for the findings of the first, over the facts of both."""
    chance = random.Random(seed)
    first, second = draw_world(10_000 + seed), draw_world(20_000 + seed)
    doubts = tuple(each for each in first.rule.groups if each[0] in {Part.CANNOT_TELL, Part.UNLESS})
    known = [
        Condition("rule", Op.EQ, first.rule.id),
        Condition("verdict", Op.EQ, chance.choice((Verdict.GAP, Verdict.GAP, *Verdict)).value),
    ]
    whole = chance.random() < 0.4
    subject = second.rule.subject if whole else (replace(second.rule.subject[0], conditions=()),)
    nations = [each.alias for each in subject if each.kind in {"decision", "trial", "answer", "coverage"}]
    if nations and chance.random() < 0.5:
        known.append(Condition("nation", Op.EQ, Ref(chance.choice(nations), "nation")))
    finding = Pattern("finding", "f", tuple(known))
    groups = dict(second.rule.groups) if whole else {}
    if chance.random() < 0.3:
        subject = (*subject, finding)
    else:
        part = chance.choice(list(Part))
        groups[part] = (*groups.get(part, ()), (finding,))
    ordered = tuple((part, groups[part]) for part in Part if part in groups)
    key = tuple(ref for ref in second.rule.key if ref.alias in {each.alias for each in subject})
    message = "".join(f"{{{ref}}}|" for ref in key)
    user = replace(second.rule, subject=subject, groups=ordered, key=key, message=message)
    rows = (*first.rows, *second.rows)
    return (replace(first.rule, groups=doubts), user), replace(first, rows=rows).facts


@pytest.mark.parametrize("block", range(CHAINED // BLOCK))
def test_rules_that_use_findings_get_them_from_every_executor(block: int, draw_world: Draw, oracle: Executor) -> None:
    for seed in _seeds(block):
        rules, make_facts = _chained(seed, draw_world)
        expected_facts = make_facts()
        expected = evaluate(rules, expected_facts, oracle)
        for run in (durable.run, sql.run):
            facts = make_facts()
            assert evaluate(rules, facts, run) == expected, f"{run.__module__} differs, seed {seed}"
            assert facts.rows["finding"] == expected_facts.rows["finding"], f"seed {seed}"
            assert collect(rules, expected, facts, TODAY) == collect(rules, expected, expected_facts, TODAY)


def test_some_chained_worlds_depend_on_the_findings(draw_world: Draw, oracle: Executor) -> None:
    depending = 0
    for seed in range(CHAINED):
        rules, make_facts = _chained(seed, draw_world)
        chained = evaluate(rules, make_facts(), oracle)
        alone = oracle(rules, make_facts())
        depending += set(chained.matches) != set(alone.matches)
    assert depending >= 10


def test_subjects_with_one_key_become_one_finding(draw_world: Draw, oracle: Executor) -> None:
    merged = 0
    for seed in range(WORLDS):
        world = draw_world(seed)
        facts = world.facts()
        expected = oracle([world.rule], facts)
        findings = collect([world.rule], expected, facts)
        assert len({each.fingerprint for each in findings}) == len(findings), f"seed {seed}"
        keys = {_key(world.rule, match.subject, facts) for match in expected.matches}
        assert len(findings) == len(keys), f"seed {seed}"
        for finding in findings:
            verdicts = {
                match.verdict
                for match in expected.matches
                if _key(world.rule, match.subject, facts) == _key_of(finding.message)
            }
            assert finding.verdict is next(each for each in Verdict if each in verdicts), f"seed {seed}"
        merged += len(findings) < len(expected.matches)
    assert merged >= 50


def _key(rule: Rule, subject: Sequence[int], facts: Facts) -> tuple[str, ...]:
    rows = {pattern.alias: facts.row(fact) for pattern, fact in zip(rule.subject, subject, strict=True)}
    return tuple(str(rows[ref.alias].get(ref.field, "not stated")) for ref in rule.key)


def _key_of(message: str) -> tuple[str, ...]:
    return tuple(message.split(" And ", maxsplit=1)[0].split("|")[1:-1])


SOURCE = Source(Location("rows.csv"), "", "", "")
COVERED = Pattern("coverage", "c", (Condition("need", Op.EQ, Ref("d", "need")),))


def _rule(subject: Sequence[Pattern], *groups: tuple[Part, tuple[tuple[Pattern, ...], ...]]) -> Rule:
    return Rule(
        "BIG-1", "", "stable", Severity.ERROR, "", (), "", (), (), tuple(subject), groups, (), "", "", (),
        Location("rule"),
    )  # fmt: skip


def _decided(needs: Sequence[int]) -> Iterator[tuple[str, dict[str, int]]]:
    return (("decision", {"need": need}) for need in needs)


def test_more_subjects_than_a_session_takes(oracle: Executor) -> None:
    facts = Facts()
    for kind, values in _decided([number % 7 for number in range(1000)]):
        facts.add(kind, values, "", SOURCE)
    for need in range(6):
        facts.add("coverage", {"need": need}, "", SOURCE)
    rule = _rule([Pattern("decision", "d", ())], (Part.WITH, ((COVERED,),)))
    expected = oracle([rule], facts)
    assert expected.subjects == (("BIG-1", 1000),)
    assert durable.run([rule], facts) == expected == sql.run([rule], facts)


def test_more_combinations_of_one_subject_than_an_action_takes(oracle: Executor) -> None:
    facts = Facts()
    facts.add("decision", {"need": 1}, "", SOURCE)
    for number in range(40):
        facts.add("coverage", {"need": 1, "test": "t", "code": str(number)}, "", SOURCE)
        facts.add("test", {"id": "t", "code": str(number)}, "", SOURCE)
    test = Pattern("test", "t", (Condition("id", Op.EQ, Ref("c", "test")),))
    rule = _rule([Pattern("decision", "d", ())], (Part.WITH, ((COVERED, test),)))
    expected = oracle([rule], facts)
    assert len(expected.matches[0].evidence) == 80
    assert durable.run([rule], facts) == expected == sql.run([rule], facts)


def test_more_alternatives_of_a_value_than_an_action_takes(oracle: Executor) -> None:
    facts = Facts()
    facts.add("decision", {"need": 1}, "", SOURCE)
    for number in range(1200):
        facts.add("coverage", {"need": 1, "code": str(number)}, "", SOURCE)
    codes = Condition("code", Op.IN, tuple(sorted(str(number) for number in range(0, 1200, 4))))
    pattern = replace(COVERED, conditions=(*COVERED.conditions, codes))
    rule = _rule([Pattern("decision", "d", ())], (Part.WITH, ((pattern,),)))
    expected = oracle([rule], facts)
    assert len(expected.matches[0].evidence) == 300
    assert durable.run([rule], facts) == expected == sql.run([rule], facts)


@pytest.mark.parametrize("op", [Op.NE, Op.LT, Op.LE, Op.GT, Op.GE])
@pytest.mark.parametrize("plus", [0, 3])
@pytest.mark.parametrize(
    ("decision", "coverage"),
    [({"nation": "a"}, {"need": 1}), ({"need": 1}, {"nation": "a"}), ({"nation": "a"}, {"nation": "a"})],
)
def test_an_inequality_with_a_missing_value_is_false(
    op: Op, plus: int, decision: dict[str, int | str], coverage: dict[str, int | str]
) -> None:
    facts = Facts()
    facts.add("decision", decision, "", SOURCE)
    facts.add("coverage", coverage, "", SOURCE)
    pattern = Pattern("coverage", "c", (Condition("need", op, Ref("d", "need", plus)),))
    rule = _rule([Pattern("decision", "d", ())], (Part.WITH, ((pattern,),)))
    for run in (durable.run, sql.run):
        outcome = run([rule], facts)
        assert outcome.matches == ()
        assert outcome.subjects == (("BIG-1", 1),)
