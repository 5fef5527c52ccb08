"""Names, variants, levels and origins as texts print them, and the canonical labels that they become."""

from __future__ import annotations

import pytest
from tests.criteria.notation import exclusion, forms, inclusion, name, said

from trialign.criteria.extract import Extractor
from trialign.model.biomarker import Alteration, Origin
from trialign.nomenclature import labels
from trialign.nomenclature.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NTRK1/2/3 fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK1-3 fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK1–3 fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK1, 2 or 3 fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK1, 2, or 3 fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK gene fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("BRCA mutation", ["BRCA1 small variant", "BRCA2 small variant"]),
        ("BRCA1/2 mutation", ["BRCA1 small variant", "BRCA2 small variant"]),
        ("BRCA 1/2 mutation", ["BRCA1 small variant", "BRCA2 small variant"]),
        ("BRCA1 and 2 mutation", ["BRCA1 small variant", "BRCA2 small variant"]),
        ("BRCA 1 and 2 mutation", ["BRCA1 small variant", "BRCA2 small variant"]),
        ("BRCA1 and/or BRCA2 mutation", ["BRCA1 small variant", "BRCA2 small variant"]),
        ("RAD51C/D mutation", ["RAD51C small variant", "RAD51D small variant"]),
        ("IDH1/2 mutation", ["IDH1 small variant", "IDH2 small variant"]),
        ("RAS mutation", ["KRAS small variant", "NRAS small variant", "HRAS small variant"]),
        ("FGFR1-3 amplification", ["FGFR1 amplification", "FGFR2 amplification", "FGFR3 amplification"]),
        ("BRAF V600E/K mutation", ["BRAF V600E", "BRAF V600K"]),
        ("BRAF V600E or V600K mutation", ["BRAF V600E", "BRAF V600K"]),
        ("KRAS G12D, G12V and G12R mutations", ["KRAS G12D", "KRAS G12V", "KRAS G12R"]),
        ("KRAS codon 12 and 13 mutation", ["KRAS codon 12", "KRAS codon 13"]),
        ("KRAS mutation in codons 12 and 13", ["KRAS codon 12", "KRAS codon 13"]),
        ("KRAS codons 12, 13 or 61 mutations", ["KRAS codon 12", "KRAS codon 13", "KRAS codon 61"]),
        ("Mutation in EGFR exons 18-21", ["EGFR exon 18", "EGFR exon 19", "EGFR exon 20", "EGFR exon 21"]),
        ("EGFR exon 18-21 mutation", ["EGFR exon 18", "EGFR exon 19", "EGFR exon 20", "EGFR exon 21"]),
        ("EGFR exon 18, 19 or 21 mutations", ["EGFR exon 18", "EGFR exon 19", "EGFR exon 21"]),
        ("EGFR L858R or exon 19 deletion", ["EGFR L858R", "EGFR exon 19 deletion"]),
    ],
)
def test_lists_and_ranges_name_each_member(extractor: Extractor, text: str, names: list[str]) -> None:
    assert forms(extractor.read(inclusion(text)).required) == [[each] for each in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FGFR1, FGFR2 or MET amplification", ["FGFR1 amplification", "FGFR2 amplification", "MET amplification"]),
        ("Amplification of FGFR1, FGFR2 or MET", ["FGFR1 amplification", "FGFR2 amplification", "MET amplification"]),
        ("Mutations in ATM, BRCA1 or PALB2", ["ATM small variant", "BRCA1 small variant", "PALB2 small variant"]),
        ("Loss of MLH1, MSH2 or PMS2", ["MLH1 loss", "MSH2 loss", "PMS2 loss"]),
        ("Mutation or amplification of MET", ["MET small variant", "MET amplification"]),
        ("PIK3CA, AKT1 or PTEN alteration", ["PIK3CA alteration", "AKT1 alteration", "PTEN alteration"]),
        (
            "FGFR2 or FGFR3 mutation or fusion",
            ["FGFR2 small variant", "FGFR2 fusion", "FGFR3 small variant", "FGFR3 fusion"],
        ),
    ],
)
def test_a_class_is_shared_by_all_that_it_stands_beside(extractor: Extractor, text: str, names: list[str]) -> None:
    assert forms(extractor.read(inclusion(text)).required) == [[each] for each in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Human epidermal growth factor receptor 2 (HER2) positive", ["HER2 expression"]),
        ("Programmed death ligand 1 (PD-L1) positive", ["PD-L1 expression"]),
        ("Anaplastic lymphoma kinase (ALK) rearrangement", ["ALK fusion"]),
        ("Fibroblast growth factor receptor 2 (FGFR2) fusion", ["FGFR2 fusion"]),
        ("TP53 (p53) mutation", ["TP53 small variant"]),
        ("Microsatellite instability (MSI)-high", ["MSI-H"]),
        ("EGFR (growth factor receptor) mutation", ["EGFR small variant"]),
        ("BRAF mutation (V600E, V600K)", ["BRAF V600E", "BRAF V600K"]),
        ("KRAS (G12C or G12D) mutation", ["KRAS G12C", "KRAS G12D"]),
        ("EGFR mutation (exon 19 deletion or L858R)", ["EGFR exon 19 deletion", "EGFR L858R"]),
        ("EGFR mutation, such as L858R or exon 19 deletion", ["EGFR L858R", "EGFR exon 19 deletion"]),
        ("Driver mutation such as KRAS G12C", ["KRAS G12C"]),
        ("DNA repair gene mutation including BRCA1 and ATM", ["BRCA1 small variant", "ATM small variant"]),
        ("NRAS mutation (except Q61R)", ["NRAS small variant"]),
        ("KRAS mutation (other than G12C)", ["KRAS small variant"]),
    ],
)
def test_brackets_and_examples_repeat_or_refine(extractor: Extractor, text: str, names: list[str]) -> None:
    assert forms(extractor.read(inclusion(text)).required) == [[each] for each in names]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("KRAS G12C", "KRAS G12C"),
        ("KRAS p.G12C mutation", "KRAS G12C"),
        ("KRAS p. G12C", "KRAS G12C"),
        ("KRAS p.Gly12Cys", "KRAS G12C"),
        ("KRAS c.34G>T (p.Gly12Cys)", "KRAS G12C"),
        ("EGFR p.(Leu858Arg)", "EGFR L858R"),
        ("KRasG12C", "KRAS G12C"),
        ("KRASG12C mutant", "KRAS G12C"),
        ("BRAFV600E", "BRAF V600E"),
        ("G12C mutation in KRAS", "KRAS G12C"),
        ("V600E mutation of BRAF", "BRAF V600E"),
        ("IDH1 R132 mutation", "IDH1 R132"),
        ("BRAF class II mutation", "BRAF class 2"),
        ("KRASm tumour", "KRAS small variant"),
        ("EGFR exon 19 deletion", "EGFR exon 19 deletion"),
        ("EGFR Ex19del", "EGFR exon 19 deletion"),
        ("EGFR 19del", "EGFR exon 19 deletion"),
        ("Deletion in exon 19 of EGFR", "EGFR exon 19 deletion"),
        ("EGFR exon 20 insertion mutation", "EGFR exon 20 insertion"),
        ("EGFR exon 20 ins", "EGFR exon 20 insertion"),
        ("EGFR insertion in exon 20", "EGFR exon 20 insertion"),
        ("Exon 20 insertion of EGFR", "EGFR exon 20 insertion"),
        ("HER2 exon 20 insertion", "ERBB2 exon 20 insertion"),
        ("METex14", "MET exon 14 skipping"),
        ("MET exon 14 mutation", "MET exon 14 skipping"),
        ("MET exon 14 skipping alteration", "MET exon 14 skipping"),
        ("EGFRvIII", "EGFR vIII"),
        ("FLT3-ITD", "FLT3 ITD"),
        ("FLT3 ITD mutation", "FLT3 ITD"),
        ("FLT3-TKD mutation", "FLT3 TKD"),
        ("TERT promoter mutation", "TERT promoter"),
        ("MGMT promoter methylation", "MGMT promoter methylation"),
        ("MET amplification", "MET amplification"),
        ("Amplified MET", "MET amplification"),
        ("HER2 gene amplification", "ERBB2 amplification"),
        ("MTAP deletion", "MTAP loss"),
        ("Loss of PTEN", "PTEN loss"),
        ("Homozygous CDKN2A deletion", "CDKN2A loss"),
        ("RET rearranged thyroid cancer", "RET fusion"),
        ("ALK-positive", "ALK fusion"),
        ("ALK+ disease", "ALK fusion"),
    ],
)
def test_changes_of_a_gene(extractor: Extractor, text: str, label: str) -> None:
    assert said(extractor.read(inclusion(text))) == [f"required {label}"]


