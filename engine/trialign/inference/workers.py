"""durable-rules on two processes: this one and one worker that is forked, so that it sees the facts without a copy.

A native crash of the worker costs its rules a second try, each alone, not the run. Where forking is not to be had, or
the facts are few, everything runs in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from trialign.errors import EngineFailure
from trialign.facts.tables import Facts
from trialign.forked import PROCESSES, can_fork, worker
from trialign.inference import durable
from trialign.inference.dossiers import Index
from trialign.inference.terms import Interned
from trialign.model.finding import Outcome
from trialign.model.rule import Rule

WORTH_FORKING = 5_000
_inherited: list[tuple[Index, Interned]] = []


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts, on two processes where that is worth it.

    Raises:
        EngineFailure: A rule failed, or crashed its process twice; there is no partial result.
    """
    few = len(rules) < PROCESSES or len(facts.place) < WORTH_FORKING
    if few or not can_fork():
        return durable.run(rules, facts)
    _inherited.append((Index(facts), Interned()))
    try:
        return durable.joined(_shared_out(rules, facts))
    finally:
        _inherited.pop()


def _shared_out(rules: Sequence[Rule], facts: Facts) -> list[Outcome]:
    """Judge rules on both processes: this one takes the longest first, the other the shortest, until they meet."""
    ordered = sorted(rules, key=lambda rule: (_work(rule, facts), rule.id))
    with worker() as pool:
        tasks = [(rule, pool.submit(_judge, rule)) for rule in ordered]
        outcomes: list[Outcome] = []
        while tasks and tasks[-1][1].cancel():
            outcomes.append(_judge(tasks.pop()[0]))
        return outcomes + [_result(rule, task) for rule, task in tasks]


def _work(rule: Rule, facts: Facts) -> int:
    """Return about how much work a rule is: patterns times rows of the first subject."""
    return len(list(rule.patterns())) * len(facts.rows[rule.subject[0].kind])


def _result(rule: Rule, task: Future[Outcome]) -> Outcome:
    try:
        return task.result()
    except BrokenProcessPool:
        return _alone(rule)


def _alone(rule: Rule) -> Outcome:
    with worker() as pool:
        try:
            return pool.submit(_judge, rule).result()
        except BrokenProcessPool as error:
            raise EngineFailure(f"{rule.id}: durable-rules crashed its process twice") from error


def _judge(rule: Rule) -> Outcome:
    index, interned = _inherited[-1]
    return durable.judge(rule, index, interned)
