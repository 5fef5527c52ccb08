"""Use case: everything on one medicine, from its licence to the tests that it needs, nation by nation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trialign.coverage.history import History
from trialign.coverage.judge import Judge, without_level
from trialign.coverage.links import Holds, Link, Step, links_of
from trialign.errors import UsageError
from trialign.facts.decisions import Register, nations, split_medicines, standing
from trialign.facts.needs import wanted
from trialign.inference.evaluate import EngineName
from trialign.load.world import World
from trialign.matrix import called, lies_within, needed_for, open_trials
from trialign.model.coverage import Coverage, Fit, Need
from trialign.model.decision import Decision, TestLink
from trialign.model.directory import Nation
from trialign.model.finding import Finding
from trialign.model.trial import Trial
from trialign.nomenclature import products
from trialign.nomenclature.vocabulary import is_pathology
from trialign.ontology import ontology_of
from trialign.pipeline import Progress, Run, Sources, check, load
from trialign.report.looks import MedicineNeed, MedicineView, Ruling, TrialAsk, Way
from trialign.report.views import searched

_NO_OUTCOME = {"terminated": "appraisal terminated", "non-submission": "no submission"}
_COUNTED = frozenset({"in_force", "doubtful"})
_ELSEWHERE = 4


def medicine(sources: Sources, as_of: date, name: str, chosen: Sequence[Nation], progress: Progress) -> MedicineView:
    """Return what is held on a medicine.

    Args:
        sources: What to read.
        as_of: The day that is judged.
        name: The medicine; combinations that hold it count too.
        chosen: The nations that are looked at.
        progress: Is told what is being done.

    Raises:
        UsageError: Nothing that is held names it.
    """
    progress("reading directories, decisions and trials")
    world = load(sources, as_of)
    found = _products(name, world)
    run = check(sources, as_of, EngineName.SQL, False, progress)
    progress("judging the releases that are held")
    return _Look(name, found, tuple(chosen), world, run).view()


def _products(name: str, world: World) -> tuple[str, ...]:
    """Return the printed names that hold a medicine, itself first."""
    held = {each.medicine for each in world.decisions.all} if world.decisions else set()
    linked = {each for link in (world.decisions.links if world.decisions else ()) for each in _linked(link)}
    found = sorted(each for each in held | linked if products.is_of(each, name))
    if not found:
        mend = products.suggestion(name, held | linked) or "give the international name, such as 'osimertinib'"
        raise UsageError(f"no decision, licence or statement that is held names the medicine '{name}'; {mend}")
    return tuple(sorted(found, key=lambda each: (products.parts(each) != products.parts(name), each)))


def _linked(link: TestLink) -> list[str]:
    return split_medicines(link.medicine, len(link.decision_refs))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A need of a medicine: what must be shown, and the rulings that ask for it."""

    wanted: set[str]
    rulings: list[Ruling]


