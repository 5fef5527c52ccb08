"""Which decisions are in force on a day, and in which nations they count."""

from __future__ import annotations

from datetime import date

import pytest

from trialign.errors import Location
from trialign.facts.decisions import InForce, Register, nations, standing
from trialign.load.decisions import Decisions
from trialign.load.world import World
from trialign.model.dates import PartialDate
from trialign.model.decision import Decision
from trialign.model.directory import Nation, Source

AS_OF = date(2026, 11, 22)
YES, NO, PERHAPS = InForce(True, True), InForce(False, True), InForce(True, False)
_WHERE = Location("a literal decision", 1)


def _decision(
    ref: str = "TA1",
    day: str = "2020-01-01",
    stage: str = "final",
    outcome: str = "recommended",
    superseded_by: str = "",
    body: str = "NICE",
    ended: str = "",
    retrieved: str = "2026-11-22",
) -> Decision:
    return Decision(
        id=f"{body}-{ref}-{outcome}",
        body=body,
        ref=ref,
        medicine="selpercatinib",
        cancers=("NSCLC",),
        cancer_printed="",
        line="",
        setting="",
        age="",
        requirements=(),
        biomarkers_printed="",
        outcome=outcome,
        stage=stage,
        date=PartialDate.parse(day) if day else None,
        ended=PartialDate.parse(ended) if ended else None,
        supersedes=(),
        superseded_by=(superseded_by,) if superseded_by else (),
        confidence="high",
        source=Source(_WHERE, "https://example.org/", day, retrieved),
    )


def _in_force(*decisions: Decision, as_of: date = AS_OF) -> InForce:
    """Return how the first of some decisions stands on a day."""
    return _register(decisions, as_of).in_force(decisions[0])


def _register(decisions: tuple[Decision, ...], as_of: date = AS_OF) -> Register:
    return Register(Decisions(decisions, (), (), 180, (), Source(_WHERE, "", "", "")), as_of)


@pytest.mark.parametrize(
    ("stage", "expected"), [("final", YES), ("draft", NO), ("scheduled", NO), ("final-draft", NO)]
)
def test_only_a_final_decision_is_in_force(stage: str, expected: InForce) -> None:
    assert _in_force(_decision(stage=stage)) == expected


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("recommended", "positive"),
        ("optimised", "positive"),
        ("managed-access", "positive"),
        ("not-recommended", "refused"),
        ("funding-form", "form"),
        ("licensed", "licence"),
        ("terminated", "none"),
        ("non-submission", "none"),
    ],
)
def test_what_an_outcome_amounts_to(outcome: str, expected: str) -> None:
    assert standing(_decision(outcome=outcome)) == expected


def test_a_final_successor_ends_a_decision() -> None:
    old, new = _decision("TA1", superseded_by="TA2"), _decision("TA2", day="2024-03-01")
    assert _in_force(old, new) == NO
    assert _in_force(new, old) == YES


@pytest.mark.parametrize("stage", ["scheduled", "draft"])
def test_a_successor_that_is_not_final_supersedes_nothing(stage: str) -> None:
    assert _in_force(_decision("TA1", superseded_by="TA2"), _decision("TA2", stage=stage)) == YES


@pytest.mark.parametrize(("as_of", "expected"), [(date(2024, 2, 29), YES), (date(2024, 3, 1), NO)])
def test_a_successor_counts_from_its_own_day(as_of: date, expected: InForce) -> None:
    old, new = _decision("TA1", superseded_by="TA2"), _decision("TA2", day="2024-03-01")
    assert _in_force(old, new, as_of=as_of) == expected


def test_a_refusal_supersedes_too() -> None:
    old, new = _decision("TA1", superseded_by="TA2"), _decision("TA2", outcome="not-recommended")
    assert _in_force(old, new) == NO


@pytest.mark.parametrize(
    "ref", ["TA2 (extends)", "TA2 (adds relapsed/refractory)", "TA2 (junction adenocarcinoma part)"]
)
def test_a_successor_of_a_part_leaves_the_rest_in_force(ref: str) -> None:
    assert _in_force(_decision("TA1", superseded_by=ref), _decision("TA2")) == YES


def test_a_successor_is_found_without_the_part_in_brackets() -> None:
    assert _in_force(_decision("TA1", superseded_by="TA2"), _decision("TA2 (1.2)")) == NO


def test_a_successor_may_be_of_another_body_where_the_own_body_has_none() -> None:
    assert _in_force(_decision("1", superseded_by="2"), _decision("2", body="SMC")) == NO


def test_a_successor_of_the_own_body_comes_first() -> None:
    draft, final = _decision("2", stage="draft"), _decision("2", body="SMC")
    assert _in_force(_decision("1", superseded_by="2"), draft, final) == YES


def test_a_successor_that_is_not_held_is_reported_and_leaves_doubt() -> None:
    alone = _decision("TA1", superseded_by="TA9")
    assert _in_force(alone) == PERHAPS
    assert _register((alone,)).dangling() == [(alone, "TA9")]


