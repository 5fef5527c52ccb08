"""Exceptions that excuse nothing, in lines of text and as JSON."""

from __future__ import annotations

from trialign.model.acceptance import IdleException, IdleState
from trialign.report.words import counted

Json = dict[str, object]


def line(idle: IdleException) -> str:
    """Return one exception in a sentence: whose it is, and why it excuses nothing."""
    who = f"{idle.where}: the exception of {idle.owner} from {idle.rule} for {idle.subject}"
    days = counted(idle.days or 0, "day")
    match idle.state:
        case IdleState.EXPIRED:
            again = f" ({', '.join(idle.findings)})" if idle.findings else ""
            return f"{who} ended on {idle.expires}, {days} ago: what it excused counts again{again}."
        case IdleState.NOT_YET:
            return f"{who} does not count yet: it begins on {idle.created}, in {days}."
        case IdleState.UNUSED:
            return f"{who} excuses no finding here."


def json(idle: IdleException) -> Json:
    """Return one exception."""
    return {
        "rule": idle.rule,
        "subject": idle.subject,
        "owner": idle.owner,
        "state": idle.state.value,
        "days": idle.days,
        "created": idle.created.isoformat(),
        "expires": idle.expires.isoformat(),
        "findings": list(idle.findings),
        "file": idle.where.path,
        "line": idle.where.line,
    }
