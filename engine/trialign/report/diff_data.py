"""What changed between two releases as JSON (``schemas/diff.schema.json``)."""

from __future__ import annotations

from datetime import date

from trialign.diff.changes import Change, Comparison, Part, Row, Strand
from trialign.report import radius_data
from trialign.report.json import Json
from trialign.report.matrix_data import as_text


def as_json(found: Comparison, as_of: date) -> str:
    """Return a comparison as JSON text.

    Args:
        found: The comparison.
        as_of: The day whose decisions and trials a loss was held against.
    """
    return as_text(
        {
            "as_of": as_of.isoformat(),
            "from": list(found.before),
            "to": list(found.after),
            "sides": {
                "from": [_part(each) for each in found.parts[0]],
                "to": [_part(each) for each in found.parts[1]],
            },
            "nations": list(found.nations),
            "remarks": list(found.remarks),
            "summary": {
                "tests": {"from": found.tests[0], "to": found.tests[1]},
                "unchanged": len(found.unchanged),
                "neither": found.neither,
                "kinds": {kind.value: number for kind, number in found.counts().items()},
                "reach": radius_data.reach(found.radius),
            },
            "changes": [_change(each) for each in found.changes],
            "unchanged": list(found.unchanged),
            "findings": radius_data.findings(found.radius),
        }
    )


def _part(part: Part) -> Json:
    return {"asked": part.asked, "releases": list(part.releases), "commit": part.commit or None}


def _change(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "severity": change.severity.value,
        "confidence": change.confidence.value,
        "from": list(change.before),
        "to": list(change.after),
        "indication": change.indication,
        "lost": list(change.lost),
        "gained": list(change.gained),
        "unsure": list(change.unsure),
        "both": list(change.both),
        "why": change.why or None,
        "strands": [_strand(each) for each in change.strands],
        "serves": [_strand(each) for each in change.serves],
        "also": [kind.value for kind in change.also],
        "witness": change.witness,
        "evidence": [_row(row) for row in change.evidence],
    }


def _strand(strand: Strand) -> Json:
    return {
        "id": strand.id,
        "sort": strand.sort,
        "biomarker": strand.biomarker,
        "cancer": strand.cancer,
        "before": strand.before,
        "after": strand.after,
        "nation": strand.nation or None,
    }


def _row(row: Row) -> Json:
    return {
        "side": row.side,
        "release": row.release,
        "code": row.code,
        "indication": row.indication,
        "name": row.name,
        "target": row.target or None,
        "place": row.place,
    }
