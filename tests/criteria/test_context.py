"""The words around a marker: what denies it, bars it, weakens it, or says that it is no criterion."""

from __future__ import annotations

import pytest
from tests.criteria.notation import exclusion, forms, inclusion, said

from trialign.criteria.extract import Extractor


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("No EGFR mutation", ["EGFR small variant"]),
        ("No EGFR or ALK alterations", ["ALK alteration", "EGFR alteration"]),
        ("No alterations in EGFR, ALK or ROS1", ["ALK alteration", "EGFR alteration", "ROS1 alteration"]),
        ("No EGFR mutation or ALK fusion", ["ALK fusion", "EGFR small variant"]),
        ("No known EGFR mutations, ALK fusions or RET fusions", ["ALK fusion", "EGFR small variant", "RET fusion"]),
        ("Absence of EGFR mutations", ["EGFR small variant"]),
        ("Lack of PTEN loss", ["PTEN loss"]),
        ("Tumour without RET fusion", ["RET fusion"]),
        ("Tumour lacking RET fusion", ["RET fusion"]),
        ("Neither EGFR mutation nor ALK fusion", ["ALK fusion", "EGFR small variant"]),
        ("Neither KRAS nor NRAS mutation", ["KRAS small variant", "NRAS small variant"]),
        ("Does not harbour an EGFR mutation", ["EGFR small variant"]),
        ("Must not have an EGFR mutation", ["EGFR small variant"]),
        ("Patients with RET fusion are excluded", ["RET fusion"]),
        ("Patients with EGFR or ALK alterations are not eligible", ["ALK alteration", "EGFR alteration"]),
        ("RET fusion not detected", ["RET fusion"]),
        ("RET fusion was not found", ["RET fusion"]),
        ("RET fusion ruled out", ["RET fusion"]),
        ("RET fusion must be ruled out", ["RET fusion"]),
        ("Tumour negative for EGFR mutation and ALK fusion", ["ALK fusion", "EGFR small variant"]),
        ("Negative for EGFR, ALK or RET alterations", ["ALK alteration", "EGFR alteration", "RET alteration"]),
        ("Wild-type KRAS", ["KRAS small variant"]),
        ("Wild type for KRAS and NRAS", ["KRAS small variant", "NRAS small variant"]),
        ("KRAS wild-type tumour", ["KRAS small variant"]),
        ("KRAS wildtype tumour", ["KRAS small variant"]),
        ("KRAS WT tumour", ["KRAS small variant"]),
        ("KRAS unmutated tumour", ["KRAS small variant"]),
        ("Non-mutated KRAS", ["KRAS small variant"]),
        ("KRAS, NRAS and BRAF wild type", ["BRAF small variant", "KRAS small variant", "NRAS small variant"]),
        ("KIT/PDGFRA wild-type tumour", ["KIT small variant", "PDGFRA small variant"]),
        ("HER2-negative breast cancer", ["HER2 expression"]),
        ("ALK-negative disease", ["ALK fusion"]),
        ("EGFR and ALK negative", ["ALK fusion", "EGFR small variant"]),
        ("Unmutated IGHV", ["IGHV hypermutation"]),
        ("Not MSI-H", ["MSI-H"]),
        ("No 1p/19q codeletion", ["1p/19q codeletion"]),
    ],
)
def test_absence_in_every_wording(extractor: Extractor, text: str, absent: list[str]) -> None:
    assert said(extractor.read(inclusion(text))) == [f"excluded {name}" for name in absent]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("KRAS mutation, no BRAF V600E mutation", ["excluded BRAF V600E", "required KRAS small variant"]),
        ("KRAS mutation without BRAF V600E mutation", ["excluded BRAF V600E", "required KRAS small variant"]),
        ("KRAS G12C mutation; no RET fusion", ["excluded RET fusion", "required KRAS G12C"]),
        ("No EGFR mutation. KRAS G12C mutation is needed.", ["excluded EGFR small variant", "required KRAS G12C"]),
        ("No prior surgery and a KRAS G12C mutation", ["required KRAS G12C"]),
        ("EGFR wild-type, KRAS G12C mutation", ["excluded EGFR small variant", "required KRAS G12C"]),
        ("ER-positive, HER2-negative breast cancer", ["excluded HER2 expression", "required ER expression"]),
        ("Patients with EGFR mutation who are not eligible for surgery", ["required EGFR small variant"]),
        ("BRAF mutation except V600E", ["excluded BRAF V600E", "required BRAF small variant"]),
        (
            "Any EGFR mutation other than exon 20 insertion",
            ["excluded EGFR exon 20 insertion", "required EGFR small variant"],
        ),
    ],
)
def test_a_denial_ends_where_its_sense_ends(extractor: Extractor, text: str, asked: list[str]) -> None:
    assert said(extractor.read(inclusion(text))) == asked


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("No KRAS G12C mutation", "KRAS G12C"),
        ("Absence of KRAS G12C mutation", "KRAS G12C"),
        ("KRAS wild type", "KRAS small variant"),
        ("HER2-negative tumour", "HER2 expression"),
        ("Tumour without RET fusion", "RET fusion"),
        ("RET fusion was not found", "RET fusion"),
        ("Lacking PD-L1 expression", "PD-L1 expression"),
        ("HLA-A*02:01 negative", "HLA-A*02:01"),
    ],
)
def test_absence_that_bars_is_a_requirement(extractor: Extractor, text: str, present: str) -> None:
    read = extractor.read(exclusion(text))
    assert said(read) == [f"required {present}"]
    assert forms(read.excluded) == [[present]]


