"""One side of a comparison laid in place of the directories of its nations; everything else stays as on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from trialign.load.directories import Held
from trialign.load.editions import start_of
from trialign.load.world import World
from trialign.model.directory import Book, Directory, Indication, InForce, Standing, Test


def laid(world: World, side: Sequence[Held], other: Sequence[Held]) -> World:
    """Return a world in which a side is what its nations' directories hold.

    A book that neither it nor the releases it replaces are part of stays as it is on the day.

    Args:
        world: The day.
        side: The releases to lay out.
        other: Those of the other side: their indications are indications of both.
    """
    nations = {each.nation for each in side}
    return replace(
        world,
        directories=tuple(
            _laid(each, _of(each, side), _of(each, other)) if each.nation in nations else each
            for each in world.directories
        ),
    )


def _of(directory: Directory, side: Iterable[Held]) -> list[Held]:
    return [each for each in side if each.nation is directory.nation]


def _laid(base: Directory, side: Sequence[Held], other: Sequence[Held]) -> Directory:
    own = tuple(
        InForce(Book(base.nation, each.release.book, each.title, (each.release,)), Standing.HELD, each.release, "")
        for each in side
    )
    books = {each.release.book for each in side}
    instead = [each.book for each in base.in_force if each.book.name in books]
    kept = tuple(
        each
        for each in base.in_force
        if each.book.name not in books and not any(_follow(each.book, book) for book in instead)
    )
    names = books | {each.book.name for each in kept}
    tests = [test for each in side for test in each.tests]
    tests += [test for test in base.tests if test.book in names - books]
    printed = [test for held in (side, other) for each in held for test in each.tests if test.book in books]
    return replace(
        base, in_force=(*own, *kept), tests=tuple(tests), indications=tuple(_indications(base, names, printed))
    )


def _follow(one: Book, other: Book) -> bool:
    """Tell whether one of two books took over from the other."""
    return _begins_after(one, other) or _begins_after(other, one)


def _begins_after(later: Book, earlier: Book) -> bool:
    ended = earlier.releases[-1].ended if earlier.releases else None
    starts = [start for each in later.releases if (start := start_of(each))]
    return ended is not None and bool(starts) and starts[0].first >= ended.first


def _indications(base: Directory, books: Iterable[str], printed: Iterable[Test]) -> Iterator[Indication]:
    """Yield the indications of books: those of the day, and for books that have ended those of their rows."""
    wanted, known = set(books), set()
    for each in base.indications:
        if each.book in wanted:
            known.add((each.book, each.code))
            yield each
    for test in printed:
        key = (test.book, test.indication_code)
        if key not in known:
            known.add(key)
            yield Indication(test.nation, *key, test.indication, test.cancers, test.kind, test.age)
