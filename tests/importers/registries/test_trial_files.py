"""What is written for a trial: facts, places and labels, and the tree of its criteria."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.importers.registries.conftest import TEXT, Import, v2

from trialign.importers import conditions, ctml
from trialign.importers.trials import TrialImport
from trialign.nomenclature.vocabulary import Vocabulary

Saved = Callable[..., Path]


def _match(trial: dict[str, Any]) -> list[Any]:
    (step,) = trial["treatment_list"]["step"]
    match: list[Any] = step["match"]
    return match


def test_the_file_of_a_trial(saved: Saved, imported: Import) -> None:
    _, files = imported(saved(v2()))
    assert files["NCT00000001.yaml"] == {
        "nct_id": "NCT00000001",
        "registry": "ClinicalTrials.gov",
        "short_title": "A trial",
        "status": "RECRUITING",
        "phase": "Phase 1/Phase 2",
        "captured": "2026-01-05",
        "source_url": "https://clinicaltrials.gov/study/NCT00000001",
        "updated": "2025-11-03",
        "started": "2022-03",
        "primary_completion": "2027-03",
        "nations": ["england"],
        "countries": ["United Kingdom"],
        "local_testing": None,
        "reviewed": False,
        "extraction": {"confidence": 0.8, "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        "treatment_list": {
            "step": [
                {
                    "match": [
                        {
                            "and": [
                                {"clinical": {"oncotree_primary_diagnosis": ["NSCLC"], "age_numerical": ">=18"}},
                                {"clinical": {"age_numerical": "<=70"}},
                                {"genomic": {"biomarker": "KRAS G12C", "confidence": 0.9, "span": [23, 32]}},
                                {
                                    "genomic": {
                                        "biomarker": "!EGFR alteration",
                                        "confidence": 0.8,
                                        "span": [57, 72],
                                        "if_known": True,
                                    }
                                },
                            ]
                        }
                    ]
                }
            ]
        },
    }
    assert TEXT[23:32] == "KRAS G12C"


def test_alternatives_stay_and_exclusions_turn_to_all_absent(saved: Saved, imported: Import) -> None:
    text = "KRAS G12C ALK fusion Exclusion Criteria: EGFR alteration, wild type KRAS alteration"
    _, files = imported(saved(v2(text=text)))
    (tree,) = _match(files["NCT00000001.yaml"])
    either, *absent = tree["and"][2:]
    assert [each["genomic"]["biomarker"] for each in either["or"]] == ["KRAS G12C", "ALK fusion"]
    assert [each["genomic"]["biomarker"] for each in absent] == ["!EGFR alteration", "KRAS alteration"]


def test_what_is_only_noted_stands_beside_the_tree(saved: Saved, imported: Import) -> None:
    _, files = imported(saved(v2(text="KRAS G12C?")))
    trial = files["NCT00000001.yaml"]
    assert trial["noted"] == [{"biomarker": "KRAS G12C", "role": "either", "confidence": 0.9, "span": [0, 10]}]
    assert "genomic" not in str(trial["treatment_list"])
    assert "names_no_biomarker" not in trial


def test_a_trial_that_selects_by_biomarkers_and_names_none_says_so(saved: Saved, imported: Import) -> None:
    _, files = imported(saved(v2(text="a biomarker of the arm", conditions=[])))
    trial = files["NCT00000001.yaml"]
    assert trial["names_no_biomarker"] is True
    assert "genomic" not in str(_match(trial))
    assert trial["extraction"]["confidence"] == 0


def test_a_biomarker_without_a_label_is_counted_and_left_out(saved: Saved, imported: Import) -> None:
    texts = ("QQQ1 alteration KRAS G12C", "QQQ1 fusion", "ALK fusion Exclusion Criteria: QQQ1 alteration")
    found, files = imported(saved([v2(f"NCT0000000{n}", text=text) for n, text in enumerate(texts)]))
    assert found.unlabelled == {"QQQ1 alteration": 2, "QQQ1 fusion": 1}
    assert found.without == 1
    assert sorted(files) == ["NCT00000000.yaml", "NCT00000002.yaml"]
    assert "QQQ1" not in str(files)
    assert "KRAS G12C" in str(files)


def test_unknown_conditions_are_counted_and_not_guessed(saved: Saved, imported: Import) -> None:
    found, files = imported(saved(v2(conditions=["Quite Another Illness"])))
    assert found.unmapped == {"Quite Another Illness": 1}
    assert "oncotree" not in str(files)


@pytest.mark.parametrize(
    ("given", "codes"),
    [(["Cancer", "Melanoma"], ["MEL"]), (["Cancer"], ["ANY"]), (["Melanoma", "Melanoma"], ["MEL"])],
)
def test_cancer_as_a_keyword_adds_nothing_to_named_cancers(
    given: list[str], codes: list[str], saved: Saved, imported: Import
) -> None:
    _, files = imported(saved(v2(conditions=given)))
    assert _match(files["NCT00000001.yaml"])[0]["and"][0]["clinical"]["oncotree_primary_diagnosis"] == codes


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("Melanoma", ("MEL",)),
        ("Metastatic Melanoma", ("MEL",)),
        ("Stage IV Melanoma AJCC v8", ("MEL",)),
        ("Carcinoma, Non-Small-Cell Lung", ("NSCLC",)),
        ("Non Small Cell Lung Cancer (NSCLC)", ("NSCLC",)),
        ("Advanced Solid Tumors", ("SOLID",)),
        ("Biomarkers of Melanoma", ()),
        ("Advanced", ()),
    ],
)
def test_conditions(condition: str, codes: tuple[str, ...], words_of_trade: Vocabulary) -> None:
    assert conditions.codes(condition, words_of_trade.cancers) == codes


@pytest.mark.parametrize(
    ("printed", "years"),
    [("18 Years", "18"), ("1 Year", "1"), ("6 Months", "0.5"), ("0 Years", ""), ("N/A", ""), ("", "")],
)
def test_ages_in_years(printed: str, years: str) -> None:
    assert ctml.years(printed) == years


CTML: dict[str, Any] = {
    "nct_id": "NCT00000009",
    "short_title": "A matched trial",
    "status": "open to accrual",
    "treatment_list": {
        "step": [
            {
                "arm": [
                    {
                        "match": [
                            {
                                "and": [
                                    {"clinical": {"oncotree_primary_diagnosis": "_SOLID_", "age_numerical": ">=18"}},
                                    {"or": [{"genomic": {"hugo_symbol": "KRAS", "protein_change": "p.G12C"}}]},
                                ]
                            }
                        ]
                    }
                ]
            }
        ]
    },
}


def test_ctml_of_matchminer_keeps_its_tree(saved: Saved, imported: Import) -> None:
    found, files = imported(saved(yaml.safe_dump(CTML), "trial.yml"))
    assert found.records == {"CTML": 1}
    trial = files["NCT00000009.yaml"]
    assert trial["registry"] == "ClinicalTrials.gov"
    assert "extraction" not in trial
    assert _match(trial) == [
        {
            "and": [
                {"clinical": {"oncotree_primary_diagnosis": ["SOLID"], "age_numerical": ">=18"}},
                {"genomic": {"biomarker": "KRAS G12C"}},
            ]
        }
    ]


@pytest.mark.parametrize(
    ("genomic", "label"),
    [
        ({"hugo_symbol": "EGFR", "variant_category": "Mutation"}, "EGFR small variant"),
        ({"hugo_symbol": "EGFR", "variant_category": "!Mutation"}, "!EGFR small variant"),
        ({"hugo_symbol": "!EGFR", "variant_category": "Any Variation"}, "!EGFR alteration"),
        ({"hugo_symbol": "ALK", "variant_category": "Structural Variation"}, "ALK fusion"),
        ({"hugo_symbol": "BCR", "fusion_partner_hugo_symbol": "ABL1"}, "BCR::ABL1 fusion"),
        ({"hugo_symbol": "MET", "cnv_call": "High Amplification"}, "MET amplification"),
        ({"hugo_symbol": "PTEN", "cnv_call": "Homozygous deletion"}, "PTEN loss"),
        ({"hugo_symbol": "BRAF", "protein_change": "!p.V600E"}, "!BRAF V600E"),
        ({"hugo_symbol": "KRAS", "wildcard_protein_change": "p.G12"}, "KRAS G12"),
        ({"hugo_symbol": "KRAS", "protein_change": "p.G12X"}, "KRAS G12"),
        (
            {"hugo_symbol": "EGFR", "exon": 19, "variant_classification": "In_Frame_Del"},
            "EGFR exon 19 deletion",
        ),
        ({"hugo_symbol": "EGFR", "exon": 20, "variant_classification": "In_Frame_Ins"}, "EGFR exon 20 insertion"),
        ({"hugo_symbol": "MET", "exon": 14, "variant_classification": "Splice_Site"}, "MET exon 14 skipping"),
        ({"hugo_symbol": "KRAS", "wildtype": True}, "!KRAS small variant"),
        ({"hugo_symbol": "KRAS", "wildtype": "!True"}, "KRAS small variant"),
        ({"ms_status": "MSI-H"}, "MSI-H"),
        ({"ms_status": "!MSI-H"}, "!MSI-H"),
        ({"tmb_numerical": ">=10"}, "TMB-H [>= 10]"),
        ({"biomarker": "!KRAS G12C"}, "!KRAS G12C"),
    ],
)
def test_genomic_fields_of_matchminer_become_labels(
    genomic: dict[str, object], label: str, saved: Saved, imported: Import
) -> None:
    record = {"nct_id": "NCT00000009", "title": "t", "match": [{"genomic": genomic}]}
    _, files = imported(saved(record))
    assert _match(files["NCT00000009.yaml"]) == [{"genomic": {"biomarker": label}}]


def test_results_of_pathology_and_families_of_genes_become_labels(saved: Saved, imported: Import) -> None:
    clinical = {"her2_status": "Positive", "er_status": "!Positive", "mmr_status": "MMR-Proficient", "gender": "Male"}
    family = {"hugo_symbol": "NTRK", "variant_category": "!Structural Variation"}
    record = {"nct_id": "NCT00000009", "title": "t", "match": [{"clinical": clinical}, {"genomic": family}]}
    _, files = imported(saved(record))
    pathology, genes = _match(files["NCT00000009.yaml"])
    assert [each["genomic"]["biomarker"] for each in pathology["and"]] == [
        "pMMR",
        "HER2 expression",
        "!ER expression",
    ]
    assert [each["genomic"]["biomarker"] for each in genes["and"]] == [f"!NTRK{n} fusion" for n in (1, 2, 3)]


def test_what_has_no_label_is_a_problem_and_left_out(saved: Saved, imported: Import) -> None:
    match = [{"and": [{"genomic": {"hugo_symbol": "QQQ1"}}, {"genomic": {"hugo_symbol": "KRAS"}}]}]
    found, files = imported(saved({"nct_id": "NCT00000009", "title": "t", "match": match}))
    assert "unknown gene or signature 'QQQ1'" in str(found.problems[0])
    assert _match(files["NCT00000009.yaml"]) == [{"genomic": {"biomarker": "KRAS alteration"}}]


def test_our_own_files_are_read_again_as_they_were_written(saved: Saved, imported: Import, tmp_path: Path) -> None:
    folder = Path(__file__).parents[3] / "directories" / "trials"
    path = folder / "NCT02332668.yaml"
    found, files = imported(path)
    assert not found.problems
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert str(_match(files["NCT02332668.yaml"])).count("genomic") == str(held).count("genomic")
    assert _match(files["NCT02332668.yaml"]) == _match(held) or "and" in _match(held)[0]


@pytest.mark.parametrize(
    ("held", "confirmed", "changed"),
    [
        (None, 0, 0),
        ({"reviewed": False}, 0, 0),
        ({"reviewed": True}, 1, 0),
        ({"reviewed": True, "extraction": {"text_sha256": ctml.digest(TEXT)}}, 1, 0),
        ({"reviewed": True, "extraction": {"text_sha256": "0" * 64}}, 1, 1),
        ("reviewed: [", 1, 0),
    ],
)
def test_a_confirmed_file_is_left_alone_and_its_text_compared(
    held: object, confirmed: int, changed: int, saved: Saved, imported: Import, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    if held is not None:
        text = held if isinstance(held, str) else yaml.safe_dump(held)
        (folder / "NCT00000001.yaml").write_text(text, encoding="utf-8")
    found: TrialImport
    found, files = imported(saved(v2()), folder=folder)
    assert (len(found.confirmed), len(found.changed), len(files)) == (confirmed, changed, 1 - confirmed)