@pytest.mark.parametrize(
    ("text", "alteration"),
    [
        ("MET exon 14 skipping", Alteration.SKIPPING),
        ("METex14", Alteration.SKIPPING),
        ("EGFR exon 2 skipping", Alteration.SKIPPING),
        ("EGFR exon 20 insertion", Alteration.SMALL),
        ("FLT3-ITD", Alteration.ITD),
        ("FLT3-TKD", Alteration.SMALL),
        ("TERT promoter mutation", Alteration.SMALL),
        ("MGMT promoter methylation", Alteration.METHYLATION),
        ("EGFRvIII", Alteration.FUSION),
        ("KRAS alteration", Alteration.ANY),
        ("GAPDH mutation", Alteration.SMALL),
        ("MSI-H", Alteration.MSI),
        ("dMMR", Alteration.MMR),
        ("TMB-H", Alteration.TMB),
        ("HRD positive", Alteration.HRD),
        ("del(17p)", Alteration.REGION),
        ("Complex karyotype", Alteration.KARYOTYPE),
        ("HLA-A*02:01 positive", Alteration.HLA),
    ],
)
def test_classes(extractor: Extractor, text: str, alteration: Alteration) -> None:
    assert {leaf.alteration for leaf in extractor.read(inclusion(text)).leaves} == {alteration}


