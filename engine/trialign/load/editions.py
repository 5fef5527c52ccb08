"""What a nation's directory was at each time from which rows of it are held: one ``Edition`` per such time.

Books come and go: England's ``cancer`` was followed in 2026 by ``cancer-non-cns``, ``haemato-oncology`` and ``cns``.
An edition holds every book of its day, and names those of which no row of that day is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from trialign.errors import InputProblems, Problem
from trialign.load.directories import load_on_days
from trialign.load.layers import Layers
from trialign.model.dates import PartialDate
from trialign.model.directory import Book, Directory, InForce, Release, Standing
from trialign.nomenclature.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Edition:
    """A directory on the day from which one or more of its held releases are certain to be in force.

    Attributes:
        day: That day: the last that the printed date can mean, or the day of retrieval where that is earlier.
        first: The first day on which the releases that begin here can have been in force.
        printed: Their date as printed, or the day of retrieval.
        directory: Only books of which a release of that day is held.
        missing: The other books of that day, whose rows are not held.
    """

    day: date
    first: date
    printed: str
    directory: Directory
    missing: tuple[Book, ...]

    @property
    def releases(self) -> tuple[str, ...]:
        """Return the releases that are held, as ``england/cancer@2021-10``."""
        found = ((each.book, each.release) for each in self.directory.in_force)
        return tuple(f"{book.nation.value}/{book.name}@{release.name}" for book, release in found if release)


def load_editions(layers: Layers, directory: Directory, as_of: date, vocabulary: Vocabulary) -> tuple[Edition, ...]:
    """Return every edition of a directory until a day, oldest first.

    Args:
        layers: Where data lie.
        directory: The nation's directory, of any day: its books list all their releases.
        as_of: The last day that counts.
        vocabulary: Genes and cancers.

    Raises:
        InputProblems: Every problem of every release.
    """
    problems: list[Problem] = []
    books = tuple(each.book for each in directory.in_force)
    beginnings = _beginnings(books)
    days = sorted(each for each in beginnings if each <= as_of)
    read = load_on_days(layers, directory, days, vocabulary, problems)
    found = tuple(_edition(then, day, beginnings[day]) for day, then in read)
    if problems:
        raise InputProblems(problems)
    return found


def _beginnings(books: tuple[Book, ...]) -> dict[date, list[PartialDate]]:
    """Return the printed dates of held releases by the day from which each is certain to be in force."""
    found: dict[date, list[PartialDate]] = {}
    for release in (each for book in books for each in book.releases if each.held):
        if start := start_of(release):
            found.setdefault(min(start.last, release.retrieved or start.last), []).append(start)
    return found


def start_of(release: Release) -> PartialDate | None:
    """Return when a release came into force, as far as it is printed."""
    return release.effective or release.published


def _edition(then: Directory, day: date, starts: list[PartialDate]) -> Edition:
    held = tuple(each for each in then.in_force if each.standing is Standing.HELD)
    printed = next((str(each) for each in starts if each.last == day), day.isoformat())
    first = min(each.first for each in starts)
    return Edition(day, first, printed, replace(then, in_force=held), tuple(_missing(then.in_force, day)))


def _missing(in_force: tuple[InForce, ...], day: date) -> Iterator[Book]:
    """Yield the books that were, or may have been, in force on a day without a row of them being held.

    A book whose first listed release is later was there before, unless it took over from a book that ended.
    """
    ends = [each.ended.first for other in in_force for each in other.book.releases[-1:] if each.ended]
    for each in in_force:
        starts = [start for release in each.book.releases if (start := start_of(release))]
        begun = any(start.first <= day for start in starts)
        successor = bool(starts) and any(starts[0].first >= end for end in ends)
        doubtful = each.standing in {Standing.NOT_HELD, Standing.UNCERTAIN}
        if doubtful or (each.standing is Standing.NONE and not begun and not successor):
            yield each.book
