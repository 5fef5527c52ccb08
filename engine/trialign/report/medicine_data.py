"""The page of a medicine as JSON; its shape is in ``schemas/medicine.schema.json``."""

from __future__ import annotations

from trialign.model.coverage import Coverage, Fit
from trialign.model.decision import TestLink
from trialign.model.directory import Source
from trialign.model.finding import Finding
from trialign.report.json import Json, ids
from trialign.report.looks import MedicineNeed, MedicineView, Ruling, TrialAsk, Way, codes
from trialign.report.matrix_data import as_text, since

_NOTICE = "For review by the people responsible, not clinical advice; what is not known is no broken link."


def as_json(view: MedicineView) -> str:
    """Return the page as JSON text."""
    return as_text(
        {
            "as_of": view.as_of.isoformat(),
            "notice": _NOTICE,
            "asked": view.asked,
            "products": list(view.products),
            "nations": [
                {"nation": nation.value, "searched": list(view.searched.get(nation.value, ()))}
                for nation in view.nations
            ],
            "decisions": [_ruling(each) for each in view.rulings],
            "needs_in_force": view.live,
            "needs": [_need(each) for each in view.needs],
            "test_links": [_link(each) for each in view.links],
            "findings": [_finding(each) for each in view.findings],
        }
    )


def _ruling(ruling: Ruling) -> Json:
    found = ruling.decision
    return {
        "id": found.id,
        "body": found.body,
        "ref": found.ref,
        "medicine": found.medicine,
        "date": str(found.date) if found.date else None,
        "date_bound": None if found.date is None else "by" if found.seen else "on",
        "standing": ruling.standing,
        "outcome": found.outcome,
        "stage": found.stage,
        "state": ruling.state,
        "note": ruling.note or None,
        "cancer": {"printed": found.cancer_printed, "codes": list(found.cancers)},
        "line": found.line or None,
        "setting": found.setting or None,
        "age": found.age or None,
        "needs": list(ruling.needs),
        "counts_in": [{"nation": nation.value, "basis": basis} for nation, basis in ruling.counts_in],
        "evidence": _placed(found.source),
    }


def _placed(source: Source) -> Json:
    return {
        "file": source.where.path,
        "line": source.where.line,
        "source": source.url or None,
        "published": source.published or None,
        "retrieved": source.retrieved or None,
    }


def _need(need: MedicineNeed) -> Json:
    return {
        "biomarker": need.need.biomarker.label,
        "biomarker_id": need.need.biomarker.id,
        "biomarker_ids": ids(need.need.biomarker),
        "wanted": list(need.wanted),
        "cancer": {"code": " | ".join(need.need.cancers), "name": need.cancer_name},
        "age": need.need.age or None,
        "asked_by": list(need.asking),
        "nations": [_way(each) for each in need.ways],
        "trials": [_trial(each) for each in need.trials],
    }


def _way(way: Way) -> Json:
    found = way.judgement
    given = set(codes(found))
    near = dict.fromkeys(
        (fit.code, fit.fit.value, fit.reason)
        for fit in found.fits
        if fit.fit in {Fit.POSSIBLE, Fit.NEAR_MISS} or (fit.fit is Fit.PART and fit.code not in given)
    )
    return {
        "nation": found.nation.value,
        "coverage": found.coverage.value,
        "reason": found.reason,
        "since": since(way.since),
        "chain": [
            {"link": link.step.value, "holds": link.holds.value, "reason": link.reason or None} for link in way.links
        ],
        "first_broken": way.broken.step.value if way.broken else None,
        "tests": list(codes(found)),
        "near_misses": [{"test": code, "fit": fit, "reason": reason} for code, fit, reason in near],
        "islands": [
            {"indication": each.code, "name": each.name, "coverage": each.coverage.value}
            for each in found.islands
            if each.coverage is not Coverage.COVERED
        ],
    }


def _trial(ask: TrialAsk) -> Json:
    trial = ask.trial
    return {
        "id": trial.id,
        "title": trial.title,
        "status": trial.status,
        "captured": trial.captured.isoformat(),
        "wanted": list(ask.wanted),
        "url": trial.source.url or None,
    }


def _link(link: TestLink) -> Json:
    return {
        "nation": link.nation,
        "test": link.test_code,
        "medicine": link.medicine,
        "refs": list(link.decision_refs),
        "evidence": _placed(link.source),
    }


def _finding(found: Finding) -> Json:
    return {
        "fingerprint": found.fingerprint,
        "rule": found.rule.id,
        "verdict": found.verdict.value,
        "severity": found.rule.severity.value,
        "nation": found.nation or None,
        "biomarker": found.biomarker or None,
        "cancer": found.cancer or None,
        "message": found.message,
        "remedy": found.remedy,
    }
