"""What changed between two releases as text: counts by kind, then each change, those of wording alone folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from trialign.diff.changes import Change, Comparison, Kind, Strand
from trialign.model.rule import Severity
from trialign.report import radius
from trialign.report.words import STYLE, counted, plain

WORDS = {
    Kind.REMOVED: "removed, and what they report stands nowhere else",
    Kind.NARROWED: "narrowed: targets lost",
    Kind.RETARGETED: "retargeted: targets lost and gained",
    Kind.REUSED: "codes reused for another test",
    Kind.AVAILABILITY: "availability changed",
    Kind.UNCLEAR: "unclear: what is printed does not say",
    Kind.CORRECTED: "misprints put right",
    Kind.TECHNOLOGY: "technology changed",
    Kind.POPULATION: "age, line or setting changed",
    Kind.ELIGIBILITY: "eligibility text changed",
    Kind.TRIAL_TARGETS: "targets for trials only changed",
    Kind.REPACKAGED: "repackaged by the crosswalk",
    Kind.SPLIT: "split: targets went into new tests",
    Kind.MERGED: "merged into other tests",
    Kind.MOVED: "moved: targets stand in other tests",
    Kind.RECODED: "recoded",
    Kind.SPECIFIED: "band and gene: one printed for the other",
    Kind.WIDENED: "widened: targets gained",
    Kind.ADDED: "added",
    Kind.REWORDED: "reworded, meaning unchanged",
    Kind.ELSEWHERE: "left to books that are not compared",
    Kind.ONLY_FROM: "only in the first nation",
    Kind.ONLY_TO: "only in the second nation",
    Kind.IN_PART: "in both nations, in part",
    Kind.SHARED: "in both nations",
}
_ONE = {Kind.REUSED: "code reused for another test", Kind.CORRECTED: "misprint put right"}
FOLDED = (Kind.REPACKAGED, Kind.REWORDED, Kind.ELSEWHERE)
_CODES = 8
_LABELS = 8
_STRANDS = 5


def changed(console: Console, found: Comparison, every: bool) -> None:
    """Print a comparison.

    Args:
        console: Where to.
        found: The comparison.
        every: Print each change, folded ones too.
    """
    for word, names, parts in (("from", found.before, found.parts[0]), ("to  ", found.after, found.parts[1])):
        console.print(plain(f"{word} {', '.join(names) or 'nothing'}"))
        for part in parts:
            if part.commit:
                console.print(Padding(plain(f"{part.asked} is commit {part.commit}"), (0, 0, 0, 5)))
    for remark in found.remarks:
        console.print(plain(f"note: {remark}"))
    console.print()
    _counts(console, found)
    if found.radius:
        radius.reach(console, found.radius)
    folded = () if every else FOLDED
    shown = [change for change in found.changes if change.kind not in folded or _matters(change)]
    for change in shown:
        console.print()
        _change(console, change)
    hidden = len(found.changes) - len(shown)
    if hidden:
        console.print()
        console.print(plain(f"{counted(hidden, 'change')} without consequence folded; --all lists them"))
    if found.radius:
        radius.findings(console, found.radius, every)


def _matters(change: Change) -> bool:
    return change.severity.value != "info"


def _counts(console: Console, found: Comparison) -> None:
    before, after = found.tests
    console.print(plain(_to_look_at(found)))
    console.print(plain(f"{counted(before, 'test')} before, {after:,} after"))
    numbers = [(_words(kind, number), number) for kind, number in found.counts().items()]
    for words, number in (("unchanged", len(found.unchanged)), *numbers):
        console.print(plain(f"{number:>7,}  {words}"))


def _words(kind: Kind, number: int) -> str:
    return _ONE.get(kind, WORDS[kind]) if number == 1 else WORDS[kind]


def _to_look_at(found: Comparison) -> str:
    """Return how many changes are errors and warnings, and how many tests are only left to other books."""
    numbers = Counter(change.severity for change in found.changes if _matters(change))
    grave = ", ".join(counted(numbers[each], each.value) for each in Severity if numbers[each])
    left = found.counts().get(Kind.ELSEWHERE, 0)
    more = f"; {counted(left, 'test')} only {WORDS[Kind.ELSEWHERE]}" if left else ""
    return f"to look at: {grave or 'no error, no warning'}{more}"


def _change(console: Console, change: Change) -> None:
    head = Text()
    head.append(change.severity.value, STYLE[change.severity.value])
    codes = _codes(change.before)
    to = "" if change.after == change.before or not change.after else f" -> {_codes(change.after)}"
    also = f" (and {', '.join(kind.value for kind in change.also)})" if change.also else ""
    head.append_text(plain(f"  {change.kind.value}{also}  {codes or '(new)'}{to}", "bold"))
    console.print(head)
    _line(console, f"{change.indication}")
    _line(console, sentence(change.witness))
    for word, labels in (("lost", change.lost), ("gained", change.gained), ("cannot tell", change.unsure)):
        if labels and change.kind is not Kind.ADDED:
            _line(console, f"{word}: {_cut(labels, _LABELS)}")
    for strands, words in ((change.strands, _stranded), (change.serves, _served)):
        for strand in strands[:_STRANDS]:
            _line(console, words(strand))
        if len(strands) > _STRANDS:
            _line(console, f"and {len(strands) - _STRANDS} more, see --format json")
    if change.confidence.value != "high":
        _line(console, f"confidence {change.confidence.value}")


def _line(console: Console, text: str) -> None:
    console.print(Padding(plain(text), (0, 0, 0, 4)))


def _stranded(strand: Strand) -> str:
    verb = "strands" if strand.after == "not_covered" else "puts in doubt"
    return f"{verb} {strand.sort} {strand.id}: {strand.biomarker} in {strand.cancer}"


def _served(strand: Strand) -> str:
    part = ", in part" if strand.after == "partly" else ""
    return f"serves {strand.sort} {strand.id}{part}: {strand.biomarker} in {strand.cancer}"


def sentence(text: str) -> str:
    """Return text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


def _codes(codes: Sequence[str]) -> str:
    return _cut(codes, _CODES)


def _cut(words: Iterable[str], most: int) -> str:
    listed = list(words)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
