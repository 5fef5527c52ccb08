"""What answers questions about a world: the judge of its day, and that of its earlier releases.

Both keep what they have answered, so that those who look at the same world share them.
"""

from __future__ import annotations

from dataclasses import dataclass

from trialign.coverage.history import History
from trialign.coverage.judge import Judge
from trialign.load.world import World
from trialign.ontology import Ontology, ontology_of


@dataclass(frozen=True, slots=True)
class Judging:
    """Who answers."""

    ontology: Ontology
    judge: Judge
    history: History

    @classmethod
    def of(cls, world: World) -> Judging:
        """Return what answers for a world; nothing is judged before it is asked for."""
        ontology = ontology_of(world.vocabulary)
        return cls(
            ontology,
            Judge(world.directories, ontology, world.as_of),
            History(world.directories, ontology, world.as_of, world.editions),
        )
