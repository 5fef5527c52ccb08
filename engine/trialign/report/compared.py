"""What became of the findings of an earlier check, in lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding

from trialign.compare import Comparison, Differences, EarlierFinding
from trialign.model.finding import Finding, Verdict
from trialign.report.views import CheckView
from trialign.report.words import INDENT, counted, plain

Json = dict[str, object]
_WORDS = {Verdict.GAP: "a gap", Verdict.CANNOT_TELL: "cannot tell", Verdict.EXCEPTED: "excepted"}


def printed(
    console: Console, view: CheckView, compared: Comparison, listed: Callable[[Sequence[Finding], bool], None]
) -> None:
    """Print what is new, what has another verdict, and what was resolved, since an earlier check.

    Args:
        console: Where to print.
        view: The check.
        compared: The comparison.
        listed: Prints findings; doubts only by number where it is told so.
    """
    console.print()
    console.print(plain(head(compared), "bold"))
    for note in differences(compared):
        console.print(plain(f"! {note}", "yellow"))
    known_too = view.checked.known_too
    brief = not known_too and view.checked.scope.verdicts != (Verdict.CANNOT_TELL.value,)
    for title, found in parts(compared, view.shown, known_too):
        if found:
            console.print()
            console.print(plain(f"{title}:", "bold"))
            listed(found, brief and found[0].fingerprint not in compared.changed)
    for title, lines in tail(compared, known_too):
        if lines:
            console.print()
            console.print(plain(f"{title}:", "bold"))
        for line in lines:
            console.print(Padding(plain(line), INDENT))
    console.print()
    for line in left_out(compared, known_too):
        console.print(plain(line))


def head(since: Comparison) -> str:
    """Return the counts, in one sentence."""
    parts = [
        f"{len(since.new)} new",
        f"{len(since.changed)} with another verdict",
        f"{len(since.known)} known",
        f"{len(since.resolved)} resolved",
    ]
    if since.not_judged_then:
        parts.append(f"{len(since.not_judged_then)} not judged then")
    if since.not_judged_now:
        parts.append(f"{len(since.not_judged_now)} not judged now")
    return f"Since {since.file} (as of {since.differences.as_of}): {', '.join(parts)}."


def differences(since: Comparison) -> Iterator[str]:
    """Yield what else differs between the two checks, so that findings may differ for another reason."""
    found = since.differences
    if found.as_of != found.now:
        days = (found.now - found.as_of).days
        word = "later" if days > 0 else "earlier"
        yield f"This check is for a day {counted(abs(days), 'day')} {word}."
    for title, names in (
        ("Rules that were not run then", found.new_rules),
        ("Rules that are not run now", found.gone_rules),
        ("Rules that ask something else now", found.changed_rules),
        ("Sources that were not there then", found.new_sources),
        ("Sources that are not there now", found.gone_sources),
        ("Sources that changed", found.changed_sources),
    ):
        if names:
            yield f"{title}: {'; '.join(names)}."


def parts(since: Comparison, shown: Iterable[Finding], known_too: bool) -> Iterator[tuple[str, list[Finding]]]:
    """Yield headings and the listed findings below them: new first, known ones only where they are asked for."""
    by_name = {finding.fingerprint: finding for finding in shown}
    yield "New", _of(since.new, by_name)
    for was in Verdict:
        names = [name for name, verdict in since.changed.items() if verdict is was]
        yield f"Another verdict than then: it was {_WORDS[was]}", _of(names, by_name)
    yield "Not judged then", _of(since.not_judged_then, by_name)
    if known_too:
        yield "Known", _of(since.known, by_name)


def _of(names: Iterable[str], by_name: dict[str, Finding]) -> list[Finding]:
    return [by_name[name] for name in names if name in by_name]


def tail(since: Comparison, known_too: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield headings and lines of what is no finding of this check."""
    yield "Resolved", list(_lines(since.resolved, known_too))
    title = "Not judged now: the rule was not run, or the source was not read"
    yield title, list(_lines(since.not_judged_now, known_too))


def left_out(since: Comparison, known_too: bool) -> Iterator[str]:
    """Yield what is only counted."""
    if since.known and not known_too:
        yield f"{counted(len(since.known), 'known finding')} not listed; '--all' lists them."
    if since.not_asked:
        yield f"{counted(since.not_asked, 'earlier finding')} of nations and rules that were not asked for."


def _lines(found: Iterable[EarlierFinding], doubts_too: bool) -> Iterator[str]:
    """Yield earlier findings; those that could not be told as a number, unless they are asked for."""
    doubts = 0
    for each in found:
        if each.verdict is Verdict.CANNOT_TELL and not doubts_too:
            doubts += 1
            continue
        verdict = "" if each.verdict is Verdict.GAP else f" ({_WORDS[each.verdict]})"
        yield f"{each.fingerprint}  {each.rule}{verdict} {each.message}"
    if doubts:
        yield f"{doubts} that could not be told ('--all' lists them)"


def json(since: Comparison | None) -> Json | None:
    """Return the comparison; findings of this check by fingerprint, earlier ones with what they said."""
    if since is None:
        return None
    return {
        "file": since.file,
        "as_of": since.differences.as_of.isoformat(),
        "new": list(since.new),
        "changed": [{"fingerprint": name, "was": was.value} for name, was in since.changed.items()],
        "known": list(since.known),
        "not_judged_then": list(since.not_judged_then),
        "resolved": [_earlier(each) for each in since.resolved],
        "not_judged_now": [_earlier(each) for each in since.not_judged_now],
        "not_asked": since.not_asked,
        "differences": _differences(since.differences),
    }


def _earlier(found: EarlierFinding) -> Json:
    return {
        "fingerprint": found.fingerprint,
        "rule": found.rule,
        "verdict": found.verdict.value,
        "nation": found.nation or None,
        "message": found.message,
    }


def _differences(found: Differences) -> Json:
    return {
        "days": (found.now - found.as_of).days,
        "new_rules": list(found.new_rules),
        "gone_rules": list(found.gone_rules),
        "changed_rules": list(found.changed_rules),
        "new_sources": list(found.new_sources),
        "gone_sources": list(found.gone_sources),
        "changed_sources": list(found.changed_sources),
    }
