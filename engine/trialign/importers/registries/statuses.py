"""Whether a status, in any registry's spelling, lets patients in."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Access(StrEnum):
    """What a status says of new patients; UNKNOWN where it does not say."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


_OPEN = frozenset({
    "recruiting", "not yet recruiting", "enrolling by invitation", "active", "approved", "in review",
    "authorised, recruiting", "authorised, recruitment pending", "authorised, not started", "ongoing, recruiting",
    "under evaluation", "ongoing", "open to accrual", "available", "restarted",
})  # fmt: skip
_CLOSED = frozenset({
    "active, not recruiting", "completed", "terminated", "withdrawn", "suspended", "no longer recruiting", "stopped",
    "ongoing, recruitment ended", "temporarily halted", "ended", "expired", "revoked", "cancelled", "not authorised",
    "prematurely ended", "closed to accrual", "closed to accrual and intervention", "temporarily closed to accrual",
    "temporarily closed to accrual and intervention", "complete", "administratively complete",
    "closed", "no longer available", "withheld", "prohibited by ca", "halted",
})  # fmt: skip


def access(status: str) -> Access:
    """Return what a status says, whatever its case and however its words are joined."""
    words = " ".join(status.replace("_", " ").casefold().split())
    if words == "active not recruiting":
        return Access.CLOSED
    return Access.OPEN if words in _OPEN else Access.CLOSED if words in _CLOSED else Access.UNKNOWN


def joined(statuses: Iterable[Access]) -> Access:
    """Return open where any is open, closed where all that say anything are closed."""
    found = set(statuses)
    return Access.OPEN if Access.OPEN in found else Access.CLOSED if Access.CLOSED in found else Access.UNKNOWN