@pytest.mark.parametrize(
    "text",
    [
        "Human epidermal growth factor receptor 2 (HER2) positive",
        "Programmed death ligand 1 (PD-L1) positive",
        "Anaplastic lymphoma kinase (ALK) rearrangement",
        "TP53 (p53) mutation",
        "KRAS mutation (KRAS mutation by any test)",
    ],
)
def test_a_name_said_again_in_brackets_is_one_leaf(extractor: Extractor, text: str) -> None:
    assert len(extractor.read(inclusion(text)).leaves) == 1


@pytest.mark.parametrize(
    ("text", "marker", "label"),
    [
        ("EML4-ALK", "ALK", "EML4::ALK fusion"),
        ("EML4–ALK fusion", "ALK", "EML4::ALK fusion"),
        ("EML4::ALK", "ALK", "EML4::ALK fusion"),
        ("KIF5B-RET rearrangement", "RET", "KIF5B::RET fusion"),
        ("ETV6::NTRK3", "NTRK3", "ETV6::NTRK3 fusion"),
        ("FGFR3-TACC3 fusion", "FGFR3", "FGFR3::TACC3 fusion"),
        ("FGFR3::TACC3", "FGFR3", "FGFR3::TACC3 fusion"),
    ],
)
def test_fusions_with_their_partners(extractor: Extractor, text: str, marker: str, label: str) -> None:
    (leaf,) = extractor.read(inclusion(text)).leaves
    assert (leaf.marker, leaf.alteration, leaf.label) == (marker, Alteration.FUSION, label)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("PML-RARA", "PML::RARA fusion"),
        ("BCR-ABL1", "BCR::ABL1 fusion"),
        ("BCR::ABL1 positive", "BCR::ABL1 fusion"),
        ("t(9;22)", "BCR::ABL1 fusion"),
        ("t(9;22)(q34;q11)", "BCR::ABL1 fusion"),
        ("Ph+ leukaemia", "BCR::ABL1 fusion"),
        ("Philadelphia chromosome positive", "BCR::ABL1 fusion"),
        ("t(15;17)", "PML::RARA fusion"),
        ("t(8;21)", "RUNX1::RUNX1T1 fusion"),
        ("inv(16)", "CBFB::MYH11 fusion"),
        ("t(11;14)", "IGH::CCND1 fusion"),
    ],
)
def test_translocations_are_the_fusions_that_they_make(extractor: Extractor, text: str, label: str) -> None:
    assert said(extractor.read(inclusion(text))) == [f"required {label}"]


