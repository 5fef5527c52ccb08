"""ISRCTN: a record with ``isrctn`` in bare digits, from the registry's XML or the same turned into JSON."""

from __future__ import annotations

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM
from trialign.model.registry import RegistryRecord


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return "isrctn" in record and ("trialDescription" in record or "participants" in record)


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record; the registry prints no status but derives it from the dates of recruitment."""
    digits = parts.text(record, "isrctn").removeprefix("ISRCTN")
    own = f"ISRCTN{digits}" if digits else ""
    people = parts.at(record, "participants")
    countries = parts.texts(people, "recruitmentCountries", "country")
    centres = parts.items(people, "trialCentres", "trialCentre")
    taken = moments.read(parts.text(record, "record_last_import")) or captured
    return RegistryRecord(
        id=own,
        registry=identity.ISRCTN,
        title=parts.text(record, "trialDescription", "title")
        or parts.text(record, "trialDescription", "scientificTitle"),
        status=_status(record, taken),
        phase=_phase(record),
        cross_references=identity.others(own, _other_ids(record)),
        countries=parts.distinct(places.country(each) for each in countries),
        nations=places.nations(
            [
                *((each,) for each in countries),
                *((parts.text(each, "state"), parts.text(each, "city")) for each in centres if _british(each)),
            ]
        ),
        conditions=parts.every(parts.items(record, "conditions", "condition"), "description"),
        keywords=parts.every(parts.items(record, "interventions", "intervention"), "drugNames"),
        eligibility=prose.joined(
            parts.scalar(parts.at(people, "inclusion")), parts.scalar(parts.at(people, "exclusion"))
        ),
        minimum_age=parts.text(people, "lowerAgeLimit"),
        maximum_age=parts.text(people, "upperAgeLimit"),
        updated=moments.read(parts.text(record, "lastUpdated") or parts.text(record, "@attributes", "lastUpdated")),
        started=moments.read(parts.text(people, "recruitmentStart")),
        primary_completion=None,
        captured=taken,
        url=identity.page(own),
        where=where,
    )


def _british(centre: object) -> bool:
    return places.country(parts.text(centre, "country")) == UNITED_KINGDOM


def _phase(record: Raw) -> str:
    found = parts.every(parts.items(record, "interventions", "intervention"), "phase")
    return "/".join(each for each in found if each not in {"Not Applicable", "Not Specified"})


def _other_ids(record: Raw) -> tuple[str, ...]:
    """Return ids of other registries; ``Nil known`` and the like hold none."""
    given = parts.at(record, "externalRefs")
    names = ("clinicalTrialsGovNumber", "eudraCTNumber", "protocolSerialNumber")
    return (*(parts.text(given, name) for name in names), *parts.texts(given, "secondaryNumbers", "secondaryNumber"))


def _status(record: Raw, taken: PartialDate | None) -> str:
    """Return the status as the registry's page showed it on the day of capture; without a day, none."""
    people = parts.at(record, "participants")
    for override in (
        parts.text(record, "trialDesign", "overallStatusOverride"),
        parts.text(people, "recruitmentStatusOverride"),
    ):
        if override:
            return override
    start, end = (moments.read(parts.text(people, name)) for name in ("recruitmentStart", "recruitmentEnd"))
    if taken is None or start is None or end is None:
        return "Unknown status"
    if taken.last < start.first:
        return "Not yet recruiting"
    return "No longer recruiting" if taken.first > end.last else "Recruiting"
