"""How long tests lag behind decisions and licences: from the day of each to the first release that lists the test.

Days are bounds. A release that is dated by a month, or whose predecessors are not held, leaves an interval. A test
that answers in part counts as listed. A gap that is open has lasted at least since the oldest release from which on
every release is held and lacks the test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from trialign.coverage.history import History, Since
from trialign.facts.decisions import Register
from trialign.facts.needs import Needs
from trialign.facts.tables import Facts, Row
from trialign.model.coverage import Coverage, Judgement
from trialign.model.dates import PartialDate
from trialign.model.decision import Decision
from trialign.model.directory import Nation
from trialign.model.rule import Value

_KNOWN = frozenset({Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_COVERED})
_ASKING = frozenset({"positive", "licence"})


def add_lags(facts: Facts, register: Register, needs: Needs, history: History) -> None:
    """Add one ``lag`` per decision and licence in force whose need a nation is known to answer, or not to answer."""
    decisions = {each.id: each for each in register.decisions.all}
    lags = _Lags(register, needs, history)
    for row in facts.rows["decision"]:
        if row["standing"] in _ASKING and row["in_force"] and row["testable"] == "genomic":
            lags.add(facts, row, decisions[str(row["record"])])


@dataclass(frozen=True, slots=True)
class _Began:
    """When a nation began to answer a need, in words and as bounds; ``after`` None is not known."""

    after: date | None
    by: date
    words: str


class _Lags:
    def __init__(self, register: Register, needs: Needs, history: History) -> None:
        self._needs = needs
        self._history = history
        self._as_of = register.as_of
        self._stated = _stated(register)
        self._known: dict[tuple[int, str], Since] = {}

    def add(self, facts: Facts, row: Row, decision: Decision) -> None:
        nation, number = Nation(str(row["nation"])), int(row["need"])
        found = self._needs.judged(number, nation)
        if found.coverage not in _KNOWN:
            return
        since = self._since(number, found)
        open_ = found.coverage is Coverage.NOT_COVERED
        began = self._began(found, since, decision)
        days = dict(self._days(decision, began, open_)) if began and decision.date else {}
        words = began.words if began else f"since when is not known: {since.reason}"
        values: dict[str, Value | None] = {
            "decision": row["fact"],
            "nation": nation.value,
            "open": open_,
            "known": bool(days),
            "listed": words,
            "days_text": "an unknown number of",
            **days,
        }
        place = f"{nation.display}: {row['biomarker']} in {row['cancer_name']}"
        facts.add("lag", values, f"{place}: {words}", self._needs.searched(found))

    def _since(self, number: int, found: Judgement) -> Since:
        key = number, found.nation.value
        if key not in self._known:
            listed = found.coverage is Coverage.COVERED
            asked = replace(found, coverage=Coverage.PARTLY) if listed else found
            self._known[key] = self._history.since(self._needs.of(number), asked)
        return self._known[key]

    def _began(self, found: Judgement, since: Since, decision: Decision) -> _Began | None:
        """Return when the answer began; a dated statement that ties a test to the decision may bring it forward."""
        stated = [
            (day, code)
            for code in dict.fromkeys(fit.code for fit in found.fits)
            if (day := self._stated.get((found.nation.value, code, decision.ref))) is not None
        ]
        if since.by is None and not stated:
            return None
        if stated and found.coverage is not Coverage.NOT_COVERED:
            day, code = min(stated, key=lambda pair: pair[0].last)
            if since.by is None or day.last < since.by:
                return _Began(since.after, day.last, f"{code} was listed for {decision.ref} by {day}")
        if since.by is None:
            return None
        if found.coverage is Coverage.NOT_COVERED and since.between:
            held = self._needs.held_since(found.nation)
            return (
                _Began(None, held, f"no test is listed since {held}, and earlier releases are not held")
                if held
                else None
            )
        return _Began(since.after, since.by, _words(since, found))

    def _days(self, decision: Decision, began: _Began, open_: bool) -> Iterator[tuple[str, Value]]:
        assert decision.date is not None
        if open_:
            start = max(decision.date.last, began.by)
            yield "days_at_least", max(0, (self._as_of - start).days)
            yield "days_text", f"at least {max(0, (self._as_of - start).days)}"
            return
        most = (began.by - decision.date.first).days
        least = max(0, (began.after - decision.date.last).days) if began.after and not decision.seen else 0
        yield "days_at_least", min(least, max(0, most))
        yield "days_at_most", max(0, most)
        yield "days_text", f"{min(least, max(0, most))} to {max(0, most)}"


def _words(since: Since, found: Judgement) -> str:
    if found.coverage is Coverage.NOT_COVERED:
        return f"no release since {since.by_printed} that is held lists a test"
    between = f"; {len(since.between)} releases between are not held" if since.between else ""
    later = f"after {since.after_printed} and " if since.after else ""
    return f"listed {later}by {since.by_printed}{between}"


def _stated(register: Register) -> Mapping[tuple[str, str, str], PartialDate]:
    """Return the earliest day of a statement that ties a test to a decision, by nation, test code and reference."""
    found: dict[tuple[str, str, str], PartialDate] = {}
    for link in register.decisions.links:
        day = PartialDate.parse(link.source.published) if link.source.published else None
        for ref in link.decision_refs if day and day.first <= register.as_of else ():
            assert day is not None
            known = found.get((link.nation, link.test_code, ref), day)
            found[link.nation, link.test_code, ref] = min(known, day, key=lambda each: each.last)
    return found
