"""Use case of ``gate``: a run judged against what is known, and the baseline kept up with it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign import baseline, gate, history, pipeline
from trialign.baseline import Baseline, Origin
from trialign.compare import Check, Comparison, ReadSource, scope
from trialign.draft_rows import unread_rows
from trialign.errors import Disagreement, EmptyRulebook, InputProblems, NotEvaluated, Problem, UsageError
from trialign.gate import Aged, Cause, Decision, Judged, Reason
from trialign.inference.doubts import doubts
from trialign.inference.evaluate import EngineName
from trialign.load.candidates import instead_of
from trialign.model.rule import Severity
from trialign.pipeline import Progress, Run, Sources
from trialign.read.text import NO_FILE, NOT_THERE
from trialign.report import views
from trialign.report.words import counted
from trialign.untold import missed

_BUNDLED = "directories/"
_DIGITS = 12
_OF_THESE = "Is it of this data and these rules?"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gate is asked.

    Attributes:
        against: The JSON of an earlier check.
        baseline: The file of known fingerprints.
        accept: Add the new gaps that fail to the baseline.
        frozen: Do not write the baseline.
    """

    fail_on: Severity
    against: Path | None = None
    baseline: Path | None = None
    accept: bool = False
    frozen: bool = False
    engine: EngineName = EngineName.DURABLE
    verify: bool = True


def decide(sources: Sources, as_of: date, asked: Asked, progress: Progress) -> tuple[Decision, Run | None]:
    """Return the verdict, and the run behind it where there was one.

    Raises:
        UsageError: What is asked contradicts itself, or the baseline cannot be written.
        InputProblems: Data, exceptions, the earlier check or the baseline are unreadable or invalid.
    """
    if asked.baseline is None and (asked.accept or asked.frozen):
        raise UsageError("--accept and --frozen need --baseline: there is no file that they speak of")
    if asked.accept and asked.frozen:
        raise UsageError("--accept writes the baseline and --frozen forbids it; leave out one of them")
    then = history.earlier(asked.against) if asked.against else None
    known = _known(asked)
    try:
        run = pipeline.check(sources, as_of, asked.engine, asked.verify, progress, sources.disabled)
    except NotEvaluated as error:
        return gate.not_evaluated(as_of, asked.fail_on, [_reason(error)]), None
    except InputProblems as error:
        if sources.data is not None and not sources.data.exists():
            return gate.not_evaluated(as_of, asked.fail_on, [_no_root(sources.data)]), None
        return gate.not_evaluated(as_of, asked.fail_on, _gone(error, sources)), None
    if not _reported(run, sources) or not run.subjects:
        return gate.not_evaluated(as_of, asked.fail_on, [_nothing(run, sources)]), run
    return _decision(sources, asked, run, then, known), run


def _known(asked: Asked) -> Baseline:
    if asked.baseline is None or (asked.accept and not asked.baseline.exists()):
        return Baseline()
    return baseline.read(asked.baseline)


def _reason(error: NotEvaluated) -> Reason:
    match error:
        case EmptyRulebook():
            return Reason(Cause.RULEBOOK_EMPTY, str(error), "add rules to it, or name another with --rules")
        case Disagreement():
            mend = "report this as a defect of trialign with the data; neither executor can be believed here"
            return Reason(Cause.EXECUTORS_DISAGREE, str(error), mend)
        case _:
            return Reason(Cause.EXECUTOR_FAILED, str(error), "try --engine sql, and report this as a defect")


def _reported(run: Run, sources: Sources) -> frozenset[str]:
    """Return the ids of the rules that count: the settings' disabled ones are run only to keep the baseline whole."""
    return frozenset(rule.id for rule in run.rules) - sources.disabled


def _nothing(run: Run, sources: Sources) -> Reason:
    if _reported(run, sources):
        what = "no rule had anything to judge"
        return Reason(Cause.RULE_WITHOUT_SUBJECT, what, "check that --data names the folder that was meant")
    what = "the rulebook holds no rule that is run"
    return Reason(Cause.RULEBOOK_EMPTY, what, "add rules to it, or name another with --rules")


def _no_root(root: Path) -> Reason:
    return Reason(Cause.SOURCE_MISSING, f"the folder of data {root} is not there", "check the path of --data")


def _gone(error: InputProblems, sources: Sources) -> list[Reason]:
    """Return a reason for each file of the data that is gone; other problems are raised as they are."""
    own = sources.exceptions_file
    kept = own.as_posix() if own else ""
    if any(each.where.path == kept or not _is_gone(each) for each in error.problems):
        raise error
    return [
        Reason(Cause.SOURCE_MISSING, f"{each.where}: {each.what}", each.mend, each.where) for each in error.problems
    ]


def _is_gone(problem: Problem) -> bool:
    return problem.what == NOT_THERE or problem.what.startswith(NO_FILE)


