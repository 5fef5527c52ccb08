"""The map of one biomarker, of a world of a few records whose relations are worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import networkx as nx
import pytest
from tests import small_world

from trialign import folding
from trialign.errors import UsageError
from trialign.folding import Box
from trialign.model.directory import Nation
from trialign.nomenclature import labels
from trialign.pipeline import Run
from trialign.relations import relations
from trialign.report.plots import tables
from trialign.report.relations import Column, Node, RelationsView, Tie


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("world")
    small_world.write(root)
    return small_world.checked(root)


def _view(run: Run, label: str, *nations: Nation) -> RelationsView:
    return relations(run, labels.parse(label, run.world.vocabulary.genes).biomarker, nations or tuple(Nation))


def _edges(view: RelationsView) -> set[tuple[str, str, str, Tie]]:
    names = {node.id: node.label for node in view.nodes}
    return {(names[each.source], each.says, names[each.target], each.tie) for each in view.edges if each.drawn}


LUNG = "Non-Small Cell Lung Cancer"


def test_who_asks_which_nation_answers_and_which_test_reports(run: Run) -> None:
    assert _edges(_view(run, "EGFR L858R")) == {
        ("osimertinib (3 decisions)", "2 asks for it, 1 is licensed for it", LUNG, Tie.YES),
        (LUNG, "covered", "England", Tie.YES),
        (LUNG, "covered", "Scotland", Tie.YES),
        (LUNG, "cannot tell", "Wales", Tie.UNKNOWN),
        (LUNG, "cannot tell", "Northern Ireland", Tie.UNKNOWN),
        ("England", "reports it", "M4.2", Tie.YES),
        ("Scotland", "reports it", "S1", Tie.YES),
        ("Wales", "cannot tell", "tests not known", Tie.UNKNOWN),
        ("Northern Ireland", "cannot tell", "tests not known", Tie.UNKNOWN),
    }


def test_a_gap_and_a_refusal_are_lines_of_their_own(run: Run) -> None:
    found = _edges(_view(run, "RET fusion"))
    assert (LUNG, "not covered", "England", Tie.NO) in found
    assert ("pralsetinib, NICE TA5", "was refused for it", LUNG, Tie.NO) in found
    assert ("selpercatinib, NICE TA2", "asks for it", LUNG, Tie.YES) in found


def test_what_asks_for_the_absence_of_a_biomarker_says_so(run: Run) -> None:
    for row in run.facts.rows["decision"]:
        if row["medicine"] == "selpercatinib":
            row["absent"] = True
    found = _edges(_view(run, "RET fusion"))
    for row in run.facts.rows["decision"]:
        row["absent"] = False
    assert ("selpercatinib, NICE TA2", "asks for its absence", LUNG, Tie.YES) in found


def test_a_nation_whose_tests_are_not_known_has_a_box_that_says_so(run: Run) -> None:
    view = _view(run, "RET fusion", Nation.WALES)
    (box,) = (node for node in view.nodes if node.column is Column.TESTS)
    assert (box.label, box.detail, box.tie) == ("tests not known", "no directory of Wales is loaded", Tie.UNKNOWN)


def test_open_trials_ask_too(run: Run) -> None:
    view = _view(run, "BRAF V600E")
    (trial,) = (node for node in view.nodes if node.column is Column.ASKS)
    assert (trial.label, trial.detail) == ("NCT00000001", "open trial in all four nations")


def test_where_a_decision_counts_is_told_in_its_box_and_in_the_table(run: Run) -> None:
    view = _view(run, "RET fusion")
    boxes = {node.label: node.detail for node in view.nodes}
    assert boxes["selpercatinib, NICE TA2"] == "counts in England, Wales"
    rows = tables.graph_table(view).rows
    assert ("NICE TA2: selpercatinib", "counts in", "England", "yes") in rows
    assert ("England", "not covered", f"RET fusion in {LUNG}", "no: no test of the directory reports it") in rows
    assert ("Wales", "cannot tell", f"RET fusion in {LUNG}", "not known: no directory of Wales is loaded") in rows


def test_a_gene_stands_for_its_variants(run: Run) -> None:
    assert [node.detail for node in _view(run, "EGFR alteration").nodes if node.column is Column.NEEDS] == [
        "EGFR L858R"
    ]


def test_what_nothing_asks_for_is_refused_with_a_way_on(run: Run) -> None:
    with pytest.raises(UsageError, match=r"asks for KIT small variant; see 'trialign matrix --needed-by all'"):
        _view(run, "KIT small variant")


def _graph(tests: int) -> nx.MultiDiGraph[Box]:
    """Return a graph of one decision and need in England, and many tests of which the last one is only possible."""
    graph: nx.MultiDiGraph[Box] = nx.MultiDiGraph()
    asks = Box(Column.ASKS, "d", "TA1", "a medicine", "a medicine")
    need = Box(Column.NEEDS, "n", "a cancer", "RET fusion", "a cancer")
    nation = Box(Column.NATIONS, "england", "England", "", "England")
    graph.add_edge(asks, need, says="asks for it", tie=Tie.YES, told="")
    graph.add_edge(asks, nation, says="counts in", tie=Tie.YES, told="")
    graph.add_edge(need, nation, says="covered", tie=Tie.YES, told="")
    for number in range(tests):
        test = Box(Column.TESTS, f"t{number:02}", f"T{number:02}", "a panel", f"t{number:02}")
        tie = Tie.YES if number < tests - 1 else Tie.UNKNOWN
        graph.add_edge(nation, test, says="reports it", tie=tie, told="RET fusion in a cancer")
    return graph


def _tests(view: RelationsView) -> list[Node]:
    return [node for node in view.nodes if node.column is Column.TESTS]


def test_a_long_column_folds_the_least_sure_into_one_box_that_names_them(run: Run) -> None:
    view = folding.view(_graph(25), date(2026, 11, 22), "RET fusion")
    shown = _tests(view)
    assert [node.label for node in shown] == [*(f"T{number:02}" for number in range(9)), "and 16 more"]
    assert [name.partition(":")[0] for name in shown[-1].whole] == [f"T{number:02}" for number in range(9, 25)]
    assert view.notes == ("16 of the column 'tests' are drawn in one box; the report's table has all",)
    assert sum(fact[1] == "reports it" for fact in view.facts) == 25


def test_a_column_that_fits_is_not_folded() -> None:
    view = folding.view(_graph(10), date(2026, 11, 22), "RET fusion")
    assert len(_tests(view)) == 10
    assert view.notes == ()


def test_answers_that_differ_are_doubted_where_one_is_not_known() -> None:
    graph = _graph(1)
    nation = next(box for box in graph if box.column is Column.NATIONS)
    other = Box(Column.NEEDS, "n2", "a cancer", "RET small variant", "a cancer")
    graph.add_edge(other, nation, says="cannot tell", tie=Tie.UNKNOWN, told="nobody knows")
    (edge,) = (each for each in folding.view(graph, date(2026, 11, 22), "RET").edges if "cannot tell" in each.says)
    assert (edge.says, edge.tie) == ("1 cannot tell, 1 covered", Tie.UNKNOWN)


def test_the_same_relations_in_any_order_give_the_same_map() -> None:
    graph = _graph(12)
    turned: nx.MultiDiGraph[Box] = nx.MultiDiGraph()
    for source, target, data in reversed(list(graph.edges(data=True))):
        turned.add_edge(source, target, **data)
    day = date(2026, 11, 22)
    assert folding.view(graph, day, "RET fusion") == folding.view(turned, day, "RET fusion")


def test_every_end_of_a_line_is_a_box(run: Run) -> None:
    view = _view(run, "EGFR L858R")
    count = Counter(node.id for node in view.nodes)
    assert set(count.values()) == {1}
    assert {end for edge in view.edges for end in (edge.source, edge.target)} <= set(count)
