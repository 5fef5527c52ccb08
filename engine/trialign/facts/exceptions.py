"""Exceptions to facts, the same for ``check`` and for ``lint``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trialign.facts.tables import Facts
from trialign.model.acceptance import EXCEPTION, Acceptance
from trialign.model.dates import day_number


def add_exceptions(facts: Facts, exceptions: Iterable[Acceptance], as_of: date) -> None:
    """Add an ``exception`` for each, ``active`` where it counts on the day."""
    for each in exceptions:
        facts.add(
            "exception",
            {
                "rule": each.rule,
                "subject": each.subject,
                "owner": each.owner,
                "reason": each.reason,
                "source": each.record,
                "created": day_number(each.created),
                "expires": day_number(each.expires),
                "active": each.active(as_of),
            },
            f"{EXCEPTION}{each.owner} from {each.created} to {each.expires}: {each.reason} ({each.record})",
            each.source,
        )
