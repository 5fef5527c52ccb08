"""What the whole report shows is what the single verbs show: matrix, ways, findings, and what matters most."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from trialign.coverage.links import Holds, Step
from trialign.medicine import medicine
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.overview import overview
from trialign.pipeline import Sources
from trialign.report.overview import Overview, foremost

_DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def whole() -> Overview:
    """The report on the bundled data."""
    return overview(Sources(), _DAY, tuple(Nation), lambda _step: None)


def test_every_row_has_a_way_for_each_cell_with_the_same_answer(whole: Overview) -> None:
    assert [line.row for line in whole.lines] == list(whole.matrix.rows)
    for line in whole.lines:
        assert [place.cell for place in line.places] == list(line.row.cells)
        for place in line.places:
            assert place.way.judgement == place.cell.judgement
            assert [link.step for link in place.way.links] == list(Step)


def test_ways_are_those_of_the_page_of_a_medicine(whole: Overview) -> None:
    page = medicine(Sources(), _DAY, "entrectinib", tuple(Nation), lambda _step: None)
    own = {
        (need.need.biomarker.id, need.need.cancers, need.need.age): need.ways
        for need in page.needs
        if any(each.decision.medicine == "entrectinib" for each in page.rulings)
    }
    rows = {(each.row.need.biomarker.id, each.row.need.cancers, each.row.need.age): each for each in whole.lines}
    shared = own.keys() & rows.keys()
    assert shared
    for key in shared:
        for way, place in zip(own[key], rows[key].places, strict=True):
            assert [(each.step, each.holds) for each in way.links[2:]] == [
                (each.step, each.holds) for each in place.way.links[2:]
            ]


def test_a_decision_that_counts_opens_the_way_where_it_counts_and_only_there(whole: Overview) -> None:
    decided = 0
    for line in whole.lines:
        for place in line.places:
            assert all(place.cell.nation in dict(each.counts_in) for each in place.way.rulings)
            link = place.way.links[1]
            if place.cell.asking.decisions:
                assert link.holds in {Holds.YES, Holds.UNKNOWN}, link
                decided += link.holds is Holds.YES
    assert decided > 100


def test_each_finding_of_a_cell_is_about_it(whole: Overview) -> None:
    found = 0
    for line in whole.lines:
        for place in line.places:
            for each in place.findings:
                found += 1
                assert each.nation == place.cell.nation.value
                assert each.biomarker_id == line.row.need.biomarker.id
                assert each.cancer == line.row.need.cancers[0]
    assert found


def test_cancers_are_grouped_by_the_widest_kind_that_holds_them(whole: Overview) -> None:
    groups = {line.row.cancer_name: line.group for line in whole.lines}
    assert groups["Non-Small Cell Lung Cancer"] == "Lung"
    assert groups["Acute Myeloid Leukemia"] == "Myeloid"
    assert groups["Solid tumour"] == "Solid tumour"
    assert all(groups.values())


def test_tests_that_cells_name_are_held(whole: Overview) -> None:
    named = {fit.test_id for line in whole.lines for place in line.places for fit in place.way.judgement.fits}
    assert named == set(whole.tests)


def test_one_nation_alone_has_its_findings_and_those_of_registries() -> None:
    view = overview(Sources(), _DAY, (Nation.WALES,), lambda _step: None)
    assert {each.nation for each in view.check.shown} == {"wales", ""}
    assert view.check.checked.scope.nations == ("wales",)
    assert all(len(line.places) == 1 for line in view.lines)


def _of(finding: Finding, fingerprint: str, severity: Severity, subject: str) -> Finding:
    rule = replace(finding.rule, severity=severity)
    return replace(finding, fingerprint=fingerprint, rule=rule, verdict=Verdict.GAP, subjects=(subject,))


def test_what_matters_most_is_grave_first_then_what_is_found_often(whole: Overview) -> None:
    any_one = whole.check.shown[0]
    findings = [
        _of(any_one, "a", Severity.INFO, "one"),
        _of(any_one, "b", Severity.INFO, "one"),
        _of(any_one, "c", Severity.INFO, "one"),
        _of(any_one, "d", Severity.WARNING, "two"),
        _of(any_one, "e", Severity.INFO, "three"),
        _of(any_one, "f", Severity.ERROR, "three"),
        _of(any_one, "g", Severity.WARNING, "four"),
        _of(any_one, "h", Severity.WARNING, "four"),
        replace(_of(any_one, "i", Severity.ERROR, "five"), verdict=Verdict.CANNOT_TELL),
    ]
    groups = [[each.fingerprint for each in group] for group in foremost(findings)]
    assert groups == [["f", "e"], ["g", "h"], ["d"]]


def test_what_matters_most_is_nothing_where_nothing_is_misaligned(whole: Overview) -> None:
    assert foremost([each for each in whole.check.shown if each.verdict is not Verdict.GAP]) == ()


def test_a_test_link_that_holds_names_tests_that_name_the_gene(whole: Overview) -> None:
    by_code = {(test.nation, test.code): test for test in whole.tests.values()}
    seen = 0
    for line in whole.lines:
        genes = set(line.row.need.biomarker.genes)
        for place in line.places:
            link = place.way.links[2]
            near = place.cell.judgement.coverage is Coverage.NOT_COVERED and link.holds is Holds.YES and genes
            for code in link.reason.split(", ") if near else ():
                test = by_code.get((place.cell.nation, code))  # one for other cancers is in no cell
                if test is not None:
                    named = {gene for target in test.reading.targets for gene in target.biomarker.genes}
                    assert genes & named, (line.row.need.biomarker.label, line.row.cancer_name, code)
                    seen += 1
    assert seen
