"""Which release of a book is in force on a day; one that is not held is never replaced by an older one."""

from __future__ import annotations

from datetime import date

import pytest

from trialign.errors import Location
from trialign.load.releases import in_force
from trialign.load.world import World
from trialign.model.dates import PartialDate
from trialign.model.directory import Book, InForce, Nation, Release, Standing


def _release(
    name: str,
    start: str,
    held: bool = True,
    stale: bool = False,
    retrieved: str = "2026-11-22",
    ended: str = "",
    ended_by: str = "",
) -> Release:
    day = PartialDate.parse(start)
    end = PartialDate.parse(ended) if ended else None
    return Release(
        book="cancer",
        name=name,
        held=held,
        file="",
        published=day,
        effective=None,
        ended=end,
        ended_by=PartialDate.parse(ended_by) if ended_by else end,
        retrieved=date.fromisoformat(retrieved),
        complete=True,
        held_by="rows",
        stale=stale,
        source_url="",
        where=Location("a literal directory", 1),
    )


def _on(day: date, *releases: Release) -> tuple[str, str | None]:
    found = in_force(Book(Nation.ENGLAND, "cancer", "Cancer", releases), day)
    return found.standing.value, found.release.name if found.release else None


OLD, NEW = _release("2020-11", "2020-11-05"), _release("2021-10", "2021-10-01")


@pytest.mark.parametrize(
    ("day", "standing", "name"),
    [
        (date(2020, 11, 4), "none", None),
        (date(2020, 11, 5), "held", "2020-11"),
        (date(2021, 9, 30), "held", "2020-11"),
        (date(2021, 10, 1), "held", "2021-10"),
        (date(2026, 11, 22), "held", "2021-10"),
    ],
)
def test_the_newest_release_that_has_begun_is_in_force(day: date, standing: str, name: str | None) -> None:
    assert _on(day, OLD, NEW) == (standing, name)


def test_a_release_that_is_not_held_is_never_answered_from_an_older_one() -> None:
    later = _release("2023", "2023-02-01", held=False)
    assert _on(date(2023, 2, 1), OLD, NEW, later) == ("not_held", None)
    assert _on(date(2023, 1, 31), OLD, NEW, later) == ("held", "2021-10")


@pytest.mark.parametrize(
    ("day", "standing", "name"),
    [
        (date(2025, 12, 31), "none", None),
        (date(2026, 1, 1), "uncertain", None),
        (date(2026, 11, 21), "uncertain", None),
        (date(2026, 11, 22), "held", "2026"),
    ],
)
def test_a_release_dated_by_year_is_certain_once_it_was_retrieved(day: date, standing: str, name: str | None) -> None:
    assert _on(day, _release("2026", "2026", retrieved="2026-11-22")) == (standing, name)


def test_a_release_dated_by_month_is_certain_at_its_end() -> None:
    monthly = _release("2020-11", "2020-11")
    assert _on(date(2020, 11, 29), monthly) == ("uncertain", None)
    assert _on(date(2020, 11, 30), monthly) == ("held", "2020-11")


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2025, 12, 31), "held"),
        (date(2026, 1, 1), "uncertain"),
        (date(2026, 7, 15), "uncertain"),
        (date(2026, 7, 16), "none"),
    ],
)
def test_a_book_that_ended_within_a_year_is_uncertain_until_it_surely_had(day: date, standing: str) -> None:
    ending = _release("2021-10", "2021-10-01", ended="2026", ended_by="2026-07-16")
    assert _on(day, ending)[0] == standing


def test_a_stale_release_stands_in_for_the_one_not_held_and_says_so() -> None:
    releases = (_release("2024-07", "2024-07", stale=True), _release("2026-04", "2026-04", held=False))
    found = in_force(Book(Nation.ENGLAND, "rare-inherited", "Rare", releases), date(2026, 11, 22))
    assert (found.standing, found.release) == (Standing.HELD, releases[0])
    assert "2024-07 is used, marked stale" in found.reason


def _bundled(world: World) -> dict[str, InForce]:
    directory = world.directory(Nation.ENGLAND)
    assert directory is not None
    return {each.book.name: each for each in directory.in_force}


def test_what_is_in_force_in_england_on_the_pinned_day(world: World) -> None:
    found = {
        name: (each.standing.value, each.release.name if each.release else None)
        for name, each in _bundled(world).items()
    }
    assert found == {
        "cancer": ("none", None),
        "cancer-non-cns": ("held", "2026-07"),
        "haemato-oncology": ("held", "2026-07"),
        "cns": ("held", "2026"),
        "rare-inherited": ("held", "2024-07"),
    }


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2020, 10, 31), "none"),
        (date(2024, 10, 23), "not_held"),
        (date(2025, 12, 31), "not_held"),
        (date(2026, 3, 1), "uncertain"),
    ],
)
def test_englands_cancer_book_before_2026(day: date, standing: str, world: World) -> None:
    assert in_force(_bundled(world)["cancer"].book, day).standing.value == standing
