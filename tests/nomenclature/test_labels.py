"""The label grammar: canonical labels read back as what they stand for, common variations as the same concept."""

from __future__ import annotations

import re
from datetime import date

import pytest

from trialign import resources
from trialign.load.world import World, load_world
from trialign.model.biomarker import Alteration, Gene, Origin
from trialign.nomenclature import labels
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology


def test_every_label_of_decisions_and_trials_reads_back_as_itself(world: World) -> None:
    assert world.decisions is not None
    assert world.trials is not None
    needs = {need.biomarker for decision in world.decisions.all for need in decision.requirements}
    needs |= {need.biomarker for trial in world.trials.all for arm in trial.arms for need in arm.requirements}
    assert len(needs) > 100
    wrong = [each.label for each in needs if labels.parse(each.label, world.vocabulary.genes).biomarker != each]
    assert wrong == []


def test_every_label_of_a_directory_reads_back_as_itself(world: World) -> None:
    named = {
        target.biomarker
        for directory in world.directories
        for test in directory.tests
        for target in test.reading.targets
    }
    assert len(named) > 300
    wrong = [each.label for each in named if labels.parse(each.label, world.vocabulary.genes).biomarker != each]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("HER2", "HER2 expression"),
        ("PD-L1", "PD-L1 expression"),
        ("CD117", "CD117 expression"),
        ("claudin 18.2", "claudin 18.2 expression"),
        ("HER2 amplification", "ERBB2 amplification"),
        ("HER2 mutation", "ERBB2 small variant"),
        ("EGFR mutation", "EGFR small variant"),
        ("BRAF p.V600E", "BRAF V600E"),
        ("ALK rearrangement", "ALK fusion"),
        ("EML4-ALK", "EML4::ALK fusion"),
        ("KIT", "KIT alteration"),
        ("MSI high", "MSI-H"),
        ("1p19q co-deletion", "1p/19q codeletion"),
        ("PD-L1 [TPS >= 50%]", "PD-L1 expression [TPS >= 50%]"),
        ("MLL fusion", "KMT2A fusion"),
        ("chromosome x loss", "chromosome X loss"),
        ("BRAF class 2", "BRAF class 2"),
        ("BRAF Class 3", "BRAF class 3"),
        ("KRAS codon 12", "KRAS codon 12"),
    ],
)
def test_common_variations_give_the_canonical_label(text: str, canonical: str, vocabulary: Vocabulary) -> None:
    assert labels.parse(text, vocabulary.genes).biomarker.label == canonical


@pytest.mark.parametrize(
    ("text", "canonical"), [("KRAS wild type", "KRAS small variant"), ("HER2 negative", "HER2 expression")]
)
def test_absence_is_the_positive_need_with_a_mark(text: str, canonical: str, vocabulary: Vocabulary) -> None:
    label = labels.parse(text, vocabulary.genes)
    assert label.absent
    assert label.biomarker.label == canonical


def test_origin_is_read_and_kept(vocabulary: Vocabulary) -> None:
    biomarker = labels.parse("BRCA1 small variant (germline)", vocabulary.genes).biomarker
    assert biomarker.origin is Origin.GERMLINE
    assert biomarker.label == "BRCA1 small variant (germline)"


def test_a_protein_is_expression_and_its_gene_is_not(vocabulary: Vocabulary) -> None:
    assert labels.parse("HER2", vocabulary.genes).biomarker.alteration is Alteration.EXPRESSION
    assert labels.parse("ERBB2", vocabulary.genes).biomarker.alteration is Alteration.ANY


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("A1BG small variant", "HGNC:5/SMALL"),
        ("A1CF fusion", "HGNC:24086/FUSION"),
        ("A1BG::ALK fusion", "HGNC:5+HGNC:427/FUSION"),
    ],
)
def test_a_gene_that_no_fact_names_is_known_by_its_approved_symbol(
    text: str, id_: str, vocabulary: Vocabulary
) -> None:
    biomarker = labels.parse(text, vocabulary.genes).biomarker
    assert biomarker.id == id_
    assert biomarker.label == text


@pytest.mark.parametrize("text", ["a1bg small variant", "ACF64 fusion", "BRAF class 4", "KRAS codon"])
def test_other_genes_are_known_by_nothing_else(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownLabel):
        labels.parse(text, vocabulary.genes)


def test_other_genes_are_read_once_and_only_for_an_unknown_symbol() -> None:
    asked: list[int] = []

    def others() -> dict[str, Gene]:
        asked.append(1)
        return {"A1BG": Gene("A1BG", "HGNC:5")}

    genes = Genes(approved={"ALK": Gene("ALK", "HGNC:427")}, others=others)
    assert labels.parse("ALK fusion", genes).biomarker.label == "ALK fusion"
    assert asked == []
    for text in ("A1BG", "A1BG loss"):
        assert labels.parse(text, genes).biomarker.genes == (Gene("A1BG", "HGNC:5"),)
    with pytest.raises(UnknownLabel, match="unknown gene or signature 'ALKK'; did you mean 'ALK'"):
        labels.parse("ALKK", genes)
    assert asked == [1]


def test_no_bundled_fact_needs_the_other_genes() -> None:
    fresh = load_world(resources.directories(), date(2026, 11, 22))
    fresh.vocabulary.genes.others = _unasked  # read by now, if any fact had asked
    with pytest.raises(AssertionError, match="asked"):
        labels.parse("A1BG", fresh.vocabulary.genes)


@pytest.mark.parametrize(
    ("gene", "variant", "above"),
    [("BRAF", "V600E", "class 1"), ("BRAF", "V600", "class 1"), ("KRAS", "G12C", "codon 12")],
)
def test_classes_and_codons_enclose_variants(gene: str, variant: str, above: str, vocabulary: Vocabulary) -> None:
    assert above in Ontology(vocabulary).variants_above(gene, variant)


def _unasked() -> dict[str, Gene]:
    raise AssertionError("the other genes were asked for")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KRASS G12C", "did you mean 'KRAS'"),
        ("EGFR mutaton", "names no alteration that is known"),
        ("ABCX::ALK fusion", "no known fusion partner in ABCX"),
        ("RAS wild type", "'RAS' stands for several genes (KRAS, NRAS); ask for one of them"),
        ("", "unknown gene or signature ''"),
    ],
)
def test_an_unknown_label_says_what_is_wrong(text: str, words: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownLabel, match=re.escape(words)):
        labels.parse(text, vocabulary.genes)


def test_the_identity_is_made_of_ids_and_never_of_the_label(vocabulary: Vocabulary) -> None:
    biomarker = labels.parse("EGFR L858R", vocabulary.genes).biomarker
    assert biomarker.id == "HGNC:3236/SMALL/L858R"
