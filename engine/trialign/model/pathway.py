"""Pathways: which tests guidance asks for, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from trialign.model.biomarker import Requirement
from trialign.model.directory import Nation, Source


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pathway.

    Attributes:
        pathway: Name of its file, such as ``lynch``.
        nations: Where the guidance counts.
        number: Place in the order of the pathway, from 1.
        requirements: What is tested; those of one conjunct are alternatives.
        condition: When the step follows, in words of our own; empty for always.
        medicine: The medicine before which it is done; empty where it is tied to none.
        sample: ``plasma``, ``tumour`` or ``germline`` where only that sample serves; empty for any.
        guidance: Who asks for it.
    """

    pathway: str
    nations: tuple[Nation, ...]
    cancers: tuple[str, ...]
    number: int
    name: str
    requirements: tuple[Requirement, ...]
    condition: str
    medicine: str
    sample: str
    guidance: str
    source: Source
