"""A comparison of two releases as one HTML file: what changed in meaning, with old and new cells side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import trialign
from trialign.diff.changes import Change, Comparison, Kind, Strand
from trialign.model.rule import Severity
from trialign.report import summary
from trialign.report.diff import FOLDED, WORDS, sentence
from trialign.report.html.page import rendered
from trialign.report.html.wording import cells
from trialign.report.words import counted

_GRAVE = (Severity.ERROR, Severity.WARNING)


def changed(found: Comparison, as_of: date) -> str:
    """Return the page of a comparison, byte-identical for identical input.

    Args:
        found: The comparison.
        as_of: The day whose decisions and trials a loss was held against.
    """
    listed = [each for each in found.changes if each.kind not in FOLDED or each.severity in _GRAVE]
    folded = [(kind, [each for each in found.changes if each.kind is kind and each not in listed]) for kind in FOLDED]
    return rendered(
        "diff.html",
        "diff.js",
        None,
        version=trialign.__version__,
        found=found,
        as_of=as_of,
        verdict=verdict(found),
        foremost=[each for each in found.changes if each.severity in _GRAVE][:3],
        counts=found.counts(),
        words=WORDS,
        listed=listed,
        folded=[(kind, changes) for kind, changes in folded if changes],
        cells=cells,
        sentence=sentence,
        stranded=_stranded(found.changes),
        severities=[each.value for each in Severity if any(change.severity is each for change in listed)],
        kinds=[each for each in Kind if any(change.kind is each for change in listed)],
        notice=summary.NOTICE,
    )


def verdict(found: Comparison) -> str:
    """Return in a sentence how many changes may harm, and what is left alone."""
    graves = Counter(each.severity for each in found.changes)
    harm = ", ".join(f"{graves[each]:,} {each.value}" for each in _GRAVE if graves[each]) or "none of them grave"
    return (
        f"{counted(len(found.changes), 'change')} ({harm}); of {found.tests[0]:,} tests {len(found.unchanged):,} are "
        f"unchanged, and {found.tests[1]:,} are listed after."
    )


def _stranded(changes: Iterable[Change]) -> list[tuple[str, list[tuple[Strand, Change]]]]:
    """Return whom losses strand, by sort: each decision, trial or pathway with the change that does it."""
    found: dict[str, list[tuple[Strand, Change]]] = {}
    for change in changes:
        for strand in change.strands:
            found.setdefault(strand.sort, []).append((strand, change))
    return sorted(found.items())
