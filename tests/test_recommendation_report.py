"""Reports on recommendations, genes and islands: what is counted, that nothing is counted twice or made up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.conftest import AS_OF

from trialign import recommendations, registers, resources
from trialign.load.recommendations import load_recommendations
from trialign.measures import days
from trialign.model.directory import Nation
from trialign.model.recommendation import Checkable
from trialign.model.rule import Rule
from trialign.parity import Outcome
from trialign.pipeline import Sources
from trialign.report import accounts_data
from trialign.report.accounts import AccountsView

_SCHEMA = Path(recommendations.__file__).parent / "report" / "schemas" / "report.schema.json"


@pytest.fixture(scope="module")
def view() -> AccountsView:
    """The recommendations of the bundled data."""
    return recommendations.recommendations(Sources(), AS_OF, tuple(Nation), lambda _: None)


def _defects(text: str) -> list[str]:
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(text))]


def test_all_32_stand_there_once_and_in_order(view: AccountsView) -> None:
    assert [each.said.number for each in view.accounts] == list(range(1, 33))


def test_rules_name_what_can_be_checked_and_nothing_else(rules: tuple[Rule, ...]) -> None:
    named = {number for rule in rules for number in rule.recommendations}
    said = load_recommendations(resources.directories())
    assert named == {each.number for each in said if each.checkable is not Checkable.NOT_CHECKABLE}


def test_what_cannot_be_checked_has_no_number(view: AccountsView) -> None:
    for each in view.accounts:
        has = any(metric.figures for metric in each.metrics) or bool(each.parity)
        assert has is (each.said.checkable is not Checkable.NOT_CHECKABLE), each.said.number


def test_parts_add_up_to_the_whole_or_are_told_as_not_computed(view: AccountsView) -> None:
    figures = [figure for each in view.accounts for metric in each.metrics for figure in metric.figures]
    assert len(figures) > 60
    for figure in figures:
        assert (figure.number is None and figure.days is None) is bool(figure.reason), figure
        if figure.whole is not None and figure.parts:
            assert sum(count for _, count in figure.parts) == figure.whole, figure


def test_the_six_shared_metrics_stand_for_each_nation_with_their_caution(view: AccountsView) -> None:
    metrics = view.accounts[9].metrics
    assert len(metrics) == 6
    assert all(metric.words.caution for metric in metrics)
    assert all(metric.of(nation) for metric in metrics for nation in Nation)


def test_nations_are_judged_on_the_same_trial_biomarkers(view: AccountsView) -> None:
    (reportable,) = (each for each in view.accounts[9].metrics if each.words.key == "reportable")
    assert len({figure.whole for figure in reportable.figures}) == 1


def test_parity_counts_every_subject_once(view: AccountsView) -> None:
    pairs = view.accounts[31].parity
    assert len(pairs) == 6
    for pair in pairs:
        assert [word for word, _ in pair.outcomes] == [word.value for word in Outcome]
        assert sum(count for _, count in pair.outcomes) == len(pair.subjects) > 0
        keys = [(s.medicine, s.biomarker, s.cancer, s.line, s.setting) for s in pair.subjects]
        assert len(set(keys)) == len(keys)


def test_a_decision_that_is_not_held_or_presumed_is_no_disagreement(view: AccountsView) -> None:
    for pair in view.accounts[31].parity:
        for subject in pair.subjects:
            if "is held" in subject.reason or "only presumed" in subject.reason:
                assert subject.outcome == Outcome.CANNOT_TELL
            if subject.outcome == Outcome.BODIES_DIFFER:
                assert "in progress" not in subject.reason
                assert len(subject.refs) == 2


def test_the_median_of_intervals_is_a_bound_and_leaves_out_what_is_not_known() -> None:
    found = days([(0, 10), (5, None), (20, 30), None])
    assert found is not None
    assert (found.least, found.most, found.shortest, found.longest) == (5, 30, 0, None)
    assert (found.known, found.open, found.unknown) == (3, 1, 1)
    assert days([(1, None), (2, None), (0, 0)]) == days([(0, 0), (2, None), (1, None)])
    assert days([None]) is None


def test_json_has_the_shape_of_its_schema(view: AccountsView) -> None:
    nations = tuple(Nation)
    genes = registers.genes(Sources(), AS_OF, nations, lambda _: None)
    islands = registers.islands(Sources(), AS_OF, nations, lambda _: None)
    texts = accounts_data.recommendations(view), accounts_data.genes(genes), accounts_data.islands(islands)
    assert [_defects(text) for text in texts] == [[], [], []]
    waves = [each.wave for each in genes.nations[0].additions if each.wave]
    assert waves and waves == sorted(waves)
    assert all(each.wave is None for each in genes.nations[0].additions[len(waves) :])
    data: dict[str, Any] = json.loads(texts[2])
    england, *others = data["nations"]
    assert all(gap["medicines"] for isle in england["islands"] for gap in isle["missing"])
    assert all(each["doubt"] and not each["islands"] for each in others)


def test_other_verbs_do_not_load_reports() -> None:
    code = (
        "import sys; from trialign.cli import app, reports; "
        "names = ('trialign.recommendations', 'trialign.registers', 'trialign.report.recommendations'); "
        "print([n for n in names if type(sys.modules.get(n)).__name__ == 'module'], 'trialign.parity' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[] False"
