"""Sentences of eligibility: a field is filled where the sentence is certain of it, and blank otherwise."""

from __future__ import annotations

import pytest

from trialign.importers import eligibility


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Small round cells negative for ABC1 rearrangements", "ABC1 rearrangements negative"),
        ("If no ABC3-XYZ or ABC4-XYZ rearrangement demonstrated", "no ABC3-XYZ or ABC4-XYZ rearrangement"),
        ("Known ALL with ABC-XYZ1 translocation", "ABC-XYZ1 translocation known"),
        ("If K1M immunohistochemistry is not informative", "K1M immunohistochemistry not informative"),
        ("Where morphology and immunohistochemistry not diagnostic",
         "morphology and immunohistochemistry not diagnostic"),
        ("Where morphology and P5 immunohistochemistry insufficient for diagnosis",
         "morphology and P5 immunohistochemistry not diagnostic"),
        ("When MMR IHC not possible", ""),
        ("When MMR IHC not performed", ""),
    ],
)  # fmt: skip
def test_a_test_before_carries_its_sign(text: str, wanted: str) -> None:
    assert eligibility.read(text).test_before == wanted
