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
    "open to accrual",
})  # fmt: skip
_CLOSED = frozenset({
    "active, not recruiting", "completed", "terminated", "withdrawn", "suspended", "no longer recruiting", "stopped",
    "ongoing, recruitment ended", "temporarily halted", "ended", "expired", "revoked", "cancelled", "not authorised",
    "prematurely ended", "closed to accrual", "closed to accrual and intervention", "temporarily closed to accrual",
    "temporarily closed to accrual and intervention", "complete", "administratively complete",
    "closed", "no longer available", "withheld", "prohibited by ca", "halted", "under evaluation",
})  # fmt: skip

# EUCTR's "Ongoing" covers trials that no longer recruit; expanded access is no trial to recruit for
_UNSAID = frozenset({
    "", "unknown", "unknown status", "ongoing", "restarted", "authorised", "available", "temporarily not available",
    "approved for marketing", "trial now transitioned", "gb - no longer in eu/eea",
})  # fmt: skip
KNOWN = _OPEN | _CLOSED | _UNSAID


def access(status: str) -> Access:
    """Return what a status says, whatever its case and however its words are joined."""
    words = _words(status)
    if words == "active not recruiting":
        return Access.CLOSED
    return Access.OPEN if words in _OPEN else Access.CLOSED if words in _CLOSED else Access.UNKNOWN


def _words(status: str) -> str:
    return " ".join(status.replace("_", " ").casefold().split())


# one spelling each, where registries print the same status with other capitals or words
_SPELLINGS = {
    "": "Unknown status",
    "open to accrual": "Recruiting",
    "closed to accrual": "Closed to Accrual",
    "closed": "Closed to Accrual",
    "authorised, not started": "Authorised, recruitment pending",
    "prematurely ended": "Prematurely ended",
    "not authorised": "Not authorised",
} | dict.fromkeys(
    (
        "trial now transitioned", "gb - no longer in eu/eea", "available", "temporarily not available",
        "no longer available", "approved for marketing", "withheld",
    ),
    "Unknown status",
)  # fmt: skip


def spelled(status: str) -> str:
    """Return a status as files hold it: the registry's spelling, save where that is one of several."""
    return _SPELLINGS.get(_words(status), status) if is_known(status) else "Unknown status"


def is_known(status: str) -> bool:
    """Tell whether a status says something, or says that it is unknown."""
    return _words(status) in KNOWN or access(status) is not Access.UNKNOWN


def joined(statuses: Iterable[Access]) -> Access:
    """Return open where any is open, closed where all are closed."""
    found = set(statuses)
    return Access.OPEN if Access.OPEN in found else Access.CLOSED if found == {Access.CLOSED} else Access.UNKNOWN
