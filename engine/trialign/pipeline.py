"""Use cases: what the commands do, without arguments, output or exit statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign import resources
from trialign.coverage.judge import Judge
from trialign.coverage.witness import Witnesses
from trialign.errors import (
    EngineFailure,
    InputProblems,
    NotEvaluated,
    ProblemsError,
    RuleProblems,
    UsageError,
    did_you_mean,
)
from trialign.facts.build import build
from trialign.facts.tables import Facts
from trialign.inference.evaluate import EngineName, compare, evaluate, executor
from trialign.inference.findings import collect
from trialign.inference.witnesses import attach
from trialign.load.world import World, load_world
from trialign.model.coverage import Fit, TestFit
from trialign.model.dates import day_number
from trialign.model.finding import Finding, Outcome
from trialign.model.rule import Rule
from trialign.nomenclature import vocabulary as vocabularies
from trialign.ontology import Ontology
from trialign.report.views import CheckView, sources
from trialign.rulebook.complete import missing_examples
from trialign.rulebook.examples import example_facts
from trialign.rulebook.reader import load_rulebook

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a run reads from; None stands for what is bundled.

    Attributes:
        alone: Read only ``data``, not laid over the bundled directories.
    """

    data: Path | None = None
    rules: Path | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One finished check.

    Attributes:
        clean: Subjects that were judged and ended without a finding.
        unused: Rules that matched no subject at all.
    """

    as_of: date
    engine: str
    world: World
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    subjects: int
    clean: int
    unused: tuple[str, ...]
    facts: Facts


def load(sources: Sources, as_of: date) -> World:
    """Return the world of a data root; a root without a vocabulary of its own is laid over the bundled one.

    Raises:
        InputProblems: Every problem of every file.
    """
    return load_world(data_root(sources), as_of, resources.directories(), sources.alone)


def data_root(sources: Sources) -> Path:
    """Return the data root that was asked for, otherwise the bundled one.

    Raises:
        UsageError: It shall stand alone, and there is none.
    """
    if sources.alone and sources.data is None:
        raise UsageError("--alone needs --data: there is nothing else to read")
    return sources.data or resources.directories()


def rulebook(sources: Sources, as_of: date) -> tuple[Rule, ...]:
    """Return the rules of a rulebook.

    Raises:
        RuleProblems: Every problem of every rule.
        NotEvaluated: There is no rule.
    """
    folder = sources.rules or resources.rules()
    if not folder.is_dir():
        raise UsageError(f"the rulebook {folder} is no directory; check the path")
    rules = load_rulebook(folder, as_of, resources.rules())
    if not rules:
        raise NotEvaluated(f"the rulebook {folder} holds no rule, so nothing was judged")
    return rules


def check(sources: Sources, as_of: date, engine: EngineName, verify: bool, progress: Progress) -> Run:
    """Judge everything.

    Args:
        sources: What to read.
        as_of: The day that is judged.
        engine: Which executor.
        verify: Run the other executor too, and refuse to answer where they differ.
        progress: Is told what is being done.

    Raises:
        InputProblems, RuleProblems: The input is invalid.
        NotEvaluated: There is nothing to judge, or the executors disagree.
    """
    progress("reading rules")
    rules = tuple(rule for rule in rulebook(sources, as_of) if rule.verb == "check")
    progress("reading directories, decisions and trials")
    world = load(sources, as_of)
    progress("working out which tests answer which needs")
    ontology = Ontology(world.vocabulary)
    judge = Judge(world.directories, ontology, world.as_of)
    facts = build(world, judge)
    progress(f"judging with {engine.value}")
    outcome = judged(rules, facts, engine)
    if verify:
        other = EngineName.SQL if engine is EngineName.DURABLE else EngineName.DURABLE
        progress(f"judging again with {other.value}")
        second = judged(rules, build(world), other)
        words = {number: place[2] for number, place in enumerate(facts.place)}
        compare(outcome, second, (engine.value, other.value), words)
    search = Witnesses(judge, world.directories, world.vocabulary, ontology)
    findings = attach(collect(rules, outcome, facts, day_number(as_of)), facts, search)
    name = f"{engine.value}, verified" if verify else engine.value
    total = sum(count for _, count in outcome.subjects)
    unused = tuple(sorted(rule for rule, count in outcome.subjects if not count))
    return Run(as_of, name, world, rules, findings, total, total - len(outcome.matches), unused, facts)


def view(run: Run, asked: tuple[Finding, ...], shown: tuple[Finding, ...]) -> CheckView:
    """Return what reports show of a run.

    Args:
        run: The finished check.
        asked: Its findings, or those of the nations and rules that were asked for.
        shown: Those of them that are listed.
    """
    unresolved = len(run.facts.rows["unresolved"])
    found = sources(run.world)
    counted = run.subjects, run.clean, run.unused, unresolved, len(run.findings)
    return CheckView(run.as_of, run.engine, found, *counted, asked, shown, tuple(_idle(run)))


def _idle(run: Run) -> Iterator[str]:
    """Yield each exception that excuses nothing: its end has passed, or no finding has its rule and subject."""
    used = {each.source.where for finding in run.findings for each in finding.evidence}
    for exception in run.world.exceptions:
        where = exception.source.where
        if exception.until.last < run.as_of:
            yield f"{where}: the exception from {exception.rule} for {exception.subject} ended on {exception.until}"
        elif where not in used:
            yield f"{where}: the exception from {exception.rule} for {exception.subject} excuses no finding"


def judged(rules: Sequence[Rule], facts: Facts, engine: EngineName) -> Outcome:
    """Return what an executor makes of the facts.

    Raises:
        NotEvaluated: It failed; there is no partial result.
    """
    try:
        return evaluate(rules, facts, executor(engine))
    except EngineFailure as error:
        raise NotEvaluated(f"the executor {engine.value} failed: {error}; nothing is reported") from error


def find_rule(rules: Sequence[Rule], rule_id: str) -> Rule:
    """Return a rule by its id, in any case.

    Raises:
        UsageError: There is none.
    """
    by_id = {rule.id: rule for rule in rules}
    if rule_id.upper() in by_id:
        return by_id[rule_id.upper()]
    mend = did_you_mean(rule_id, by_id) or f"rules: {', '.join(sorted(by_id))}"
    raise UsageError(f"no rule '{rule_id}'; {mend}")


def rule_ids(sources: Sources, as_of: date, names: Sequence[str], family: str = "") -> frozenset[str]:
    """Return the ids of some rules, none for no names; an unknown name is told before anything else is read.

    Args:
        sources: Where the rulebook is.
        as_of: The day for dated parameters.
        names: Ids of rules, in any case.
        family: The only family that is asked; empty for every one.
    """
    if not names:
        return frozenset()
    rules = [rule for rule in rulebook(sources, as_of) if family in {"", rule.family}]
    return frozenset(find_rule(rules, name).id for name in names)


@dataclass(frozen=True, slots=True)
class Validation:
    """The result of ``trialign validate``: what was read, and every problem."""

    read: tuple[str, ...]
    problems: ProblemsError | None


def validate(sources: Sources, as_of: date) -> Validation:
    """Read everything and return every problem of directories, decisions, trials and rules together."""
    read: list[str] = []
    problems: list[ProblemsError] = []
    try:
        rules = rulebook(sources, as_of)
        read.append(f"{len(rules)} rules")
        problems += _example_problems(rules)
    except RuleProblems as error:
        problems.append(error)
    try:
        world = load(sources, as_of)
        Ontology(world.vocabulary)
        read += _counted(world)
    except InputProblems as error:
        problems.append(error)
    if not problems:
        return Validation(tuple(read), None)
    every = [problem for error in problems for problem in error.problems]
    kind = InputProblems if any(isinstance(error, InputProblems) for error in problems) else RuleProblems
    return Validation(tuple(read), kind(every))


def _example_problems(rules: Sequence[Rule]) -> list[ProblemsError]:
    """Return the problems of examples that are missing, name unknown genes or nations, or lack what they need."""
    vocabulary = vocabularies.load(resources.directories())
    missing = [problem for rule in rules for problem in missing_examples(rule)]
    found: list[ProblemsError] = [RuleProblems(missing)] if missing else []
    for rule in rules:
        for example in rule.examples:
            try:
                example_facts(example, vocabulary)
            except RuleProblems as error:
                found.append(error)
    return found


def _counted(world: World) -> list[str]:
    counts = [f"{len(each.tests)} tests of {each.nation.display}" for each in world.directories]
    if world.decisions:
        counts.append(f"{len(world.decisions.all)} decisions")
    if world.trials:
        counts.append(f"{len(world.trials.all)} trials")
    return counts


def near_fits(run: Run, finding: Finding) -> tuple[TestFit, ...] | None:
    """Return the tests that bear on a finding's need in its nation, best first; None where it is about no need."""
    if not any(pattern.kind == "answer" for pattern in finding.rule.subject):
        return None
    needs = {
        row["need"]
        for kind in ("decision", "trial", "answer")
        for row in run.facts.rows[kind]
        if row.get("biomarker_id") == finding.biomarker_id
        and row.get("cancer") == finding.cancer
        and row["nation"] == finding.nation
    }
    rows = [row for row in run.facts.rows["coverage"] if row["need"] in needs and row["nation"] == finding.nation]
    found = {(str(row["code"]), str(row["fit"]), str(row.get("reason", ""))): row for row in rows}
    order = [fit.value for fit in Fit]
    return tuple(
        TestFit(str(row["test"]), code, Fit(fit), reason, str(row.get("cause", "")))
        for (code, fit, reason), row in sorted(found.items(), key=lambda item: (order.index(item[0][1]), item[0]))
    )