class _Look:
    """Puts the page of one medicine together."""

    def __init__(
        self,
        name: str,
        products: tuple[str, ...],
        chosen: tuple[Nation, ...],
        world: World,
        run: Run,
    ) -> None:
        assert world.decisions is not None
        self.name = name
        self.products = products
        self.nations = chosen
        self.world = world
        self.run = run
        self.decisions = world.decisions
        self.ontology = ontology_of(world.vocabulary)
        self.judge = Judge(world.directories, self.ontology, world.as_of)
        self.history = History(world.directories, self.ontology, world.as_of, world.editions)
        self.register = Register(world.decisions, world.as_of)

    def view(self) -> MedicineView:
        """Return the page."""
        rulings = tuple(sorted(self._rulings(), key=_when))
        counted = [each for each in rulings if each.state in _COUNTED and each.standing not in {"none", "refused"}]
        needs = tuple(self._needs(counted or rulings, rulings))
        links = tuple(each for each in self.decisions.links if set(_linked(each)) & set(self.products))
        return MedicineView(
            self.world.as_of,
            self.name,
            self.nations,
            self.products,
            rulings,
            bool(counted),
            needs,
            tuple(each for each in links if each.nation in self.nations),
            tuple(self._findings(rulings, links, needs)),
            searched(self.world),
        )

    def _rulings(self) -> Iterator[Ruling]:
        for decision in self.decisions.all:
            if decision.medicine in self.products:
                state, note = self._state(decision)
                counts = {each.nation: each.basis for each in nations(decision, self.decisions.adoptions)}
                where = tuple((nation, counts[nation]) for nation in self.nations if nation in counts)
                needs = tuple(dict.fromkeys(wanted(each.biomarker, each.absent) for each in decision.requirements))
                yield Ruling(decision, standing(decision), state, note, where, needs)

    def _state(self, decision: Decision) -> tuple[str, str]:
        """Return how a decision stands on the day, and why."""
        if decision.stage != "final":
            return "draft", decision.stage
        in_force = self.register.in_force(decision)
        if in_force.value and in_force.certain:
            return "in_force", ""
        after = ", ".join(decision.superseded_by)
        if in_force.value:
            undated = "undated" if decision.date is None else "its date does not settle it"
            return "doubtful", f"its successor {after} is not held or not dated" if after else undated
        if decision.ended is not None and decision.ended.first <= self.world.as_of:
            return "not_in_force", f"ended {decision.ended}"
        if decision.date is not None and decision.date.first > self.world.as_of:
            return "not_in_force", "not yet begun"
        return "superseded", f"by {after}" if after else "by a later one"

    def _needs(self, counted: Sequence[Ruling], rulings: Sequence[Ruling]) -> Iterator[MedicineNeed]:
        asked: dict[Need, _Asked] = defaultdict(lambda: _Asked(set(), []))
        for ruling in counted:
            absent = {without_level(each.biomarker): each.absent for each in ruling.decision.requirements}
            for need in needed_for(ruling.decision):
                asked[need].wanted.add(wanted(need.biomarker, absent[need.biomarker]))
                if ruling not in asked[need].rulings:
                    asked[need].rulings.append(ruling)
        names = self.world.vocabulary.cancers.names
        for need in sorted(asked, key=lambda each: (names[each.cancers[0]], each.biomarker.label, each.age)):
            yield MedicineNeed(
                need,
                tuple(sorted(asked[need].wanted)),
                names[need.cancers[0]],
                tuple(dict.fromkeys(called(each.decision) for each in asked[need].rulings)),
                tuple(self._way(need, nation, rulings) for nation in self.nations),
                tuple(self._trials(need)),
            )

    def _way(self, need: Need, nation: Nation, rulings: Sequence[Ruling]) -> Way:
        found = self.judge.judge(need, nation)
        own = [each for each in rulings if nation in dict(each.counts_in) and self._speaks_of(each, need)]
        elsewhere = self._elsewhere(need, nation) if found.coverage is Coverage.NOT_COVERED else ()
        links = (_licence(own), _decision(own, nation), *links_of(found, elsewhere))
        return Way(found, self.history.since(need, found), links)

    def _speaks_of(self, ruling: Ruling, need: Need) -> bool:
        """Tell whether a ruling is on a need: its biomarker or what encloses it, in its cancer or one around it."""
        around = self.ontology.cancers_above(need.cancers[0]) | self.ontology.cancers_below(need.cancers[0])
        return any(
            each.cancers[0] in around and lies_within(need.biomarker, each.biomarker, self.ontology)
            for each in needed_for(ruling.decision)
        )

    def _elsewhere(self, need: Need, nation: Nation) -> tuple[str, ...]:
        """Return tests of a nation that report a biomarker in whatever cancer."""
        found = self.judge.judge(Need(need.biomarker, ("ANY",), need.age), nation)
        own = [fit.code for fit in found.fits if fit.fit in {Fit.FULL, Fit.PART}]
        return tuple(dict.fromkeys(own))[:_ELSEWHERE]

    def _trials(self, need: Need) -> Iterator[TrialAsk]:
        below = self.ontology.cancers_below(need.cancers[0])
        for trial in open_trials(self.world):
            said = _said_by(trial, need, below)
            if said and set(trial.reaches) & set(self.nations):
                yield TrialAsk(trial, said, not is_pathology(need.biomarker))

    def _findings(
        self, rulings: Iterable[Ruling], links: Iterable[TestLink], needs: Iterable[MedicineNeed]
    ) -> Iterator[Finding]:
        places = {each.decision.source.where for each in rulings} | {each.source.where for each in links}
        asked = {(each.need.biomarker.id, each.need.cancers[0]) for each in needs}
        for finding in self.run.findings:
            on_it = any(each.source.where in places for each in finding.evidence)
            decided = any(pattern.kind in {"decision", "ruling", "link"} for pattern in finding.rule.subject)
            same = (finding.biomarker_id, finding.cancer) in asked and not decided
            if (on_it or same) and finding.nation in {*self.nations, ""}:
                yield finding


