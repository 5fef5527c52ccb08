"""What open trials ask for, whether it is reported, and which single addition unlocks which trial."""

from __future__ import annotations

from tests.facts.literal import facts_of

from trialign.facts.tables import Row
from trialign.nomenclature.vocabulary import Vocabulary

Given = tuple[str, dict[str, object]]


def _trial(number: int, *biomarkers: str, **said: object) -> Given:
    plain = {"id": f"NCT{number:08}", "nation": "england", "status": "Recruiting", "cancer": "PAAD"}
    return "trial", {**plain, "biomarkers": list(biomarkers), "logic": "all", **said}


def _test(*biomarkers: str, cancer: str = "PAAD", **said: object) -> Given:
    return "test", {
        "id": f"T-{cancer}",
        "nation": "england",
        "biomarkers": list(biomarkers),
        "cancer": cancer,
        **said,
    }


def _register(vocabulary: Vocabulary, *given: Given, nation: str = "england") -> dict[str, Row]:
    rows = [row for row in facts_of(vocabulary, *given).rows["register"] if row["nation"] == nation]
    found = {str(row["biomarker"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_one_thing_that_is_missing_unlocks(vocabulary: Vocabulary) -> None:
    found = _register(vocabulary, _trial(1, "MTAP loss", "KRAS G12C"), _test("KRAS small variant"))
    assert (found["MTAP loss"]["unlocks"], found["MTAP loss"]["unlocked"]) == (1, "NCT00000001")
    assert (found["MTAP loss"]["status"], found["MTAP loss"]["wave"]) == ("absent", 1)
    assert (found["KRAS G12C"]["status"], found["KRAS G12C"]["trials"]) == ("essential", 1)
    assert "unlocks" not in found["KRAS G12C"] and "wave" not in found["KRAS G12C"]


def test_two_missing_genes_unlock_nothing(vocabulary: Vocabulary) -> None:
    found = _register(vocabulary, _trial(1, "MTAP loss", "ARID1A small variant"), _test("KRAS small variant"))
    assert sorted(found) == ["ARID1A small variant", "MTAP loss"]
    assert all("unlocks" not in row and row["trials"] == 1 for row in found.values())


def test_each_of_two_alternatives_unlocks_by_itself(vocabulary: Vocabulary) -> None:
    either = _trial(1, "MTAP loss", "ARID1A small variant", logic="any")
    found = _register(vocabulary, either, _test("KRAS small variant"))
    assert [row["unlocks"] for row in found.values()] == [1, 1]


def test_an_alternative_that_is_met_leaves_nothing_to_unlock(vocabulary: Vocabulary) -> None:
    either = _trial(1, "MTAP loss", "KRAS small variant", logic="any")
    found = _register(vocabulary, either, _test("KRAS small variant"))
    assert "unlocks" not in found["MTAP loss"]


def test_what_pathology_answers_is_not_missing(vocabulary: Vocabulary) -> None:
    found = _register(vocabulary, _trial(1, "MTAP loss", "PD-L1 expression"), _test("KRAS small variant"))
    assert found["MTAP loss"]["unlocks"] == 1
    assert "PD-L1 expression" not in found


def test_waves_order_additions_by_what_they_unlock(vocabulary: Vocabulary) -> None:
    trials = (
        _trial(1, "MTAP loss"),
        _trial(2, "MTAP loss"),
        _trial(3, "ATM small variant"),
        _trial(4, "MDM2 amplification"),
    )
    found = _register(vocabulary, *trials, _test("KRAS small variant"))
    assert {name: (row["unlocks"], row["wave"]) for name, row in found.items()} == {
        "MTAP loss": (2, 1), "ATM small variant": (1, 2), "MDM2 amplification": (1, 2),
    }  # fmt: skip


def test_a_gene_of_another_panel_and_one_for_trials_only_are_told_apart(vocabulary: Vocabulary) -> None:
    trials = _trial(1, "HRAS small variant"), _trial(2, "FGFR2 fusion"), _trial(3, "MTAP loss")
    tests = _test("KRAS small variant", for_trials=["HRAS small variant"]), _test("FGFR2 fusion", cancer="CHOL")
    found = _register(vocabulary, *trials, *tests)
    assert {name: row["status"] for name, row in found.items()} == {
        "HRAS small variant": "trials_only", "FGFR2 fusion": "on_panel", "MTAP loss": "absent",
    }  # fmt: skip
    assert found["HRAS small variant"]["where"] == "T-PAAD"
    assert found["FGFR2 fusion"]["where"] == "T-CHOL"


def test_what_is_not_known_unlocks_nothing(vocabulary: Vocabulary) -> None:
    directory = ("directory", {"nation": "scotland", "complete": False})
    found = _register(vocabulary, directory, _trial(1, "MTAP loss", nation="scotland"), nation="scotland")
    assert found["MTAP loss"]["status"] == "unknown"
    assert "unlocks" not in found["MTAP loss"]


def test_closed_trials_old_copies_and_exclusions_ask_for_nothing(vocabulary: Vocabulary) -> None:
    trials = (
        _trial(1, "MTAP loss", status="Completed"),
        _trial(2, "MTAP loss", captured="2024-01-05"),
        _trial(3, "KRAS G12C", "!MTAP loss"),
    )
    assert list(_register(vocabulary, *trials, _test("KRAS small variant"))) == ["KRAS G12C"]


def test_more_trials_than_are_named_are_counted(vocabulary: Vocabulary) -> None:
    found = _register(
        vocabulary, *(_trial(number, "MTAP loss") for number in range(1, 10)), _test("KRAS small variant")
    )
    assert (found["MTAP loss"]["unlocks"], found["MTAP loss"]["trials"]) == (9, 9)
    assert str(found["MTAP loss"]["unlocked"]).endswith("NCT00000006 and 3 more")