def test_several_absences_that_bar_bar_by_each(extractor: Extractor) -> None:
    read = extractor.read(exclusion("- No KRAS G12C mutation", "- HER2-negative tumour"))
    assert forms(read.excluded) == [["KRAS G12C"], ["HER2 expression"]]


@pytest.mark.parametrize(
    "text",
    [
        "Prior treatment with an EGFR inhibitor",
        "Prior EGFR or ALK inhibitor",
        "Prior BRAF, MEK or ERK inhibitors",
        "Prior BRAF and/or MEK inhibitor therapy",
        "Prior PI3K/AKT/mTOR inhibitors",
        "Prior treatment with inhibitors of EGFR",
        "Progression on an EGFR TKI",
        "Prior anti-HER2 therapy",
        "Prior anti-PD-1, anti-PD-L1 or anti-CTLA-4 antibody",
        "Prior HER2-targeted therapy",
        "Previous EGFR, ALK or ROS1 targeted therapy",
        "HER2-targeting antibody before",
        "Prior treatment with agents targeting KRAS",
        "Prior inhibitors of KRAS G12C",
        "Prior antibody against EGFRvIII",
        "Prior agents targeting BRAF V600E",
        "Prior CD19 CAR-T cells",
        "Prior CD19-directed CAR-T",
        "Anti-BCMA CAR",
        "Allergy to anti-CD20 antibodies",
        "Prior KRAS G12C inhibitor",
        "ALK, ROS1, RET and NTRK inhibitors are allowed",
    ],
)
@pytest.mark.parametrize("section", ["Inclusion Criteria:", "Exclusion Criteria:"])
def test_what_a_medicine_acts_on_is_no_criterion(extractor: Extractor, section: str, text: str) -> None:
    assert said(extractor.read(f"{section}\n- {text}")) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("BRAF V600E mutation, previously treated with a BRAF inhibitor", ["required BRAF V600E"]),
        ("KRAS G12C mutation and no prior KRAS G12C inhibitor", ["required KRAS G12C"]),
        ("Progression on an EGFR TKI; EGFR T790M mutation", ["required EGFR T790M"]),
        ("HER2-positive disease treated with an anti-HER2 antibody", ["required HER2 expression"]),
        ("No EGFR mutation for which an EGFR inhibitor is approved", ["excluded EGFR small variant"]),
    ],
)
def test_a_marker_beside_its_medicine_is_a_criterion(extractor: Extractor, text: str, asked: list[str]) -> None:
    assert said(extractor.read(inclusion(text))) == asked


