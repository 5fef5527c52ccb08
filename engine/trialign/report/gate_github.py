"""A gate's verdict as workflow commands of GitHub Actions: the verdict, why, and new gaps at their lines.

What is known, below the severity, excepted, fixed or cannot be told is no annotation: a folded group of the log has
it. Within the limits of ``check_github`` the verdict and its reasons come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialign.errors import visible
from trialign.gate import Cause, Decision, Ruling, Standing
from trialign.model.finding import Finding
from trialign.model.rule import Severity
from trialign.report import check_github
from trialign.report import gate as page
from trialign.report.check_github import MOST, command


def as_github(decision: Decision) -> str:
    """Return the commands and the lines of the log."""
    return "".join(f"{line}\n" for line in _lines(decision))


def _lines(decision: Decision) -> Iterator[str]:
    found = list(decision.findings())
    why = [each for each in decision.reasons if each.cause is not Cause.NEW_FINDINGS]
    passed = decision.ruling is Ruling.PASSED
    room = MOST if passed else MOST - 1
    chosen = _chosen([each for each, standing in found if standing is Standing.NEW], max(0, room - len(why)))
    names = {each.fingerprint for each in chosen}
    rest = [(each, standing) for each, standing in found if each.fingerprint not in names]
    told = " ".join((page.verdict(decision), *page.judged(decision), *_more(len(rest), max(0, len(why) - room))))
    title = f"trialign gate {decision.ruling.value.replace('_', ' ')}"
    yield command("notice" if passed else "error", told, title)
    for reason in why[:room]:
        yield command(
            "error", page.sentence(reason), f"trialign gate: {reason.cause.value.replace('_', ' ')}", reason.where
        )
    yield from map(check_github.annotation, chosen)
    lines = [
        *(visible(" ".join(page.sentence(each).split())) for each in why[room:]),
        *(visible(each) for each in (*page.unread(decision), *page.notes(decision))),
        *(f"{check_github.line(each)} [{standing.value.replace('_', ' ')}]" for each, standing in rest),
        *(visible(f"{name} cannot be told any more: {text}") for name, text in page.untold(decision)),
        *(visible(f"{name} fixed {text}") for name, text in page.fixed(decision)),
    ]
    yield from check_github.folded("Notes, and what is no annotation", lines)


def _more(findings: int, reasons: int) -> Iterator[str]:
    if findings or reasons:
        what = f"{findings:,} findings" if not reasons else f"{reasons:,} reasons and {findings:,} findings"
        yield f"{what} are no annotations; the log lists them."


def _chosen(new: Sequence[Finding], errors: int) -> list[Finding]:
    """Return the new gaps that are annotated: so many errors, and as many warnings as GitHub shows."""
    return [
        *[each for each in new if each.rule.severity is Severity.ERROR][:errors],
        *[each for each in new if each.rule.severity is Severity.WARNING][:MOST],
    ]
