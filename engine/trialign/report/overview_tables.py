"""The tables of the whole report: what a committee looks through, sheet by sheet, and scripts read file by file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from trialign.report import figures, since
from trialign.report.accounts import Account, Metric
from trialign.report.finding_rows import COLUMNS as FINDING_KEYS
from trialign.report.finding_rows import Cell as Plain
from trialign.report.finding_rows import rows as finding_rows
from trialign.report.matrix import label
from trialign.report.overview import Line, Overview, Place
from trialign.report.recommendations import VERDICTS
from trialign.report.sheets import Cell, Column, Page, Sheet, day, lines
from trialign.report.views import SourceView
from trialign.report.words import COVERAGE, STATES, nation_name

_JUDGED = {"gap": "misalignment", "cannot_tell": "cannot tell", "excepted": "excepted"}
_BOUND = {"exact": "exactly", "at_least": "at least"}
_FINDINGS = (
    Column("severity", "severity", 9),
    Column("verdict", "verdict", 13),
    Column("nation", "nation", 10),
    Column("biomarker", "biomarker", 20),
    Column("cancer_name", "cancer", 22),
    Column("message", "what was found", 56),
    Column("doubt", "why it cannot be told", 36),
    Column("remedy", "what to do", 40),
    Column("days_open", "days open", 7),
    Column("days_bound", "which is", 9),
    Column("source", "publisher's page", 36),
    Column("published", "published", 11),
    Column("retrieved", "retrieved", 11),
    Column("exception", "accepted by", 30),
    Column("recommendations", "recommendations", 17),
    Column("rule", "rule", 9),
    Column("title", "rule in words", 34),
    Column("file", "file", 44),
    Column("line", "line", 7),
    Column("fingerprint", "fingerprint", 19),
)
_FINDINGS_PRINTED = 10
_ANSWERS = (
    Column("nation", "nation", 11),
    Column("group", "kind of cancer", 14),
    Column("cancer", "cancer", 22),
    Column("biomarker", "biomarker", 24),
    Column("answer", "answer", 17, signed=True),
    Column("why", "why", 60),
    Column("tests", "tests", 16),
    Column("since", "since when", 32),
    Column("since_from", "another answer on", 11),
    Column("since_by", "this one by", 11),
    Column("breaks", "way breaks at", 12),
    Column("findings", "findings", 9),
    Column("decisions", "decisions that ask", 10),
    Column("trials", "trials that ask", 9),
)
_ANSWERS_PRINTED = 8
_SOURCES = (
    Column("source", "source", 32),
    Column("nation", "nation", 15),
    Column("state", "state", 13),
    Column("rows", "rows", 8),
    Column("complete", "complete", 10),
    Column("published", "published", 11),
    Column("retrieved", "retrieved", 11),
    Column("age_days", "age in days", 8),
    Column("max_age_days", "limit in days", 8),
    Column("stale", "superseded or too old", 12),
    Column("not_known", "things not known", 10),
    Column("not_read", "cells not read", 9),
    Column("page", "publisher's page", 50),
    Column("file", "file", 50),
)
_SOURCES_PRINTED = 13
_UNKNOWN = (
    Column("source", "source", 32),
    Column("what", "what", 11),
    Column("said", "what is not known, or the cell as printed", 90),
    Column("reason", "why it was not read", 30),
    Column("place", "place", 52),
)
_UNKNOWN_PRINTED = 4
_RECOMMENDATIONS = (
    Column("number", "no.", 6),
    Column("title", "recommendation", 32),
    Column("group", "group", 11),
    Column("verdict", "can software judge it", 14),
    Column("metric", "metric", 28),
    Column("figures", "figures", 60),
    Column("misalignments", "misalign- ments", 10),
    Column("cannot_tell", "cannot tell", 8),
    Column("excepted", "excepted", 10),
    Column("needed", "needed data", 36),
    Column("why", "why no further", 50),
    Column("not_computed", "asked for and not told", 40),
    Column("rules", "rules", 20),
)
_RECOMMENDATIONS_PRINTED = 10


def findings(view: Overview) -> Sheet:
    """Return the sheet of findings, as the check lists them."""
    found = (dict(zip(FINDING_KEYS, row, strict=True)) for row in finding_rows(view.check))
    return Sheet("findings", _FINDINGS, tuple(map(_finding, found)), _FINDINGS_PRINTED)


def _finding(row: dict[str, Plain]) -> tuple[Cell, ...]:
    words: dict[str, Cell] = {
        **row,
        "verdict": _JUDGED[str(row["verdict"])],
        "nation": nation_name(str(row["nation"] or "")),
        "days_bound": _BOUND.get(str(row["days_bound"]), ""),
        "source": Page(str(row["source"] or "")),
        "published": day(str(row["published"] or "")),
        "retrieved": day(str(row["retrieved"] or "")),
    }
    return tuple(words[column.key] for column in _FINDINGS)


def matrix(view: Overview) -> Sheet:
    """Return the matrix: a row for each biomarker in a cancer, and for each nation its answer and since when."""
    nations = view.matrix.nations
    columns = (
        Column("group", "kind of cancer", 15),
        Column("cancer", "cancer", 26),
        Column("biomarker", "biomarker", 28),
        Column("differ", "nations differ", 9),
        Column("decisions", "decisions that ask", 10),
        Column("trials", "trials that ask", 9),
        *chain.from_iterable(
            (
                Column(each.value, each.display, 20, signed=True),
                Column(f"{each.value}_since", f"{each.display}: since", 16),
            )
            for each in nations
        ),
    )
    return Sheet("matrix", columns, tuple(_row(line) for line in view.lines))


def _row(line: Line) -> tuple[Cell, ...]:
    row = line.row
    answers = ((_answer(place), since.in_short(place.cell.since, place.cell.judgement.coverage)) for place in
               line.places)  # fmt: skip
    return (
        line.group, row.cancer_name, label(row.need), "yes" if row.differ else "no", len(row.asking.decisions),
        len(row.asking.trials), *chain.from_iterable(answers),
    )  # fmt: skip


def _answer(place: Place) -> str:
    return COVERAGE[place.cell.judgement.coverage][0]


def answers(view: Overview) -> Sheet:
    """Return the cells of the matrix one below the other, each with what stands behind it."""
    return Sheet(
        "answers",
        _ANSWERS,
        tuple(_behind(line, place) for line in view.lines for place in line.places),
        _ANSWERS_PRINTED,
    )


def _behind(line: Line, place: Place) -> tuple[Cell, ...]:
    cell, broken = place.cell, place.way.broken
    return (
        cell.nation.display, line.group, line.row.cancer_name, label(line.row.need), _answer(place),
        cell.judgement.reason, ", ".join(cell.tests), since.in_full(cell.since, cell.judgement.coverage),
        cell.since.after, cell.since.by, broken.step.value if broken else "", len(place.findings),
        len(cell.asking.decisions), len(cell.asking.trials),
    )  # fmt: skip


def sources(view: Overview) -> Sheet:
    """Return what was read: its state, age and completeness."""
    return Sheet("sources", _SOURCES, tuple(_source(each) for each in view.check.sources), _SOURCES_PRINTED)


def _source(each: SourceView) -> tuple[Cell, ...]:
    return (
        each.name, nation_name(each.nation), STATES[each.state], each.rows, "yes" if each.complete else "no",
        day(each.published), day(each.retrieved), each.age_days, each.max_age_days, "yes" if each.stale else "no",
        len(each.unknown), len(each.unread), Page(each.url), each.file,
    )  # fmt: skip


def not_known(view: Overview) -> Sheet:
    """Return what is not known of each source, and each cell of it that was not read."""
    said = (row for each in view.check.sources for row in _unknown(each))
    return Sheet("not known", _UNKNOWN, tuple(said), _UNKNOWN_PRINTED)


def _unknown(each: SourceView) -> Iterator[tuple[Cell, ...]]:
    for said in each.unknown:
        yield each.name, "not known", said, "", each.file
    for where, printed, reason in each.unread:
        yield each.name, "not read", printed, reason, where


def recommendations(view: Overview) -> Sheet:
    """Return the recommendations, a row for each of its metrics."""
    said = (row for each in view.accounts.accounts for row in _account(each))
    return Sheet("recommendations", _RECOMMENDATIONS, tuple(said), _RECOMMENDATIONS_PRINTED)


def _account(account: Account) -> Iterator[tuple[Cell, ...]]:
    said, found = account.said, account.found.verdicts
    for metric, told in _told(account):
        yield (
            said.number, said.title, said.group, VERDICTS[said.checkable], metric, told, found["gap"],
            found["cannot_tell"], found["excepted"], said.needs, said.why, lines(said.not_computed),
            ", ".join(account.found.rules),
        )  # fmt: skip


def _told(account: Account) -> list[tuple[str, str]]:
    """Return the metrics of a recommendation with their figures; one line without where it has none."""
    if account.parity:
        pairs = (f"{figures.pair(each)}: {figures.alike(each)}" for each in account.parity)
        return [(account.said.metric, lines(pairs))]
    return [_figures(each) for each in account.metrics] or [("none", "no number would be honest")]


def _figures(metric: Metric) -> tuple[str, str]:
    caution = f"caution: {metric.words.caution}." if metric.words.caution else ""
    return metric.words.name, lines([*figures.lines(metric), caution])