def test_printed_successors_that_are_no_printed_reference(world: World) -> None:
    """Six rows name a successor that no row prints in these words; four of them only leave out or add a part."""
    assert world.decisions is not None
    refs = {decision.ref for decision in world.decisions.all}
    named = [(decision.id, ref) for decision in world.decisions.all for ref in decision.superseded_by]
    dangling = {decision.id for decision, _ in Register(world.decisions, AS_OF).dangling()}
    unprinted = {name for name, ref in named if ref not in refs}
    assert {"NICE-160", "NICE-161", "NICE-189", "SMC-031", "SMC-071", "SMC-111"} <= unprinted
    assert unprinted - dangling == {"NICE-189", "SMC-031", "SMC-071", "SMC-111"}


def test_successors_not_held_are_reported_on_bundled_data(world: World) -> None:
    assert world.decisions is not None
    register = Register(world.decisions, AS_OF)
    found = register.dangling()
    assert {("NICE-130", "TA422"), ("NICE-160", "TA1060"), ("NICE-161", "TA1060")} <= {
        (decision.id, ref) for decision, ref in found
    }
    assert not any(register.in_force(decision) == YES for decision, _ in found)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(date(2026, 11, 21), PERHAPS), (date(2026, 11, 22), YES), (date(2027, 1, 1), YES), (date(2020, 1, 1), PERHAPS)],
)
def test_an_undated_decision_counts_from_its_retrieval(as_of: date, expected: InForce) -> None:
    assert _in_force(_decision(day="", retrieved="2026-11-22"), as_of=as_of) == expected


@pytest.mark.parametrize(
    ("day", "as_of", "expected"),
    [
        ("2024-03-01", date(2024, 2, 29), NO),
        ("2024-03-01", date(2024, 3, 1), YES),
        ("2024-02", date(2024, 1, 31), NO),
        ("2024-02", date(2024, 2, 1), PERHAPS),
        ("2024-02", date(2024, 2, 28), PERHAPS),
        ("2024-02", date(2024, 2, 29), YES),
        ("2024", date(2023, 12, 31), NO),
        ("2024", date(2024, 1, 1), PERHAPS),
        ("2024", date(2024, 12, 30), PERHAPS),
        ("2024", date(2024, 12, 31), YES),
    ],
)
def test_months_and_years_are_certain_from_their_last_day(day: str, as_of: date, expected: InForce) -> None:
    assert _in_force(_decision(day=day), as_of=as_of) == expected


@pytest.mark.parametrize(
    ("ended", "as_of", "expected"),
    [
        ("2016-07-29", date(2016, 7, 28), YES),
        ("2016-07-29", date(2016, 7, 29), NO),
        ("2016", date(2015, 12, 31), YES),
        ("2016", date(2016, 6, 1), PERHAPS),
        ("2016", date(2016, 12, 31), NO),
    ],
)
def test_an_arrangement_that_ended_is_in_force_no_more(ended: str, as_of: date, expected: InForce) -> None:
    assert _in_force(_decision(day="2015-01-01", ended=ended), as_of=as_of) == expected


def _counts_in(decision: Decision, world: World) -> dict[str, str]:
    assert world.decisions is not None
    return {each.nation.value: each.basis for each in nations(decision, world.decisions.adoptions)}


def test_each_body_counts_where_it_decides(world: World) -> None:
    everywhere = {nation.value for nation in Nation}
    assert _counts_in(_decision(body="NICE"), world) == {
        "england": "mandate",
        "wales": "adopted",
        "northern-ireland": "presumed",
    }
    assert set(_counts_in(_decision(body="SMC"), world)) == {"scotland"}
    assert set(_counts_in(_decision(body="AWMSG"), world)) == {"wales"}
    assert set(_counts_in(_decision(body="NHSE-CDF"), world)) == {"england"}
    assert set(_counts_in(_decision(body="NI-DoH"), world)) == {"northern-ireland"}
    assert set(_counts_in(_decision(body="MHRA", day="2026-01-01", outcome="licensed"), world)) == everywhere


@pytest.mark.parametrize(
    ("outcome", "day", "counts"),
    [
        ("managed-access", "2018-09-11", False),
        ("managed-access", "2018-09-12", True),
        ("managed-access", "2018-09", True),
        ("managed-access", "2018-08", False),
        ("recommended", "2017-01-01", True),
    ],
)
def test_northern_ireland_takes_cancer_drugs_fund_decisions_from_12_september_2018(
    outcome: str, day: str, counts: bool, world: World
) -> None:
    found = _counts_in(_decision(outcome=outcome, day=day), world)
    assert ("northern-ireland" in found) is counts
    assert "england" in found


@pytest.mark.parametrize(("day", "counts"), [("2024-12-31", False), ("2025-01-01", True)])
def test_mhra_licences_reach_northern_ireland_from_2025(day: str, counts: bool, world: World) -> None:
    found = _counts_in(_decision(body="MHRA", outcome="licensed", day=day), world)
    assert ("northern-ireland" in found) is counts
    assert "scotland" in found
