"""Which rows the matrix has, who asks for them, and what its cells say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from trialign import resources
from trialign.coverage.judge import Judge
from trialign.errors import UsageError
from trialign.facts.decisions import Register, standing
from trialign.load.world import World, load_world
from trialign.matrix import NeededBy, Question, lies_within, matrix, needs_of
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Nation
from trialign.nomenclature import labels
from trialign.ontology import Ontology
from trialign.report.looks import MatrixView

_ALL = Question(tuple(Nation), (), (), "", NeededBy.DECISIONS)


def _ask(world: World, question: Question) -> MatrixView:
    return matrix(world, question, lambda _step: None)


def _question(world: World, *, biomarkers: tuple[str, ...] = (), cancers: tuple[str, ...] = ()) -> Question:
    found = tuple(labels.parse(each, world.vocabulary.genes).biomarker for each in biomarkers)
    places = (
        tuple((Need(found[0], (code,)), world.vocabulary.cancers.names[code]) for code in cancers) if found else ()
    )
    return replace(_ALL, biomarkers=found, cancers=places)


@pytest.fixture(scope="module")
def decided(world: World) -> MatrixView:
    """What positive decisions in force need."""
    return _ask(world, _ALL)


def test_each_row_is_needed_by_a_positive_decision_in_force(decided: MatrixView, world: World) -> None:
    assert world.decisions is not None
    register = Register(world.decisions, world.as_of)
    live = {
        each.ref for each in world.decisions.all if standing(each) == "positive" and register.in_force(each).value
    }
    assert decided.rows
    for row in decided.rows:
        assert row.asking.decisions
        assert all(any(ref in name for ref in live) for name in row.asking.decisions)


def test_every_need_of_a_decision_in_force_has_one_row(decided: MatrixView, world: World) -> None:
    rows = [(row.need.biomarker.id, row.need.cancers, row.need.age) for row in decided.rows]
    assert len(rows) == len(set(rows))
    wanted = {(each.biomarker.id, each.cancers, each.age) for each, by in needs_of(world).items() if by.decisions}
    assert set(rows) == wanted


def test_trials_add_rows_and_all_is_both(world: World, decided: MatrixView) -> None:
    trials = _ask(world, replace(_ALL, needed_by=NeededBy.TRIALS))
    both = _ask(world, replace(_ALL, needed_by=NeededBy.ALL))
    assert all(row.asking.trials for row in trials.rows)
    assert {row.need for row in both.rows} == {row.need for row in (*trials.rows, *decided.rows)}


def test_cells_say_what_the_judge_says(decided: MatrixView, world: World) -> None:
    judge = Judge(world.directories, Ontology(world.vocabulary), world.as_of)
    for row in decided.rows:
        assert [cell.judgement for cell in row.cells] == [judge.judge(row.need, nation) for nation in Nation]


def test_who_asks_in_a_nation_are_some_of_those_who_ask(decided: MatrixView) -> None:
    for row in decided.rows:
        assert {name for cell in row.cells for name in cell.asking.decisions} == set(row.asking.decisions)
    smc = [(row, name) for row in decided.rows for name in row.asking.decisions if name.startswith("SMC")]
    assert smc
    assert all(
        (name in cell.asking.decisions) is (cell.nation is Nation.SCOTLAND) for row, name in smc for cell in row.cells
    )


def test_named_biomarkers_and_cancers_are_crossed_whoever_needs_them(world: World) -> None:
    view = _ask(world, _question(world, biomarkers=("KRAS G12C", "RET fusion"), cancers=("NSCLC", "COADREAD")))
    assert [(row.need.cancers[0], row.need.biomarker.label) for row in view.rows] == [
        ("COADREAD", "KRAS G12C"),
        ("COADREAD", "RET fusion"),
        ("NSCLC", "KRAS G12C"),
        ("NSCLC", "RET fusion"),
    ]
    nobody = {row.need.biomarker.label for row in view.rows if not row.asking.decisions}
    assert "RET fusion" in nobody
    assert view.needed_by == ""


def test_a_gene_alone_stands_for_all_that_is_needed_of_it(world: World) -> None:
    view = _ask(world, _question(world, biomarkers=("EGFR",)))
    assert {row.need.biomarker.label for row in view.rows} >= {"EGFR T790M", "EGFR exon 19 deletion"}
    assert all("EGFR" in row.need.biomarker.label for row in view.rows)


def test_what_nobody_needs_is_said_with_a_way_on(world: World) -> None:
    with pytest.raises(UsageError, match=r"no decision in force needs GNAS R201C; try --needed-by all, or name both"):
        _ask(world, _question(world, biomarkers=("GNAS R201C",)))


def test_an_age_is_put_to_every_row(world: World) -> None:
    view = _ask(world, replace(_ALL, age="paediatric"))
    assert {row.need.age for row in view.rows} == {"paediatric"}
    assert any(row.cells[0].judgement.coverage is Coverage.CANNOT_TELL for row in view.rows)


def test_a_status_copied_after_the_day_says_nothing_of_that_day() -> None:
    past = load_world(resources.directories(), date(2021, 12, 1))
    assert all(not askers.trials for askers in needs_of(past).values())


def test_nations_that_cannot_tell_do_not_differ(decided: MatrixView) -> None:
    for row in decided.rows:
        known = {cell.judgement.coverage for cell in row.cells} - {Coverage.CANNOT_TELL, Coverage.OUTSIDE}
        assert row.differ is (len(known) > 1)


@pytest.mark.parametrize(
    ("found", "asked", "inside"),
    [
        ("EGFR L858R", "EGFR", True),
        ("EGFR L858R", "EGFR exon 21", True),
        ("EGFR L858R", "EGFR small variant", True),
        ("EGFR small variant", "EGFR L858R", False),
        ("EGFR amplification", "EGFR small variant", False),
        ("EML4::ALK fusion", "ALK fusion", True),
        ("MSI-H", "MSI-H", True),
        ("MSI-H", "dMMR", False),
        ("BRCA1 small variant", "BRCA1 small variant (germline)", False),
        ("PD-L1 expression [TPS >= 50%]", "PD-L1 expression", True),
    ],
)
def test_a_variant_lies_within_its_class_and_gene(world: World, found: str, asked: str, inside: bool) -> None:
    inner, outer = (labels.parse(each, world.vocabulary.genes).biomarker for each in (found, asked))
    assert lies_within(inner, outer, Ontology(world.vocabulary)) is inside
