"""Use case: nations against biomarkers in cancers, with the word of each nation and since when it holds.

Rows are what decisions in force and open trials need, or what is named; nothing here judges by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from trialign.coverage.history import History
from trialign.coverage.judge import Judge, without_level
from trialign.coverage.populations import ADULT_FROM, band
from trialign.errors import UsageError
from trialign.facts.decisions import Register, nations, standing
from trialign.load.world import World
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Need
from trialign.model.decision import Decision
from trialign.model.directory import Nation
from trialign.model.trial import Trial
from trialign.ontology import Ontology, ontology_of
from trialign.pipeline import Progress
from trialign.report.looks import Asking, Cell, MatrixRow, MatrixView
from trialign.report.views import searched

_Needed = Mapping[tuple[str, tuple[str, ...]], Sequence[tuple[Need, "_Askers"]]]
_ADULT, _CHILDREN = "adult", "paediatric"


class NeededBy(StrEnum):
    """Whose needs make the rows."""

    DECISIONS = "decisions"
    TRIALS = "trials"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Question:
    """What the matrix is asked for; empty means all that is needed.

    Attributes:
        biomarkers: Only these; a gene without a class stands for all of its classes, a class for its variants.
        cancers: As codes that together make a population, with a name and a directory's indication or none.
        age: Judge every row at this age; empty for the ages that are needed.
    """

    nations: tuple[Nation, ...]
    biomarkers: tuple[Biomarker, ...]
    cancers: tuple[tuple[Need, str], ...]
    age: str
    needed_by: NeededBy

    @property
    def named(self) -> bool:
        """Tell whether rows are named as biomarkers and cancers, whoever needs them."""
        return bool(self.biomarkers and self.cancers)


@dataclass(slots=True)
class _Askers:
    """Who asks for a need, by nation."""

    decisions: dict[str, set[Nation]] = field(default_factory=lambda: defaultdict(set))
    trials: dict[str, set[Nation]] = field(default_factory=lambda: defaultdict(set))

    def asking(self, nation: Nation | None = None) -> Asking:
        """Return those of one nation, or of any."""
        return Asking(*(_within(each, nation) for each in (self.decisions, self.trials)))

    def add(self, other: _Askers) -> None:
        """Take over those who ask for another need too."""
        for own, theirs in ((self.decisions, other.decisions), (self.trials, other.trials)):
            for name, where in theirs.items():
                own[name] |= where


def _within(names: Mapping[str, set[Nation]], nation: Nation | None) -> tuple[str, ...]:
    return tuple(sorted(name for name, where in names.items() if nation is None or nation in where))


def matrix(world: World, question: Question, progress: Progress) -> MatrixView:
    """Return the matrix of a question.

    Raises:
        UsageError: Nothing needs what was asked for.
    """
    ontology = ontology_of(world.vocabulary)
    judge = Judge(world.directories, ontology, world.as_of)
    past = History(world.directories, ontology, world.as_of, world.editions)
    needed = needs_of(world)
    rows = _rows(question, needed, ontology, world)
    if not rows:
        raise UsageError(_nothing(question))
    progress("judging the releases that are held")
    places = _by_place(needed)
    found = [_row(need, name, places, question, judge, past) for need, name in rows]
    where = searched(world)
    return MatrixView(
        world.as_of,
        question.nations,
        "" if question.named else question.needed_by.value,
        tuple(sorted(found, key=_order)),
        {nation.value: where.get(nation.value, ()) for nation in question.nations},
    )


def needs_of(world: World) -> Mapping[Need, _Askers]:
    """Return who asks for each need: positive decisions in force where they count, open trials where they recruit.

    A need that states no age is one of adults where adults are asked about too.
    """
    found: dict[Need, _Askers] = defaultdict(_Askers)
    for need, name, where in _decided(world):
        found[need].decisions[name] |= where
    for need, name, where in _on_trial(world):
        found[need].trials[name] |= where
    for need in [each for each in found if not each.age]:
        adult = replace(need, age=_ADULT)
        if adult in found:
            found[adult].add(found.pop(need))
    return found


def _decided(world: World) -> Iterator[tuple[Need, str, set[Nation]]]:
    if world.decisions is None:
        return
    register = Register(world.decisions, world.as_of)
    for decision in world.decisions.all:
        if standing(decision) != "positive" or not register.in_force(decision).value:
            continue
        where = {adoption.nation for adoption in nations(decision, world.decisions.adoptions)}
        for need in needed_for(decision) if where else ():
            yield need, called(decision), where


def called(decision: Decision) -> str:
    """Return a decision as people name it: body and reference, the body once."""
    return decision.ref if decision.ref.startswith(decision.body) else f"{decision.body} {decision.ref}"


def needed_for(decision: Decision) -> Iterator[Need]:
    """Yield each biomarker that a decision needs in each cancer, at its age."""
    for requirement in decision.requirements:
        for cancer in requirement.cancers or decision.cancers:
            yield Need(without_level(requirement.biomarker), (cancer,), _age(decision.age))


def _on_trial(world: World) -> Iterator[tuple[Need, str, set[Nation]]]:
    """Yield what open trials need; an exclusion that holds only if the result is known needs no test."""
    for trial in open_trials(world):
        for arm in trial.arms:
            for requirement in (each for each in arm.requirements if not each.if_known):
                for cancer in arm.cancers or ("ANY",):
                    need = Need(without_level(requirement.biomarker), (cancer,), _age(arm.age))
                    yield need, trial.id, set(trial.reaches)


def open_trials(world: World) -> Iterator[Trial]:
    """Yield the trials that were open when their record was copied, on the day that is judged or before it."""
    for trial in world.trials.all if world.trials else ():
        if trial.open and trial.reaches and trial.captured <= world.as_of:
            yield trial


def _age(printed: str) -> str:
    """Return an age such that texts which say the same are the same."""
    low, high = band(printed)
    if printed and low >= ADULT_FROM:
        return _ADULT
    return _CHILDREN if printed and (low, high) == (0, ADULT_FROM - 1) else printed


def _rows(
    question: Question, needed: Mapping[Need, _Askers], ontology: Ontology, world: World
) -> list[tuple[Need, str]]:
    names = world.vocabulary.cancers.names
    if question.named:
        return list(
            dict.fromkeys(
                (replace(need, biomarker=without_level(marker), age=question.age), name)
                for need, name in question.cancers
                for marker in question.biomarkers
            )
        )
    found = []
    for need, askers in needed.items():
        wanted = _wanted(question, need, ontology) and _asked_by(askers, question.needed_by)
        if wanted:
            found.append((replace(need, age=question.age or need.age), names[need.cancers[0]]))
    return list(dict.fromkeys(found))


def _wanted(question: Question, need: Need, ontology: Ontology) -> bool:
    within = [code for asked, _ in question.cancers for top in asked.cancers for code in ontology.cancers_below(top)]
    cancer = not question.cancers or need.cancers[0] in within
    return cancer and (
        not question.biomarkers or any(lies_within(need.biomarker, each, ontology) for each in question.biomarkers)
    )


def lies_within(found: Biomarker, asked: Biomarker, ontology: Ontology) -> bool:
    """Tell whether a biomarker is the one asked for or a variant or class of it."""
    if without_level(found).id == without_level(asked).id:
        return True
    if not asked.genes or not set(asked.genes) <= set(found.genes):
        return False
    if asked.origin.value and asked.origin is not found.origin:
        return False
    if asked.alteration is Alteration.ANY:
        return True
    same = asked.alteration is found.alteration
    inside = not asked.variant or asked.variant in ontology.variants_above(found.genes[0].symbol, found.variant)
    return same and inside


def _asked_by(askers: _Askers, needed_by: NeededBy) -> bool:
    return bool(
        (askers.decisions and needed_by is not NeededBy.TRIALS)
        or (askers.trials and needed_by is not NeededBy.DECISIONS)
    )


def _nothing(question: Question) -> str:
    who = {NeededBy.DECISIONS: "decision in force", NeededBy.TRIALS: "open trial"}.get(
        question.needed_by, "decision in force or open trial"
    )
    what = ", ".join(each.label for each in question.biomarkers) or "a biomarker"
    where = f" in {', '.join(name for _, name in question.cancers)}" if question.cancers else ""
    return f"no {who} needs {what}{where}; try --needed-by all, or name both --biomarker and --cancer"


def _row(need: Need, name: str, needed: _Needed, question: Question, judge: Judge, past: History) -> MatrixRow:
    askers = _Askers()
    for each, of in needed.get((need.biomarker.id, need.cancers), ()):
        if question.age or question.named or each.age == need.age:
            askers.add(of)
    cells = []
    for nation in question.nations:
        found = judge.judge(need, nation)
        cells.append(Cell(found, past.since(need, found), askers.asking(nation)))
    return MatrixRow(need, name, askers.asking(), tuple(cells))


def _by_place(needed: Mapping[Need, _Askers]) -> _Needed:
    """Return needs with those who ask for them, by biomarker and cancer: ages together."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Need, _Askers]]] = defaultdict(list)
    for need, askers in needed.items():
        found[need.biomarker.id, need.cancers].append((need, askers))
    return found


def _order(row: MatrixRow) -> tuple[str, tuple[str, ...], str, str, str]:
    need = row.need
    return row.cancer_name.casefold(), need.cancers, need.biomarker.label.casefold(), need.biomarker.label, need.age
