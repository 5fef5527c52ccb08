"""The way from licence to test for one need in one nation: how each ruling stands, and where the way breaks.

The page of a medicine asks for the ways that its own rulings open, a report for those of every ruling that is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from trialign.coverage.links import Holds, Link, Step, links_of
from trialign.facts.decisions import Register, nations, standing
from trialign.facts.needs import wanted
from trialign.judging import Judging
from trialign.matrix import called, lies_within, needed_for
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.decision import Decision
from trialign.model.directory import Nation
from trialign.report.looks import Ruling, Way

COUNTED = frozenset({"in_force", "doubtful"})
"""States of a ruling that counts on the day."""
_NO_OUTCOME = {"terminated": "appraisal terminated", "non-submission": "no submission"}
_ELSEWHERE = 4


def ruling(decision: Decision, register: Register, chosen: Sequence[Nation]) -> Ruling:
    """Return how a licence, decision or form stands on the day, and where it counts among some nations."""
    state, note = _state(decision, register)
    counts = {each.nation: each.basis for each in nations(decision, register.decisions.adoptions)}
    where = tuple((nation, counts[nation]) for nation in chosen if nation in counts)
    needs = tuple(dict.fromkeys(wanted(each.biomarker, each.absent) for each in decision.requirements))
    return Ruling(decision, standing(decision), state, note, where, needs)


def _state(decision: Decision, register: Register) -> tuple[str, str]:
    """Return how a decision stands on the day, and why."""
    if decision.stage != "final":
        return "draft", decision.stage
    in_force = register.in_force(decision)
    if in_force.value and in_force.certain:
        return "in_force", ""
    after = ", ".join(decision.superseded_by)
    if in_force.value:
        undated = "undated" if decision.date is None else "its date does not settle it"
        return "doubtful", f"its successor {after} is not held or not dated" if after else undated
    if decision.ended is not None and decision.ended.first <= register.as_of:
        return "not_in_force", f"ended {decision.ended}"
    if decision.date is not None and decision.date.first > register.as_of:
        return "not_in_force", "not yet begun"
    return "superseded", f"by {after}" if after else "by a later one"


class Ways:
    """Judges ways by the rulings that may open them."""

    def __init__(self, judging: Judging, rulings: Sequence[Ruling]) -> None:
        """Index rulings by what they ask for."""
        self._ontology = judging.ontology
        self._judge = judging.judge
        self._history = judging.history
        self._by_key: dict[str, list[tuple[Ruling, Need]]] = defaultdict(list)
        for each in rulings:
            for need in dict.fromkeys(needed_for(each.decision)):
                for key in _keys(need.biomarker):
                    self._by_key[key].append((each, need))
        self._order = {id(each): number for number, each in enumerate(rulings)}

    def way(self, need: Need, nation: Nation) -> Way:
        """Return the way for a need in a nation."""
        found = self._judge.judge(need, nation)
        own = [each for each in self.speaking_of(need) if nation in dict(each.counts_in)]
        elsewhere = self._elsewhere(need, nation) if found.coverage is Coverage.NOT_COVERED else ()
        return Way(found, self._history.since(need, found), _links(found, own, nation, elsewhere), tuple(own))

    def speaking_of(self, need: Need) -> list[Ruling]:
        """Return the rulings on a need: on its biomarker or what encloses it, in its cancer or one around it."""
        around = self._ontology.cancers_above(need.cancers[0]) | self._ontology.cancers_below(need.cancers[0])
        keys = {*_keys(need.biomarker), need.biomarker.id}
        found = {
            id(each): each
            for key in keys
            for each, asked in self._by_key.get(key, ())
            if asked.cancers[0] in around and lies_within(need.biomarker, asked.biomarker, self._ontology)
        }
        return sorted(found.values(), key=lambda each: self._order[id(each)])

    def _elsewhere(self, need: Need, nation: Nation) -> tuple[str, ...]:
        """Return tests of a nation that report a biomarker in whatever cancer."""
        found = self._judge.judge(Need(need.biomarker, ("ANY",), need.age), nation)
        own = [fit.code for fit in found.fits if fit.fit in {Fit.FULL, Fit.PART}]
        return tuple(dict.fromkeys(own))[:_ELSEWHERE]


def _keys(marker: Biomarker) -> tuple[str, ...]:
    """Return what two biomarkers share if one lies within the other: a gene, or all where there is none."""
    return tuple(gene.hgnc_id for gene in marker.genes) or (marker.id,)


def _links(found: Judgement, own: Sequence[Ruling], nation: Nation, elsewhere: Sequence[str]) -> tuple[Link, ...]:
    return (_licence(own), _decision(own, nation), *links_of(found, elsewhere))


def _licence(own: Sequence[Ruling]) -> Link:
    """Return the licence's link: broken only where it is known to have ended; one that is not held is unknown."""
    licences = [each for each in own if each.standing == "licence"]
    held = [each for each in licences if each.state in COUNTED]
    if held:
        return Link(Step.LICENCE, Holds.YES, ", ".join(dict.fromkeys(_dated(each.decision) for each in held)))
    for each in (each for each in licences if each.state == "not_in_force" and each.decision.ended):
        return Link(Step.LICENCE, Holds.BROKEN, f"{_dated(each.decision)}, {each.note}")
    return Link(Step.LICENCE, Holds.UNKNOWN, "no licence record for it is held")


def _decision(own: Sequence[Ruling], nation: Nation) -> Link:
    """Return the decision's link: broken only by a refusal or an appraisal that ended without a recommendation."""
    live = [each for each in own if each.state in COUNTED]
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
