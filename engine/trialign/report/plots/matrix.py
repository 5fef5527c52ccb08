"""The picture of the matrix: nations against biomarkers, by cancer, with colour and sign and word in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from xml.etree.ElementTree import Element

from trialign.model.coverage import Coverage
from trialign.report import since
from trialign.report.looks import Cell, MatrixRow, MatrixView
from trialign.report.matrix import label as called
from trialign.report.plots import canvas
from trialign.report.plots.text import clean, cut
from trialign.report.plots.theme import Tone
from trialign.report.words import COVERAGE, counted

WIDTH = 1100
TONES = {
    Coverage.COVERED: Tone.COVERED,
    Coverage.PARTLY: Tone.PARTLY,
    Coverage.NOT_COVERED: Tone.GAP,
    Coverage.CANNOT_TELL: Tone.UNKNOWN,
    Coverage.OUTSIDE: Tone.OUTSIDE,
}
SIGNS = {
    Coverage.COVERED: "+ covered",
    Coverage.PARTLY: "~ partly",
    Coverage.NOT_COVERED: "− gap",
    Coverage.CANNOT_TELL: "? cannot tell",
    Coverage.OUTSIDE: "o outside",
}
_MEANING = {
    Coverage.COVERED: "a test of the directory reports it",
    Coverage.PARTLY: "for some of the patients or variants",
    Coverage.NOT_COVERED: "no test of the directory reports it",
    Coverage.CANNOT_TELL: "what is held does not settle it",
    Coverage.OUTSIDE: "pathology or another laboratory answers it",
}
_MARGIN, _BETWEEN = 16, 28
_ROW, _HEAD, _GAP = 20, 26, 6
_CELL, _CELL_GAP = 80, 3
_TOP, _LINE = 76, 18
_ONE_COLUMN_TO = 24


@dataclass(frozen=True, slots=True)
class _Slot:
    """A line of the picture: a cancer's name, or a row of cells."""

    high: int
    head: str = ""
    row: MatrixRow | None = None


def matrix_svg(view: MatrixView, *, inline: bool) -> str:
    """Return the picture of a matrix; one without rows says so."""
    return canvas.svg(_picture(view), inline=inline)


def _picture(view: MatrixView) -> canvas.Picture:
    columns = 1 if len(view.rows) <= _ONE_COLUMN_TO else 2
    wide = (WIDTH - 2 * _MARGIN - (columns - 1) * _BETWEEN) / columns
    parts = _flowed(view.rows, columns)
    deepest = max((sum(slot.high for slot in part) for part in parts), default=_ROW)
    legend = _TOP + _HEAD + deepest + 24
    shapes = [
        canvas.label(_MARGIN, 30, _title(view), bold=True, size=18),
        canvas.label(_MARGIN, 52, _counts(view), Tone.QUIET),
    ]
    for number, part in enumerate(parts):
        shapes.extend(_column(part, view, _MARGIN + number * (wide + _BETWEEN), wide))
    shapes.extend(_legend(legend))
    return canvas.Picture(_title(view), _desc(view), WIDTH, legend + len(Coverage) * _LINE + 30, tuple(shapes))


def _title(view: MatrixView) -> str:
    return f"Which nation tests which biomarker in which cancer, as of {view.as_of}"


def _counts(view: MatrixView) -> str:
    cancers = len({row.need.cancers for row in view.rows})
    differ = sum(row.differ for row in view.rows)
    told = f"{counted(len(view.rows), 'biomarker')} in {counted(cancers, 'cancer')}"
    return told + (f"; nations are known to differ on {differ}, marked !" if len(view.nations) > 1 else "")


def _desc(view: MatrixView) -> str:
    nations = (
        f"{nation.display}: "
        + ", ".join(f"{count} {COVERAGE[word][0][2:]}" for word in Coverage if (count := view.counts(nation)[word]))
        for nation in view.nations
    )
    return f"{_counts(view)}. {'. '.join(nations) if view.rows else 'There is no row to show'}."


