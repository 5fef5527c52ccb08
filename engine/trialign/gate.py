"""What a gate decides: which gaps are new, known and fixed, and whether a release may go out.

Knows findings, an earlier check and a baseline's fingerprints. Knows neither how they were read nor how a verdict is
shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trialign.compare import Comparison, EarlierFinding, ReadSource
from trialign.draft_rows import UnreadRow
from trialign.errors import Location
from trialign.inference.doubts import Doubt
from trialign.model.acceptance import Acceptance, IdleException, IdleState
from trialign.model.directory import Nation
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.untold import Untold, resolved, untold

_NATIONAL = frozenset(Nation)


class Ruling(StrEnum):
    """What a gate says."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_EVALUATED = "not_evaluated"

    @property
    def exit_status(self) -> int:
        """Return the exit status of the command."""
        return {Ruling.PASSED: 0, Ruling.FAILED: 1, Ruling.NOT_EVALUATED: 4}[self]


class Cause(StrEnum):
    """Why a gate did not pass."""

    NEW_FINDINGS = "new_findings"
    EXCEPTION_EXPIRED = "exception_expired"
    SOURCE_MISSING = "source_missing"
    SOURCE_TOO_OLD = "source_too_old"
    RULEBOOK_EMPTY = "rulebook_empty"
    RULE_WITHOUT_SUBJECT = "rule_without_subject"
    EXECUTORS_DISAGREE = "executors_disagree"
    EXECUTOR_FAILED = "executor_failed"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a gate did not pass: what is the case, how to mend it, and where, if it has a place."""

    cause: Cause
    what: str
    mend: str
    where: Location | None = None

    @property
    def sentence(self) -> str:
        """Return both in one sentence."""
        return f"{self.what}; {self.mend}."


@dataclass(frozen=True, slots=True)
class Aged:
    """A source with its age and the limit of its age, in days."""

    source: ReadSource
    age: int | None
    limit: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """The gaps of a run by what is known of them.

    Attributes:
        new: Gaps at or above the severity that fails, of which nothing is known.
        below: Gaps below that severity, of which nothing is known.
        known: Gaps that the earlier check or the baseline holds.
        excepted: Findings that an exception excuses.
        unsure: Findings that cannot be told.
        untold: Known gaps that cannot be told any more, those that are findings still before the others.
        fixed: Gaps of the earlier check that are none any more.
        gone: Fingerprints of the baseline that no finding has any more.
    """

    new: tuple[Finding, ...] = ()
    below: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    excepted: tuple[Finding, ...] = ()
    unsure: tuple[Finding, ...] = ()
    untold: tuple[Untold, ...] = ()
    fixed: tuple[EarlierFinding, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def mended(self) -> frozenset[str]:
        """Return the fingerprints of what was known and is none any more."""
        return frozenset(each.fingerprint for each in self.fixed) | frozenset(self.gone)


class Standing(StrEnum):
    """How a finding stands to what was known; the order is that of reports."""

    NEW = "new"
    ACCEPTED = "accepted"
    BELOW = "below"
    KNOWN = "known"
    CANNOT_TELL = "cannot_tell"
    EXCEPTED = "excepted"


@dataclass(frozen=True, slots=True)
class Judged:
    """A release that was judged as the one in force, as asked for.

    Attributes:
        instead: In words, what would be in force without it.
    """

    name: str
    file: str
    rows: int
    instead: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict of a gate.

    Attributes:
        accepted: Fingerprints that were added to the baseline, as asked for.
        notes: What a reader should know beside the verdict, in sentences.
        exceptions: Exceptions that excuse nothing.
        acceptances: Every exception of a rule that was run.
        unread: What cannot be read in the drafts among the releases that were judged.
    """

    as_of: date
    fail_on: Severity
    ruling: Ruling
    reasons: tuple[Reason, ...]
    sorted: Sorted = Sorted()
    accepted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exceptions: tuple[IdleException, ...] = ()
    sources: tuple[Aged, ...] = ()
    engine: str = ""
    against: Comparison | None = None
    baseline: str = ""
    acceptances: tuple[Acceptance, ...] = ()
    judged: tuple[Judged, ...] = ()
    unread: tuple[UnreadRow, ...] = ()

    def findings(self) -> Iterator[tuple[Finding, Standing]]:
        """Yield every finding with how it stands, what fails first, then by severity, rule and fingerprint."""
        found = self.sorted
        for standing, group in (
            (Standing.ACCEPTED if self.accepted else Standing.NEW, found.new),
            (Standing.BELOW, found.below),
            (Standing.KNOWN, found.known),
            (Standing.CANNOT_TELL, found.unsure),
            (Standing.EXCEPTED, found.excepted),
        ):
            yield from ((each, standing) for each in new_first(group))


def not_evaluated(as_of: date, fail_on: Severity, reasons: Sequence[Reason]) -> Decision:
    """Return the verdict where nothing could be judged."""
    return Decision(as_of, fail_on, Ruling.NOT_EVALUATED, tuple(reasons))


def ruling(unready: Sequence[Reason], failing: Sequence[Reason]) -> Ruling:
    """Return what a gate says for reasons why it could not judge, and reasons to fail."""
    if unready:
        return Ruling.NOT_EVALUATED
    return Ruling.FAILED if failing else Ruling.PASSED


