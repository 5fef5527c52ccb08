"""ClinicalTrials.gov, API version 2: a record with ``protocolSection``."""

from __future__ import annotations

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, phases, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM
from trialign.model.registry import RegistryRecord

_SECTION = "protocolSection"


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return _SECTION in record


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record; ``captured`` is the day it was taken where it does not say so itself."""
    section = record[_SECTION]
    own = parts.text(section, "identificationModule", "nctId")
    sites = parts.items(section, "contactsLocationsModule", "locations")
    status = parts.at(section, "statusModule")
    return RegistryRecord(
        id=own,
        registry=identity.CTGOV,
        title=parts.text(section, "identificationModule", "briefTitle")
        or parts.text(section, "identificationModule", "officialTitle"),
        status=parts.text(status, "overallStatus"),
        phase=phases.printed(parts.texts(section, "designModule", "phases")),
        cross_references=identity.others(own, _other_ids(section)),
        countries=parts.distinct(places.country(each) for each in parts.every(sites, "country")),
        nations=places.nations(
            (parts.text(site, "state"), parts.text(site, "city"))
            for site in sites
            if places.country(parts.text(site, "country")) == UNITED_KINGDOM
        ),
        conditions=parts.texts(section, "conditionsModule", "conditions"),
        keywords=(
            *parts.texts(section, "conditionsModule", "keywords"),
            *parts.every(parts.items(section, "armsInterventionsModule", "interventions"), "name"),
        ),
        eligibility=prose.clean(parts.scalar(parts.at(section, "eligibilityModule", "eligibilityCriteria"))),
        minimum_age=parts.text(section, "eligibilityModule", "minimumAge"),
        maximum_age=parts.text(section, "eligibilityModule", "maximumAge"),
        updated=moments.read(
            parts.text(status, "lastUpdatePostDateStruct", "date") or parts.text(status, "lastUpdateSubmitDate")
        ),
        started=moments.read(parts.text(status, "startDateStruct", "date")),
        primary_completion=moments.read(parts.text(status, "primaryCompletionDateStruct", "date")),
        captured=_captured(record) or captured,
        url=identity.page(own),
        where=where,
    )


def _other_ids(section: object) -> list[str]:
    """Return every id that the sponsor gives beside the registry's own."""
    module = parts.at(section, "identificationModule")
    secondary = parts.items(module, "secondaryIdInfos")
    return [parts.text(module, "orgStudyIdInfo", "id"), *parts.every(secondary, "id")]


def _captured(record: Raw) -> PartialDate | None:
    """Return the day of the import, or of the registry's own data set that the record was taken from."""
    return moments.read(parts.text(record, "record_last_import")) or moments.read(
        parts.text(record, "derivedSection", "miscInfoModule", "versionHolder")
    )
