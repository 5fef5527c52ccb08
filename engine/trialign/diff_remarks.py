"""What a reader must know of two sides of one nation first: books that one side lacks, and a guessed book."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.diff.outcomes import listed
from trialign.diff_sides import Side


def remarks(before: Side, after: Side, asked: tuple[str, str], book: str) -> tuple[str, ...]:
    """Return the remarks; none where the two sides hold the same books, or none in common.

    Args:
        before: The earlier side.
        after: The later side.
        asked: How both were asked for.
        book: The book that was named for CSV files; empty for that of the other side.
    """
    return (*_left_out(before, after, asked), *(() if book else _taken(before, after)))


def _books(side: Side) -> frozenset[str]:
    return frozenset(f"{each.nation.value}/{each.release.book}" for each in side.held)


def _left_out(before: Side, after: Side, asked: tuple[str, str]) -> Iterator[str]:
    old, new = _books(before), _books(after)
    if not old & new:
        return
    for here, there, word, number in ((old, new, "earlier", 0), (new, old, "later", 1)):
        alone = sorted(here - there)
        if alone:
            verb, them = ("stands", "it is") if len(alone) == 1 else ("stand", "they are")
            sides = [min(there), asked[1]] if number == 0 else [asked[0], min(there)]
            hint = f"; to compare one book, name it: trialign diff {' '.join(sides)}" if len(there) == 1 else ""
            yield f"{listed(alone, whole=True)} {verb} on the {word} side only, so {them} left out{hint}"


def _taken(before: Side, after: Side) -> Iterator[str]:
    """Yield the CSV files that were read as one of several books that they could be of."""
    for side, other in ((before, after), (after, before)):
        for part in side.parts:
            if len(_books(other)) > 1 and part.asked.casefold().endswith(".csv") and part.releases:
                taken = part.releases[0].partition("@")[0]
                yield f"{part.asked} is read as a release of {taken}; for another book, name it with --book"
