"""What a test must report to answer a need: one test per sentence, each with the few rows that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trialign.cli import names
from trialign.coverage.judge import Judge
from trialign.load.world import World
from trialign.model.coverage import Coverage, Fit, Judgement
from trialign.model.directory import Kind, Nation, Reason

if TYPE_CHECKING:
    from tests.coverage.conftest import Bench

PANEL = "Multi-target NGS panel - "
COVERED, PARTLY, NOT_COVERED = Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_COVERED
OUTSIDE, CANNOT_TELL = Coverage.OUTSIDE, Coverage.CANNOT_TELL


def _near_misses(found: Judgement) -> list[str]:
    return [fit.code for fit in found.fits if fit.fit is Fit.NEAR_MISS]


@pytest.mark.parametrize(
    ("need", "word"),
    [("KRAS G12C", COVERED), ("KRAS small variant", PARTLY), ("KRAS wild type", PARTLY), ("KRAS T20M", CANNOT_TELL)],
)
def test_a_hotspot_covers_canonical_variants_and_the_gene_in_part(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("M1.2", "KRAS hotspot", "COADREAD")
    assert bench.ask(need, "COADREAD", row).coverage is word


@pytest.mark.parametrize(
    ("need", "word"), [("JAK2 V617F", COVERED), ("JAK2 exon 12", NOT_COVERED), ("JAK2 small variant", PARTLY)]
)
def test_a_hotspot_that_names_its_variant_covers_that_one(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("M1.1", "JAK2 Hotspot (V617F)", "MPN")
    assert bench.ask(need, "MPN", row).coverage is word


@pytest.mark.parametrize("need", ["KRAS wild type", "KRAS small variant", "KRAS G12C"])
def test_wild_type_needs_the_test_of_the_whole_gene(bench: Bench, need: str) -> None:
    row = bench.row("M1.1", f"{PANEL}small variant (KRAS, NRAS, BRAF)", "COADREAD")
    assert bench.ask(need, "COADREAD", row).coverage is COVERED


@pytest.mark.parametrize("name", [f"{PANEL}structural variant (ALK)", "ALK rearrangement FISH"])
@pytest.mark.parametrize("need", ["ALK fusion", "EML4::ALK fusion"])
def test_a_gene_alone_and_break_apart_probes_cover_any_partner(bench: Bench, name: str, need: str) -> None:
    assert bench.ask(need, "NSCLC", bench.row("M4.1", name, "NSCLC")).coverage is COVERED


@pytest.mark.parametrize(
    ("need", "word"), [("EML4::ALK fusion", COVERED), ("ALK fusion", PARTLY), ("KIF5B::ALK fusion", NOT_COVERED)]
)
def test_a_named_partner_covers_any_partner_in_part(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("M4.1", f"{PANEL}structural variant (EML4-ALK)", "NSCLC")
    assert bench.ask(need, "NSCLC", row).coverage is word


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (f"{PANEL}small variant (MET exon 14 skipping)", COVERED),
        (f"{PANEL}structural variant (MET)", COVERED),
        (f"{PANEL}small variant (MET)", PARTLY),
        (f"{PANEL}copy number variant (MET)", NOT_COVERED),
        ("MET rearrangement FISH", NOT_COVERED),
    ],
)
def test_met_exon_14_needs_to_be_named_or_a_structural_panel(bench: Bench, name: str, word: Coverage) -> None:
    assert bench.ask("MET exon 14 skipping", "NSCLC", bench.row("M4.1", name, "NSCLC")).coverage is word


@pytest.mark.parametrize(
    ("name", "need"),
    [
        (f"{PANEL}small variant (MET)", "MET amplification"),
        (f"{PANEL}copy number variant (KRAS)", "KRAS G12C"),
        (f"{PANEL}small variant (PTEN)", "PTEN loss"),
    ],
)
def test_copy_number_and_small_variants_never_cover_each_other(bench: Bench, name: str, need: str) -> None:
    found = bench.ask(need, "NSCLC", bench.row("M4.1", name, "NSCLC"))
    assert found.coverage is NOT_COVERED
    assert _near_misses(found) == ["M4.1"]


@pytest.mark.parametrize(
    ("need", "word"), [("PTEN small variant", COVERED), ("PTEN loss", COVERED), ("AKT1 loss", NOT_COVERED)]
)
def test_snv_and_cnv_in_brackets_give_both_classes_to_that_gene_only(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("M3.6", f"{PANEL}small variant (PIK3CA, AKT1, PTEN (SNV & CNV))", "BRCA")
    assert bench.ask(need, "BRCA", row).coverage is word


@pytest.mark.parametrize(
    ("need", "word"), [("PTEN loss", PARTLY), ("PTEN amplification", COVERED), ("PTEN small variant", COVERED)]
)
def test_plasma_shows_losses_only_in_part(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("M3.8", "Multi-target ctDNA NGS panel - small variant (PTEN (SNV & CNV))", "BRCA")
    assert bench.ask(need, "BRCA", row).coverage is word


@pytest.mark.parametrize("need", ["MSI-H", "dMMR"])
def test_an_msi_test_covers_both_ways_of_asking(bench: Bench, need: str) -> None:
    assert bench.ask(need, "COADREAD", bench.row("M1.4", "MSI Testing", "COADREAD")).coverage is COVERED


@pytest.mark.parametrize("need", ["MSI-H", "dMMR"])
@pytest.mark.parametrize("name", [f"{PANEL}small variant (MLH1, MSH2, MSH6, PMS2)", "MLH1 promoter hypermethylation"])
def test_mmr_genes_and_methylation_are_near_misses_and_pathology_answers(bench: Bench, need: str, name: str) -> None:
    found = bench.ask(need, "UCEC", bench.row("M5.1", name, "UCEC"))
    assert found.coverage is OUTSIDE
    assert _near_misses(found) == ["M5.1"]


@pytest.mark.parametrize(
    "need",
    [
        "PD-L1 expression [TPS >= 50%]", "HER2 expression", "ERBB2 amplification", "FRα expression", "ER expression",
        "claudin 18.2 expression", "ALK expression", "EGFR expression", "CD19 expression", "CD117 expression",
        "HLA-A*02:01",
    ],
)  # fmt: skip
def test_pathology_and_tissue_typing_are_no_missing_genomic_tests(bench: Bench, need: str) -> None:
    row = bench.row("M4.1", f"{PANEL}small variant (EGFR)", "SOLID")
    assert bench.ask(need, "SOLID", row).coverage is OUTSIDE


HRD_STATUS = "HRD status (either positive for BRCA 1 and/or 2, or HRD positive)"


@pytest.mark.parametrize(
    ("name", "need", "word"),
    [
        (HRD_STATUS, "HRD", COVERED),
        (HRD_STATUS, "BRCA1 small variant", COVERED),
        (f"{PANEL}small variant (BRCA1, BRCA2)", "HRD", NOT_COVERED),
        (f"{PANEL}small variant (BRCA1, BRCA2)", "BRCA2 small variant", COVERED),
        ("WGS", "HRD", CANNOT_TELL),
    ],
)
def test_only_an_hrd_row_or_a_genome_sees_hrd(bench: Bench, name: str, need: str, word: Coverage) -> None:
    assert bench.ask(need, "OVARY", bench.row("M2.5", name, "OVARY")).coverage is word


@pytest.mark.parametrize(
    ("need", "word"),
    [
        ("KRAS G12C", CANNOT_TELL),
        ("RET fusion", CANNOT_TELL),
        ("MET amplification", CANNOT_TELL),
        ("del(17p)", CANNOT_TELL),
        ("TMB-H", CANNOT_TELL),
        ("MSI-H", CANNOT_TELL),
        ("MGMT promoter methylation", NOT_COVERED),
        ("MRD", NOT_COVERED),
        ("HER2 expression", OUTSIDE),
    ],
)
def test_a_genome_sees_dna_classes_within_eligibility_not_held(bench: Bench, need: str, word: Coverage) -> None:
    assert bench.ask(need, "GLIOMA", bench.row("M9.1", "WGS", "GLIOMA")).coverage is word


@pytest.mark.parametrize(
    ("need", "word"),
    [("FLT3 ITD", CANNOT_TELL), ("NPM1 small variant", CANNOT_TELL), ("KMT2A fusion", NOT_COVERED)],
)
def test_an_unnamed_panel_might_hold_any_gene_of_its_class(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("TP1.1", "NGS Panel - Small Variants - AML", "AML")
    assert bench.ask(need, "AML", row).coverage is word


def test_a_confirmed_cover_wins_over_doubt(bench: Bench) -> None:
    panel = bench.row("TP1.1", "NGS Panel - Small Variants - AML", "AML")
    named = bench.row("TP1.2", "FLT3 ITD", "AML")
    assert bench.ask("FLT3 ITD", "AML", panel, named).coverage is COVERED


@pytest.mark.parametrize(
    ("name", "need", "word"),
    [
        ("MRD NPM1 - AML", "MRD", COVERED),
        ("MRD NPM1 - AML", "NPM1 small variant", NOT_COVERED),
        ("B Cell Clonality Testing - NGS", "clonality", COVERED),
        ("B Cell Clonality Testing - NGS", "MRD", NOT_COVERED),
        ("B Cell Clonality Testing - NGS", "IGH fusion", NOT_COVERED),
        ("Karyotype - AML, ALL & CML", "karyotype", COVERED),
        ("Karyotype - AML, ALL & CML", "del(17p)", PARTLY),
        ("Karyotype - AML, ALL & CML", "NPM1 small variant", NOT_COVERED),
        ("Karyotype - AML, ALL & CML", "KMT2A fusion", NOT_COVERED),
    ],
)
def test_monitoring_clonality_and_karyotype_answer_only_their_own_question(
    bench: Bench, name: str, need: str, word: Coverage
) -> None:
    assert bench.ask(need, "AML", bench.row("TP1.1", name, "AML")).coverage is word


@pytest.mark.parametrize(
    ("name", "word"), [("DPYD hotspot", COVERED), (f"{PANEL}small variant (DPYD, KRAS)", NOT_COVERED)]
)
def test_a_tumour_panel_never_covers_dpyd_safety(bench: Bench, name: str, word: Coverage) -> None:
    row = bench.row("M1.7", name, "COADREAD")
    assert bench.ask("DPYD pharmacogenomic", "COADREAD", row).coverage is word


@pytest.mark.parametrize(
    ("need", "word"),
    [
        ("BRCA1 small variant (germline)", NOT_COVERED),
        ("BRCA1 small variant (somatic)", COVERED),
        ("BRCA1 small variant", COVERED),
    ],
)
def test_a_tumour_test_does_not_show_that_a_variant_is_germline(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.row("M218.1", f"{PANEL}small variant (BRCA1, BRCA2)", "PRAD")
    assert bench.ask(need, "PRAD", row).coverage is word


@pytest.mark.parametrize(
    ("need", "word"),
    [
        ("BRCA1 small variant (germline)", COVERED),
        ("BRCA1 small variant (somatic)", NOT_COVERED),
        ("BRCA1 small variant", COVERED),
    ],
)
def test_a_blood_test_answers_a_need_that_states_no_origin(bench: Bench, need: str, word: Coverage) -> None:
    row = bench.germline("R444.1", "BRCA1, BRCA2", "BRCA")
    assert bench.ask(need, "BRCA", row).coverage is word


def test_a_family_history_test_has_criteria_of_its_own(bench: Bench) -> None:
    row = bench.germline("R414.1", "APC (1212)", "COADREAD", kind=Kind.GERMLINE)
    assert bench.ask("APC small variant (germline)", "COADREAD", row).coverage is CANNOT_TELL
    assert bench.ask("APC small variant", "COADREAD", row).coverage is NOT_COVERED


def test_a_pointer_to_a_panel_is_no_gene_list(bench: Bench) -> None:
    row = bench.germline("R208.1", "Inherited breast cancer and ovarian cancer (635)", "BRCA", method="Small panel")
    assert [item.reason for item in row.reading.unresolved] == [Reason.POINTER_PANEL]
    assert bench.ask("BRCA1 small variant (germline)", "BRCA", row).coverage is CANNOT_TELL


@pytest.mark.parametrize(
    ("need", "cancer", "code"),
    [
        ("BRCA1 small variant (germline)", "BRCA", "R444.1"),
        ("BRCA1 small variant (germline)", "PRAD", "R444.2"),
        ("BRCA1 small variant (somatic)", "PRAD", "M218.1"),
        ("BRCA1 small variant", "HGSOC", "M2.1"),
        ("HRD", "HGSOC", "M2.5"),
        ("KRAS wild type", "COADREAD", "M1.1"),
    ],
)
def test_which_row_of_england_answers_the_needs_of_known_medicines(
    judge: Judge, world: World, need: str, cancer: str, code: str
) -> None:
    asked, _ = names.need(cancer, names.biomarkers(need, world)[0], "", world)
    found = judge.judge(asked, Nation.ENGLAND)
    assert code in [fit.code for fit in found.fits if fit.fit is Fit.FULL]
