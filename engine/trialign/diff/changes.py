"""The records of a comparison: kinds of change, one change, and all of them with what stayed as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trialign.diff.radius import Radius
from trialign.model.biomarker import Biomarker
from trialign.model.rule import Severity


class Kind(StrEnum):
    """What happened to a test; the order is that of reports, the gravest first.

    The last four, and ``UNCLEAR``, are those of two nations, where nothing happened: they differ.
    """

    REMOVED = "removed"
    NARROWED = "narrowed"
    RETARGETED = "retargeted"
    REUSED = "reused"
    AVAILABILITY = "availability"
    UNCLEAR = "unclear"
    CORRECTED = "corrected"
    TECHNOLOGY = "technology"
    POPULATION = "population"
    ELIGIBILITY = "eligibility"
    TRIAL_TARGETS = "trial_targets"
    REPACKAGED = "repackaged"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    RECODED = "recoded"
    SPECIFIED = "specified"
    WIDENED = "widened"
    ADDED = "added"
    REWORDED = "reworded"
    ELSEWHERE = "elsewhere"
    ONLY_FROM = "only_from"
    ONLY_TO = "only_to"
    IN_PART = "in_part"
    SHARED = "shared"


class Confidence(StrEnum):
    """How sure the match and the class are: both rows read in full, by names only, or by likeness."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row that a change rests on; ``side`` is ``from`` or ``to``."""

    side: str
    release: str
    code: str
    indication: str
    name: str
    target: str
    place: str


@dataclass(frozen=True, slots=True)
class Strand:
    """A decision, trial or step of a pathway whose need one side answers, and the other does not or leaves in doubt.

    Attributes:
        sort: ``decision``, ``trial`` or ``pathway``.
        nation: Where the need is one.
    """

    id: str
    sort: str
    biomarker: str
    cancer: str
    before: str
    after: str
    nation: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one or more tests.

    Attributes:
        before: Codes of the earlier side; empty for what is added.
        after: Codes of the later side; empty for what is removed.
        cancers: Codes of the indication, for what the loss means to medicines and trials.
        lost: Labels that the earlier tests report and no test of the later side does for these patients.
        gained: Labels that the later tests report and the earlier ones did not.
        unsure: Labels of which the later side does not say whether they are still reported.
        lost_markers: The biomarkers behind ``lost``.
        witness: One sentence that shows the change.
        also: What else changed in the same rows.
        both: Labels that both of two nations report.
        why: Of two nations, why the one is not known to report it.
        settled: What a person settled of the match, by whom and when; the witness ends with it.
        strands: Whom the loss leaves without an answer.
        serves: Whose needs are answered now, and were not before.
    """

    kind: Kind
    severity: Severity
    confidence: Confidence
    before: tuple[str, ...]
    after: tuple[str, ...]
    indication: str
    witness: str
    cancers: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    lost_markers: tuple[Biomarker, ...] = ()
    strands: tuple[Strand, ...] = ()
    also: tuple[Kind, ...] = ()
    evidence: tuple[Row, ...] = ()
    both: tuple[str, ...] = ()
    why: str = ""
    settled: str = ""
    serves: tuple[Strand, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a side as it was asked for, with the releases that it named.

    Attributes:
        commit: The full id of the commit that a git ref led to; empty for what is no git ref.
    """

    asked: str
    releases: tuple[str, ...]
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides compared: every code of the earlier one stands in one change or in ``unchanged``.

    Attributes:
        before: Names of the releases of the earlier side.
        after: Names of the releases of the later side.
        unchanged: Codes whose rows say the same in the same words, sorted.
        changes: The gravest first.
        parts: What was asked for on each side; empty where rows were compared without a name.
        nations: The two nations, where two are compared; else empty.
        remarks: What a reader must know of the two sides first.
        neither: How many biomarkers in cancers neither of two nations is known to report.
        radius: What follows from the changes; None where that was not asked.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    tests: tuple[int, int]
    unchanged: tuple[str, ...]
    changes: tuple[Change, ...]
    parts: tuple[tuple[Part, ...], tuple[Part, ...]] = ((), ())
    nations: tuple[str, str] | tuple[()] = ()
    remarks: tuple[str, ...] = ()
    neither: int = 0
    radius: Radius | None = None

    def counts(self) -> Mapping[Kind, int]:
        """Return the number of tests per kind: codes of the earlier side, of the later side for what is added.

        Of two nations it is the number of biomarkers in cancers.
        """
        found: Counter[Kind] = Counter()
        for change in self.changes:
            labels = (*change.both, *change.lost, *change.gained, *change.unsure)
            found[change.kind] += len(labels if self.nations else change.before or change.after)
        return {kind: found[kind] for kind in Kind if found[kind]}


def in_order(code: str) -> tuple[tuple[bool, int, str], ...]:
    """Return what sorts codes as people do: M2 before M10."""
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", code))
