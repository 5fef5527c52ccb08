"""Every picture: well-formed, named, no ids, scripts or references, the same bytes, and hostile text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from trialign.coverage.history import Since
from trialign.model.biomarker import Alteration, Biomarker, Origin
from trialign.model.coverage import Coverage, Judgement, Need
from trialign.model.directory import Nation
from trialign.report.looks import Asking, Cell, MatrixRow, MatrixView
from trialign.report.plots import graph, lag, matrix, tables
from trialign.report.relations import Column, Edge, Node, RelationsView, Tie
from trialign.report.timelines import (
    Event,
    EventKind,
    Lag,
    Lane,
    LeftOut,
    ListingState,
    OpenGap,
    Timeline,
    TimelineView,
)

AS_OF = date(2026, 11, 22)
_SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>' & ]]>",
    "javascript:alert(1)",
    "\u202egnp.exe\u202c \u200f\u2066x",
    "a\x00b\x08c\x1b[31m\ud800\uffff\ufffe\x85",
    "א" * 200,
    "漢字" * 300,
    "A" * 100_000,
    "word " * 20_000,
    "",
    " ",
    "\n\n",
    "e" + "\u0301" * 500,
)


def _words(name: str) -> Need:
    return Need(Biomarker((), Alteration.ANY, "", Origin.EITHER, "", name), (name,))


def a_matrix(name: str) -> MatrixView:
    words = tuple(Coverage)
    rows = []
    for number in range(5):
        cells = tuple(
            Cell(
                Judgement(nation, words[(at + number) % 5], name, "", (), (), False),
                Since(reason=name),
                Asking((), ()),
            )
            for at, nation in enumerate(Nation)
        )
        rows.append(MatrixRow(_words(name if number else "RET fusion"), name, Asking((name,), ()), cells))
    return MatrixView(AS_OF, tuple(Nation), "all", tuple(rows), {})


def lanes_of(name: str) -> TimelineView:
    events = (
        Event(EventKind.LICENCE, name, date(2021, 5, 4), date(2021, 5, 4), name),
        Event(EventKind.DECISION, name, None, date(2022, 1, 1), name),
        Event(EventKind.LISTING, name, date(2022, 6, 1), date(2024, 6, 1), name),
        Event(EventKind.DECISION, name, None, None, "undated"),
    )
    lanes = (
        Lane(Nation.ENGLAND, events, ListingState.DATED, name, Lag(3, 300, name)),
        Lane(Nation.SCOTLAND, events[:2], ListingState.MISSING, name, None, OpenGap(date(2023, 1, 1), 99, name)),
        Lane(Nation.WALES, events[:1], ListingState.CANNOT_TELL, name),
    )
    return TimelineView(
        AS_OF, tuple(Nation), (Timeline(name, (name, "RET fusion"), name, name, lanes),), (LeftOut(2, name),)
    )


def a_graph(name: str) -> RelationsView:
    nodes = (
        Node("a", Column.ASKS, name, name, Tie.YES, (name,)),
        Node("b", Column.NEEDS, name, name),
        Node("c", Column.NATIONS, "England", ""),
        Node("d", Column.TESTS, name, name, Tie.UNKNOWN),
    )
    edges = (
        Edge("a", "b", name, Tie.YES),
        Edge("a", "c", name, Tie.YES, False),
        Edge("b", "c", name, Tie.NO),
        Edge("c", "d", name, Tie.UNKNOWN),
    )
    return RelationsView(AS_OF, name, nodes, edges, ((name, name, name, name),), (name,))


DRAWN: dict[str, Callable[[str, bool], str]] = {
    "matrix": lambda name, inline: matrix.matrix_svg(a_matrix(name), inline=inline),
    "lag": lambda name, inline: lag.lag_svg(lanes_of(name), inline=inline),
    "graph": lambda name, inline: graph.graph_svg(a_graph(name), inline=inline),
}
EMPTY = {
    "matrix": lambda: matrix.matrix_svg(replace(a_matrix(""), rows=()), inline=True),
    "lag": lambda: lag.lag_svg(TimelineView(AS_OF, tuple(Nation), (), ()), inline=True),
    "graph": lambda: graph.graph_svg(RelationsView(AS_OF, "RET fusion", (), (), (), ()), inline=True),
}


@pytest.fixture(params=sorted(DRAWN))
def drawn(request: pytest.FixtureRequest) -> Callable[[str, bool], str]:
    return DRAWN[request.param]


def _texts(root: Element) -> Iterator[str]:
    for each in root.iter(f"{_SVG}text"):
        yield each.text or ""


def test_it_is_an_image_with_a_name_and_a_description(drawn: Callable[[str, bool], str]) -> None:
    root = fromstring(drawn("a name", True))
    title, desc = root[0], root[1]
    assert (root.tag, root.get("role")) == (f"{_SVG}svg", "img")
    assert (title.tag, desc.tag) == (f"{_SVG}title", f"{_SVG}desc")
    assert title.text == root.get("aria-label")
    assert title.text and "2026-11-22" in title.text
    assert desc.text and len(desc.text) > 20
    assert root.get("viewBox", "").split() == ["0", "0", root.get("width"), root.get("height")]


@pytest.mark.parametrize("inline", [True, False])
def test_it_has_no_id_no_script_and_no_reference(drawn: Callable[[str, bool], str], inline: bool) -> None:
    for text in HOSTILE:
        root = fromstring(drawn(text, inline))
        for element in root.iter():
            local = element.tag.removeprefix(_SVG)
            assert local in {"svg", "title", "desc", "rect", "text", "g", "line", "path", "circle", "polygon"}
            names = {name.rpartition("}")[2] for name in element.attrib}
            assert not names & {"id", "href", "style", "src"}
            assert not [name for name in names if name.startswith("on")]
            assert not [value for value in element.attrib.values() if "url(" in value]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_and_inside_the_picture(drawn: Callable[[str, bool], str], text: str) -> None:
    svg = drawn(text, False)
    assert len(svg) < 200_000
    assert "<script" not in svg and "<img" not in svg
    assert not [sign for sign in svg if not sign.isprintable() and sign != "\n"]
    root = fromstring(svg)
    wide, high = int(root.get("width", "0")), int(root.get("height", "0"))
    assert wide == 1100 and high < 2_000
    for each in root.iter(f"{_SVG}text"):
        assert 0 <= float(each.get("x", "-1")) <= wide
        assert 0 <= float(each.get("y", "-1")) <= high
        assert len(each.text or "") < 700  # signs without width of their own count for nothing
    svg.encode("utf-8")


def test_a_hostile_name_is_shown_as_it_is_written(drawn: Callable[[str, bool], str]) -> None:
    assert any("<b>" in text for text in _texts(fromstring(drawn("<b>&amp;", False))))


def test_what_is_cut_stands_whole_in_a_title(drawn: Callable[[str, bool], str]) -> None:
    name = " ".join(f"part{number}" for number in range(60))
    root = fromstring(drawn(name, True))
    assert any("…" in text for text in _texts(root))
    assert any("part59" in (each.text or "") for each in root.iter(f"{_SVG}title"))


def test_the_same_input_gives_the_same_bytes(drawn: Callable[[str, bool], str]) -> None:
    assert drawn("a name", True) == drawn("a name", True)


def test_a_file_of_its_own_has_a_white_ground_and_a_page_none(drawn: Callable[[str, bool], str]) -> None:
    alone, inline = drawn("a name", False), drawn("a name", True)
    assert alone.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg')
    assert '<rect width="100%" height="100%" fill="#ffffff" />' in alone
    assert inline.startswith("<svg") and "100%" not in inline


def test_every_colour_is_that_of_a_tone_with_a_class_for_the_theme_of_the_page(
    drawn: Callable[[str, bool], str],
) -> None:
    root = fromstring(drawn("a name", True))
    for each in list(root.iter())[1:]:
        coloured = each.get("fill", "none") != "none" or each.get("stroke")
        assert bool(coloured) == bool(each.get("class")), each.attrib


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_nothing_to_show_is_said(name: str) -> None:
    root = fromstring(EMPTY[name]())
    said = " ".join(each.text or "" for each in root.iter())
    assert re.search(r"no row to show|Nothing that is held is dated|Nothing asks for it", said)


def test_each_answer_has_a_sign_and_a_word_in_its_cell() -> None:
    texts = list(_texts(fromstring(matrix.matrix_svg(a_matrix("a cancer"), inline=True))))
    for sign in ("+ covered", "~ partly", "− gap", "o outside", "? cannot tell"):
        assert texts.count(sign) == 5, sign  # four cells and the legend


def test_each_kind_of_event_has_a_shape_of_its_own() -> None:
    lanes = lanes_of("a name")
    root = fromstring(lag.lag_svg(replace(lanes, timelines=()), inline=True))
    marks = [each for each in root if each.get("class", "").startswith("pf-")]
    shapes = [(each.tag.removeprefix(_SVG), len(each.get("points", "").split())) for each in marks]
    assert shapes[:4] == [("circle", 0), ("polygon", 4), ("rect", 0), ("polygon", 3)]


def test_what_is_not_known_is_dashed_and_bears_a_question_mark() -> None:
    root = fromstring(graph.graph_svg(a_graph("a name"), inline=True))
    dashed = [each for each in root.iter() if each.get("stroke-dasharray")]
    assert {each.get("class", "").partition("-")[2].partition(" ")[0] for each in dashed} == {"unknown"}
    assert "? a name" in set(_texts(root))
    lanes = fromstring(lag.lag_svg(lanes_of("a name"), inline=True))
    assert "? cannot tell" in set(_texts(lanes))


def test_undated_decisions_stand_left_of_the_axis_with_their_number() -> None:
    root = fromstring(lag.lag_svg(lanes_of("a name"), inline=True))
    assert any(text == "1" for text in _texts(root))


def test_nations_of_which_the_same_is_known_share_a_lane() -> None:
    view = lanes_of("a name")
    (timeline,) = view.timelines
    wales = timeline.lanes[2]
    other = replace(wales, nation=Nation.NORTHERN_IRELAND, said="another reason")
    svg = lag.lag_svg(replace(view, timelines=(replace(timeline, lanes=(wales, other)),)), inline=True)
    assert "Wales, N. Ireland" in set(_texts(fromstring(svg)))


def test_a_matrix_is_parted_without_losing_a_row() -> None:
    view = a_matrix("a cancer")
    parts = matrix.parts(view, 2)
    assert [len(part.rows) for part in parts] == [2, 2, 1]
    assert tuple(row for part in parts for row in part.rows) == view.rows
    assert matrix.parts(view, 0) == (view,) == matrix.parts(view, 5)
    assert "part 2 of 3" in matrix.matrix_svg(parts[1], inline=False, part="2 of 3")


def test_each_picture_has_its_data_as_a_table() -> None:
    views = (
        tables.matrix_table(a_matrix("a cancer")),
        tables.lag_table(lanes_of("a")),
        tables.graph_table(a_graph("a")),
    )
    for table in views:
        assert table.rows and {len(row) for row in table.rows} == {len(table.header)}
        assert 0 < table.heads < len(table.header)
        assert "2026-11-22" in table.caption


def test_the_rows_of_the_matrix_say_the_answer_in_words() -> None:
    (first, *_) = tables.matrix_table(a_matrix("a cancer")).rows
    assert first == ("a cancer", "RET fusion", "covered", "partly covered", "not covered", "outside the directory",
                     "a cancer")  # fmt: skip
