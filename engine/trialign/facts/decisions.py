"""Decisions to facts: what is in force on the day, where it counts, and which decisions can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trialign.facts.needs import Needs
from trialign.facts.tables import Facts
from trialign.load.decisions import Adoption, Decisions
from trialign.model.dates import PartialDate, day_number
from trialign.model.decision import Decision, TestLink
from trialign.model.directory import Nation
from trialign.model.rule import Value
from trialign.nomenclature.medicines import Likeness, likeness, regimens

STANDING = {
    "recommended": "positive",
    "optimised": "positive",
    "managed-access": "positive",
    "not-recommended": "refused",
    "funding-form": "form",
    "licensed": "licence",
}
_OUTCOMES = {
    "optimised": "recommended with restrictions",
    "managed-access": "recommended in managed access",
    "licensed": "licensed",
}
_PARTIAL = re.compile(r"\bpart\)|\bextends\b|\badds\b", re.I)


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether a decision is in force on a day; ``certain`` is false where its date does not settle it."""

    value: bool
    certain: bool


class Register:
    """The decisions of a world by reference, to follow who supersedes whom."""

    def __init__(self, decisions: Decisions, as_of: date) -> None:
        """Index by body and reference, with and without the part in brackets."""
        self.decisions = decisions
        self.as_of = as_of
        self._by_ref: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for decision in decisions.all:
            for ref in {decision.ref, _base(decision.ref)}:
                self._by_ref[decision.body, ref].append(decision)
        self._superseding: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for decision in decisions.all:
            for ref in decision.supersedes:
                self._superseding[decision.body, ref].append(decision)

    def named(self, ref: str, body: str = "") -> list[Decision]:
        """Return the decisions with a printed reference, of one body or of any; a part in brackets may lack."""
        bodies = [body] if body else sorted({decision.body for decision in self.decisions.all})
        found = [each for name in bodies for each in self._by_ref.get((name, ref), [])]
        return found or [each for name in bodies for each in self._by_ref.get((name, _base(ref)), [])]

    def successors(self, decision: Decision, ref: str) -> list[Decision]:
        """Return the decisions that a printed successor names: of the same body, else of any.

        Where no reference is printed in these words, the part in brackets may lack, for the same medicine only,
        whatever its form in brackets.
        """
        found = self.named(ref, decision.body) or self.named(ref)
        exact = [each for each in found if each.ref == ref]
        return exact or [each for each in found if _base(each.medicine) == _base(decision.medicine)]

    def dangling(self) -> list[tuple[Decision, str]]:
        """Return every decision whose printed successor is not among the decisions held."""
        return [
            (decision, ref)
            for decision in self.decisions.all
            for ref in decision.superseded_by
            if not self.successors(decision, ref)
        ]

    def in_force(self, decision: Decision) -> InForce:
        """Return whether a decision of any outcome is final, begun and not superseded on the day.

        A successor that is named but not held leaves it uncertain: what it decided, and since when, is not known.
        """
        if decision.stage != "final":
            return InForce(False, True)
        if "(archive" in decision.ref:  # kept by its publisher as what was, on a page that does not say until when
            return InForce(True, False)
        if decision.ended is not None and decision.ended.first <= self.as_of:
            return InForce(self.as_of < decision.ended.last, self.as_of >= decision.ended.last)
        begun = self._begun(decision)
        replaced = [self._begun(successor) for successor in self._final_successors(decision)]
        if not begun.value or any(each.value and each.certain for each in replaced):
            return InForce(False, True)
        unknown = any(not self.successors(decision, ref) for ref in decision.superseded_by)
        doubted = any(each.value for each in replaced)
        return InForce(True, begun.certain and not unknown and not doubted)

    def _begun(self, decision: Decision) -> InForce:
        if decision.date is None:
            retrieved = date.fromisoformat(decision.source.retrieved)
            return InForce(True, self.as_of >= retrieved)
        if decision.date.first > self.as_of:
            return InForce(False, True)
        return InForce(True, decision.date.last <= self.as_of)

    def _final_successors(self, decision: Decision) -> Iterator[Decision]:
        for ref in decision.superseded_by:
            if not _PARTIAL.search(ref):
                for successor in self.successors(decision, ref):
                    if successor is not decision and successor.stage == "final":
                        yield successor
        for successor in self._superseding.get((decision.body, decision.ref), []):
            same = _base(successor.medicine) == _base(decision.medicine)
            if successor is not decision and same and successor.stage == "final":
                yield successor


