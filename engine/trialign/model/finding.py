"""Matches that executors return, and findings that people read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trialign.errors import Location
from trialign.model.directory import Source
from trialign.model.rule import Rule


class Verdict(StrEnum):
    """How a subject ended; clean subjects are only counted."""

    GAP = "gap"
    CANNOT_TELL = "cannot_tell"
    EXCEPTED = "excepted"


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """One subject of one rule as an executor judged it.

    Attributes:
        subject: Fact ids bound by the ``for`` patterns, in their order.
        evidence: Ids of the other facts that decided the verdict, sorted, each once.
    """

    rule_id: str
    subject: tuple[int, ...]
    verdict: Verdict
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one executor made of a rulebook: the matches, and how many subjects each rule had."""

    matches: tuple[Match, ...]
    subjects: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact behind a finding, in words, with its place and publisher."""

    fact: str
    source: Source


@dataclass(frozen=True, slots=True)
class DaysOpen:
    """How long a finding has been open; ``exact`` is false where it is a lower bound."""

    days: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A misalignment; ``fingerprint`` hashes the rule id and the ids of the rule's key.

    Attributes:
        doubt: Why it cannot be told, in the words of the facts that decide so; empty for other verdicts.
        lapsed: Places of exceptions that name it and do not count on the day.
    """

    fingerprint: str
    rule: Rule
    verdict: Verdict
    nation: str
    biomarker: str
    biomarker_id: str
    cancer: str
    cancer_name: str
    subjects: tuple[str, ...]
    message: str
    remedy: str
    days_open: DaysOpen | None
    evidence: tuple[Evidence, ...]
    doubt: str = ""
    lapsed: tuple[Location, ...] = ()
