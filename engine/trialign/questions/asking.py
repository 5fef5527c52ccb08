"""Which decisions ask for a biomarker in some patients, where they count, and what that means for funding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialign.coverage.judge import without_level
from trialign.coverage.populations import band
from trialign.facts.decisions import InForce, Register, common, nations, standing
from trialign.facts.needs import wanted
from trialign.facts.restrictions import LINES, encloses
from trialign.load.decisions import Adoption
from trialign.model.biomarker import COPY_NUMBER_CLASSES, Alteration, Biomarker, Requirement
from trialign.model.coverage import Need
from trialign.model.decision import Decision
from trialign.model.directory import Nation
from trialign.model.why_not import Asking
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

_STANDINGS = ("positive", "refused", "licence")
_MISMATCH_REPAIR = frozenset({Alteration.MSI, Alteration.MMR})
_NATIONS = list(Nation)


def asking(
    register: Register | None, need: Need, line: str, nation: Nation, vocabulary: Vocabulary, ontology: Ontology
) -> tuple[Asking, ...]:
    """Return the decisions in force that ask for a need: those of the nation first, positive ones ahead."""
    if register is None:
        return ()
    found = [each for decision in register.decisions.all for each in _of(decision, register, need, line, ontology)]
    told = [_told(*each, register, vocabulary) for each in found]
    return tuple(sorted(told, key=lambda each: _order(each, nation)))


def _of(
    decision: Decision, register: Register, need: Need, line: str, ontology: Ontology
) -> Iterator[tuple[Decision, Requirement, InForce]]:
    """Yield a decision once, with the first of its requirements that meets the need."""
    in_force = register.in_force(decision)
    if not in_force.value or standing(decision) not in _STANDINGS or not _same_patients(decision, need, line):
        return
    for requirement in decision.requirements:
        cancers = requirement.cancers or decision.cancers
        if _meets(requirement.biomarker, need.biomarker, ontology) and _shared(cancers, need.cancers, ontology):
            yield decision, requirement, in_force
            return


def _same_patients(decision: Decision, need: Need, line: str) -> bool:
    """Tell whether line and age leave patients of both; what is not stated leaves them."""
    lines = LINES.get(decision.line, set()), LINES.get(line, set())
    if all(lines) and not lines[0] & lines[1]:
        return False
    own, other = band(decision.age), band(need.age)
    return own[0] <= other[1] and other[0] <= own[1]


def _meets(asked: Biomarker, need: Biomarker, ontology: Ontology) -> bool:
    """Tell whether one biomarker is the other, or encloses it."""
    one, other = without_level(asked), without_level(need)
    if one.origin and other.origin and one.origin is not other.origin:
        return False
    if not set(one.genes) & set(other.genes) and (one.genes or other.genes):
        return False
    classes = {one.alteration, other.alteration}
    if len(classes) > 1:
        return (
            (bool(one.genes) and Alteration.ANY in classes)
            or classes <= _MISMATCH_REPAIR
            or (classes <= COPY_NUMBER_CLASSES and Alteration.COPY_NUMBER in classes)
        )
    return encloses(one, other, ontology) or encloses(other, one, ontology)


def _shared(left: Iterable[str], right: Sequence[str], ontology: Ontology) -> bool:
    return any(
        one in ontology.cancers_above(other) or other in ontology.cancers_above(one)
        for one in left
        for other in right
    )


def _told(
    decision: Decision, requirement: Requirement, in_force: InForce, register: Register, vocabulary: Vocabulary
) -> Asking:
    adoptions: list[Adoption] = list(nations(decision, register.decisions.adoptions))
    said = common(decision, adoptions[0], in_force)["outcome_text"] if adoptions else decision.outcome
    names = vocabulary.cancers.names
    return Asking(
        body=decision.body,
        ref=decision.ref,
        medicine=decision.medicine,
        outcome=str(said),
        standing=standing(decision),
        decided=str(decision.date or "undated"),
        absent=requirement.absent,
        wanted=wanted(requirement.biomarker, requirement.absent),
        cancer=" or ".join(names[code] for code in requirement.cancers or decision.cancers),
        line=decision.line,
        nations=tuple(sorted({each.nation for each in adoptions}, key=_NATIONS.index)),
        presumed=tuple(each.nation for each in adoptions if each.basis == "presumed"),
        certain=in_force.certain,
        source=decision.source,
    )


def _order(each: Asking, nation: Nation) -> tuple[object, ...]:
    return (
        nation not in each.nations,
        _STANDINGS.index(each.standing),
        each.absent,
        each.medicine,
        each.body,
        each.ref,
    )


def funding(found: Sequence[Asking], nation: Nation, held: bool) -> str:
    """Return what the decisions mean for a nation in one sentence; what is not held is not called 'not funded'."""
    if not held:
        return "No decisions are loaded, so whether a medicine for it is funded cannot be told."
    here = [each for each in found if nation in each.nations]
    for word in ("positive", "refused"):
        own = [each for each in here if each.standing == word]
        if own:
            lead = "In" if word == "positive" else "No medicine for it is funded there, as far as is held: in"
            more = f"; and {len(own) - 1} more" if len(own) > 1 else ""
            return f"{lead} {nation.display} {_said(own[0], nation)}{more}."
    return f"Among the decisions held, none funds a medicine for it in {nation.display}."


def _said(each: Asking, nation: Nation) -> str:
    doubt = "" if each.certain and nation not in each.presumed else ", which is not certain to count there"
    return f"{each.medicine} is {each.outcome} by {each.body} ({each.ref}, {each.decided}){doubt}"
