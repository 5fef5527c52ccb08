"""Findings as the rows of a table, the same for every kind of table."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.model.finding import Finding
from trialign.report import summary
from trialign.report.views import CheckView

Cell = str | int | None
COLUMNS = (
    "fingerprint", "rule", "title", "severity", "verdict", "counts", "since", "nation", "biomarker", "biomarker_id",
    "cancer", "cancer_name", "subjects", "message", "doubt", "remedy", "days_open", "days_bound", "exception", "file",
    "line", "source", "published", "retrieved", "recommendations",
)  # fmt: skip


def rows(view: CheckView) -> Iterator[tuple[Cell, ...]]:
    """Yield one row per finding, in the order of the check; file to retrieved are of the fact to look at first."""
    standings = summary.standings(view)
    for each in view.shown:
        yield row(each, each.fingerprint in view.checked.failing, standings.get(each.fingerprint))


def row(finding: Finding, fails: bool, standing: str | None) -> tuple[Cell, ...]:
    """Return the row of one finding.

    Args:
        finding: The finding.
        fails: Whether it makes the run fail.
        standing: How it stands to what was known; None where that is not known.
    """
    head = (finding.fingerprint, finding.rule.id, finding.rule.title, finding.rule.severity.value)
    counts = "yes" if fails else "no"
    return (*head, finding.verdict.value, counts, standing, *_what(finding), *_where(finding))


def _what(each: Finding) -> tuple[Cell, ...]:
    days = each.days_open
    return (
        each.nation, each.biomarker, each.biomarker_id, each.cancer, each.cancer_name, " | ".join(each.subjects),
        each.message, each.doubt, each.remedy, days.days if days else None,
        ("exact" if days.exact else "at_least") if days else None, summary.excuse(each),
    )  # fmt: skip


def _where(each: Finding) -> tuple[Cell, ...]:
    place = summary.place(each)
    source = next((fact.source for fact in each.evidence if fact.source.where == place), None)
    dated = (source.url, source.published, source.retrieved) if source else (None, None, None)
    at = (place.path, place.line or None) if place else (None, None)
    return (*at, *dated, ", ".join(str(number) for number in each.rule.recommendations))
