"""Filters, orders and search show what the records say: neither more nor less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

from trialign.model.coverage import Coverage
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.report.overview import Line, Overview
from trialign.report.words import nation_name

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SEVERITIES = list(Severity)
_GRAVE = {Verdict.GAP: 0, Verdict.CANNOT_TELL: 1, Verdict.EXCEPTED: 2}
_LAST = "\uffff"


def rows(page: Page) -> list[int]:
    """The numbers of the rows that can be seen."""
    found: list[int] = page.evaluate(
        """[...document.querySelectorAll("tr[data-row]")]
            .filter((row) => row.checkVisibility()).map((row) => Number(row.dataset.row))"""
    )
    return found


def listed(page: Page) -> list[str]:
    """The fingerprints of all pages of the list, in their order."""
    found: list[str] = page.evaluate("""() => {
        const found = [], next = document.getElementById("finding-after");
        const take = () => found.push(...[...document.querySelectorAll("#finding-list > li")].map((each) => each.id));
        for (take(); next.checkVisibility() && !next.disabled; take()) next.click();
        return found;
    }""")
    return found


def gaps(line: Line) -> bool:
    return any(cell.judgement.coverage in {Coverage.NOT_COVERED, Coverage.PARTLY} for cell in line.row.cells)


@pytest.mark.parametrize(
    ("show", "kept"),
    [
        ("", lambda line: not line.row.outside),
        ("gap", lambda line: not line.row.outside and gaps(line)),
        ("differ", lambda line: not line.row.outside and line.row.differ),
        ("all", lambda line: True),
    ],
)
def test_the_matrix_shows_the_rows_that_were_asked_for(
    page: Page, view: Overview, show: str, kept: Callable[[Line], bool]
) -> None:
    page.select_option("#matrix-show", show)
    wanted = [number for number, line in enumerate(view.lines) if kept(line)]
    assert 0 < len(wanted) <= len(view.lines)
    assert rows(page) == wanted
    assert page.inner_text("#matrix-count") == f"{len(wanted)} of {len(view.lines)} shown"


@pytest.mark.parametrize("field", ["group", "age"])
def test_each_group_and_age_shows_its_rows(page: Page, view: Overview, field: str) -> None:
    page.select_option("#matrix-show", "all")
    held = [line.group if field == "group" else line.row.need.age for line in view.lines]
    choices = page.locator(f"#matrix-{field} option").evaluate_all("all => all.map(each => each.value)")
    assert set(choices) == {"", *held}
    for choice in choices[1:]:
        page.select_option(f"#matrix-{field}", choice)
        assert rows(page) == [number for number, each in enumerate(held) if each == choice]


def test_words_find_biomarkers_and_cancers_and_a_cancer_without_rows_is_gone(page: Page, view: Overview) -> None:
    page.select_option("#matrix-show", "all")
    page.fill("#matrix-text", "ntrk1  SOLID")
    wanted = [
        number
        for number, line in enumerate(view.lines)
        if "NTRK1" in line.row.need.biomarker.label and "Solid" in line.row.cancer_name
    ]
    assert wanted
    assert rows(page) == wanted
    assert page.locator("tr.cancer:visible").count() == len({view.lines[each].row.cancer_name for each in wanted})
    page.fill("#matrix-text", "no such words")
    assert rows(page) == []
    assert page.inner_text("#matrix-count") == "None fits these filters."


def test_clearing_the_matrix_shows_what_was_there_at_first(page: Page) -> None:
    first = rows(page)
    page.select_option("#matrix-show", "gap")
    page.fill("#matrix-text", "BRAF")
    assert rows(page) != first
    page.locator("#matrix-filters button").click()
    assert rows(page) == first


FIELDS: dict[str, Callable[[Finding], Sequence[object]]] = {
    "verdict": lambda each: [each.verdict.value],
    "severity": lambda each: [each.rule.severity.value],
    "nation": lambda each: [each.nation],
    "rule": lambda each: [each.rule.id],
    "cancer": lambda each: [each.cancer_name],
    "recommendation": lambda each: each.rule.recommendations,
}


@pytest.mark.parametrize("field", FIELDS)
def test_each_choice_lists_its_findings(page: Page, view: Overview, field: str) -> None:
    page.select_option("#f-verdict", "")
    choices = page.locator(f"#f-{field} option").evaluate_all("all => all.map(each => each.value)")
    shown = view.check.shown
    held = {str(value) for each in shown for value in FIELDS[field](each) if value}
    assert held <= set(choices)
    for choice in choices[1:]:
        page.select_option(f"#f-{field}", choice)
        wanted = sum(choice in map(str, FIELDS[field](each)) for each in shown)
        words = f"{wanted:,} of {len(shown):,} findings" if wanted else "None fits these filters."
        assert page.inner_text("#finding-count") == words


def test_filters_and_words_work_together(page: Page, view: Overview) -> None:
    page.select_option("#f-verdict", "cannot_tell")
    page.select_option("#f-nation", "wales")
    page.fill("#f-text", "NTRK1 solid")
    wanted = [
        each
        for each in view.check.shown
        if each.verdict is Verdict.CANNOT_TELL
        and each.nation == "wales"
        and all(word in f"{each.message} {each.doubt} {each.cancer_name}".lower() for word in ("ntrk1", "solid"))
    ]
    assert wanted
    assert set(listed(page)) == {each.fingerprint for each in wanted}


def test_only_gaps_are_listed_at_first_and_clearing_lists_everything(page: Page, view: Overview) -> None:
    shown = view.check.shown
    assert sorted(listed(page)) == sorted(each.fingerprint for each in shown if each.verdict is Verdict.GAP)
    page.fill("#f-text", "no such words")
    assert page.inner_text("#finding-count") == "None fits these filters."
    page.locator("#finding-filters button").click()
    page.wait_for_function("document.getElementById('finding-count').textContent.includes(' of ')")
    assert sorted(listed(page)) == sorted(each.fingerprint for each in shown)


ORDERS: dict[str, Callable[[Finding], tuple[object, ...]]] = {
    "": lambda each: (),
    "days": lambda each: (-(each.days_open.days if each.days_open else -1),),
    "nation": lambda each: (nation_name(each.nation) if each.nation else _LAST,),
    "cancer": lambda each: (each.cancer_name.casefold() or _LAST,),
    "rule": lambda each: (each.rule.id,),
}


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_is_kept_over_all_pages(page: Page, view: Overview, order: str) -> None:
    page.select_option("#f-verdict", "")
    page.select_option("#f-sort", order)
    shown = view.check.shown

    def key(place: int) -> tuple[object, ...]:
        each = shown[place]
        grave = () if order == "days" else (_GRAVE[each.verdict], _SEVERITIES.index(each.rule.severity))
        return (*ORDERS[order](each), *grave, place)

    wanted = [shown[place].fingerprint for place in sorted(range(len(shown)), key=key)]
    assert listed(page) == wanted
