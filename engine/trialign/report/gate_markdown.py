"""A gate's verdict as one comment on a pull request: short, whatever the number of findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialign.gate import Decision, new_first
from trialign.report import comment
from trialign.report import gate as page
from trialign.report.comment import literal
from trialign.report.rule_words import code
from trialign.report.words import counted


def as_markdown(decision: Decision, manifest: str) -> str:
    """Return a verdict as Markdown, ended by one line feed.

    Args:
        decision: The verdict.
        manifest: SHA-256 of the run's manifest; empty where it has none.
    """
    return "\n".join(_lines(decision, manifest)) + "\n"


def _lines(decision: Decision, manifest: str) -> Iterator[str]:
    word, rest = page.verdict(decision).split(":", 1)
    yield f"**{word}**: {literal(rest.strip())}"
    if decision.reasons:
        yield ""
    yield from (f"- {literal(each)}" for each in page.reasons(decision))
    if decision.engine:
        doubts = counted(len(decision.sorted.unsure), "finding")
        yield from ("", literal(f"As of {decision.as_of}, engine {decision.engine}; {doubts} cannot be told."))
    notes = [*page.judged(decision), *page.unread(decision), *page.notes(decision)]
    if notes:
        yield ""
    yield from (f"- {literal(each)}" for each in notes)
    yield from _new(decision)
    yield from _listed("Cannot be told any more", list(page.untold(decision)))
    yield from _listed("Fixed here", list(page.fixed(decision)))
    yield from comment.exceptions(decision.acceptances, decision.exceptions, decision.as_of)
    if not decision.accepted:
        yield from comment.block(new_first(decision.sorted.new), decision.as_of)
    yield from comment.end(manifest)


def _listed(title: str, gaps: Sequence[tuple[str, str]]) -> Iterator[str]:
    if gaps:
        yield from ("", f"### {title} ({len(gaps):,})", "")
    yield from comment.first(f"- {code(name)} {literal(text)}" for name, text in gaps)


def _new(decision: Decision) -> Iterator[str]:
    new = new_first(decision.sorted.new)
    if new:
        yield from ("", f"### {'Accepted' if decision.accepted else 'New'} ({len(new):,})", "")
    for number, each in enumerate(new[: comment.WORST], start=1):
        yield from comment.finding(number, each, literal(page.lapsed(decision, each)))
    if len(new) > comment.WORST:
        yield from ("", f"and {len(new) - comment.WORST:,} more; {code('trialign gate --format json')} has all.")
