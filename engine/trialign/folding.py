"""A graph of relations to what can be read: boxes of one kind drawn together, and the rest of a long column in one.

Nothing is dropped: every relation is in the rows beside the picture, and a box of several names them all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from trialign.model.directory import Nation
from trialign.report.relations import Column, Edge, Node, RelationsView, Tie
from trialign.report.words import counted

_LIMITS = {Column.ASKS: 11, Column.NEEDS: 5, Column.NATIONS: 4, Column.TESTS: 10}
_BEST = (Tie.YES, Tie.PART, Tie.OUTSIDE, Tie.UNKNOWN, Tie.NO)
_SURE = {
    Tie.YES: "yes",
    Tie.PART: "in part",
    Tie.NO: "no",
    Tie.UNKNOWN: "not known",
    Tie.OUTSIDE: "outside the directory",
}
_NATIONS = [nation.display for nation in Nation]


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the graph.

    Attributes:
        key: Unique within its column.
        group: What is drawn together with it: the same medicine, the same cancer.
        tie: UNKNOWN where it stands for what is not known.
    """

    column: Column
    key: str
    label: str
    detail: str
    group: str
    tie: Tie = Tie.YES


@dataclass(frozen=True, slots=True)
class _Group:
    """Boxes that are drawn as one; ``rest`` where they are what is left of a long column."""

    column: Column
    name: str
    boxes: tuple[Box, ...]
    rest: int = 0


_Edge = tuple[Box, Box, Mapping[str, Any]]


def view(graph: nx.MultiDiGraph[Box], as_of: date, asked: str) -> RelationsView:
    """Return a graph as boxes and lines, about thirty boxes at most."""
    groups = [each for column in Column for each in _folded(column, graph)]
    number_of = {box: number for number, group in enumerate(groups) for box in group.boxes}
    edges: dict[tuple[int, int], list[_Edge]] = defaultdict(list)
    for source, target, data in graph.edges(data=True):
        edges[number_of[source], number_of[target]].append((source, target, data))
    nodes = tuple(_node(number, group, graph) for number, group in enumerate(groups))
    drawn = tuple(_edge(*pair, found) for pair, found in sorted(edges.items()))
    facts = tuple(sorted({_fact(*edge) for edge in graph.edges(data=True) if edge[1].tie is not Tie.UNKNOWN}))
    return RelationsView(as_of, asked, nodes, drawn, facts, tuple(_notes(groups)))


def _folded(column: Column, graph: nx.MultiDiGraph[Box]) -> list[_Group]:
    """Return what is drawn of a column, in its order from above; the least tied are folded into the last."""
    by_name: dict[str, list[Box]] = defaultdict(list)
    for box in graph:
        if box.column is column:
            by_name[box.group].append(box)
    groups = [_Group(column, name, tuple(sorted(boxes, key=_key))) for name, boxes in by_name.items()]
    groups.sort(key=lambda group: _rank(group, graph))
    limit = _LIMITS[column]
    kept, rest = (groups, []) if len(groups) <= limit else (groups[: limit - 1], groups[limit - 1 :])
    kept.sort(key=lambda group: _place(group, graph))
    if not rest:
        return kept
    boxes = tuple(box for group in rest for box in group.boxes)
    return [*kept, _Group(column, f"and {len(rest)} more", boxes, len(rest))]


def _key(box: Box) -> tuple[str, str]:
    return box.label, box.key


def _rank(group: _Group, graph: nx.MultiDiGraph[Box]) -> tuple[int, int, str]:
    """Return what is kept first: what is not known of a nation, then the surest, then what has most relations."""
    if group.boxes[0].tie is Tie.UNKNOWN:
        return -1, 0, group.name
    return _BEST.index(_best(group, graph)), -sum(graph.degree(box) for box in group.boxes), group.name


def _best(group: _Group, graph: nx.MultiDiGraph[Box]) -> Tie:
    ties = {data["tie"] for box in group.boxes for *_, data in _around(box, graph)}
    return next((tie for tie in _BEST if tie in ties), Tie.UNKNOWN)


def _around(box: Box, graph: nx.MultiDiGraph[Box]) -> Iterator[_Edge]:
    yield from graph.in_edges(box, data=True)
    yield from graph.out_edges(box, data=True)


