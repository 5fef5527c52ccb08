from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from trialign import resources
from trialign.errors import InputProblems
from trialign.importers import review
from trialign.importers.review import Confirmed
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.document import parse_document

ID = "NCT00000001"
DIGEST = "a" * 64
TODAY = date(2026, 11, 22)
HELD: dict[str, Any] = {
    "nct_id": ID,
    "registry": "ClinicalTrials.gov",
    "short_title": "A trial",
    "status": "Recruiting",
    "captured": "2026-01-05",
    "source_url": "https://clinicaltrials.gov/",
    "nations": [],
    "local_testing": None,
    "reviewed": False,
    "extraction": {"confidence": 0.8, "text_sha256": DIGEST},
    "noted": [{"biomarker": "PD-L1 expression", "role": "either", "confidence": 0.9, "span": [40, 50]}],
    "treatment_list": {
        "step": [
            {
                "match": [
                    {
                        "and": [
                            {"clinical": {"age_numerical": ">=18"}},
                            {
                                "or": [
                                    {"genomic": {"biomarker": "KRAS G12C", "confidence": 0.9, "span": [0, 9]}},
                                    {"genomic": {"biomarker": "ALK fusion", "confidence": 0.9, "span": [10, 20]}},
                                ]
                            },
                            {
                                "genomic": {
                                    "biomarker": "!EGFR alteration",
                                    "confidence": 0.8,
                                    "span": [30, 34],
                                    "if_known": True,
                                }
                            },
                        ]
                    }
                ]
            }
        ]
    },
}
LEAVES: list[dict[str, Any]] = [
    {"label": "KRAS G12C", "role": "required", "span": [0, 9], "verdict": "confirm"},
    {"label": "ALK fusion", "role": "required", "span": [10, 20], "verdict": "confirm"},
    {"label": "!EGFR alteration", "role": "excluded", "span": [30, 34], "verdict": "confirm"},
    {"label": "PD-L1 expression", "role": "either", "span": [40, 50], "verdict": "confirm"},
]
Apply = Callable[..., tuple[Confirmed, ...]]


@pytest.fixture
def apply(tmp_path: Path, vocabulary: Vocabulary) -> Apply:
    """Apply a review to the trial; changes are to the review, to one of its leaves, or to the trial."""

    def applied(
        leaves: dict[int, dict[str, Any] | None] | None = None, held: dict[str, Any] | None = None, **changes: object
    ) -> tuple[Confirmed, ...]:
        changed = [
            {**leaf, **(each or {})}
            for number, leaf in enumerate(LEAVES)
            if (each := (leaves or {}).get(number, {})) is not None
        ]
        trial: dict[str, Any] = {"id": ID, "text_sha256": DIGEST, "leaves": changed, "add": []}
        trial |= {key: value for key, value in changes.items() if key in {"id", "text_sha256", "add"}}
        value: dict[str, Any] = {"reviewer": "Dr Grey", "date": "2026-11-20", "trials": [trial]}
        value |= {key: each for key, each in changes.items() if key not in trial}
        (tmp_path / f"{ID}.yaml").write_text(yaml.safe_dump(held or HELD), encoding="utf-8")
        document = parse_document(yaml.safe_dump(value, sort_keys=False), "review.yaml")
        return review.read(document, tmp_path, resources.directories() / "schemas", vocabulary, TODAY)

    return applied


def _value(found: tuple[Confirmed, ...]) -> dict[str, Any]:
    (one,) = found
    value: dict[str, Any] = yaml.safe_load(one.text)
    return value


def _tree(found: tuple[Confirmed, ...]) -> list[Any]:
    (tree,) = _value(found)["treatment_list"]["step"][0]["match"]
    both: list[Any] = tree["and"]
    return both


def test_a_confirmed_trial_is_what_was_held_and_who_confirmed_it(apply: Apply) -> None:
    found = apply()
    assert _value(found) == {**HELD, "reviewed": True, "confirmed": {"by": "Dr Grey", "on": "2026-11-20"}}
    assert len(found[0].confirmed) == len(LEAVES)


def test_a_second_review_takes_the_place_of_the_first(apply: Apply) -> None:
    found = apply(held={**HELD, "confirmed": {"by": "Dr White", "on": "2026-01-20"}})
    assert _value(found) == {**HELD, "reviewed": True, "confirmed": {"by": "Dr Grey", "on": "2026-11-20"}}


def test_a_corrected_leaf_keeps_its_place_and_loses_its_confidence(apply: Apply) -> None:
    found = apply({0: {"verdict": "correct", "correct_to": "HER2 amplification"}})
    assert _tree(found)[1]["or"][0] == {"genomic": {"biomarker": "ERBB2 amplification", "span": [0, 9]}}
    assert found[0].corrected == (("KRAS G12C", "ERBB2 amplification"),)


def test_a_corrected_exclusion_holds_only_if_known_as_before(apply: Apply) -> None:
    found = apply({2: {"verdict": "correct", "correct_to": "!EGFR mutation"}})
    assert _tree(found)[2]["genomic"] == {"biomarker": "!EGFR small variant", "span": [30, 34], "if_known": True}


