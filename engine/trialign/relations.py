"""Use case: what asks for one biomarker and what reports it, as a graph that can be read.

Takes the facts of a finished run; nothing here judges. Every relation is in the graph; ``folding`` draws some of
them together so that the picture stays readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import networkx as nx

from trialign import folding
from trialign.errors import UsageError
from trialign.facts.tables import Row
from trialign.folding import Box
from trialign.matrix import lies_within
from trialign.measures import WORDS
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Coverage, Fit
from trialign.model.directory import Nation
from trialign.nomenclature.medicines import regimens
from trialign.ontology import ontology_of
from trialign.pipeline import Run
from trialign.report.relations import Column, RelationsView, Tie

_NOT_KNOWN = "tests not known"
_ASKS = {
    "positive": ("asks for it", Tie.YES),
    "licence": ("is licensed for it", Tie.YES),
    "form": ("is funded by form for it", Tie.YES),
    "refused": ("was refused for it", Tie.NO),
}
_ANSWERS = {
    Coverage.COVERED: Tie.YES,
    Coverage.PARTLY: Tie.PART,
    Coverage.NOT_COVERED: Tie.NO,
    Coverage.CANNOT_TELL: Tie.UNKNOWN,
    Coverage.OUTSIDE: Tie.OUTSIDE,
}
_REPORTS = {
    Fit.FULL: ("reports it", Tie.YES),
    Fit.PART: ("reports it in part", Tie.PART),
    Fit.POSSIBLE: ("may report it", Tie.UNKNOWN),
}


def relations(run: Run, asked: Biomarker, chosen: Sequence[Nation] = tuple(Nation)) -> RelationsView:
    """Return the map of a biomarker, its classes and variants, of a finished run.

    Raises:
        UsageError: No decision or licence in force and no open trial asks for it.
    """
    graph = _Relations(run, asked, chosen).graph()
    if not graph:
        raise UsageError(
            f"no licence or decision in force and no open trial asks for {asked.label}; "
            "see 'trialign matrix --needed-by all' for the biomarkers that are asked for"
        )
    return folding.view(graph, run.as_of, asked.label)


class _Relations:
    """Puts the graph of one biomarker together; nodes are ``Box`` records, edges bear their words and how sure."""

    def __init__(self, run: Run, asked: Biomarker, chosen: Sequence[Nation]) -> None:
        self._facts = run.facts
        ontology = ontology_of(run.world.vocabulary)
        self._needs = {
            number for number, need in run.facts.needs.items() if lies_within(need.biomarker, asked, ontology)
        }
        self._nations = {nation.value: nation for nation in chosen}
        self._tests = {str(row["id"]): row for row in run.facts.rows["test"]}
        self._coverage: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in run.facts.rows["coverage"]:
            if int(row["need"]) in self._needs:
                self._coverage[int(row["need"]), str(row["nation"])].append(row)

    def graph(self) -> nx.MultiDiGraph[Box]:
        """Return the graph; an empty one where nothing asks."""
        found: nx.MultiDiGraph[Box] = nx.MultiDiGraph()
        asking = [*self._rows("decision"), *self._rows("trial")]
        for row in asking:
            self._add_asking(found, row)
        numbers = {int(row["need"]) for row in asking}
        for answer in self._facts.rows["answer"]:
            if int(answer["need"]) in numbers and answer["nation"] in self._nations:
                self._add_answer(found, answer)
        return found

    def _rows(self, kind: str) -> Iterator[Row]:
        """Yield what asks: decisions and licences in force, refusals too, and trials that are open."""
        asks = {"decision": _is_asking, "trial": _is_recruiting}[kind]
        for row in self._facts.rows[kind]:
            if int(row["need"]) in self._needs and row["nation"] in self._nations and asks(row):
                yield row

    def _add_asking(self, graph: nx.MultiDiGraph[Box], row: Row) -> None:
        need = _need(row)
        if "medicine" in row:
            name = str(row["ref"]) if str(row["ref"]).startswith(str(row["body"])) else f"{row['body']} {row['ref']}"
            box = Box(Column.ASKS, str(row["record"]), name, str(row["medicine"]), _main(row))
            words, tie = _ASKS[str(row["standing"])]
        else:
            box = Box(Column.ASKS, str(row["record"]), str(row["record"]), "open trial", str(row["record"]))
            words, tie = "asks for it", Tie.YES
        _join(graph, box, need, words.replace("for it", "for its absence") if row["absent"] else words, tie)
        counts = "counts in" if "medicine" in row else "may take patients in"
        sure = Tie.UNKNOWN if row.get("adoption") == "presumed" else Tie.YES
        _join(graph, box, self._nation(row), counts, sure)

    def _nation(self, row: Row) -> Box:
        nation = self._nations[str(row["nation"])]
        return Box(Column.NATIONS, nation.value, nation.display, "", nation.display)

    def _add_answer(self, graph: nx.MultiDiGraph[Box], answer: Row) -> None:
        need, nation = _need(answer), self._nation(answer)
        word = Coverage(str(answer["coverage"]))
        reason = str(answer.get("reason", ""))
        _join(graph, need, nation, WORDS[word], _ANSWERS[word], reason)
        reporting = list(self._reporting(answer))
        for row, fit in reporting:
            test = self._tests[str(row["test"])]
            box = Box(Column.TESTS, str(row["test"]), str(row["code"]), str(test.get("name", "")), _code(row))
            words, tie = _REPORTS[fit]
            _join(graph, nation, box, words, tie, _in(answer))
        if word is Coverage.CANNOT_TELL and not reporting:
            box = Box(Column.TESTS, f"?{nation.key}", _NOT_KNOWN, reason, f"{_NOT_KNOWN} {nation.key}", Tie.UNKNOWN)
            _join(graph, nation, box, "cannot tell", Tie.UNKNOWN, _in(answer))

    def _reporting(self, answer: Row) -> Iterator[tuple[Row, Fit]]:
        for row in self._coverage[int(answer["need"]), str(answer["nation"])]:
            if (fit := Fit(str(row["fit"]))) in _REPORTS and row["test"] in self._tests:
                yield row, fit


def _is_asking(row: Row) -> bool:
    return bool(row["in_force"] and row["standing"] in _ASKS)


def _is_recruiting(row: Row) -> bool:
    return bool(row["open"] and row["current"] and not row["if_known"])


def _need(row: Row) -> Box:
    """Return the box of a biomarker in a cancer; ages are not told apart."""
    key = f"{row['biomarker_id']}|{row['cancer']}"
    return Box(Column.NEEDS, key, str(row["cancer_name"]), str(row["biomarker"]), str(row["cancer_name"]))


def _main(row: Row) -> str:
    """Return the medicine that a decision is about, whatever it is given with."""
    return regimens(str(row["medicine"]))[0].main


def _code(row: Row) -> str:
    return f"{row['nation']} {row['code']}"


def _in(answer: Row) -> str:
    return f"{answer['biomarker']} in {answer['cancer_name']}"


def _join(graph: nx.MultiDiGraph[Box], source: Box, target: Box, words: str, tie: Tie, told: str = "") -> None:
    """Add an edge once."""
    if not graph.has_edge(source, target, (words, told)):
        graph.add_edge(source, target, (words, told), says=words, tie=tie, told=told)
