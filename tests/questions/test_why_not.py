"""Why not: an answer in a sentence, what comes near, who decides, whom it leaves out, and what would change it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

import trialign.report
from trialign.cli import names
from trialign.load.world import World
from trialign.model.coverage import Coverage, Fit
from trialign.model.directory import Nation
from trialign.model.why_not import WhyNot
from trialign.questions.changes import changes
from trialign.questions.why_not import Asker
from trialign.report import why_not as report

_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "why-not.schema.json"
_QUESTIONS = [
    ("BRAF V600E", "glioma", Nation.SCOTLAND),
    ("KRAS G12C", "NSCLC", Nation.ENGLAND),
    ("NTRK1 fusion", "Gastric Cancer", Nation.ENGLAND),
    ("NTRK1 fusion", "SOLID", Nation.ENGLAND),
    ("RET fusion", "NSCLC", Nation.WALES),
    ("BRCA1 small variant", "PRAD", Nation.SCOTLAND),
    ("FLT3 small variant", "AML", Nation.ENGLAND),
    ("HER2", "BRCA", Nation.NORTHERN_IRELAND),
    ("MSI-H", "UCEC", Nation.ENGLAND),
]


@pytest.fixture(scope="module")
def asker(world: World) -> Asker:
    return Asker(world)


def _ask(asker: Asker, marker: str, cancer: str, nation: Nation, age: str = "", line: str = "") -> WhyNot:
    (biomarker,) = names.biomarkers(marker, asker.world)
    need, name = names.need(cancer, biomarker, age, asker.world)
    return asker.why_not(marker, need, name, nation, line)


def _text(found: WhyNot, width: int = 100) -> str:
    console = Console(width=width, file=io.StringIO(), highlight=False)
    with console.capture() as captured:
        report.show_all(console, [found])
    return captured.get()


def test_what_is_covered_is_said_so_with_its_test_and_nothing_to_change(asker: Asker) -> None:
    found = _ask(asker, "KRAS G12C", "NSCLC", Nation.ENGLAND)
    assert found.answer.startswith("KRAS G12C in Non-Small Cell Lung Cancer is tested in England: M4.1 '")
    assert found.near[0].fit is Fit.FULL
    assert (found.changes, found.witness, found.no_witness) == ((), None, "")
    assert "What would change" not in _text(found)


@pytest.mark.parametrize(("marker", "cancer", "nation"), _QUESTIONS)
def test_the_first_sentence_says_no_more_than_is_known(
    marker: str, cancer: str, nation: Nation, asker: Asker
) -> None:
    found = _ask(asker, marker, cancer, nation)
    word = found.judgement.coverage
    assert ("is not tested" in found.answer) == (word is Coverage.NOT_COVERED)
    assert found.answer.startswith("It cannot be told whether") == (word is Coverage.CANNOT_TELL)
    assert bool(found.changes) == (word is not Coverage.COVERED)


@pytest.mark.parametrize(("marker", "cancer", "nation"), _QUESTIONS)
def test_the_json_has_the_shape_of_its_schema(marker: str, cancer: str, nation: Nation, asker: Asker) -> None:
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(report.as_json(marker, [_ask(asker, marker, cancer, nation)]))
    assert [f"{list(each.path)} {each.message}" for each in Draft202012Validator(schema).iter_errors(value)] == []


@pytest.mark.parametrize("width", [60, 100, 200])
@pytest.mark.parametrize(("marker", "cancer", "nation"), _QUESTIONS)
def test_no_line_is_longer_than_the_window(
    width: int, marker: str, cancer: str, nation: Nation, asker: Asker
) -> None:
    assert max(map(len, _text(_ask(asker, marker, cancer, nation), width).splitlines())) <= width


def test_a_nation_that_is_not_fully_known_is_asked_and_not_blamed(asker: Asker) -> None:
    found = _ask(asker, "BRCA1 small variant", "PRAD", Nation.SCOTLAND)
    assert found.changes[0].startswith("Find out whether Scotland offers a test for BRCA1 small variant")
    assert any("not complete" in each for each in found.known)
    assert [each.lacks for each in found.near] == ["date"]
    assert found.witness is None


def test_decisions_of_the_nation_come_first_with_their_reference_and_place(asker: Asker) -> None:
    found = _ask(asker, "BRAF V600E", "glioma", Nation.SCOTLAND)
    first = found.decisions[0]
    assert (first.body, Nation.SCOTLAND in first.nations) == ("SMC", True)
    assert first.source.where.line > 0
    assert first.medicine in found.funding
    counts = [Nation.SCOTLAND in each.nations for each in found.decisions]
    assert counts == sorted(counts, reverse=True)
    assert not all(counts)


def test_a_refusal_is_told_where_nothing_is_funded(asker: Asker) -> None:
    found = _ask(asker, "ESR1 small variant", "BRCA", Nation.SCOTLAND)
    standings = {each.standing for each in found.decisions if Nation.SCOTLAND in each.nations}
    assert standings == {"refused"}
    assert found.funding.startswith("No medicine for it is funded there, as far as is held: in Scotland elacestrant")


def test_a_medicine_may_be_funded_in_one_line_and_refused_in_another(asker: Asker) -> None:
    first = _ask(asker, "RET fusion", "NSCLC", Nation.SCOTLAND, line="1L")
    second = _ask(asker, "RET fusion", "NSCLC", Nation.SCOTLAND, line="2L")
    assert first.funding.startswith("In Scotland selpercatinib is recommended with restrictions by SMC")
    assert "selpercatinib is not recommended by SMC" in second.funding


def test_where_no_decision_asks_nothing_is_called_funded(asker: Asker) -> None:
    found = _ask(asker, "KRAS small variant", "PAAD", Nation.ENGLAND)
    assert found.funding == "Among the decisions held, none funds a medicine for it in England."


def test_a_line_of_treatment_leaves_out_decisions_on_others(asker: Asker) -> None:
    def lines(line: str) -> set[str]:
        found = _ask(asker, "ALK fusion", "NSCLC", Nation.ENGLAND, line=line)
        return {each.line for each in found.decisions}

    assert {"1L", "2L+"} <= lines("")
    assert "2L+" not in lines("1L")
    assert "1L" not in lines("3L+")
    assert "" in lines("1L")


def test_children_are_not_asked_about_with_decisions_for_adults(asker: Asker) -> None:
    adults = _ask(asker, "KRAS G12C", "NSCLC", Nation.ENGLAND, age="adult")
    children = _ask(asker, "KRAS G12C", "NSCLC", Nation.ENGLAND, age="1-17")
    assert len(children.decisions) < len(adults.decisions)


def test_tests_of_other_cancers_come_near_the_kindred_ones_first(asker: Asker) -> None:
    found = _ask(asker, "KRAS small variant", "PAAD", Nation.ENGLAND)
    others = [each for each in found.near if each.lacks == "cancer"]
    assert others
    assert all(each.reason.startswith("it serves only") for each in others)


def test_the_indications_without_a_test_are_the_change_for_a_broad_need(asker: Asker) -> None:
    found = _ask(asker, "NTRK1 fusion", "SOLID", Nation.ENGLAND)
    assert found.changes[0].startswith("List NTRK1 fusion under M54")
    assert found.witness is not None
    assert found.witness.indication == "M54"


def test_each_test_that_comes_near_says_the_one_thing_that_it_lacks(asker: Asker) -> None:
    for question in _QUESTIONS:
        for each in _ask(asker, *question).near:
            assert bool(each.lacks) == (each.fit is not Fit.FULL)
            assert bool(each.reason) == (each.fit is not Fit.FULL)
            assert each.source.where.line > 0


def _changes(asker: Asker, fit: dict[str, Any], coverage: Coverage) -> tuple[str, ...]:
    found = _ask(asker, "BRAF small variant", "MEL", Nation.ENGLAND, age="all")
    near = replace(found.near[0], **{"fit": Fit.PART, **fit})
    judged = replace(found.judgement, coverage=coverage, islands=())
    directory = asker.world.directory(Nation.ENGLAND)
    return changes(found.need, found.cancer_name, judged, [near], directory, asker.ontology)


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        ({"cause": "variant", "reason": "it reads hotspots"}, "Widen {} from hotspots to the whole gene."),
        (
            {"cause": "variant", "reason": "it reports only V600E"},
            "Add BRAF small variant to {}: it reports only V600E.",
        ),
        ({"cause": "partner", "reason": "it names EML4"}, "Let {} report any partner: it names EML4."),
        ({"cause": "indication", "reason": "it serves only 'X'"}, "Open {} to Melanoma: it serves only 'X'."),
        ({"cause": "availability", "reason": "in part"}, "Offer {} to all of the nation's patients: in part."),
        (
            {"fit": Fit.POSSIBLE, "cause": "unnamed", "reason": "no genes"},
            "Find out whether {} reports it: no genes.",
        ),
        ({"fit": Fit.POSSIBLE, "cause": "age", "reason": "not said"}, "Find out which ages {} serves: not said."),
    ],
)
def test_what_a_test_lacks_is_what_would_change_the_answer(fit: dict[str, Any], said: str, asker: Asker) -> None:
    code = _ask(asker, "BRAF small variant", "MEL", Nation.ENGLAND, age="all").near[0].code
    assert _changes(asker, fit, Coverage.PARTLY) == (said.format(code),)


def test_where_nothing_comes_near_the_indication_for_a_new_test_is_named(asker: Asker) -> None:
    fit = {"fit": Fit.NEAR_MISS, "cause": "class", "reason": "it sees BRAF fusion"}
    found = _changes(asker, fit, Coverage.NOT_COVERED)
    assert found[0].startswith("Add a technology that sees BRAF small variant")
    assert found[1].startswith("List a test that reports BRAF small variant under M7 Melanoma")


@pytest.mark.parametrize(
    ("marker", "cancer", "said"),
    [
        ("HER2", "BRCA", "Ask pathology, tissue typing or the clinic: no genomic directory would list it."),
        ("MSI-H", "UCEC", "Ask pathology, which answers it too; a genomic test would have to be listed."),
    ],
)
def test_pathology_is_asked_where_it_answers(marker: str, cancer: str, said: str, asker: Asker) -> None:
    found = _ask(asker, marker, cancer, Nation.SCOTLAND)
    assert found.judgement.coverage is Coverage.OUTSIDE
    assert found.changes == (said,)
