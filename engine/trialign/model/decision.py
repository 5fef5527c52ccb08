"""What a body decided about a medicine for a biomarker and a cancer."""

from __future__ import annotations

from dataclasses import dataclass

from trialign.model.biomarker import Requirement
from trialign.model.dates import PartialDate
from trialign.model.directory import Source


@dataclass(frozen=True, slots=True)
class Decision:
    """One published outcome; ``id`` identifies it, ``ref`` may repeat.

    Attributes:
        cancers: OncoTree or trialign cancer codes; the need holds for each.
        line: ``1L``, ``2L``, ``2L+``, ``3L+``, ``R/R``, ``maintenance``, ``any``; empty is unknown.
        setting: ``adjuvant``, ``advanced`` ...; empty is unknown.
        age: ``adult``, ``paediatric``, ``all``, a band such as ``>=12`` or ``1-17``; empty is unknown.
        requirements: What must be tested; empty for medicines that are not biomarker-selected.
        seen: The date is a day on which the outcome was already in force, such as that of a formulary, and not the
            day of the decision.
        ended: When the arrangement behind it ended, such as the Cancer Drugs Fund of before 2016.
        managed_until: When its managed access ends or is to be reviewed; None where that is not held.
        superseded_by: Printed references of successors.
    """

    id: str
    body: str
    ref: str
    medicine: str
    cancers: tuple[str, ...]
    cancer_printed: str
    line: str
    setting: str
    age: str
    requirements: tuple[Requirement, ...]
    biomarkers_printed: str
    outcome: str
    stage: str
    date: PartialDate | None
    ended: PartialDate | None
    supersedes: tuple[str, ...]
    superseded_by: tuple[str, ...]
    confidence: str
    source: Source
    seen: bool = False
    managed_until: PartialDate | None = None

    @property
    def date_text(self) -> str:
        """Return the date as people read it: ``2025-04-11``, ``by 2010-11``, ``undated``."""
        return "undated" if self.date is None else f"by {self.date}" if self.seen else str(self.date)


@dataclass(frozen=True, slots=True)
class TestLink:
    """A published statement that ties a directory test to decisions."""

    test_code: str
    nation: str
    medicine: str
    decision_refs: tuple[str, ...]
    source: Source
