"""Nothing that the data say is run, fetched or drawn: it stays text that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium
from tests.browser.conftest import written
from tests.browser.layout import faults
from tests.browser.made import with_findings

from trialign.model.finding import Evidence, Finding
from trialign.report.overview import Line, Overview, Place

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONG = "endless" * 15_000
HOSTILE = (
    "<script>window.__pwned = 1</script>",
    '"><img src=x onerror="window.__pwned = 1">',
    "</script><script>window.__pwned = 1; alert(1)</script><!--",
    "\u202edesrever <b>bold</b> {{ 7 * 7 }} ${7 * 7} \x1b[31m",
    LONG,
    "javascript:window.__pwned=1",
)
ADDRESSES = (
    "javascript:window.__pwned=1",
    "data:text/html,<script>window.__pwned=1</script>",
    'https://example.org/"onmouseover="window.__pwned=1',
    "//example.org/x",
    "https://user:word@example.org/?" + "a" * 3000,
    "file:///etc/passwd",
)


def finding(of: Finding, number: int) -> Finding:
    words = HOSTILE[number % len(HOSTILE)]
    evidence = tuple(
        Evidence(words, replace(each.source, url=ADDRESSES[place % len(ADDRESSES)], published=words, cell=words))
        for place, each in enumerate(of.evidence * 3)
    )
    return replace(
        of,
        message=words,
        remedy=words,
        doubt=words,
        subjects=(words,),
        biomarker=words,
        evidence=evidence,
        no_witness=words,
    )


def line(of: Line, number: int) -> Line:
    words = HOSTILE[number % len(HOSTILE)]
    need = replace(of.row.need, biomarker=replace(of.row.need.biomarker, label=words))
    places = tuple(place_of(each, words) for each in of.places)
    return replace(of, row=replace(of.row, need=need, cancer_name=words), group=words, places=places)


def place_of(place: Place, words: str) -> Place:
    judgement = place.way.judgement
    fits = tuple(replace(each, reason=words) for each in judgement.fits)
    links = tuple(replace(each, reason=words) for each in place.way.links)
    rulings = tuple(
        replace(each, note=words, decision=replace(each.decision, medicine=words, ref=words, setting=words))
        for each in place.way.rulings
    )
    way = replace(place.way, judgement=replace(judgement, reason=words, fits=fits), links=links, rulings=rulings)
    return replace(place, way=way)


@pytest.fixture(scope="module")
def hostile(view: Overview, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose texts and addresses would do harm if they were more than text."""
    source = replace(view.check.sources[0], name=HOSTILE[1], url=ADDRESSES[0], file=LONG, unknown=HOSTILE)
    made = with_findings(view, [finding(each, number) for number, each in enumerate(view.check.shown[:60])])
    made = replace(
        made,
        check=replace(made.check, sources=(source, *made.check.sources[1:])),
        lines=tuple(line(each, number) for number, each in enumerate(view.lines[:40])),
        tests={key: replace(test, name=HOSTILE[1], indication=LONG, code=LONG) for key, test in view.tests.items()},
    )
    return written(made, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module", params=[chromium.NARROW, chromium.WIDE], ids=["360", "1440"])
def attacked(request: pytest.FixtureRequest, browser: Browser, hostile: Path) -> Iterator[Page]:
    """The hostile report on a screen; at its end nothing was run or asked for."""
    with chromium.opened(browser, hostile, screen=request.param) as (page, seen):
        page.select_option("#f-verdict", "")
        page.select_option("#matrix-show", "all")
        yield page
        assert seen.faults == []


def harmless(page: Page) -> None:
    assert page.evaluate("window.__pwned") is None
    assert page.locator("img, iframe, object, embed, svg script, [onerror], [onmouseover]").count() == 0
    assert page.locator("script").count() == 2
    schemes = page.locator("a[href]:not([href^='#'])").evaluate_all(
        "all => [...new Set(all.map(each => each.protocol))]"
    )
    assert set(schemes) <= {"http:", "https:"}


@pytest.mark.parametrize(
    "part", ["body > header", "#foremost", "#matrix", "#findings", "#recommendations", "#sources"]
)
def test_hostile_text_stays_text_and_can_be_read(attacked: Page, part: str) -> None:
    attacked.evaluate(f"for (const each of document.querySelectorAll('{part} details')) each.open = true")
    attacked.wait_for_timeout(100)
    harmless(attacked)
    assert faults(attacked, part) == []


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_behind_an_answer_stays_text(attacked: Page, number: int) -> None:
    attacked.evaluate(f"document.querySelector('tr[data-row=\"{number}\"] button').click()")
    harmless(attacked)
    try:
        assert faults(attacked, "#cell") == []
    finally:
        attacked.keyboard.press("Escape")


def test_hostile_text_is_found_and_is_not_turned(attacked: Page) -> None:
    attacked.fill("#f-text", "<script>window.__pwned")
    assert attacked.locator("#finding-list > li").count() > 0
    assert "<script>window.__pwned" in attacked.locator("#finding-list > li").first.inner_text()
    attacked.fill("#f-text", "desrever")
    assert "\u202e" not in attacked.content()
    attacked.fill("#f-text", "")


def test_the_policy_lets_no_other_script_run(browser: Browser, file: Path) -> None:
    with chromium.opened(browser, file) as (page, seen):
        page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "window.__pwned = 1";
            document.body.append(script);
            const box = document.createElement("div");
            box.innerHTML = '<img src="https://example.org/x.png" onerror="window.__pwned = 1">' +
                '<a id="bad" href="javascript:window.__pwned=1">x</a>';
            document.body.append(box);
            document.getElementById("bad").click();
            return fetch("https://example.org/").catch(() => {});
        }""")
        page.wait_for_timeout(100)
        assert page.evaluate("window.__pwned") is None
        assert seen.asked_for == []
        assert len(seen.said) >= 4
        assert all("Content Security Policy" in each for each in seen.said)


def test_a_page_that_asks_for_something_is_seen_to_ask(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text('<!doctype html><title>t</title><img src="https://example.org/x.png">', encoding="utf-8")
    with chromium.opened(browser, bad) as (_, seen):
        assert "https://example.org/x.png" in seen.asked_for
