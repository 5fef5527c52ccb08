"""The map of relations of one biomarker: who asks, in which cancers, what nations answer, and with what tests.

Boxes stand in four columns; lines go from left to right and bear a sign where a nation answers. What is not known is
dashed and has a question mark, and is never left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from trialign.report.plots import canvas
from trialign.report.plots.text import clean, cut, width, wrapped
from trialign.report.plots.theme import Tone
from trialign.report.relations import Column, Edge, Node, RelationsView, Tie
from trialign.report.words import counted

WIDTH = 1100
_MARGIN, _TOP, _HEAD = 16, 96, 30
_WIDE = {Column.ASKS: 246, Column.NEEDS: 216, Column.NATIONS: 130, Column.TESTS: 214}
_PAD, _BETWEEN, _LINE = 7, 9, 14
_SMALL = 11
_LABEL_LINES, _DETAIL_LINES = 2, 2
_PORT, _RADIUS, _AWAY = 15, 6.5, 12
_TONES = {
    Tie.YES: Tone.COVERED,
    Tie.PART: Tone.PARTLY,
    Tie.NO: Tone.GAP,
    Tie.UNKNOWN: Tone.UNKNOWN,
    Tie.OUTSIDE: Tone.OUTSIDE,
}
_SIGNS = {Tie.YES: "+", Tie.PART: "~", Tie.NO: "−", Tie.UNKNOWN: "?", Tie.OUTSIDE: "o"}
_MEANING = {
    Tie.YES: "yes: asks for it, covered, reports it",
    Tie.PART: "in part",
    Tie.NO: "no: refused, or no test",
    Tie.UNKNOWN: "not known",
    Tie.OUTSIDE: "outside the directory",
}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with its place and the lines in it."""

    node: Node
    x: float
    y: float
    high: float
    label: tuple[str, ...]
    detail: tuple[str, ...]

    @property
    def wide(self) -> float:
        """Return how wide the box is."""
        return _WIDE[self.node.column]

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return self.y + self.high / 2


def graph_svg(view: RelationsView, *, inline: bool) -> str:
    """Return the map of a biomarker; one that nothing asks for and nothing reports says so."""
    return canvas.svg(_picture(view), inline=inline)


def _picture(view: RelationsView) -> canvas.Picture:
    columns = {column: [node for node in view.nodes if node.column is column] for column in Column}
    drawn = [edge for edge in view.edges if edge.drawn]
    highs = {node.id: _high(node, drawn) for node in view.nodes}
    high = max(sum(highs[node.id] + _BETWEEN for node in nodes) for nodes in columns.values())
    placed = {each.node.id: each for column in Column for each in _column(column, columns[column], highs, high)}
    lines = _routed(drawn, placed)
    title = f"What asks for {view.asked} and what reports it, as of {view.as_of}"
    shapes = [
        canvas.label(_MARGIN, 30, cut(clean(title), WIDTH - 2 * _MARGIN, 19), bold=True, size=18),
        *_legend(56),
        *(canvas.label(_left(column), _TOP + 12, column.value, Tone.QUIET) for column in Column),
    ]
    shapes.extend(_line(each) for each in lines)
    shapes.extend(_sign(each, placed) for each in lines)
    shapes.extend(_box(each) for each in placed.values())
    bottom = _TOP + _HEAD + int(high) + 16
    notes = view.notes or ("Nothing asks for it.",) if not view.nodes else view.notes
    shapes.extend(
        canvas.fitted(_MARGIN, bottom + 18 * n, f"{note}.", WIDTH - 2 * _MARGIN, Tone.QUIET)
        for n, note in enumerate(notes)
    )
    return canvas.Picture(title, _desc(view, columns), WIDTH, bottom + 18 * len(notes), tuple(shapes))


def _desc(view: RelationsView, columns: Mapping[Column, Sequence[Node]]) -> str:
    counts = (
        f"{column.value}: {', '.join(node.label for node in nodes)}" for column, nodes in columns.items() if nodes
    )
    return f"{counted(len(view.nodes), 'box')}es in columns. ".replace("1 boxes", "1 box") + ". ".join(counts) + "."


def _left(column: Column) -> float:
    """Return where a column begins; the room that is left stands between the columns."""
    between = (WIDTH - 2 * _MARGIN - sum(_WIDE.values())) / (len(_WIDE) - 1)
    before = list(Column)[: list(Column).index(column)]
    return _MARGIN + sum(_WIDE[each] + between for each in before)


