"""A check as workflow commands of GitHub Actions: annotations at the lines that are wrong, the rest in the log.

GitHub shows at most ten errors and ten warnings of a step and drops the others without a word, so no more are
annotations: a notice says how many more there are, and a folded group of the log lists them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from trialign.errors import Location, visible
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.report import summary
from trialign.report.views import CheckView

MOST = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def check(view: CheckView) -> str:
    """Return the commands and the lines of the log, gaps of the highest severity first."""
    chosen = [*_first(view, Severity.ERROR), *_first(view, Severity.WARNING)]
    names = {each.fingerprint for each in chosen}
    rest = [each for each in view.shown if each.fingerprint not in names]
    return "".join(f"{line}\n" for line in _lines(view, chosen, rest))


def _first(view: CheckView, severity: Severity) -> list[Finding]:
    gaps = (each for each in view.shown if each.verdict is Verdict.GAP and each.rule.severity is severity)
    return [each for _, each in zip(range(MOST), gaps, strict=False)]


def _lines(view: CheckView, chosen: Sequence[Finding], rest: Sequence[Finding]) -> Iterator[str]:
    yield from map(annotation, chosen)
    more = f" {len(rest):,} more are no annotations; the log lists them." if rest else ""
    title = f"trialign {summary.outcome(view).lower()}"
    yield command("notice", f"{summary.verdict(view)}{more}", title)
    yield from folded(f"{len(rest):,} more findings", list(map(line, rest)))


def folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield a folded group of the log, in which nothing is read as a command; nothing where it would be empty."""
    if not lines:
        return
    # the log must not be read as commands: GitHub looks for '##[' anywhere in a line
    token = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    yield f"::group::{title}"
    yield f"::stop-commands::{token}"
    yield from lines
    yield f"::{token}::"
    yield "::endgroup::"


def annotation(finding: Finding) -> str:
    """Return the command that annotates the line of a gap of severity error or warning."""
    text = f"{finding.message}\n→ {finding.remedy}\n{finding.fingerprint}"
    title = f"{finding.rule.id} {finding.rule.title}"
    return command(_COMMANDS[finding.rule.severity], text, title, summary.place(finding))


def command(kind: str, text: str, title: str, where: Location | None = None) -> str:
    """Return a command of GitHub, ``error``, ``warning`` or ``notice``, at a place where there is one."""
    at = {"file": where.path, "line": str(where.line or "")} if where else {}
    found = {**at, "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in found.items() if value)
    return f"::{kind} {properties}::{_data(text)}"


def line(finding: Finding) -> str:
    """Return a finding on one line of the log."""
    kind = finding.verdict.value.replace("_", " ") if finding.verdict is not Verdict.GAP else ""
    head = f"{finding.fingerprint} {kind or finding.rule.severity.value} {finding.rule.id}"
    doubt = f" ({finding.doubt})" if finding.doubt else ""
    return visible(" ".join(f"{head} {finding.message}{doubt}".split()))


def _data(text: str) -> str:
    return visible(text).translate(_IN_DATA)


def _property(text: str) -> str:
    return visible(text).translate(_IN_PROPERTY)
