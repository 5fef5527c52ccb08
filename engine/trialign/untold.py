"""Known gaps that cannot be told any more, which is not the same as mended.

Knows findings, an earlier check, a baseline's fingerprints and why a need is in doubt. Nothing of verdicts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trialign.compare import Comparison, EarlierFinding
from trialign.inference.doubts import Doubt
from trialign.model.finding import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Untold:
    """A known gap of which nothing can be said any more, with the words that say why."""

    fingerprint: str
    rule: str
    message: str


def resolved(compared: Comparison | None) -> Iterator[EarlierFinding]:
    """Yield the gaps of the earlier check that no finding has."""
    return (each for each in (compared.resolved if compared else ()) if each.verdict is Verdict.GAP)


def missed(compared: Comparison | None, baseline: Collection[str], everything: Collection[str]) -> frozenset[str]:
    """Return the fingerprints of known gaps that no finding has."""
    return frozenset(each.fingerprint for each in resolved(compared)) | (set(baseline) - set(everything))


def untold(
    findings: Sequence[Finding],
    compared: Comparison | None,
    baseline: Collection[str],
    everything: Collection[str],
    doubts: Mapping[str, Doubt],
) -> Iterator[Untold]:
    """Yield known gaps that are doubts now, then those that no finding has and whose need is in doubt."""
    gaps = {name for name, was in compared.changed.items() if was is Verdict.GAP} if compared else set()
    for each in findings:
        if each.verdict is Verdict.CANNOT_TELL and (each.fingerprint in gaps or each.fingerprint in baseline):
            yield Untold(each.fingerprint, each.rule.id, each.message)
    for name in sorted(missed(compared, baseline, everything) & doubts.keys()):
        yield Untold(name, doubts[name].rule, doubts[name].words)
