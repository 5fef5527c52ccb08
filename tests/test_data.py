"""The bundled data: how much of it there is, that each fact has its source, and that every name is known."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from trialign import resources
from trialign.load.world import World
from trialign.model.directory import Directory, Kind, Nation
from trialign.nomenclature.vocabulary import is_pathology

ROOT = resources.directories()
TABLES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.csv"))
LONG_NAMES = re.compile(r"^M(119\.5|226\.\d+)$")
MAX_CELL = 300
PLACES = re.compile(r"[a-z-]+/[a-z-]+@[\d-]+: [A-Z0-9. ]+( \| [a-z-]+/[a-z-]+@[\d-]+: [A-Z0-9. ]+)*")
# Indications that are no cancer, and two decisions on tuberous sclerosis.
NO_CANCER = {"M242", "TP171", "TP401", "R404"}
DECISIONS_WITHOUT_CANCER = {"AWMSG-017", "SMC-124"}


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _england(world: World) -> Directory:
    found = world.directory(Nation.ENGLAND)
    assert found is not None
    return found


def test_englands_books_are_complete(world: World) -> None:
    tests = _england(world).tests
    books = Counter(test.book for test in tests)
    assert books["cancer-non-cns"] == 493
    assert books["rare-inherited"] == 33
    packages = [test for test in tests if test.book in {"haemato-oncology", "cns"}]
    assert len(packages) == 423
    assert len({test.code for test in packages}) == 353
    assert len({test.indication_code for test in packages}) == 22


def test_englands_indications_are_complete(world: World) -> None:
    books = Counter(indication.book for indication in _england(world).indications)
    assert books == {"cancer-non-cns": 114, "haemato-oncology": 15, "cns": 7, "rare-inherited": 25}


@pytest.mark.parametrize(
    ("release", "tests", "indications"),
    [
        ("cancer/2020-11", 1_565, 203),
        ("cancer/2021-10", 1_561, 203),
        ("rare-inherited/2023-06", 54, 25),
        ("rare-inherited/2024-07", 33, 25),
    ],
)
def test_englands_earlier_releases_are_complete(release: str, tests: int, indications: int) -> None:
    rows = _rows(f"england/{release}.csv")
    assert (len(rows), len({row["indication_code"] for row in rows})) == (tests, indications)
    assert len({(row["indication_code"], row["test_code"]) for row in rows}) == tests
    assert all(row["cell"] for row in rows)


def test_every_indication_of_an_earlier_release_is_mapped() -> None:
    rows = [row for row in _rows("england/indications.csv") if row["book"] == "cancer"]
    assert len(rows) == 203
    assert {row["indication_code"] for row in rows if not row["cancers"]} == {"M118"}


def test_the_crosswalk_is_complete() -> None:
    rows = _rows("england/crosswalk.csv")
    assert (len(rows), len({row["legacy_code"] for row in rows})) == (1_469, 1_304)


def test_decisions_are_complete(world: World) -> None:
    assert world.decisions is not None
    assert Counter(decision.body for decision in world.decisions.all) == {
        "NICE": 220, "SMC": 127, "NHSE-CDF": 46, "MHRA": 24, "AWMSG": 17, "NI-DoH": 4, "NHSE": 3,
    }  # fmt: skip
    assert len(world.decisions.all) == 441


def test_enough_open_trials_need_a_biomarker(world: World) -> None:
    assert world.trials is not None
    started = [trial for trial in world.trials.all if trial.open]
    needing = [trial for trial in started if any(not need.absent for arm in trial.arms for need in arm.requirements)]
    assert len(started) >= 60
    assert len(needing) >= 30


def test_every_indication_is_mapped_or_known_to_be_no_cancer(world: World) -> None:
    directory = _england(world)
    unmapped = {each.code for each in directory.indications if not each.cancers}
    assert unmapped == NO_CANCER
    mapped = {(each.book, each.code) for each in directory.indications}
    assert {(test.book, test.indication_code) for test in directory.tests} <= mapped


def test_only_malignant_indications_can_be_islands(world: World) -> None:
    kinds = {each.code: each.kind for each in _england(world).indications}
    assert {kinds[code] for code in ("M44", "M59", "M69", "M240")} == {Kind.BENIGN}
    assert {kinds[code] for code in ("M242", "TP171", "TP401")} == {Kind.NOT_CANCER}
    assert {kinds[code] for code in ("M233", "M234")} == {Kind.OVERLAY}
    assert {kinds[code] for code in ("M227", "M232", "M244")} == {Kind.CATCH_ALL}


def test_every_decision_has_a_cancer_or_is_known_to_have_none(world: World) -> None:
    assert world.decisions is not None
    without = [decision for decision in world.decisions.all if not decision.cancers]
    assert {decision.id for decision in without} == DECISIONS_WITHOUT_CANCER
    assert all(is_pathology(need.biomarker) for decision in without for need in decision.requirements)


def test_every_gene_has_an_hgnc_id_of_its_own(world: World) -> None:
    genes = world.vocabulary.genes.approved
    assert all(re.fullmatch(r"HGNC:\d+", gene.hgnc_id) for gene in genes.values())
    assert len({gene.hgnc_id for gene in genes.values()}) == len(genes)


def test_every_gene_of_the_vocabulary_tables_is_known(world: World) -> None:
    known = world.vocabulary.genes.approved
    families = {symbol for members in world.vocabulary.genes.families.values() for symbol in members}
    variants = {gene for gene, _ in world.vocabulary.variants}
    assert (families | variants) - known.keys() == set()


@pytest.mark.parametrize("name", [name for name in TABLES if not name.startswith(("vocabulary/", "england/"))])
def test_every_collected_row_has_source_and_retrieval_date(name: str) -> None:
    for number, row in enumerate(_rows(name), start=2):
        url = row.get("url", row.get("source_url", ""))
        assert re.match(r"https?://\S", url), f"{name}:{number}: {url!r}"
        assert date.fromisoformat(row["retrieved"]) <= date(2026, 11, 26), f"{name}:{number}"


def test_every_test_fact_has_source_and_retrieval_date(world: World) -> None:
    for directory in world.directories:
        for test in directory.tests:
            assert test.source.url.startswith(("http://", "https://")), test.id
            assert date.fromisoformat(test.source.retrieved) <= date.today(), test.id
            assert test.source.where.line > 1, test.id


def test_every_trial_has_source_and_capture_date(world: World) -> None:
    assert world.trials is not None
    for trial in world.trials.all:
        assert trial.source.url == f"https://clinicaltrials.gov/study/{trial.id}"
        assert trial.captured <= world.as_of
        assert trial.source.where.path.endswith(f"{trial.id}.yaml")


def test_every_held_release_has_source_and_dates(world: World) -> None:
    for directory in world.directories:
        for release in (each.release for each in directory.in_force if each.release):
            assert release.source_url.startswith("http"), release.where
            assert release.retrieved is not None, release.where
            assert release.published is not None, release.where


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_holds_prose(name: str) -> None:
    for row in _rows(name):
        code = row.get("test_code", "")
        for column, cell in row.items():
            printed_name = column == "test_name" and bool(LONG_NAMES.match(code))
            printed_name |= column in {"test_name", "target"} and name.startswith("england/cancer/")
            listed = column == "where" and PLACES.fullmatch(cell)
            assert len(cell) <= MAX_CELL or printed_name or listed, f"{name}: {code} {column}: {cell[:80]}"


def test_trials_carry_no_prose() -> None:
    for path in sorted(Path(ROOT / "trials").glob("NCT*.yaml")):
        longest = max(len(line) for line in path.read_text(encoding="utf-8").splitlines())
        assert longest <= MAX_CELL, path.name
