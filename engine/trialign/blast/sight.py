"""What one side answers to those who ask, and what the rules find under it; small enough to go between processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trialign.blast.asking import Ask
from trialign.blast.judged_rules import Judged
from trialign.coverage.judge import Judge
from trialign.facts.laid import Ground
from trialign.facts.tables import Facts
from trialign.inference.evaluate import EngineName
from trialign.inference.findings import collect
from trialign.load.world import World
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.directory import Nation, Test
from trialign.model.finding import Finding
from trialign.model.rule import Severity
from trialign.ontology import Ontology
from trialign.pipeline import judged

MET = frozenset({Coverage.COVERED, Coverage.PARTLY})
_ANSWERING = frozenset({Fit.FULL, Fit.PART})
Fits = frozenset[tuple[str, str]]
Asked = tuple[Need, Nation, str]


@dataclass(frozen=True, slots=True)
class Word:
    """The answer to one need, with the codes of the tests that give it and how far each does."""

    coverage: Coverage
    fits: Fits


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding, with what ties it to changes of tests.

    Attributes:
        needs: Numbers of the needs that it is about, with the nation that answers.
        codes: Of the tests that it is about itself.
        indications: Codes of the indications that it is about, each with the number of the need.
    """

    fingerprint: str
    rule: str
    severity: Severity
    nation: str
    verdict: str
    biomarker: str
    cancer: str
    message: str
    needs: frozenset[tuple[int, str]]
    codes: frozenset[str]
    indications: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Sight:
    """One side.

    Attributes:
        words: Answers by need, nation and sample.
        findings: By fingerprint, in the order of a check.
        fits: The tests that bear on a need of a number in a nation, with how far they do; near misses left out.
    """

    words: Mapping[Asked, Word]
    findings: Mapping[str, Seen]
    fits: Mapping[tuple[int, str], Fits]


def seen(
    world: World,
    ontology: Ontology,
    asks: Iterable[Ask],
    nations: Iterable[Nation],
    ground: Ground | None,
    rules: Judged | None,
) -> Sight:
    """Return what a side answers and what the rules find.

    Args:
        world: The day with the side laid out.
        ontology: What lies within what.
        asks: Who asks.
        nations: Whose answers are wanted.
        ground: The facts of the day that stay as they are; None where no rule is run.
        rules: What is run.
    """
    judge = Judge(world.directories, ontology, world.as_of)
    words = _words(world, judge, asks, frozenset(nations))
    if ground is None or rules is None:
        return Sight(words, {}, {})
    facts = ground.under(world, judge)
    outcome = judged(rules.run, facts, EngineName.SQL)
    found = collect((rule for rule in rules.run if rule.id in rules.compared), outcome, facts)
    return Sight(words, {each.fingerprint: _seen(each, facts) for each in found}, _fits(facts))


def _words(world: World, judge: Judge, asks: Iterable[Ask], nations: frozenset[Nation]) -> Mapping[Asked, Word]:
    tests = {test.id: test for each in world.directories for test in each.tests}
    complete = {each.nation for each in world.directories if each.complete}
    found: dict[Asked, Word] = {}
    for ask in asks:
        for nation in ask.nations & nations:
            key = ask.need, nation, ask.sample
            if key not in found:
                found[key] = _word(judge.judge(ask.need, nation), ask.sample, tests, nation in complete)
    return found


def _word(found: Judgement, sample: str, tests: Mapping[str, Test], complete: bool) -> Word:
    """Return an answer; where only one sample serves, that of the tests that take it."""
    fits = [fit for fit in found.fits if not sample or tests[fit.test_id].reading.sample == sample]
    answering = frozenset((fit.code, fit.fit.value) for fit in fits if fit.fit in _ANSWERING)
    if not sample or answering or found.coverage not in MET:
        return Word(found.coverage, answering)
    doubt = not complete or any(fit.fit is Fit.POSSIBLE for fit in fits)
    return Word(Coverage.CANNOT_TELL if doubt else Coverage.NOT_COVERED, answering)


def _fits(facts: Facts) -> Mapping[tuple[int, str], Fits]:
    found: dict[tuple[int, str], set[tuple[str, str]]] = defaultdict(set)
    for row in facts.rows["coverage"]:
        if row["fit"] != Fit.NEAR_MISS:
            found[int(row["need"]), str(row["nation"])].add((str(row["code"]), str(row["fit"])))
    return {key: frozenset(each) for key, each in found.items()}


def _seen(finding: Finding, facts: Facts) -> Seen:
    rows = [facts.place[fact][:2] for fact in finding.facts]
    return Seen(
        finding.fingerprint,
        finding.rule.id,
        finding.rule.severity,
        finding.nation,
        finding.verdict.value,
        finding.biomarker,
        finding.cancer_name,
        finding.message,
        frozenset((int(row["need"]), str(row["nation"])) for kind, row in rows if "need" in row and kind != "island"),
        frozenset(str(row["code"]) for kind, row in rows if kind in {"test", "target", "unresolved"}),
        frozenset((str(row["indication_code"]), int(row["need"])) for kind, row in rows if kind == "island"),
    )
