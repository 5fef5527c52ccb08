"""A loaded world to facts."""

from __future__ import annotations

from collections.abc import Callable

from trialign.coverage.judge import Judge
from trialign.errors import Location
from trialign.facts.decisions import Register, add_decisions, add_links
from trialign.facts.directories import add_directory
from trialign.facts.exceptions import add_exceptions
from trialign.facts.islands import add_islands
from trialign.facts.listings import Beginnings, add_lags, beginnings
from trialign.facts.needs import Needs
from trialign.facts.pathways import add_steps
from trialign.facts.register import add_register
from trialign.facts.registry import add_records
from trialign.facts.rulings import add_rulings
from trialign.facts.tables import Facts
from trialign.facts.trials import add_trials
from trialign.load.world import World
from trialign.model.directory import Source
from trialign.ontology import Ontology, ontology_of


def build(world: World, judge: Judge | None = None, began: Callable[[], Beginnings] | None = None) -> Facts:
    """Return every fact of a world: records first, then what each nation answers to each need.

    Args:
        world: What was loaded.
        judge: Answers the needs; by default one of the world.
        began: Tells since when nations answer needs; by default that is worked out here, which takes a while.
    """
    facts = Facts()
    ontology = ontology_of(world.vocabulary)
    judge = judge or Judge(world.directories, ontology, world.as_of)
    needs = Needs(judge, world.directories, world.vocabulary)
    for directory in world.directories:
        add_directory(facts, directory, world.vocabulary, world.as_of)
    if world.decisions is not None:
        register = Register(world.decisions, world.as_of)
        add_decisions(facts, register, needs)
        add_links(facts, register)
        add_rulings(facts, register, world.vocabulary, ontology)
    if world.trials is not None:
        add_trials(facts, world.trials, needs, world.as_of)
        add_records(facts, world.trials, world.as_of)
    add_steps(facts, world.pathways, needs)
    add_exceptions(facts, world.exceptions, world.as_of)
    needs.add_answers(facts)
    add_islands(facts, needs)
    add_register(facts)
    add_within(facts, ontology)
    if world.decisions is not None:
        add_lags(facts, register, needs, began() if began else beginnings(world))
    return facts


def add_within(facts: Facts, ontology: Ontology) -> None:
    """Add ``within`` for every two cancers of the facts of which one is the other or a kind of it."""
    where = Source(Location("directories/vocabulary/cancers.csv"), "", "", "")
    kinds = ("decision", "trial", "target")
    used = {str(row["cancer"]) for kind in kinds for row in facts.rows[kind]}
    for inner in sorted(used):
        for outer in sorted(ontology.cancers_above(inner) & used):
            facts.add("within", {"inner": inner, "outer": outer}, f"{inner} lies within {outer}", where)
