"""What ``trialign report`` shows, as plain records that every format shows: recommendations, genes, islands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trialign.model.directory import Nation
from trialign.model.recommendation import MetricText, Recommendation


@dataclass(frozen=True, slots=True)
class Days:
    """A median of days with its range, as bounds, since most dates are intervals.

    Attributes:
        least: The median is at least this.
        most: And at most this; None where so many have not ended that it is not bounded.
        shortest: No lag is certain to be shorter.
        longest: The longest that any can be; None where one has not ended.
        known: How many lags have bounds; ``open`` of them have not ended.
        unknown: How many have none; they are in no median.
    """

    least: int
    most: int | None
    shortest: int
    longest: int | None
    known: int
    open: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed number, in one nation or in all.

    Attributes:
        nation: None where it is of no single nation.
        about: What of the metric it is, such as a cancer; empty for the whole metric.
        number: None where it is not computed.
        whole: What it is a share of; None where it is a plain count.
        parts: Parts that exclude each other and add up to the whole, or what stands beside a count.
        days: In place of a number.
        reason: Why it is not computed; empty otherwise.
    """

    nation: Nation | None
    about: str = ""
    number: int | None = None
    whole: int | None = None
    parts: tuple[tuple[str, int], ...] = ()
    days: Days | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric in words, and its figures."""

    words: MetricText
    figures: tuple[Figure, ...]

    def of(self, nation: Nation) -> tuple[Figure, ...]:
        """Return the figures of a nation."""
        return tuple(each for each in self.figures if each.nation is nation)


@dataclass(frozen=True, slots=True)
class Counted:
    """The findings that feed a recommendation.

    Attributes:
        rules: Ids of the rules that name the recommendation, in order.
        verdicts: How many findings, by verdict.
        severities: How many gaps, by severity.
        first: Fingerprint, rule and nation of the gravest findings, gaps first.
    """

    rules: tuple[str, ...]
    verdicts: Mapping[str, int]
    severities: Mapping[str, int]
    first: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A medicine for a biomarker in a cancer, in two nations, and how the two stand to each other."""

    medicine: str
    biomarker: str
    cancer: str
    cancer_name: str
    line: str
    setting: str
    outcome: str
    reason: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parity:
    """Two nations side by side; the counts of ``outcomes`` add up to the number of subjects.

    Attributes:
        outcomes: Outcome and count, in the order in which they are tried.
        differs: Same decision and the test differs.
        comparable: Same decision, and both tests known.
        decision_days: Between the two nations' decisions, where records differ; None where there is no such pair.
    """

    left: Nation
    right: Nation
    outcomes: tuple[tuple[str, int], ...]
    differs: int
    comparable: int
    decision_days: Days | None
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One recommendation: what is written on it, and what this run says."""

    said: Recommendation
    metrics: tuple[Metric, ...]
    found: Counted
    parity: tuple[Parity, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountsView:
    """All recommendations, by number."""

    as_of: date
    nations: tuple[Nation, ...]
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """One biomarker in one cancer that open trials ask for in a nation.

    Attributes:
        status: ``essential``, ``trials_only``, ``on_panel``, ``absent`` or ``unknown``.
        trials: Open trials that ask for it.
        named: The first of them.
        unlocks: Trials of which it is the only thing that no test reports.
        unlocked: The first of them.
        wave: 1 for those that unlock most; None for those that alone unlock none.
        where: The tests that report it for others or for trials; empty for none.
    """

    biomarker: str
    biomarker_id: str
    cancer: str
    cancer_name: str
    status: str
    trials: int
    named: str
    unlocks: int
    unlocked: str
    wave: int | None
    where: str


@dataclass(frozen=True, slots=True)
class GeneNation:
    """The research-gene register of one nation, waves first, then by how many trials ask."""

    nation: Nation
    counts: Mapping[str, int]
    additions: tuple[Addition, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class GenesView:
    """The research-gene register."""

    as_of: date
    nations: tuple[GeneNation, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A biomarker that nothing under an indication reports, and the medicines that need it."""

    biomarker: str
    biomarker_id: str
    medicines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Isle:
    """An indication without a route; those that lack as many biomarkers share a rank."""

    rank: int
    code: str
    name: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class IslandNation:
    """The islands of one nation.

    Attributes:
        asked: Biomarkers that decisions in force there need whatever the cancer.
        doubt: Why islands cannot be told; empty where they can.
    """

    nation: Nation
    asked: tuple[str, ...]
    isles: tuple[Isle, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class IslandsView:
    """Indications without a route to medicines that are given whatever the cancer."""

    as_of: date
    nations: tuple[IslandNation, ...]
