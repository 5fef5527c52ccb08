"""What is said of rules, for people and for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding

from trialign.model.remark import Remark
from trialign.model.rule import Severity
from trialign.report.words import INDENT, STYLE, counted, plain


def remarks(console: Console, rules: int, found: Sequence[Remark]) -> None:
    """Print remarks on rules: how many first, then each with its place and remedy."""
    severities = ", ".join(f"{number} {severity}" for severity, number in _severities(found).items() if number)
    head = f"{counted(len(found), 'remark')}{f' ({severities})' if severities else ''} on {counted(rules, 'rule')}."
    console.print(plain(head, "bold"))
    for remark in found:
        console.print()
        name = f" {remark.rule}" if remark.rule else ""
        console.print(
            plain(remark.severity.value.upper(), STYLE[remark.severity.value]).append(f"{name} {remark.check.value}")
        )
        for line, style in ((remark.what, ""), (f"→ {remark.mend}", ""), (str(remark.where), "dim")):
            console.print(Padding(plain(line, style), INDENT))


def remarks_json(rules: int, found: Sequence[Remark]) -> str:
    """Return remarks on rules as JSON text."""
    value = {
        "summary": {"rules": rules, "remarks": len(found), "by_severity": _severities(found)},
        "remarks": [
            {
                "rule": each.rule or None,
                "check": each.check.value,
                "severity": each.severity.value,
                "file": each.where.path,
                "line": each.where.line,
                "what": each.what,
                "mend": each.mend,
            }
            for each in found
        ],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _severities(found: Iterable[Remark]) -> dict[str, int]:
    counts = Counter(each.severity for each in found)
    return {severity.value: counts[severity] for severity in Severity}
