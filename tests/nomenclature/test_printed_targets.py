"""Printed target cells that break naive readers: what is readable is read, what is not stays visible as printed."""

from __future__ import annotations

import pytest

from trialign.model.biomarker import Alteration, Origin
from trialign.model.directory import Reason, Spelling
from trialign.nomenclature import target_cells, target_list, test_names, unread
from trialign.nomenclature.vocabulary import Vocabulary

SMALL, COPY_NUMBER, FUSION = Alteration.SMALL, Alteration.COPY_NUMBER, Alteration.FUSION


def _read(cell: str, alteration: Alteration, vocabulary: Vocabulary) -> target_list.Targets:
    return target_list.read(cell, alteration, vocabulary.genes)


def _labels(found: target_list.Targets) -> list[str]:
    return [target.biomarker.label for target in found.read]


@pytest.mark.parametrize(
    ("cell", "alteration", "labels"),
    [
        ("ELM4-ALK", FUSION, ["EML4::ALK fusion"]),
        ("EGRvIII", FUSION, ["EGFR vIII"]),
        ("EGFRvIII", FUSION, ["EGFR vIII"]),
        ("EGRvIII NTRK1", FUSION, ["EGFR vIII", "NTRK1 fusion"]),
        ("NTRK1, NTRK1, NTRK3", FUSION, ["NTRK1 fusion", "NTRK1 fusion", "NTRK3 fusion"]),
        ("JAK2 exon 12", SMALL, ["JAK2 exon 12"]),
        ("MET exon 14", SMALL, ["MET exon 14 skipping"]),
        ("NTRK1/2/3", FUSION, ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("PTPN11,FLT3", SMALL, ["PTPN11 small variant", "FLT3 small variant"]),
        ("RB!", COPY_NUMBER, ["RB1 copy number"]),
        ("KZF1", COPY_NUMBER, ["IKZF1 copy number"]),
        ("DICR1", SMALL, ["DICER1 small variant"]),
        ("BRAF-FRX1", FUSION, ["BRAF::FXR1 fusion"]),
        ("H3F3A", SMALL, ["H3-3A small variant"]),
        ("H3-3A", SMALL, ["H3-3A small variant"]),
        ("TCEB-1", SMALL, ["ELOC small variant"]),
        ("ELOC (TCEB-1)", SMALL, ["ELOC small variant"]),
        (
            "1p, 3, 6, 8",
            COPY_NUMBER,
            ["1p copy number", "chromosome 3 copy number", "chromosome 6 copy number", "chromosome 8 copy number"],
        ),
        ("C19MC miRNA cluster (46 genes)", COPY_NUMBER, ["C19MC copy number"]),
        ("del12/del12p & t(15;17)(q24;q21) PML-RARA", FUSION, ["chromosome 12 loss", "del(12p)", "PML::RARA fusion"]),
        ("-7/del7q", COPY_NUMBER, ["chromosome 7 loss", "del(7q)"]),
        ("i(17q)/t(17p)", COPY_NUMBER, ["17q copy number", "17p rearrangement"]),
        ("gain(1q) - CKS1B", COPY_NUMBER, ["CKS1B copy number", "gain(1q)"]),
        ("other PDGFRA rearrangements", FUSION, ["PDGFRA fusion"]),
        ("MLL-PTD", SMALL, ["KMT2A PTD"]),
        ("BRAF V600", SMALL, ["BRAF V600"]),
        ("SDHA-D", SMALL, [f"SDH{letter} small variant" for letter in "ABCD"]),
        ("FGFR1-3", FUSION, ["FGFR1 fusion", "FGFR2 fusion", "FGFR3 fusion"]),
        ("CDKN2A/B", COPY_NUMBER, ["CDKN2A copy number", "CDKN2B copy number"]),
        ("NUP98-NSD1", FUSION, ["NUP98::NSD1 fusion"]),
        ("1p19qcodel", COPY_NUMBER, ["1p/19q codeletion"]),
        ("Chromosome 7 & 17", COPY_NUMBER, ["chromosome 7 copy number", "chromosome 17 copy number"]),
        ("NF1 &\u00a0NPM1", SMALL, ["NF1 small variant", "NPM1 small variant"]),
        ("NF1 & NPM1", SMALL, ["NF1 small variant", "NPM1 small variant"]),
        ("PAR1 region (CRLF2, CSF2RA, IL3RA)", FUSION, ["CRLF2 fusion", "CSF2RA fusion", "IL3RA fusion"]),
        ("TERT promoter", SMALL, ["TERT promoter"]),
        ("TERT (promoter)", SMALL, ["TERT promoter"]),
        ("SHDB", SMALL, ["SDHB small variant"]),
        ("VKL", SMALL, ["VHL small variant"]),
        ("PTEN (SNV & CNV)", SMALL, ["PTEN small variant", "PTEN copy number"]),
        ("MET (including exon 14 skipping)", SMALL, ["MET exon 14 skipping", "MET small variant"]),
        ("MET exon 14 skipping", SMALL, ["MET exon 14 skipping"]),
        ("KRAS\tNRAS\tBRAF", SMALL, ["KRAS small variant", "NRAS small variant", "BRAF small variant"]),
        ("EML4-ALK fusion", FUSION, ["EML4::ALK fusion"]),
    ],
)  # fmt: skip
def test_a_readable_cell_is_read_completely(
    cell: str, alteration: Alteration, labels: list[str], vocabulary: Vocabulary
) -> None:
    found = _read(cell, alteration, vocabulary)
    assert _labels(found) == labels
    assert found.unresolved == ()


@pytest.mark.parametrize(
    "cell",
    [
        "All including burden / signature",
        "N/A",
        "Multiple - as per proprietary NICE-approved assay",
        "Other: See tests M80.25-M80.40 for individual specified FISH targets.",
        "e.g. FUS-ERG",
        "KRAS codon 12",
        "NF1 & XYZ9",
        "METTL",
        "NPM1 &\u00a0XYZ9",
    ],
)
@pytest.mark.parametrize("alteration", [SMALL, COPY_NUMBER, FUSION])
def test_an_unreadable_cell_stays_unresolved_as_printed(
    cell: str, alteration: Alteration, vocabulary: Vocabulary
) -> None:
    found = _read(cell, alteration, vocabulary)
    assert found.read == ()
    assert [item.printed for item in found.unresolved] == [cell]


def test_the_readable_part_of_an_alternative_is_read_and_the_rest_stays(vocabulary: Vocabulary) -> None:
    found = _read("BRCA1/2 and/or genomic instability", SMALL, vocabulary)
    assert _labels(found) == ["BRCA1 small variant", "BRCA2 small variant"]
    assert [item.printed for item in found.unresolved] == ["genomic instability"]


def test_one_unknown_symbol_does_not_hide_its_neighbours(vocabulary: Vocabulary) -> None:
    found = _read("KRAS, XYZ9, BRAF", SMALL, vocabulary)
    assert _labels(found) == ["KRAS small variant", "BRAF small variant"]
    assert [item.printed for item in found.unresolved] == ["XYZ9"]


def test_an_empty_cell_says_nothing(vocabulary: Vocabulary) -> None:
    found = _read("", SMALL, vocabulary)
    assert found.read == ()
    assert found.unresolved == ()


def test_an_empty_test_name_is_unresolved(vocabulary: Vocabulary) -> None:
    found = test_names.read("", vocabulary.genes)
    assert found.targets == ()
    assert [item.printed for item in found.unresolved] == [""]


@pytest.mark.parametrize(
    ("cell", "spelling"),
    [
        ("H3-3A", Spelling.APPROVED),
        ("H3F3A", Spelling.PREVIOUS),
        ("SHDB", Spelling.MISPRINT),
        ("RB!", Spelling.MISPRINT),
        ("EGRvIII", Spelling.MISPRINT),
        ("EGFRvIII", Spelling.APPROVED),
    ],
)
def test_how_a_symbol_is_spelt_is_kept(cell: str, spelling: Spelling, vocabulary: Vocabulary) -> None:
    assert [target.spelling for target in _read(cell, SMALL, vocabulary).read] == [spelling]


def test_what_was_printed_is_kept_beside_what_it_was_read_as(vocabulary: Vocabulary) -> None:
    found = _read("NF1 &\u00a0NPM1, RB!", SMALL, vocabulary)
    assert [target.printed for target in found.read] == ["NF1 &\u00a0NPM1", "NF1 &\u00a0NPM1", "RB!"]


@pytest.mark.parametrize(
    ("token", "symbol"),
    [("MET", "MET"), ("met", "MET"), ("METTL", None), ("DDR1", None), ("NTRK", None), ("KRASX", None)],
)
def test_genes_are_found_by_whole_token_only(token: str, symbol: str | None, vocabulary: Vocabulary) -> None:
    found = vocabulary.genes.find(token)
    assert (found[0].symbol if found else None) == symbol


def test_a_family_is_its_members_and_no_gene_of_a_similar_alias(vocabulary: Vocabulary) -> None:
    found = _read("NTRK", FUSION, vocabulary)
    assert _labels(found) == ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]


def test_classes_joined_inside_brackets_are_all_kept(vocabulary: Vocabulary) -> None:
    read = target_cells.read(
        "",
        "PTEN (SNV and CNV)",
        "Small variant detection",
        "NGS",
        Origin.SOMATIC,
        (vocabulary.genes, vocabulary.columns),
    )
    assert [each.biomarker.label for each in read.targets] == ["PTEN small variant", "PTEN copy number"]


def test_a_probe_with_its_band_reports_gene_and_band(vocabulary: Vocabulary) -> None:
    read = test_names.read("CKS1B, 1q21 & CDKN2C, 1p32 CNV FISH", vocabulary.genes)
    assert {each.biomarker.label for each in read.targets} == {
        "CKS1B copy number",
        "CDKN2C copy number",
        "1q21 copy number",
        "1p32 copy number",
    }


def test_an_approved_symbol_is_no_misprint_of_itself(vocabulary: Vocabulary) -> None:
    found = unread.explain("BRCA1", vocabulary.genes)
    assert (found.reason, found.proposed) == (Reason.OTHER_CLASS, "")
