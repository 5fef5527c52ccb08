"""What two decisions ask differently, and which of them admits fewer patients."""

from __future__ import annotations

from typing import Any

import pytest
from tests.facts.literal import Decided

from trialign.facts.restrictions import differences, encloses, tighter, wanted_of
from trialign.ontology import Ontology


@pytest.mark.parametrize(
    ("biomarkers", "logic", "expected"),
    [
        (["EGFR L858R"], "any", "EGFR L858R"),
        (["EGFR L858R", "EGFR exon 19 deletion"], "any", "EGFR L858R or EGFR exon 19 deletion"),
        (["PIK3CA alteration", "!HER2 expression"], "all", "PIK3CA alteration and absence of HER2 expression"),
        (["!KRAS small variant"], "any", "KRAS wild type"),
        (["!KRAS G12C"], "any", "absence of KRAS G12C"),
        (["EGFR L858R", "EGFR L858R"], "any", "EGFR L858R"),
        ([], "any", ""),
    ],
)
def test_what_a_decision_asks_for(decided: Decided, biomarkers: list[str], logic: str, expected: str) -> None:
    assert wanted_of(decided("TA1", biomarkers, logic=logic)) == expected


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("EGFR small variant", "EGFR L858R", True),
        ("EGFR L858R", "EGFR small variant", False),
        ("EGFR L858R", "EGFR L858R", True),
        ("BRAF V600", "BRAF V600E", True),
        ("BRAF V600E", "BRAF V600K", False),
        ("EGFR exon 20 insertion", "EGFR exon 19 deletion", False),
    ],
)
def test_which_biomarker_encloses_which(
    decided: Decided, ontology: Ontology, wide: str, narrow: str, expected: bool
) -> None:
    one, other = (each.biomarker for each in decided.needs(wide, narrow))
    assert encloses(one, other, ontology) is expected


def test_only_what_both_print_can_differ(decided: Decided) -> None:
    printed = decided("TA1", line="1L", age="adult")
    silent = decided("SM1", [], body="SMC", line="", age="")
    assert differences(printed, silent) == ""
    assert differences(printed, printed) == ""


def test_every_aspect_that_differs_is_named_with_its_reference(decided: Decided) -> None:
    left = decided("TA1", ["EGFR L858R"], line="1L", age="adult", cancers=("NSCLC",))
    right = decided("SM1", ["EGFR small variant"], line="any", age=">=12", cancers=("LUAD",))
    assert differences(left, right) == (
        "biomarkers EGFR L858R by TA1 and EGFR small variant by SM1; line 1L by TA1 and any by SM1; "
        "age adult by TA1 and >=12 by SM1"
    )


@pytest.mark.parametrize(
    ("form", "guidance", "expected"),
    [
        ({}, {}, ""),
        ({"biomarkers": ["EGFR L858R"]}, {"biomarkers": ["EGFR small variant"]}, "biomarkers"),
        ({"biomarkers": ["EGFR small variant"]}, {"biomarkers": ["EGFR L858R"]}, ""),
        ({"biomarkers": ["EGFR L858R"]}, {"biomarkers": ["EGFR L858R", "EGFR exon 19 deletion"]}, "biomarkers"),
        ({"biomarkers": ["EGFR L858R", "ALK fusion"]}, {"biomarkers": ["EGFR small variant"]}, ""),
        ({"biomarkers": ["FGFR3 R248C", "FGFR3::TACC3 fusion"]}, {"biomarkers": ["FGFR3 alteration"]}, "biomarkers"),
        ({"biomarkers": ["EGFR L858R"]}, {"biomarkers": []}, ""),
        ({"biomarkers": ["EGFR L858R", "!ALK fusion"]}, {"biomarkers": ["EGFR L858R"]}, ""),
        ({"line": "1L"}, {"line": "any"}, "line 1L instead of any"),
        ({"line": "3L+"}, {"line": "2L+"}, "line 3L+ instead of 2L+"),
        ({"line": "any"}, {"line": "1L"}, ""),
        ({"line": "2L"}, {"line": "1L"}, ""),
        ({"line": "1L"}, {"line": ""}, ""),
        ({"age": ">=18"}, {"age": ">=12"}, "age >=18 instead of >=12"),
        ({"age": ">=12"}, {"age": ">=18"}, ""),
        ({"age": "1-17"}, {"age": ">=1"}, "age 1-17 instead of >=1"),
        ({"age": ">=18"}, {"age": ""}, ""),
    ],
)
def test_which_admits_fewer_patients(
    decided: Decided, ontology: Ontology, form: dict[str, Any], guidance: dict[str, Any], expected: str
) -> None:
    found = tighter(decided("OSI1", **form), decided("TA1", **guidance), ontology)
    assert found.startswith(expected)
    assert bool(found) is bool(expected)
