"""How people read the report: by a link, by keyboard, down to the evidence, on paper, without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium

from trialign.coverage.links import Step
from trialign.model.finding import Finding, Verdict
from trialign.report.overview import Overview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

A4 = (595, 842)
FOCUSED = "document.activeElement.id"


@pytest.fixture(scope="module")
def hidden(view: Overview) -> Finding:
    """The last finding that the page does not list at first."""
    return next(each for each in reversed(view.check.shown) if each.verdict is not Verdict.GAP)


def stands_out(page: Page, mark: str) -> None:
    item = page.locator(f"li[id='{mark}']")
    assert item.is_visible()
    assert page.evaluate(FOCUSED) == mark
    assert item.locator("details").get_attribute("open") is not None
    top = item.evaluate("each => each.getBoundingClientRect().top")
    assert 0 <= top < 900


def test_a_link_to_a_finding_that_no_filter_shows_opens_it_and_survives_reload(
    browser: Browser, file: Path, hidden: Finding
) -> None:
    with chromium.opened(browser, file, hidden.fingerprint) as (page, seen):
        page.wait_for_timeout(100)
        stands_out(page, hidden.fingerprint)
        assert int(page.inner_text("#finding-page").split()[1]) > 1
        page.reload()
        page.wait_for_timeout(100)
        stands_out(page, hidden.fingerprint)
        assert seen.faults == []


def test_a_link_leads_to_its_finding_whatever_is_filtered_and_chosen_twice(page: Page) -> None:
    link = page.locator("#foremost .small a").first
    mark = (link.get_attribute("href") or "").removeprefix("#")
    for _ in range(2):
        page.fill("#f-text", "no such words")
        link.click()
        page.wait_for_timeout(50)
        stands_out(page, mark)
    page.go_back()
    assert page.url.endswith(".html")


@pytest.mark.parametrize("mark", ["nothing-of-this-name", "%E0%A4%A", "<b>", "recommendation-", "records"])
def test_a_link_to_nothing_shows_the_report(browser: Browser, file: Path, mark: str) -> None:
    with chromium.opened(browser, file, mark) as (page, seen):
        assert page.locator("#finding-list > li").count() == 25
        assert seen.faults == []


def test_a_link_to_a_recommendation_opens_it(browser: Browser, file: Path) -> None:
    with chromium.opened(browser, file, "recommendation-30") as (page, _):
        assert page.locator("#recommendation-30 dl").is_visible()


def tab_until(page: Page, reached: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({reached!r})"):
            return
    raise AssertionError(f"{reached} is not reached by {most} tabs")


def test_the_first_stop_skips_to_the_report(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box and box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "main"


def test_a_cell_is_opened_and_closed_by_keyboard(page: Page) -> None:
    tab_until(page, "td button")
    page.keyboard.press("Enter")
    assert page.locator("#cell").is_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    assert not page.locator("#cell").is_visible()
    assert page.evaluate("document.activeElement.matches('td button')")


def test_filters_are_worked_by_keyboard(page: Page) -> None:
    page.locator("#findings").focus()
    tab_until(page, "#f-verdict")
    before = page.inner_text("#finding-count")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#finding-count") != before
    tab_until(page, "#f-text")
    page.keyboard.type("no such words")
    assert page.inner_text("#finding-count") == "None fits these filters."
    page.keyboard.press("Enter")
    tab_until(page, "#finding-filters button")
    page.keyboard.press("Space")
    page.wait_for_function("document.getElementById('f-text').value === ''")
    assert page.inner_text("#finding-count") != before


def test_pages_are_turned_by_keyboard_and_reading_goes_on_at_the_first_finding(page: Page) -> None:
    first = page.locator("#finding-list > li").first.get_attribute("id")
    page.locator("#finding-after").focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#finding-page").startswith("page 2 of ")
    assert page.evaluate(FOCUSED) == page.locator("#finding-list > li").first.get_attribute("id") != first
    page.locator("#finding-before").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == first
    assert page.locator("#finding-before").is_disabled()


def test_whatever_has_the_focus_shows_it(page: Page) -> None:
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, style = page.evaluate(
            "[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert style != "none", name
        seen.add(name)
    assert {"A", "SELECT", "INPUT", "BUTTON", "DIV"} <= seen


def test_a_cell_shows_the_way_the_tests_the_publisher_and_the_findings(page: Page, view: Overview) -> None:
    number, place = next(
        (number, line.places[0])
        for number, line in enumerate(view.lines)
        if line.places[0].findings and line.places[0].way.rulings and line.places[0].way.judgement.fits
    )
    page.select_option("#matrix-show", "all")
    page.locator(f"tr[data-row='{number}'] button").first.click()
    cell = page.locator("#cell")
    assert cell.locator(".chain .step").all_inner_texts() == [step.value for step in Step]
    words = cell.inner_text()
    for link in place.way.links:
        assert link.reason in words
    fit = place.way.judgement.fits[0]
    test = view.tests[fit.test_id]
    assert f"{test.source.where.path}:{test.source.where.line}" in words
    addresses = cell.locator("a[href^='http']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert {test.source.url, place.way.rulings[0].decision.source.url} <= set(addresses)
    for finding in place.findings:
        assert finding.message in words
    cell.locator(f"a[href='#{place.findings[0].fingerprint}']").click()
    page.wait_for_timeout(50)
    assert not cell.is_visible()
    stands_out(page, place.findings[0].fingerprint)


def test_a_finding_shows_each_fact_with_its_line_and_publisher(page: Page, view: Overview) -> None:
    finding = next(each for each in view.check.shown if each.verdict is Verdict.GAP and len(each.evidence) > 2)
    page.evaluate(f"location.hash = '{finding.fingerprint}'")
    page.wait_for_timeout(50)
    item = page.locator(f"li[id='{finding.fingerprint}']")
    words = item.inner_text()
    for each in finding.evidence:
        assert each.fact in words
        assert f"{each.source.where.path}:{each.source.where.line}" in words
    addresses = item.locator("a[href^='http']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert set(addresses) == {each.source.url for each in finding.evidence if each.source.url}


AT_PRINT = """() => addEventListener("beforeprint", () => {
    const items = [...document.querySelectorAll("#finding-list > li")];
    window.printed = {
        findings: items.map((each) => each.id),
        words: items.map((each) => each.textContent),
        closed: document.querySelectorAll(":is(#findings, #recommendations, #sources) details:not([open])").length,
    };
})"""


def test_paper_holds_every_finding_that_fits_with_its_evidence(page: Page, view: Overview) -> None:
    page.evaluate(AT_PRINT)
    opened = page.locator("#finding-list details").first
    opened.locator("summary").click()
    before = page.locator("#finding-list > li").count()
    paper = page.pdf(prefer_css_page_size=True)
    printed = page.evaluate("window.printed")
    gaps = {each.fingerprint: each for each in view.check.shown if each.verdict is Verdict.GAP}
    assert sorted(printed["findings"]) == sorted(gaps)
    assert printed["closed"] == 0
    for mark, words in zip(printed["findings"], printed["words"], strict=True):
        assert gaps[mark].message in words
        assert all(each.fact in words for each in gaps[mark].evidence)
    boxes = {
        tuple(round(float(each)) for each in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", paper)
    }
    assert boxes == {(0, 0, *A4)}
    assert 10 < len(re.findall(rb"/Type /Page\b", paper)) < 120
    assert page.locator("#finding-list > li").count() == before
    assert opened.get_attribute("open") is not None


def test_paper_has_no_fields_and_names_what_they_were_set_to(page: Page) -> None:
    page.select_option("#f-nation", "wales")
    page.emulate_media(media="print")
    assert (
        page.locator("select:visible, input:visible, .pages button:visible, nav:visible, .skip:visible").count() == 0
    )
    assert "; Nation: Wales" in page.locator(".count:visible").last.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_javascript_the_tables_are_there_and_the_rest_is_said_to_be_missing(
    browser: Browser, file: Path, view: Overview
) -> None:
    with chromium.opened(browser, file, screen={"java_script_enabled": False}) as (page, _):
        assert page.locator("noscript .notice").is_visible()
        assert page.locator("tr[data-row]:visible").count() == len(view.lines)
        assert page.locator("#foremost table").is_visible()
        assert page.locator("#sources h3").count() == len(view.check.sources)
