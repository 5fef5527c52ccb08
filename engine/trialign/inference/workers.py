"""durable-rules in worker processes: rules are shared out, and a native crash costs one rule, not the run.

Workers are forked, so that they see the facts without a copy. Where forking is not to be had, or the facts are few,
everything runs in this process.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from trialign.facts.tables import Facts
from trialign.inference import durable
from trialign.inference.dossiers import Index
from trialign.inference.durable import EngineFailure
from trialign.inference.terms import Interned
from trialign.model.finding import Outcome
from trialign.model.rule import Rule

WORTH_FORKING = 5_000
_WORKERS = 2
_shared: tuple[Index, Interned] | None = None


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts, on two processes where that is worth it.

    Raises:
        EngineFailure: A rule failed or crashed its process twice; there is no partial result.
    """
    few = len(rules) < _WORKERS or len(facts.place) < WORTH_FORKING
    if few or (os.cpu_count() or 1) < _WORKERS or "fork" not in multiprocessing.get_all_start_methods():
        return durable.run(rules, facts)
    global _shared  # noqa: PLW0603 - what forked workers inherit
    _shared = Index(facts), Interned()
    try:
        return durable.joined(_outcomes(rules))
    finally:
        _shared = None


def _outcomes(rules: Sequence[Rule]) -> list[Outcome]:
    """Return the outcome of each rule, in order; a rule whose process died is tried once more, alone."""
    with _pool(_WORKERS) as pool:
        tasks: dict[str, Future[Outcome]] = {rule.id: pool.submit(_judge, rule) for rule in _longest_first(rules)}
        died = [rule for rule in rules if isinstance(tasks[rule.id].exception(), BrokenProcessPool)]
    again = {rule.id: _alone(rule) for rule in died}
    return [again[rule.id] if rule.id in again else tasks[rule.id].result() for rule in rules]


def _longest_first(rules: Sequence[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: -sum(1 for _ in rule.patterns()))


def _alone(rule: Rule) -> Outcome:
    with _pool(1) as pool:
        try:
            return pool.submit(_judge, rule).result()
        except BrokenProcessPool as error:
            raise EngineFailure(f"{rule.id}: durable-rules crashed its process twice") from error


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))


def _judge(rule: Rule) -> Outcome:
    assert _shared is not None
    return durable.judge(rule, *_shared)
