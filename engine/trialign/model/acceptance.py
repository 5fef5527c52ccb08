"""Exceptions: findings that someone accepts for a reason and a time, and how those that excuse nothing stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trialign.errors import Location
from trialign.model.directory import Source

EXCEPTION = "exception by "
"""How the words of an exception begin."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One exception.

    Attributes:
        subject: What the rule's ``unless`` compares (a decision, trial or test), or the fingerprint of one finding.
        record: Where the acceptance is recorded: a link or the name of a document.
        created: The first day on which it counts.
        expires: The last day on which it counts.
        source: Its place in the file.
    """

    rule: str
    subject: str
    owner: str
    reason: str
    record: str
    created: date
    expires: date
    source: Source

    def active(self, day: date) -> bool:
        """Tell whether it counts on a day."""
        return self.created <= day <= self.expires


class IdleState(StrEnum):
    """Why an exception excuses nothing."""

    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class IdleException:
    """An exception that excuses nothing.

    Attributes:
        findings: Fingerprints of the findings that it would excuse on another day.
        days: Days since its last day where it is expired, days to its first where it does not count yet, else None.
    """

    rule: str
    subject: str
    owner: str
    state: IdleState
    days: int | None
    created: date
    expires: date
    where: Location
    findings: tuple[str, ...] = ()
