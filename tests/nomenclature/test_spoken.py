"""What people type for a biomarker, and the labels it stands for."""

from __future__ import annotations

import pytest

from trialign.nomenclature import spoken
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("NTRK fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK1/2/3 fusion", ["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("BRCA1/2", ["BRCA1 alteration", "BRCA2 alteration"]),
        ("BRCA1 or BRCA2", ["BRCA1 alteration", "BRCA2 alteration"]),
        ("RAS wild type", ["KRAS small variant", "NRAS small variant"]),
        ("BRAF V600E/K", ["BRAF V600E", "BRAF V600K"]),
        ("PIK3CA/AKT1/PTEN", ["PIK3CA alteration", "AKT1 alteration", "PTEN alteration"]),
        ("CDKN2A/B loss", ["CDKN2A loss", "CDKN2B loss"]),
        ("MSI-H or dMMR", ["MSI-H", "dMMR"]),
        ("germline BRCA1", ["BRCA1 alteration (germline)"]),
        ("BRCA1 germline mutation", ["BRCA1 small variant (germline)"]),
        ("gBRCA2", ["BRCA2 alteration (germline)"]),
        ("ALK-positive", ["ALK fusion"]),
        ("RET fusion-positive", ["RET fusion"]),
        ("HER2+", ["HER2 expression"]),
        ("Her-2", ["HER2 expression"]),
        ("CD19", ["CD19 expression"]),
        ("KRAS WT", ["KRAS small variant"]),
        ("kras g12c", ["KRAS G12C"]),
        ("KRAS p.Gly12Cys", ["KRAS G12C"]),
        ("KRAS G12C mutation", ["KRAS G12C"]),
        ("EGFR ex19del", ["EGFR exon 19 deletion"]),
        ("EGFR exon 20 ins", ["EGFR exon 20 insertion"]),
        ("METex14", ["MET exon 14 skipping"]),
        ("FLT3-ITD", ["FLT3 ITD"]),
        ("TERT promoter mutation", ["TERT promoter"]),
        ("trisomy 8", ["chromosome 8 gain"]),
        ("-7", ["chromosome 7 loss"]),
        ("17p deletion", ["del(17p)"]),
        ("t(9;22)", ["BCR::ABL1 fusion"]),
        ("T315I", ["ABL1 T315I"]),
        ("NPM1 MRD", ["NPM1 alteration [MRD]"]),
        ("microsatellite instability", ["MSI-H"]),
        ("ALK", ["ALK alteration"]),
        ("EGFR or ALK or ROS1 fusion", ["EGFR fusion", "ALK fusion", "ROS1 fusion"]),
        ("ALK fusion or ROS1", ["ALK fusion", "ROS1 fusion"]),
        ("KRAS or BRAF V600E", ["KRAS alteration", "BRAF V600E"]),
        ("BRAF V600E or V600K", ["BRAF V600E", "BRAF V600K"]),
        ("FLT3 ITD or TKD", ["FLT3 ITD", "FLT3 TKD"]),
        ("HER2-negative", ["HER2 expression"]),
        ("ALK-negative", ["ALK fusion"]),
        ("EGFR negative", ["EGFR small variant"]),
    ],
)
def test_what_a_person_types_is_read(text: str, labels: list[str], vocabulary: Vocabulary) -> None:
    assert [each.label for each in spoken.parse(text, vocabulary.genes)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "KRSA G12C",
        "KRAS wobbly",
        "germline",
        "",
        "NTRK wobbly",
        "METTL fusion",
        "MET exon 14 wild type",
        "MET exon 14 negative",
        "chromosome 7 wibble",
        "chr17 normal",
        "chromosome 25",
        "99q",
    ],
)
def test_what_nobody_says_is_refused(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownLabel):
        spoken.parse(text, vocabulary.genes)


def test_every_name_of_the_vocabulary_stands_for_labels(vocabulary: Vocabulary) -> None:
    for name in vocabulary.genes.spoken:
        assert spoken.parse(name, vocabulary.genes)
