"""Which decisions speak of the same patients, in which order, and how many days lie between."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from tests.facts.literal import Decided

from trialign.facts.comparisons import Chains, Pair, before, days_between, ordered, pairs
from trialign.model.decision import Decision
from trialign.ontology import Ontology

SMC: dict[str, Any] = {"body": "SMC", "day": "2024-06-10"}

AS_OF = date(2026, 11, 22)


def _pair(ontology: Ontology, *decisions: Decision) -> Pair | None:
    found = pairs(decisions, ontology, AS_OF)
    assert found == pairs(decisions[::-1], ontology, AS_OF)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({}, {}),
        ({}, {"line": "any"}),
        ({"line": "2L+"}, {"line": "3L+"}),
        ({"cancers": ("NSCLC",)}, {"cancers": ("LUAD",)}),
        ({"biomarkers": ["EGFR small variant"]}, {"biomarkers": ["EGFR L858R"]}),
        ({"biomarkers": ["EGFR L858R", "EGFR exon 19 deletion"]}, {"biomarkers": ["EGFR L858R"]}),
        ({"biomarkers": ["EGFR alteration"]}, {"biomarkers": ["EGFR small variant"]}),
        ({"biomarkers": ["PD-L1 expression"]}, {"biomarkers": ["PD-L1 expression [TPS >= 50%]"]}),
        ({"line": "", "setting": "adjuvant"}, {"line": "", "setting": "adjuvant"}),
        ({"line": ""}, {"line": ""}),
        ({"age": ""}, {"age": "paediatric"}),
        ({"age": ">=12"}, {"age": "adult"}),
    ],
)
def test_the_same_patients(decided: Decided, ontology: Ontology, left: dict[str, Any], right: dict[str, Any]) -> None:
    found = _pair(ontology, decided("TA1", **left), decided("SM1", **SMC, **right))
    assert found is not None
    assert found.certain, found.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({}, {"line": "2L+"}),
        ({}, {"setting": "adjuvant"}),
        ({}, {"cancers": ("BRCA",)}),
        ({}, {"stage": "draft"}),
        ({}, {"age": "paediatric"}),
        ({"age": ">=12"}, {"age": "1-11"}),
        ({}, {"medicine": "osimertinib + pemetrexed"}),
        ({}, {"biomarkers": ["EGFR exon 20 insertion"]}),
        ({}, {"biomarkers": ["!EGFR L858R"]}),
        ({"biomarkers": ["HER2 expression"]}, {"biomarkers": ["HER2 expression [low]"]}),
        ({"biomarkers": []}, {"biomarkers": []}),
    ],
)
def test_other_patients(decided: Decided, ontology: Ontology, left: dict[str, Any], right: dict[str, Any]) -> None:
    assert _pair(ontology, decided("TA1", **left), decided("SM1", **SMC, **right)) is None


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ({}, {"line": ""}, "the line of treatment of one of them is not known"),
        ({"line": "any"}, {"setting": ""}, "the setting of one of them is not known"),
        ({}, {"biomarkers": []}, "one of them prints no biomarker"),
        ({}, {"biomarkers": ["!ALK fusion"]}, "one of them prints only what must be absent"),
        (
            {"medicine": "osimertinib + pemetrexed"},
            {"medicine": "osimertinib + chemotherapy"},
            "the chemotherapy beside it, or its form, is printed differently",
        ),
    ],
)
def test_perhaps_the_same_patients(
    decided: Decided, ontology: Ontology, left: dict[str, Any], right: dict[str, Any], reason: str
) -> None:
    found = _pair(ontology, decided("TA1", **left), decided("SM1", **SMC, **right))
    assert found is not None
    assert (found.certain, found.reason) == (False, reason)


def test_two_decisions_without_a_line_are_doubtful_once_a_third_one_on_the_same_use_prints_one(
    decided: Decided, ontology: Ontology
) -> None:
    two = decided("TA1", line=""), decided("SM1", body="SMC", line="", day="2024-06-10")
    third = decided("TA2", line="2L+", day="2025-06-10")
    certain = {(each.left.ref, each.right.ref): each.certain for each in pairs((*two, third), ontology, AS_OF)}
    assert certain["TA1", "SM1"] is False
    assert pairs(two, ontology, AS_OF)[0].certain


def test_a_form_for_any_line_tells_the_line_of_guidance_that_prints_none(
    decided: Decided, ontology: Ontology
) -> None:
    guidance = decided("TA1", line="")
    form = decided("OSI1", body="NHSE-CDF", outcome="funding-form", line="any", day="2024-02-10")
    other = decided("SM1", **SMC, line="2L+")
    certain = {
        (each.left.ref, each.right.ref): each.certain for each in pairs((guidance, form, other), ontology, AS_OF)
    }
    assert certain["TA1", "SM1"]


def test_left_is_the_earlier_one_and_each_pair_stands_once(decided: Decided, ontology: Ontology) -> None:
    two = decided("TA9", day="2024-02-01"), decided("SM1", body="SMC", day="2024-01-31")
    assert [(each.left.ref, each.right.ref) for each in pairs(two, ontology, AS_OF)] == [("SM1", "TA9")]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"day": "2024-01-10"}, {"day": "2024-01-11"}, True),
        ({"day": "2024-01-11"}, {"day": "2024-01-10"}, False),
        ({"day": "2024-01-10"}, {"day": "2024-01-10"}, None),
        ({"day": "2024-01"}, {"day": "2024-01-31"}, None),
        ({"day": "2024-01"}, {"day": "2024-02-01"}, True),
        ({"day": ""}, {"day": "2024-01-10"}, None),
        ({"day": "2024-01-10"}, {"day": "2025-01-10", "seen": True}, None),
        ({"day": "2024-01-10", "seen": True}, {"day": "2025-01-10"}, True),
        ({"day": "2025-01-10", "seen": True}, {"day": "2024-01-10"}, None),
        ({"day": "", "superseded_by": "B"}, {"day": ""}, True),
        ({"day": "2025-01-10", "superseded_by": "B"}, {"day": "2024-01-10"}, True),
        ({"day": ""}, {"day": "", "supersedes": "A"}, True),
        ({"day": "", "supersedes": "B"}, {"day": ""}, False),
    ],
)
def test_which_came_before(
    decided: Decided, left: dict[str, Any], right: dict[str, Any], expected: bool | None
) -> None:
    assert before(decided("A", **left), decided("B", **right)) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"day": "2024-01-10"}, {"day": "2024-02-10"}, (31, 31)),
        ({"day": "2020-08"}, {"day": "2021-01-18"}, (140, 170)),
        ({"day": "2024-01-10"}, {"day": "2024-02"}, (22, 50)),
        ({"day": "2024-01"}, {"day": "2024-01-31"}, (0, 30)),
        ({"day": "2024-01-10", "seen": True}, {"day": "2024-02-10"}, (31, None)),
        ({"day": "2024-01-10"}, {"day": "2024-02-10", "seen": True}, (0, 31)),
        ({"day": ""}, {"day": "2024-02-10"}, None),
        ({"day": "2024-01-10"}, {"day": ""}, None),
    ],
)
def test_how_many_days_lie_between(
    decided: Decided, left: dict[str, Any], right: dict[str, Any], expected: tuple[int, int | None] | None
) -> None:
    assert days_between(decided("A", **left), decided("B", **right)) == expected


def test_order_is_by_date_and_by_what_replaced_what(decided: Decided) -> None:
    decisions = (
        decided("C", day="2024-03-01", superseded_by="B"),
        decided("B", day="2024-02"),
        decided("A", day="2024-01-10"),
        decided("D", day=""),
    )
    for every in permutations(decisions):
        assert [each.ref for each in ordered(every)] == ["A", "C", "B", "D"]


def test_decisions_that_replace_each_other_in_a_circle_are_ordered_all_the_same(decided: Decided) -> None:
    circle = decided("A", superseded_by="B"), decided("B", superseded_by="A", day="2024-02-01")
    assert [each.ref for each in ordered(circle)] == ["A", "B"]


def test_a_chain_holds_what_speaks_of_the_patients_of_both(decided: Decided, ontology: Ontology) -> None:
    wide = decided("TA1", ["EGFR small variant"], day="2024-01-01")
    one = decided("SM1", ["EGFR L858R"], body="SMC", day="2024-02-01")
    same = decided("AW1", ["EGFR L858R"], body="AWMSG", day="2024-03-01")
    other = decided("SM2", ["EGFR exon 20 insertion"], body="SMC", day="2024-04-01")
    found = pairs((wide, one, same, other), ontology, AS_OF)
    chains = Chains(found)
    told = {(each.left.ref, each.right.ref): [one.ref for one in chains.of(each)] for each in found}
    assert told["TA1", "SM1"] == ["TA1", "SM1", "AW1"]
    assert told["TA1", "SM2"] == ["TA1", "SM2"]
    assert {each.ref for each in chains.around(wide)} == {"SM1", "AW1", "SM2"}
    assert {each.ref for each in chains.around(other)} == {"TA1"}
