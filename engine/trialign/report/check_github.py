"""A check as workflow commands of GitHub Actions: annotations at the lines that are wrong, the rest in the log.

GitHub shows at most ten errors and ten warnings of a step and drops the others without a word, so no more are
annotations: a notice says how many more there are, and a folded group of the log lists them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from trialign.errors import visible
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
    yield from map(_annotation, chosen)
    more = f" {len(rest):,} more are no annotations; the log lists them." if rest else ""
    title = f"trialign {summary.outcome(view).lower()}"
    yield f"::notice title={_property(title)}::{_data(f'{summary.verdict(view)}{more}')}"
    if rest:
        lines = list(map(_line, rest))
        # the log must not be read as commands: GitHub looks for '##[' anywhere in a line
        token = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        yield f"::group::{len(rest):,} more findings"
        yield f"::stop-commands::{token}"
        yield from lines
        yield f"::{token}::"
        yield "::endgroup::"


def _annotation(finding: Finding) -> str:
    where = summary.place(finding)
    at = {"file": where.path, "line": str(where.line or "")} if where else {}
    found = {**at, "title": f"{finding.rule.id} {finding.rule.title}"}
    properties = ",".join(f"{name}={_property(value)}" for name, value in found.items() if value)
    text = f"{finding.message}\n→ {finding.remedy}\n{finding.fingerprint}"
    return f"::{_COMMANDS[finding.rule.severity]} {properties}::{_data(text)}"


def _line(finding: Finding) -> str:
    """Return a finding on one line of the log."""
    kind = finding.verdict.value.replace("_", " ") if finding.verdict is not Verdict.GAP else ""
    head = f"{finding.fingerprint} {kind or finding.rule.severity.value} {finding.rule.id}"
    doubt = f" ({finding.doubt})" if finding.doubt else ""
    return visible(" ".join(f"{head} {finding.message}{doubt}".split()))


def _data(text: str) -> str:
    return visible(text).translate(_IN_DATA)


def _property(text: str) -> str:
    return visible(text).translate(_IN_PROPERTY)
