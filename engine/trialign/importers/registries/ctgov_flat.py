"""ClinicalTrials.gov as a flat export: ``nct_id`` with criteria in ``eligibility.raw_text``."""

from __future__ import annotations

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.registry import RegistryRecord


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    eligibility = record.get("eligibility")
    return "nct_id" in record and "status" in record and isinstance(eligibility, dict) and "raw_text" in eligibility


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record; the export says nothing of updates, primary completion or other registries."""
    own = parts.text(record, "nct_id")
    return RegistryRecord(
        id=own,
        registry=identity.CTGOV,
        title=parts.text(record, "title"),
        status=parts.text(record, "status"),
        phase=parts.text(record, "phase"),
        cross_references=(),
        countries=parts.distinct(places.country(each) for each in parts.texts(record, "locations")),
        nations=(),
        conditions=parts.texts(record, "conditions"),
        keywords=_keywords(record),
        eligibility=prose.clean(parts.scalar(parts.at(record, "eligibility", "raw_text"))),
        minimum_age=parts.text(record, "eligibility", "minimum_age"),
        maximum_age=parts.text(record, "eligibility", "maximum_age"),
        updated=None,
        started=moments.read(parts.text(record, "start_date")),
        primary_completion=None,
        captured=moments.read(parts.text(record, "record_last_import")) or captured,
        url=parts.text(record, "source_url") or identity.page(own),
        where=where,
    )


def _keywords(record: Raw) -> tuple[str, ...]:
    """Return interventions, which stand as text or as objects with a name."""
    given = parts.items(record, "interventions")
    return parts.distinct(parts.text(each, "name") or parts.text({"": each}, "") for each in given)