def sort(
    findings: Sequence[Finding],
    fail_on: Severity,
    compared: Comparison | None,
    baseline: Collection[str],
    everything: Collection[str],
    doubts: Mapping[str, Doubt],
) -> Sorted:
    """Return the gaps of a run by what is known of them.

    Args:
        findings: Those that are reported.
        fail_on: The lowest severity that fails.
        compared: What became of the findings of an earlier check; None where none was named.
        baseline: Known fingerprints.
        everything: Fingerprints of every finding, of disabled rules too.
        doubts: Why fingerprints that no finding has cannot be told.
    """
    gaps = [each for each in findings if each.verdict is Verdict.GAP]
    before = set(compared.known) if compared else set()
    before.update(baseline)
    known = [each for each in gaps if each.fingerprint in before]
    rest = [each for each in gaps if each.fingerprint not in before]
    return Sorted(
        new=tuple(each for each in rest if each.rule.severity.reaches(fail_on)),
        below=tuple(each for each in rest if not each.rule.severity.reaches(fail_on)),
        known=tuple(known),
        excepted=tuple(each for each in findings if each.verdict is Verdict.EXCEPTED),
        unsure=tuple(each for each in findings if each.verdict is Verdict.CANNOT_TELL),
        untold=tuple(untold(findings, compared, baseline, everything, doubts)),
        fixed=tuple(each for each in resolved(compared) if each.fingerprint not in doubts),
        gone=tuple(sorted(set(baseline) - set(everything) - set(doubts))),
    )


def failing(new: Sequence[Finding], idle: Sequence[IdleException], fail_on: Severity) -> Iterator[Reason]:
    """Yield the reasons to fail: new gaps, and each exception that has ended."""
    if new:
        ended = {each.where for each in idle if each.state is IdleState.EXPIRED}
        lapsed = sum(bool(ended.intersection(each.lapsed)) for each in new)
        only = f", {lapsed} of them only because an exception ended" if lapsed else ""
        gaps, them = ("gap is", "it") if len(new) == 1 else ("gaps are", "them")
        count = f"{len(new)} new {gaps} of severity {_from(fail_on)}{only}"
        how = f"except {them} with owner, reason and end, or take {them} into the baseline with --accept"
        mend = f"mend {them}, {how}"
        yield Reason(Cause.NEW_FINDINGS, count, mend)
    for each in idle:
        if each.state is IdleState.EXPIRED:
            what = f"{each.where}: the exception of {each.owner} from {each.rule} for {each.subject} ended on "
            mend = "mend what it excused and remove its row, or have it accepted anew with a later end"
            yield Reason(Cause.EXCEPTION_EXPIRED, f"{what}{each.expires}, {each.days} days ago", mend, each.where)


def _from(severity: Severity) -> str:
    return severity.value if severity is Severity.ERROR else f"{severity.value} or above"


def unready(
    sources: Sequence[Aged], held_then: Collection[ReadSource], required: Iterable[str], asked: Collection[str]
) -> Iterator[Reason]:
    """Yield the reasons why a run cannot be relied on: sources that are missing or too old, rules without a subject.

    Args:
        sources: What was read.
        held_then: The sources of the earlier check.
        required: Ids of the rules that must have a subject.
        asked: Ids of the rules that had one.
    """
    yield from _missing([each.source for each in sources], held_then)
    for each in sources:
        if each.age is not None and each.age > each.limit:
            what = f"the source {each.source.name} was retrieved {each.age} days ago, more than its limit of "
            mend = f"retrieve it again and renew its day of retrieval (beside {each.source.file})"
            yield Reason(Cause.SOURCE_TOO_OLD, f"{what}{each.limit}", mend)
    for rule in required:
        if rule not in asked:
            what = f"the rule {rule}, which the gate requires, had nothing to judge"
            mend = "add the data that it judges, or take it from 'gate: required' of the settings"
            yield Reason(Cause.RULE_WITHOUT_SUBJECT, what, mend)


def _missing(sources: Sequence[ReadSource], held_then: Collection[ReadSource]) -> Iterator[Reason]:
    here = {each.key for each in sources}
    wanted = {*_NATIONAL, "Decisions", "Trials"} - {each.partition("/")[0] for each in here}
    lost = {each.key for each in held_then if each.state == "held"} - here
    for name in sorted(wanted | {each for each in lost if each.partition("/")[0] not in wanted}):
        mend = "add it to the data, or leave out --alone so that the bundled one is read"
        yield Reason(Cause.SOURCE_MISSING, f"the source {name} is not there", mend)
    for each in sources:
        if each.state in {"not_held", "uncertain"}:
            why = "is in force and not held" if each.state == "not_held" else "may be in force or not on that day"
            mend = f"add the release that is in force to {each.file}, or judge another day with --as-of"
            yield Reason(Cause.SOURCE_MISSING, f"the source {each.name} {why}", mend)


def new_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings by severity, most severe first, then by rule and fingerprint."""
    return sorted(findings, key=lambda each: (each.rule.severity.rank, each.rule.id, each.fingerprint))