def _base(ref: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", ref).strip()


def standing(decision: Decision) -> str:
    """Return what an outcome amounts to: positive, refused, form, licence or none."""
    return STANDING.get(decision.outcome, "none")


def nations(decision: Decision, adoptions: Sequence[Adoption]) -> Iterator[Adoption]:
    """Yield where a decision counts; a rule with a date leaves out decisions known to be older."""
    for adoption in adoptions:
        if adoption.body != decision.body:
            continue
        dated = adoption.since is not None and (not adoption.outcomes or decision.outcome in adoption.outcomes)
        if dated and decision.date and adoption.since and decision.date.last < adoption.since:
            continue
        yield adoption


def add_decisions(facts: Facts, register: Register, needs: Needs) -> None:
    """Add one ``decision`` per decision, nation, cancer and biomarker."""
    for decision in register.decisions.all:
        in_force = register.in_force(decision)
        for adoption in nations(decision, register.decisions.adoptions):
            for values in _needs_of(decision, needs):
                words = f"{decision.body} {decision.ref}: {decision.medicine}, {decision.outcome}{_dated(decision)}"
                words += "" if in_force.certain else ", not certain to be in force"
                words += f" [{decision.id}]"
                facts.add(
                    "decision",
                    {
                        **common(decision, adoption, in_force),
                        **values,
                        **since(decision),
                    },
                    words,
                    decision.source,
                )


def _dated(decision: Decision) -> str:
    return f" ({decision.date_text})"


def common(decision: Decision, adoption: Adoption, in_force: InForce) -> dict[str, Value | None]:
    """Return the fields that every fact of a decision in a nation has."""
    return {
        "record": decision.id,
        "nation": adoption.nation.value,
        "nation_name": adoption.nation.display,
        "body": decision.body,
        "ref": decision.ref,
        "medicine": decision.medicine,
        "outcome": decision.outcome,
        "outcome_text": _OUTCOMES.get(decision.outcome, decision.outcome.replace("-", " ")),
        "standing": standing(decision),
        "in_force": in_force.value,
        "in_force_certain": in_force.certain,
        "adoption": adoption.basis,
        "line": decision.line,
        "setting": decision.setting,
        "decided": day_number(decision.date.last) if decision.date else None,
        "decided_text": decision.date_text,
        "confidence": decision.confidence,
    }


def _needs_of(decision: Decision, needs: Needs) -> Iterator[dict[str, Value | None]]:
    for requirement in decision.requirements:
        for cancer in requirement.cancers or decision.cancers:
            fields = needs.fields(requirement.biomarker, cancer, decision.age, requirement.absent)
            yield {**fields, "conjunct": requirement.conjunct}


def since(decision: Decision) -> dict[str, Value | None]:
    """Return the day from which a decision is known to count, exact where printed to the day; none if undated."""
    if decision.date is None:
        return {}
    exact = decision.date.first == decision.date.last and not decision.seen
    return {"since": day_number(decision.date.last), "since_exact": exact}


def add_links(facts: Facts, register: Register) -> None:
    """Add one ``link`` per decision reference that a statement ties to a test, with its own medicine."""
    for link in register.decisions.links:
        said = link.source.published
        if said and PartialDate.parse(said).first > register.as_of:
            continue
        medicines = split_medicines(link.medicine, len(link.decision_refs))
        pairs = list(zip(link.decision_refs, medicines, strict=True))
        for ref, medicine in pairs:
            same = [other for other, of in pairs if of == medicine or _alike(of, medicine)]
            _add_link(facts, link, ref, medicine, same, register)


def _alike(left: str, right: str) -> bool:
    return any(likeness(a, b) is Likeness.SAME for a in regimens(left) for b in regimens(right))


def split_medicines(printed: str, count: int) -> list[str]:
    """Return one medicine per reference: those printed in the same order, or all of them for each."""
    found = [part.strip() for part in printed.split(";")]
    return found if len(found) == count else [printed] * count


def _add_link(facts: Facts, link: TestLink, ref: str, medicine: str, same: Sequence[str], register: Register) -> None:
    """Add a ``link``; any reference of the statement to the same medicine supports it."""
    found = register.named(ref)
    named = [each for other in same for each in register.named(other)]
    in_force = [register.in_force(each) for each in named if standing(each) == "positive"]
    forms = any(standing(each) == "form" for each in found)  # a form follows from a decision that is not held
    state = _state(ref, found, register) + _besides(link, same, register)
    facts.add(
        "link",
        {
            "nation": link.nation,
            "nation_name": Nation(link.nation).display,
            "code": link.test_code,
            "ref": ref,
            "medicine": medicine,
            "supported": any(each.value for each in in_force),
            "certain": bool(found) and all(each.certain for each in in_force) and not (forms and not in_force),
            "state": state,
        },
        f"{link.test_code} is tied to {medicine} ({ref}): {state}",
        link.source,
    )


def _besides(link: TestLink, same: Sequence[str], register: Register) -> str:
    """Return which other decisions of a statement, on other medicines, still need the test; empty for none."""
    needed = [
        ref
        for ref in link.decision_refs
        if ref not in same
        and any(standing(each) == "positive" and register.in_force(each).value for each in register.named(ref))
    ]
    return (
        f"; {' and '.join(needed)} of the same statement still need{'s' if len(needed) == 1 else ''} it"
        if needed
        else ""
    )


def _state(ref: str, found: Sequence[Decision], register: Register) -> str:
    if not found:
        return f"{ref} is not among the decisions held"
    return f"{ref} {' / '.join(sorted({_state_of(each, register) for each in found}))}"


def _state_of(decision: Decision, register: Register) -> str:
    if register.in_force(decision).value:
        return decision.outcome
    after = [
        f"{successor.ref} {successor.outcome}"
        for ref in decision.superseded_by
        for successor in register.successors(decision, ref)
    ]
    return f"{decision.outcome}, {'replaced by ' + ' and '.join(after) if after else 'not in force'}"
