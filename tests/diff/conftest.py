"""The bundled releases, read once, and the comparisons that several tests look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trialign import maintenance, pipeline
from trialign.diff.changes import Comparison
from trialign.diff.releases import compare
from trialign.load.directories import Held
from trialign.model.directory import Test
from trialign.ontology import Ontology

Compare = Callable[[str, str], Comparison]
NAMES = {
    "v1": "england/cancer@2020-11",
    "v2": "england/cancer@2021-10",
    "v16": "england/cancer-non-cns@2026-07",
    "haem": "england/haemato-oncology@2026-07",
    "cns": "england/cns@2026",
    "rare v5.1": "england/rare-inherited@2023-06",
    "rare v7": "england/rare-inherited@2024-07",
}


@pytest.fixture(scope="session")
def shelf() -> maintenance.Shelf:
    """Every bundled release."""
    return maintenance.shelf(pipeline.Sources())


def rows(shelf: maintenance.Shelf, side: str) -> list[Test]:
    """Return the tests of releases such as ``v16 + haem``."""
    wanted = [NAMES[part.strip()] for part in side.split("+")]
    return [test for held in shelf.held if _name(held) in wanted for test in held.tests]


def _name(held: Held) -> str:
    return f"{held.nation.value}/{held.release.book}@{held.release.name}"


@pytest.fixture(scope="session")
def compared(shelf: maintenance.Shelf) -> Compare:
    """Compare bundled releases by their versions; the same two are compared once."""
    known: dict[tuple[str, str], Comparison] = {}
    ontology = Ontology(shelf.vocabulary)

    def answer(before: str, after: str) -> Comparison:
        key = before, after
        if key not in known:
            sides = rows(shelf, before), rows(shelf, after)
            known[key] = compare(*sides, shelf.crosswalk, shelf.vocabulary, ontology)
        return known[key]

    return answer
