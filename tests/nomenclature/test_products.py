from __future__ import annotations

import pytest

from trialign.nomenclature import products


@pytest.mark.parametrize(
    ("printed", "asked", "found"),
    [
        ("osimertinib", "osimertinib", True),
        ("osimertinib", "Osimertinib ", True),
        ("osimertinib + pemetrexed + platinum", "osimertinib", True),
        ("osimertinib + pemetrexed + platinum", "platinum + osimertinib", True),
        ("osimertinib", "osimertinib + pemetrexed", False),
        ("olaparib (capsules)", "olaparib", True),
        ("olaparib +/- endocrine therapy", "olaparib", True),
        ("pembrolizumab + chemotherapy, then pembrolizumab", "pembrolizumab", True),
        ("cetuximab + FOLFOX or FOLFIRI", "folfiri", True),
        ("dasatinib ; nilotinib", "nilotinib", True),
        ("trastuzumab deruxtecan", "trastuzumab", False),
        ("nab-paclitaxel", "paclitaxel", False),
        ("erlotinib", "", False),
    ],
)
def test_a_medicine_is_found_alone_in_a_form_and_in_combinations(printed: str, asked: str, found: bool) -> None:
    assert products.is_of(printed, asked) is found


def test_a_slip_of_the_pen_gets_the_nearest_name() -> None:
    assert "'osimertinib'" in products.suggestion("osimertnib", ["osimertinib + pemetrexed", "erlotinib"])
    assert products.suggestion("xyz", ["osimertinib"]) == ""
