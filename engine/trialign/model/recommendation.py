"""What is written on each recommendation of Cancer Research UK's report: what can be judged of it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Checkable(StrEnum):
    """How much of a recommendation can be judged."""

    CHECKED = "checked"
    PARTLY = "partly"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class MetricText:
    """The words of a metric; ``key`` names what computes it."""

    key: str
    name: str
    unit: str
    formula: str
    caution: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation.

    Attributes:
        metric: What is computed of each run; empty where no number would be honest.
        metrics: Several metrics, where one number would not do.
        not_computed: What the recommendation asks to be measured and cannot be computed here.
        outcomes: Words that exclude each other and when each is said, where subjects are sorted into them.
        needs: What data would be needed to judge it in full.
        why: Why it can be judged so far and no further.
    """

    number: int
    title: str
    group: str
    checkable: Checkable
    metric: str
    metrics: tuple[MetricText, ...]
    not_computed: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]
    needs: str
    why: str
