"""What eligibility text asks of biomarkers: leaves with their place in the text, and the tree they form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trialign.model.biomarker import Alteration, Origin


class Role(StrEnum):
    """What a criterion wants of a biomarker.

    REQUIRED and EXCLUDED speak of the patient, whichever section the words stand in: an inclusion criterion
    'KRAS wild type' excludes KRAS small variants. EITHER asks for a result, whatever it is; OPTIONAL for nothing.
    """

    REQUIRED = "required"
    EXCLUDED = "excluded"
    EITHER = "either"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One biomarker that the text names.

    Attributes:
        marker: HGNC approved symbol, or the name of a signature or region (``MSI-H``, ``1p/19q codeletion``).
        alteration: Class of alteration.
        variant: Text within the class (``G12C``, ``exon 19 deletion``, ``EML4::ALK``); empty for the whole class.
        origin: Germline, somatic, or not said.
        level: Printed threshold (``TPS >= 50%``); empty where none is given.
        role: Required, excluded, either or optional.
        start: First character in the text.
        end: Character after the last one.
        confidence: From 0 to 1: how sure it is that a reader would agree.
        label: Canonical label, as typed anywhere else in trialign.
        if_known: True where the criterion holds only if the result is known.
    """

    marker: str
    alteration: Alteration
    variant: str
    origin: Origin
    level: str
    role: Role
    start: int
    end: int
    confidence: float
    label: str
    if_known: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """Several criteria: all of them, or any one."""

    every: bool
    children: tuple[Node, ...]


Node = Leaf | Branch
Forms = tuple[tuple[Leaf, ...], ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that a text asks of biomarkers.

    Attributes:
        leaves: Every biomarker named as a criterion or weaker, in order of the text.
        inclusion: Tree of the inclusion criteria; None where they name no biomarker.
        exclusion: Tree of the exclusion criteria: a patient who meets it may not enter; None likewise.
        required: Disjunctive normal form of ``inclusion``: one way in per entry; None where there are too many.
        excluded: Disjunctive normal form of ``exclusion``: one bar per entry; None likewise.
        unnamed: Places where the text selects by biomarkers without naming one.
    """

    leaves: tuple[Leaf, ...]
    inclusion: Node | None
    exclusion: Node | None
    required: Forms | None
    excluded: Forms | None
    unnamed: tuple[tuple[int, int], ...] = ()
