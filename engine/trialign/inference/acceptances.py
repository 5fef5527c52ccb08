"""What exceptions do to findings: those named by fingerprint, and those that excuse nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from trialign.facts.tables import Facts
from trialign.model.acceptance import Acceptance, IdleException, IdleState
from trialign.model.finding import Finding, Match, Verdict

ByFinding = Mapping[tuple[str, str], Sequence[int]]


def by_finding(facts: Facts) -> ByFinding:
    """Return the exceptions that count on the day, by rule and subject: a subject may be a fingerprint."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in facts.rows["exception"]:
        if row.get("active") is True and "rule" in row and "subject" in row:
            found[str(row["rule"]), str(row["subject"])].append(int(row["fact"]))
    return found


def excused(matches: list[Match], exceptions: Sequence[int]) -> list[Match]:
    """Return the matches of a finding as excepted by the exceptions that name its fingerprint; as given for none."""
    if not exceptions:
        return matches
    return [
        replace(each, verdict=Verdict.EXCEPTED, evidence=tuple(sorted({*each.evidence, *exceptions})))
        for each in matches
    ]


def idle(
    exceptions: Iterable[Acceptance], findings: Iterable[Finding], rules: Collection[str], as_of: date
) -> Iterator[IdleException]:
    """Yield each exception that excuses nothing; one for a rule that was not run is not judged.

    Args:
        exceptions: Those that were read.
        findings: Every finding of the run.
        rules: Ids of the rules that were run.
        as_of: The day that is judged.
    """
    used = {each.source.where for finding in findings for each in finding.evidence}
    for each in exceptions:
        if each.rule not in rules:
            continue
        state, days = _state(each, as_of)
        if state is not IdleState.UNUSED or each.source.where not in used:
            place = each.source.where
            yield IdleException(each.rule, each.subject, each.owner, state, days, each.created, each.expires, place)


def _state(exception: Acceptance, as_of: date) -> tuple[IdleState, int | None]:
    if exception.expires < as_of:
        return IdleState.EXPIRED, (as_of - exception.expires).days
    if as_of < exception.created:
        return IdleState.NOT_YET, (exception.created - as_of).days
    return IdleState.UNUSED, None
