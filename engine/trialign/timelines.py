"""Use case: what is dated of each medicine's need in each nation, on one time axis.

Takes the facts of a finished run; nothing here judges. A need of open trials has a timeline where a nation's
directory is known to lack a test for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trialign.errors import UsageError
from trialign.facts.tables import Facts, Row
from trialign.load.world import World
from trialign.matrix import called, lies_within
from trialign.measures import Basis
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Coverage
from trialign.model.dates import PartialDate
from trialign.model.directory import Nation
from trialign.nomenclature import products
from trialign.nomenclature.medicines import regimens
from trialign.ontology import ontology_of
from trialign.pipeline import Run
from trialign.report.timelines import (
    Event,
    EventKind,
    Lag,
    Lane,
    LeftOut,
    ListingState,
    OpenGap,
    Timeline,
    TimelineView,
)

_EPOCH = date(1970, 1, 1)
_KINDS = {"licence": EventKind.LICENCE, "positive": EventKind.DECISION}
_TRIALS = "open trials"
_STATES = {
    Coverage.COVERED: ListingState.DATED,
    Coverage.PARTLY: ListingState.PARTLY,
    Coverage.NOT_COVERED: ListingState.MISSING,
    Coverage.CANNOT_TELL: ListingState.CANNOT_TELL,
    Coverage.OUTSIDE: ListingState.OUTSIDE,
}
_WORST = (Coverage.NOT_COVERED, Coverage.CANNOT_TELL, Coverage.PARTLY, Coverage.COVERED, Coverage.OUTSIDE)
_Key = tuple[str, str, str]  # the medicine or trials, id of the biomarker, code of the cancer
_Name = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What timelines are asked for; empty means all.

    Attributes:
        medicine: Only this one; combinations that hold it count too.
        biomarkers: Only these, their classes and variants.
        limit: How many needs are shown at most; 0 for all.
    """

    nations: tuple[Nation, ...] = tuple(Nation)
    medicine: str = ""
    biomarkers: tuple[Biomarker, ...] = ()
    limit: int = 0


def timelines(run: Run, wanted: Wanted) -> TimelineView:
    """Return the dated events of a finished run, and how many needs are left out and why.

    Raises:
        UsageError: No decision or licence that is held names the medicine.
    """
    if wanted.medicine:
        _refuse_unknown(wanted.medicine, run.world)
    lines = _Lines(run, wanted)
    found = _merged([*lines.of_medicines(), *([] if wanted.medicine else lines.of_trials())])
    dated = sorted((each for each in found if _is_dated(each)), key=_order)
    shown = dated[: wanted.limit] if wanted.limit else dated
    left = (
        LeftOut(len(found) - len(dated), "no date is held of their licences, decisions, listings and gaps"),
        LeftOut(len(dated) - len(shown), f"they come after the {len(shown)} with the longest open gaps and lags"),
    )
    return TimelineView(run.as_of, wanted.nations, tuple(shown), tuple(each for each in left if each.count))


def _refuse_unknown(medicine: str, world: World) -> None:
    held = {each.medicine for each in world.decisions.all} if world.decisions else set()
    if not any(products.is_of(each, medicine) for each in held):
        mend = products.suggestion(medicine, held) or "give the international name, such as 'osimertinib'"
        raise UsageError(f"no decision or licence that is held names the medicine '{medicine}'; {mend}")


def _merged(found: Iterable[Timeline]) -> list[Timeline]:
    """Return timelines with those in one that differ in their biomarkers only, or in why something is not known."""
    same: dict[object, list[Timeline]] = defaultdict(list)
    for each in found:
        same[each.subject, each.cancer, tuple(replace(lane, said="") for lane in each.lanes)].append(each)
    return [_one(group) for group in same.values()]


