"""Every format of a gate by name: the one place that knows which module writes which."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trialign.gate import Decision
from trialign.report import gate as page
from trialign.report import gate_data, gate_github, gate_junit, gate_markdown, gate_sarif, gate_tables
from trialign.report.registry import CheckFormat

_TEXTS: Mapping[CheckFormat, Callable[[Decision], str]] = {
    CheckFormat.JSON: lambda decision: gate_data.as_json(decision, page.verdict(decision)),
    CheckFormat.SARIF: gate_sarif.as_sarif,
    CheckFormat.JUNIT: gate_junit.as_junit,
    CheckFormat.GITHUB: gate_github.as_github,
    CheckFormat.CSV: gate_tables.as_csv,
}


def text(name: CheckFormat, decision: Decision, manifest: str) -> str:
    """Return a verdict in a format that is text; what people read at a terminal is in ``gate``.

    Args:
        name: The format.
        decision: The verdict.
        manifest: SHA-256 of the run's manifest; empty where it has none.
    """
    if name is CheckFormat.MARKDOWN:
        return gate_markdown.as_markdown(decision, manifest)
    return _TEXTS[name](decision)


def content(name: CheckFormat, decision: Decision, manifest: str) -> bytes:
    """Return the bytes of a file in a format other than ``text``."""
    return gate_tables.as_xlsx(decision) if name is CheckFormat.XLSX else text(name, decision, manifest).encode()
