"""Use case: what one run says of each recommendation of Cancer Research UK's report, and what it cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from trialign import resources
from trialign.inference.evaluate import EngineName
from trialign.load.recommendations import load_recommendations
from trialign.measures import Basis
from trialign.metrics import BY_NUMBER, SHARED
from trialign.model.directory import Nation
from trialign.model.finding import Finding, Verdict
from trialign.model.recommendation import MetricText, Recommendation
from trialign.model.rule import Rule, Severity
from trialign.parity import parity
from trialign.pipeline import Progress, Run, Sources, check, rulebook
from trialign.report.accounts import Account, AccountsView, Counted, Figure, Metric

_SHOWN = 3
_PARITY = 32
_NO_WAY = Figure(None, reason="no way to compute it from what is held")


def recommendations(sources: Sources, as_of: date, chosen: Sequence[Nation], progress: Progress) -> AccountsView:
    """Return an account of every recommendation.

    Args:
        sources: What to read.
        as_of: The day that is judged.
        chosen: The nations whose figures and findings are shown.
        progress: Is told what is being done.

    Raises:
        InputProblems, RuleProblems: The input is invalid.
    """
    said = load_recommendations(resources.directories())
    rules = rulebook(sources, as_of)
    run = check(sources, as_of, EngineName.SQL, False, progress)
    progress("computing the metrics")
    return accounts_of(run, rules, said, tuple(chosen))


def accounts_of(
    run: Run, rules: Sequence[Rule], said: Sequence[Recommendation], nations: tuple[Nation, ...]
) -> AccountsView:
    """Return the accounts of a finished run."""
    basis = Basis.of(run.facts, run.world, run.findings)
    found = tuple(
        Account(
            each,
            tuple(_metrics(each, basis, nations)),
            _counted(each.number, rules, run.findings, nations),
            parity(basis, nations) if each.number == _PARITY else (),
        )
        for each in said
    )
    return AccountsView(run.as_of, nations, found)


def _metrics(said: Recommendation, basis: Basis, nations: tuple[Nation, ...]) -> Iterator[Metric]:
    for words in said.metrics:
        yield Metric(words, tuple(SHARED[words.key](basis, nations)))
    if said.metric and not said.metrics and said.number != _PARITY:
        words = MetricText(f"recommendation_{said.number}", said.metric, "", "", "")
        compute = BY_NUMBER.get(said.number)
        yield Metric(words, tuple(compute(basis, nations)) if compute else (_NO_WAY,))


def _counted(number: int, rules: Sequence[Rule], findings: Sequence[Finding], nations: tuple[Nation, ...]) -> Counted:
    """Return the findings of the rules that name a recommendation, those of no nation included."""
    feeding = tuple(sorted(rule.id for rule in rules if number in rule.recommendations))
    asked = {nation.value for nation in nations} | {""}
    found = [each for each in findings if number in each.rule.recommendations and each.nation in asked]
    verdicts = Counter(each.verdict.value for each in found)
    gaps = Counter(each.rule.severity.value for each in found if each.verdict is Verdict.GAP)
    return Counted(
        feeding,
        {verdict.value: verdicts[verdict.value] for verdict in Verdict},
        {severity.value: gaps[severity.value] for severity in Severity},
        tuple((each.fingerprint, each.rule.id, each.nation) for each in sorted(found, key=_gravest)[:_SHOWN]),
    )


def _gravest(found: Finding) -> tuple[int, int, str, str]:
    return list(Verdict).index(found.verdict), found.rule.severity.rank, found.rule.id, found.fingerprint
