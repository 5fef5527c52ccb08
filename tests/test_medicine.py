"""What the page of a medicine holds, and where its chain breaks."""

from __future__ import annotations

from datetime import date

import pytest
from tests.conftest import AS_OF

from trialign.coverage.links import Holds, Step
from trialign.errors import UsageError
from trialign.medicine import medicine
from trialign.model.directory import Nation
from trialign.pipeline import Sources
from trialign.report.looks import MedicineView


def _ask(name: str, *nations: Nation) -> MedicineView:
    return medicine(Sources(), AS_OF, name, nations or tuple(Nation), lambda _step: None)


@pytest.fixture(scope="module")
def osimertinib() -> MedicineView:
    """A medicine with superseded, refused, draft and current decisions."""
    return _ask("osimertinib")


@pytest.fixture(scope="module")
def capivasertib() -> MedicineView:
    """A medicine that England funds and Scotland refuses."""
    return _ask("Capivasertib")


def test_combinations_that_hold_it_are_found_after_itself(osimertinib: MedicineView) -> None:
    assert osimertinib.products[0] == "osimertinib"
    assert "osimertinib + pemetrexed + platinum" in osimertinib.products
    assert {ruling.decision.medicine for ruling in osimertinib.rulings} == set(osimertinib.products)


def test_rulings_stand_in_order_of_date_and_undated_ones_last(osimertinib: MedicineView) -> None:
    dates = [ruling.decision.date for ruling in osimertinib.rulings]
    dated = [date.first for date in dates if date]
    assert dated == sorted(dated)
    assert None not in dates[: len(dated)]


@pytest.mark.parametrize(
    ("ref", "state", "note"),
    [
        ("TA653", "in_force", ""),
        ("TA416", "superseded", "by TA653"),
        ("SMC2171", "superseded", "by SMC2382"),
        ("consultation 528", "draft", "draft"),
    ],
)
def test_each_ruling_says_how_it_stands(osimertinib: MedicineView, ref: str, state: str, note: str) -> None:
    (ruling,) = (each for each in osimertinib.rulings if each.decision.ref == ref)
    assert (ruling.state, ruling.note) == (state, note)


def test_a_refusal_is_the_first_broken_link_and_only_there(capivasertib: MedicineView) -> None:
    need = next(each for each in capivasertib.needs if each.need.biomarker.label == "AKT1 alteration")
    broken = {way.judgement.nation: way.broken for way in need.ways}
    scotland = broken[Nation.SCOTLAND]
    assert scotland is not None
    assert (scotland.step, "SMC2823" in scotland.reason) == (Step.DECISION, True)
    assert broken[Nation.ENGLAND] is None


def test_the_chain_has_its_links_in_order(capivasertib: MedicineView) -> None:
    for way in (way for need in capivasertib.needs for way in need.ways):
        assert [link.step for link in way.links] == list(Step)


def test_a_licence_that_is_not_held_is_unknown_and_never_broken(osimertinib: MedicineView) -> None:
    licences = [way.links[0] for need in osimertinib.needs for way in need.ways]
    assert {link.holds for link in licences} <= {Holds.YES, Holds.UNKNOWN}


def test_a_licence_for_the_class_is_one_for_its_variants(osimertinib: MedicineView) -> None:
    need = next(each for each in osimertinib.needs if each.need.biomarker.label == "EGFR L858R")
    way = next(each for each in need.ways if each.judgement.nation is Nation.ENGLAND)
    assert way.links[0].holds is Holds.YES
    assert "Project Orbis" in way.links[0].reason


def test_statements_name_their_own_medicine(capivasertib: MedicineView) -> None:
    assert {link.test_code for link in capivasertib.links} == {"M3.6", "M3.13"}
    assert all("capivasertib" in link.medicine for link in capivasertib.links)


def test_the_disagreement_of_bodies_is_among_the_findings(capivasertib: MedicineView) -> None:
    found = [each for each in capivasertib.findings if each.rule.id == "DEC-001"]
    assert [(each.nation, "capivasertib" in each.message) for each in found] == [("scotland", True)]


def test_trials_are_open_and_ask_for_what_is_needed(osimertinib: MedicineView) -> None:
    asks = [(need, ask) for need in osimertinib.needs for ask in need.trials]
    assert asks
    for need, ask in asks:
        assert ask.trial.open
        assert all(need.need.biomarker.label in word or "wild type" in word for word in ask.wanted)


def test_only_the_nations_asked_for_are_shown() -> None:
    view = _ask("capivasertib", Nation.WALES)
    assert all([way.judgement.nation for way in need.ways] == [Nation.WALES] for need in view.needs)
    assert {each.nation for each in view.findings} <= {"wales", ""}
    assert view.links == ()


def test_a_medicine_of_which_nothing_is_in_force_shows_what_its_decisions_speak_of() -> None:
    view = _ask("mobocertinib")
    assert not view.live
    assert view.needs


def test_a_decision_that_is_over_is_named_and_is_no_broken_link() -> None:
    links = [way.links[1] for need in _ask("mobocertinib", Nation.ENGLAND).needs for way in need.ways]
    assert {link.holds for link in links} == {Holds.UNKNOWN}
    assert all("none that is held is in force" in link.reason and "ended 2024-03-08" in link.reason for link in links)


def test_a_licence_that_has_ended_is_a_broken_link() -> None:
    (need,) = _ask("mobocertinib", Nation.ENGLAND).needs
    broken = need.ways[0].broken
    assert broken is not None
    assert (broken.step, "ended 2024-03-08" in broken.reason) == (Step.LICENCE, True)


def test_a_decision_that_may_not_have_begun_is_unknown_and_no_broken_link() -> None:
    view = medicine(Sources(), date(2019, 6, 1), "osimertinib", (Nation.ENGLAND,), lambda _step: None)
    links = [way.links[1] for need in view.needs for way in need.ways]
    assert {link.holds for link in links} == {Holds.UNKNOWN}
    assert any("not certain to be in force" in link.reason for link in links)


def test_an_unknown_medicine_gets_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean 'osimertinib'"):
        _ask("osimertnib")
