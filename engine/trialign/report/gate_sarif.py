"""A gate's verdict as SARIF 2.1.0: every finding as a check has it, and how the run went.

A run without a verdict was not successful, and a notification says why; one that failed on an exception that ended
was, with a notification too. What was fixed is a property of the run, since readers take every result for a problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from trialign.gate import Cause, Decision, Reason, Ruling, Standing
from trialign.report import check_sarif, summary
from trialign.report import gate as page

Json = dict[str, object]
_NAMES = {Standing.BELOW: "new", Standing.ACCEPTED: "new", Standing.CANNOT_TELL: "", Standing.EXCEPTED: ""}


def as_sarif(decision: Decision) -> str:
    """Return a verdict as SARIF text."""
    compared = bool(decision.against or decision.baseline)
    found = [
        (each, _NAMES.get(standing, standing.value) if compared else "") for each, standing in decision.findings()
    ]
    fixed = [{"fingerprint": name, "message": text} for name, text in page.fixed(decision)]
    untold = [{"fingerprint": name, "message": text} for name, text in page.untold(decision)]
    listed = {"fixed": fixed, "cannot_tell_any_more": untold}
    told = {name: value for name, value in listed.items() if value}
    return check_sarif.text("trialign/gate", _invocation(decision), found, told)


def _invocation(decision: Decision) -> Json:
    notifications = list(_notifications(decision))
    return {
        "executionSuccessful": decision.ruling is not Ruling.NOT_EVALUATED,
        "exitCode": decision.ruling.exit_status,
        "exitCodeDescription": decision.ruling.value.replace("_", " "),
        **({"toolExecutionNotifications": notifications} if notifications else {}),
        "properties": {
            "as_of": decision.as_of.isoformat(),
            "engine": decision.engine or None,
            "fail_on": decision.fail_on.value,
            "ruling": decision.ruling.value,
            "verdict": page.verdict(decision),
            "notes": [*page.judged(decision), *page.unread(decision), *page.notes(decision)],
            "notice": summary.NOTICE,
        },
    }


def _notifications(decision: Decision) -> Iterator[Json]:
    for reason in decision.reasons:
        if reason.cause is not Cause.NEW_FINDINGS:
            yield _notification(reason)


def _notification(reason: Reason) -> Json:
    return {
        "descriptor": {"id": reason.cause.value},
        "level": "error",
        "message": {"text": check_sarif.shown(page.sentence(reason))},
        **({"locations": [check_sarif.location(reason.where)]} if reason.where else {}),
    }
