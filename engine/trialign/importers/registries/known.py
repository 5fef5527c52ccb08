"""Every shape of record that is read, in the order in which they are tried."""

from __future__ import annotations

from typing import Protocol

from trialign.errors import Location
from trialign.importers.registries import ctgov_flat, ctgov_v1, ctgov_v2, ctis, ctml, euctr, isrctn, nci_cts
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.registry import RegistryRecord


class Reader(Protocol):
    """Reads records of one shape."""

    def recognises(self, record: Raw, /) -> bool:
        """Tell whether a record has this shape."""

    def read(self, record: Raw, /, where: Location, captured: PartialDate | None) -> RegistryRecord:
        """Return what the record says."""


READERS: tuple[Reader, ...] = (ctgov_v2, ctgov_v1, ctgov_flat, nci_cts, isrctn, ctis, euctr, ctml)


def reader(record: Raw) -> Reader | None:
    """Return the reader of a record, None where no registry's shape is known in it."""
    return next((each for each in READERS if each.recognises(record)), None)
