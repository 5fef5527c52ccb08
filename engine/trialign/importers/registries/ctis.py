"""CTIS, the clinical trials information system of the European Union, in both generations of its public records.

The earlier has ``authorizedPartI`` at the top and words for statuses; the later has it in ``authorizedApplication``
and numbers.
"""

from __future__ import annotations

import re

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.registry import RegistryRecord

# the registry's public portal shows these words for the numbers of ctPublicStatusCode
STATUSES = {
    "1": "Under evaluation", "2": "Authorised, recruitment pending", "3": "Authorised, recruiting",
    "4": "Ongoing, recruiting", "5": "Ongoing, recruitment ended", "6": "Temporarily halted", "7": "Suspended",
    "8": "Ended", "9": "Expired", "10": "Not authorised", "11": "Cancelled", "12": "Revoked",
}  # fmt: skip
_AGES = re.compile(r"(\d+)(?:-(\d+)| ?(\+))")


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return "ctNumber" in record


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record; countries are those of the Union that it was authorised in, and others that it names."""
    own = parts.text(record, "ctNumber")
    part = parts.at(record, "authorizedPartI") or parts.at(record, "authorizedApplication", "authorizedPartI")
    details = parts.at(part, "trialDetails")
    names = parts.at(details, "clinicalTrialIdentifiers")
    information = parts.at(details, "trialInformation")
    low, high = _ages(parts.text(record, "ageGroup"))
    return RegistryRecord(
        id=own,
        registry=identity.CTIS,
        title=_title(record, names),
        status=_status(record),
        phase=parts.text(record, "trialPhase"),
        cross_references=identity.others(own, _other_ids(record, names)),
        countries=_countries(record, part),
        nations=(),
        conditions=parts.every(parts.items(part, "medicalConditions"), "medicalCondition"),
        keywords=parts.every(parts.items(part, "products"), "jsonActiveSubstanceNames"),
        eligibility=prose.joined(
            _criteria(information, "principalInclusionCriteria"), _criteria(information, "principalExclusionCriteria")
        ),
        minimum_age=low,
        maximum_age=high,
        updated=moments.read(parts.text(record, "lastUpdated")),
        started=moments.read(
            parts.text(record, "startDateEU")
            or parts.text(information, "trialDuration", "estimatedRecruitmentStartDate")
        ),
        primary_completion=None,
        captured=moments.read(parts.text(record, "record_last_import")) or captured,
        url=identity.page(own),
        where=where,
    )


def _title(record: Raw, names: object) -> str:
    """Return the public title; the short one is the sponsor's code more often than not."""
    given = (parts.text(names, "publicTitle"), parts.text(names, "fullTitle"), parts.text(record, "title"))
    return next((each for each in given if each), parts.text(record, "shortTitle"))


def _status(record: Raw) -> str:
    printed = parts.text(record, "ctPublicStatusCode") or parts.text(record, "ctStatus")
    return STATUSES.get(printed, printed)


def _other_ids(record: Raw, names: object) -> list[str]:
    """Return the NCT and EudraCT numbers and what stands among additional registries."""
    numbers = parts.at(names, "secondaryIdentifyingNumbers")
    info = parts.text(record, "eudraCtInfo", "eudraCtCode") or parts.text(
        record, "authorizedApplication", "eudraCt", "eudraCtCode"
    )
    other = [
        parts.text(numbers, name, "number")
        for name in ("nctNumber", "isrctnNumber", "whoUniversalTrialReferenceNumber")
    ]
    return [info, *other, *parts.every(parts.items(numbers, "additionalRegistries"), "number")]


def _countries(record: Raw, part: object) -> tuple[str, ...]:
    """Return the names of member states concerned, and of countries outside the Union."""
    members = parts.items(record, "memberStatesConcerned") or parts.items(
        record, "authorizedApplication", "memberStatesConcerned"
    )
    outside = parts.every(parts.items(part, "rowCountriesInfo"), "name")
    named = parts.every(members, "mscName") or tuple(
        each.partition(":")[0].strip() for text in parts.texts(record, "trialCountries") for each in text.split(",")
    )
    return parts.distinct(places.country(each) for each in (*named, *outside))


def _criteria(information: object, name: str) -> str:
    """Return one criterion a line; each stands in an object under the name of its list."""
    given = parts.items(information, "eligibilityCriteria", name)
    texts = (prose.clean(parts.scalar(parts.at(each, name))) for each in given)
    return "\n".join(f"* {text}" for text in texts if text)


def _ages(groups: str) -> tuple[str, str]:
    """Return the ends of age groups such as ``65+ years, 18-64 years``."""
    found = _AGES.findall(groups)
    if not found:
        return "", ""
    low = min(int(first) for first, _, _ in found)
    unbounded = any(plus for _, _, plus in found)
    high = 0 if unbounded else max(int(last) for _, last, _ in found)
    return f"{low} Years" if low else "", f"{high} Years" if high else ""
