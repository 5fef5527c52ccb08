"""Gaps of the bundled data carry a witness, and it holds when it is asked for anew."""

from __future__ import annotations

import pytest

from trialign import pipeline
from trialign.coverage.judge import Judge
from trialign.inference.evaluate import EngineName
from trialign.load.world import World
from trialign.model.biomarker import Alteration
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Nation
from trialign.model.finding import Verdict
from trialign.nomenclature import labels


@pytest.fixture(scope="module")
def run(world: World) -> pipeline.Run:
    return pipeline.check(pipeline.Sources(), world.as_of, EngineName.SQL, False, lambda _step: None)


def test_every_gap_about_a_need_names_whom_it_leaves_out_or_says_why_it_cannot(run: pipeline.Run) -> None:
    for finding in run.findings:
        about = any(pattern.kind in {"answer", "island"} for pattern in finding.rule.subject)
        expected = about and finding.verdict is Verdict.GAP
        assert (finding.witness is not None) + bool(finding.no_witness) == expected, finding.message


def test_no_test_of_the_nation_serves_a_witness(run: pipeline.Run, world: World, judge: Judge) -> None:
    judged = [each for each in run.findings if each.witness]
    assert judged
    for finding in judged:
        witness = finding.witness
        assert witness is not None
        marker = labels.parse(witness.biomarker.partition(" with a partner ")[0], world.vocabulary.genes).biomarker
        age = f"{witness.age}-{witness.age}" if witness.age is not None else ""
        need = Need(marker, tuple(witness.cancer.split(" | ")), age, witness.indication)
        found = judge.judge(need, Nation(finding.nation)).coverage
        assert found is Coverage.NOT_COVERED or marker.alteration is Alteration.FUSION, finding.message


def test_only_gaps_have_witnesses(run: pipeline.Run) -> None:
    assert {each.verdict for each in run.findings if each.witness or each.no_witness} == {Verdict.GAP}
