"""Everyone can use the report: axe-core finds nothing by day, by night, on a telephone, opened, filtered, empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium
from tests.browser.conftest import written
from tests.browser.layout import faults
from tests.browser.made import many, with_findings

from trialign.report.overview import Overview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = "axe_playwright_python"
TELEPHONE = {**chromium.NARROW, "color_scheme": "dark"}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, of which the package that carries it is only the wrapping."""
    if not find_spec(AXE):
        pytest.skip("axe-core is not installed: pip install -e '.[dev]'")
    return files(AXE).joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds, of every impact, with its place."""
    page.evaluate(axe)
    found: list[str] = page.evaluate(
        """axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
            ({ id, impact, nodes }) => nodes.map(({ target }) => `${impact} ${id}: ${target}`)))"""
    )
    return found


def filtered(page: Page) -> None:
    """Leave rows with every answer, and no finding."""
    page.select_option("#matrix-show", "all")
    page.fill("#matrix-text", "lung")
    page.fill("#f-text", "no such words")
    answers = ("covered", "partly", "not_covered", "cannot_tell", "outside_directory")
    assert all(page.locator(f"td.{answer}:visible").count() for answer in answers)


def opened(page: Page) -> None:
    """Open the first of everything that can be opened, the long table of dates aside, which is like the others."""
    page.fill("#matrix-text", "no such words")
    page.evaluate("""() => {
        for (const part of document.querySelectorAll("section:not(#dates), .finding, .accounts, .sources"))
            for (const each of [...part.querySelectorAll("details")].slice(0, 2)) each.open = true;
    }""")
    page.wait_for_timeout(100)


def cell_open(page: Page) -> None:
    page.locator("td.not_covered button").first.click()


@pytest.mark.parametrize(
    ("screen", "done"), [({}, opened), ({}, cell_open), (TELEPHONE, filtered), (TELEPHONE, cell_open)]
)
def test_axe_finds_no_violation(
    browser: Browser, file: Path, axe: str, screen: dict[str, object], done: Callable[[Page], None]
) -> None:
    with chromium.opened(browser, file, screen=screen) as (page, _):
        done(page)
        assert violations(page, axe) == []


def test_axe_sees_a_bad_page(browser: Browser, tmp_path: Path, axe: str) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html><html lang=en><title>t</title><main><input></main>", encoding="utf-8")
    with chromium.opened(browser, bad) as (page, _):
        assert any("label" in each for each in violations(page, axe))


def test_nothing_moves(browser: Browser, file: Path) -> None:
    with chromium.opened(browser, file, screen={"reduced_motion": "reduce"}) as (page, _):
        cell_open(page)
        assert page.evaluate("document.getAnimations().length") == 0
        moving = """[...document.querySelectorAll("*")].filter((each) => {
            const style = getComputedStyle(each);
            return style.transitionDuration !== "0s" || style.animationName !== "none" ||
                style.scrollBehavior !== "auto";
        }).length"""
        assert page.evaluate(moving) == 0


def test_with_forced_colours_answers_keep_their_sign_their_word_and_an_edge(browser: Browser, file: Path) -> None:
    with chromium.opened(browser, file, screen={"forced_colors": "active"}) as (page, _):
        for answer in ("covered", "partly", "not_covered", "cannot_tell"):
            button = page.locator(f"td.{answer} button").first
            assert button.locator(".sign").inner_text().strip()
            assert button.inner_text().strip()
            edge, paper = button.evaluate(
                "each => [getComputedStyle(each).borderTopColor, getComputedStyle(document.body).backgroundColor]"
            )
            assert edge != paper


def empty(view: Overview) -> Overview:
    """A run without needs and without findings."""
    nothing = replace(with_findings(view, ()), lines=(), matrix=replace(view.matrix, rows=()), tests={}, relations=())
    return replace(nothing, timelines=replace(view.timelines, timelines=()))


@pytest.mark.parametrize("screen", [{}, TELEPHONE], ids=["light-1440", "dark-360"])
def test_a_report_of_nothing_says_so(
    browser: Browser, view: Overview, tmp_path: Path, axe: str, screen: dict[str, object]
) -> None:
    with chromium.opened(browser, written(empty(view), tmp_path), screen=screen) as (page, seen):
        assert "No misalignment was found" in page.inner_text("#foremost")
        assert page.inner_text("#finding-count") == "There is no finding."
        assert page.inner_text("#matrix-count") == "There is no need to answer."
        assert page.locator("#finding-filters select:visible").count() == 0
        assert page.locator("#matrix-filters select:visible").count() == 0
        assert not page.locator("#finding-pages").is_visible()
        assert faults(page, "main") == []
        assert violations(page, axe) == []
        assert seen.faults == []


def test_two_thousand_findings_are_turned_page_by_page(browser: Browser, view: Overview, tmp_path: Path) -> None:
    made = with_findings(view, many(view.check.shown, 2000))
    with chromium.opened(browser, written(made, tmp_path), screen=TELEPHONE) as (page, seen):
        page.select_option("#f-verdict", "")
        assert page.inner_text("#finding-count") == "2,000 of 2,000 findings"
        assert page.inner_text("#finding-page") == "page 1 of 80"
        for _ in range(79):
            page.evaluate("document.getElementById('finding-after').click()")
        assert page.locator("#finding-after").is_disabled()
        assert page.locator("#finding-list > li").count() == 25
        last = made.check.shown[-1].fingerprint
        page.evaluate(f"location.hash = '{last}'")
        page.wait_for_timeout(100)
        assert page.evaluate("document.activeElement.id") == last
        assert faults(page, "#findings") == []
        assert seen.faults == []
