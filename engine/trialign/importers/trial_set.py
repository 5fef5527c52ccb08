"""The settings of a set of imported trials, which say whose records they are, from when, and what is not known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from trialign.importers import ctml
from trialign.importers.registries import identity
from trialign.importers.twins import Trial
from trialign.model.dates import PartialDate

MAX_AGE_DAYS = 365
_UNKNOWN = (
    "trials that opened, closed or changed after the captured date of each file",
    "trials outside the records that were imported",
    "UK nations and sites, where nations is empty",
    "criteria kept in the protocol but not in the registry",
    "whether a test is done locally or centrally, where local_testing is null",
)


@dataclass(slots=True)
class TrialSet:
    """What the trials of one import have in common; it grows trial by trial."""

    _registries: Counter[str] = field(default_factory=Counter)
    _captured: set[PartialDate] = field(default_factory=set)

    def add(self, trial: Trial) -> None:
        """Count a trial's registry and day of capture."""
        self._registries[ctml.registry(trial.main)] += 1
        if trial.main.captured:
            self._captured.add(trial.main.captured)

    def text(self) -> str:
        """Return the file: of several registries, the address is that of the most frequent."""
        first = min(self._captured, key=lambda each: each.first)
        last = max(self._captured, key=lambda each: each.last)
        return ctml.dump(
            {
                "publisher": ", ".join(sorted(self._registries)),
                "source_url": identity.home(self._registries.most_common(1)[0][0]),
                "captured_from": str(first),
                "captured_to": str(last),
                "max_age_days": MAX_AGE_DAYS,
                "complete": False,
                "unknown": list(_UNKNOWN),
            }
        )
