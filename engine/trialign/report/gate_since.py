"""What became of the gaps of an earlier check, in one sentence whose numbers add up.

A gate knows gaps, so only gaps are counted here; what an earlier check could not tell or excused is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from trialign.compare import Comparison
from trialign.gate import Sorted
from trialign.model.finding import Verdict
from trialign.report.words import counted


def sentence(since: Comparison, found: Sorted) -> str:
    """Return how many gaps the earlier check had and how each of them ended, in the words of the verdict."""
    parts = [(count, words) for count, words in _parts(since, found) if count or words in {"known", "fixed"}]
    total = counted(sum(count for count, _ in parts), "gap")
    listed = ", ".join(f"{count} {words}" for count, words in parts)
    return f"Of the {total} of {since.file} (as of {since.differences.as_of}): {listed}."


def _parts(since: Comparison, found: Sorted) -> Iterator[tuple[int, str]]:
    known = set(since.known)
    gaps = {name for name, was in since.changed.items() if was is Verdict.GAP}
    lost = {each.fingerprint for each in since.resolved}
    yield sum(each.fingerprint in known for each in found.known), "known"
    yield len(found.fixed), "fixed"
    yield sum(each.fingerprint in gaps | lost for each in found.untold), "that cannot be told any more"
    yield sum(each.fingerprint in gaps for each in found.excepted), "excepted"
    yield sum(each.verdict is Verdict.GAP for each in since.not_judged_now), "not judged now"
