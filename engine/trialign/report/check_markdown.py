"""A check as one comment on a pull request: short, whatever the number of findings."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.model.finding import Finding, Verdict
from trialign.report import comment, compared, summary
from trialign.report.comment import literal
from trialign.report.rule_words import code
from trialign.report.views import CheckView
from trialign.report.words import counted


def check(view: CheckView) -> str:
    """Return a check as Markdown, ended by one line feed."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: CheckView) -> Iterator[str]:
    yield f"**{summary.outcome(view)}.** {summary.verdict(view)}"
    yield ""
    yield literal(summary.judged(view))
    for stale in (each for each in view.sources if each.stale):
        yield f"- {literal(stale.name)} is superseded or older than its limit."
    yield from _since(view)
    yield from _findings(view)
    yield from comment.exceptions(view.exceptions, view.idle, view.as_of)
    gaps = [each for each in _worth_telling(view)[: comment.WORST] if each.verdict is Verdict.GAP]
    yield from comment.block(gaps, view.as_of)
    yield from comment.end(view.checked.manifest)


def _since(view: CheckView) -> Iterator[str]:
    since = view.checked.since
    if since is None:
        return
    yield from ("", "### Since the earlier check", "", literal(compared.head(since)))
    yield from (f"- {literal(note)}" for note in compared.differences(since))
    for title, found in (
        ("Fixed here", since.resolved),
        ("Not judged now, so neither open nor fixed", since.not_judged_now),
    ):
        if found:
            yield from ("", f"**{title}** ({len(found):,})", "")
            yield from comment.first(
                f"- {code(each.fingerprint)} {each.rule} {literal(each.message)}" for each in found
            )


def _worth_telling(view: CheckView) -> tuple[Finding, ...]:
    """Return the findings that a comment is about: beside an earlier check, what was not known then."""
    since = view.checked.since
    known = set(since.known) if since and not view.checked.known_too else ()
    return tuple(each for each in view.shown if each.fingerprint not in known)


def _findings(view: CheckView) -> Iterator[str]:
    told, standings = _worth_telling(view), summary.standings(view)
    if told:
        yield from ("", "### Findings", "")
    for number, each in enumerate(told[: comment.WORST], start=1):
        yield from comment.finding(number, each, standings.get(each.fingerprint, ""))
    if len(told) > comment.WORST:
        yield from ("", f"and {len(told) - comment.WORST:,} more; {code('trialign check --format json')} has all.")
    if known := len(view.shown) - len(told):
        yield from ("", f"{counted(known, 'known finding')} not listed; {code('--all')} lists them too.")
