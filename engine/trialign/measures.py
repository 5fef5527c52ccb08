"""How numbers are made of facts: shares of one whole, and medians of days that are known only as intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median_high, median_low

from trialign.facts.tables import Facts, Row
from trialign.load.world import World
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.model.finding import Finding
from trialign.report.accounts import Days, Figure

_NEVER = date.max.toordinal()
SHARES = (Coverage.COVERED, Coverage.OUTSIDE, Coverage.PARTLY, Coverage.NOT_COVERED, Coverage.CANNOT_TELL)
WORDS = {
    Coverage.COVERED: "covered",
    Coverage.OUTSIDE: "outside the directory",
    Coverage.PARTLY: "partly covered",
    Coverage.NOT_COVERED: "not covered",
    Coverage.CANNOT_TELL: "cannot tell",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """What metrics are computed from: one finished run."""

    facts: Facts
    world: World
    findings: tuple[Finding, ...]
    answers: Mapping[tuple[int, str], Row]

    @classmethod
    def of(cls, facts: Facts, world: World, findings: tuple[Finding, ...]) -> Basis:
        """Return the basis of a run."""
        answers = {(int(row["need"]), str(row["nation"])): row for row in facts.rows["answer"]}
        return cls(facts, world, findings, answers)

    def rows(self, kind: str, nation: Nation | None = None) -> Iterator[Row]:
        """Yield the facts of a kind, those of a nation where one is given."""
        return (row for row in self.facts.rows[kind] if nation is None or row["nation"] == nation.value)

    def funded(self, nation: Nation | None = None) -> Iterator[Row]:
        """Yield what positive decisions in force need of a genomic test."""
        for row in self.rows("decision", nation):
            if row["standing"] == "positive" and row["in_force"] and row["testable"] == "genomic":
                yield row

    def on_trial(self, nation: Nation | None = None) -> Iterator[Row]:
        """Yield what open trials need of a genomic test; an exclusion only if the result is known needs none."""
        for row in self.rows("trial", nation):
            if row["open"] and row["current"] and not row["if_known"] and row["testable"] == "genomic":
                yield row

    def answer(self, need: int, nation: Nation) -> Coverage:
        """Return a nation's answer to a need."""
        return Coverage(str(self.answers[need, nation.value]["coverage"]))

    def pairs(self, rows: Iterable[Row], nation: Nation) -> Mapping[tuple[str, str], Coverage]:
        """Return a nation's answer to each biomarker in each cancer of some rows; ages together."""
        found: dict[tuple[str, str], set[Coverage]] = defaultdict(set)
        for row in rows:
            answer = self.answers[int(row["need"]), nation.value]
            found[str(answer["biomarker_id"]), str(answer["cancer"])].add(Coverage(str(answer["coverage"])))
        return {pair: _together(words) for pair, words in found.items()}


def _together(words: set[Coverage]) -> Coverage:
    """Return one answer for several ages: doubt about one is doubt, and different answers are a part."""
    if len(words) == 1:
        return next(iter(words))
    return Coverage.CANNOT_TELL if Coverage.CANNOT_TELL in words else Coverage.PARTLY


def shares(nation: Nation, answers: Iterable[Coverage], about: str = "") -> Figure:
    """Return how many needs are covered, with the other answers beside them."""
    counts = Counter(answers)
    whole = sum(counts.values())
    if not whole:
        return Figure(nation, about, reason="nothing that is held asks for it here")
    parts = tuple((WORDS[word], counts[word]) for word in SHARES)
    return Figure(nation, about, counts[Coverage.COVERED], whole, parts)


def split(
    nation: Nation | None, words: Iterable[str], order: tuple[str, ...], about: str = "", none: str = ""
) -> Figure:
    """Return how many things have the first word of an order, with the other words beside it."""
    counts = Counter(words)
    whole = sum(counts.values())
    if not whole:
        return Figure(nation, about, reason=none or "there is none")
    return Figure(nation, about, counts[order[0]], whole, tuple((word, counts[word]) for word in order))


def days(bounds: Iterable[tuple[int, int | None] | None]) -> Days | None:
    """Return the median of intervals: bounds that hold wherever in them each lies; None for none that are known.

    Args:
        bounds: Least and most of each; a most of None has not ended; None itself is not known.
    """
    found = list(bounds)
    known = [each for each in found if each is not None]
    if not known:
        return None
    mosts = [_NEVER if most is None else most for _, most in known]
    middle, longest = median_high(mosts), max(mosts)
    return Days(
        least=median_low(least for least, _ in known),
        most=None if middle == _NEVER else middle,
        shortest=min(least for least, _ in known),
        longest=None if longest == _NEVER else longest,
        known=len(known),
        open=sum(most is None for _, most in known),
        unknown=len(found) - len(known),
    )


def lag(row: Row) -> tuple[int, int | None] | None:
    """Return the bounds of a fact that has days; None where they are not known."""
    if "days_at_least" not in row:
        return None
    return int(row["days_at_least"]), int(row["days_at_most"]) if "days_at_most" in row else None
