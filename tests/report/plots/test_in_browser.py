"""Pictures of the bundled data as a browser draws them: no text over text, themes, narrow screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import pytest
from tests.conftest import AS_OF

from trialign import matrix as matrices
from trialign import pipeline
from trialign.inference.evaluate import EngineName
from trialign.model.directory import Nation
from trialign.nomenclature import labels
from trialign.relations import relations
from trialign.report.plots import graph, lag, matrix, theme
from trialign.timelines import Wanted, timelines

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

_BIOMARKERS = ("RET fusion", "EGFR small variant", "BCR::ABL1 fusion", "MSI-H", "NTRK1 fusion", "HER2 expression")
_OVERLAPS = """
() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const texts = [...svg.querySelectorAll('text')].map(each => [each.textContent, each.getBBox()]);
    texts.sort((one, other) => one[1].y - other[1].y);
    const [, , wide, high] = svg.getAttribute('viewBox').split(' ').map(Number);
    for (let i = 0; i < texts.length; i++) {
      const [name, a] = texts[i];
      if (a.x < 0 || a.y < 0 || a.x + a.width > wide || a.y + a.height > high) found.push('outside: ' + name);
      for (let j = i + 1; j < texts.length && texts[j][1].y < a.y + a.height; j++) {
        const b = texts[j][1];
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (across > 1 && down > 3) found.push(name + ' | ' + texts[j][0]);
      }
    }
    for (const rect of svg.querySelectorAll('rect')) {
      const text = rect.nextElementSibling;
      if (!text || text.tagName !== 'text' || rect.getAttribute('width') === '100%') continue;
      const a = rect.getBBox(), b = text.getBBox();
      if (b.y >= a.y - 3 && b.y + b.height <= a.y + a.height + 3 && b.x >= a.x && b.x < a.x + a.width) {
        if (b.x + b.width > a.x + a.width + 0.5) found.push('beyond its box: ' + text.textContent);
      }
    }
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def run() -> pipeline.Run:
    return pipeline.check(pipeline.Sources(), AS_OF, EngineName.SQL, False, lambda _: None)


@pytest.fixture(scope="module")
def pictures(run: pipeline.Run) -> dict[str, str]:
    """Every picture of the bundled data, in whole, as a page has them."""
    question = matrices.Question(tuple(Nation), (), (), "", matrices.NeededBy.ALL)
    markers = (labels.parse(name, run.world.vocabulary.genes).biomarker for name in _BIOMARKERS)
    maps = {marker.label: graph.graph_svg(relations(run, marker), inline=True) for marker in markers}
    table = matrices.matrix(run.world, question, lambda _: None)
    return {
        "matrix": matrix.matrix_svg(table, inline=True),
        "lag": lag.lag_svg(timelines(run, Wanted()), inline=True),
        **maps,
    }


def _page(
    browser: Browser, pictures: dict[str, str], wide: int = 1440, scheme: Literal["light", "dark"] = "light"
) -> tuple[Page, list[str]]:
    """Return a page that holds pictures, and what it asked for or complained of."""
    page = browser.new_page(viewport={"width": wide, "height": 900}, color_scheme=scheme)
    problems: list[str] = []

    def said(message: ConsoleMessage) -> None:
        problems.append(message.text)

    def asked(request: Request) -> None:
        problems.append(request.url)

    page.on("console", said)
    page.on("request", asked)
    framed = "".join(f'<div class="trialign-plot-scroll" tabindex="0">{svg}</div>' for svg in pictures.values())
    page.set_content(f"<!doctype html><title>t</title><style>{theme.css()}body{{margin:8px}}</style>{framed}")
    return page, problems


def test_no_text_stands_over_another_or_leaves_its_box(browser: Browser, pictures: dict[str, str]) -> None:
    page, problems = _page(browser, pictures)
    assert page.evaluate(_OVERLAPS) == []
    assert problems == []
    page.close()


def test_a_narrow_screen_scrolls_the_picture_and_not_the_page(browser: Browser, pictures: dict[str, str]) -> None:
    page, _ = _page(browser, pictures, 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.querySelector('.trialign-plot-scroll').scrollWidth") >= 1100
    page.close()


@pytest.mark.parametrize(
    ("scheme", "chosen", "expected"),
    [
        ("light", "", theme.LIGHT),
        ("dark", "", theme.DARK),
        ("dark", "light", theme.LIGHT),
        ("light", "dark", theme.DARK),
    ],
)
def test_pictures_follow_the_theme_of_the_page(
    browser: Browser,
    pictures: dict[str, str],
    scheme: Literal["light", "dark"],
    chosen: str,
    expected: Mapping[theme.Tone, theme.Colours],
) -> None:
    page, _ = _page(browser, {"one": pictures["RET fusion"]}, scheme=scheme)
    if chosen:
        page.evaluate("theme => document.documentElement.dataset.theme = theme", chosen)
    shown = page.evaluate("getComputedStyle(document.querySelector('text.pi-plain')).fill")
    wanted = expected[theme.Tone.PLAIN].ink
    assert shown == "rgb({}, {}, {})".format(*(int(wanted[at : at + 2], 16) for at in (1, 3, 5)))
    page.close()


def test_print_is_light_whatever_the_screen(browser: Browser, pictures: dict[str, str]) -> None:
    page, _ = _page(browser, {"one": pictures["RET fusion"]}, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.evaluate("getComputedStyle(document.querySelector('text.pi-plain')).fill")
    assert shown == "rgb(27, 31, 36)"
    page.close()
