"""What the whole report shows, as plain records: a check, the matrix with each cell's way, the recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trialign.model.directory import Test
from trialign.model.finding import Finding, Verdict
from trialign.report.accounts import AccountsView
from trialign.report.looks import Cell, MatrixRow, MatrixView, Way
from trialign.report.relations import RelationsView
from trialign.report.timelines import TimelineView
from trialign.report.views import CheckView


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the matrix with what stands behind it.

    Attributes:
        way: From licence to test.
        findings: The findings on this biomarker in this cancer in this nation, in the order of the check.
    """

    cell: Cell
    way: Way
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix with its places, in the order of its cells.

    Attributes:
        group: The kind of cancer that people filter by, such as ``Lung``.
    """

    row: MatrixRow
    group: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that one run says.

    Attributes:
        version: Of trialign.
        lines: The rows of the matrix.
        tests: By id, the tests that the answers name.
        timelines: What is dated, those with the longest open gap first.
        relations: The maps of the biomarkers that most decisions and trials ask for, most first.
    """

    version: str
    check: CheckView
    matrix: MatrixView
    lines: tuple[Line, ...]
    tests: Mapping[str, Test]
    accounts: AccountsView
    timelines: TimelineView
    relations: tuple[RelationsView, ...]


_FOREMOST = 3


def foremost(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Return what matters most: the gravest gaps, those on the same first subject together, most of them first.

    Args:
        findings: In the order of the check, which decides between groups that are alike.

    Returns:
        At most three groups, the gravest finding of each first.
    """
    groups: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        if each.verdict is Verdict.GAP:
            groups[next(iter(each.subjects), each.fingerprint)].append(each)
    ranked = [sorted(group, key=lambda each: each.rule.severity.rank) for group in groups.values()]
    ranked.sort(key=lambda group: (group[0].rule.severity.rank, -len(group)))
    return tuple(tuple(group) for group in ranked[:_FOREMOST])
