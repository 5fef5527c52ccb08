"""Every shape of record gives the same facts under the same names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.importers.registries.conftest import CAPTURED, TEXT, euctr, v2

from trialign import resources
from trialign.errors import Location
from trialign.importers.registries import ctis, identity, known, moments, phases, places, prose, statuses
from trialign.importers.registries.statuses import Access
from trialign.model.directory import Nation
from trialign.model.registry import RegistryRecord
from trialign.read import record_stream

HERE = Location("records.json", 0, "record 1")
FLAT = {
    "nct_id": "NCT00000002", "title": "A flat trial", "phase": "Phase 3", "status": "Recruiting",
    "conditions": ["Melanoma"], "interventions": ["Drug: pill"], "start_date": "2022-05-13",
    "locations": ["United Kingdom", "France"], "source_url": "https://clinicaltrials.gov/study/NCT00000002",
    "eligibility": {"raw_text": TEXT, "minimum_age": "2 Years", "maximum_age": None},
}  # fmt: skip
V1: dict[str, Any] = {
    "id_info": {"nct_id": "NCT00000003", "secondary_id": ["2016-000003-11", "X-1"]},
    "required_header": {"download_date": "ClinicalTrials.gov processed this data on October 19, 2023"},
    "brief_title": "An early trial", "overall_status": "Completed", "phase": "Phase 2/Phase 3",
    "start_date": "September 2017", "primary_completion_date": "July 31, 2019", "condition": "Melanoma",
    "last_update_posted": "June 21, 2021", "keyword": {},
    "location": {"facility": {"address": {"city": "Cardiff", "country": "United Kingdom"}}},
    "eligibility": {
        "criteria": {"textblock": " Inclusion Criteria:&#xD;&#xD; 1. ALK fusion "}, "minimum_age": "18 Years",
    },
}  # fmt: skip
NCI = {
    "nct_id": "NCT00000004", "nci_id": "NCI-2020-00001", "current_trial_status": "Active", "phase": "I_II",
    "brief_title": "A trial in America", "other_ids": [{"name": "EudraCT", "value": "2016-000004-11"}],
    "eligibility": {
        "structured": {"min_age": "18 Years", "max_age": "999 Years"},
        "unstructured": [
            {"inclusion_indicator": False, "description": "EGFR alteration"},
            {"inclusion_indicator": True, "description": "KRAS G12C"},
        ],
    },
    "diseases": [
        {"name": "Melanoma", "inclusion_indicator": "TRIAL"}, {"name": "Neoplasm", "inclusion_indicator": "TREE"},
    ],
    "sites": [{"org_city": "Belfast", "org_state_or_province": "", "org_country": "United Kingdom"}],
    "biomarkers": [],
}  # fmt: skip
ISRCTN = {
    "isrctn": "12345678",
    "trialDescription": {"title": "A British trial"},
    "externalRefs": {
        "clinicalTrialsGovNumber": "Nil known", "eudraCTNumber": "2016-000005-11",
        "secondaryNumbers": {"secondaryNumber": ["CRUK/1", "NCT00000005"]},
    },
    "participants": {
        "recruitmentCountries": {"country": ["United Kingdom", "Scotland"]}, "lowerAgeLimit": "16 Years",
        "trialCentres": {"trialCentre": {"city": "Swansea", "state": "", "country": "United Kingdom"}},
        "inclusion": "1. KRAS G12C", "exclusion": "1. EGFR alteration",
        "recruitmentStart": "2025-11-01T00:00:00.000Z", "recruitmentEnd": "2030-10-31T00:00:00.000Z",
    },
    "conditions": {"condition": {"description": "Melanoma"}},
    "interventions": {"intervention": {"phase": "Phase III"}},
    "lastUpdated": "2026-02-01T10:00:00.000Z", "record_last_import": "2026-03-08 17:34:31",
}  # fmt: skip


def _part(inclusion: str, exclusion: str, **numbers: object) -> dict[str, Any]:
    return {
        "trialDetails": {
            "clinicalTrialIdentifiers": {
                "publicTitle": "A trial in the Union",
                "secondaryIdentifyingNumbers": numbers,
            },
            "trialInformation": {
                "eligibilityCriteria": {
                    "principalInclusionCriteria": [{"principalInclusionCriteria": inclusion}],
                    "principalExclusionCriteria": [{"principalExclusionCriteria": exclusion}],
                }
            },
        },
        "medicalConditions": [{"medicalCondition": "Melanoma"}],
        "rowCountriesInfo": [{"name": "United Kingdom"}],
    }


CTIS_WORDS = {
    "ctNumber": "2023-500001-11-01", "ctStatus": "Authorised, not started", "trialCountries": "NL:Authorised",
    "decisionDate": "NL:2024-05-06", "trialPhase": "Therapeutic exploratory (Phase II)",
    "ageGroup": "65+ years, 18-64 years", "memberStatesConcerned": [{"mscName": "Netherlands"}],
    "authorizedPartI": _part("KRAS G12C", "EGFR alteration"), "eudraCtInfo": {"eudraCtCode": "2016-000006-11"},
    "lastUpdated": "2024-05-06", "record_last_import": "2024-06-17 20:10:58",
}  # fmt: skip
CTIS_NUMBERS = {
    "ctNumber": "2023-500002-11-00", "ctStatus": "4", "startDateEU": "29/01/2021", "ageGroup": "0-17 years",
    "decisionDate": "ES: 24/04/2024, IT: 23/10/2024", "trialCountries": ["Spain:4", "Italy:4"],
    "trialPhase": "Therapeutic confirmatory (Phase III)", "lastUpdated": "15/09/2025",
    "authorizedApplication": {
        "authorizedPartI": _part("KRAS G12C", "EGFR alteration", nctNumber={"number": "NCT00000006"}),
        "eudraCt": {"eudraCtCode": "2016-000007-11"},
    },
    "record_last_import": "2026-03-08 17:37:06",
}  # fmt: skip
BRITISH = ("United Kingdom",)


def _read(record: dict[str, Any]) -> RegistryRecord:
    reader = known.reader(record)
    assert reader is not None
    return reader.read(record, where=HERE, captured=CAPTURED)


@pytest.mark.parametrize(
    ("record", "id_", "registry", "status", "phase", "countries"),
    [
        (v2(), "NCT00000001", "ClinicalTrials.gov", "RECRUITING", "Phase 1/Phase 2", BRITISH),
        (FLAT, "NCT00000002", "ClinicalTrials.gov", "Recruiting", "Phase 3", (*BRITISH, "France")),
        (V1, "NCT00000003", "ClinicalTrials.gov", "Completed", "Phase 2/Phase 3", BRITISH),
        (NCI, "NCT00000004", "NCI CTS", "Active", "Phase I/II", BRITISH),
        (ISRCTN, "ISRCTN12345678", "ISRCTN", "Recruiting", "Phase III", BRITISH),
        (CTIS_WORDS, "2023-500001-11-01", "CTIS", "Authorised, not started", "Therapeutic exploratory (Phase II)",
         ("Netherlands", "United Kingdom")),
        (CTIS_NUMBERS, "2023-500002-11-00", "CTIS", "Ongoing, recruiting", "Therapeutic confirmatory (Phase III)",
         ("Spain", "Italy", "United Kingdom")),
        (euctr(), "2016-000001-11", "EUCTR", "Ongoing", "Phase 2", ("Germany",)),
    ],
)  # fmt: skip
def test_each_shape_gives_its_facts(
    record: dict[str, Any], id_: str, registry: str, status: str, phase: str, countries: tuple[str, ...]
) -> None:
    found = _read(record)
    assert (found.id, found.registry, found.status, found.phase) == (id_, registry, status, phase)
    assert found.countries == countries
    assert found.title
    assert found.conditions
    assert found.url.startswith("https://")


@pytest.mark.parametrize("record", [NCI, ISRCTN, CTIS_WORDS, CTIS_NUMBERS])
def test_criteria_in_separate_fields_stand_under_headings(record: dict[str, Any]) -> None:
    text = _read(record).eligibility
    assert text.index("Inclusion Criteria:") < text.index("KRAS G12C") < text.index("Exclusion Criteria:")
    assert text.index("Exclusion Criteria:") < text.index("EGFR alteration")


@pytest.mark.parametrize(
    ("record", "references"),
    [
        (v2(ids=[{"id": "2016-000001-11", "type": "EUDRACT_NUMBER"}, {"id": "U-1"}]), ("2016-000001-11",)),
        (V1, ("2016-000003-11",)),
        (NCI, ("2016-000004-11",)),
        (ISRCTN, ("2016-000005-11", "NCT00000005")),
        (CTIS_WORDS, ("2016-000006-11",)),
        (CTIS_NUMBERS, ("2016-000007-11", "NCT00000006")),
        (euctr(nct="NCT 00000007"), ("NCT00000007",)),
    ],
)
def test_cross_references_are_found(record: dict[str, Any], references: tuple[str, ...]) -> None:
    assert _read(record).cross_references == references


@pytest.mark.parametrize(
    ("record", "day"),
    [
        (v2(), "2026-01-05"),
        (v2() | {"derivedSection": {"miscInfoModule": {"versionHolder": "2025-12-24"}}}, "2025-12-24"),
        (V1, "2023-10-19"),
        (FLAT, "2026-01-05"),
        (ISRCTN, "2026-03-08"),
        (CTIS_NUMBERS, "2026-03-08"),
    ],
)
def test_the_day_of_capture_is_the_records_own_where_it_says_so(record: dict[str, Any], day: str) -> None:
    assert str(_read(record).captured) == day


def test_dates_and_ages_are_read_in_every_form() -> None:
    early, numbers = _read(V1), _read(CTIS_NUMBERS)
    assert (str(early.started), str(early.primary_completion), str(early.updated)) == (
        "2017-09", "2019-07-31", "2021-06-21",
    )  # fmt: skip
    assert (str(numbers.started), str(numbers.updated)) == ("2021-01-29", "2025-09-15")
    assert (numbers.minimum_age, numbers.maximum_age) == ("", "17 Years")
    assert (_read(CTIS_WORDS).minimum_age, _read(CTIS_WORDS).maximum_age) == ("18 Years", "")
    assert (_read(NCI).minimum_age, _read(NCI).maximum_age) == ("18 Years", "")
    assert (_read(euctr()).minimum_age, _read(euctr()).maximum_age) == ("18 Years", "")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026-07-16", "2026-07-16"), ("2026-07-16T03:39:42.53", "2026-07-16"), ("2026-07", "2026-07"),
        ("16/07/2026", "2026-07-16"), ("July 16, 2026", "2026-07-16"), ("16 Jul 2026", "2026-07-16"),
        ("July 2026", "2026-07"), ("20260716", "2026-07-16"), ("2026", "2026"), ("2026-02-30", "None"),
        ("soon", "None"), ("", "None"),
    ],
)  # fmt: skip
def test_dates(printed: str, day: str) -> None:
    assert str(moments.read(printed)) == day


def test_nations_only_where_a_place_leaves_no_doubt() -> None:
    sites = [
        {"city": "Newport", "country": "United Kingdom"},
        {"city": "Cambridge", "state": "Massachusetts", "country": "United States"},
        {"city": "Anytown", "state": "Scotland", "country": "United Kingdom"},
    ]
    assert _read(v2(sites=sites)).nations == (Nation.SCOTLAND,)
    assert _read(ISRCTN).nations == (Nation.SCOTLAND, Nation.WALES)
    assert _read(NCI).nations == (Nation.NORTHERN_IRELAND,)
    assert places.nation("England", "Cardiff") is None


def test_text_is_freed_of_entities_tags_and_escapes() -> None:
    printed = "PD-L1 &amp;ge; 1%<br>age \\>= 18\\* and ANC < 5 &lt; 6\r\nnext\u200b"
    assert prose.clean(printed) == "PD-L1 ≥ 1%\nage >= 18* and ANC < 5 < 6\nnext"


def test_a_heading_that_is_printed_is_not_repeated() -> None:
    assert prose.joined("INCLUSION CRITERIA: KRAS G12C", "") == "INCLUSION CRITERIA: KRAS G12C"


def test_ids_are_found_in_any_text() -> None:
    text = "see nct00000001, ISRCTN 12345678, 2016-004489-24-DE, 2023-508143-51-00, 12345678"
    assert identity.found([text]) == ("NCT00000001", "ISRCTN12345678", "2016-004489-24", "2023-508143-51-00")
    assert [identity.registry(each) for each in identity.found([text])] == [
        "ClinicalTrials.gov", "ISRCTN", "EUCTR", "CTIS",
    ]  # fmt: skip


def test_statuses_and_phases_of_every_spelling() -> None:
    assert statuses.access("NOT_YET_RECRUITING") is statuses.access("Ongoing, recruiting") is Access.OPEN
    assert statuses.access("ACTIVE_NOT_RECRUITING") is statuses.access("Prematurely Ended") is Access.CLOSED
    assert statuses.access("Unknown status") is statuses.access("Ongoing") is Access.UNKNOWN
    spelled = ("Prematurely Ended", "open to accrual", "Authorised, not started", "RECRUITING", "", "humming")
    assert [statuses.spelled(each) for each in spelled] == [
        "Prematurely ended", "Recruiting", "Authorised, recruitment pending", "RECRUITING", "Unknown status",
        "Unknown status",
    ]  # fmt: skip
    same = ("Phase 1/Phase 2", "Phase I/II", "PHASE1/PHASE2", "Phase I and Phase II (Integrated)")
    assert {phases.numbers(each) for each in same} == {frozenset({1, 2})}
    assert phases.numbers("Therapeutic confirmatory (Phase III)") == {3}
    assert phases.numbers("Phase IV") == {4}
    assert phases.numbers("Phase IIa") == {2}
    assert phases.numbers("Not Applicable") == frozenset()


def test_every_status_that_a_reader_gives_may_stand_in_a_file() -> None:
    schema = json.loads((resources.directories() / "schemas" / "trial.schema.json").read_text(encoding="utf-8"))
    allowed = set(schema["$defs"]["status"]["enum"])
    assert {statuses.spelled(each) for each in ctis.STATUSES.values()} <= allowed
    printed = [spelling for each in statuses.KNOWN for spelling in (each, each.replace(" ", "_"))]
    folded = {each.replace("_", " ").casefold() for each in allowed}
    assert {statuses.spelled(each).replace("_", " ").casefold() for each in printed} - folded == set()


@pytest.mark.parametrize(
    ("taken", "status"),
    [("2025-10-01", "Not yet recruiting"), ("2026-01", "Recruiting"), ("2031", "No longer recruiting")],
)
def test_isrctn_has_the_status_of_the_day_of_capture(taken: str, status: str) -> None:
    assert _read(ISRCTN | {"record_last_import": taken}).status == status


def test_version_1_xml_is_read_as_its_json(tmp_path: Path) -> None:
    path = tmp_path / "study.xml"
    path.write_text(
        """<?xml version="1.0" encoding="UTF-8"?>
        <clinical_study rank="1"><id_info><nct_id>NCT00000003</nct_id><secondary_id>2016-000003-11</secondary_id>
        <secondary_id>X-1</secondary_id></id_info><brief_title>An early &amp; small trial</brief_title>
        <overall_status>Completed</overall_status><condition>Melanoma</condition>
        <eligibility><criteria><textblock>ALK fusion</textblock></criteria></eligibility></clinical_study>""",
        encoding="utf-8",
    )
    (record,) = record_stream.read(path, "study.xml")
    assert isinstance(record, record_stream.Record)
    found = _read(record.value)
    assert (found.id, found.title, found.eligibility) == ("NCT00000003", "An early & small trial", "ALK fusion")
    assert found.cross_references == ("2016-000003-11",)


ODD: tuple[object, ...] = (None, 7, True, "x", [], {}, [None], [[]], [{}], {"country": 7}, ["\ud800"])
SHAPES = (v2(), FLAT, V1, NCI, ISRCTN, CTIS_WORDS, CTIS_NUMBERS, euctr(), {"nct_id": "NCT00000001", "match": [{}]})


def _mangled(value: object) -> Iterator[object]:
    """Yield a value with each of its parts, one at a time, replaced by every odd thing."""
    yield from ODD
    if isinstance(value, dict):
        for key, part in value.items():
            yield from ({**value, key: odd} for odd in _mangled(part))
    elif isinstance(value, list) and value:
        yield from ([odd, *value[1:]] for odd in _mangled(value[0]))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: next(iter(shape)))
def test_a_part_of_another_kind_never_stops_a_reader(shape: dict[str, Any]) -> None:
    read = 0
    for record in _mangled(shape):
        if isinstance(record, dict) and (reader := known.reader(record)):
            assert isinstance(reader.read(record, where=HERE, captured=CAPTURED), RegistryRecord)
            read += 1
    assert read > 20
