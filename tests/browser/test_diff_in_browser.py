"""The page of a comparison in a browser: filters, what is opened, barriers to people, and text that means harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium
from tests.browser.layout import faults
from tests.browser.test_access import TELEPHONE, axe, violations
from tests.conftest import AS_OF
from tests.hostile import filled, overview

from trialign import release_diff
from trialign.diff.changes import Comparison
from trialign.pipeline import Sources
from trialign.report.diff import FOLDED
from trialign.report.html import diff_page
from trialign.report.html.page import report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["axe"]
_SIDES = ("england/cancer@2020-11", "england/cancer@2021-10")


@pytest.fixture(scope="module")
def found() -> Comparison:
    return release_diff.compare(Sources(), AS_OF, _SIDES, "", lambda _step: None)


@pytest.fixture(scope="module")
def diff_file(found: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(diff_page.changed(found, AS_OF), tmp_path_factory.mktemp("diff"))


def _written(text: str, folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=[chromium.WIDE, TELEPHONE], ids=["light-1440", "dark-360"])
def diff(request: pytest.FixtureRequest, browser: Browser, diff_file: Path) -> Iterator[Page]:
    with chromium.opened(browser, diff_file, screen=request.param) as (page, seen):
        yield page
        assert seen.faults == []


def test_filters_leave_what_fits(diff: Page, found: Comparison) -> None:
    listed = [each for each in found.changes if each.kind not in FOLDED or each.severity.value != "info"]
    for kind, number in Counter(each.kind.value for each in listed).items():
        diff.select_option("#c-kind", kind)
        assert diff.locator(".changes > li:visible").count() == number
    diff.select_option("#c-kind", "")
    diff.fill("#c-text", "no such words")
    assert diff.inner_text("#change-count") == "None fits these filters."
    diff.click("#change-filters button")
    assert diff.inner_text("#change-count") == f"{len(listed)} of {len(listed)} changes"


def test_it_can_be_read_and_has_no_barriers(diff: Page, axe: str) -> None:
    diff.evaluate("document.querySelectorAll('.changes details').forEach((each, i) => { each.open = i < 30; })")
    assert faults(diff) == []
    assert violations(diff, axe) == []


def test_hostile_text_stays_text(browser: Browser, found: Comparison, tmp_path: Path) -> None:
    few = Comparison(found.before, found.after, found.tests, found.unchanged, found.changes[:30], radius=found.radius)
    _unharmed(browser, _written(diff_page.changed(filled(few), AS_OF), tmp_path))


def test_every_field_of_a_report_may_mean_harm(browser: Browser, tmp_path: Path) -> None:
    _unharmed(browser, _written(report(overview()), tmp_path))


def _unharmed(browser: Browser, file: Path) -> None:
    with chromium.opened(browser, file) as (page, seen):
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.wait_for_timeout(100)
        assert page.locator("img, iframe, object, embed, link, base").count() == 0
        assert page.evaluate("document.scripts.length") <= 2
        schemes = page.evaluate("[...new Set([...document.links].map((each) => each.protocol))].sort()")
        assert set(schemes) <= {"file:", "http:", "https:"}
        assert seen.faults == []
