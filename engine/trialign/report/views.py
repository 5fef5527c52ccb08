"""What every format shows, as plain records: a check, its sources, an answer to ``covers``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from trialign.compare import Comparison, Scope
from trialign.coverage.judge import all_of
from trialign.facts.decisions import Register
from trialign.load.world import World
from trialign.model.acceptance import Acceptance, IdleException
from trialign.model.coverage import Judgement, Need
from trialign.model.directory import Directory, InForce, Standing, Test
from trialign.model.finding import Finding, Verdict


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source: what it is, how old, how complete, what is not known of it."""

    name: str
    nation: str
    release: str
    state: str
    rows: int
    file: str
    url: str
    published: str
    retrieved: str
    age_days: int | None
    max_age_days: int
    complete: bool
    stale: bool
    unknown: tuple[str, ...]
    unread: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check was asked for.

    Attributes:
        since: What became of the findings of an earlier check; None where none was named.
        known_too: List the known findings too, beside an earlier check.
        whole: List every finding of severity info, not only the first of each rule.
        fail_on: The lowest severity of a gap that fails the check, or ``never``.
        failing: Fingerprints of the gaps that make it fail.
        manifest: Hash of the run's manifest, empty where it has none.
    """

    scope: Scope
    since: Comparison | None = None
    known_too: bool = False
    whole: bool = False
    fail_on: str = "never"
    failing: frozenset[str] = frozenset()
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check.

    Attributes:
        findings: How many findings the whole run has.
        asked: The findings of the nations and rules that were asked for; counts and exit status come from them.
        shown: Those of them that are listed: of the severities and verdicts that were asked for.
        idle: Exceptions that excuse nothing.
        disabled: Ids of rules that the settings disable.
        settings: The file of the settings, empty where there is none.
        exceptions: Every exception of a rule that was run.
    """

    as_of: date
    engine: str
    sources: tuple[SourceView, ...]
    subjects: int
    clean: int
    unused: tuple[str, ...]
    unresolved: int
    findings: int
    asked: tuple[Finding, ...]
    shown: tuple[Finding, ...]
    idle: tuple[IdleException, ...]
    disabled: tuple[str, ...] = ()
    settings: str = ""
    checked: Checked = Checked(Scope({}))
    exceptions: tuple[Acceptance, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """Return how many of the findings that were asked for have a verdict."""
        return sum(finding.verdict is verdict for finding in self.asked)


@dataclass(frozen=True, slots=True)
class CoversView:
    """The answers of nations to one need.

    Attributes:
        asked: The biomarker as it was asked for.
        releases: By nation, the releases that were searched, with a note where one is superseded or too old.
        tests: By id, the tests that the answers name.
        parts: The answers to each biomarker, where several were asked for at once.
    """

    as_of: date
    asked: str
    need: Need
    cancer_name: str
    judgements: tuple[Judgement, ...]
    releases: Mapping[str, tuple[str, ...]]
    tests: Mapping[str, Test]
    parts: tuple[CoversView, ...] = ()

    @property
    def label(self) -> str:
        """Return the canonical label of what was asked; several are joined by `` + ``."""
        return " + ".join(view.need.biomarker.label for view in self.parts) or self.need.biomarker.label


def sources(world: World) -> tuple[SourceView, ...]:
    """Return every source of a world: each book of each nation, the decisions, the trials."""
    found = [_book(directory, each, world.as_of) for directory in world.directories for each in directory.in_force]
    if world.decisions is not None:
        found.append(_decisions(world))
    if world.trials is not None:
        trials = world.trials
        captured = [trial.captured for trial in trials.all]
        age = (world.as_of - min(captured)).days if captured else None
        found.append(
            SourceView(
                "Trials",
                "",
                "",
                "held",
                len(trials.all),
                trials.source.where.path,
                trials.source.url,
                trials.source.published,
                trials.source.retrieved,
                age,
                trials.max_age_days,
                trials.complete,
                age is not None and age > trials.max_age_days,
                trials.unknown,
            )
        )
    return tuple(found)


def _book(directory: Directory, each: InForce, as_of: date) -> SourceView:
    release = each.release
    first = next((other for other in directory.in_force if other.standing is Standing.HELD), None)
    rows = [test for test in directory.tests if test.book == each.book.name]
    rows.sort(key=lambda test: (test.source.where.path, test.source.where.line))
    retrieved = release.retrieved if release else None
    age = (as_of - retrieved).days if retrieved and retrieved <= as_of else None
    name = f"{directory.nation.value}/{each.book.name}"
    notes = [each.reason] if each.reason else []
    return SourceView(
        name=f"{name}@{release.name}" if release else name,
        nation=directory.nation.value,
        release=release.name if release else "",
        state=each.standing.value,
        rows=len(rows),
        file=rows[0].source.where.path if rows else directory.source.where.path,
        url=release.source_url if release else "",
        published=str(release.published or "") if release else "",
        retrieved=str(retrieved or ""),
        age_days=age,
        max_age_days=directory.max_age_days,
        complete=bool(release and release.complete and directory.complete),
        stale=bool(release and release.stale) or (age is not None and age > directory.max_age_days),
        unknown=(*notes, *(directory.unknown if each is first else ())),
        unread=tuple(
            (f"{test.source.where}", item.printed, item.reason) for test in rows for item in test.reading.unresolved
        ),
    )


def _decisions(world: World) -> SourceView:
    decisions = world.decisions
    assert decisions is not None
    dangling = Register(decisions, world.as_of).dangling()
    named = ", ".join(sorted({f"{decision.id} → {ref}" for decision, ref in dangling}))
    notes = [f"{len(dangling)} successors are named but not held: {named}"] if dangling else []
    retrieved = date.fromisoformat(decisions.source.retrieved)
    age = (world.as_of - retrieved).days
    return SourceView(
        "Decisions", "", "", "held", len(decisions.all), decisions.source.where.path, "", "",
        decisions.source.retrieved, age, decisions.max_age_days, False, age > decisions.max_age_days,
        (*decisions.unknown, *notes),
    )  # fmt: skip


def _searched(directory: Directory, each: InForce, as_of: date) -> str:
    view = _book(directory, each, as_of)
    superseded = each.release is not None and each.release.stale
    note = " (superseded; the newer release is not held)" if superseded else ""
    if view.stale and not superseded:
        note = f" ({view.age_days} days old, more than {view.max_age_days})"
    return view.name + note


def answers(world: World, asked: str, need: Need, cancer_name: str, judgements: tuple[Judgement, ...]) -> CoversView:
    """Return what reports show of the answers to a need."""
    named = {fit.test_id for judgement in judgements for fit in judgement.fits}
    tests = {test.id: test for directory in world.directories for test in directory.tests if test.id in named}
    return CoversView(world.as_of, asked, need, cancer_name, judgements, searched(world), tests)


def searched(world: World) -> dict[str, tuple[str, ...]]:
    """Return, by nation, the releases that answers come from, with a note where one is superseded or too old."""
    return {
        directory.nation.value: tuple(
            _searched(directory, each, world.as_of) for each in directory.in_force if each.release
        )
        for directory in world.directories
    }


def together(asked: str, views: tuple[CoversView, ...]) -> CoversView:
    """Return one view of the answers to several biomarkers; where only one was asked for, its own.

    All are needed: a nation covers them where it covers each, partly where it covers some.
    """
    first = views[0]
    if len(views) == 1:
        return replace(first, asked=asked)
    judgements = tuple(
        all_of([(view.need.biomarker.label, view.judgements[number]) for view in views])
        for number in range(len(first.judgements))
    )
    tests = {name: test for view in views for name, test in view.tests.items()}
    return replace(first, asked=asked, judgements=judgements, tests=tests, parts=views)
