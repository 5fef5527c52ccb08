"""Whose need a row answers: cancers, ages, nations, and needs as broad as 'solid tumours'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trialign.model.coverage import Coverage, Fit
from trialign.model.directory import Age, Availability, Kind, Nation

if TYPE_CHECKING:
    from tests.coverage.conftest import Bench

KRAS = "Multi-target NGS panel - small variant (KRAS)"
NTRK = "Multi-target NGS panel - structural variant (NTRK1, NTRK2, NTRK3)"
EGFR = "Multi-target NGS panel - small variant (EGFR)"
COVERED, PARTLY, NOT_COVERED = Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_COVERED
CANNOT_TELL = Coverage.CANNOT_TELL


@pytest.mark.parametrize(
    ("printed", "asked", "word"),
    [
        ("NSCLC", "NSCLC", COVERED),
        ("NSCLC", "LUAD", COVERED),
        ("LUAD", "NSCLC", PARTLY),
        ("HGSOC", "OVARY", PARTLY),
        ("UCEC", "USARC", NOT_COVERED),
        ("LUAD", "LUSC", NOT_COVERED),
    ],
)
def test_a_parent_covers_a_child_covers_in_part_siblings_never(
    bench: Bench, printed: str, asked: str, word: Coverage
) -> None:
    assert bench.ask("KRAS small variant", asked, bench.row("M1.1", KRAS, printed)).coverage is word


@pytest.mark.parametrize(
    ("names", "word", "islands"),
    [
        ((NTRK, NTRK, NTRK), COVERED, []),
        ((NTRK, EGFR, NTRK), PARTLY, ["M2"]),
        ((EGFR, EGFR, EGFR), NOT_COVERED, ["M1", "M2", "M3"]),
        ((EGFR, "WGS", EGFR), CANNOT_TELL, ["M1", "M2", "M3"]),
    ],
)
def test_a_broad_need_is_judged_per_indication(
    bench: Bench, names: tuple[str, str, str], word: Coverage, islands: list[str]
) -> None:
    cancers = ("COADREAD", "NSCLC", "BRCA")
    rows = [
        bench.row(f"M{number}.1", name, cancer)
        for number, (name, cancer) in enumerate(zip(names, cancers, strict=True), 1)
    ]
    found = bench.ask("NTRK1 fusion", "SOLID", *rows)
    assert found.coverage is word
    assert [island.code for island in found.islands if island.coverage is not COVERED] == islands


@pytest.mark.parametrize("kind", [Kind.BENIGN, Kind.OVERLAY])
def test_benign_indications_and_overlays_are_no_islands(bench: Bench, kind: Kind) -> None:
    rows = [
        bench.row("M1.1", NTRK, "COADREAD"),
        bench.row("M2.1", NTRK, "NSCLC"),
        bench.row("M44.1", EGFR, "SOFT_TISSUE", kind=kind),
    ]
    found = bench.ask("NTRK1 fusion", "SOLID", *rows)
    assert found.coverage is COVERED
    assert [island.code for island in found.islands] == ["M1", "M2"]


def test_a_missing_island_is_named_in_the_reason(bench: Bench) -> None:
    rows = [bench.row("M1.1", NTRK, "COADREAD"), bench.row("M2.1", EGFR, "NSCLC")]
    assert bench.ask("NTRK1 fusion", "SOLID", *rows).reason == (
        "covered in 1 of 2 indications; not in M2 Indication M2"
    )


def test_a_catch_all_row_is_a_near_miss_for_a_listed_histology(bench: Bench) -> None:
    listed = bench.row("M4.1", EGFR, "NSCLC")
    catch_all = bench.row("M227.1", NTRK, "SOLID", kind=Kind.CATCH_ALL)
    found = bench.ask("NTRK1 fusion", "NSCLC", listed, catch_all)
    assert found.coverage is NOT_COVERED
    assert [(fit.code, fit.fit, fit.cause) for fit in found.fits] == [("M227.1", Fit.NEAR_MISS, "condition")]


def test_a_catch_all_row_covers_a_histology_that_is_not_listed(bench: Bench) -> None:
    catch_all = bench.row("M227.1", NTRK, "SOLID", kind=Kind.CATCH_ALL)
    assert bench.ask("NTRK1 fusion", "NSCLC", catch_all).coverage is COVERED


@pytest.mark.parametrize("name", ["WGS Germline and Tumour", "FISH"])
def test_a_catch_all_row_that_names_no_target_covers_nothing(bench: Bench, name: str) -> None:
    catch_all = bench.row("M232.1", name, "SOLID", kind=Kind.CATCH_ALL)
    found = bench.ask("NTRK1 fusion", "NSCLC", catch_all)
    assert found.coverage is NOT_COVERED
    assert [(fit.fit, fit.cause) for fit in found.fits] == [(Fit.NEAR_MISS, "condition")]


def test_a_differential_row_is_a_near_miss_until_it_is_asked_for_itself(bench: Bench) -> None:
    row = bench.row("M49.1", NTRK, "SOFT_TISSUE", kind=Kind.DIFFERENTIAL)
    other = bench.row("M50.1", "KRAS hotspot", "SOFT_TISSUE")
    found = bench.ask("NTRK1 fusion", "SOFT_TISSUE", row, other)
    assert found.coverage is NOT_COVERED
    assert [fit.cause for fit in found.fits] == ["condition"]
    assert bench.ask("NTRK1 fusion", "SOFT_TISSUE", row, asked="M49").coverage is COVERED


def test_a_differential_row_serves_a_histology_that_is_listed_nowhere_else(bench: Bench) -> None:
    row = bench.row("M197.3", "EWSR1 rearrangement FISH or RT-PCR", "RCSNOS", "ESST", kind=Kind.DIFFERENTIAL)
    assert bench.ask("EWSR1 fusion", "ESST", row).coverage is COVERED


@pytest.mark.parametrize(
    ("row_age", "need_age", "word"),
    [
        (Age.PAEDIATRIC, "adult", NOT_COVERED),
        (Age.PAEDIATRIC, "paediatric", COVERED),
        (Age.PAEDIATRIC, ">=12", PARTLY),
        (Age.ADULT, "adult", COVERED),
        (Age.ADULT, "paediatric", NOT_COVERED),
        (Age.ADULT, ">=16", PARTLY),
        (Age.UNSTATED, "adult", COVERED),
        (Age.UNSTATED, "paediatric", CANNOT_TELL),
        (Age.UNSTATED, "16-17", CANNOT_TELL),
        (Age.ALL, "paediatric", COVERED),
        (Age.ALL, "adult", COVERED),
    ],
)
def test_ages_are_as_stated_and_never_assumed(bench: Bench, row_age: Age, need_age: str, word: Coverage) -> None:
    row = bench.row("M1.1", NTRK, "NBL", age=row_age)
    assert bench.ask("NTRK1 fusion", "NBL", row, age=need_age).coverage is word


def test_what_scotland_does_not_list_cannot_be_told(bench: Bench) -> None:
    english = bench.row("M4.1", EGFR, "NSCLC")
    found = bench.ask("EGFR small variant", "NSCLC", english, nation=Nation.SCOTLAND)
    assert found.coverage is CANNOT_TELL
    assert found.fits == ()


@pytest.mark.parametrize("nation", [Nation.SCOTLAND, Nation.NORTHERN_IRELAND, Nation.WALES])
def test_a_fact_that_a_nation_offers_a_test_covers(bench: Bench, nation: Nation) -> None:
    fact = bench.stated(nation, EGFR, "NSCLC", Availability.OFFERED)
    assert bench.ask("EGFR small variant", "NSCLC", fact, nation=nation).coverage is COVERED


def test_a_test_offered_in_part_covers_in_part(bench: Bench) -> None:
    fact = bench.stated(Nation.SCOTLAND, NTRK, "SOLID", Availability.IN_PART)
    assert bench.ask("NTRK1 fusion", "NSCLC", fact, nation=Nation.SCOTLAND).coverage is PARTLY


def test_wales_cannot_tell_and_shows_englands_test_as_near_miss(bench: Bench) -> None:
    english = bench.row("M4.1", EGFR, "NSCLC")
    found = bench.ask("EGFR small variant", "NSCLC", english, nation=Nation.WALES)
    assert found.coverage is CANNOT_TELL
    assert [(fit.code, fit.fit) for fit in found.fits] == [("M4.1", Fit.NEAR_MISS)]


@pytest.mark.parametrize(
    ("said", "word"),
    [("2026-11-01", NOT_COVERED), ("2026-05-26", NOT_COVERED), ("2026-05-25", CANNOT_TELL), ("2021-10", CANNOT_TELL)],
)
def test_a_source_that_denies_a_test_decides_while_it_is_fresh(bench: Bench, said: str, word: Coverage) -> None:
    fact = bench.stated(Nation.SCOTLAND, EGFR, "NSCLC", Availability.NOT_OFFERED, said)
    assert bench.ask("EGFR small variant", "NSCLC", fact, nation=Nation.SCOTLAND).coverage is word


def test_a_denied_test_denies_nothing_else(bench: Bench) -> None:
    fact = bench.stated(Nation.SCOTLAND, EGFR, "NSCLC", Availability.NOT_OFFERED)
    assert bench.ask("RET fusion", "NSCLC", fact, nation=Nation.SCOTLAND).coverage is CANNOT_TELL
    assert bench.ask("EGFR small variant", "COADREAD", fact, nation=Nation.SCOTLAND).coverage is CANNOT_TELL


def test_a_need_of_two_cancers_is_covered_where_each_is_by_a_test_of_its_own(bench: Bench) -> None:
    bone = bench.row("M56.1", "EWSR1 rearrangement FISH", "ES")
    soft = bench.row("M197.1", "EWSR1 rearrangement FISH", "ESST", kind=Kind.DIFFERENTIAL)
    assert bench.ask("EWSR1 fusion", "Ewing sarcoma", bone, soft).coverage is COVERED
    assert bench.ask("EWSR1 fusion", "Ewing sarcoma", bone).coverage is PARTLY


def test_a_genome_for_some_patients_does_not_stand_before_pathology(bench: Bench) -> None:
    own = bench.row("M4.1", "WGS Germline and Tumour", "NSCLC")
    some = bench.row("M4.1", "WGS Germline and Tumour", "LUAD")
    assert bench.ask("MSI-H", "NSCLC", own).coverage is CANNOT_TELL
    found = bench.ask("MSI-H", "NSCLC", some)
    assert found.coverage is Coverage.OUTSIDE
    assert [fit.fit for fit in found.fits] == [Fit.POSSIBLE]


def test_the_test_that_names_the_need_comes_first(bench: Bench) -> None:
    array = bench.row("GT17.1", "SNP array", "AML")
    probe = bench.row("GT700.1", "Chromosome 7 FISH", "AML")
    found = bench.ask("chromosome 7 loss", "AML", array, probe)
    assert [fit.code for fit in found.fits] == ["GT700.1", "GT17.1"]
