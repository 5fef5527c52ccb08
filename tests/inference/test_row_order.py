"""The order of rows, and with it the numbering of facts, changes nothing that people read."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from trialign.facts.build import build
from trialign.facts.tables import Facts
from trialign.inference import durable, sql
from trialign.inference.evaluate import Executor, evaluate
from trialign.inference.findings import collect
from trialign.load.world import World
from trialign.model.dates import day_number
from trialign.model.finding import Finding
from trialign.model.rule import Rule
from trialign.report import json as json_report
from trialign.report import views

if TYPE_CHECKING:
    from tests.inference.conftest import RandomWorld

    Draw = Callable[[int], RandomWorld]

T = TypeVar("T")
TODAY = 20_779


def _found(rule: Rule, facts: Facts) -> tuple[Finding, ...]:
    return collect([rule], durable.run([rule], facts), facts, TODAY)


@pytest.mark.parametrize("block", range(4))
def test_any_order_of_facts_gives_the_same_findings(block: int, draw_world: Draw) -> None:
    compared = 0
    for seed in range(block * 50, (block + 1) * 50):
        world = draw_world(seed)
        order = list(range(len(world.rows)))
        random.Random(seed).shuffle(order)
        findings = _found(world.rule, world.facts())
        assert _found(world.rule, world.facts(order)) == findings, f"seed {seed}, order {order}"
        compared += len(findings)
    assert compared >= 20


def _shuffled(items: Sequence[T], chance: random.Random) -> tuple[T, ...]:
    return tuple(chance.sample(items, len(items)))


def _reordered(world: World, seed: int) -> World:
    chance = random.Random(seed)
    assert world.decisions is not None and world.trials is not None
    return replace(
        world,
        directories=tuple(replace(each, tests=_shuffled(each.tests, chance)) for each in world.directories),
        decisions=replace(
            world.decisions,
            all=_shuffled(world.decisions.all, chance),
            links=_shuffled(world.decisions.links, chance),
        ),
        trials=replace(world.trials, all=_shuffled(world.trials.all, chance)),
    )


def _report(world: World, rules: Sequence[Rule], run: Executor) -> str:
    facts = build(world)
    outcome = evaluate(rules, facts, run)
    total = sum(count for _, count in outcome.subjects)
    findings = collect(rules, outcome, facts, day_number(world.as_of))
    return json_report.check(
        views.CheckView(
            world.as_of,
            "any",
            views.sources(world),
            total,
            total - len(outcome.matches),
            tuple(sorted(rule for rule, count in outcome.subjects if not count)),
            len(facts.rows["unresolved"]),
            len(findings),
            findings,
            findings,
            (),
        )
    )


@pytest.fixture(scope="module")
def report(world: World, rules: tuple[Rule, ...]) -> str:
    return _report(world, rules, durable.run)


@pytest.mark.parametrize("run", [durable.run, sql.run])
@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_decisions_tests_and_trials_gives_the_same_report(
    world: World, rules: tuple[Rule, ...], report: str, run: Executor, seed: int
) -> None:
    again = _reordered(world, seed)
    assert world.decisions is not None and again.decisions is not None
    assert again.decisions.all != world.decisions.all
    assert _report(again, rules, run) == report
