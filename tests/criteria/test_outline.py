"""Layout: headings, bullets, indents, hard-wrapped lines and cohorts decide where a criterion stands."""

from __future__ import annotations

import pytest
from tests.criteria.notation import exclusion, forms, inclusion, said

from trialign.criteria.extract import Extractor
from trialign.criteria.outline import Section, items


@pytest.mark.parametrize(
    "heading",
    [
        "Inclusion Criteria:",
        "INCLUSION CRITERIA",
        "Key inclusion criteria",
        "Main Inclusion Criteria:",
        "Inclusion:",
        "* Inclusion Criteria:",
        "1. Inclusion criteria",
        "Key eligibility criteria:",
        "Inclusion criteria (part 1):",
        "Inclusion criterion -",
    ],
)
def test_an_inclusion_heading_opens_what_is_asked(extractor: Extractor, heading: str) -> None:
    assert said(extractor.read(f"{heading}\n- BRAF V600E mutation")) == ["required BRAF V600E"]


@pytest.mark.parametrize(
    "heading",
    [
        "Exclusion Criteria:",
        "EXCLUSION CRITERIA",
        "Key exclusion:",
        "Key Exclusion Criteria",
        "Main exclusion criteria:",
        "Exclusion:",
        "Excluded:",
        "* Exclusion Criteria:",
        "Patients must not have any of the following:",
    ],
)
def test_an_exclusion_heading_opens_what_bars(extractor: Extractor, heading: str) -> None:
    assert said(extractor.read(f"{heading}\n- BRAF V600E mutation")) == ["excluded BRAF V600E"]


def test_sections_keep_their_criteria_apart(extractor: Extractor) -> None:
    read = extractor.read(
        "Inclusion Criteria:\n- KRAS G12C mutation\n\nExclusion Criteria:\n- ALK fusion\n- RET fusion"
    )
    assert forms(read.required) == [["KRAS G12C"]]
    assert forms(read.excluded) == [["!ALK fusion"], ["!RET fusion"]]


def test_criteria_may_stand_in_the_line_of_their_heading(extractor: Extractor) -> None:
    read = extractor.read("Inclusion Criteria: BRAF V600E mutation.\n\nExclusion Criteria: RET fusion.")
    assert said(read) == ["excluded RET fusion", "required BRAF V600E"]


@pytest.mark.parametrize("before", ["BRAF V600E mutation", "- BRAF V600E mutation\n"])
def test_text_before_an_exclusion_heading_is_inclusion(extractor: Extractor, before: str) -> None:
    read = extractor.read(f"{before}\nExclusion Criteria\nRET fusion")
    assert said(read) == ["excluded RET fusion", "required BRAF V600E"]


def test_text_before_an_inclusion_heading_is_no_criterion(extractor: Extractor) -> None:
    read = extractor.read("Work on the RET fusion has shown much.\n\nInclusion Criteria:\n- BRAF V600E mutation")
    assert said(read) == ["required BRAF V600E"]


@pytest.mark.parametrize("text", ["BRAF V600E mutation", "A study for adults with BRAF V600E mutation."])
def test_text_without_headings_is_inclusion_and_less_sure(extractor: Extractor, text: str) -> None:
    bare, headed = extractor.read(text), extractor.read(inclusion(text))
    assert said(bare) == ["required BRAF V600E"]
    assert bare.leaves[0].confidence < headed.leaves[0].confidence


@pytest.mark.parametrize("line", ["Exclude - RET fusion", "  Exclude - RET fusion", "* Exclude - known RET fusion"])
def test_lines_that_begin_with_exclude_bar(extractor: Extractor, line: str) -> None:
    assert said(extractor.read(inclusion("- BRAF V600E mutation", line))) == [
        "excluded RET fusion",
        "required BRAF V600E",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "must meet all other inclusion criteria, such as BRAF V600E mutation",
        "the inclusion criteria of the main part, and BRAF V600E mutation",
    ],
)
def test_the_word_inclusion_within_a_sentence_is_no_heading(line: str) -> None:
    found = items(f"Exclusion Criteria:\n- {line}")
    assert [item.section for item in found] == [Section.EXCLUSION]


@pytest.mark.parametrize(
    "mark",
    ["-", "--", "*", "•", "·", "▪", "◦", "○", "●", "■", "‣", "–", "—", "➢", "1.", "1)", "(1)", "a.", "(a)", "iv."],
)
def test_bullets_of_all_kinds_part_items(mark: str) -> None:
    text = inclusion(f"{mark} KRAS mutation", f"{mark} normal heart")
    assert [text[item.start : item.end] for item in items(text)] == ["KRAS mutation", "normal heart"]


@pytest.mark.parametrize("number", ["1.5 mg of a medicine", "10 days"])
def test_a_number_that_opens_a_line_is_no_bullet(number: str) -> None:
    text = inclusion(number)
    assert [text[item.start : item.end] for item in items(text)] == [number]


@pytest.mark.parametrize(
    "lines",
    [
        ("- Tumour with a documented BRAF", "V600E mutation"),
        ("- Tumour with a documented BRAF", "  V600E mutation"),
        ("1. Tumour with a", "documented BRAF V600E", "mutation"),
        ("Tumour with a documented BRAF", "V600E mutation"),
    ],
)
def test_hard_wrapped_lines_are_one_item(extractor: Extractor, lines: tuple[str, ...]) -> None:
    assert len(items(inclusion(*lines))) == 1
    assert said(extractor.read(inclusion(*lines))) == ["required BRAF V600E"]


