"""What many tests share: the bundled data as of one day, read once, and the command in this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium
from tests.process import Ended, InProcess

from trialign import resources
from trialign.cli import main
from trialign.coverage.judge import Judge
from trialign.load.world import World, load_world
from trialign.model.rule import Rule
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology
from trialign.rulebook.reader import load_rulebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AS_OF = date(2026, 11, 22)
SLOW = frozenset(
    {
        "test_committee.py",
        "test_diff_confirm.py",
        "test_diff_nations.py",
        "test_diff_refs.py",
        "test_diff_sides.py",
        "test_gate_draft_rows.py",
        "test_gate_releases.py",
        "test_gate_untold.py",
        "test_in_browser.py",
        "test_installed.py",
        "test_plot_verb.py",
        "test_release_notes.py",
        "test_sides_of_a_comparison.py",
        "test_what_follows.py",
        "test_widths.py",
    }
)
"""Files whose tests take long: most run the command many times, or draw every picture."""
SLOW_SCREENS = ("[360-light", "[1440-dark")
"""Screens of the page that are looked at only then."""
os.environ.pop("COLUMNS", None)  # workers of pytest-xdist have it, and the command heeds it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that take long."""
    for item in items:
        if item.path.name in SLOW or any(screen in item.name for screen in SLOW_SCREENS):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> InProcess:
    """The command, run in this process with arguments as text or paths."""

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["trialign", *map(str, arguments)])
        status: object = 0
        try:
            main()
        except SystemExit as end:
            status = end.code
        printed = capsys.readouterr()
        assert status is None or isinstance(status, int)
        return Ended(status or 0, printed.out, printed.err)

    return call


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests that need it are skipped where there is none."""
    pytest.importorskip("playwright.sync_api", reason=chromium.NO_PLAYWRIGHT)
    if not chromium.found():
        pytest.skip(chromium.MISSING)
    with chromium.launched() as found:
        yield found