def _place(group: _Group, graph: nx.MultiDiGraph[Box]) -> tuple[float, str]:
    """Return where a group stands in its column: tests beside their nation, the rest by name."""
    if group.column is Column.NATIONS:
        return _NATIONS.index(group.name), group.name
    if group.column is Column.TESTS:
        nations = [
            _NATIONS.index(source.label) for box in group.boxes for source, *_ in graph.in_edges(box, data=True)
        ]
        return min(nations, default=len(_NATIONS)), group.name
    return float(group.boxes[0].detail == "open trial"), group.name


def _node(number: int, group: _Group, graph: nx.MultiDiGraph[Box]) -> Node:
    whole = tuple(dict.fromkeys(f"{box.label}: {box.detail}" if box.detail else box.label for box in group.boxes))
    tie = Tie.UNKNOWN if all(box.tie is Tie.UNKNOWN for box in group.boxes) else Tie.YES
    return Node(f"n{number}", group.column, _label(group), _detail(group, graph), tie, whole)


def _label(group: _Group) -> str:
    if group.rest:
        return group.name
    if group.column is Column.TESTS:
        return group.boxes[0].label
    if group.column is Column.ASKS and len(group.boxes) > 1:
        return f"{group.name} ({counted(len(group.boxes), 'decision')})"
    if group.column is Column.ASKS and group.boxes[0].detail != "open trial":
        return f"{group.name}, {group.boxes[0].label}"
    return group.name


def _detail(group: _Group, graph: nx.MultiDiGraph[Box]) -> str:
    if group.rest:
        return ", ".join(
            dict.fromkeys(box.group if group.column is not Column.TESTS else box.label for box in group.boxes)
        )
    if group.column is Column.ASKS:
        return _counts_in(group, graph)
    return ", ".join(sorted({box.detail for box in group.boxes if box.detail}))


def _counts_in(group: _Group, graph: nx.MultiDiGraph[Box]) -> str:
    trial = group.boxes[0].detail == "open trial"
    where = {target.label for box in group.boxes for _, target, _ in graph.out_edges(box, data=True)
             if target.column is Column.NATIONS}  # fmt: skip
    named = [name for name in _NATIONS if name in where]
    places = "all four nations" if len(named) == len(_NATIONS) else ", ".join(named)
    return f"open trial in {places}" if trial else f"counts in {places}"


def _edge(source: int, target: int, found: Sequence[_Edge]) -> Edge:
    """Return one line for several relations; where they differ it says how many of each."""
    says = Counter(str(data["says"]) for *_, data in found)
    ties = {data["tie"] for *_, data in found}
    asks = found[0][0].column is Column.ASKS
    answers = found[0][1].column is Column.NATIONS and not asks
    words = (
        next(iter(says)) if len(says) == 1 else ", ".join(f"{count} {word}" for word, count in sorted(says.items()))
    )
    return Edge(
        f"n{source}",
        f"n{target}",
        words,
        _together(ties, answers),
        not (asks and found[0][1].column is Column.NATIONS),
    )


def _together(ties: Iterable[Tie], answers: bool) -> Tie:
    """Return one tie for several: of answers that differ the doubt, of other relations the best."""
    found = set(ties)
    if len(found) == 1:
        return found.pop()
    if answers:
        return Tie.UNKNOWN if Tie.UNKNOWN in found else Tie.PART
    return next(tie for tie in _BEST if tie in found)


def _fact(source: Box, target: Box, data: Mapping[str, Any]) -> tuple[str, str, str, str]:
    sure, told = _SURE[data["tie"]], str(data["told"])
    if target.column is Column.TESTS:
        return f"{target.label}, {source.label}", str(data["says"]), told, sure
    if source.column is Column.NEEDS:
        return target.label, str(data["says"]), _named(source), f"{sure}: {told}" if told else sure
    return _named(source), str(data["says"]), _named(target), sure


def _named(box: Box) -> str:
    if box.column is Column.NEEDS:
        return f"{box.detail} in {box.label}"
    return f"{box.label}: {box.detail}" if box.detail else box.label


def _notes(groups: Iterable[_Group]) -> Iterator[str]:
    for group in groups:
        if group.rest:
            column = f"the column '{group.column.value}'"
            yield f"{group.rest} of {column} are drawn in one box; the report's table has all"