def test_an_exclusion_that_is_corrected_to_a_need_is_no_longer_conditional(apply: Apply) -> None:
    found = apply({2: {"verdict": "correct", "correct_to": "EGFR mutation"}})
    assert _tree(found)[2]["genomic"] == {"biomarker": "EGFR small variant", "span": [30, 34]}


def test_a_removed_alternative_leaves_the_other(apply: Apply) -> None:
    assert _tree(apply({0: {"verdict": "remove"}}))[1]["genomic"]["biomarker"] == "ALK fusion"


def test_a_removed_note_is_gone(apply: Apply) -> None:
    assert "noted" not in _value(apply({3: {"verdict": "remove"}}))


def test_a_trial_of_which_nothing_is_left_asks_nothing_of_patients(apply: Apply) -> None:
    bare = {
        **HELD,
        "treatment_list": {"step": [{"match": [{"genomic": {"biomarker": "KRAS G12C", "span": [0, 9]}}]}]},
    }
    del bare["noted"]
    found = apply({0: {"verdict": "remove"}, 1: None, 2: None, 3: None}, held=bare)
    assert _value(found)["treatment_list"]["step"] == [{"match": [{"clinical": {"age_numerical": ">=0"}}]}]


def test_what_is_added_is_asked_beside_the_rest(apply: Apply) -> None:
    found = apply(add=["!TP53 mutation", "MSI-H | dMMR"])
    assert _tree(found)[3:] == [
        {"genomic": {"biomarker": "!TP53 small variant"}},
        {"or": [{"genomic": {"biomarker": "MSI-H"}}, {"genomic": {"biomarker": "dMMR"}}]},
    ]
    assert found[0].added == ("!TP53 small variant", "MSI-H | dMMR")


def test_a_trial_that_named_nothing_gets_what_is_added(apply: Apply) -> None:
    nameless = {**HELD, "names_no_biomarker": True, "treatment_list": {"step": [{"match": []}]}}
    del nameless["noted"]
    none = dict.fromkeys(range(len(LEAVES)))
    value = _value(apply(none, held=nameless, add=["KRAS G12C"]))
    assert "names_no_biomarker" not in value
    assert value["treatment_list"]["step"] == [{"match": [{"genomic": {"biomarker": "KRAS G12C"}}]}]
    kept = _value(apply(none, held=nameless))
    assert (kept["names_no_biomarker"], kept["treatment_list"]["step"]) == (True, [{"match": []}])


@pytest.mark.parametrize(
    ("changes", "line", "said"),
    [
        ({"reviewer": " "}, 1, "the name of the person who reviewed"),
        ({"date": "2026-13-01"}, 2, "write the day of the review"),
        ({"date": "2026-11"}, 2, "write the day of the review"),
        ({"date": "2026-11-23"}, 2, "the review is of 2026-11-23, which has not come yet"),
        ({"leaves": {0: {"verdict": "confrim"}}}, 12, "did you mean 'confirm'?"),
        ({"leaves": {0: {"verdict": "correct"}}}, 7, "the field 'correct_to' is missing; add it"),
        ({"leaves": {0: {"verdict": "correct", "correct_to": "KRSA G12C"}}}, 13, "did you mean 'KRAS'"),
        ({"leaves": {0: {"correct_to": "KRAS G12D"}}}, 13, "correct_to stands beside the verdict confirm"),
        ({"leaves": {3: {"verdict": "correct", "correct_to": "!PD-L1 expression"}}}, 31, "the role is either"),
        ({"leaves": {0: {"span": [0, 8]}}}, 7, "the leaf 'KRAS G12C' at [0, 8] (required) does not exist in NCT"),
        ({"leaves": {0: None}}, 6, "the leaf 'KRAS G12C' at [0, 9] (required) of NCT00000001 has no verdict"),
        ({"leaves": {0: LEAVES[1]}}, 13, "the leaf 'ALK fusion' stands twice; keep one of the two"),
        ({"add": ["KRAS G12C | nonsense"]}, 32, "see docs/labels.md"),
        ({"id": "NCT00000002"}, 4, "no file of the trial NCT00000002 lies in"),
        ({"text_sha256": "b" * 64}, 5, "were read from another text than this review's; import the trial again"),
        ({"held": {**HELD, "reviewed": True}}, 4, "is confirmed already; to review it anew set reviewed: false"),
        ({"held": {key: HELD[key] for key in HELD if key != "extraction"}}, 4, "were not read from a text"),
        ({"held": {**HELD, "status": "Recruitin"}}, 0, "did you mean"),
        ({"trials": []}, 3, "name a trial"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_how_to_mend_it(
    changes: dict[str, Any], line: int, said: str, apply: Apply
) -> None:
    with pytest.raises(InputProblems) as caught:
        apply(**changes)
    found = [problem for problem in caught.value.problems if said in str(problem)]
    assert len(found) == 1, [str(problem) for problem in caught.value.problems]
    assert found[0].mend
    if line:
        assert (found[0].where.path, found[0].where.line) == ("review.yaml", line)


def test_a_trial_that_stands_twice_is_refused(apply: Apply) -> None:
    trial = {"id": ID, "text_sha256": DIGEST, "leaves": LEAVES}
    with pytest.raises(InputProblems, match=f"the trial {ID} stands twice; keep one of the two"):
        apply(trials=[trial, trial])
