"""The facts of a world under one directory and then another: what no directory changes is built once.

Knows nothing of lags: since when a test is listed is a matter of the releases that came before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from trialign.coverage.judge import Judge
from trialign.facts.build import add_within
from trialign.facts.decisions import Register, add_decisions, add_links
from trialign.facts.directories import add_directory, add_test
from trialign.facts.exceptions import add_exceptions
from trialign.facts.islands import add_islands
from trialign.facts.needs import Needs
from trialign.facts.pathways import add_steps
from trialign.facts.register import add_register
from trialign.facts.registry import add_records
from trialign.facts.rulings import add_rulings
from trialign.facts.tables import Facts
from trialign.facts.trials import add_trials
from trialign.load.world import World
from trialign.model.coverage import Need
from trialign.model.directory import Nation
from trialign.ontology import Ontology

_RULINGS = frozenset({"ruling", "comparable"})


class Ground:
    """The facts of a day that stay as they are, whichever releases are laid in place of some nations' own.

    The ``directory`` facts are those of the day too: that a release is old, or of which day it is, changes nothing.
    """

    def __init__(self, world: World, ontology: Ontology, nations: Set[Nation], kinds: Set[str]) -> None:
        """Build the facts.

        Args:
            world: The day.
            ontology: What lies within what.
            nations: Those in whose place releases will be laid.
            kinds: The kinds of fact that will be read; what takes long and is none of them is left out.
        """
        self._ontology = ontology
        self._nations = nations
        self._kinds = kinds
        self._facts = Facts()
        self._needs = Needs(Judge((), ontology, world.as_of), (), world.vocabulary)
        for directory in world.directories:
            moves = directory.nation in nations
            add_directory(
                self._facts, replace(directory, tests=()) if moves else directory, world.vocabulary, world.as_of
            )
        self._add_asking(world)

    def _add_asking(self, world: World) -> None:
        facts, needs = self._facts, self._needs
        if world.decisions is not None:
            register = Register(world.decisions, world.as_of)
            add_decisions(facts, register, needs)
            add_links(facts, register)
            if self._kinds & _RULINGS:
                add_rulings(facts, register, world.vocabulary, self._ontology)
        if world.trials is not None:
            add_trials(facts, world.trials, needs, world.as_of)
            add_records(facts, world.trials, world.as_of)
        add_steps(facts, world.pathways, needs)
        add_exceptions(facts, world.exceptions, world.as_of)

    @property
    def needs(self) -> Mapping[int, Need]:
        """Return each need by its number."""
        return self._needs.by_number

    def under(self, world: World, judge: Judge) -> Facts:
        """Return the facts with the tests of laid directories, and what every nation then answers.

        Args:
            world: The same day with its directories replaced.
            judge: Answers from these directories.
        """
        facts = self._facts.copy()
        for directory in world.directories:
            for test in directory.tests if directory.nation in self._nations else ():
                add_test(facts, test, world.vocabulary)
        needs = self._needs.under(judge, world.directories)
        needs.add_answers(facts)
        add_islands(facts, needs)
        add_register(facts)
        if "within" in self._kinds:
            add_within(facts, self._ontology)
        return facts
