"""A trial as one registry publishes it, whatever the shape of the file."""

from __future__ import annotations

from dataclasses import dataclass

from trialign.errors import Location
from trialign.model.dates import PartialDate
from trialign.model.directory import Nation


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """One record of one registry; what the record does not say is empty or None.

    Attributes:
        id: ``NCT01234567``, ``ISRCTN12345678``, ``2023-508143-51-00`` (CTIS), ``2016-004489-24`` (EUCTR).
        registry: ClinicalTrials.gov, NCI CTS, ISRCTN, CTIS or EUCTR.
        title: The short title.
        status: In the registry's spelling.
        phase: In the registry's spelling; empty where none is given.
        cross_references: Ids of the same trial in other registries, in the form of ``id``.
        countries: Countries of sites, as printed.
        nations: Nations of the United Kingdom with a named site.
        conditions: Conditions, as printed.
        keywords: Keywords and interventions, as printed.
        eligibility: Criteria as printed, inclusion before exclusion; each section under a heading of its own.
        minimum_age: As printed, such as ``18 Years``.
        maximum_age: Likewise.
        updated: Last update in the registry.
        started: Start of the trial.
        primary_completion: Planned or actual.
        captured: When the record was taken from the registry.
        url: The record's page.
        where: File and line, or number of the record in ``field``.
    """

    id: str
    registry: str
    title: str
    status: str
    phase: str
    cross_references: tuple[str, ...]
    countries: tuple[str, ...]
    nations: tuple[Nation, ...]
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    eligibility: str
    minimum_age: str
    maximum_age: str
    updated: PartialDate | None
    started: PartialDate | None
    primary_completion: PartialDate | None
    captured: PartialDate | None
    url: str
    where: Location
