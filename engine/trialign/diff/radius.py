"""The records of a blast radius: findings that open, close or change between two sides, and counts per nation."""

from __future__ import annotations

from dataclasses import dataclass

from trialign.model.rule import Severity


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that stands on one side only, or on both with another verdict.

    Attributes:
        verdict: On the later side; on the earlier one where it closes.
        was: The verdict on the earlier side, where the finding stands on both; empty otherwise.
        codes: Those of the changes that cause it, as far as it can be tied to any.
    """

    fingerprint: str
    rule: str
    severity: Severity
    nation: str
    verdict: str
    was: str
    biomarker: str
    cancer: str
    message: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rules whose findings are not compared, with the reason."""

    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How many decisions, trials and steps of pathways of a nation a change reaches, by sort, each counted once."""

    nation: str
    stranded: tuple[tuple[str, int], ...]
    doubtful: tuple[tuple[str, int], ...]
    served: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Radius:
    """What follows from a change: gaps before doubts, the gravest first.

    Attributes:
        reach: The nations whose directories are compared or follow one that is; others that findings speak of.
        judged: False where no rule was run, so that nothing is known of findings.
    """

    opened: tuple[Told, ...]
    closed: tuple[Told, ...]
    changed: tuple[Told, ...]
    left_out: tuple[LeftOut, ...]
    reach: tuple[Reach, ...]
    judged: bool = True
