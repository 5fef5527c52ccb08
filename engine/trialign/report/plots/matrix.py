"""The picture of the matrix: nations against biomarkers, by cancer, with colour and sign and word in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from xml.etree.ElementTree import Element

from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.report import since
from trialign.report.looks import Cell, MatrixRow, MatrixView
from trialign.report.matrix import label as called
from trialign.report.plots import canvas
from trialign.report.plots.text import clean, cut, width, wrapped
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
    Coverage.PARTLY: "for some patients or variants only",
    Coverage.NOT_COVERED: "no test of the directory reports it",
    Coverage.CANNOT_TELL: "what is held does not settle it",
    Coverage.OUTSIDE: "pathology or the clinic answers it",
}
_MARGIN, _BETWEEN = 16, 28
_ROW, _HEAD, _GAP = 20, 26, 6
_CELL, _CELL_GAP = 78, 3
_LEGEND, _TOP, _NATIONS, _LINE = 70, 112, 22, 13
_ONE_COLUMN_TO, _WIDEST = 24, 680
_NAMED_AGAIN = 460
_SHORT = {Nation.NORTHERN_IRELAND: "N. Ireland"}


@dataclass(frozen=True, slots=True)
class _Slot:
    """A line of the picture: a cancer's name, the nations' names where it holds neither, or a row of cells."""

    high: float
    head: str = ""
    row: MatrixRow | None = None
    lines: tuple[str, ...] = ()


def matrix_svg(view: MatrixView, *, inline: bool, part: str = "") -> str:
    """Return the picture of a matrix; one without rows says so.

    Args:
        view: The matrix.
        inline: Whether it shall stand in a page.
        part: Which part of a larger matrix it is, such as ``2 of 4``.
    """
    return canvas.svg(_picture(view, part), inline=inline)


def parts(view: MatrixView, rows: int) -> tuple[MatrixView, ...]:
    """Return a matrix in parts of at most so many rows; the whole where 0 are asked for."""
    if not rows or len(view.rows) <= rows:
        return (view,)
    return tuple(replace(view, rows=view.rows[at : at + rows]) for at in range(0, len(view.rows), rows))


def _picture(view: MatrixView, part: str) -> canvas.Picture:
    columns = 1 if len(view.rows) <= _ONE_COLUMN_TO else 2
    wide = min(_WIDEST, (WIDTH - 2 * _MARGIN - (columns - 1) * _BETWEEN) / columns)
    names = wide - len(view.nations) * (_CELL + _CELL_GAP)
    title = _title(view) + (f", part {part}" if part else "")
    shapes = [
        canvas.label(_MARGIN, 30, title, bold=True, size=18),
        canvas.label(_MARGIN, 52, _counts(view), Tone.QUIET),
        *_legend(_LEGEND),
    ]
    found = _flowed(view.rows, columns, names)
    for number, slots in enumerate(found):
        shapes.extend(_column(slots, view, _MARGIN + number * (wide + _BETWEEN), wide))
    deepest = max((sum(slot.high for slot in slots) for slots in found), default=_ROW)
    return canvas.Picture(title, _desc(view), WIDTH, ceil(_TOP + deepest) + 12, tuple(shapes))


def _title(view: MatrixView) -> str:
    return f"Which nation tests which biomarker in which cancer, as of {view.as_of}"


def _counts(view: MatrixView) -> str:
    cancers = len({row.need.cancers for row in view.rows})
    differ = sum(row.differ for row in view.rows)
    told = f"{counted(len(view.rows), 'pair')} of biomarker and cancer, {counted(cancers, 'cancer')}"
    if len(view.nations) == 1:
        return told
    return (
        f"{told}; nations are known to differ on {differ}, marked !"
        if differ
        else f"{told}; no nations are known to differ"
    )


def _desc(view: MatrixView) -> str:
    nations = (
        f"{nation.display}: "
        + ", ".join(f"{count} {COVERAGE[word][0][2:]}" for word in Coverage if (count := view.counts(nation)[word]))
        for nation in view.nations
    )
    return f"{_counts(view)}. {'. '.join(nations) if view.rows else 'There is no row to show'}."


def _flowed(rows: Sequence[MatrixRow], columns: int, names: float) -> list[list[_Slot]]:
    """Return the lines of each column, about as many in each; a cancer that goes on in the next is named again."""
    found = [(row, _Slot(0, row=row, lines=_lines(row, names))) for row in rows]
    found = [(row, replace(slot, high=_ROW + _LINE * (len(slot.lines) - 1))) for row, slot in found]
    cancers = len({row.need.cancers for row in rows})
    room = (sum(slot.high for _, slot in found) + cancers * (_HEAD + _GAP)) / columns + _HEAD
    slots: list[list[_Slot]] = [[_Slot(_NATIONS)]]
    taken = named = 0.0
    before: MatrixRow | None = None
    for row, slot in found:
        name = f"{row.cancer_name} ({' | '.join(row.need.cancers)})"
        goes_on = before is not None and before.need.cancers == row.need.cancers
        if len(slots) < columns and taken + slot.high > room:
            slots.append([_Slot(_NATIONS), _Slot(_HEAD + _GAP, f"{name}, continued" if goes_on else name)])
            taken = named = 0.0
        elif not goes_on:
            if taken - named > _NAMED_AGAIN:
                slots[-1].append(_Slot(_NATIONS))
                named = taken
            slots[-1].append(_Slot(_HEAD + _GAP, name))
            taken += _HEAD + _GAP
        slots[-1].append(slot)
        taken += slot.high
        before = row
    return slots


def _lines(row: MatrixRow, names: float) -> tuple[str, ...]:
    """Return the biomarker, with its age in a line of its own where both do not fit into one."""
    room, name = names - 20, clean(called(row.need))
    label = clean(row.need.biomarker.label)
    if width(name, canvas.SIZE) <= room or name == label:
        return wrapped(name, room, canvas.SIZE, 2)
    return cut(label, room, canvas.SIZE), cut(name.removeprefix(label).strip(), room, canvas.SIZE)


def _column(slots: Sequence[_Slot], view: MatrixView, x: float, wide: float) -> Iterator[Element]:
    names = wide - len(view.nations) * (_CELL + _CELL_GAP)
    y = float(_TOP)
    for slot in slots:
        if slot.row is not None:
            yield _row(slot, slot.row, x, y, names)
        elif slot.head:
            yield from _cancer(slot.head, x, y + slot.high - 9, wide)
        else:
            yield from _nations(view, x + names, y + slot.high - 4)
        y += slot.high


def _nations(view: MatrixView, x: float, y: float) -> Iterator[Element]:
    for number, nation in enumerate(view.nations):
        at = x + number * (_CELL + _CELL_GAP) + _CELL / 2
        yield canvas.label(at, y, _SHORT.get(nation, nation.display), Tone.QUIET, anchor="middle", size=11)


def _cancer(name: str, x: float, y: float, wide: float) -> Iterator[Element]:
    yield canvas.fitted(x, y, name, wide, bold=True)
    yield canvas.line(x, y + 5, x + wide, y + 5, Tone.QUIET)


def _row(slot: _Slot, row: MatrixRow, x: float, y: float, names: float) -> Element:
    name = called(row.need)
    shapes = [canvas.label(x + 14, y + 14 + number * _LINE, line) for number, line in enumerate(slot.lines)]
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
    step = (WIDTH - 2 * _MARGIN) / len(Coverage)
    for number, word in enumerate(Coverage):
        x = _MARGIN + number * step
        yield canvas.box(x, y + 1, _CELL, _ROW - 3, TONES[word], dashed=word is Coverage.CANNOT_TELL)
        yield canvas.label(x + 5, y + 13.5, SIGNS[word], TONES[word], size=11)
        for line, words in enumerate(wrapped(_MEANING[word], step - _CELL - 16, 11, 2)):
            yield canvas.label(x + _CELL + 8, y + 7.5 + line * _LINE, words, Tone.QUIET, size=11)
