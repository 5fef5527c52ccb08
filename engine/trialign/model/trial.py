"""Clinical trials: what a registry record says, reduced to facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trialign.model.biomarker import Requirement
from trialign.model.directory import Nation, Source


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial; ``status`` is in the registry's spelling and true on ``captured`` only.

    Attributes:
        nations: Nations with a named site; empty means 'United Kingdom, nations not stated'.
        arms: One entry per alternative way in: its cancers, its age text and what must be tested.
        local_testing: True where the criteria require a local result; None where they do not say.
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

    @property
    def open(self) -> bool:
        """Tell whether the registry status means that patients can or soon will enter."""
        return self.status.replace("_", " ").casefold() in {
            "recruiting",
            "not yet recruiting",
            "enrolling by invitation",
        }


@dataclass(frozen=True, slots=True)
class Arm:
    """One way into a trial: all conjuncts of its requirements, in any of its cancers."""

    cancers: tuple[str, ...]
    age: str
    requirements: tuple[Requirement, ...]
