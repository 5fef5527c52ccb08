"""Who asks for tests on a day: positive decisions in force, open trials, and the steps of pathways."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from trialign.coverage.judge import without_level
from trialign.facts.decisions import Register, nations, standing
from trialign.load.world import World
from trialign.matrix import called, open_trials
from trialign.model.coverage import Need
from trialign.model.directory import Nation


@dataclass(frozen=True, slots=True)
class Ask:
    """One need of one decision, trial or step of a pathway.

    Attributes:
        sort: ``decision``, ``trial`` or ``pathway``.
        nations: Where it counts.
        choice: The same for needs of which one answer is enough.
        sample: The only sample that serves; empty for any.
    """

    sort: str
    id: str
    need: Need
    nations: frozenset[Nation]
    choice: Hashable
    sample: str = ""


def asks(world: World) -> tuple[Ask, ...]:
    """Return who asks, each once, in the needs of the facts: ages stay as they are printed."""
    return tuple(dict.fromkeys((*_decisions(world), *_trials(world), *_steps(world))))


def _decisions(world: World) -> Iterator[Ask]:
    if world.decisions is None:
        return
    register = Register(world.decisions, world.as_of)
    for decision in world.decisions.all:
        if standing(decision) != "positive" or not register.in_force(decision).value:
            continue
        where = frozenset(each.nation for each in nations(decision, world.decisions.adoptions))
        for each in decision.requirements:
            for cancer in each.cancers or decision.cancers:
                need = Need(without_level(each.biomarker), (cancer,), decision.age)
                yield Ask("decision", called(decision), need, where, (decision.id, cancer, each.conjunct))


def _trials(world: World) -> Iterator[Ask]:
    """Yield what open trials need; an exclusion that holds only if the result is known needs no test."""
    for trial in open_trials(world):
        for number, arm in enumerate(trial.arms):
            for each in (each for each in arm.requirements if not each.if_known):
                for cancer in arm.cancers or ("ANY",):
                    need = Need(without_level(each.biomarker), (cancer,), arm.age)
                    choice = (trial.id, number, cancer, each.conjunct)
                    yield Ask("trial", trial.id, need, frozenset(trial.reaches), choice)


def _steps(world: World) -> Iterator[Ask]:
    for step in world.pathways:
        for each in step.requirements:
            for cancer in step.cancers:
                need = Need(without_level(each.biomarker), (cancer,), "")
                name = f"{step.pathway} step {step.number}"
                choice = (step.pathway, step.number, cancer, each.conjunct)
                yield Ask("pathway", name, need, frozenset(step.nations), choice, step.sample)
