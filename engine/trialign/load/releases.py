"""``directory.yaml`` to books and releases, and which release is in force on a date.

A date whose release is not held is never answered from an older one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from trialign.errors import Problem
from trialign.load import fields
from trialign.model.dates import PartialDate
from trialign.model.directory import Book, InForce, Nation, Release, Standing
from trialign.read.document import Document


def books(document: Document, nation: Nation, problems: list[Problem]) -> tuple[Book, ...]:
    """Return the books of a directory, adding to ``problems`` dates that do not exist and lists out of order."""
    found: list[Book] = []
    for number, book in enumerate(fields.mappings(fields.mapping(document.value), "books")):
        if fields.text(book, "book") in {each.name for each in found}:
            what = f"the book '{fields.text(book, 'book')}' stands twice"
            problems.append(Problem(document.at("books", number, "book"), what, "list its releases under one book"))
        releases = tuple(_releases(document, number, book, problems))
        _check_order(document, number, releases, problems)
        found.append(Book(nation, fields.text(book, "book"), fields.text(book, "name"), releases))
    return tuple(found)


def _releases(document: Document, number: int, book: fields.Mapping_, problems: list[Problem]) -> Iterator[Release]:
    ended = _date(document, book, "ended", ("books", number), problems)
    ended_by = _date(document, book, "ended_by", ("books", number), problems)
    for position, release in enumerate(fields.mappings(book, "releases")):
        path = ("books", number, "releases", position)
        retrieved = _date(document, release, "retrieved", path, problems)
        yield Release(
            book=fields.text(book, "book"),
            name=fields.text(release, "release"),
            held=release.get("held") is True,
            file=fields.text(release, "file"),
            published=_date(document, release, "published", path, problems),
            effective=_date(document, release, "effective", path, problems),
            ended=ended,
            ended_by=ended_by or ended,
            retrieved=retrieved.first if retrieved else None,
            complete=release.get("complete") is True,
            held_by=fields.text(release, "held_by") or "rows",
            stale=release.get("stale") is True,
            source_url=fields.text(release, "source_url"),
            where=document.at(*path),
        )


def _date(
    document: Document,
    value: fields.Mapping_,
    key: str,
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> PartialDate | None:
    return fields.day_at(document, (*path, key), fields.text(value, key), problems)


def _check_order(document: Document, number: int, releases: tuple[Release, ...], problems: list[Problem]) -> None:
    for position, (earlier, later) in enumerate(pairwise(releases), start=1):
        start, following = _start(earlier), _start(later)
        if start and following and following.last < start.first:
            where = document.at("books", number, "releases", position)
            what = f"release {later.name} ({following}) stands after {earlier.name} ({start})"
            problems.append(Problem(where, what, "list releases from the oldest to the newest"))


def _start(release: Release) -> PartialDate | None:
    return release.effective or release.published


def in_force(book: Book, as_of: date) -> InForce:
    """Return which release of a book is in force on a day.

    A release dated by month or year is certain from the end of that time, or from the day on which it was
    retrieved, whichever is earlier; before that it is UNCERTAIN.
    """
    started = [release for release in book.releases if (start := _start(release)) and start.first <= as_of]
    if not started:
        return InForce(book, Standing.NONE, None, f"no release of {book.name} is known by {as_of}")
    latest = started[-1]
    if latest.ended and latest.ended_by and latest.ended.first <= as_of:
        if latest.ended_by.last <= as_of:
            return InForce(book, Standing.NONE, None, f"{book.name} ended in {latest.ended}")
        reason = f"{book.name} ended within {latest.ended}; the day is not known"
        return InForce(book, Standing.UNCERTAIN, None, reason)
    if not latest.held:
        return _not_held(book, started, as_of)
    start = _start(latest)
    certain = min(start.last, latest.retrieved or start.last) if start else as_of
    if as_of < certain:
        reason = f"{book.name}@{latest.name} came into force within {start}; the day is not known"
        return InForce(book, Standing.UNCERTAIN, None, reason)
    return InForce(book, Standing.HELD, latest, "")


def _not_held(book: Book, started: list[Release], as_of: date) -> InForce:
    latest = started[-1]
    stale = [release for release in started if release.held and release.stale]
    if stale:
        reason = f"{book.name}@{latest.name} is in force but not held; {stale[-1].name} is used, marked stale"
        return InForce(book, Standing.HELD, stale[-1], reason)
    reason = f"{book.name}@{latest.name} was in force on {as_of} but its rows are not held"
    return InForce(book, Standing.NOT_HELD, None, reason)
