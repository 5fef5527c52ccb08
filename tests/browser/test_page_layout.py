"""Every part of the report is laid out so that it can be read, on a telephone and on a desk, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import chromium
from tests.browser.layout import faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BAD = {
    "the page scrolls sideways": '<p style="width: 2000px">wide</p>',
    "texts overlap": '<p>one text</p><p style="margin-top: -2.2em">another text</p>',
    "text leaves its box": '<p style="width: 3em; overflow-wrap: normal">unbreakablewordswithoutend</p>',
    "content is larger than its box": '<div style="height: 1.5em">one<br>two<br>three</div>',
    "text is cut": '<p style="width: 3em; overflow: hidden; white-space: nowrap">words that are cut</p>',
    "words do not fit their field": '<select style="width: 4em"><option>a long choice of words</option></select>',
    "a word is broken": '<p style="width: 4em; overflow-wrap: anywhere">technology</p>',
    "nothing can be read": "<p hidden>gone</p>",
}
GOOD = """<main><h1>A head</h1><p>Some <b>bold</b> words.</p><table><tr><th>a</th><td>b</td></tr></table>
<div style="overflow-x: auto; width: 5em"><p style="width: 20em">scrolled words of a wide table</p></div>
<details><summary>closed</summary><p>within</p></details><select><option>fits</option></select></main>"""

SECTIONS = ("#foremost", "#matrix", "#findings", "#dates", "#relations", "#recommendations", "#sources")
PARTS = ("body > header", *SECTIONS, "body > footer")
SCREENS = [(size, scheme) for size in (chromium.NARROW, chromium.WIDE) for scheme in ("light", "dark")]


def on_page(browser: Browser, folder: Path, body: str) -> list[str]:
    file = folder / "small.html"
    file.write_text(f"<!doctype html><html lang=en><title>t</title><body>{body}", encoding="utf-8")
    with chromium.opened(browser, file, screen={"viewport": {"width": 600, "height": 400}}) as (page, _):
        return faults(page)


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_page_is_seen_to_be_bad(browser: Browser, tmp_path: Path, fault: str) -> None:
    assert any(each.startswith(fault) for each in on_page(browser, tmp_path, BAD[fault]))


def test_a_good_page_has_no_fault(browser: Browser, tmp_path: Path) -> None:
    assert on_page(browser, tmp_path, GOOD) == []


@pytest.fixture(scope="module", params=SCREENS, ids=lambda screen: f"{screen[0]['viewport']['width']}-{screen[1]}")
def screen(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Page]:
    """The report on one screen."""
    size, scheme = request.param
    with chromium.opened(browser, file, screen={**size, "color_scheme": scheme}) as (page, seen):
        yield page
        assert seen.faults == []


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_read(screen: Page, part: str) -> None:
    assert faults(screen, part) == []


@pytest.mark.parametrize("part", SECTIONS[2:])
def test_what_is_opened_can_be_read(screen: Page, part: str) -> None:
    shut = screen.locator(f"{part} details:not([open]) > summary")
    for _ in range(shut.count()):
        shut.first.evaluate("summary => { summary.parentElement.open = true; }")
    screen.wait_for_function(
        "[...document.querySelectorAll('.finding details[open]')].every(each => each.children.length > 1)"
    )
    assert faults(screen, part) == []


@pytest.mark.parametrize("answer", ["not_covered", "partly", "covered", "cannot_tell"])
def test_what_stands_behind_an_answer_can_be_read(screen: Page, answer: str) -> None:
    screen.locator(f"td.{answer} button").first.click()
    try:
        assert faults(screen, "#cell") == []
    finally:
        screen.keyboard.press("Escape")