def test_a_change_of_a_fused_gene_is_of_its_kinase(extractor: Extractor) -> None:
    assert said(extractor.read(inclusion("BCR-ABL1 T315I mutation"))) == ["required ABL1 T315I"]


@pytest.mark.parametrize(
    ("text", "marker", "level"),
    [
        ("PD-L1 TPS >= 50%", "CD274", "TPS >= 50%"),
        ("PD-L1 TPS ≥ 1 %", "CD274", "TPS ≥ 1 %"),
        (r"PD-L1 TPS \>= 50%", "CD274", r"TPS \>= 50%"),
        ("PD-L1 TPS 1-49%", "CD274", "TPS 1-49%"),
        ("PD-L1 TPS greater than or equal to 50%", "CD274", "TPS greater than or equal to 50%"),
        ("PD-L1 CPS >= 10", "CD274", "CPS >= 10"),
        ("PD-L1 combined positive score (CPS) >= 10", "CD274", "combined positive score (CPS) >= 10"),
        ("PD-L1 tumor proportion score >= 50%", "CD274", "tumor proportion score >= 50%"),
        ("PD-L1 TC >= 25%", "CD274", "TC >= 25%"),
        ("PD-L1 expression of at least 1%", "CD274", "at least 1%"),
        ("PD-L1 positive", "CD274", ""),
        ("HER2 IHC 3+", "ERBB2", "IHC 3+"),
        ("HER2 (IHC 3+)", "ERBB2", "IHC 3+"),
        ("HER2 3+", "ERBB2", "3+"),
        ("HER2-positive", "ERBB2", ""),
        ("HER2 overexpression", "ERBB2", ""),
        ("HER2-low breast cancer", "ERBB2", ""),
        ("ER >= 10%", "ESR1", ">= 10%"),
        ("CD20 positive lymphoma", "MS4A1", ""),
        ("CD30-positive", "TNFRSF8", ""),
        ("Claudin 18.2 expression", "CLDN18", ""),
        ("FOLR1 high", "FOLR1", ""),
        ("DLL3 expression", "DLL3", ""),
    ],
)
def test_expression_keeps_its_printed_threshold(extractor: Extractor, text: str, marker: str, level: str) -> None:
    (leaf,) = extractor.read(inclusion(text)).leaves
    assert (leaf.role.value, leaf.marker, leaf.alteration, leaf.level) == (
        "required",
        marker,
        Alteration.EXPRESSION,
        level,
    )


