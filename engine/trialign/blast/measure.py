"""Use case: a comparison of releases with all that follows from it; the two sides are judged at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from trialign import pipeline
from trialign.blast.asked_by_change import Turns
from trialign.blast.asking import asks
from trialign.blast.judged_rules import chosen
from trialign.blast.laying import laid
from trialign.blast.sight import Sight, seen
from trialign.blast.told import Ties, compared
from trialign.diff.changes import Comparison
from trialign.diff.radius import Radius
from trialign.diff.releases import gravest
from trialign.facts.laid import Ground
from trialign.forked import beside
from trialign.load.directories import Held
from trialign.load.world import World
from trialign.model.directory import Nation
from trialign.ontology import ontology_of
from trialign.pipeline import Progress, Sources

_FOLLOWS = "follows-england"
Side = Sequence[Held]


def with_radius(
    compare: Callable[[], Comparison],
    sources: Sources,
    as_of: date,
    sides: tuple[Side, Side],
    progress: Progress,
    findings: bool,
) -> Comparison:
    """Return a comparison with whom each change strands and serves, and the findings that it opens and closes.

    Args:
        compare: Compares the tests of the two sides.
        sources: Where decisions, trials, pathways and rules are read from.
        as_of: The day that is judged.
        sides: The releases of the earlier and of the later side.
        progress: Is told what is being done.
        findings: Run the rules on both sides too, which takes about as long as all the rest.

    Raises:
        InputProblems, RuleProblems: The input is invalid.
        NotEvaluated: The rulebook is empty, or an executor failed.
    """
    with beside(compare, worth=True) as comparison:
        progress("reading decisions, trials, pathways and rules")
        world = pipeline.load(sources, as_of)
        ontology, before, after = ontology_of(world.vocabulary), *sides
        nations = frozenset(each.nation for each in (*before, *after))
        touched = _touched(world, nations)
        asking = asks(world)
        rules = chosen(pipeline.rulebook(sources, as_of), sources.disabled, before, after) if findings else None
        ground = Ground(world, ontology, nations, rules.kinds) if rules else None
        progress("comparing, and asking what follows from it")

        def sight(side: Side, other: Side) -> Sight:
            return seen(laid(world, side, other), ontology, asking, touched, ground, rules)

        with beside(partial(sight, before, after), worth=True) as earlier:
            later = sight(after, before)
            both = earlier(), later
        found = comparison()
    turns = Turns(asking, *both, ontology, world.vocabulary.cancers.names)
    radius = Radius((), (), (), (), turns.reach(touched), judged=False)
    if rules and ground:
        tests = [test for side in sides for held in side for test in held.tests]
        beside_them = [each for each in touched if each not in nations]
        told = compared(*both, Ties(found.changes, both, tests, ground.needs, beside_them, ontology))
        speaking = {each.nation for each in (*told.opened, *told.closed, *told.changed)}
        reached = [each for each in Nation if each in touched or each.value in speaking]
        radius = Radius(told.opened, told.closed, told.changed, rules.left_out, turns.reach(reached))
    return replace(found, changes=tuple(sorted(turns.told(found.changes), key=gravest)), radius=radius)


def _touched(world: World, nations: frozenset[Nation]) -> tuple[Nation, ...]:
    """Return the nations whose answers the tests of some can change: their own, and those that follow England."""
    follow = {each.nation for each in world.directories if each.arrangement == _FOLLOWS}
    return tuple(each for each in Nation if each in nations or (each in follow and Nation.ENGLAND in nations))
