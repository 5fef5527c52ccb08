"""What exceptions do to findings: those named by fingerprint, and those that excuse nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from trialign.errors import Location
from trialign.facts.tables import Facts, Row
from trialign.model.acceptance import Acceptance, IdleException, IdleState
from trialign.model.finding import Finding, Match, Verdict
from trialign.model.rule import Op, Part, Ref, Rule

Bound = Mapping[str, Row]
By = Mapping[tuple[str, str], Sequence[int]]


def by_subject(facts: Facts, active: bool) -> By:
    """Return the exceptions that count on the day, or those that do not, by rule and subject."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in facts.rows["exception"]:
        if row.get("active") is active and "rule" in row and "subject" in row:
            found[str(row["rule"]), str(row["subject"])].append(int(row["fact"]))
    return found


def lapsed(rule: Rule, fingerprint: str, subjects: Iterable[Bound], exceptions: By, facts: Facts) -> list[Location]:
    """Return the places of exceptions that name a finding, by fingerprint or as its rule's ``unless`` compares them.

    Args:
        rule: The finding's rule.
        fingerprint: The finding's fingerprint.
        subjects: The facts of its subjects, by alias.
        exceptions: Those that do not count on the day.
        facts: The facts that they name.
    """
    if not exceptions:
        return []
    refs = [
        condition.operand
        for conjunction in rule.group(Part.UNLESS)
        for pattern in conjunction
        for condition in pattern.conditions
        if (pattern.kind, condition.field, condition.op) == ("exception", "subject", Op.EQ)
    ]
    named = {fingerprint}
    for rows in subjects:
        named |= {
            str(rows[ref.alias][ref.field])
            for ref in refs
            if isinstance(ref, Ref) and ref.field in rows.get(ref.alias, {})
        }
    found = {fact for subject in named for fact in exceptions.get((rule.id, subject), ())}
    return sorted(facts.place[fact][3].where for fact in found)


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
    findings = list(findings)
    used = {each.source.where for finding in findings for each in finding.evidence}
    for each in exceptions:
        if each.rule not in rules:
            continue
        state, days = _state(each, as_of)
        if state is not IdleState.UNUSED or each.source.where not in used:
            place = each.source.where
            open_again = tuple(finding.fingerprint for finding in findings if place in finding.lapsed)
            days_of = each.created, each.expires
            yield IdleException(each.rule, each.subject, each.owner, state, days, *days_of, place, open_again)


def _state(exception: Acceptance, as_of: date) -> tuple[IdleState, int | None]:
    if exception.expires < as_of:
        return IdleState.EXPIRED, (as_of - exception.expires).days
    if as_of < exception.created:
        return IdleState.NOT_YET, (exception.created - as_of).days
    return IdleState.UNUSED, None
