"""What many tests share: the bundled data as of one day, read once."""

from __future__ import annotations

from datetime import date

import pytest

from trialign import resources
from trialign.coverage.judge import Judge
from trialign.load.world import World, load_world
from trialign.model.rule import Rule
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology
from trialign.rulebook.reader import load_rulebook

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def world() -> World:
    """The bundled directories, decisions and trials."""
    return load_world(resources.directories(), AS_OF)


@pytest.fixture(scope="session")
def vocabulary(world: World) -> Vocabulary:
    """The bundled vocabulary."""
    return world.vocabulary


@pytest.fixture(scope="session")
def judge(world: World) -> Judge:
    """Coverage over the bundled directories."""
    return Judge(world.directories, Ontology(world.vocabulary), AS_OF)


@pytest.fixture(scope="session")
def rules() -> tuple[Rule, ...]:
    """The bundled rulebook."""
    return load_rulebook(resources.rules(), AS_OF)