@pytest.mark.parametrize(
    "text",
    ["HER2 IHC 0", "HER2 IHC 0/1+", "HER2 0 or 1+", "PD-L1 TPS < 1%", "PD-L1 TPS less than 1%", "PD-L1 negative"],
)
def test_low_expression_asks_for_absence(extractor: Extractor, text: str) -> None:
    assert [leaf.role.value for leaf in extractor.read(inclusion(text)).leaves] == ["excluded"]
    assert [leaf.role.value for leaf in extractor.read(exclusion(text)).leaves] == ["required"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("MSI-H", "required MSI-H"),
        ("Microsatellite instability-high", "required MSI-H"),
        ("MSS", "required MSS"),
        ("Microsatellite stable", "required MSS"),
        ("MSI-low", "required MSS"),
        ("dMMR", "required dMMR"),
        ("Mismatch repair deficient", "required dMMR"),
        ("pMMR", "required pMMR"),
        ("Proficient mismatch repair", "required pMMR"),
        ("TMB-H", "required TMB-H"),
        ("Tumor mutational burden high", "required TMB-H"),
        ("TMB >= 10 mut/Mb", "required TMB-H [>= 10 mut/Mb]"),
        ("TMB >= 10", "required TMB-H [>= 10]"),
        ("TMB-low", "excluded TMB-H"),
        ("HRD positive", "required HRD"),
        ("Homologous recombination deficiency", "required HRD"),
        ("HRD negative", "excluded HRD"),
        ("1p/19q codeletion", "required 1p/19q codeletion"),
        ("1p19q co-deletion", "required 1p/19q codeletion"),
        ("1p/19q codeleted", "required 1p/19q codeletion"),
        ("del(17p)", "required del(17p)"),
        ("del17p", "required del(17p)"),
        ("17p deletion", "required del(17p)"),
        ("Deletion 17p", "required del(17p)"),
        ("Gain of 1q", "required gain(1q)"),
        ("Trisomy 12", "required chromosome 12 gain"),
        ("Monosomy 7", "required chromosome 7 loss"),
        ("Complex karyotype", "required karyotype"),
        ("HLA-A*02:01 positive", "required HLA-A*02:01"),
        ("HLA-A*0201 positive", "required HLA-A*02:01"),
        (r"HLA-A\*02:01 positive", "required HLA-A*02:01"),
        ("HLA-A*02:01:01", "required HLA-A*02:01:01"),
        ("HLA-A2", "required HLA-A*02"),
        ("HLA-DRB1*04:01", "required HLA-DRB1*04:01"),
        ("Ph- leukaemia", "excluded BCR::ABL1 fusion"),
    ],
)
def test_signatures_regions_and_types(extractor: Extractor, text: str, asked: str) -> None:
    assert said(extractor.read(inclusion(text))) == [asked]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Germline BRCA1 mutation", Origin.GERMLINE),
        ("BRCA1 germline mutation", Origin.GERMLINE),
        ("Hereditary BRCA1 mutation", Origin.GERMLINE),
        ("Germline BRCA1, BRCA2 or PALB2 mutation", Origin.GERMLINE),
        ("gBRCA mutation", Origin.GERMLINE),
        ("Somatic BRCA1 mutation", Origin.SOMATIC),
        ("Somatic BRCA1 or BRCA2 mutation", Origin.SOMATIC),
        ("Somatic mutation in BRCA1 or BRCA2", Origin.SOMATIC),
        ("BRCA1 mutation", Origin.EITHER),
        ("Germline or somatic BRCA1 mutation", Origin.EITHER),
        ("Somatic and germline BRCA1/2 mutation", Origin.EITHER),
    ],
)
def test_origins(extractor: Extractor, text: str, origin: Origin) -> None:
    leaves = extractor.read(inclusion(text)).leaves
    assert {leaf.origin for leaf in leaves} == {origin}


LABELLED = """Inclusion Criteria:
- KRAS G12C, BRAF V600E/K or EGFR exon 19 deletion
- EML4-ALK fusion, RET fusion or NTRK1-3 fusion
- MET amplification or METex14
- FLT3-ITD, loss of PTEN, homozygous MTAP deletion
- PD-L1 TPS >= 50% and HER2 IHC 3+
- MSI-H or dMMR, TMB >= 10 mut/Mb
- 1p/19q codeletion, del(17p), trisomy 12
- HLA-A*02:01 positive, germline BRCA1 mutation
- MGMT promoter methylation, EGFRvIII
Exclusion Criteria:
- KIT D816V mutation, t(9;22), ER-positive
"""


def test_every_label_reads_back_as_itself(extractor: Extractor, vocabulary: Vocabulary) -> None:
    leaves = extractor.read(LABELLED).leaves
    assert len(leaves) >= 25
    wrong = [
        name(leaf)
        for leaf in leaves
        if leaf.label and labels.parse(leaf.label, vocabulary.genes).biomarker.alteration is not leaf.alteration
    ]
    assert wrong == []


def test_markers_are_approved_symbols_or_named_signatures(extractor: Extractor) -> None:
    named = {"MSI-H", "dMMR", "TMB-H", "1p/19q codeletion", "del(17p)", "chromosome 12 gain", "HLA-A*02:01"}
    markers = {leaf.marker for leaf in extractor.read(LABELLED).leaves}
    assert named <= markers
    assert {marker for marker in markers - named if marker not in extractor.lexicon.symbols} == set()


def test_confidence_lies_between_nothing_and_certainty(extractor: Extractor) -> None:
    assert all(0 < leaf.confidence <= 1 for leaf in extractor.read(LABELLED).leaves)
