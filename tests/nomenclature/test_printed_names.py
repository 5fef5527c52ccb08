"""Printed test names of the bundled books: which are read, and which keep unresolved parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trialign.load.world import World
from trialign.model.directory import Nation
from trialign.nomenclature import test_names
from trialign.nomenclature.vocabulary import Vocabulary

if TYPE_CHECKING:
    from trialign.model.directory import Test

NAMED_BOOKS = {"cancer-non-cns", "haemato-oncology", "cns"}
POINTERS_TO_PANELS = [
    "R207.1", "R208.1", "R210.2", "R211.1", "R216.1", "R220.1", "R224.1", "R254.1", "R358.1", "R359.1", "R363.1",
    "R367.1", "R430.1",
]  # fmt: skip
NO_GENES = ["R220.3", "R220.4", "R404.1", "R404.3"]


def _english(world: World) -> tuple[Test, ...]:
    directory = world.directory(Nation.ENGLAND)
    assert directory is not None
    return directory.tests


def test_of_916_printed_names_only_the_unclosed_bracket_is_unresolved(world: World) -> None:
    named = [test for test in _english(world) if test.book in NAMED_BOOKS]
    assert len(named) == 916
    unresolved = {
        test.code: [item.reason for item in test.reading.unresolved] for test in named if test.reading.unresolved
    }
    assert unresolved == {"M15.3": ["bracket not closed"]}


def test_inherited_cancer_tests_that_point_to_panels_are_unresolved(world: World) -> None:
    inherited = [test for test in _english(world) if test.book == "rare-inherited" and test.reading.unresolved]
    pointers = {test.code for test in inherited if "PanelApp" in test.reading.unresolved[0].reason}
    assert pointers == set(POINTERS_TO_PANELS)
    assert {test.code for test in inherited} - pointers == set(NO_GENES)


def test_only_follow_up_genomes_and_expression_profiles_say_nothing_of_what_they_report(world: World) -> None:
    silent = [
        test
        for test in _english(world)
        if test.book in NAMED_BOOKS
        and not (test.reading.targets or test.reading.open_classes or test.reading.unresolved)
    ]
    genomes = [test for test in silent if test.reading.purpose == "follow-up"]
    assert all(test.name.startswith("WGS Follow-up") for test in genomes)
    assert {test.code for test in silent if test not in genomes} <= {"M3.12"}


def test_an_unclosed_bracket_is_read_and_reported(vocabulary: Vocabulary) -> None:
    found = test_names.read("Multi-target NGS panel - copy number variant (CDKN2A, TP53", vocabulary.genes)
    assert [target.biomarker.label for target in found.targets] == ["CDKN2A copy number", "TP53 copy number"]
    assert [(item.printed, item.reason) for item in found.unresolved] == [("(CDKN2A, TP53", "bracket not closed")]


def test_a_gene_printed_twice_is_read_twice_and_no_third_is_guessed(vocabulary: Vocabulary) -> None:
    found = test_names.read("Multi-target NGS panel - structural variant (NTRK1, NTRK1, NTRK3)", vocabulary.genes)
    assert [target.biomarker.label for target in found.targets] == ["NTRK1 fusion", "NTRK1 fusion", "NTRK3 fusion"]


def test_classes_hold_for_their_own_brackets(vocabulary: Vocabulary) -> None:
    name = "Multi-target NGS panel - small variant (KRAS, PTEN (SNV & CNV)) and structural variant (ROS1)"
    found = test_names.read(name, vocabulary.genes)
    assert [target.biomarker.label for target in found.targets] == [
        "KRAS small variant",
        "PTEN small variant",
        "PTEN copy number",
        "ROS1 fusion",
    ]


def test_an_example_in_a_list_is_no_statement(vocabulary: Vocabulary) -> None:
    name = "Multi-target NGS panel - structural variant (ELM4-ALK, e.g. FUS-ERG)"
    found = test_names.read(name, vocabulary.genes)
    assert [target.biomarker.label for target in found.targets] == ["EML4::ALK fusion"]
    assert [item.printed for item in found.unresolved] == ["e.g. FUS-ERG"]


def test_a_form_that_is_not_known_is_unresolved_as_a_whole(vocabulary: Vocabulary) -> None:
    for name in ("All including burden / signature", "N/A", "Multiple - as per proprietary NICE-approved assay"):
        found = test_names.read(name, vocabulary.genes)
        assert found.targets == ()
        assert [item.printed for item in found.unresolved] == [name]


def test_plasma_is_told_from_the_name(vocabulary: Vocabulary) -> None:
    assert test_names.read("EGFR hotspot ctDNA", vocabulary.genes).sample == "plasma"
    assert test_names.read("EGFR hotspot", vocabulary.genes).sample == "tumour"