def _flowed(rows: Sequence[MatrixRow], columns: int) -> list[list[_Slot]]:
    """Return the lines of each column, about as many in each; a cancer that goes on in the next is named again."""
    whole = [list(found) for _, found in groupby(rows, key=lambda row: (row.cancer_name, row.need.cancers))]
    total = len(rows) * _ROW + len(whole) * (_HEAD + _GAP)
    room = ceil(total / columns) + _HEAD
    parts: list[list[_Slot]] = [[]]
    taken = 0
    for found in whole:
        name = f"{found[0].cancer_name} ({' | '.join(found[0].need.cancers)})"
        for number, row in enumerate(found):
            first = [_Slot(_HEAD + _GAP, name)] if not number else []
            if len(parts) < columns and taken + _ROW + sum(each.high for each in first) > room:
                parts.append([])
                taken = 0
                first = [_Slot(_HEAD + _GAP, name if not number else f"{name}, continued")]
            parts[-1].extend([*first, _Slot(_ROW, row=row)])
            taken += _ROW + sum(each.high for each in first)
    return parts


def _column(slots: Sequence[_Slot], view: MatrixView, x: float, wide: float) -> Iterator[Element]:
    names = wide - len(view.nations) * (_CELL + _CELL_GAP)
    for number, nation in enumerate(view.nations):
        at = x + names + number * (_CELL + _CELL_GAP) + _CELL / 2
        yield canvas.label(at, _TOP + 10, cut(nation.display, _CELL + 2, 11), Tone.QUIET, anchor="middle", size=11)
    y = _TOP + _HEAD
    for slot in slots:
        if slot.row is None:
            yield from _cancer(slot.head, x, y + slot.high - 9, wide)
        else:
            yield _row(slot.row, x, y, names)
        y += slot.high


def _cancer(name: str, x: float, y: float, wide: float) -> Iterator[Element]:
    shown = cut(clean(name), wide, canvas.SIZE * 1.08)
    found = canvas.label(x, y, shown, bold=True)
    yield found if shown == clean(name) else canvas.group(name, [found])
    yield canvas.line(x, y + 5, x + wide, y + 5, Tone.QUIET)


def _row(row: MatrixRow, x: float, y: float, names: float) -> Element:
    name = called(row.need)
    shapes = [canvas.label(x + 14, y + 14, cut(clean(name), names - 20, canvas.SIZE))]
    if row.differ:
        shapes.insert(0, canvas.label(x + 3, y + 14, "!", bold=True))
    for number, cell in enumerate(row.cells):
        shapes.extend(_cell(cell, x + names + number * (_CELL + _CELL_GAP), y))
    said = "; ".join(f"{cell.nation.display}: {_said(cell)}" for cell in row.cells)
    return canvas.group(f"{name} in {row.cancer_name}. {said}", shapes)


def _said(cell: Cell) -> str:
    word = cell.judgement.coverage
    when = since.in_full(cell.since, word)
    tests = ", ".join(cell.tests)
    return ", ".join(filter(None, [COVERAGE[word][0][2:], f"by {tests}" if tests else "", when]))


def _cell(cell: Cell, x: float, y: float) -> Iterator[Element]:
    word = cell.judgement.coverage
    yield canvas.box(x, y + 1, _CELL, _ROW - 3, TONES[word], dashed=word is Coverage.CANNOT_TELL)
    yield canvas.label(x + 5, y + 13.5, SIGNS[word], TONES[word], size=11)


def _legend(y: float) -> Iterator[Element]:
    yield canvas.label(_MARGIN, y, "What the cells mean", bold=True)
    for number, word in enumerate(Coverage):
        top = y + 8 + number * _LINE
        yield canvas.box(_MARGIN, top, _CELL, _LINE - 3, TONES[word], dashed=word is Coverage.CANNOT_TELL)
        yield canvas.label(_MARGIN + 5, top + 11.5, SIGNS[word], TONES[word], size=11)
        yield canvas.label(_MARGIN + _CELL + 10, top + 11.5, _MEANING[word], Tone.QUIET, size=11)
