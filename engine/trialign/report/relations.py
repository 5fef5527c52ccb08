"""What asks for one biomarker and what reports it, as plain records: nodes in columns, and edges between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Column(StrEnum):
    """The columns of the map, from what asks to what answers."""

    ASKS = "who asks"
    NEEDS = "needed in"
    NATIONS = "nations"
    TESTS = "tests"


class Tie(StrEnum):
    """How sure an edge is; the word of a nation's answer, of a test's fit or of a decision's standing."""

    YES = "yes"
    PART = "part"
    NO = "no"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the map.

    Attributes:
        id: Unique within the map, and the same for the same input.
        label: What it is called.
        detail: What else is told of it, in a line.
        tie: UNKNOWN where the box stands for what is not known.
        whole: Every thing that stands behind a box of several, or that is told of one.
    """

    id: str
    column: Column
    label: str
    detail: str
    tie: Tie = Tie.YES
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the map.

    Attributes:
        says: What it means in words: ``asks for it``, ``covered``, ``reports it in part``.
        drawn: False for what only the table tells, since the boxes say it in words: where a decision counts.
    """

    source: str
    target: str
    says: str
    tie: Tie
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class RelationsView:
    """The map of one biomarker.

    Attributes:
        asked: The biomarker as it was asked for.
        nodes: By column, then in the order in which they are drawn.
        facts: Every relation behind the map in words, one row each: who or what, relation, to what, how sure.
        notes: What is folded together or left out, in words.
    """

    as_of: date
    asked: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    facts: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
