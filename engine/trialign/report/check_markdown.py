"""A check as one comment on a pull request: short, whatever the number of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trialign.errors import visible
from trialign.model.acceptance import Acceptance
from trialign.model.finding import Finding, Verdict
from trialign.report import acceptances, compared, summary
from trialign.report.rule_words import code, escaped
from trialign.report.views import CheckView
from trialign.report.words import counted

WORST = 10
_EXCEPTION = "rule,subject,owner,reason,source,created,expires"


def check(view: CheckView) -> str:
    """Return a check as Markdown, ended by one line feed."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: CheckView) -> Iterator[str]:
    yield f"**{summary.outcome(view)}.** {summary.verdict(view)}"
    yield ""
    yield _plain(summary.judged(view))
    for stale in (each for each in view.sources if each.stale):
        yield f"- {_plain(stale.name)} is superseded or older than its limit."
    yield from _since(view)
    yield from _findings(view)
    yield from _exceptions(view)
    yield from _block(view)
    yield from ("", summary.NOTICE)
    if view.checked.manifest:
        yield from ("", f"Manifest of the run: {code(view.checked.manifest)}")


def _plain(text: str) -> str:
    """Return text in which no sign is read as markup, and that calls nobody and no issue."""
    line = escaped(visible(text)).replace("~", "\\~")
    return line.replace("@", "@<!-- -->").replace("#", "#<!-- -->")


def _since(view: CheckView) -> Iterator[str]:
    since = view.checked.since
    if since is None:
        return
    yield from ("", "### Since the earlier check", "", _plain(compared.head(since)))
    yield from (f"- {_plain(note)}" for note in compared.differences(since))
    for title, found in (
        ("Fixed here", since.resolved),
        ("Not judged now, so neither open nor fixed", since.not_judged_now),
    ):
        if found:
            yield from ("", f"**{title}** ({len(found):,})", "")
            yield from _first(f"- {code(each.fingerprint)} {each.rule} {_plain(each.message)}" for each in found)


def _first(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines of a list, and how many more there are: a comment has a limit."""
    every = list(lines)
    yield from every[:WORST]
    if len(every) > WORST:
        yield f"- and {len(every) - WORST:,} more"


def _worth_telling(view: CheckView) -> tuple[Finding, ...]:
    """Return the findings that a comment is about: beside an earlier check, what was not known then."""
    since = view.checked.since
    known = set(since.known) if since and not view.checked.known_too else ()
    return tuple(each for each in view.shown if each.fingerprint not in known)


def _findings(view: CheckView) -> Iterator[str]:
    told, standings = _worth_telling(view), summary.standings(view)
    if told:
        yield from ("", "### Findings", "")
    for number, each in enumerate(told[:WORST], start=1):
        yield from _finding(number, each, standings.get(each.fingerprint, ""))
    if len(told) > WORST:
        yield from ("", f"and {len(told) - WORST:,} more; {code('trialign check --format json')} has all.")
    if known := len(view.shown) - len(told):
        yield from ("", f"{counted(known, 'known finding')} not listed; {code('--all')} lists them too.")


def _finding(number: int, finding: Finding, standing: str) -> Iterator[str]:
    severity = finding.rule.severity.value
    kind = severity if finding.verdict is Verdict.GAP else f"{finding.verdict.value.replace('_', ' ')}, {severity}"
    yield f"{number}. **{kind}** {finding.rule.id} {_plain(finding.rule.title)}: {_plain(finding.message)}"
    if finding.doubt:
        yield f"    - ? {_plain(finding.doubt)}"
    if excuse := summary.excuse(finding):
        yield f"    - = {_plain(excuse)}"
    yield f"    - → {_plain(finding.remedy)}"
    where = summary.place(finding)
    about = (standing, summary.open_for(finding), code(visible(str(where))) if where else "")
    yield f"    - {' · '.join((code(finding.fingerprint), *filter(None, about)))}"


def _exceptions(view: CheckView) -> Iterator[str]:
    used = summary.in_use(view)
    if not used and not view.idle:
        return
    yield from ("", "### Exceptions", "")
    lines = [*(_left(each, view) for each in used), *map(acceptances.line, view.idle)]
    yield from _first(f"- {_plain(line)}" for line in lines)


def _left(each: Acceptance, view: CheckView) -> str:
    days = counted((each.expires - view.as_of).days, "day")
    return f"{each.owner} for {each.rule} {each.subject}: {days} left, until {each.expires} ({each.reason})"


def _block(view: CheckView) -> Iterator[str]:
    """Yield lines of ``exceptions.csv`` to paste; without owner, reason, record and end they are refused."""
    gaps = [each for each in _worth_telling(view)[:WORST] if each.verdict is Verdict.GAP]
    if not gaps:
        return
    yield from ("", "<details><summary>Accept some of these for a time</summary>", "")
    yield "Paste the lines wanted into `exceptions.csv` and fill in owner, reason, source and expires;"
    yield from ("a line that lacks one of them is refused.", "", "```csv", _EXCEPTION)
    yield from (f"{each.rule.id},{each.fingerprint},,,,{view.as_of}," for each in gaps)
    yield from ("```", "", "</details>")
