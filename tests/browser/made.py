"""Findings made from real ones: as many as are asked for, no two alike."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import count as count_up
from itertools import islice

from trialign.errors import Location
from trialign.model.finding import Evidence, Finding
from trialign.report.overview import Overview


def with_findings(view: Overview, findings: Sequence[Finding]) -> Overview:
    """Return what a run says, with other findings."""
    return replace(view, check=replace(view.check, shown=tuple(findings), asked=tuple(findings)))


def many(findings: Sequence[Finding], count: int) -> tuple[Finding, ...]:
    """Return findings as worlds like this one would have them, world after world, each with words of its own.

    Within a world facts are shared between findings as in the real one; no fact, line, address, message or subject is
    shared between two worlds.
    """
    worlds = (_of_world(each, number) for number in count_up(1) for each in findings)
    return tuple(islice(worlds, count))


def _of_world(finding: Finding, world: int) -> Finding:
    return replace(
        finding,
        fingerprint=hashlib.sha256(f"{finding.fingerprint} {world}".encode()).hexdigest()[:16],
        subjects=tuple(f"{each} w{world}" for each in finding.subjects),
        message=f"{finding.message} [w{world}]",
        remedy=f"{finding.remedy} [w{world}]",
        doubt=f"{finding.doubt} [w{world}]" if finding.doubt else "",
        evidence=tuple(_moved(each, world) for each in finding.evidence),
    )


def _moved(evidence: Evidence, world: int) -> Evidence:
    source = evidence.source
    where = Location(source.where.path, (source.where.line or 0) + 10_000 * world, source.where.field)
    url = f"{source.url}?w={world}" if source.url else ""
    return Evidence(f"{evidence.fact} [w{world}]", replace(source, where=where, url=url))
