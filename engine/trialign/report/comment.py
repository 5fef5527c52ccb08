"""The parts of a comment on a pull request that verbs share: findings in Markdown, and lines to except them.

Nothing of the data is read as markup, calls nobody and no issue; a list ends after its first lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from trialign.errors import visible
from trialign.model.acceptance import Acceptance, IdleException
from trialign.model.finding import Finding, Verdict
from trialign.report import acceptances, summary
from trialign.report.rule_words import code, escaped
from trialign.report.words import counted

WORST = 10
"""How many lines of a list a comment has: it has a limit."""
_EXCEPTION = "rule,subject,owner,reason,source,created,expires"


def literal(text: str) -> str:
    """Return text in which no sign is read as markup, and that calls nobody and no issue."""
    line = escaped(visible(text)).replace("~", "\\~")
    return line.replace("@", "@<!-- -->").replace("#", "#<!-- -->")


def first(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines of a list, and how many more there are."""
    every = list(lines)
    yield from every[:WORST]
    if len(every) > WORST:
        yield f"- and {len(every) - WORST:,} more"


def finding(number: int, finding: Finding, standing: str = "") -> Iterator[str]:
    """Yield the lines of one finding of a numbered list.

    Args:
        number: Its number in the list.
        finding: The finding.
        standing: How it stands to an earlier check, where that is worth saying.
    """
    severity = finding.rule.severity.value
    kind = severity if finding.verdict is Verdict.GAP else f"{finding.verdict.value.replace('_', ' ')}, {severity}"
    yield f"{number}. **{kind}** {finding.rule.id} {literal(finding.rule.title)}: {literal(finding.message)}"
    if finding.doubt:
        yield f"    - ? {literal(finding.doubt)}"
    if excuse := summary.excuse(finding):
        yield f"    - = {literal(excuse)}"
    yield f"    - → {literal(finding.remedy)}"
    where = summary.place(finding)
    about = (standing, summary.open_for(finding), code(visible(str(where))) if where else "")
    yield f"    - {' · '.join((code(finding.fingerprint), *filter(None, about)))}"


def block(gaps: Sequence[Finding], today: date) -> Iterator[str]:
    """Yield lines of ``exceptions.csv`` to paste; without owner, reason, record and end they are refused."""
    if not gaps:
        return
    yield from ("", "<details><summary>Accept some of these for a time</summary>", "")
    yield "Paste the lines wanted into `exceptions.csv` and fill in owner, reason, source and expires;"
    yield from ("a line that lacks one of them is refused.", "", "```csv", _EXCEPTION)
    yield from (f"{each.rule.id},{each.fingerprint},,,,{today}," for each in gaps[:WORST])
    yield from ("```", "", "</details>")


def exceptions(held: Iterable[Acceptance], idle: Sequence[IdleException], today: date) -> Iterator[str]:
    """Yield the exceptions that excuse something with their days left, and those that excuse nothing with the reason.

    Args:
        held: Every exception.
        idle: Those that excuse nothing.
        today: The day that is judged.
    """
    rest = {each.where for each in idle}
    used = [each for each in held if each.active(today) and each.source.where not in rest]
    if used or idle:
        yield from ("", "### Exceptions", "")
        yield from first(
            f"- {literal(line)}" for line in [*(_left(each, today) for each in used), *map(acceptances.line, idle)]
        )


def _left(each: Acceptance, today: date) -> str:
    days = counted((each.expires - today).days, "day")
    return f"{each.owner} for {each.rule} {each.subject}: {days} left, until {each.expires} ({each.reason})"


def end(manifest: str) -> Iterator[str]:
    """Yield the last lines: what findings are, and the digest of the run's manifest where it has one."""
    yield from ("", summary.NOTICE)
    if manifest:
        yield from ("", f"Manifest of the run: {code(manifest)}")
