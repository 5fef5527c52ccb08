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
from trialign.coverage.judge import Judge, without_level
from trialign.facts.decisions import Register, nations, standing
from trialign.facts.needs import Needs
from trialign.facts.tables import Facts, Row
from trialign.load.world import World
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.dates import PartialDate, day_number
from trialign.model.decision import Decision, TestLink
from trialign.model.directory import Nation
from trialign.model.rule import Value
from trialign.nomenclature.medicines import regimens
from trialign.nomenclature.vocabulary import answered_by
from trialign.ontology import ontology_of

_KNOWN = frozenset({Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_COVERED})
_ASKING = frozenset({"positive", "licence"})
_UNDATED = Since(reason="the decision bears no date")


Beginnings = Mapping[tuple[Need, Nation], Since]


def beginnings(world: World) -> Beginnings:
    """Return since when each nation answers the needs of dated decisions and licences as it does today.

    Only answers that are known have a beginning. It reads every release that is held, so it takes a while.
    """
    if world.decisions is None:
        return {}
    ontology = ontology_of(world.vocabulary)
    judge = Judge(world.directories, ontology, world.as_of)
    history = History(world.directories, ontology, world.as_of, world.editions)
    found: dict[tuple[Need, Nation], Since] = {}
    for need, nation in dict.fromkeys(_asked(Register(world.decisions, world.as_of))):
        answer = judge.judge(need, nation)
        if answer.coverage in _KNOWN:
            listed = answer.coverage is Coverage.COVERED
            asked = replace(answer, coverage=Coverage.PARTLY) if listed else answer
            found[need, nation] = history.since(need, asked)
    return found


def _asked(register: Register) -> Iterator[tuple[Need, Nation]]:
    for decision in register.decisions.all:
        if decision.date and standing(decision) in _ASKING and register.in_force(decision).value:
            for adoption in nations(decision, register.decisions.adoptions):
                for each in decision.requirements:
                    if answered_by(each.biomarker) == "genomic":
                        for cancer in each.cancers or decision.cancers:
                            yield Need(without_level(each.biomarker), (cancer,), decision.age), adoption.nation


def add_lags(facts: Facts, register: Register, needs: Needs, began: Beginnings) -> None:
    """Add one ``lag`` per decision and licence in force whose need a nation is known to answer, or not to answer."""
    decisions = {each.id: each for each in register.decisions.all}
    lags = _Lags(register, needs, began)
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
    def __init__(self, register: Register, needs: Needs, began: Beginnings) -> None:
        self._needs = needs
        self._known = began
        self._as_of = register.as_of
        self._stated = _stated(register)

    def add(self, facts: Facts, row: Row, decision: Decision) -> None:
        nation, number = Nation(str(row["nation"])), int(row["need"])
        found = self._needs.judged(number, nation)
        if found.coverage not in _KNOWN:
            return
        open_ = found.coverage is Coverage.NOT_COVERED
        since = self._known.get((self._needs.of(number), nation), _UNDATED) if decision.date else _UNDATED
        began = self._began(found, since, decision) if decision.date else None
        days = dict(self._days(decision, began, open_)) if began else {}
        words = began.words if began else f"since when is not known: {since.reason}"
        values: dict[str, Value | None] = {
            "decision": row["fact"],
            "nation": nation.value,
            "open": open_,
            "known": bool(days),
            "listed": words,
            "days_text": "an unknown number of",
            **days,
            **(_bounds(began) if began and not open_ else {}),
        }
        place = f"{nation.display}: {row['biomarker']} in {row['cancer_name']}"
        facts.add("lag", values, f"{place}: {words}", self._needs.searched(found))

    def _began(self, found: Judgement, since: Since, decision: Decision) -> _Began | None:
        """Return when the answer began; a dated statement that ties a test to the decision may bring it forward."""
        codes = dict.fromkeys(fit.code for fit in found.fits if fit.fit in {Fit.FULL, Fit.PART})
        stated = [(day, code) for code in codes for day in self._days_of(code, decision, found.nation)]
        if stated:
            day, code = min(stated, key=lambda pair: pair[0].last)
            if since.by is None or day.last < since.by:
                # a release that lacked the test later than the statement says nothing of the time before it
                after = since.after if since.after and since.after < day.last else None
                return _Began(after, day.last, f"{code} was listed for {decision.medicine} by {day}")
        if since.by is None:
            return None
        if found.coverage is Coverage.NOT_COVERED and since.between:
            return self._held(found)
        return _Began(since.after, since.by, _words(since, found))

    def _held(self, found: Judgement) -> _Began | None:
        """Return since when what is held today lacks a test, where earlier releases are not held."""
        held = self._needs.held_since(found.nation)
        words = f"no test is listed since {held}, and earlier releases are not held"
        return _Began(None, held, words) if held else None

    def _days_of(self, code: str, decision: Decision, nation: Nation) -> Iterator[PartialDate]:
        """Yield the days of statements that tie a test to a decision's medicine or, by its reference, to itself."""
        mains = {each.main for each in regimens(decision.medicine)}
        for link, day in self._stated:
            told = {each.main for each in regimens(link.medicine)}
            named = any(ref in decision.ref for ref in link.decision_refs)
            if (link.test_code, link.nation) == (code, nation.value) and (named or mains & told):
                yield day

    def _days(self, decision: Decision, began: _Began, open_: bool) -> Iterator[tuple[str, Value]]:
        assert decision.date is not None
        if open_:
            start = max(decision.date.last, began.by)
            yield "days_at_least", max(0, (self._as_of - start).days)
            yield "days_text", f"at least {max(0, (self._as_of - start).days)}"
            return
        most = max(0, (began.by - decision.date.first).days)
        least = max(0, (began.after - decision.date.last).days) if began.after else 0
        if decision.seen:  # it was decided on that day or before
            yield "days_at_least", least
            yield "days_text", f"at least {least}"
            return
        yield "days_at_least", min(least, most)
        yield "days_at_most", most
        yield "days_text", f"{min(least, most)} to {most}"


def _bounds(began: _Began) -> dict[str, Value | None]:
    return {"listed_after": day_number(began.after) if began.after else None, "listed_by": day_number(began.by)}


def _words(since: Since, found: Judgement) -> str:
    if found.coverage is Coverage.NOT_COVERED:
        return f"no release since {since.by_printed} that is held lists a test"
    between = f"; {len(since.between)} releases between are not held" if since.between else ""
    later = f"after {since.after_printed} and " if since.after else ""
    return f"listed {later}by {since.by_printed}{between}"


def _stated(register: Register) -> tuple[tuple[TestLink, PartialDate], ...]:
    """Return the statements that tie tests to medicines, each with its day; those without one are left out."""
    links = ((link, link.source.published) for link in register.decisions.links)
    dated = ((link, PartialDate.parse(day)) for link, day in links if day)
    return tuple((link, day) for link, day in dated if day.first <= register.as_of)
