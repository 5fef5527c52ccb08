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
        counts = "yes" if each.fingerprint in view.checked.failing else "no"
        head = (each.fingerprint, each.rule.id, each.rule.title, each.rule.severity.value, each.verdict.value)
        yield (*head, counts, standings.get(each.fingerprint), *_what(each), *_where(each))


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
