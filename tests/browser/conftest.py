"""One browser and one report of the bundled data for all tests of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium
from tests.conftest import AS_OF

from trialign.model.directory import Nation
from trialign.overview import overview
from trialign.pipeline import Sources
from trialign.report.html.page import report
from trialign.report.overview import Overview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def view() -> Overview:
    """What a run on the bundled data says."""
    return bundled()


@pytest.fixture(scope="session")
def file(view: Overview, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the bundled data."""
    return written(view, tmp_path_factory.mktemp("report"))


def bundled() -> Overview:
    """What a run on the bundled data says, as of the day of the tests."""
    return overview(Sources(), AS_OF, tuple(Nation), lambda _: None)


def written(view: Overview, folder: Path) -> Path:
    """Write a report into a folder."""
    path = folder / "report.html"
    path.write_text(report(view), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The report of the bundled data on a wide screen; the test fails if it speaks, fails or asks for anything."""
    with chromium.opened(browser, file) as (shown, seen):
        yield shown
        assert seen.faults == []
