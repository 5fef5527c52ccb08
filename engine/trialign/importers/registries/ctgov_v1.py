"""ClinicalTrials.gov, the earlier form: ``clinical_study`` in XML, or the same turned into JSON."""

from __future__ import annotations

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM
from trialign.model.registry import RegistryRecord


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return "id_info" in record and "overall_status" in record


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record; a single element stands where several would be a list."""
    own = parts.text(record, "id_info", "nct_id")
    sites = [parts.at(site, "facility", "address") for site in parts.items(record, "location")]
    countries = (*parts.every(sites, "country"), *parts.texts(record, "location_countries", "country"))
    return RegistryRecord(
        id=own,
        registry=identity.CTGOV,
        title=parts.text(record, "brief_title") or parts.text(record, "official_title"),
        status=parts.text(record, "overall_status"),
        phase="" if parts.text(record, "phase") == "N/A" else parts.text(record, "phase"),
        cross_references=identity.others(own, _other_ids(record)),
        countries=parts.distinct(places.country(each) for each in countries),
        nations=places.nations(
            (parts.text(site, "state"), parts.text(site, "city"))
            for site in sites
            if places.country(parts.text(site, "country")) == UNITED_KINGDOM
        ),
        conditions=parts.texts(record, "condition"),
        keywords=(
            *parts.texts(record, "keyword"),
            *parts.every(parts.items(record, "intervention"), "intervention_name"),
        ),
        eligibility=prose.clean(parts.scalar(parts.at(record, "eligibility", "criteria", "textblock"))),
        minimum_age=parts.text(record, "eligibility", "minimum_age"),
        maximum_age=parts.text(record, "eligibility", "maximum_age"),
        updated=moments.read(parts.text(record, "last_update_posted") or parts.text(record, "last_update_submitted")),
        started=moments.read(parts.text(record, "start_date")),
        primary_completion=moments.read(parts.text(record, "primary_completion_date")),
        captured=_captured(record) or captured,
        url=identity.page(own),
        where=where,
    )


def _other_ids(record: Raw) -> tuple[str, ...]:
    info = parts.at(record, "id_info")
    return (*parts.texts(info, "secondary_id"), *parts.texts(info, "org_study_id"), *parts.texts(info, "nct_alias"))


def _captured(record: Raw) -> PartialDate | None:
    """Return the day of the import, or the day on which the registry says that it made the file."""
    return moments.read(parts.text(record, "record_last_import")) or moments.inside(
        parts.text(record, "required_header", "download_date")
    )
