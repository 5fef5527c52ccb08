"""What follows from a change of tests as JSON: the findings that differ, and whom the changes reach by nation."""

from __future__ import annotations

from collections import Counter

from trialign.diff.radius import LeftOut, Radius, Reach, Told
from trialign.report.json import Json

_NOTHING = Radius((), (), (), (), (), judged=False)


def findings(found: Radius | None) -> Json | None:
    """Return the findings that differ between the sides; None where no rule was run."""
    radius = found or _NOTHING
    if not radius.judged:
        return None
    return {
        "opened": [_told(each) for each in radius.opened],
        "closed": [_told(each) for each in radius.closed],
        "changed": [_told(each) for each in radius.changed],
        "left_out": [_left_out(each) for each in radius.left_out],
    }


def reach(found: Radius | None) -> list[Json]:
    """Return by nation how many are stranded, put in doubt and served, and how many findings differ."""
    radius = found or _NOTHING
    counts = {
        name: Counter(each.nation for each in told)
        for name, told in (("opened", radius.opened), ("closed", radius.closed), ("changed", radius.changed))
    }
    return [
        {
            **_reach(each),
            "findings": {name: count[each.nation] for name, count in counts.items()} if radius.judged else None,
        }
        for each in radius.reach
    ]


def _reach(found: Reach) -> Json:
    return {
        "nation": found.nation or None,
        "stranded": dict(found.stranded),
        "in_doubt": dict(found.doubtful),
        "served": dict(found.served),
    }


def _told(told: Told) -> Json:
    return {
        "fingerprint": told.fingerprint,
        "rule": told.rule,
        "nation": told.nation or None,
        "verdict": told.verdict,
        "was": told.was or None,
        "severity": told.severity.value,
        "biomarker": told.biomarker or None,
        "cancer": told.cancer or None,
        "message": told.message,
        "changes": list(told.codes),
    }


def _left_out(left: LeftOut) -> Json:
    return {"rules": list(left.rules), "reason": left.reason}
