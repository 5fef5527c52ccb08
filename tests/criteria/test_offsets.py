"""Offsets: every leaf points at the characters that name it, whatever stands around them."""

from __future__ import annotations

import pytest
from tests.criteria.notation import exclusion, inclusion

from trialign.criteria.extract import Extractor

TEXTS = [
    (inclusion("- KRAS G12C mutation"), ["KRAS G12C mutation"]),
    (inclusion("- Wild-type KRAS"), ["KRAS"]),
    (inclusion("- Mutations in ATM, BRCA1 or PALB2"), ["ATM", "BRCA1", "PALB2"]),
    (inclusion("- ER+/HER2- disease"), ["ER+", "HER2-"]),
    (inclusion("- No EGFR mutation or ALK fusion"), ["EGFR mutation", "ALK fusion"]),
    (inclusion("- Tumour with a BRAF", "  V600E mutation"), ["BRAF\n  V600E mutation"]),
    (inclusion("1. One of the following:", "   a. RET fusion", "   b. ALK fusion"), ["RET fusion", "ALK fusion"]),
    (inclusion("Cohort A: RET fusion", "Cohort B: ALK fusion"), ["RET fusion", "ALK fusion"]),
    (inclusion("RET fusion. ALK fusion; ROS1 fusion"), ["RET fusion", "ALK fusion", "ROS1 fusion"]),
    (exclusion("Exclude - RET fusion"), ["RET fusion"]),
    (inclusion(r"* PD-L1 TPS \>= 50%"), [r"PD-L1 TPS \>= 50%"]),
    (inclusion(r"* HLA-A\*02:01 positive"), [r"HLA-A\*02:01 positive"]),
    (inclusion(r"\- BRAF V600E mutation"), ["BRAF V600E mutation"]),
    (inclusion("- KRAS\u00a0G12C\u00a0mutation"), ["KRAS\u00a0G12C\u00a0mutation"]),
    (inclusion("\u00a0\u00a0- KRAS G12C mutation"), ["KRAS G12C mutation"]),
    (inclusion("- PD–L1 TPS >= 1%"), ["PD–L1 TPS >= 1%"]),
    (inclusion("- EML4–ALK fusion"), ["EML4–ALK fusion"]),
    (inclusion("- HER2–negative"), ["HER2–negative"]),
    (inclusion("— KRAS G12C mutation — as tested"), ["KRAS G12C mutation"]),
    ("Inclusion Criteria:\r\n- KRAS G12C mutation\r\n- RET fusion\r\n", ["KRAS G12C mutation", "RET fusion"]),
    ("Inclusion Criteria:\r\n- KRAS\r\n  G12C mutation", ["KRAS\r\n  G12C mutation"]),
    ("Inclusion Criteria:\r- KRAS G12C mutation\r- RET fusion", ["KRAS G12C mutation", "RET fusion"]),
    ("🧬🧬 Inclusion Criteria: 🧬\n- 🧬 KRAS G12C mutation", ["KRAS G12C mutation"]),
    ("\ufeffInclusion Criteria:\n- KRAS G12C mutation", ["KRAS G12C mutation"]),
    ("İİ\n\nInclusion Criteria:\n- İ KRAS G12C mutation", ["KRAS G12C mutation"]),
    ("A trial of KRAS G12C cancer\nInclusion Criteria:\n- KRAS G12C mutation", ["KRAS G12C mutation"]),
]


@pytest.mark.parametrize(("text", "places"), TEXTS)
def test_a_leaf_spans_its_name_and_the_words_behind_it(extractor: Extractor, text: str, places: list[str]) -> None:
    assert [text[leaf.start : leaf.end] for leaf in extractor.read(text).leaves] == places


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_change_what_is_read(extractor: Extractor, line_end: str) -> None:
    text = "Inclusion:\n- One of these:\n  - RET fusion\n  - KRAS\n    G12C mutation\n\nExclusion:\nALK fusion"
    plain, other = extractor.read(text), extractor.read(text.replace("\n", line_end))
    said = [[[(leaf.label, leaf.role) for leaf in form] for form in each.required or ()] for each in (plain, other)]
    assert said[0] == said[1]
    assert [leaf.label for leaf in plain.leaves] == [leaf.label for leaf in other.leaves]


@pytest.mark.parametrize("before", ["", "🧬 ", "x" * 5_000 + "\n\n", "\n\n\n", "\u00a0", "Title — with a dash\n\n"])
def test_text_before_moves_every_offset_alike(extractor: Extractor, before: str) -> None:
    text = inclusion("- KRAS G12C or BRAF V600E mutation", "- no RET fusion")
    plain, moved = extractor.read(text), extractor.read(f"{before}\n{text}")
    shift = len(before) + 1
    assert [(leaf.start + shift, leaf.end + shift, leaf.label) for leaf in plain.leaves] == [
        (leaf.start, leaf.end, leaf.label) for leaf in moved.leaves
    ]