@pytest.mark.parametrize("words", ["EGFR-directed therapy", "EGFR-targeted therapy", "An EGFR inhibitor"])
def test_a_medicine_that_is_not_indicated_means_that_its_marker_is_absent(extractor: Extractor, words: str) -> None:
    assert said(extractor.read(inclusion(f"{words} is not indicated"))) == ["excluded EGFR alteration"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("EGFR mutation status must be known", "EGFR small variant"),
        ("Known EGFR status", "EGFR alteration"),
        ("Documented EGFR mutation status", "EGFR small variant"),
        ("EGFR mutation test result available", "EGFR small variant"),
        ("PD-L1 status known", "PD-L1 expression"),
        ("Known PD-L1 expression", "PD-L1 expression"),
        ("Any PD-L1 expression", "PD-L1 expression"),
        ("Regardless of PD-L1 expression", "PD-L1 expression"),
        ("Any solid tumour irrespective of KRAS mutation status", "KRAS small variant"),
        ("With or without BRAF V600E mutation", "BRAF V600E"),
        ("Breast cancer with or without HER2 amplification", "ERBB2 amplification"),
        ("Unknown HER2 status", "HER2 expression"),
        ("HER2 status unknown", "HER2 expression"),
    ],
)
@pytest.mark.parametrize("section", ["Inclusion Criteria:", "Exclusion Criteria:"])
def test_a_result_that_only_must_be_known_may_be_either(
    extractor: Extractor, section: str, text: str, asked: str
) -> None:
    read = extractor.read(f"{section}\n{text}")
    assert said(read) == [f"either {asked}"]
    assert (read.required, read.excluded) == ((), ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Patients with BRAF V600E melanoma must have received two lines", "BRAF V600E"),
        ("Patients with EGFR mutation must have progressed on one line", "EGFR small variant"),
        ("If EGFR mutation is present, one earlier line is needed", "EGFR small variant"),
        ("For patients with ALK fusion, one earlier line is needed", "ALK fusion"),
        ("In case of RET fusion, one earlier line is needed", "RET fusion"),
        ("Tumours with RET fusion are preferred", "RET fusion"),
        ("Relative with a BRCA1 mutation", "BRCA1 small variant"),
        ("First-degree relatives with BRCA1 mutation", "BRCA1 small variant"),
        ("Parents with TP53 mutation", "TP53 small variant"),
        ("Family history of BRCA1 mutation", "BRCA1 small variant"),
    ],
)
def test_conditions_and_relatives_are_named_without_being_asked(extractor: Extractor, text: str, named: str) -> None:
    read = extractor.read(inclusion(text))
    assert said(read) == [f"optional {named}"]
    assert read.required == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("RET fusion unless treated before", "RET fusion"),
        ("Patients with treated RET fusion are not excluded", "RET fusion"),
        ("Prior treatment for HER2-positive breast cancer", "HER2 expression"),
    ],
)
def test_a_bar_with_a_way_round_it_does_not_bar(extractor: Extractor, text: str, named: str) -> None:
    read = extractor.read(exclusion(text))
    assert said(read) == [f"optional {named}"]
    assert read.excluded == ()


def test_testing_that_is_optional_asks_for_nothing(extractor: Extractor) -> None:
    read = extractor.read(inclusion("- PD-L1 testing is optional", "- KRAS G12C mutation"))
    assert forms(read.required) == [["KRAS G12C"]]


@pytest.mark.parametrize("words", ["if known", "if available", "if applicable"])
def test_a_criterion_that_holds_if_known_says_so(extractor: Extractor, words: str) -> None:
    with_words, without = (
        extractor.read(exclusion(text)).leaves[0] for text in (f"BRAF V600E mutation, {words}", "BRAF V600E mutation")
    )
    assert with_words.role is without.role
    assert (with_words.if_known, without.if_known) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "Has met all requirements",
        "Criteria for remission have been MET",
        "CAT scan within 4 weeks",
        "A SET of lesions",
        "MAX 3 lines before",
        "Tested with MSK-IMPACT",
        "eGFR >= 60 mL/min",
        "PR interval < 200 ms",
        "Complete or partial response (PR)",
        "PR or CR to the last line",
        "CD4 count >= 350",
        "CD4+ T cell count above 200",
        "ALT and AST <= 3 x ULN",
        "CRP < 10 mg/L",
        "Use of ACE inhibitors",
        "Subject or her guardian can consent",
        "A test kit was used",
        "The rest was fine",
        "ECOG 0-1, WBC > 3, INR < 1.5, Hb > 9 g/dL",
        "HIV positive or hepatitis B antigen positive",
        "Positive for HBsAg",
        "Stage T2 N0 M0, RECIST 1.1",
        "QTc > 470 ms or stage T3 disease",
        "Use of CYP3A4 inhibitors",
        "HbA1c > 8%",
        "NK cells, IL-2 or G-CSF",
        "Four METs on the treadmill",
        "Estradiol, FSH and LH as after menopause",
        "LDH, AFP or TSH above normal",
        "PR or HR changes on the treadmill",
        "CRP changes",
        "MAX change of 10 %",
        "MAX loss of weight of 10 %",
        "SET loss of weight",
        "ALB loss",
        "CRP high",
        "GAPDH high",
        "EGFR or ALK",
    ],
)
@pytest.mark.parametrize("section", ["Inclusion Criteria:", "Exclusion Criteria:"])
def test_words_that_are_no_markers(extractor: Extractor, section: str, text: str) -> None:
    assert said(extractor.read(f"{section}\n- {text}")) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("An actionable genomic alteration", "actionable genomic alteration"),
        ("A targetable driver mutation", "targetable driver mutation"),
        ("An oncogenic rearrangement", "oncogenic rearrangement"),
    ],
)
def test_selection_without_a_name_is_noted(extractor: Extractor, text: str, place: str) -> None:
    whole = inclusion(text)
    read = extractor.read(whole)
    assert [whole[start:end] for start, end in read.unnamed] == [place]
    assert read.leaves == ()
