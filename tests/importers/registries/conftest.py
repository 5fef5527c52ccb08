"""Small records written for the tests: the shape of each registry's, with words of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from trialign import resources
from trialign.importers import trials
from trialign.importers.spool import Spool
from trialign.importers.trials import TrialImport, Wanted
from trialign.model.biomarker import Alteration, Origin
from trialign.model.criteria import Branch, Criteria, Leaf, Node, Role
from trialign.model.dates import PartialDate
from trialign.nomenclature import vocabulary as vocabularies
from trialign.nomenclature.vocabulary import Vocabulary

Raw = dict[str, Any]
CAPTURED = PartialDate.parse("2026-01-05")
NAMED = re.compile(
    r"(?P<wild>wild type )?(?P<gene>KRAS|EGFR|ALK|QQQ1) (?P<rest>G12C|fusion|alteration)(?P<noted>\?)?"
)
TEXT = "Inclusion Criteria:\n\n* KRAS G12C\n\nExclusion Criteria:\n\n* EGFR alteration"


class Words:
    """Reads the few biomarkers that the tests name: in either section all of them are alternatives."""

    def read(self, text: str) -> Criteria:
        """Return them; ``?`` after one asks for its result only, and the word ``biomarker`` alone names none."""
        cut = text.find("Exclusion Criteria")
        cut = len(text) if cut < 0 else cut
        leaves = tuple(self._leaf(found, found.start() < cut) for found in NAMED.finditer(text))
        stated = [leaf for leaf in leaves if leaf.role is not Role.EITHER]
        inclusion = _any([leaf for leaf in stated if leaf.start < cut])
        exclusion = _any([leaf for leaf in stated if leaf.start >= cut])
        place = text.find("biomarker")
        unnamed = ((place, place + 9),) if place >= 0 and not leaves else ()
        return Criteria(leaves, inclusion, exclusion, (), (), unnamed)

    def _leaf(self, found: re.Match[str], included: bool) -> Leaf:
        role = Role.REQUIRED if included != bool(found["wild"]) else Role.EXCLUDED
        alteration = {"fusion": Alteration.FUSION, "alteration": Alteration.ANY}.get(found["rest"], Alteration.SMALL)
        label = f"{found['gene']} {found['rest']}"
        role = Role.EITHER if found["noted"] else role
        sure = 0.9 if included else 0.8
        return Leaf(
            found["gene"],
            alteration,
            "",
            Origin.EITHER,
            "",
            role,
            found.start(),
            found.end(),
            sure,
            label,
            not included,
        )


def _any(leaves: list[Leaf]) -> Node | None:
    return Branch(False, tuple(leaves)) if len(leaves) > 1 else leaves[0] if leaves else None


def v2(nct: str = "NCT00000001", text: str = TEXT, **changes: object) -> Raw:
    """Return a record of ClinicalTrials.gov's API version 2; ``changes`` replace modules' fields by name."""
    module: Raw = {
        "identificationModule": {"nctId": nct, "briefTitle": "A trial", "secondaryIdInfos": changes.get("ids", [])},
        "statusModule": {
            "overallStatus": changes.get("status", "RECRUITING"),
            "startDateStruct": {"date": changes.get("started", "2022-03")},
            "primaryCompletionDateStruct": {"date": "2027-03"},
            "lastUpdatePostDateStruct": {"date": changes.get("updated", "2025-11-03")},
        },
        "designModule": {"phases": changes.get("phases", ["PHASE1", "PHASE2"])},
        "conditionsModule": {"conditions": changes.get("conditions", ["Non-small Cell Lung Cancer"])},
        "eligibilityModule": {"eligibilityCriteria": text, "minimumAge": "18 Years", "maximumAge": "70 Years"},
        "contactsLocationsModule": {
            "locations": changes.get("sites", [{"city": "Leeds", "country": "United Kingdom"}])
        },
    }
    return {"protocolSection": module}


def euctr(number: str = "2016-000001-11", country: str = "Germany - PEI", **changes: object) -> Raw:
    """Return a record of EUCTR."""
    return {
        "a2_eudract_number": number,
        "a1_member_state_concerned": country,
        "a3_full_title_of_the_trial": "A trial in Europe",
        "a52_us_nct_clinicaltrials_gov_registry_number": changes.get("nct", ""),
        "p_end_of_trial_status": changes.get("status", "Ongoing"),
        "e11_medical_conditions_being_investigated": "Melanoma",
        "e3_principal_inclusion_criteria": "ALK fusion",
        "e4_principal_exclusion_criteria": "KRAS G12C",
        "e72_therapeutic_exploratory_phase_ii": "Yes",
        "f12_adults_1864_years": "Yes",
        "f13_elderly_65_years": "Yes",
        "record_last_import": "2026-03-08 17:24:50",
    }


Import = Callable[..., tuple[TrialImport, dict[str, Raw]]]


@pytest.fixture(scope="session")
def words_of_trade() -> Vocabulary:
    """The bundled vocabulary, read on its own."""
    return vocabularies.load(resources.directories())


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of one file: a value as JSON, text or bytes as they are."""

    def save(value: object, name: str = "records.json") -> Path:
        path = tmp_path / name
        raw = value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
        path.write_bytes(raw)
        return path

    return save


@pytest.fixture
def imported(words_of_trade: Vocabulary, tmp_path: Path) -> Iterator[Import]:
    """Return an import of files: what it found, and the files by name as values."""
    with Spool() as spool:

        def run(
            *paths: Path, wanted: Wanted | None = None, folder: Path = tmp_path
        ) -> tuple[TrialImport, dict[str, Raw]]:
            asked = wanted or Wanted(captured=CAPTURED)
            found = trials.read(paths, asked, folder, words_of_trade, Words(), spool, lambda _step: None)
            return found, {name: yaml.safe_load(text) for name, text in spool.files() if name != found.settings}

        yield run
