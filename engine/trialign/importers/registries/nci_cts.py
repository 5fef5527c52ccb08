"""Clinical trials of the US National Cancer Institute, API version 2, in full or as a compact file of ids.

The coded biomarkers are not read as criteria: they do not say how they combine, and hold every wider term too.
"""

from __future__ import annotations

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM, Nation
from trialign.model.registry import RegistryRecord

_NO_LIMIT = 900


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return "nci_id" in record and "current_trial_status" in record


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record under its NCT number, which the institute's own number is beside."""
    own = parts.text(record, "nct_id")
    others = parts.every(parts.items(record, "other_ids"), "value")
    sites = parts.items(record, "sites")
    countries = parts.every(sites, "org_country")
    return RegistryRecord(
        id=own,
        registry=identity.NCI,
        title=parts.text(record, "brief_title") or parts.text(record, "official_title"),
        status=parts.text(record, "current_trial_status"),
        phase=_phase(parts.text(record, "phase") or parts.text(record, "phase", "phase")),
        cross_references=identity.others(own, (parts.text(record, "protocol_id"), *others)),
        countries=_countries(countries, bool(parts.items(record, "uk_sites"))),
        nations=_nations(record),
        conditions=_conditions(record),
        keywords=parts.texts(record, "keywords"),
        eligibility=_criteria(record),
        minimum_age=parts.text(record, "eligibility", "structured", "min_age"),
        maximum_age=_maximum(record),
        updated=moments.read(parts.text(record, "record_verification_date")),
        started=moments.read(parts.text(record, "start_date")),
        primary_completion=moments.read(parts.text(record, "primary_completion_date")),
        captured=moments.read(parts.text(record, "record_last_import")) or captured,
        url=f"https://www.cancer.gov/research/participate/clinical-trials-search/v?id={own}" if own else "",
        where=where,
    )


def _phase(printed: str) -> str:
    """Return ``Phase I/II`` for the institute's ``I_II``."""
    return f"Phase {printed.replace('_', '/')}" if printed.replace("_", "").strip("IV") == "" and printed else printed


def _criteria(record: Raw) -> str:
    """Return the criteria, each a point of its section."""
    given = parts.items(record, "eligibility", "unstructured")
    inside: dict[bool, list[str]] = {True: [], False: []}
    for each in given:
        description = prose.clean(parts.scalar(parts.at(each, "description")))
        if description:
            inside[bool(parts.at(each, "inclusion_indicator"))].append(f"* {description}")
    return prose.joined("\n".join(inside[True]), "\n".join(inside[False]))


def _maximum(record: Raw) -> str:
    """Return the highest age; 999 years stand for none."""
    printed = parts.text(record, "eligibility", "structured", "max_age")
    number = printed.partition(" ")[0]
    return "" if number.isdigit() and int(number) >= _NO_LIMIT else printed


def _conditions(record: Raw) -> tuple[str, ...]:
    """Return the diseases that the trial itself gives, no wider terms; the compact file holds only codes."""
    given = parts.items(record, "diseases")
    own = [each for each in given if parts.text(each, "inclusion_indicator") in {"", "TRIAL"}]
    return parts.distinct(parts.text(each, "name") or parts.text(each, "preferred_name") for each in own)


def _countries(printed: tuple[str, ...], in_kingdom: bool) -> tuple[str, ...]:
    found = (*printed, UNITED_KINGDOM) if in_kingdom else printed
    return parts.distinct(places.country(each) for each in found)


def _nations(record: Raw) -> tuple[Nation, ...]:
    """Return the nations of British sites, in the full form or as ``[name, place, status]``."""
    full = [
        (parts.text(site, "org_state_or_province"), parts.text(site, "org_city"))
        for site in parts.items(record, "sites")
        if places.country(parts.text(site, "org_country")) == UNITED_KINGDOM
    ]
    compact = [
        (str(site[1]),) for site in parts.items(record, "uk_sites") if isinstance(site, list) and len(site) > 1
    ]
    return places.nations([*full, *compact])
