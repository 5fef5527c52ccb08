"""A gate's verdict as JSON; its shape is ``schemas/gate.schema.json``."""

from __future__ import annotations

import json

from trialign.draft_rows import UnreadRow
from trialign.gate import Aged, Decision, Reason, new_first
from trialign.report import acceptances, compared
from trialign.report import json as json_report

Json = dict[str, object]


def as_json(decision: Decision, verdict: str) -> str:
    """Return a verdict as JSON text, byte-identical for identical input.

    Args:
        decision: What the gate decided.
        verdict: The same in one sentence.
    """
    found = decision.sorted
    value: Json = {
        "as_of": decision.as_of.isoformat(),
        "engine": decision.engine or None,
        "fail_on": decision.fail_on.value,
        "judged_as_in_force": [
            {"release": each.name, "file": each.file, "rows": each.rows, "instead": each.instead}
            for each in decision.judged
        ],
        "not_read": [_unread(each) for each in decision.unread],
        "ruling": decision.ruling.value,
        "exit_status": decision.ruling.exit_status,
        "verdict": verdict,
        "reasons": [_reason(each) for each in decision.reasons],
        "notes": list(decision.notes),
        "summary": {
            "new": len(found.new),
            "below": len(found.below),
            "known": len(found.known),
            "fixed": len(found.mended),
            "cannot_tell_any_more": len(found.untold),
            "excepted": len(found.excepted),
            "cannot_tell": len(found.unsure),
        },
        "new": [json_report.finding(each) for each in new_first(found.new)],
        "below": [each.fingerprint for each in new_first(found.below)],
        "known": [each.fingerprint for each in new_first(found.known)],
        "excepted": [each.fingerprint for each in new_first(found.excepted)],
        "cannot_tell": [each.fingerprint for each in new_first(found.unsure)],
        "cannot_tell_any_more": [
            {"fingerprint": each.fingerprint, "rule": each.rule, "message": each.message} for each in found.untold
        ],
        "fixed": _fixed(decision),
        "baseline": {"file": decision.baseline, "accepted": list(decision.accepted), "gone": list(found.gone)}
        if decision.baseline
        else None,
        "since": compared.json(decision.against),
        "idle_exceptions": [acceptances.json(each) for each in decision.exceptions],
        "sources": [_source(each) for each in decision.sources],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _reason(reason: Reason) -> Json:
    where = reason.where
    return {
        "cause": reason.cause.value,
        "what": reason.what,
        "mend": reason.mend,
        "file": where.path if where else None,
        "line": where.line or None if where else None,
    }


def _unread(each: UnreadRow) -> Json:
    return {
        "release": each.release,
        "code": each.code,
        "name": each.name,
        "printed": each.printed,
        "reason": each.reason,
        "proposed": each.proposed or None,
        "file": each.where.path,
        "line": each.where.line,
    }


def _fixed(decision: Decision) -> list[Json]:
    """Return what is fixed; of a fingerprint that only the baseline held, nothing else is known."""
    found = {each.fingerprint: each for each in decision.sorted.fixed}
    return [
        {
            "fingerprint": name,
            "rule": found[name].rule if name in found else None,
            "message": found[name].message if name in found else None,
        }
        for name in sorted(decision.sorted.mended)
    ]


def _source(each: Aged) -> Json:
    source = each.source
    return {
        "source": source.name,
        "state": source.state,
        "rows": source.rows,
        "file": source.file,
        "retrieved": source.retrieved or None,
        "age_days": each.age,
        "max_age_days": each.limit,
    }
