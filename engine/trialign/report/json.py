"""JSON output; its shape is in ``schemas/`` and tested against it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from trialign.model.acceptance import IdleException
from trialign.model.biomarker import Biomarker
from trialign.model.chain import Link
from trialign.model.coverage import Coverage, Fit, Judgement, TestFit
from trialign.model.directory import Source
from trialign.model.finding import Finding, Verdict, Witness
from trialign.report import acceptances, chain, compared, summary
from trialign.report.views import CheckView, CoversView, SourceView

Json = dict[str, object]


def check(view: CheckView) -> str:
    """Return a check as JSON text, byte-identical for identical input."""
    return _text(
        {
            "as_of": view.as_of.isoformat(),
            "engine": view.engine,
            "notice": summary.NOTICE,
            "settings": view.settings or None,
            "judged": _judged(view),
            "sources": [source(each) for each in view.sources],
            "summary": _summary(view),
            "since": compared.json(view.checked.since),
            "findings": [finding(each) for each in view.shown],
        }
    )


def _judged(view: CheckView) -> Json:
    """Return which rules were judged, and to what the findings are limited; null stands for no limit."""
    scope = view.checked.scope
    limits = {"nations": scope.nations, "severities": scope.severities, "verdicts": scope.verdicts}
    return {
        "rules": [{"rule": rule, "digest": digest} for rule, digest in scope.rules.items()],
        **{name: None if limit is None else list(limit) for name, limit in limits.items()},
    }


def _summary(view: CheckView) -> Json:
    gaps = Counter(each.rule.severity.value for each in view.asked if each.verdict is Verdict.GAP)
    return {
        "subjects": view.subjects,
        "clean": view.clean,
        **{verdict.value: view.count(verdict) for verdict in Verdict},
        "gaps_by_severity": {severity: gaps.get(severity, 0) for severity in ("error", "warning", "info")},
        "rules_without_subject": list(view.unused),
        "unresolved_cells": view.unresolved,
        "disabled_rules": list(view.disabled),
        "idle_exceptions": [acceptances.json(each) for each in view.idle],
    }


def source(view: SourceView) -> Json:
    """Return one source."""
    return {
        "source": view.name,
        "nation": view.nation or None,
        "release": view.release or None,
        "state": view.state,
        "rows": view.rows,
        "file": view.file,
        "url": view.url or None,
        "published": view.published or None,
        "retrieved": view.retrieved or None,
        "age_days": view.age_days,
        "max_age_days": view.max_age_days,
        "complete": view.complete,
        "stale": view.stale,
        "unknown": list(view.unknown),
        "unread": [{"where": where, "printed": printed, "reason": reason} for where, printed, reason in view.unread],
    }


def sources(views: tuple[SourceView, ...]) -> str:
    """Return all sources as JSON text."""
    return _text({"sources": [source(each) for each in views]})


def finding(found: Finding) -> Json:
    """Return one finding with its evidence."""
    days = found.days_open
    return {
        "fingerprint": found.fingerprint,
        "rule": found.rule.id,
        "verdict": found.verdict.value,
        "severity": found.rule.severity.value,
        "severity_overridden": found.rule.own_severity is not None,
        "nation": found.nation or None,
        "biomarker": found.biomarker or None,
        "biomarker_id": found.biomarker_id or None,
        "cancer": {"code": found.cancer, "name": found.cancer_name} if found.cancer else None,
        "subjects": list(found.subjects),
        "message": found.message,
        "remedy": found.remedy,
        "doubt": found.doubt or None,
        "recommendations": list(found.rule.recommendations),
        "days_open": {"days": days.days, "bound": "exact" if days.exact else "at_least"} if days else None,
        "evidence": [{"fact": each.fact, **_placed(each.source)} for each in found.evidence],
        "witness": witness(found.witness),
        "no_witness": found.no_witness or None,
    }


def witness(found: Witness | None) -> Json | None:
    """Return the description of a patient whom no test serves."""
    if found is None:
        return None
    return {
        "age": found.age,
        "cancer": {"code": found.cancer, "name": found.cancer_name, "indication": found.indication or None},
        "biomarker": found.biomarker,
        "biomarker_id": found.biomarker_id,
        "line": found.line or None,
        "words": found.words,
    }


def explained(
    found: Finding,
    near: tuple[TestFit, ...] | None,
    links: tuple[Link, ...],
    idle: Sequence[IdleException] = (),
) -> str:
    """Return one finding, its chain, the tests that bear on its need, and exceptions that do not count, as JSON."""
    tests = [{"test": fit.code, "fit": fit.fit.value, "reason": fit.reason} for fit in near or ()]
    return _text(
        {
            "finding": finding(found),
            "chain": chain.as_json(links),
            "near_misses": tests,
            "idle_exceptions": [acceptances.json(each) for each in idle],
            "rationale": found.rule.rationale,
        }
    )


def covers(view: CoversView) -> str:
    """Return the answers to one need as JSON text."""
    return _text(
        {
            "biomarker": view.label,
            "biomarker_ids": ids(view.need.biomarker),
            "cancer": {
                "code": " | ".join(view.need.cancers),
                "name": view.cancer_name,
                "indication": view.need.indication or None,
            },
            "as_of": view.as_of.isoformat(),
            "asked": view.asked,
            "nations": [_answer(view, each) for each in view.judgements],
            "parts": [_part(each) for each in view.parts],
        }
    )


def _part(view: CoversView) -> Json:
    """Return the answers to one of several biomarkers, in short."""
    return {
        "biomarker": view.need.biomarker.label,
        "biomarker_ids": ids(view.need.biomarker),
        "nations": [{"nation": each.nation.value, "coverage": each.coverage.value} for each in view.judgements],
    }


def ids(biomarker: Biomarker) -> Json:
    """Return the ids beside a label: HGNC ids, class and variant."""
    return {
        "hgnc": [gene.hgnc_id for gene in biomarker.genes],
        "class": biomarker.alteration.value,
        "variant": biomarker.variant or None,
        "origin": biomarker.origin.value or None,
    }


def _answer(view: CoversView, judgement: Judgement) -> Json:
    wanted = {Fit.FULL} if any(fit.fit is Fit.FULL for fit in judgement.fits) else {Fit.PART}
    tests = sorted({fit.code for fit in judgement.fits if fit.fit in wanted})
    near = {
        (each.code, each.fit.value, each.reason) for each in judgement.fits if each.fit not in {Fit.FULL, *wanted}
    }
    return {
        "nation": judgement.nation.value,
        "coverage": judgement.coverage.value,
        "reason": judgement.reason,
        "tests": tests,
        "near_misses": [{"test": code, "fit": fit, "reason": reason} for code, fit, reason in sorted(near)],
        "islands": [
            {"indication": island.code, "name": island.name, "coverage": island.coverage.value}
            for island in judgement.islands
            if island.coverage is not Coverage.COVERED
        ],
        "searched": list(view.releases.get(judgement.nation.value, ())),
        "evidence": [
            {"test": fit.code, **_placed(view.tests[fit.test_id].source)}
            for fit in judgement.fits
            if fit.fit in wanted
        ],
    }


def _placed(source: Source) -> Json:
    return {
        "file": source.where.path,
        "line": source.where.line,
        "source": source.url or None,
        "published": source.published or None,
        "retrieved": source.retrieved or None,
    }


def _text(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def linted(
    releases: Sequence[str],
    tests: int,
    asked: Sequence[Finding],
    shown: Sequence[Finding],
    idle: Sequence[IdleException] = (),
    disabled: Sequence[str] = (),
) -> str:
    """Return what lint found as JSON text."""
    return _text(
        {
            "releases": list(releases),
            "notice": "Findings are prompts for review by the publisher; no row was changed.",
            "summary": {
                "tests": tests,
                "findings": len(asked),
                "excepted": sum(each.verdict is Verdict.EXCEPTED for each in asked),
                "by_rule": dict(sorted(Counter(each.rule.id for each in asked).items())),
                "disabled_rules": list(disabled),
                "idle_exceptions": [acceptances.json(each) for each in idle],
            },
            "findings": [{**finding(each), "evidence": _cells(each)} for each in shown],
        }
    )


def _cells(found: Finding) -> list[Json]:
    """Return the evidence of a finding with the cells of the publisher's workbook."""
    return [{"fact": each.fact, **_placed(each.source), "cell": each.source.cell or None} for each in found.evidence]