def _lines(node: Node, high: float = 0) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a label and of its detail: two of each, or as many of this as the height has room for."""
    room = _WIDE[node.column] - 2 * _PAD
    sign = "? " if node.tie is Tie.UNKNOWN else ""
    label = wrapped(clean(sign + node.label), room, canvas.SIZE * 1.08, _LABEL_LINES)
    lines = max(_DETAIL_LINES, int((high - 2 * _PAD + 2) / _LINE) - len(label))
    return label, wrapped(clean(node.detail), room, _SMALL, lines) if node.detail else ()


def _high(node: Node, edges: Sequence[Edge]) -> float:
    """Return how high a box is: so high that its text and the signs at its side have room."""
    text = sum(map(len, _lines(node))) * _LINE + 2 * _PAD - 2
    signs = sum(node.id == (edge.source if _at_start(node) else edge.target) for edge in edges)
    return max(text, signs * _PORT + 4)


def _at_start(node: Node) -> bool:
    """Tell whether signs stand where lines leave a box, as those of what asks do; others stand where lines arrive."""
    return node.column is Column.ASKS


def _column(column: Column, nodes: Sequence[Node], highs: Mapping[str, float], high: float) -> Iterator[_Placed]:
    """Yield the boxes of a column, spread over its height."""
    used = sum(highs[node.id] for node in nodes)
    between = max(_BETWEEN, (high - used) / (len(nodes) + 1)) if nodes else 0
    y = _TOP + _HEAD + (between if used + between * (len(nodes) + 1) <= high + 1 else 0)
    for node in nodes:
        label, detail = _lines(node, highs[node.id])
        yield _Placed(node, _left(column), y, highs[node.id], label, detail)
        y += highs[node.id] + between


@dataclass(frozen=True, slots=True)
class _Route:
    """A line with the points at which it leaves and arrives."""

    edge: Edge
    start: tuple[float, float]
    end: tuple[float, float]


def _routed(edges: Sequence[Edge], placed: Mapping[str, _Placed]) -> list[_Route]:
    """Return lines that leave and arrive side by side, in the order in which their other ends stand."""
    leaving: dict[str, list[Edge]] = defaultdict(list)
    arriving: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        leaving[edge.source].append(edge)
        arriving[edge.target].append(edge)
    for found in leaving.values():
        found.sort(key=lambda edge: placed[edge.target].y)
    for found in arriving.values():
        found.sort(key=lambda edge: placed[edge.source].y)
    return [
        _Route(
            edge,
            (source.x + source.wide, _port(source, leaving[edge.source].index(edge), len(leaving[edge.source]))),
            (target.x, _port(target, arriving[edge.target].index(edge), len(arriving[edge.target]))),
        )
        for edge in edges
        for source, target in [(placed[edge.source], placed[edge.target])]
    ]


def _port(placed: _Placed, number: int, count: int) -> float:
    step = min(_PORT, (placed.high - 4) / count)
    return placed.middle + (number - (count - 1) / 2) * step


def _box(placed: _Placed) -> Element:
    node, tone = placed.node, Tone.UNKNOWN if placed.node.tie is Tie.UNKNOWN else Tone.PLAIN
    shapes = [canvas.box(placed.x, placed.y, placed.wide, placed.high, tone, dashed=tone is Tone.UNKNOWN, round_=5)]
    y = placed.y + _PAD + 9
    for line in placed.label:
        shapes.append(canvas.label(placed.x + _PAD, y, line, tone, bold=True))
        y += _LINE
    for line in placed.detail:
        shapes.append(canvas.label(placed.x + _PAD, y, line, Tone.QUIET, size=_SMALL))
        y += _LINE
    return canvas.group("; ".join(dict.fromkeys([node.label, node.detail, *node.whole])), shapes)


def _line(route: _Route) -> Element:
    tie = route.edge.tie
    return canvas.curve(*route.start, *route.end, _TONES[tie], dashed=tie is Tie.UNKNOWN, thick=1.5)


def _sign(route: _Route, placed: Mapping[str, _Placed]) -> Element:
    source, target = placed[route.edge.source].node, placed[route.edge.target].node
    x, y = (route.start[0] + _AWAY, route.start[1]) if _at_start(source) else (route.end[0] - _AWAY, route.end[1])
    said = f"{source.label}, {target.label}: {route.edge.says}"
    return canvas.group(said, _disc(route.edge.tie, x, y))


def _disc(tie: Tie, x: float, y: float) -> Iterator[Element]:
    yield canvas.dot(x, y, _RADIUS, _TONES[tie], dashed=tie is Tie.UNKNOWN)
    yield canvas.label(x, y + 4, _SIGNS[tie], _TONES[tie], anchor="middle", bold=True)


def _legend(y: float) -> Iterator[Element]:
    x = _MARGIN + 7.0
    for tie, words in _MEANING.items():
        yield from _disc(tie, x, y)
        yield canvas.label(x + 12, y + 4, words, Tone.QUIET, size=_SMALL)
        x += 36 + width(words, _SMALL)
    words = "A sign stands on each line, beside the box of what asks or of what answers."
    yield canvas.label(_MARGIN, y + 24, words, Tone.QUIET, size=_SMALL)