def test_an_empty_line_ends_an_item() -> None:
    assert len(items(inclusion("Tumour with a documented", "", "BRAF V600E mutation"))) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("- One of the following:", "  - KRAS G12C mutation", "  - BRAF V600E mutation", "- RET fusion"),
        ("1. One of the following:", "a. KRAS G12C mutation", "b. BRAF V600E mutation", "2. RET fusion"),
        ("* At least one of these:", "   1. KRAS G12C mutation", "   2. BRAF V600E mutation", "* RET fusion"),
        ("- Any of the following:", "* KRAS G12C mutation", "* BRAF V600E mutation", "- RET fusion"),
    ],
)
def test_a_nested_list_of_alternatives_is_one_criterion(extractor: Extractor, lines: tuple[str, ...]) -> None:
    read = extractor.read(inclusion(*lines))
    assert forms(read.required) == [["KRAS G12C", "RET fusion"], ["BRAF V600E", "RET fusion"]]


def test_a_nested_list_without_such_words_asks_for_all(extractor: Extractor) -> None:
    lines = ("- All of the following:", "  - KRAS G12C mutation", "  - PD-L1 TPS >= 50%")
    assert forms(extractor.read(inclusion(*lines)).required) == [["KRAS G12C", "PD-L1 expression [TPS >= 50%]"]]


def test_a_list_within_a_list(extractor: Extractor) -> None:
    lines = (
        "- One of the following:",
        "  - All of the following:",
        "    - KRAS G12C mutation",
        "    - STK11 mutation",
        "  - RET fusion",
    )
    assert forms(extractor.read(inclusion(*lines)).required) == [["KRAS G12C", "STK11 small variant"], ["RET fusion"]]


def test_a_list_of_bars_bars_by_each(extractor: Extractor) -> None:
    read = extractor.read(exclusion("- Any of the following:", "  - ALK fusion", "  - RET fusion"))
    assert forms(read.excluded) == [["!ALK fusion"], ["!RET fusion"]]


COHORTS = [
    ("Cohort A:", "- KRAS G12C mutation", "Cohort B:", "- BRAF V600E mutation"),
    ("Cohort 1", "- KRAS G12C mutation", "Cohort 2", "- BRAF V600E mutation"),
    ("Arm 1:", "- KRAS G12C mutation", "Arm 2:", "- BRAF V600E mutation"),
    ("Criteria for group 1:", "- KRAS G12C mutation", "Criteria for group 2:", "- BRAF V600E mutation"),
    ("For bowel cancer:", "- KRAS G12C mutation", "For melanoma:", "- BRAF V600E mutation"),
    ("- Cohort A: KRAS G12C mutation", "- Cohort B: BRAF V600E mutation"),
    ("Cohort A: KRAS G12C mutation", "Cohort B: BRAF V600E mutation"),
    ("- Cohort A - KRAS G12C mutation", "- Cohort B - BRAF V600E mutation"),
    ("- Part 1: KRAS G12C", "- Part 2: BRAF V600E"),
    ("Cohort A: Bowel", "- KRAS G12C mutation", "Cohort B: Skin", "- BRAF V600E mutation"),
]


@pytest.mark.parametrize("lines", COHORTS)
def test_cohorts_are_ways_in(extractor: Extractor, lines: tuple[str, ...]) -> None:
    assert forms(extractor.read(inclusion(*lines)).required) == [["KRAS G12C"], ["BRAF V600E"]]


@pytest.mark.parametrize("lines", COHORTS)
def test_what_stands_before_cohorts_holds_for_each(extractor: Extractor, lines: tuple[str, ...]) -> None:
    read = extractor.read(inclusion("- RET fusion.", *lines))
    assert forms(read.required) == [["RET fusion", "KRAS G12C"], ["RET fusion", "BRAF V600E"]]


def test_what_is_said_of_all_cohorts_holds_for_each(extractor: Extractor) -> None:
    lines = ("Cohort 1:", "- KRAS G12C mutation", "Cohort 2:", "- BRAF V600E mutation", "All cohorts:", "- MSI-H")
    assert forms(extractor.read(inclusion(*lines)).required) == [["MSI-H", "KRAS G12C"], ["MSI-H", "BRAF V600E"]]


def test_a_cohort_ends_with_its_section(extractor: Extractor) -> None:
    read = extractor.read("Inclusion Criteria:\nCohort A:\n- KRAS G12C mutation\nExclusion Criteria:\n- RET fusion")
    assert forms(read.required) == [["KRAS G12C"]]
    assert forms(read.excluded) == [["!RET fusion"]]
    assert [item.cohort for item in items("Inclusion Criteria:\nCohort A:\n- x y\nExclusion Criteria:\n- z")] == [
        1,
        0,
    ]


def test_cohorts_indented_below_a_common_criterion_stay_ways_in(extractor: Extractor) -> None:
    lines = ("- RET fusion", "  - Cohort A: KRAS G12C mutation", "  - Cohort B: BRAF V600E mutation")
    read = extractor.read(inclusion(*lines))
    assert forms(read.required) == [["RET fusion", "KRAS G12C"], ["RET fusion", "BRAF V600E"]]


def test_all_that_stands_in_a_line_that_begins_with_exclude_bars(extractor: Extractor) -> None:
    assert said(extractor.read(inclusion("Exclude - Heart disease; RET fusion"))) == ["excluded RET fusion"]


@pytest.mark.parametrize("line", ["Exclude - ", "Exclude -", "  Exclude -   "])
def test_a_line_of_the_word_exclude_alone_is_a_heading(extractor: Extractor, line: str) -> None:
    assert items(f"KRAS mutation\n{line}") == items("KRAS mutation")
    assert said(extractor.read(inclusion("- KRAS mutation", line, "- RET fusion"))) == [
        "excluded RET fusion",
        "required KRAS small variant",
    ]
