"""Dated events on one axis, as plain records that pictures and tables show: licence, decision, listing, open gap.

A date that is known only between two days has both; one side that is not known is None, and the words say why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trialign.model.directory import Nation


class EventKind(StrEnum):
    """What happened."""

    LICENCE = "licence"
    DECISION = "decision"
    LISTING = "listing"
    TRIAL = "trial"


class ListingState(StrEnum):
    """What is known of the listing of a test in a nation's directory."""

    DATED = "listed"
    PARTLY = "listed in part"
    UNDATED = "listed, since when is not known"
    MISSING = "not listed"
    CANNOT_TELL = "cannot tell"
    OUTSIDE = "outside the directory"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between two days.

    Attributes:
        what: What it is, as people name it: ``NICE TA653``, ``M4.7``, ``NCT06074588``.
        first: The first day on which it may have happened; None where no such bound is known.
        last: The last such day; None where its date is not known at all.
        said: The date in words, as its source prints it.
    """

    kind: EventKind
    what: str
    first: date | None
    last: date | None
    said: str


@dataclass(frozen=True, slots=True)
class Lag:
    """The days from what was decided to the listing of a test; no upper bound where the day is only a bound itself.

    Attributes:
        after: What was decided, as people name it.
    """

    least: int
    most: int | None
    after: str

    def __str__(self) -> str:
        """Return a lag such as ``0 to 318 days after NICE TA653``."""
        if self.least == self.most:
            return f"{self.least:,} days after {self.after}"
        days = f"at least {self.least:,}" if self.most is None else f"{self.least:,} to {self.most:,}"
        return f"{days} days after {self.after}"


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A need that no test of a directory answers, from a day on which this was so to the day that is judged."""

    since: date
    days: int
    said: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One nation's events for one need.

    Attributes:
        events: In order of date, undated ones last.
        state: What is known of the listing.
        said: What is known of the listing, in words; for what is not known, why.
        lag: The longest lag of those that are known.
    """

    nation: Nation
    events: tuple[Event, ...]
    state: ListingState
    said: str
    lag: Lag | None = None
    gap: OpenGap | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes of one medicine, or of open trials, for biomarkers in a cancer of which the same dates are known.

    Attributes:
        subject: The medicine, or how many trials.
        biomarkers: Labels, sorted.
        lanes: In the order in which every command shows the nations.
    """

    subject: str
    biomarkers: tuple[str, ...]
    cancer: str
    cancer_name: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many needs are not drawn, and why."""

    count: int
    why: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All timelines of one run, those with the longest open gap first, then those with the longest lag."""

    as_of: date
    nations: tuple[Nation, ...]
    timelines: tuple[Timeline, ...]
    left_out: tuple[LeftOut, ...]
