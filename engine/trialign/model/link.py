"""Ties between tests of two sides that a person settles, or that are still a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from trialign.errors import Location


class Status(StrEnum):
    """Whether somebody has looked at a link."""

    GUESS = "guess"
    CONFIRMED = "confirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Link:
    """Says that tests of the earlier side go on in tests of the later one.

    Attributes:
        before: Codes of the earlier side.
        after: Codes of the later side; empty where nothing goes on, and a code that is still there is another test.
        by: Who settled it; empty for a guess.
        on: The day on which it was settled, such as ``2026-11-26``; empty for a guess.
        where: The entry in the file.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    status: Status
    by: str
    on: str
    where: Location

    @property
    def said(self) -> str:
        """Return who said what and when."""
        return f"{self.status.value} by {self.by} on {self.on}"

    @property
    def key(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return what two links share that tie the same codes."""
        return frozenset(self.before), frozenset(self.after)


@dataclass(frozen=True, slots=True)
class LinkFile:
    """A file of links with its head: the releases of the two sides that it was written for.

    Attributes:
        before: Those of the earlier side; empty where the file does not say it.
        after: Those of the later side.
        where: The head in the file.
    """

    links: tuple[Link, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    where: Location

    def unlike(self, before: Iterable[str], after: Iterable[str]) -> str:
        """Return what to say where the file was written for other sides; empty where it was not, or does not say."""
        if not (self.before or self.after) or (set(self.before), set(self.after)) == (set(before), set(after)):
            return ""
        return f"was written for {' and '.join(self.before)} compared with {' and '.join(self.after)}"
