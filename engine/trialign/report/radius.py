"""What follows from a change of tests as text: counts by nation, then the gravest findings that open and close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from trialign.diff.radius import LeftOut, Radius, Reach, Told
from trialign.report.words import STYLE, counted, nation_name, plain

_FEW = 3
_CODES = 6
_THINGS = {"decision": "decision", "trial": "trial", "pathway": "pathway step"}


def reach(console: Console, found: Radius) -> None:
    """Print in a line per nation how many the changes reach."""
    console.print(plain("what follows:"))
    for each in found.reach:
        _nation(console, each, _findings(each.nation, found))


def findings(console: Console, found: Radius, every: bool) -> None:
    """Print the findings that differ.

    Args:
        console: Where to.
        found: What follows.
        every: List every finding, not the gravest few.
    """
    for title, told in (
        ("findings that open", found.opened),
        ("findings whose verdict changes", found.changed),
        ("findings that close", found.closed),
    ):
        if told:
            _section(console, title, told, every)
    for left in found.left_out:
        _left_out(console, left)
    if not found.judged:
        console.print()
        console.print(plain("--findings tells which findings open and close, too", "dim"))


def _nation(console: Console, reach: Reach, findings: str) -> None:
    parts = [
        f"{verb} {things}"
        for verb, counts in (("strands", reach.stranded), ("puts in doubt", reach.doubtful), ("serves", reach.served))
        if (things := _things(counts))
    ]
    text = "; ".join([*parts, *([findings] if findings else [])]) or "nothing"
    _line(console, f"{nation_name(reach.nation) or 'No nation'}: {text}", 2)


def _things(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(counted(number, _THINGS[sort]) for sort, number in counts if number)


def _findings(nation: str, found: Radius) -> str:
    counts = {
        word: Counter(each.nation for each in told)[nation]
        for word, told in (
            ("opens", found.opened),
            ("closes", found.closed),
            ("changes the verdict of", found.changed),
        )
    }
    return ", ".join(f"{word} {counted(number, 'finding')}" for word, number in counts.items() if number)


def _section(console: Console, title: str, told: Sequence[Told], every: bool) -> None:
    counts = Counter(each.verdict for each in told)
    words = ", ".join(f"{number:,} {verdict.replace('_', ' ')}" for verdict, number in sorted(counts.items()))
    console.print()
    console.print(plain(f"{len(told):,} {title if len(told) > 1 else _one(title)} ({words})", "bold"))
    shown = told if every else told[:_FEW]
    for each in shown:
        _told(console, each)
    if len(told) > len(shown):
        _line(console, f"and {len(told) - len(shown):,} more; --all lists them", 2)


def _one(title: str) -> str:
    words = {"open": "opens", "close": "closes"}
    first, *rest, last = title.split()
    return " ".join([first.removesuffix("s"), *rest, words.get(last, last)])


def _told(console: Console, told: Told) -> None:
    head = Text("  ")
    head.append(told.severity.value, STYLE[told.severity.value])
    was = f", was {told.was.replace('_', ' ')}" if told.was else ""
    head.append_text(plain(f"  {told.verdict.replace('_', ' ')}{was}  {told.rule}  {told.fingerprint}"))
    console.print(head)
    _line(console, told.message, 4)
    if told.codes:
        more = f" and {len(told.codes) - _CODES} more" if len(told.codes) > _CODES else ""
        _line(console, f"by the change of {', '.join(told.codes[:_CODES])}{more}", 4)


def _left_out(console: Console, left: LeftOut) -> None:
    console.print()
    _line(console, f"not compared: {', '.join(left.rules)}; {left.reason}", 0)


def _line(console: Console, text: str, indent: int) -> None:
    console.print(Padding(plain(text), (0, 0, 0, indent)))
