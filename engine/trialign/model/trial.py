"""Clinical trials: what a registry record says, reduced to facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trialign.model.biomarker import Biomarker, Requirement
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM, Nation, Source

_OPEN = frozenset(
    {
        "active",  # National Cancer Institute: open to accrual
        "approved",
        "authorised, recruiting",
        "authorised, recruitment pending",
        "enrolling by invitation",
        "in review",
        "not yet recruiting",
        "ongoing, recruiting",
        "recruiting",
    }
)
_UNSAID = frozenset({"authorised", "ongoing", "restarted", "unknown", "unknown status"})


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial; ``status`` is in the registry's spelling and true on ``captured`` only.

    Attributes:
        nations: Nations with a named site; empty means not stated, see ``reaches``.
        arms: One entry per alternative way in: its cancers, its age text and what must be tested.
        local_testing: True where the criteria require a local result; None where they do not say.
        reviewed: A person has read the criteria.
        updated: Last update in the registry; None where it is not held. So are the other dates.
        others: Records of the same trial in other registries.
        noted: Biomarkers that are named without being criteria.
        names_no_biomarker: The record says that it selects by biomarkers, and names none.
        extraction: How the criteria were read from the text; None where a person wrote them.
        confirmed: Who confirmed them and when; None where nobody is named.
        countries: Countries with a site; empty means not stated.
    """

    id: str
    registry: str
    title: str
    status: str
    phase: str
    captured: date
    nations: tuple[Nation, ...]
    arms: tuple[Arm, ...]
    local_testing: bool | None
    reviewed: bool
    source: Source
    updated: PartialDate | None = None
    started: PartialDate | None = None
    primary_completion: PartialDate | None = None
    others: tuple[OtherRecord, ...] = ()
    noted: tuple[Noted, ...] = ()
    names_no_biomarker: bool = False
    extraction: Extraction | None = None
    confirmed: Confirmation | None = None
    countries: tuple[str, ...] = ()

    @property
    def reaches(self) -> tuple[Nation, ...]:
        """Return the nations whose patients it may take: all where only the United Kingdom, or nothing, is stated."""
        abroad = bool(self.countries) and UNITED_KINGDOM not in self.countries
        return self.nations or (() if abroad else tuple(Nation))

    @property
    def open(self) -> bool:
        """Tell whether the registry status means that patients can or soon will enter."""
        return is_open(self.status) is True


@dataclass(frozen=True, slots=True)
class Arm:
    """One way into a trial: all conjuncts of its requirements, in any of its cancers."""

    cancers: tuple[str, ...]
    age: str
    requirements: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Criterion(Requirement):
    """One biomarker that a trial asks for.

    Attributes:
        confidence: From 0 to 1: how sure it is that a reader would agree; None where it is not stated.
        span: First character in the text, and the one after the last; None where it is not stated.
        if_known: True where an exclusion holds only if the result is known.
    """

    confidence: float | None = None
    span: tuple[int, int] | None = None
    if_known: bool = False


class NotedRole(StrEnum):
    """Why a biomarker is named: its result is asked for whatever it is, or nothing is asked."""

    EITHER = "either"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Noted:
    """A biomarker that a record names without making it a criterion; read as a criterion is."""

    biomarker: Biomarker
    role: NotedRole
    confidence: float | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """The record of the same trial in another registry; its status is true on ``captured`` only."""

    id: str
    registry: str
    status: str
    phase: str
    captured: PartialDate
    updated: PartialDate | None
    started: PartialDate | None
    primary_completion: PartialDate | None
    source: Source


@dataclass(frozen=True, slots=True)
class Extraction:
    """How criteria were read: with what confidence (0 to 1), and the SHA-256 digest of the text."""

    confidence: float
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's confirmation of the criteria."""

    by: str
    on: PartialDate


def is_open(status: str) -> bool | None:
    """Tell whether a registry status means that patients can or soon will enter; None where it does not say."""
    folded = status.replace("_", " ").casefold()
    return None if folded in _UNSAID else folded in _OPEN
