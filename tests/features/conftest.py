"""What features share: commands that are run once, the answers of a scenario, and the day of the bundled data."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers
from tests.features.command import Answer, Trialign, run


@pytest.fixture(scope="session")
def trialign() -> Trialign:
    """Run a command line; the same one is run once a session, unless ``again`` tells runs apart."""
    held: dict[tuple[str, ...], Answer] = {}

    def answer(*arguments: str, again: str = "") -> Answer:
        key = (again, *arguments)
        if key not in held:
            held[key] = run(*arguments)
        return held[key]

    return answer


@pytest.fixture
def answers() -> list[Answer]:
    """Hold what was answered in this scenario, in order."""
    return []


@given(parsers.parse("the data that come with trialign, as of {day}"), target_fixture="day")
def _(day: str) -> str:
    return day
