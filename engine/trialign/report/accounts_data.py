"""What ``trialign report`` shows as JSON (``schemas/report.schema.json``)."""

from __future__ import annotations

import json

from trialign.report.accounts import (
    Account,
    AccountsView,
    Addition,
    Counted,
    Days,
    Figure,
    GenesView,
    IslandsView,
    Metric,
    Parity,
    Subject,
)
from trialign.report.json import Json


def recommendations(view: AccountsView) -> str:
    """Return every recommendation as JSON text."""
    return _text(
        {
            "by": "recommendation",
            "as_of": view.as_of.isoformat(),
            "nations": [nation.value for nation in view.nations],
            "recommendations": [_account(each) for each in view.accounts],
        }
    )


def genes(view: GenesView) -> str:
    """Return the research-gene register as JSON text."""
    nations = [
        {
            "nation": each.nation.value,
            "counts": dict(each.counts),
            "doubt": each.doubt or None,
            "additions": [_addition(found) for found in each.additions],
        }
        for each in view.nations
    ]
    return _text({"by": "gene", "as_of": view.as_of.isoformat(), "nations": nations})


def islands(view: IslandsView) -> str:
    """Return the islands as JSON text."""
    nations = [
        {
            "nation": each.nation.value,
            "needed": list(each.asked),
            "doubt": each.doubt or None,
            "islands": [
                {
                    "rank": isle.rank,
                    "indication_code": isle.code,
                    "indication": isle.name,
                    "missing": [
                        {
                            "biomarker": gap.biomarker,
                            "biomarker_id": gap.biomarker_id,
                            "medicines": list(gap.medicines),
                        }
                        for gap in isle.missing
                    ],
                }
                for isle in each.isles
            ],
        }
        for each in view.nations
    ]
    return _text({"by": "island", "as_of": view.as_of.isoformat(), "nations": nations})


def _text(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _account(account: Account) -> Json:
    said = account.said
    return {
        "number": said.number,
        "title": said.title,
        "group": said.group,
        "verdict": said.checkable.value,
        "why": said.why,
        "needs": said.needs,
        "not_computed": list(said.not_computed),
        "metrics": [_metric(each) for each in account.metrics],
        "findings": _counted(account.found),
        "parity": [_parity(each) for each in account.parity],
    }


def _metric(metric: Metric) -> Json:
    words = metric.words
    return {
        "key": words.key,
        "name": words.name,
        "unit": words.unit or None,
        "formula": words.formula or None,
        "caution": words.caution or None,
        "figures": [_figure(each) for each in metric.figures],
    }


def _figure(figure: Figure) -> Json:
    return {
        "nation": figure.nation.value if figure.nation else None,
        "about": figure.about or None,
        "number": figure.number,
        "whole": figure.whole,
        "parts": dict(figure.parts),
        "days": _days(figure.days),
        "not_computed": figure.reason or None,
    }


def _days(days: Days | None) -> Json | None:
    if days is None:
        return None
    return {
        "median": {"at_least": days.least, "at_most": days.most},
        "range": {"at_least": days.shortest, "at_most": days.longest},
        "known": days.known,
        "open": days.open,
        "unknown": days.unknown,
    }


def _counted(found: Counted) -> Json:
    return {
        "rules": list(found.rules),
        "by_verdict": dict(found.verdicts),
        "gaps_by_severity": dict(found.severities),
        "first": [
            {"fingerprint": mark, "rule": rule, "nation": nation or None} for mark, rule, nation in found.first
        ],
    }


def _parity(found: Parity) -> Json:
    return {
        "nations": [found.left.value, found.right.value],
        "subjects": len(found.subjects),
        "outcomes": dict(found.outcomes),
        "same_decision_both_tests_known": found.comparable,
        "same_decision_test_differs": found.differs,
        "days_between_decisions": _days(found.decision_days),
        "days_between_listed_tests": None,
        "each": [_subject(each) for each in found.subjects],
    }


def _subject(found: Subject) -> Json:
    return {
        "medicine": found.medicine,
        "biomarker": found.biomarker,
        "cancer": {"code": found.cancer, "name": found.cancer_name},
        "line": found.line or None,
        "setting": found.setting or None,
        "outcome": found.outcome,
        "reason": found.reason,
        "decisions": list(found.refs),
    }


def _addition(found: Addition) -> Json:
    return {
        "biomarker": found.biomarker,
        "biomarker_id": found.biomarker_id,
        "cancer": {"code": found.cancer, "name": found.cancer_name},
        "status": found.status,
        "trials": found.trials,
        "trial_ids": found.named,
        "unlocks": found.unlocks,
        "unlocked": found.unlocked or None,
        "wave": found.wave,
        "where": found.where or None,
    }
