"""What formats share of a check: its verdict in a sentence, the place of a finding, its standing to an earlier check.

Knows no format.
"""

from __future__ import annotations

from collections import Counter

from trialign.errors import Location
from trialign.model.acceptance import EXCEPTION
from trialign.model.finding import Finding, Verdict
from trialign.model.rule import Severity
from trialign.report.views import CheckView, SourceView
from trialign.report.words import counted, nation_name

NOTICE = "Findings are prompts for review by the people responsible, not clinical advice."
NEVER = "never"
BUNDLED = "directories/"
"""How the paths of bundled data begin."""


def outcome(view: CheckView) -> str:
    """Return ``Fails``, ``Passes``, or ``Judged`` where no gap was asked to fail the check."""
    if view.checked.fail_on == NEVER:
        return "Judged"
    return "Fails" if view.checked.failing else "Passes"


def verdict(view: CheckView) -> str:
    """Return the verdict of a check in a sentence; what cannot be told is never counted as passed."""
    gaps = [each for each in view.asked if each.verdict is Verdict.GAP]
    found = Counter(each.rule.severity for each in gaps)
    parts = ", ".join(f"{found[severity]} {severity.value}" for severity in Severity if found[severity])
    counts = f"{counted(len(gaps), 'misalignment')}{f' ({parts})' if parts else ''}{_counting(view)}"
    return f"{counts}; {view.count(Verdict.CANNOT_TELL):,} cannot be told, {view.count(Verdict.EXCEPTED):,} excepted."


def _counting(view: CheckView) -> str:
    """Return how many gaps make the check fail, where it was asked to."""
    asked = view.checked.fail_on
    if asked == NEVER:
        return ""
    number = len(view.checked.failing)
    words = f"{number:,} of which fail" if number > 1 else f"{'one' if number else 'none'} of which fails"
    return f", {words} the check (--fail-on {asked})"


def judged(view: CheckView) -> str:
    """Return the day, the engine and how much was judged, and what is not listed, in a line."""
    more = len(view.asked) - len(view.shown)
    left = f" Only {len(view.shown):,} of {len(view.asked):,} are listed, as asked for." if more else ""
    return (
        f"As of {view.as_of}, engine {view.engine}. {counted(view.subjects, 'subject')} judged in all, "
        f"{view.clean:,} clean.{left}"
    )


def message(finding: Finding) -> str:
    """Return a finding's message; one that cannot be told says so first."""
    return f"Cannot be told: {finding.message}" if finding.verdict is Verdict.CANNOT_TELL else finding.message


def staleness(source: SourceView) -> str:
    """Return why a source is stale: too old, or superseded by one that is not held."""
    old = source.age_days is not None and source.age_days > source.max_age_days
    return f"{source.age_days:,} days old, more than its limit of {source.max_age_days}" if old else "superseded"


def open_for(finding: Finding) -> str:
    """Return how long a finding has been open, empty where it is not known."""
    days = finding.days_open
    return f"open {'' if days.exact else 'at least '}{counted(days.days, 'day')}" if days else ""


def excuse(finding: Finding) -> str:
    """Return the exceptions that excuse a finding, in their words."""
    return "; ".join(each.fact for each in finding.evidence if each.fact.startswith(EXCEPTION))


def place(finding: Finding) -> Location | None:
    """Return where to look first: the first fact with a line that is no exception; None without any fact."""
    facts = [each.source.where for each in finding.evidence if not each.fact.startswith(EXCEPTION)]
    placed = [where for where in facts if where.line]
    return next(iter([*placed, *facts, *(each.source.where for each in finding.evidence)]), None)


def about(finding: Finding) -> str:
    """Return what a finding is about, in short: nation, biomarker, cancer, as far as it has them."""
    what = " in ".join(filter(None, (finding.biomarker, finding.cancer_name))) or ", ".join(finding.subjects[:1])
    return ": ".join(filter(None, (nation_name(finding.nation), what)))


def standings(view: CheckView) -> dict[str, str]:
    """Return by fingerprint how findings stand to the earlier check; nothing where none was named."""
    since = view.checked.since
    if since is None:
        return {}
    return {
        **dict.fromkeys(since.new, "new"),
        **dict.fromkeys(since.known, "known"),
        **{name: f"was {was.value}" for name, was in since.changed.items()},
        **dict.fromkeys(since.not_judged_then, "not judged then"),
    }
