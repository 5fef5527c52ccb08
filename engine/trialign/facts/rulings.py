"""Decisions as whole records to facts: one ``ruling`` per nation in which it counts, and which can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trialign.facts.comparisons import Chains, Pair, before, days_between, ordered, pairs
from trialign.facts.decisions import Register, common, nations, since, standing
from trialign.facts.restrictions import tighter, wanted_of
from trialign.facts.tables import Facts
from trialign.load.decisions import Adoption
from trialign.model.decision import Decision
from trialign.model.rule import Value
from trialign.nomenclature.medicines import regimens
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

_DECIDED = frozenset({"positive", "refused", "none"})


def add_rulings(facts: Facts, register: Register, vocabulary: Vocabulary, ontology: Ontology) -> None:
    """Add the ``ruling`` and ``comparable`` facts of a set of decisions."""
    found = pairs(register.decisions.all, ontology, register.as_of)
    chains = Chains(found)
    counts = {each.id: tuple(nations(each, register.decisions.adoptions)) for each in register.decisions.all}
    for decision in register.decisions.all:
        beside = [other for other in ordered(chains.around(decision)) if standing(other) in _DECIDED]
        for adoption in counts[decision.id]:
            values = {
                **_ruling(decision, vocabulary),
                **common(decision, adoption, register.in_force(decision)),
                **_beside(beside, adoption, counts),
                **_ending(decision, register),
            }
            facts.add("ruling", values, ruling_words(decision, adoption), decision.source)
    for pair in found:
        _add_pair(facts, pair, chains, ontology)


def ruling_words(decision: Decision, adoption: Adoption) -> str:
    """Return a decision as people name it, with the nation in which it counts."""
    counts = "" if adoption.basis == "mandate" else f", {adoption.basis} in {adoption.nation.display}"
    said = f"{decision.body} {decision.ref}: {decision.medicine}, {decision.outcome}"
    return f"{said} ({decision.date_text}){counts} [{decision.id}]"


def _ruling(decision: Decision, vocabulary: Vocabulary) -> dict[str, Value | None]:
    needs = sorted({(each.biomarker.label, each.biomarker.id, each.absent) for each in decision.requirements})
    return {
        "main": regimens(decision.medicine)[0].main,
        "biomarker": ", ".join(dict.fromkeys(label for label, _, _ in needs)),
        "biomarker_id": " | ".join(dict.fromkeys(number for _, number, _ in needs)),
        "cancer": decision.cancers[0] if decision.cancers else "ANY",
        "cancer_name": ", ".join(vocabulary.cancers.names[code] for code in decision.cancers) or "any cancer",
        "wanted": wanted_of(decision) or "patients whom no biomarker selects",
        "final": decision.stage == "final",
        "age": decision.age,
        "dated": decision.date is not None,
        **since(decision),
    }


def _beside(
    others: Sequence[Decision], adoption: Adoption, counts: Mapping[str, Sequence[Adoption]]
) -> dict[str, Value | None]:
    """Return whether a nation has other decisions on the same patients, and which."""
    own = [each for each in others if any(one.nation is adoption.nation for one in counts[each.id])]
    return {"answered": bool(own), "others": "; ".join(_told(each) for each in own)}


def _ending(decision: Decision, register: Register) -> dict[str, Value | None]:
    until = decision.managed_until
    if until is None or decision.outcome != "managed-access":
        return {}
    return {"days_left": (until.last - register.as_of).days, "ends_text": str(until)}


def _add_pair(facts: Facts, pair: Pair, chains: Chains, ontology: Ontology) -> None:
    """Add a pair in both directions; ``ordered`` where left is known to have come first."""
    chain = chains.of(pair)
    told = "; ".join(_told(each) for each in chain)
    refs = " | ".join(dict.fromkeys(f"{each.body} {each.ref}" for each in chain))
    for forward, left, right in ((True, pair.left, pair.right), (False, pair.right, pair.left)):
        facts.add(
            "comparable",
            {
                "left": left.id,
                "right": right.id,
                "forward": forward,
                "certain": pair.certain,
                "same_cancers": set(left.cancers) == set(right.cancers),
                "reason": pair.reason,
                "same_body": left.body == right.body,
                "replaces": right.ref in left.superseded_by or left.ref in right.supersedes,
                "ordered": before(left, right) is True,
                **dict(_days(left, right)),
                "differs": _differences(pair),
                "tighter": tighter(left, right, ontology) if standing(left) == "form" else "",
                "chain": told,
                "refs": refs,
            },
            f"{left.body} {left.ref} and {right.body} {right.ref} speak of the same patients"
            f"{'' if pair.certain else ', perhaps'}: {pair.reason}",
            right.source,
        )


def _days(left: Decision, right: Decision) -> Iterator[tuple[str, Value]]:
    if before(left, right) is True and (found := days_between(left, right)) is not None:
        least, most = found
        yield "days_at_least", least
        if most is not None:
            yield "days_at_most", most
        yield (
            "days_text",
            f"at least {least}" if most is None else str(least) if least == most else f"{least} to {most}",
        )


def _told(decision: Decision) -> str:
    outcome = decision.outcome.replace("-", " ")
    return f"{decision.date_text} {decision.body} {decision.ref} {outcome}"


def _differences(pair: Pair) -> str:
    """Return what two positive decisions restrict differently; empty for nothing that is printed."""
    if {standing(pair.left), standing(pair.right)} != {"positive"}:
        return ""
    outcomes = pair.left.outcome, pair.right.outcome
    found = [pair.differs] if pair.differs else []
    if outcomes[0] != outcomes[1]:
        names = (f"{each.outcome.replace('-', ' ')} by {each.ref}" for each in (pair.left, pair.right))
        found.insert(0, " and ".join(names))
    return "; ".join(found)
