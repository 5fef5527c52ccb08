"""Sentences of eligibility: a field is filled where the sentence is certain of it, and blank otherwise."""

from __future__ import annotations

import pytest

from trialign.importers import eligibility


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Small round cells negative for ABC1 rearrangements", "ABC1 rearrangements negative"),
        ("If no ABC3-XYZ or ABC4-XYZ rearrangement demonstrated", "no ABC3-XYZ or ABC4-XYZ rearrangement"),
        ("Known ALL with ABC-XYZ1 translocation", "ABC-XYZ1 translocation known"),
        ("If K1M immunohistochemistry is not informative", "K1M immunohistochemistry not informative"),
        ("Where morphology and immunohistochemistry not diagnostic",
         "morphology and immunohistochemistry not diagnostic"),
        ("Where morphology and P5 immunohistochemistry insufficient for diagnosis",
         "morphology and P5 immunohistochemistry not diagnostic"),
        ("When MMR IHC not possible", ""),
        ("When MMR IHC not performed", ""),
    ],
)  # fmt: skip
def test_a_test_before_carries_its_sign(text: str, wanted: str) -> None:
    assert eligibility.read(text).test_before == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Review says that it will aid diagnosis or management",
        "Review says that it will aid diagnosis and/or management",
        "Review says that it will aid diagnosis/management",
        "Review says that it will aid diagnosis and management",
        "Known large carcinoma or in case of diagnostic uncertainty",
        "Diagnostic uncertainty or intended treatment with a BTK inhibitor",
        "To differentiate from a thymoma / Eligible for an NTRK inhibitor",
        "Negative for ABC1 rearrangements / Eligible for an NTRK inhibitor",
        "To differentiate from a thymoma/ Eligible for an NTRK inhibitor",
        "To differentiate from a thymoma OR eligible for an NTRK inhibitor",
        "Planned for a TRK or BTK inhibitor",
        "Paediatric cases only / Eligible for an NTRK inhibitor",
    ],
)
def test_what_only_one_alternative_says_restricts_nothing(text: str) -> None:
    said = eligibility.read(text)
    assert (said.age, said.setting, said.test_before, said.medicine) == ("", "", "", "")


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("Can access a PARP inhibitor / planned to receive fluoropyrimidine", "medicine",
         "PARP inhibitor | fluoropyrimidine"),
        ("Metastatic or locally advanced disease", "setting", "advanced"),
        ("Relapsed or refractory disease", "setting", "relapsed or refractory"),
        ("Known / suspected fibroma in the diagnostic setting only", "setting", "diagnosis"),
        ("Fibroma or suspected fibroma (diagnostic setting only)", "setting", "diagnosis"),
        ("Diagnostic uncertainty re AB/WM or IgX MGUS", "setting", "diagnosis"),
        ("Diagnostic uncertainty re thymoma or benign process", "setting", "diagnosis"),
        ("Finding ABC, ABD or ABE will aid with the diagnosis", "setting", "diagnosis"),
        ("Both adult and paediatric patients / all subtypes", "age", "all"),
    ],
)  # fmt: skip
def test_what_every_alternative_says_is_kept(text: str, field: str, wanted: str) -> None:
    assert getattr(eligibility.read(text), field) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "When diagnosis cannot be made on morphology",
        "If diagnosis not possible",
        "When a diagnosis of SCLC is not possible using morphological or radiological criteria",
        "Cases where diagnosis not made on morphology",
        "Where morphology and P5 immunohistochemistry insufficient for diagnosis",
        "Where morphology insufficient to make diagnosis",
        "Where morphology and immunohistochemistry not diagnostic",
        "When morphology does not make a clear diagnosis",
        "When the morphology does not confirm a diagnosis",
        "In diagnostically challenging cases",
        "Only if carcinoma is in the differential",
        "Mutation status needed at diagnosis",
    ],
)
def test_a_diagnosis_that_is_in_doubt_is_the_setting_however_it_is_said(text: str) -> None:
    assert eligibility.read(text).setting == "diagnosis"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Metastatic thymoma", "advanced"),
        ("Metastatic thymoma at any line of treatment", "advanced"),
        ("ABC1 for any thymoma, ABC2 for metastatic thymoma", ""),
        ("Primary thymoma at stage 4 (metastatic)", ""),
        ("Thymoma of stage 2C, stage 4 or metastatic", ""),
        ("Thymoma of stage III, metastatic", ""),
        ("Thymoma of stage IV, metastatic", "advanced"),
        ("Thymoma that is not metastatic", ""),
        ("Non-metastatic thymoma", ""),
        ("Adjuvant treatment", "adjuvant"),
        ("Neo-adjuvant treatment", "neoadjuvant"),
        ("Neoadjuvant treatment", "neoadjuvant"),
    ],
)
def test_a_setting_is_filled_only_where_no_other_is_named(text: str, wanted: str) -> None:
    assert eligibility.read(text).setting == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tumours diagnosed in paediatric patients", "paediatric"),
        ("Tumours diagnosed in paediatric patients and adults", ""),
        ("Tumours diagnosed in paediatric patients or adults", ""),
        ("A paediatric pathologist says so", ""),
        ("Paediatric cases only", "paediatric"),
        ("Paediatric cases only, adult cases only", ""),
    ],
)
def test_an_age_is_filled_only_where_it_limits(text: str, wanted: str) -> None:
    assert eligibility.read(text).age == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Planned to receive osimertinib treatment", "osimertinib"),
        ("Planned to receive pembrolizumab and surgery", "pembrolizumab"),
        ("Planned to receive trastuzumab deruxtecan", "trastuzumab deruxtecan"),
        ("Planned to receive sacituzumab govitecan", "sacituzumab govitecan"),
        ("Eligible for BTK inhibitors", "BTK inhibitor"),
    ],
)
def test_a_medicine_ends_where_its_name_ends(text: str, wanted: str) -> None:
    assert eligibility.read(text).medicine == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("See the rare disease directory R210", "R210"),
        ("See clinical indication R208.1", "R208"),
        ("With an IDH1 R132 variant", ""),
        ("With an IDH1 R132H variant", ""),
        ("As per NICE guidelines, TA123", "NICE guidelines | TA123"),
    ],
)
def test_a_code_is_guidance_only_where_it_stands_as_one(text: str, wanted: str) -> None:
    assert eligibility.read(text).guidance == wanted
