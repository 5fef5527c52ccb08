"""A draft of release notes in Markdown: what a publisher would tell readers of a directory, to be edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialign.diff.changes import Change, Comparison, Confidence, Kind
from trialign.errors import visible
from trialign.report.words import counted

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})
_SECTIONS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("No longer tested", (Kind.REMOVED,)),
    ("Tests that report less", (Kind.NARROWED, Kind.RETARGETED)),
    ("Codes that now stand for another test", (Kind.REUSED,)),
    ("New tests", (Kind.ADDED,)),
    ("Tests that report more", (Kind.WIDENED,)),
    (
        "Availability, technology, patients and eligibility",
        (Kind.AVAILABILITY, Kind.TECHNOLOGY, Kind.POPULATION, Kind.ELIGIBILITY, Kind.TRIAL_TARGETS),
    ),
    ("Split, merged, moved and recoded", (Kind.SPLIT, Kind.MERGED, Kind.MOVED, Kind.RECODED)),
    ("Corrections", (Kind.CORRECTED, Kind.SPECIFIED)),
    ("For the editor: what the rows leave open", (Kind.UNCLEAR,)),
)
_COUNTED = (
    (Kind.REPACKAGED, "follow the crosswalk into genomic tests"),
    (Kind.REWORDED, "are worded otherwise and mean the same"),
    (Kind.ELSEWHERE, "belong to books that are not described here"),
)


def notes(found: Comparison) -> str:
    """Return the draft."""
    return "\n".join(_notes(found)) + "\n"


def _notes(found: Comparison) -> Iterator[str]:
    yield f"# Changes from {_plain(', '.join(found.before))} to {_plain(', '.join(found.after))}"
    yield f"\n{counted(found.tests[0], 'test')} before, {found.tests[1]:,} after; {len(found.unchanged):,} unchanged."
    yield "This is a draft made from the rows, for review by those who publish them."
    yield from (f"\nFor the editor: {_plain(remark)}." for remark in found.remarks)
    for title, kinds in _SECTIONS:
        changes = [change for change in found.changes if change.kind in kinds]
        if changes:
            yield f"\n## {title}\n"
            yield from (_item(change) for change in changes)
    yield from _wording(found)


def _wording(found: Comparison) -> Iterator[str]:
    counts = found.counts()
    lines = [f"- {counted(counts[kind], 'test')} {words}." for kind, words in _COUNTED if kind in counts]
    if lines:
        yield "\n## Without change of meaning, or described elsewhere\n"
        yield from lines


def _item(change: Change) -> str:
    codes = _codes(change.before or change.after)
    to = "" if not change.before or change.after in {(), change.before} else f" → {_codes(change.after)}"
    words = f"{_plain(change.indication)}: {_plain(change.witness)}"
    return f"- **{codes}**{to}, {words}.{''.join(_reach(change))}{_doubt(change)}"


def _reach(change: Change) -> Iterator[str]:
    """Yield whom a change strands, whose answer it only puts in doubt, and whom it serves; each once."""
    stranded = dict.fromkeys(strand.id for strand in change.strands if strand.after == "not_covered")
    doubtful = dict.fromkeys(strand.id for strand in change.strands if strand.id not in stranded)
    served = dict.fromkeys(strand.id for strand in change.serves)
    for words, ids in (
        ("Needed by", stranded),
        ("Puts in doubt:", doubtful),
        ("Answers now what is needed by", served),
    ):
        if ids:
            yield f" {words} {_plain(', '.join(ids))}."


def _doubt(change: Change) -> str:
    sure = change.confidence is Confidence.HIGH
    return "" if sure else f" (confidence {change.confidence.value})"


def _codes(codes: Sequence[str]) -> str:
    return _plain(", ".join(codes))


def _plain(text: str) -> str:
    return visible(" ".join(text.split())).translate(_SIGNS)
