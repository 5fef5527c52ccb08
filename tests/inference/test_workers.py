"""Rules shared out to a worker process give what they give in one process, and a crash is told."""

from __future__ import annotations

import os

import pytest

from trialign.errors import EngineFailure
from trialign.facts.build import build
from trialign.inference import durable, workers
from trialign.inference.dossiers import Index
from trialign.inference.terms import Interned
from trialign.load.world import World
from trialign.model.finding import Outcome
from trialign.model.rule import Rule


def _by_rule(outcome: Outcome) -> tuple[object, ...]:
    return outcome.matches, sorted(outcome.subjects)


def test_two_processes_find_what_one_finds(world: World, rules: tuple[Rule, ...]) -> None:
    facts = build(world)
    assert len(facts.place) >= workers.WORTH_FORKING
    assert _by_rule(workers.run(rules, facts)) == _by_rule(durable.run(rules, facts))


def test_a_worker_that_dies_once_costs_nothing(
    world: World, rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    died = tmp_path_factory.mktemp("worker") / "died"
    here, judged = os.getpid(), durable.judge

    def dies_once(rule: Rule, index: Index, interned: Interned) -> Outcome:
        if os.getpid() != here and not died.exists():
            died.touch()
            os.abort()
        return judged(rule, index, interned)

    facts = build(world)
    monkeypatch.setattr(durable, "judge", dies_once)
    assert _by_rule(workers.run(rules, facts)) == _by_rule(durable.run(rules, facts))
    assert died.exists()


def test_a_worker_that_always_dies_is_told(
    world: World, rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, judged = os.getpid(), durable.judge

    def dies(rule: Rule, index: Index, interned: Interned) -> Outcome:
        if os.getpid() != here:
            os.abort()
        return judged(rule, index, interned)

    facts = build(world)
    monkeypatch.setattr(durable, "judge", dies)
    with pytest.raises(EngineFailure, match="crashed its process twice"):
        workers.run(rules, facts)
