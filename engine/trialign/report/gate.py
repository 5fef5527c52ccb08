"""A gate's verdict in lines of text: one sentence, why, and what is new, known and fixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding

from trialign.gate import Cause, Decision, Reason, Ruling, new_first
from trialign.model.acceptance import IdleState
from trialign.model.finding import Finding
from trialign.report import acceptances, compared, gate_since, summary
from trialign.report.words import INDENT, STYLE, counted, plain

_WORD = {
    Ruling.PASSED: ("PASSED", "bold green"),
    Ruling.FAILED: ("FAILED", "bold red"),
    Ruling.NOT_EVALUATED: ("NOT EVALUATED", "bold magenta"),
}
_FAILING = frozenset({Cause.NEW_FINDINGS, Cause.EXCEPTION_EXPIRED})
_MOST = 10
_UNREAD = 5


def verdict(decision: Decision) -> str:
    """Return the verdict in one sentence."""
    word = _WORD[decision.ruling][0]
    found = decision.sorted
    match decision.ruling:
        case Ruling.NOT_EVALUATED:
            against = sum(each.cause not in _FAILING for each in decision.reasons)
            return f"{word}: {counted(against, 'reason')} not to rely on this run."
        case Ruling.FAILED:
            ended = sum(each.state is IdleState.EXPIRED for each in decision.exceptions)
            new = 0 if decision.accepted else len(found.new)
            parts = [counted(new, "new gap")] if new else []
            parts += [counted(ended, "expired exception")] if ended else []
            return f"{word}: {' and '.join(parts)}; {_rest(decision)}."
        case Ruling.PASSED:
            accepted = f"{counted(len(decision.accepted), 'gap')} accepted" if decision.accepted else "no new gap"
            return f"{word}: {accepted} at or above {decision.fail_on.value}; {_rest(decision)}."


def _rest(decision: Decision) -> str:
    found = decision.sorted
    parts = [f"{len(found.known)} known", f"{len(found.mended)} fixed"]
    parts += [f"{len(found.untold)} that cannot be told any more"] if found.untold else []
    parts.append(f"{len(found.excepted)} excepted")
    if found.below:
        parts.append(f"{len(found.below)} below {decision.fail_on.value}")
    return ", ".join(parts)


def show(console: Console, decision: Decision) -> None:
    """Print a verdict: the sentence first, then the reasons, then the findings and what has changed."""
    head(console, decision)
    if decision.engine:
        doubts = counted(len(decision.sorted.unsure), "finding")
        console.print(plain(f"As of {decision.as_of}, engine {decision.engine}; {doubts} cannot be told."))
    for line in judged(decision):
        console.print(plain(line))
    for line in notes(decision):
        console.print(plain(f"! {line}", "yellow"))
    _findings(console, "Accepted" if decision.accepted else "New", decision)
    _lines(console, "Cannot be told any more", (f"{name}  {text}" for name, text in untold(decision)))
    _lines(console, "Fixed", (f"{name}  {text}" for name, text in fixed(decision)))
    if _explained(decision):
        console.print()
        console.print(
            plain("Next: 'trialign explain FINGERPRINT' for the evidence; 'trialign check' lists the rest.")
        )
    console.print(plain(summary.NOTICE, "dim"))


def _explained(decision: Decision) -> bool:
    """Tell whether a finding of this run was listed, so that there is something to explain."""
    return bool(decision.sorted.new) or bool(decision.sorted.untold)


def head(console: Console, decision: Decision) -> None:
    """Print the verdict in one sentence, why, and what cannot be read in a draft."""
    console.print(plain(verdict(decision), _WORD[decision.ruling][1]))
    for reason in reasons(decision):
        console.print(Padding(plain(f"! {reason}"), INDENT))
    for line in unread(decision):
        console.print(Padding(plain(f"! {line}", "yellow"), INDENT))


def reasons(decision: Decision) -> Iterator[str]:
    """Yield why a gate did not pass, in sentences."""
    return map(sentence, decision.reasons)


def sentence(reason: Reason) -> str:
    """Return a reason in a sentence that begins as sentences do, but for the path of a file."""
    text = reason.sentence
    return text if ":" in text.split(" ", 1)[0] else text[:1].upper() + text[1:]


def judged(decision: Decision) -> Iterator[str]:
    """Yield which releases were judged as those in force, as asked for, in sentences."""
    for each in decision.judged:
        yield f"Judged as in force: {each.name} ({each.file}, {counted(each.rows, 'row')}), {each.instead}."


def unread(decision: Decision) -> Iterator[str]:
    """Yield what cannot be read in a draft, in sentences: a few, then how many more."""
    rows = decision.unread
    if rows:
        what = "it" if len(rows) == 1 else "them"
        yield f"{counted(len(rows), 'text')} of the draft cannot be read; what depends on {what} cannot be told:"
    yield from (each.sentence for each in rows[:_UNREAD])
    if len(rows) > _UNREAD:
        yield f"{len(rows) - _UNREAD} more (all in --format json)"


def lapsed(decision: Decision, finding: Finding) -> str:
    """Return whose exceptions of a new finding ended, so that nothing else is new about it; empty where none did."""
    places = set(finding.lapsed)
    ended = [
        f"the exception of {each.owner} ended on {each.expires}, {counted(each.days or 0, 'day')} ago ({each.where})"
        for each in decision.exceptions
        if each.state is IdleState.EXPIRED and each.where in places
    ]
    return f"New only because {' and '.join(ended)}." if ended else ""


def notes(decision: Decision) -> Iterator[str]:
    """Yield what a reader should know beside the verdict, in sentences."""
    yield from decision.notes
    if decision.against:
        yield gate_since.sentence(decision.against, decision.sorted)
        yield from compared.differences(decision.against)
    for each in decision.exceptions:
        if each.state is not IdleState.EXPIRED:
            yield acceptances.line(each)


def _findings(console: Console, title: str, decision: Decision) -> None:
    listed = new_first(decision.sorted.new)
    if listed:
        console.print()
        console.print(plain(f"{title}:", "bold"))
    for finding in listed:
        severity = finding.rule.severity.value
        head = plain(f"{severity.upper()} ", STYLE[severity]).append(f"{finding.rule.id} {finding.fingerprint}")
        console.print(Padding(head, INDENT))
        console.print(Padding(plain(finding.message), (0, 0, 0, 4)))
        if why := lapsed(decision, finding):
            console.print(Padding(plain(f"= {why}"), (0, 0, 0, 4)))
        console.print(Padding(plain(f"→ {finding.remedy}"), (0, 0, 0, 4)))


def untold(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield the fingerprints of known gaps that cannot be told any more, each with what is not known."""
    for each in decision.sorted.untold:
        yield each.fingerprint, f"{each.rule} {each.message}"


def fixed(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield the fingerprints of what was mended, each with what it said as far as that is known."""
    named = {each.fingerprint for each in decision.sorted.fixed}
    for each in decision.sorted.fixed:
        yield each.fingerprint, f"{each.rule} {each.message}"
    for name in decision.sorted.gone:
        if name not in named:
            yield name, "of the baseline"


def _lines(console: Console, title: str, lines: Iterable[str]) -> None:
    every = list(lines)
    if every:
        console.print()
        console.print(plain(f"{title}:", "bold"))
    for line in every[:_MOST]:
        console.print(Padding(plain(line), INDENT))
    if len(every) > _MOST:
        console.print(Padding(plain(f"and {len(every) - _MOST} more (all in --format json)", "dim"), INDENT))
