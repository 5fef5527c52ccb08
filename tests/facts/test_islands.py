"""Which indications lack a route to medicines for every cancer, and how they are ranked."""

from __future__ import annotations

from tests.facts.literal import facts_of

from trialign.nomenclature.vocabulary import Vocabulary

Given = tuple[str, dict[str, object]]


def _decision(number: int, biomarker: str, **said: object) -> Given:
    plain = {"id": f"D{number}", "nation": "england", "body": "NICE", "drug": f"medicine {number}"}
    return "decision", {**plain, "biomarker": biomarker, "cancer": "SOLID", "outcome": "recommended", **said}


def _test(code: str, cancer: str, *biomarkers: str, **said: object) -> Given:
    return "test", {"id": code, "nation": "england", "biomarkers": list(biomarkers), "cancer": cancer, **said}


TESTS = (
    _test("T1", "NSCLC", "NTRK1 fusion", "RET fusion", "EGFR small variant"),
    _test("T2", "THPA", "RET fusion"),
    _test("T3", "GIST", "KIT small variant"),
    _test("T4", "MEL", "RET fusion"),
)


def _ranks(vocabulary: Vocabulary, *given: Given) -> list[tuple[object, ...]]:
    rows = facts_of(vocabulary, *given).rows["island"]
    assert {(row["nation"], row["coverage"]) for row in rows} <= {("england", "not_covered")}
    return sorted({(row["rank"], row["ranked"], row["missing"], row["indication_code"]) for row in rows}, key=str)


def test_the_indication_that_lacks_most_comes_first_and_equals_share_a_rank(vocabulary: Vocabulary) -> None:
    needs = _decision(1, "NTRK1 fusion"), _decision(2, "RET fusion")
    assert _ranks(vocabulary, *needs, *TESTS) == [(1, 3, 2, "T3"), (2, 3, 1, "T2"), (2, 3, 1, "T4")]


def test_one_row_per_need_and_indication(vocabulary: Vocabulary) -> None:
    facts = facts_of(vocabulary, _decision(1, "NTRK1 fusion"), _decision(2, "RET fusion"), *TESTS)
    needs = {row["need"]: row["biomarker"] for row in facts.rows["decision"]}
    found = sorted((row["indication_code"], needs[row["need"]]) for row in facts.rows["island"])
    assert found == [
        ("T2", "NTRK1 fusion"), ("T3", "NTRK1 fusion"), ("T3", "RET fusion"), ("T4", "NTRK1 fusion"),
    ]  # fmt: skip


def test_two_medicines_with_one_need_count_once(vocabulary: Vocabulary) -> None:
    needs = _decision(1, "RET fusion"), _decision(2, "RET fusion")
    assert _ranks(vocabulary, *needs, *TESTS) == [(1, 1, 1, "T3")]


def test_only_positive_decisions_in_force_for_every_cancer_make_islands(vocabulary: Vocabulary) -> None:
    other = (
        _decision(1, "RET fusion", cancer="NSCLC"),
        _decision(2, "RET fusion", outcome="not-recommended"),
        _decision(3, "RET fusion", stage="draft"),
        _decision(4, "PD-L1 expression"),
    )
    assert _ranks(vocabulary, *other, *TESTS) == []


def test_benign_indications_and_panels_that_do_not_name_their_genes_are_no_islands(vocabulary: Vocabulary) -> None:
    benign = _test("T5", "ACA", "KIT small variant", kind="benign")
    unnamed = _test("T6", "BRCA", unnamed=["fusion"])
    assert _ranks(vocabulary, _decision(1, "RET fusion"), *TESTS, benign, unnamed) == [(1, 1, 1, "T3")]
