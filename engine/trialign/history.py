"""Use case of ``check --since``: a run beside an earlier one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from trialign import resources
from trialign.compare import Check, Comparison, ReadSource, Scope, check_of, compare, digest, read
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.pipeline import Run
from trialign.report import views


def earlier(path: Path) -> Check:
    """Return the earlier check of a file.

    Raises:
        InputProblems: It is no report of a check that lists all its findings.
    """
    return read(path, resources.directories() / "schemas")


def scope(
    run: Run,
    nations: Collection[str],
    rules: Collection[str],
    severities: Iterable[Severity] | None,
    verdicts: Iterable[Verdict] | None,
) -> Scope:
    """Return what a run judged and listed; for empty collections, everything."""
    judged = sorted((rule for rule in run.rules if not rules or rule.id in rules), key=lambda rule: rule.id)
    return Scope(
        {rule.id: digest(rule) for rule in judged},
        tuple(sorted(nations)) or None,
        tuple(sorted(severities or ())) or None,
        tuple(sorted(verdicts or ())) or None,
    )


def since(
    file: Path, then: Check, run: Run, judged: Scope, asked: Sequence[Finding], named: Collection[str]
) -> Comparison:
    """Return what became of the findings of an earlier check.

    Args:
        file: The earlier check's file.
        then: The earlier check.
        run: This run.
        judged: What it judged.
        asked: Its findings of the nations and rules that were asked for.
        named: Ids of the rules that were asked for by name; none for all.
    """
    sources = [
        ReadSource(each.name, each.state, each.rows, each.retrieved, each.file) for each in views.sources(run.world)
    ]
    return compare(file.as_posix(), then, check_of(run.as_of, judged, sources, asked), named)
