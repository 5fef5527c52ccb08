"""Gaps about a need get their witness; other findings stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from trialign.coverage.witness import Witnesses, Wording
from trialign.facts.tables import Facts, Row
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.model.finding import Finding, Verdict, Witness


def attach(findings: Iterable[Finding], facts: Facts, search: Witnesses) -> tuple[Finding, ...]:
    """Return the findings, each gap about a need with its witness or the reason why it has none."""
    return tuple(_witnessed(each, facts, search) for each in findings)


def subject(finding: Finding, facts: Facts) -> Iterator[tuple[str, Row]]:
    """Yield kind and row of the facts of the subject that a finding's message speaks of."""
    for fact in finding.facts[: len(finding.rule.subject)]:
        kind, row, _, _ = facts.place[fact]
        yield kind, row


def _witnessed(finding: Finding, facts: Facts, search: Witnesses) -> Finding:
    if finding.verdict is not Verdict.GAP:
        return finding
    rows = [row for _, row in subject(finding, facts) if row.get("need") in facts.needs]
    asked = next((row for row in rows if "wanted" in row), {})
    for answer in rows:
        if answer.get("coverage", Coverage.COVERED) != Coverage.COVERED and answer["nation"] == finding.nation:
            nation, need = Nation(finding.nation), facts.needs[int(answer["need"])]
            if "indication_code" in answer:  # an island: only its own patients are meant
                need = search.within(need, nation, str(answer["indication_code"]))
            found = search.of(need, nation, _wording(asked))
            if isinstance(found, Witness):
                return replace(finding, witness=found)
            return replace(finding, no_witness=found)
    return finding


def _wording(row: Row) -> Wording:
    return Wording(str(row.get("line", "")), str(row.get("wanted", "")), row.get("absent") is True)
