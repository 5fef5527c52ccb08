"""The rules on durable-rules, used in the one way that was measured to be exact (docs/durable-rules.md).

The only module that imports ``durable``. A session is made, filled with one batch of facts, given the fact ``go``,
read and deleted: no retract, no update, no host and no threads, and nothing is used of a session that did not finish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from durable import engine

from trialign.errors import EngineFailure
from trialign.facts.tables import Facts
from trialign.inference.dossiers import Index, subjects
from trialign.inference.program import Fired, Message, Program, Subject
from trialign.inference.terms import Definition, Interned
from trialign.model.finding import Match, Outcome
from trialign.model.rule import Rule

BATCH = 300
MAX_RULES = 55
_MATCHES_PER_ACTION = 500


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts.

    Raises:
        EngineFailure: A session did not end as it must; there is no partial result.
    """
    index, interned = Index(facts), Interned()
    return joined(judge(rule, index, interned) for rule in rules)


def judge(rule: Rule, index: Index, interned: Interned) -> Outcome:
    """Return what one rule matches."""
    program = Program(rule, index, interned, Ruleset)
    matches: list[Match] = []
    count = 0
    for batch in _batches(subjects(rule.subject, index), BATCH):
        found, seen = program.judge(batch)
        matches += found
        count += seen
    return Outcome(tuple(matches), ((rule.id, count),))


def joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcomes of several rules as one."""
    everything = list(outcomes)
    matches = sorted(match for outcome in everything for match in outcome.matches)
    return Outcome(tuple(matches), tuple(count for outcome in everything for count in outcome.subjects))


def _batches(items: Iterable[Subject], size: int) -> Iterator[list[Subject]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


class Ruleset:
    """A ruleset of durable-rules; each call of ``fire`` is a session of its own."""

    def __init__(self, name: str, definition: Definition) -> None:
        """Compile a definition and add the rule ``done``, which proves that a session came to its end."""
        if len(definition) > MAX_RULES:
            raise EngineFailure(f"{name} needs {len(definition)} rules, more than durable-rules takes safely")
        self._name = name
        self._sid = 0
        self._fired: list[Fired] = []
        self._finished = False
        rules = {
            rule: {**body, "cap": _MATCHES_PER_ACTION, "run": self._recording(rule)}
            for rule, body in definition.items()
        }
        rules["done"] = {"all": [{"g": {"go": 1}}], "run": self._finish}
        self._ruleset = engine.Ruleset(name, None, rules)

    def _recording(self, rule: str) -> Callable[[Any], None]:
        def record(closure: Any) -> None:  # noqa: ANN401
            self._fired += [(rule, match._d) for match in closure.m]

        return record

    def _finish(self, _closure: Any) -> None:  # noqa: ANN401
        self._finished = True

    def fire(self, messages: Iterable[Message]) -> list[Fired]:
        """Return what fires for the messages: rule name, and the facts by place.

        Raises:
            EngineFailure: An action failed, or the session did not reach its end.
        """
        self._fired, self._finished = [], False
        self._sid += 1
        sid = str(self._sid)
        batch = [{"id": str(number), **message, "sid": sid} for number, message in enumerate(messages, start=1)]
        errors: list[object] = []
        try:
            if batch:
                self._assert(batch, errors)
            self._assert([{"id": "0", "sid": sid, "go": 1}], errors)
            state = self._ruleset.get_state(sid)
        except Exception as error:  # the state of a failed assertion must not be touched again: deleting it crashes
            raise EngineFailure(f"{self._name}: {error}") from error
        self._ruleset.delete_state(sid)
        if errors or "exception" in state or not self._finished:
            raise EngineFailure(f"{self._name}: {errors or state.get('exception') or 'did not finish'}")
        return self._fired

    def _assert(self, batch: list[Message], errors: list[object]) -> None:
        """Assert facts and run what they fire.

        A fact that no rule uses raises after it was stored and before any action ran. The actions then run with
        the next assertion: ``go``, which every ruleset uses and which therefore always gives a handle, comes last.
        """
        try:
            handle = self._ruleset.assert_facts(batch)
        except engine.MessageNotHandledException:
            return
        self._ruleset.do_actions(handle, lambda error, _state: errors.append(error) if error else None)