def _said_by(trial: Trial, need: Need, below: frozenset[str]) -> tuple[str, ...]:
    """Return what a trial asks of a biomarker in some cancers: that it be there, or be absent."""
    found = {
        wanted(need.biomarker, each.absent)
        for arm in trial.arms
        if not below.isdisjoint(arm.cancers or ("ANY",))
        for each in arm.requirements
        if without_level(each.biomarker).id == need.biomarker.id and not each.if_known
    }
    return tuple(sorted(found))


def _when(ruling: Ruling) -> tuple[bool, str, str]:
    day = ruling.decision.date
    return day is None, str(day.first) if day else "", ruling.decision.id


def _licence(own: Sequence[Ruling]) -> Link:
    """Return the licence's link: broken only where it is known to have ended; one that is not held is unknown."""
    licences = [each for each in own if each.standing == "licence"]
    held = [each for each in licences if each.state in _COUNTED]
    if held:
        return Link(Step.LICENCE, Holds.YES, ", ".join(dict.fromkeys(_dated(each.decision) for each in held)))
    for each in (each for each in licences if each.state == "not_in_force" and each.decision.ended):
        return Link(Step.LICENCE, Holds.BROKEN, f"{_dated(each.decision)}, {each.note}")
    return Link(Step.LICENCE, Holds.UNKNOWN, "no licence record for it is held")


def _decision(own: Sequence[Ruling], nation: Nation) -> Link:
    """Return the decision's link: broken only by a refusal or an appraisal that ended without a recommendation."""
    live = [each for each in own if each.state in _COUNTED]
    for standings in ("positive", "form"):
        found = [each for each in live if each.standing == standings]
        if found:
            sure = any(each.state == "in_force" for each in found)
            words = ", ".join(dict.fromkeys(_dated(each.decision) for each in found))
            doubt = "" if sure else f"not certain to be in force: {found[0].note}; "
            return Link(Step.DECISION, Holds.YES if sure else Holds.UNKNOWN, doubt + words)
    refused = [each for each in live if each.standing == "refused"]
    if refused:
        return Link(Step.DECISION, Holds.BROKEN, f"{_dated(_newest(refused))}: not recommended")
    ended = [each for each in live if each.decision.outcome in _NO_OUTCOME]
    if ended:
        newest = _newest(ended)
        return Link(Step.DECISION, Holds.BROKEN, f"{_dated(newest)}: {_NO_OUTCOME[newest.outcome]}")
    drafts = [_dated(each.decision) for each in own if each.state == "draft"]
    if drafts:
        return Link(Step.DECISION, Holds.UNKNOWN, f"nothing final is in force, only {', '.join(drafts)}")
    past = [f"{_dated(each.decision)}, {each.note}" for each in own if each.standing != "licence"]
    if past:
        return Link(Step.DECISION, Holds.UNKNOWN, f"none that is held is in force: {'; '.join(past)}")
    return Link(Step.DECISION, Holds.UNKNOWN, f"no decision that counts in {nation.display} is held for it")


def _newest(rulings: Sequence[Ruling]) -> Decision:
    """Return the newest decision; an undated one only where none has a date."""
    return max(rulings, key=lambda each: str(each.decision.date.last) if each.decision.date else "").decision


def _dated(decision: Decision) -> str:
    return f"{called(decision)} ({decision.date_text})"
