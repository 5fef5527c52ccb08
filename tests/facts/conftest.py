"""What tests of facts share."""

from __future__ import annotations

import pytest
from tests.facts.literal import Decided

from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology


@pytest.fixture(scope="session")
def decided(vocabulary: Vocabulary) -> Decided:
    """Makes literal decisions."""
    return Decided(vocabulary)


@pytest.fixture(scope="session")
def ontology(vocabulary: Vocabulary) -> Ontology:
    """What lies within what."""
    return Ontology(vocabulary)
