"""The data of each picture as a table in words, for those who do not see it or want to copy it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialign.report import since
from trialign.report.looks import Cell, MatrixRow, MatrixView
from trialign.report.matrix import label
from trialign.report.relations import RelationsView
from trialign.report.timelines import EventKind, Lane, Timeline, TimelineView
from trialign.report.words import COVERAGE, counted


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the heads of columns, rows of plain text, and what stands below.

    Attributes:
        heads: How many cells of each row, from the left, are heads of that row.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: int
    notes: tuple[str, ...] = ()


def matrix_table(view: MatrixView) -> Table:
    """Return one row per biomarker in a cancer, with each nation's answer and since when it holds."""
    header = ("cancer", "biomarker", *(nation.display for nation in view.nations), "asked by")
    rows = tuple(
        (row.cancer_name, label(row.need), *(_answer(cell) for cell in row.cells), _asked(row)) for row in view.rows
    )
    return Table(f"Which nation tests which biomarker in which cancer, as of {view.as_of}", header, rows, 2)


def _answer(cell: Cell) -> str:
    word = cell.judgement.coverage
    when = since.in_full(cell.since, word)
    return COVERAGE[word][0][2:] + (f", {when}" if when else "")


def _asked(row: MatrixRow) -> str:
    return ", ".join((*row.asking.decisions, *row.asking.trials)) or "nobody"


def lag_table(view: TimelineView) -> Table:
    """Return one row per need and nation, with every date in words and what is not known of it."""
    header = (
        "medicine or trials", "biomarker", "cancer", "nation", "licence", "decision", "open trial",
        "test in directory", "days from decision to listing", "open gap",
    )  # fmt: skip
    rows = tuple(_lane(each, lane) for each in view.timelines for lane in each.lanes)
    notes = tuple(f"{counted(each.count, 'need')} not shown: {each.why}." for each in view.left_out)
    caption = f"Licence, decision and directory dates and open gaps, as of {view.as_of}"
    return Table(caption, header, rows, 4, notes)


def _lane(timeline: Timeline, lane: Lane) -> tuple[str, ...]:
    dated = (_dates(lane, kind) for kind in (EventKind.LICENCE, EventKind.DECISION, EventKind.TRIAL))
    return (
        timeline.subject,
        ", ".join(timeline.biomarkers),
        timeline.cancer_name,
        lane.nation.display,
        *dated,
        f"{lane.state.value}: {lane.said}" if lane.said else lane.state.value,
        str(lane.lag) if lane.lag else "not known",
        lane.gap.said if lane.gap else "none known",
    )


def _dates(lane: Lane, kind: EventKind) -> str:
    return (
        ", ".join(f"{each.what} ({each.said})" for each in lane.events if each.kind is kind) or "none dated is held"
    )


def graph_table(view: RelationsView) -> Table:
    """Return one row per relation, those among them that the picture folds together."""
    caption = f"What asks for {view.asked} and what reports it, as of {view.as_of}"
    return Table(caption, ("who or what", "relation", "to what", "how sure"), view.facts, 1, view.notes)


def lines(table: Table) -> Iterator[str]:
    """Yield a table as lines of text whose cells are parted by tabs, the header first."""
    for row in (table.header, *table.rows):
        yield "\t".join(" ".join(cell.split()) for cell in row)
