"""Why a nation does not test a biomarker, or no medicine for it is funded there, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialign.coverage.judge import Judge
from trialign.coverage.witness import Witnesses, Wording
from trialign.facts.decisions import Register
from trialign.load.world import World
from trialign.model.coverage import Coverage, Fit, Judgement, Need, TestFit
from trialign.model.directory import Directory, Nation, Standing, Test
from trialign.model.finding import Witness
from trialign.model.why_not import Elsewhere, Nearby, WhyNot
from trialign.ontology import ontology_of
from trialign.questions.asking import asking, funding
from trialign.questions.changes import changes

_NEAR = 12
_LACKS = {
    "variant": "variant",
    "partner": "variant",
    "class": "technology",
    "sample": "technology",
    "origin": "origin",
    "indication": "cancer",
    "some patients": "cancer",
    "condition": "condition",
    "age": "age",
    "availability": "availability",
    "denied": "availability",
    "directory": "availability",
    "denied before": "date",
}
_NOT_KNOWN = "not known"


class Asker:
    """Answers questions about one world; what several questions share is worked out once."""

    def __init__(self, world: World) -> None:
        """Index the world."""
        self.world = world
        self.ontology = ontology_of(world.vocabulary)
        self._judge = Judge(world.directories, self.ontology, world.as_of)
        self._witnesses = Witnesses(self._judge, world.directories, world.vocabulary, self.ontology)
        self._tests = {test.id: test for directory in world.directories for test in directory.tests}
        self._register = Register(world.decisions, world.as_of) if world.decisions is not None else None

    def why_not(self, asked: str, need: Need, cancer_name: str, nation: Nation, line: str = "") -> WhyNot:
        """Return why a nation does not answer a need, or that it does.

        Args:
            asked: The biomarker as it was typed.
            need: Biomarker, cancer and age.
            cancer_name: The cancer in words.
            nation: Whose patients are asked about.
            line: Line of treatment, as in ``Decision.line``; empty for any.
        """
        found = self._judge.judge(need, nation)
        near = tuple(self._nearby(fit) for fit in self._bearing(need, found))
        decisions = asking(self._register, need, line, nation, self.world.vocabulary, self.ontology)
        witness = self._witness(need, nation, line, found)
        directory = self.world.directory(nation)
        return WhyNot(
            as_of=self.world.as_of,
            asked=asked,
            line=line,
            need=need,
            cancer_name=cancer_name,
            judgement=found,
            answer=_sentence(need, cancer_name, found, near),
            funding=funding(decisions, nation, self.world.decisions is not None),
            known=tuple(_known(directory, nation)),
            near=near[:_NEAR],
            further=len(near[_NEAR:]),
            decisions=decisions,
            elsewhere=tuple(self._elsewhere(need, other) for other in Nation if other is not nation),
            witness=witness if isinstance(witness, Witness) else None,
            no_witness=witness if isinstance(witness, str) else "",
            changes=changes(need, cancer_name, found, near, directory, self.ontology),
        )

    def _witness(self, need: Need, nation: Nation, line: str, found: Judgement) -> Witness | str:
        if found.coverage is Coverage.COVERED:
            return ""
        return self._witnesses.of(need, nation, Wording(line))

    def _bearing(self, need: Need, found: Judgement) -> Iterator[TestFit]:
        """Yield the tests that bear on a need, each code once; then those that report it in other cancers only."""
        anywhere = replace(need, cancers=("ANY",), indication="")
        others = self._judge.judge(anywhere, found.nation).fits if found.coverage is not Coverage.COVERED else ()
        reporting = [fit for fit in others if fit.fit is Fit.PART and fit.cause == "indication"]
        reporting.sort(key=lambda fit: -self._kinship(self._tests[fit.test_id], need))
        seen: set[str] = set()
        for fit in (*found.fits, *(replace(fit, fit=Fit.NEAR_MISS) for fit in reporting)):
            if fit.code not in seen:
                seen.add(fit.code)
                yield fit

    def _kinship(self, test: Test, need: Need) -> int:
        """Return how many wider cancers a test's patients share with those of a need."""
        above = frozenset().union(*(self.ontology.cancers_above(code) for code in need.cancers))
        return max((len(above & self.ontology.cancers_above(code)) for code in test.cancers), default=0)

    def _nearby(self, fit: TestFit) -> Nearby:
        test = self._tests[fit.test_id]
        lacks = "" if fit.fit is Fit.FULL else _LACKS.get(fit.cause, _NOT_KNOWN)
        lacks = _NOT_KNOWN if fit.fit is Fit.POSSIBLE else lacks
        named = test.code, test.name, test.indication, test.nation
        return Nearby(*named, fit.fit, lacks, fit.cause, fit.reason, test.source)

    def _elsewhere(self, need: Need, nation: Nation) -> Elsewhere:
        own = need if self._same_words(need, nation) else replace(need, indication="")
        found = self._judge.judge(own, nation)
        tests = dict.fromkeys(fit.code for fit in found.fits if fit.fit is Fit.FULL)
        return Elsewhere(nation, found.coverage, found.reason, tuple(tests))

    def _same_words(self, need: Need, nation: Nation) -> bool:
        directory = self.world.directory(nation)
        return directory is not None and any(each.code == need.indication for each in directory.indications)


def _sentence(need: Need, cancer_name: str, found: Judgement, near: tuple[Nearby, ...]) -> str:
    """Return the answer in one sentence; what is not known is never called 'not tested'."""
    what, where = f"{need.biomarker.label} in {cancer_name}", found.nation.display
    if found.coverage is Coverage.COVERED:
        first = next((each for each in near if each.fit is Fit.FULL), None)
        by = f"{first.code} '{_shortened(first.name)}' reports it" if first else found.reason
        return f"{what} is tested in {where}: {by}."
    words = {
        Coverage.PARTLY: f"{what} is tested only in part in {where}",
        Coverage.NOT_COVERED: f"{what} is not tested in {where}",
        Coverage.OUTSIDE: f"{what} is no matter of the genomic directory in {where}",
        Coverage.CANNOT_TELL: f"It cannot be told whether {what} is tested in {where}",
    }
    return f"{words[found.coverage]}: {found.reason}."


def _shortened(name: str, most: int = 80) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _known(directory: Directory | None, nation: Nation) -> Iterator[str]:
    """Yield what is held of a nation's directory, and what is not known of it."""
    if directory is None:
        yield f"no directory of {nation.display} is loaded"
        return
    if directory.arrangement == "follows-england":
        yield f"{nation.display} funds tests against England's directory by agreement; roll-out is local"
    state = "complete" if directory.complete else "not complete: absence from it decides nothing"
    publisher = f" ({directory.publisher})" if directory.publisher else ""
    yield f"{directory.title}{publisher}: what is held is {state}"
    for each in directory.in_force:
        if each.release is not None:
            stale = ", superseded" if each.release.stale else ""
            names = ", by test names only" if each.release.held_by == "names" else ""
            name = f"{nation.value}/{each.book.name}@{each.release.name}"
            yield f"{name}, retrieved {each.release.retrieved}{names}{stale}"
        elif each.standing is not Standing.NONE:
            yield f"{nation.value}/{each.book.name}: {each.reason}"
    yield from directory.unknown
