"""EUCTR, the earlier register of the European Union: one record for each country of a trial.

All records of one EudraCT number are one trial; the country is part of the record's address, not of the number.
"""

from __future__ import annotations

import re

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts, places, prose
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.registry import RegistryRecord

_NUMBER = "a2_eudract_number"
_PHASES = (
    ("e71_human_pharmacology_phase_i", "Phase 1"),
    ("e72_therapeutic_exploratory_phase_ii", "Phase 2"),
    ("e73_therapeutic_confirmatory_phase_iii", "Phase 3"),
    ("e74_therapeutic_use_phase_iv", "Phase 4"),
)
_AGES = (
    ("f111_in_utero", 0, 0), ("f112_preterm_newborn_infants_up_to_gestational_age__37_weeks", 0, 0),
    ("f113_newborns_027_days", 0, 0), ("f114_infants_and_toddlers_28_days23_months", 0, 1),
    ("f115_children_211years", 2, 11), ("f116_adolescents_1217_years", 12, 17), ("f12_adults_1864_years", 18, 64),
    ("f13_elderly_65_years", 65, 999),
)  # fmt: skip
_OLDEST = 999
_MEMBERS = (
    "Austria|Belgium|Bulgaria|Croatia|Cyprus|Czech Republic|Czechia|Denmark|Estonia|Finland|France|Germany|Greece|"
    "Hungary|Iceland|Ireland|Italy|Latvia|Liechtenstein|Lithuania|Luxembourg|Malta|Netherlands|Norway|Poland|Portugal|"
    "Romania|Slovakia|Slovenia|Spain|Sweden|United Kingdom|United States|Canada|Australia|Japan|Israel|Switzerland"
)
_COUNTRY = re.compile(rf"\b(?:{_MEMBERS})\b")


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return _NUMBER in record or "eudractNumber" in record


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return the record; ``status`` is the one in the country whose record it is."""
    printed = parts.text(record, _NUMBER) or parts.text(record, "eudractNumber")
    own = next(iter(identity.found((printed,))), "")
    low, high = _ages(record)
    return RegistryRecord(
        id=own,
        registry=identity.EUCTR,
        title=_title(record),
        status=parts.text(record, "p_end_of_trial_status") or parts.text(record, "x5_trial_status"),
        phase="/".join(name for field, name in _PHASES if parts.text(record, field) == "Yes"),
        cross_references=identity.others(own, _other_ids(record)),
        countries=_countries(record),
        nations=(),
        conditions=parts.texts(record, "e11_medical_conditions_being_investigated"),
        keywords=parts.every(parts.items(record, "dimp"), "d31_product_name"),
        eligibility=prose.joined(
            parts.scalar(record.get("e3_principal_inclusion_criteria")),
            parts.scalar(record.get("e4_principal_exclusion_criteria")),
        ),
        minimum_age=low,
        maximum_age=high,
        updated=None,
        started=moments.read(parts.text(record, "trialInformation", "recruitmentStartDate")),
        primary_completion=None,
        captured=moments.read(parts.text(record, "record_last_import")) or captured,
        url=identity.page(own),
        where=where,
    )


def _title(record: Raw) -> str:
    """Return the title for lay people, else the short one, else the full one."""
    starts = ("a31_title", "a32_name", "a3_full_title")
    named = (parts.text(record, key) for start in starts for key in record if key.startswith(start))
    return next((each for each in named if each), "")


def _other_ids(record: Raw) -> list[str]:
    """Return ids of other registries: fields A.5, and the identifiers of the results."""
    fields = [parts.text(record, key) for key in record if re.match(r"a5\d", key)]
    given = parts.at(record, "trialInformation")
    return [*fields, *(parts.text(given, name) for name in ("usctnIdentifier", "isrctnIdentifier"))]


def _countries(record: Raw) -> tuple[str, ...]:
    """Return the country of the record and those with planned sites, printed in a row without commas."""
    planned = _COUNTRY.findall(parts.text(record, "e863_trial_sites_planned_in"))
    own = parts.text(record, "a1_member_state_concerned")
    return parts.distinct(places.country(each) for each in (own, *planned))


def _ages(record: Raw) -> tuple[str, str]:
    """Return the ends of the age groups that are ticked; empty where there is no end."""
    ticked = [(low, high) for field, low, high in _AGES if parts.text(record, field) == "Yes"]
    if not ticked:
        return "", ""
    low, high = min(ends[0] for ends in ticked), max(ends[1] for ends in ticked)
    return f"{low} Years" if low else "", "" if high in {0, _OLDEST} else f"{high} Years"
