"""How criteria combine: alternatives, conjunctions, cohorts, and the ways in that follow."""

from __future__ import annotations

import pytest
from tests.criteria.notation import exclusion, forms, inclusion, said

from trialign.criteria.extract import Extractor
from trialign.criteria.forms import MOST, normal
from trialign.model.criteria import Branch, Node


@pytest.mark.parametrize(
    ("lines", "ways"),
    [
        (["KRAS G12C or BRAF V600E mutation"], [["KRAS G12C"], ["BRAF V600E"]]),
        (["KRAS G12C and PD-L1 TPS >= 50 %"], [["KRAS G12C", "PD-L1 expression [TPS >= 50 %]"]]),
        (["KRAS G12C and BRAF V600E mutations"], [["KRAS G12C", "BRAF V600E"]]),
        (["Both ATM mutation and TP53 mutation"], [["ATM small variant", "TP53 small variant"]]),
        (["Both ATM and TP53 mutations"], [["ATM small variant", "TP53 small variant"]]),
        (["Either ATM or TP53 mutation"], [["ATM small variant"], ["TP53 small variant"]]),
        (["One of the following: KRAS G12C, BRAF V600E"], [["KRAS G12C"], ["BRAF V600E"]]),
        (["- KRAS G12C mutation or", "- BRAF V600E mutation"], [["KRAS G12C"], ["BRAF V600E"]]),
        (
            ["- KRAS G12C mutation; OR", "- BRAF V600E mutation", "- RET fusion"],
            [["KRAS G12C", "RET fusion"], ["BRAF V600E", "RET fusion"]],
        ),
        (["- KRAS G12C mutation", "- RET fusion"], [["KRAS G12C", "RET fusion"]]),
        (["ER+/HER2- breast cancer"], [["ER expression", "!HER2 expression"]]),
        (["ER-positive, HER2-negative breast cancer"], [["ER expression", "!HER2 expression"]]),
        (
            ["HR+/HER2- disease"],
            [["ER expression", "!HER2 expression"], ["PR expression", "!HER2 expression"]],
        ),
        (["ER-positive and/or PR-positive"], [["ER expression"], ["PR expression"]]),
        (["MSI-H/dMMR"], [["MSI-H"], ["dMMR"]]),
        (["MSI-H or dMMR tumour"], [["MSI-H"], ["dMMR"]]),
        (["MET mutation or amplification"], [["MET small variant"], ["MET amplification"]]),
        (["MET amplification or exon 14 skipping"], [["MET amplification"], ["MET exon 14 skipping"]]),
        (
            ["BRAF V600E mutation or BRAF V600K mutation and MSS"],
            [["BRAF V600E"], ["BRAF V600K", "MSS"]],
        ),
        (["BRCA1 mutation and ER-positive disease"], [["BRCA1 small variant", "ER expression"]]),
        (["17p deletion or TP53 mutation"], [["del(17p)"], ["TP53 small variant"]]),
        (["KRAS and NRAS wild type"], [["!KRAS small variant", "!NRAS small variant"]]),
    ],
)  # fmt: skip
def test_ways_in(extractor: Extractor, lines: list[str], ways: list[list[str]]) -> None:
    assert forms(extractor.read(inclusion(*lines)).required) == ways


@pytest.mark.parametrize(
    ("lines", "bars"),
    [
        (["KRAS G12C or BRAF V600E mutation"], [["!KRAS G12C"], ["!BRAF V600E"]]),
        (["- KRAS G12C mutation", "- BRAF V600E mutation"], [["!KRAS G12C"], ["!BRAF V600E"]]),
        (["Known EGFR mutation or ALK fusion"], [["!EGFR small variant"], ["!ALK fusion"]]),
        (["Neither KRAS nor NRAS mutation"], [["KRAS small variant", "NRAS small variant"]]),
    ],
)
def test_bars(extractor: Extractor, lines: list[str], bars: list[list[str]]) -> None:
    assert forms(extractor.read(exclusion(*lines)).excluded) == bars


def test_what_two_alternatives_share_is_asked_once(extractor: Extractor) -> None:
    read = extractor.read(inclusion("- KRAS or NRAS mutation", "- KRAS or BRAF mutation"))
    assert forms(read.required) == [["KRAS small variant"], ["NRAS small variant", "BRAF small variant"]]


def test_one_marker_asked_in_several_classes_may_meet_any(extractor: Extractor) -> None:
    read = extractor.read(inclusion("- MET amplification", "- MET exon 14 skipping"))
    assert forms(read.required) == [["MET amplification"], ["MET exon 14 skipping"]]


def test_instability_and_repair_in_two_items_are_one_criterion(extractor: Extractor) -> None:
    assert forms(extractor.read(inclusion("- MSI-H", "- dMMR")).required) == [["MSI-H"], ["dMMR"]]


def test_what_is_said_twice_stands_once_in_a_form(extractor: Extractor) -> None:
    read = extractor.read(inclusion("- KRAS G12C mutation", "- Tissue shows the KRAS G12C mutation"))
    assert len(read.leaves) == 2
    assert forms(read.required) == [["KRAS G12C"]]


def test_a_text_without_markers_has_no_tree(extractor: Extractor) -> None:
    read = extractor.read(inclusion("Age of 18 years or more"))
    assert (read.inclusion, read.exclusion, read.required, read.excluded) == (None, None, (), ())


GENES = [
    "AKT1",
    "ALK",
    "ATM",
    "BRAF",
    "BRCA1",
    "BRCA2",
    "CDK12",
    "CHEK2",
    "EGFR",
    "ERBB2",
    "ESR1",
    "FGFR2",
    "FGFR3",
    "FLT3",
    "IDH1",
    "IDH2",
    "KIT",
    "KRAS",
    "NRAS",
    "PALB2",
    "PTEN",
    "TP53",
]


@pytest.mark.parametrize(("items", "ways"), [(1, 2), (4, 16), (9, 512)])
def test_alternatives_of_several_items_multiply(extractor: Extractor, items: int, ways: int) -> None:
    assert len(extractor.read(_pairs(items)).required or ()) == ways


def test_more_ways_in_than_anybody_can_read_are_not_written_out(extractor: Extractor) -> None:
    read = extractor.read(_pairs(11))
    assert MOST < 2**11
    assert read.required is None
    assert {leaf.marker for leaf in read.leaves} == set(GENES)


def _pairs(several: int) -> str:
    """Return items that each name two genes of their own."""
    pairs = zip(GENES[::2], GENES[1::2], strict=True)
    return inclusion(*(f"- {left} or {right} mutation" for left, right in list(pairs)[:several]))


def test_forms_have_no_empty_entry() -> None:
    empty: Node = Branch(True, ())
    assert normal(empty) == ()


def test_examples_replace_the_class_that_they_exemplify(extractor: Extractor) -> None:
    read = extractor.read(inclusion("Driver alterations such as EGFR mutation or ALK fusion"))
    assert forms(read.required) == [["EGFR small variant"], ["ALK fusion"]]


def test_a_pathway_is_dropped_where_its_genes_are_named(extractor: Extractor) -> None:
    read = extractor.read(inclusion("Defects of DNA repair genes (e.g. BRCA1, BRCA2, ATM)"))
    assert said(read) == ["required ATM alteration", "required BRCA1 alteration", "required BRCA2 alteration"]
