"""Use cases: what the commands do, without arguments, output or exit statuses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from trialign import compare as comparisons
from trialign import resources
from trialign.coverage.judge import Judge
from trialign.coverage.witness import Witnesses
from trialign.errors import EmptyRulebook, EngineFailure, NotEvaluated, UsageError, did_you_mean
from trialign.facts.build import build
from trialign.facts.listings import Beginnings, beginnings
from trialign.facts.tables import Facts
from trialign.forked import beside
from trialign.inference import acceptances
from trialign.inference.evaluate import EngineName, compare, evaluate, executor
from trialign.inference.findings import collect
from trialign.inference.witnesses import attach
from trialign.load.exceptions import Wanted
from trialign.load.settings import Settings
from trialign.load.world import World, load_world
from trialign.model.acceptance import IdleException
from trialign.model.coverage import Fit, TestFit
from trialign.model.dates import day_number
from trialign.model.finding import Finding, Outcome
from trialign.model.rule import Rule
from trialign.ontology import ontology_of
from trialign.report.views import Checked, CheckView, sources
from trialign.rulebook import settings as rule_settings
from trialign.rulebook.reader import load_rulebook

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a run reads from; None stands for what is bundled.

    Attributes:
        alone: Read only ``data``, not laid over the bundled directories.
        settings: The user's settings; ``data`` is already what the command line and they ask for together.
        exceptions: A table of accepted findings in place of that of the settings.
        called: What problems and evidence call ``data`` where it is a copy for the time of the run.
        releases: Releases to judge as those in force: ``england/cancer@2021-10``, ``england/cancer=draft.csv``.
    """

    data: Path | None = None
    rules: Path | None = None
    alone: bool = False
    settings: Settings | None = None
    exceptions: Path | None = None
    called: str = ""
    releases: tuple[str, ...] = ()

    @property
    def own_rules(self) -> tuple[Path, ...]:
        """Return the folders that are added to the bundled rulebook; a rulebook that was named stands alone."""
        return self.settings.rules if self.settings and self.rules is None else ()

    @property
    def disabled(self) -> frozenset[str]:
        """Return the ids of the rules that the settings disable."""
        return frozenset(self.settings.disabled if self.settings else ())

    @property
    def accepted(self) -> Wanted:
        """Return what is asked of exceptions: the file beside those of the data, and only rules that exist."""
        return Wanted(self.exceptions_file, rule_names(self))

    @property
    def exceptions_file(self) -> Path | None:
        """Return the table of accepted findings that is read beside that of the data."""
        return self.exceptions or (self.settings.exceptions if self.settings else None)


@dataclass(frozen=True, slots=True)
class Run:
    """One finished check.

    Attributes:
        rules: The rules that are reported.
        clean: Subjects that were judged and ended without a finding.
        unused: Rules that matched no subject at all.
        disabled: Rules that the settings disable: others may use their findings, none is reported.
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
    disabled: tuple[str, ...] = ()
    settings: str = ""


def load(sources: Sources, as_of: date) -> World:
    """Return the world of a data root; a root without a vocabulary of its own is laid over the bundled one.

    Raises:
        InputProblems: Every problem of every file.
    """
    root, bundled = data_root(sources), resources.directories()
    return load_world(root, as_of, bundled, sources.alone, sources.accepted, sources.releases)


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
        SettingsProblems: The settings name a rule that does not exist.
        NotEvaluated: There is no rule.
    """
    folder = sources.rules or resources.rules()
    if not folder.is_dir():
        raise UsageError(f"the rulebook {folder} is no directory; check the path")
    rules = load_rulebook(folder, as_of, resources.rules(), sources.own_rules)
    if not rules:
        raise EmptyRulebook(f"the rulebook {folder} holds no rule, so nothing was judged")
    return rule_settings.applied(rules, sources.settings, rule_names(sources)) if sources.settings else rules


def rule_names(sources: Sources) -> frozenset[str]:
    """Return the ids that settings and exceptions may name: of the bundled rules and of every rulebook in use."""
    own = sources.settings.rules if sources.settings else ()
    folders = [resources.rules(), *filter(None, [sources.rules]), *own]
    return frozenset(path.stem for folder in folders for path in folder.glob("*/*.yaml"))


