"""Ids of registries: found in any text, and brought to one form."""

from __future__ import annotations

import re
from collections.abc import Iterable

CTGOV, NCI, ISRCTN, CTIS, EUCTR, CTML = "ClinicalTrials.gov", "NCI CTS", "ISRCTN", "CTIS", "EUCTR", "CTML"
_HOMES = {  # each registry's address, and what leads from there to a record
    CTGOV: ("https://clinicaltrials.gov/", "study/"),
    NCI: ("https://clinicaltrialsapi.cancer.gov/", ""),
    ISRCTN: ("https://www.isrctn.com/", ""),
    CTIS: ("https://euclinicaltrials.eu/", "ctis-public/view/"),
    EUCTR: ("https://www.clinicaltrialsregister.eu/", "ctr-search/search?query="),
}
_FIRST_OF_CTIS = 500_000  # EudraCT counted from 000001 each year; CTIS begins at 500000
_ID = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<nct>NCT) ?0*(?P<number>\d{8})|ISRCTN ?(?P<isrctn>\d{8})"
    r"|(?P<eu>\d{4}-(?P<middle>\d{6})-\d{2})(?P<version>-\d{2})?)(?![0-9])",
    re.I,
)


def found(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the registry ids within texts, none twice.

    ``NCT01234567``, ``ISRCTN12345678``, ``2016-004489-24`` (EudraCT, without country), ``2023-508143-51-00`` (CTIS).
    """
    return tuple(dict.fromkeys(_form(each) for text in texts for each in _ID.finditer(text)))


def _form(each: re.Match[str]) -> str:
    if each["nct"]:
        return f"NCT{each['number']}"
    if each["isrctn"]:
        return f"ISRCTN{each['isrctn']}"
    is_ctis = int(each["middle"]) >= _FIRST_OF_CTIS
    return each["eu"] + (each["version"] or "" if is_ctis else "")


def others(own: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the registry ids within texts that are not the record's own."""
    return tuple(each for each in found(texts) if key(each) != key(own))


def key(identity: str) -> str:
    """Return what ids of one trial share: a CTIS number without the count of its resubmissions."""
    return identity[:14] if identity[4:5] == "-" else identity


def registry(identity: str) -> str:
    """Return the registry that gave an id, by its form."""
    if identity.startswith("NCT"):
        return CTGOV
    if identity.startswith("ISRCTN"):
        return ISRCTN
    return CTIS if int(identity[5:11]) >= _FIRST_OF_CTIS else EUCTR


def page(identity: str) -> str:
    """Return the address of a record's page in its registry; an empty string for what is no id of any."""
    if not _ID.fullmatch(identity):
        return ""
    home, path = _HOMES[registry(identity)]
    return f"{home}{path}{identity}"


def home(registry_: str) -> str:
    """Return the address of a registry."""
    return _HOMES[registry_][0]
