"""The matrix of nations and biomarkers for people: a table where there is room, one line per nation where not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Nation
from trialign.report import since
from trialign.report.looks import Asking, Cell, MatrixRow, MatrixView
from trialign.report.words import COVERAGE, INDENT, counted, plain

_TABLE_FROM = 92
_ONE_LINE_FROM = 160
_CELL, _WIDE_CELL = 17, 32
_ASKED, _MARK, _GAP = 8, 1, 1
_LISTED_TESTS, _LISTED_REASONS = 4, 3
_DEEP = (0, 0, 0, 4)
_SHORT = {
    **{word: text for word, (text, _) in COVERAGE.items()},
    Coverage.PARTLY: "~ partly",
    Coverage.OUTSIDE: "o outside",
}
_BY = {
    "decisions": "a positive decision in force needs",
    "trials": "an open trial needs",
    "all": "a positive decision in force or an open trial needs",
}
_UNSAID = {"", "adult"}


def matrix(console: Console, view: MatrixView) -> None:
    """Print the matrix: what it shows, the rows by cancer, counts per nation, what the signs mean."""
    which = _BY.get(view.needed_by)
    cancers = len({row.need.cancers for row in view.rows})
    head = f"{counted(len(view.rows), 'pair')} of biomarker and cancer, {counted(cancers, 'cancer')}"
    console.print(plain(head + (f", as {which} them" if which else ""), "bold"))
    console.print(plain(f"As of {view.as_of}. {_differing(view)}"))
    groups = [(name, list(rows)) for name, rows in groupby(view.rows, key=lambda row: row.cancer_name)]
    longest = max((len(word) for row in view.rows for word in label(row.need).split()), default=0)
    tabular = console.width >= _TABLE_FROM and _room(console.width, view) >= longest
    if tabular:
        console.print()
        console.print(_table(console.width, view, [], True))
    for name, rows in groups:
        shown = [row for row in rows if not (view.needed_by and row.outside)]
        console.print()
        console.print(plain(f"{name} ({' | '.join(rows[0].need.cancers)})", "bold"))
        if tabular and shown:
            console.print(_table(console.width, view, shown, False))
        elif shown:
            _list(console, shown)
        _outside(console, [row for row in rows if row not in shown])
    console.print()
    _counts(console, view)
    _legend(console, view, tabular)


def _differing(view: MatrixView) -> str:
    count = sum(row.differ for row in view.rows)
    if len(view.nations) == 1:
        return ""
    return (
        f"Nations differ, as far as is known, on {count} of them (!)." if count else "No nations are known to differ."
    )


def _table(width: int, view: MatrixView, rows: list[MatrixRow], header: bool) -> Table:
    """Return the rows of a cancer; all tables of a matrix have the same columns, the header is printed once."""
    cell = _cell_width(width)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=header, header_style="dim")
    table.add_column("", width=_MARK)
    table.add_column("biomarker", width=_room(width, view), overflow="fold")
    for nation in view.nations:
        table.add_column(nation.display, width=cell, overflow="fold")
    table.add_column("asked by", width=_ASKED, overflow="fold")
    between = ", " if cell == _WIDE_CELL else "\n"
    for row in rows:
        cells = [_cell(each, between) for each in row.cells]
        table.add_row(_mark(row), plain(label(row.need)), *cells, plain(_asked(row.asking), "dim"))
    return table


def _cell_width(width: int) -> int:
    return _WIDE_CELL if width >= _ONE_LINE_FROM else _CELL


def _room(width: int, view: MatrixView) -> int:
    """Return how wide the column of biomarkers is."""
    others = len(view.nations) * (_cell_width(width) + _GAP) + _ASKED + _GAP + _MARK + _GAP
    return max(12, width - others - _GAP)


def _mark(row: MatrixRow) -> Text:
    return plain("!" if row.differ else "", "bold yellow")


def label(need: Need) -> str:
    """Return a biomarker, with the age where it is not that of adults."""
    return need.biomarker.label + ("" if need.age in _UNSAID else f" (age {need.age})")


def _cell(cell: Cell, between: str) -> Text:
    word = cell.judgement.coverage
    text = plain(_SHORT[word], COVERAGE[word][1])
    when = since.in_short(cell.since, word)
    return text.append_text(plain(f"{between}{when}", "dim")) if when else text


def _asked(asking: Asking) -> str:
    found = [f"{letter}{len(names)}" for letter, names in (("D", asking.decisions), ("T", asking.trials)) if names]
    return " ".join(found) or "nobody"


def _list(console: Console, rows: list[MatrixRow]) -> None:
    for row in rows:
        asked = _asked_in_words(row.asking)
        line = _mark(row).append(" " if row.differ else "").append_text(plain(label(row.need), "bold"))
        console.print(Padding(line.append(f"  asked by {asked}", style="dim"), INDENT))
        for line, same in groupby(row.cells, key=_said):
            names = ", ".join(cell.nation.display for cell in same)
            console.print(Padding(plain(f"{names}: ").append_text(line), _DEEP))


def _asked_in_words(asking: Asking) -> str:
    found = [
        counted(len(names), thing)
        for thing, names in (("decision", asking.decisions), ("trial", asking.trials))
        if names
    ]
    return ", ".join(found) or "nobody"


def _said(cell: Cell) -> Text:
    """Return an answer without its nation; why one cannot tell is counted below all rows, not repeated in each."""
    word = cell.judgement.coverage
    text = Text().append(*COVERAGE[word])
    tests = cell.tests[:_LISTED_TESTS]
    more = f" and {len(cell.tests) - len(tests)} more" if len(cell.tests) > len(tests) else ""
    when = since.in_full(cell.since, word)
    for said in (f"by {', '.join(tests)}{more}" if tests else "", when):
        text.append_text(plain(f", {said}" if said else "", "dim"))
    return text


def _outside(console: Console, rows: list[MatrixRow]) -> None:
    """Print what pathology answers in every nation on a line of its own."""
    if rows:
        word, style = COVERAGE[Coverage.OUTSIDE]
        names = ", ".join(dict.fromkeys(label(row.need) for row in rows))
        where = "" if len(rows[0].cells) == 1 else " in every nation"
        console.print(Padding(plain(f"{word}{where}: ", style).append_text(plain(names, "default")), INDENT))


def _counts(console: Console, view: MatrixView) -> None:
    console.print(plain("Counts", "bold"))
    for nation in view.nations:
        counts = view.counts(nation)
        words = ", ".join(f"{counts[word]} {COVERAGE[word][0][2:]}" for word in Coverage if counts.get(word))
        console.print(Padding(plain(f"{nation.display}: ", "bold").append(words, style="not bold"), INDENT))
        for reason, count in _doubts(view, nation):
            console.print(Padding(plain(f"? {count}: {reason}", "dim"), _DEEP))


def _doubts(view: MatrixView, nation: Nation) -> list[tuple[str, int]]:
    """Return why a nation cannot tell, most frequent first, the rarer reasons together."""
    cells = (cell for row in view.rows for cell in row.cells if cell.nation is nation)
    doubts = Counter(_why(cell) for cell in cells if cell.judgement.coverage is Coverage.CANNOT_TELL)
    ordered = sorted(doubts.items(), key=lambda each: (-each[1], each[0]))
    rest = sum(count for _, count in ordered[_LISTED_REASONS:])
    return ordered[:_LISTED_REASONS] + ([("other reasons (all in --format json)", rest)] if rest else [])


def _why(cell: Cell) -> str:
    """Return the first of the reasons of an answer."""
    return cell.judgement.reason.partition("; ")[0]


def _legend(console: Console, view: MatrixView, tabular: bool) -> None:
    console.print()
    for line in _notes(view, tabular):
        console.print(plain(line, "dim"))


def _notes(view: MatrixView, tabular: bool) -> Iterator[str]:
    if tabular:
        yield "by 2020-11: the answer is at least that old, and may be older; since 2020-11: a gap that may be, too."
        yield "2021-10 < 2026-07: another answer in the release of 2021-10, this one in that of 2026-07."
        yield "asked by: D positive decisions in force, T trials open when copied, of any nation."
    yield "+ covered, ~ partly, - not covered (a gap), ? cannot tell, o outside the directory (pathology answers it)."
    yield "Between two releases that are held, a test may have been taken out and put back."
    if len(view.nations) > 1:
        yield "! nations whose answers are known differ; a nation that cannot tell is not counted."
    yield "Next: 'trialign covers BIOMARKER --cancer CANCER' for tests, near misses and reasons."