def check(
    sources: Sources,
    as_of: date,
    engine: EngineName,
    verify: bool,
    progress: Progress,
    named: Collection[str] = (),
) -> Run:
    """Judge everything.

    Args:
        sources: What to read.
        as_of: The day that is judged.
        engine: Which executor.
        verify: Run the other executor too, and refuse to answer where they differ.
        progress: Is told what is being done.
        named: Ids of rules that are reported even where the settings disable them.

    Raises:
        InputProblems, RuleProblems: The input is invalid.
        NotEvaluated: There is nothing to judge, or the executors disagree.
    """
    with beside(partial(_beginnings, sources, as_of), worth=not sources.alone) as began:
        return _checked(sources, as_of, engine, verify, progress, named, began)


def _beginnings(sources: Sources, as_of: date) -> Beginnings:
    return beginnings(load(sources, as_of))


def _checked(
    sources: Sources,
    as_of: date,
    engine: EngineName,
    verify: bool,
    progress: Progress,
    named: Collection[str],
    began: Callable[[], Beginnings],
) -> Run:
    progress("reading rules")
    rules = tuple(rule for rule in rulebook(sources, as_of) if rule.verb == "check")
    progress("reading directories, decisions and trials")
    world = load(sources, as_of)
    progress("working out which tests answer which needs")
    ontology = ontology_of(world.vocabulary)
    judge = Judge(world.directories, ontology, world.as_of)
    facts = build(world, judge, began)
    other = EngineName.SQL if engine is EngineName.DURABLE else EngineName.DURABLE
    progress(f"judging with {engine.value}" + (f" and {other.value}" if verify else ""))
    with beside(partial(judged, rules, facts.copy(), other), worth=verify) as second:
        outcome = judged(rules, facts, engine)
        if verify:
            words = {number: place[2] for number, place in enumerate(facts.place)}
            compare(outcome, second(), (engine.value, other.value), words)
    disabled = sources.disabled - set(named)
    reported = tuple(rule for rule in rules if rule.id not in disabled)
    outcome = _without(outcome, disabled)
    search = Witnesses(judge, world.directories, world.vocabulary, ontology)
    findings = attach(collect(reported, outcome, facts, day_number(as_of)), facts, search)
    return Run(
        as_of,
        f"{engine.value}, verified" if verify else engine.value,
        world,
        reported,
        findings,
        subjects := sum(count for _, count in outcome.subjects),
        subjects - len(outcome.matches),
        tuple(sorted(rule for rule, count in outcome.subjects if not count)),
        facts,
        tuple(sorted(disabled)),
        sources.settings.name if sources.settings else "",
    )


def _without(outcome: Outcome, rules: Collection[str]) -> Outcome:
    """Return an outcome without that of some rules; they were run, since others may use their findings."""
    return Outcome(
        tuple(match for match in outcome.matches if match.rule_id not in rules),
        tuple((rule, count) for rule, count in outcome.subjects if rule not in rules),
    )


def view(
    run: Run, asked: tuple[Finding, ...], shown: tuple[Finding, ...], checked: Checked | None = None
) -> CheckView:
    """Return what reports show of a run.

    Args:
        run: The finished check.
        asked: Its findings, or those of the nations and rules that were asked for.
        shown: Those of them that are listed.
        checked: What was asked for; everything by default.
    """
    return CheckView(
        run.as_of,
        run.engine,
        sources(run.world),
        run.subjects,
        run.clean,
        run.unused,
        len(run.facts.rows["unresolved"]),
        len(run.findings),
        asked,
        shown,
        idle(run),
        run.disabled,
        run.settings,
        checked or Checked(comparisons.scope(run.rules)),
        tuple(each for each in run.world.exceptions if each.rule in {rule.id for rule in run.rules}),
    )


def idle(run: Run) -> tuple[IdleException, ...]:
    """Return the exceptions that excuse nothing, of the rules that were run."""
    ran = {rule.id for rule in run.rules}
    return tuple(acceptances.idle(run.world.exceptions, run.findings, ran, run.as_of))


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
