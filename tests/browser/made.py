"""Findings made from real ones: as many as are asked for, no two alike."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice

from trialign.errors import Location
from trialign.model.finding import Evidence, Finding
from trialign.report.overview import Overview


def with_findings(view: Overview, findings: Sequence[Finding]) -> Overview:
    """Return what a run says, with other findings."""
    return replace(view, check=replace(view.check, shown=tuple(findings), asked=tuple(findings)))


def many(findings: Sequence[Finding], count: int) -> tuple[Finding, ...]:
    """Return findings made from some by turns; each has a fingerprint, words, subjects and evidence of its own."""
    return tuple(_varied(each, number) for number, each in enumerate(islice(cycle(findings), count)))


def _varied(finding: Finding, number: int) -> Finding:
    mark = hashlib.sha256(f"{finding.fingerprint} {number}".encode()).hexdigest()[:16]
    return replace(
        finding,
        fingerprint=mark,
        subjects=tuple(f"{each} ({number})" for each in finding.subjects),
        message=f"{finding.message} [{number}]",
        doubt=f"{finding.doubt} [{number}]" if finding.doubt else "",
        evidence=tuple(_moved(each, number) for each in finding.evidence),
    )


def _moved(evidence: Evidence, number: int) -> Evidence:
    where = evidence.source.where
    moved = Location(where.path, (where.line or 0) + number, where.field)
    return Evidence(f"{evidence.fact} [{number}]", replace(evidence.source, where=moved))
