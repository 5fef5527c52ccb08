"""Matches that executors return, and findings that people read."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class Witness:
    """The smallest description of a patient whom the wording admits and whom no listed test of the nation serves.

    A description, never data of a person; what the wording does not say is left out.

    Attributes:
        age: Age in years, the youngest that is admitted and not served; None where the wording states no age and
            none matters.
        cancer: Codes, joined by `` | `` where an indication has several.
        indication: Code of the directory's own indication, where the patient is put in its words.
        biomarker: Label; a partner or variant that has no name is described.
        biomarker_id: As in ``Biomarker.id``; that of the need where the partner has no name.
        line: As in ``Decision.line``; empty where it is not stated or does not matter.
    """

    age: int | None
    cancer: str
    cancer_name: str
    indication: str
    biomarker: str
    biomarker_id: str
    line: str
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A misalignment; ``fingerprint`` hashes the rule id and the ids of the rule's key.

    Attributes:
        doubt: Why it cannot be told, in the words of the facts that decide so; empty for other verdicts.
        facts: Ids of the facts behind it: first those of the subject that the message speaks of.
        witness: Whom a gap leaves without a test; None for other verdicts and where none could be proved.
        no_witness: Why a gap about a need has no witness; empty otherwise.
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
    facts: tuple[int, ...] = field(default=(), compare=False, repr=False)
    witness: Witness | None = None
    no_witness: str = ""
    lapsed: tuple[Location, ...] = ()