def _one(group: Sequence[Timeline]) -> Timeline:
    lanes = tuple(
        replace(lanes[0], said="; ".join(dict.fromkeys(lane.said for lane in lanes)))
        for lanes in zip(*(each.lanes for each in group), strict=True)
    )
    labels = sorted({label for each in group for label in each.biomarkers})
    return replace(group[0], biomarkers=tuple(labels), lanes=lanes)


def _is_dated(timeline: Timeline) -> bool:
    return any(lane.gap or any(event.last for event in lane.events) for lane in timeline.lanes)


def _order(timeline: Timeline) -> tuple[int, int, int, str, str, tuple[str, ...]]:
    gap = max((lane.gap.days for lane in timeline.lanes if lane.gap), default=-1)
    lags = [lane.lag for lane in timeline.lanes if lane.lag]
    least = max((lag.least for lag in lags), default=-1)
    most = max((lag.least if lag.most is None else lag.most for lag in lags), default=-1)
    return -gap, -least, -most, timeline.subject, timeline.cancer, timeline.biomarkers


class _Lines:
    """Gathers rows of facts by medicine and need."""

    def __init__(self, run: Run, wanted: Wanted) -> None:
        self._wanted = wanted
        self._facts: Facts = run.facts
        self._world: World = run.world
        self._as_of = run.as_of
        self._basis = Basis.of(run.facts, run.world, run.findings)
        self._ontology = ontology_of(run.world.vocabulary)
        self._decisions = {each.id: each for each in run.world.decisions.all} if run.world.decisions else {}
        self._lags: Mapping[int, Row] = {int(row["decision"]): row for row in run.facts.rows["lag"]}

    def of_medicines(self) -> Iterator[Timeline]:
        """Yield a timeline per medicine, biomarker and cancer that licences and positive decisions in force name."""
        rows = [
            row
            for row in self._facts.rows["decision"]
            if row["standing"] in _KINDS and row["in_force"] and row["testable"] == "genomic" and self._asked(row)
        ]
        for (main, _, _), found in self._grouped(rows, lambda row: _main(str(row["medicine"]))):
            yield self._timeline(main, found)

    def of_trials(self) -> Iterator[Timeline]:
        """Yield a timeline per biomarker and cancer that open trials need and a nation is known not to test."""
        rows = [row for row in self._basis.on_trial() if self._asked(row)]
        for _, found in self._grouped(rows, lambda _: _TRIALS):
            if any(self._word([row]) is Coverage.NOT_COVERED for row in found):
                count = len({row["record"] for row in found})
                yield self._timeline(f"{count} open trial{'' if count == 1 else 's'}", found)

    def _asked(self, row: Row) -> bool:
        wanted = self._wanted
        if row["nation"] not in {nation.value for nation in wanted.nations}:
            return False
        if wanted.medicine and not products.is_of(str(row.get("medicine", "")), wanted.medicine):
            return False
        found = self._facts.needs[int(row["need"])].biomarker
        return not wanted.biomarkers or any(lies_within(found, each, self._ontology) for each in wanted.biomarkers)

    def _grouped(self, rows: Iterable[Row], name: _Name) -> Iterator[tuple[_Key, list[Row]]]:
        groups: dict[_Key, list[Row]] = defaultdict(list)
        for row in rows:
            groups[name(row), str(row["biomarker_id"]), str(row["cancer"])].append(row)
        yield from sorted(groups.items())

    def _timeline(self, subject: str, rows: Sequence[Row]) -> Timeline:
        first = rows[0]
        lanes = (
            self._lane(nation, found)
            for nation in self._wanted.nations
            if (found := [row for row in rows if row["nation"] == nation.value])
        )
        return Timeline(
            subject, (str(first["biomarker"]),), str(first["cancer"]), str(first["cancer_name"]), tuple(lanes)
        )

    def _lane(self, nation: Nation, rows: Sequence[Row]) -> Lane:
        word = self._word(rows)
        state = _STATES[word]
        lags = [self._lags[fact] for row in rows if (fact := int(row["fact"])) in self._lags]
        listed = [row for row in lags if "listed_by" in row]
        if state is ListingState.DATED and not listed:
            state = ListingState.UNDATED
        events = {*self._asking(rows), *(_listing(row) for row in listed)}
        lane = Lane(nation, tuple(sorted(events, key=_when)), state, self._said(rows, lags, word))
        return replace(lane, lag=self._lag(lags), gap=self._gap(rows, lags) if word is Coverage.NOT_COVERED else None)

    def _word(self, rows: Sequence[Row]) -> Coverage:
        """Return a nation's answer to needs that differ by age only: the worst of them."""
        words = {self._basis.answer(int(row["need"]), Nation(str(row["nation"]))) for row in rows}
        return next(word for word in _WORST if word in words)

    def _asking(self, rows: Iterable[Row]) -> Iterator[Event]:
        for row in rows:
            if "medicine" not in row:
                day = _EPOCH + timedelta(days=int(row["captured"]))
                yield Event(EventKind.TRIAL, str(row["record"]), None, day, f"open by {row['captured_text']}")
                continue
            decision = self._decisions[str(row["record"])]
            first, last = _bounds(decision.date, decision.seen)
            yield Event(_KINDS[str(row["standing"])], called(decision), first, last, decision.date_text)

    def _said(self, rows: Sequence[Row], lags: Sequence[Row], word: Coverage) -> str:
        """Return what is known of the listing: its dates where there are any, otherwise the reason of the answer."""
        dates = dict.fromkeys(
            str(row["listed"]).removeprefix("since when is not known: ")
            for row in sorted(lags, key=lambda row: "listed_by" not in row)
        )
        answers = (self._basis.answers[int(row["need"]), str(row["nation"])] for row in rows)
        reasons = dict.fromkeys(str(each.get("reason", "")) for each in answers if each["coverage"] == word.value)
        told = [next(iter(dates), ""), next(iter(reasons), "")] if word is Coverage.PARTLY else [*dates][:1]
        return "; ".join(filter(None, told)) or next(iter(reasons), "")

    def _lag(self, lags: Iterable[Row]) -> Lag | None:
        known = [
            Lag(int(row["days_at_least"]), int(row["days_at_most"]) if "days_at_most" in row else None, name)
            for row in lags
            if row["known"] and not row["open"]
            for name in [called(self._decisions[str(self._facts.row(int(row["decision"]))["record"])])]
        ]
        return max(known, key=lambda lag: (lag.least, lag.most is not None, lag.most or 0, lag.after), default=None)

    def _gap(self, rows: Iterable[Row], lags: Iterable[Row]) -> OpenGap | None:
        today = (self._as_of - _EPOCH).days
        days = [int(row["days_at_least"]) for row in lags if row["open"] and row["known"]]
        for row in (row for row in rows if row["fact"] not in self._lags):
            answer = self._basis.answers[int(row["need"]), str(row["nation"])]
            if "since" in row and "since" in answer:
                days.append(max(0, today - max(int(row["since"]), int(answer["since"]))))
        if not days:
            return None
        since = self._as_of - timedelta(days=max(days))
        return OpenGap(since, max(days), f"open at least {max(days):,} days, since {since} or earlier")


def _main(medicine: str) -> str:
    """Return the medicine that a printed regimen is about, whatever it is given with."""
    return regimens(medicine)[0].main


def _bounds(day: PartialDate | None, seen: bool) -> tuple[date | None, date | None]:
    if day is None:
        return None, None
    return (None if seen else day.first), day.last


def _listing(row: Row) -> Event:
    after = _EPOCH + timedelta(days=int(row["listed_after"])) if "listed_after" in row else None
    by = _EPOCH + timedelta(days=int(row["listed_by"]))
    return Event(EventKind.LISTING, "listed", after, by, str(row["listed"]))


def _when(event: Event) -> tuple[bool, date, EventKind, str, str]:
    return event.last is None, event.last or date.max, event.kind, event.what, event.said
