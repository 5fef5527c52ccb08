"""Use case: everything on one medicine, from its licence to the tests that it needs, nation by nation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trialign.coverage.judge import without_level
from trialign.errors import UsageError
from trialign.facts.decisions import Register, split_medicines
from trialign.facts.needs import wanted
from trialign.inference.evaluate import EngineName
from trialign.judging import Judging
from trialign.load.world import World
from trialign.matrix import called, needed_for, open_trials
from trialign.model.coverage import Need
from trialign.model.decision import TestLink
from trialign.model.directory import Nation
from trialign.model.finding import Finding
from trialign.model.trial import Trial
from trialign.nomenclature import products
from trialign.nomenclature.vocabulary import is_pathology
from trialign.ontology import ontology_of
from trialign.pipeline import Progress, Run, Sources, check, load
from trialign.report.looks import MedicineNeed, MedicineView, Ruling, TrialAsk
from trialign.report.views import searched
from trialign.ways import COUNTED, Ways, ruling


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

    def view(self) -> MedicineView:
        """Return the page."""
        register = Register(self.decisions, self.world.as_of)
        own = [each for each in self.decisions.all if each.medicine in self.products]
        rulings = tuple(sorted((ruling(each, register, self.nations) for each in own), key=_when))
        counted = [each for each in rulings if each.state in COUNTED and each.standing not in {"none", "refused"}]
        ways = Ways(Judging.of(self.world), rulings)
        needs = tuple(self._needs(counted or rulings, ways))
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

    def _needs(self, counted: Sequence[Ruling], ways: Ways) -> Iterator[MedicineNeed]:
        asked: dict[Need, _Asked] = defaultdict(lambda: _Asked(set(), []))
        for each in counted:
            absent = {without_level(every.biomarker): every.absent for every in each.decision.requirements}
            for need in needed_for(each.decision):
                asked[need].wanted.add(wanted(need.biomarker, absent[need.biomarker]))
                if each not in asked[need].rulings:
                    asked[need].rulings.append(each)
        names = self.world.vocabulary.cancers.names
        for need in sorted(asked, key=lambda each: (names[each.cancers[0]], each.biomarker.label, each.age)):
            yield MedicineNeed(
                need,
                tuple(sorted(asked[need].wanted)),
                names[need.cancers[0]],
                tuple(dict.fromkeys(called(each.decision) for each in asked[need].rulings)),
                tuple(ways.way(need, nation) for nation in self.nations),
                tuple(self._trials(need)),
            )

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