def _decision(sources: Sources, asked: Asked, run: Run, then: Check | None, held: Baseline) -> Decision:
    reported = tuple(each for each in run.findings if each.rule.id not in sources.disabled)
    judged = history.scope(run, (), (), None, None)
    compared = history.since(asked.against, then, run, judged, reported, ()) if asked.against and then else None
    everything = frozenset(each.fingerprint for each in run.findings)
    aged, whence = _aged(run), _whence(run)
    foreign = _foreign(held, everything, whence)
    known = frozenset[str]() if foreign else held.fingerprints
    unsaid = doubts(run.rules, run.facts, missed(compared, known, everything))
    sorted_ = gate.sort(reported, asked.fail_on, compared, known, everything, unsaid)
    had = {rule.id for rule in run.rules} - set(run.unused)
    required = sources.settings.required if sources.settings else ()
    unready = tuple(gate.unready(aged, then.sources if then else (), required, had))
    idle = tuple(each for each in pipeline.idle(run) if each.rule not in sources.disabled)
    accepted = sorted_.new if asked.accept and not unready else ()
    failing = tuple(gate.failing(() if accepted else sorted_.new, idle, asked.fail_on))
    names = tuple(sorted(each.fingerprint for each in accepted))
    if asked.baseline and not asked.frozen and not unready:
        _keep_up(asked.baseline, sorted_.gone, names, whence if asked.accept else None)
    return Decision(
        run.as_of,
        asked.fail_on,
        gate.ruling(unready, failing),
        (*unready, *failing),
        sorted_,
        names,
        (*_of_baseline(asked, held, whence, foreign), *_notes(run, sources, compared)),
        idle,
        aged,
        run.engine,
        compared,
        asked.baseline.as_posix() if asked.baseline else "",
        tuple(each for each in run.world.exceptions if each.rule in _reported(run, sources)),
        tuple(_judged(run)),
        tuple(unread_rows(run.world)),
    )


def _whence(run: Run) -> Origin:
    """Return digests of the rules with what each asks, and of the sources without their releases."""
    rules = "".join(f"{name} {digest}\n" for name, digest in scope(run.rules).rules.items())
    folders = {each.nation.value: each.source.where.path for each in run.world.directories}
    files = ((each.name.partition("@")[0], folders.get(each.nation, each.file)) for each in views.sources(run.world))
    own = sorted(f"{name} {'bundled' if file.startswith(_BUNDLED) else 'own'}\n" for name, file in files)
    return Origin(_digest(rules), _digest("".join(own)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _foreign(held: Baseline, everything: Collection[str], whence: Origin) -> bool:
    """Tell whether a baseline is of other data or rules: nothing of it is found, and it does not say it is of these.

    One that says so is believed: then all that it held is mended.
    """
    return bool(held.fingerprints) and held.origin != whence and not held.fingerprints & frozenset(everything)


def _of_baseline(asked: Asked, held: Baseline, whence: Origin, foreign: bool) -> Iterator[str]:
    """Yield what differs between the run by which a baseline was accepted and this one."""
    name = asked.baseline.as_posix() if asked.baseline else ""
    if foreign:
        count = counted(len(held.fingerprints), "fingerprint")
        kept = "What is new was added to it" if asked.accept else "It is left as it is"
        yield f"Nothing in {name} matches: none of its {count} is found here. {_OF_THESE} {kept}."
    if held.origin is None or held.origin == whence:
        return
    if held.origin.rules != whence.rules:
        yield (
            f"Rules have changed since {name} was accepted: of what they ask otherwise, old gaps may look new and "
            "open ones fixed. Read what is new and fixed, then accept it anew with --accept."
        )
    if held.origin.sources != whence.sources:
        yield f"{name} was accepted for other sources than those that were judged here."


def _judged(run: Run) -> Iterator[Judged]:
    for each in run.world.candidates:
        directory = run.world.directory(each.nation)
        assert directory is not None
        found = next(found for found in directory.in_force if found.book.name == each.book)
        view = next(view for view in views.sources(run.world) if view.name.partition("@")[0] == each.key)
        yield Judged(each.name, view.file, view.rows, instead_of(found, directory, run.as_of))


def _keep_up(path: Path, gone: Collection[str], added: Collection[str], whence: Origin | None) -> None:
    """Write a baseline where something changes, or where it is not there yet, so that one is begun even empty."""
    if gone or added or whence or not path.exists():
        baseline.update(path, gone, added, whence)


def _aged(run: Run) -> tuple[Aged, ...]:
    return tuple(
        Aged(
            ReadSource(each.name, each.state, each.rows, each.retrieved, each.file), each.age_days, each.max_age_days
        )
        for each in views.sources(run.world)
    )


def _notes(run: Run, sources: Sources, compared: Comparison | None) -> Iterator[str]:
    for each in views.sources(run.world):
        old = each.age_days is not None and each.age_days > each.max_age_days
        if each.stale and not old:
            yield f"{each.name} is superseded; the newer release is not held."
    if sources.data is not None:
        own = [each.name for each in views.sources(run.world) if not each.file.startswith(_BUNDLED)]
        yield f"Of {sources.data.as_posix()}: {', '.join(own) or 'no source'}; what else was judged is bundled."
    if sources.disabled:
        yield f"Rules that the settings disable: {', '.join(sorted(sources.disabled))}."
    unjudged = len(compared.not_judged_now) if compared else 0
    if unjudged:
        yield f"{unjudged} earlier findings were not judged now: their rule was not run, or their source not read."
