"""Records of one trial become one file, and what contradicts is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.importers.registries.conftest import CAPTURED, Import, euctr, v2

from trialign.importers.trials import Wanted

Saved = Callable[..., Path]
BOTH = [{"id": "2016-000001-11", "type": "EUDRACT_NUMBER"}]


def test_records_of_one_trial_become_one_file_with_the_text_of_clinicaltrials_gov(
    saved: Saved, imported: Import
) -> None:
    found, files = imported(saved([euctr(), v2(ids=BOTH), euctr(country="UK - MHRA", status="Completed")]))
    assert (found.trials, found.merged, list(files)) == (1, 1, ["NCT00000001.yaml"])
    trial = files["NCT00000001.yaml"]
    assert trial["registry"] == "ClinicalTrials.gov"
    assert [(each["registry"], each["id"], each["status"]) for each in trial["other_records"]] == [
        ("EUCTR", "2016-000001-11", "Completed")
    ]
    assert "KRAS G12C" in str(trial["treatment_list"])
    assert "ALK fusion" not in str(trial["treatment_list"])


def test_a_reference_in_either_direction_or_to_a_third_registry_joins(saved: Saved, imported: Import) -> None:
    british = {
        "isrctn": "12345678", "trialDescription": {"title": "A British trial"},
        "participants": {"recruitmentCountries": {"country": "England"}, "inclusion": "KRAS G12C"},
        "externalRefs": {"eudraCTNumber": "2016-000001-11"},
    }  # fmt: skip
    found, files = imported(saved([v2(), euctr(nct="NCT00000001"), british]))
    assert found.trials == 1
    assert [each["registry"] for each in files["NCT00000001.yaml"]["other_records"]] == ["ISRCTN", "EUCTR"]


def test_two_trials_of_one_registry_are_never_joined_by_a_third(saved: Saved, imported: Import) -> None:
    found, files = imported(saved([v2(ids=BOTH), v2("NCT00000002", ids=BOTH), euctr()]))
    assert found.trials == 3
    assert "other_records" not in files["NCT00000001.yaml"]
    assert "NCT00000001, NCT00000002 name one another, yet two are of one registry" in str(found.problems[0])


def test_a_trial_named_by_its_extension_stays_its_own(saved: Saved, imported: Import) -> None:
    found, _ = imported(saved([v2(), v2("NCT00000002", ids=[{"id": "NCT00000001"}])]))
    assert (found.trials, found.problems) == (2, [])


def test_of_one_id_in_one_registry_the_later_is_kept(saved: Saved, imported: Import) -> None:
    late, early = v2(updated="2025-12-01", status="COMPLETED"), v2(updated="2025-11")
    found, files = imported(saved([late, early]))
    assert files["NCT00000001.yaml"]["status"] == "COMPLETED"
    (duplicate,) = found.duplicates
    assert (str(duplicate.kept.updated), duplicate.dropped.where.field) == ("2025-12-01", "record 2")


@pytest.mark.parametrize(
    ("own", "other", "fields"),
    [
        ({}, {}, []),
        ({}, {"status": "Prematurely Ended"}, ["status"]),
        ({"status": "COMPLETED"}, {}, []),
        ({"phases": ["PHASE3"]}, {}, ["phase"]),
        ({"started": "2021-02-01", "phases": ["PHASE2"]}, {"started": "2021-02"}, []),
        ({"started": "2021-02-01", "phases": ["PHASE2"]}, {"started": "2021"}, []),
        ({"started": "2021-02-01", "phases": ["PHASE2"]}, {"started": "2021-03-15"}, ["start"]),
    ],
)
def test_contradictions(
    own: dict[str, Any], other: dict[str, str], fields: list[str], saved: Saved, imported: Import
) -> None:
    twin = euctr(nct="NCT00000001", status=other.get("status", "Ongoing")) | {
        "trialInformation": {"recruitmentStartDate": other.get("started", "")}
    }
    found, _ = imported(saved([v2(**({"phases": ["PHASE2"]} | own)), twin]))
    assert [each.field for each in found.contradictions] == fields


def test_a_trial_open_in_one_country_of_europe_is_not_closed_by_another(saved: Saved, imported: Import) -> None:
    records = [v2(ids=BOTH, phases=[]), euctr(status="Completed"), euctr(country="Spain - AEMPS")]
    found, _ = imported(saved(records))
    assert not found.contradictions


def test_only_open_trials_in_the_country_asked_for(saved: Saved, imported: Import) -> None:
    france = [{"country": "France", "city": "Paris"}]
    records = [
        v2(), v2("NCT00000002", status="COMPLETED"), v2("NCT00000003", sites=france), v2("NCT00000004", sites=[]),
        v2("NCT00000005", text="Inclusion Criteria: adults"),
    ]  # fmt: skip
    found, files = imported(saved(records), wanted=Wanted("united kingdom", True, CAPTURED))
    assert list(files) == ["NCT00000001.yaml"]
    assert (found.closed, found.elsewhere, found.nowhere, found.without) == (1, 1, 1, 1)


def test_any_order_of_records_gives_the_same_files(saved: Saved, imported: Import) -> None:
    records = [euctr(), v2(ids=BOTH), v2("NCT00000002"), euctr(country="UK - MHRA")]
    _, files = imported(saved(records + records[::-1]))
    assert sorted(files) == ["NCT00000001.yaml", "NCT00000002.yaml"]
