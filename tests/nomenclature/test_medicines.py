"""Printed medicines as regimens, and whether two print the same one."""

from __future__ import annotations

import pytest

from trialign.nomenclature.medicines import Likeness, Regimen, likeness, regimens


def _one(printed: str) -> Regimen:
    (found,) = regimens(printed)
    return found


def test_a_medicine_with_partners_and_what_may_be_added() -> None:
    assert _one("Trastuzumab + Cisplatin +/- Endocrine therapy") == Regimen(
        "trastuzumab", "", "", frozenset({"cisplatin"}), frozenset({"endocrine therapy"})
    )


def test_medicines_joined_by_a_semicolon_stand_for_themselves() -> None:
    assert [each.main for each in regimens("dasatinib ; nilotinib;")] == ["dasatinib", "nilotinib"]


@pytest.mark.parametrize(
    ("printed", "manner"),
    [
        ("imatinib (high dose)", "high dose"),
        ("olaparib (capsules)", ""),
        ("trastuzumab (Subcutaneous)", ""),
        ("cetuximab (rechallenge) (intravenous)", "rechallenge"),
    ],
)
def test_a_dose_makes_another_regimen_and_a_formulation_is_kept_apart(printed: str, manner: str) -> None:
    assert _one(printed).manner == manner


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("osimertinib", "Osimertinib", Likeness.SAME),
        ("olaparib (tablets)", "olaparib (capsules)", Likeness.PERHAPS),
        ("imatinib", "imatinib (high dose)", Likeness.OTHER),
        ("osimertinib", "osimertinib + pemetrexed", Likeness.OTHER),
        ("olaparib", "olaparib +/- endocrine therapy", Likeness.SAME),
        ("olaparib + endocrine therapy", "olaparib +/- endocrine therapy", Likeness.SAME),
        ("olaparib + bevacizumab", "olaparib +/- endocrine therapy", Likeness.OTHER),
        ("a + b + c", "a + c + b", Likeness.SAME),
        ("cetuximab + FOLFOX or FOLFIRI", "cetuximab + chemotherapy", Likeness.PERHAPS),
        ("pembrolizumab + platinum", "pembrolizumab + pemetrexed + platinum", Likeness.PERHAPS),
        ("dabrafenib + trametinib", "dabrafenib + chemotherapy", Likeness.OTHER),
        ("encorafenib + cetuximab", "encorafenib + binimetinib", Likeness.OTHER),
        ("cetuximab", "panitumumab", Likeness.OTHER),
    ],
)
def test_whether_two_print_the_same_regimen(left: str, right: str, expected: Likeness) -> None:
    assert likeness(_one(left), _one(right)) is expected
    assert likeness(_one(right), _one(left)) is expected
