"""Two nations side by side as text: counts, what only the one reports, and what cannot be told, folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding

from trialign.diff.changes import Change, Comparison, Kind
from trialign.report.words import counted, nation_name, plain

_FEW = 4
_MOST = 12
_Fold = Callable[[Change], Hashable]


def differing(console: Console, found: Comparison, every: bool) -> None:
    """Print a comparison of two nations.

    Args:
        console: Where to.
        found: The comparison.
        every: List every cancer, also those where nobody is known to need it, and what both report.
    """
    assert found.nations
    first, second = map(nation_name, found.nations)
    for word, names, parts in (("from", found.before, found.parts[0]), ("to  ", found.after, found.parts[1])):
        console.print(plain(f"{word} {', '.join(names) or 'nothing'}"))
        for part in parts:
            if part.commit:
                _line(console, f"{part.asked} is commit {part.commit}", 5)
    for remark in found.remarks:
        console.print(plain(f"note: {remark}"))
    console.print()
    _counts(console, found, first, second)
    for title, changes in _sections(found, first, second):
        if changes:
            _section(console, title, changes, every)
    if not every:
        console.print()
        _line(console, "--all lists every cancer and what both report, --format json each with its rows", 0)


def _counts(console: Console, found: Comparison, first: str, second: str) -> None:
    _line(console, "Biomarkers in cancers that a medicine or trial needs, or a row of either lists:", 0)
    lines = [
        (number, title)
        for title, changes in _sections(found, first, second)
        if (number := sum(len(_labels(change)) for change in changes))
    ]
    for number, title in [*lines, (found.neither, "in neither, as far as is known")]:
        console.print(Padding(plain(f"{number:>6,}  {title}"), 0))


def _sections(found: Comparison, first: str, second: str) -> tuple[tuple[str, list[Change]], ...]:
    def of(kind: Kind) -> list[Change]:
        return [change for change in found.changes if change.kind is kind]

    unclear = of(Kind.UNCLEAR)
    return (
        (f"only in {first}", of(Kind.ONLY_FROM)),
        (f"only in {second}", of(Kind.ONLY_TO)),
        ("in both, in part in one of them at least", of(Kind.IN_PART)),
        (f"in {first}; of {second} it cannot be told", [change for change in unclear if change.before]),
        (f"in {second}; of {first} it cannot be told", [change for change in unclear if not change.before]),
        ("in both", of(Kind.SHARED)),
    )


def _section(console: Console, title: str, changes: Sequence[Change], every: bool) -> None:
    kind = changes[0].kind
    if kind is Kind.SHARED and not every:
        return
    console.print()
    console.print(plain(title, "bold"))
    if kind is Kind.UNCLEAR:
        for why, group in _folded(changes, lambda change: change.why).items():
            _unclear(console, str(why), group, every)
        return
    for group in _folded(changes, lambda change: (_labels(change), change.why)).values():
        _group(console, group, every)


def _folded(changes: Iterable[Change], key: _Fold) -> Mapping[Hashable, list[Change]]:
    found: dict[Hashable, list[Change]] = defaultdict(list)
    for change in changes:
        found[key(change)].append(change)
    return found


def _group(console: Console, group: Sequence[Change], every: bool) -> None:
    """Print cancers in which the same is to be said of the same biomarkers."""
    first = group[0]
    cancers = [change.indication for change in group]
    where = cancers[0] if len(cancers) == 1 else f"{len(cancers)} cancers: {_cut(cancers, every)}"
    _line(console, f"{_cut(_labels(first), every)} in {where}", 2)
    _line(console, f"{f'{first.indication}: ' if len(cancers) > 1 else ''}{first.witness}", 6)
    whom = _whom(group)
    if whom:
        _line(console, whom, 6)


def _unclear(console: Console, why: str, group: Sequence[Change], every: bool) -> None:
    """Print the cancers in which somebody needs what cannot be told; the others are counted."""
    _line(console, f"{why}:", 2)
    needed = [change for change in group if change.strands]
    shown = group if every else needed[:_MOST]
    for change in shown:
        _line(console, f"{change.indication}: {_cut(_labels(change), every)}", 4)
        whom = _whom([change])
        if whom:
            _line(console, whom, 8)
    rest = [change for change in group if change not in shown]
    if rest:
        _line(console, ("and " if shown else "") + _counted(rest, "other " if shown else ""), 4)


def _counted(changes: Sequence[Change], other: str) -> str:
    labels = sum(len(_labels(change)) for change in changes)
    needed = sum(bool(change.strands) for change in changes)
    some = f"{needed} of them needed" if needed else "which nobody there is known to need"
    return f"{counted(labels, 'biomarker')} in {counted(len(changes), f'{other}cancer')}, {some}"


def _whom(group: Iterable[Change]) -> str:
    ids = list(dict.fromkeys(strand.id for change in group for strand in change.strands))
    return f"needed there by {_cut(ids, False)}" if ids else ""


def _labels(change: Change) -> tuple[str, ...]:
    return (*change.lost, *change.gained, *change.unsure, *change.both)


def _line(console: Console, text: str, indent: int) -> None:
    console.print(Padding(plain(text), (0, 0, 0, indent)))


def _cut(words: Sequence[str], every: bool) -> str:
    more = f" and {len(words) - _FEW} more" if len(words) > _FEW and not every else ""
    return ", ".join(words if every else words[:_FEW]) + more
