"""Imports, and what could not be read, for those who keep directories: text, and JSON of what is unread."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from trialign.errors import visible
from trialign.importers.decisions import DecisionImport
from trialign.importers.published import Import
from trialign.model.unread import Unread
from trialign.report.words import INDENT, counted

_SHOWN = 8
_NEEDS = 40


def imported(console: Console, found: Import, written: list[str]) -> None:
    """Print an import.

    Args:
        console: Where to print.
        found: The import.
        written: The files that were written; none where nothing was.
    """
    total = sum(found.rows.values())
    console.print(Text(f"{found.map.title}, release {found.release or 'not dated'}", "bold"))
    books = ", ".join(f"{number:,} in {book}" for book, number in sorted(found.rows.items()))
    across = f" of {counted(found.indications, 'clinical indication')}" if found.indications else ""
    console.print(Text(f"{counted(total, 'row')}{across} ({books}); column map {found.map.id}"))
    for reason, number in sorted(found.left.items()):
        console.print(Text(f"{counted(number, 'row')} left out: {reason}"))
    for name, reason in found.sheets:
        console.print(Text(f"sheet not read: '{name}' ({reason})"))
    for notice in found.notices:
        console.print(Text(f"look at {notice}", "yellow"))
    if found.unread:
        _unread(console, found)
    console.print()
    for name in written:
        console.print(Text(f"wrote {name}"))
    if not written:
        console.print(Text("Nothing was written."))
    elif found.map.layout == "tests":
        _next(console, found)


def _not_read(number: int) -> str:
    return f"{counted(number, 'printed text')} could not be read as {'a target' if number == 1 else 'targets'}"


def _unread(console: Console, found: Import) -> None:
    reasons = Counter(each.text.reason.value for each in found.unread)
    console.print(Text(f"{_not_read(len(found.unread))}:"))
    for reason, number in reasons.most_common():
        console.print(Padding(Text(f"{number:>5,}  {reason}"), INDENT))
    telling = [each for each in found.unread if each.text.hides_a_target]
    texts = Counter((each.text.printed, each.text.proposed) for each in telling)
    for (printed, proposed), number in texts.most_common(_SHOWN):
        cell = next(each.cell for each in telling if each.text.printed == printed)
        meant = f", perhaps {proposed}" if proposed else ""
        words = f"{number:>5,}  '{' '.join(printed.split())[:80]}' ({cell}{meant})"
        console.print(Padding(Text(words, "dim"), INDENT))


def _next(console: Console, found: Import) -> None:
    """Print what a person does next: the entry of the release in each of its books, and the check."""
    left = sum(found.left.values())
    console.print()
    console.print(Text(f"Next: add the release to the books of {found.map.nation.value}/directory.yaml,"))
    for book in sorted(found.rows):
        held_by = "targets" if book in found.with_targets else "names"
        for line in (
            f"- book: {book}",
            "  releases:",
            f'    - release: "{found.release}"',
            "      held: true",
            f"      held_by: {held_by}",
            f"      file: {book}/{found.release}.csv",
            f'      published: "{found.release}"',
            "      retrieved: YYYY-MM-DD",
            f"      complete: {'false' if left else 'true'}",
            f"      source_url: {found.map.source_url or 'https://...'}",
        ):
            console.print(Text(f"  {line}"), soft_wrap=True)  # to be copied: no line of it may break
    if left:
        was = "was" if left == 1 else "were"
        why = f"complete is false because {counted(left, 'row')} {was} left out"
        console.print(Text(f"{why}: write true if the book is meant to leave them out."))
    console.print(Text("map new indications in indications.csv, then run 'trialign validate' and 'trialign lint'."))


def imported_decisions(console: Console, found: DecisionImport, written: list[str]) -> None:
    """Print an import of decisions: how many of each body, and which needs and cancers stay as printed."""
    total = sum(found.rows.values())
    bodies = ", ".join(f"{number:,} {body}" for body, number in sorted(found.rows.items()))
    console.print(Text(f"{counted(total, 'decision')} ({bodies})", "bold"))
    if found.unlabelled:
        texts = Counter(each.printed for each in found.unlabelled)
        console.print(Text(f"{len(found.unlabelled):,} needs stay as printed; give them labels (docs/labels.md):"))
        for printed, number in texts.most_common(_NEEDS):
            first = next(each for each in found.unlabelled if each.printed == printed)
            words = f"{number:>5,}  '{visible(printed)}', first {first.id} (line {first.line})"
            console.print(Padding(Text(words, "dim"), INDENT))
        if len(texts) > _NEEDS:
            console.print(Padding(Text(f"and {len(texts) - _NEEDS:,} other texts", "dim"), INDENT))
    if found.untaken:
        values = Counter((each.column, each.printed) for each in found.untaken)
        console.print(Text(f"{len(found.untaken):,} lines, settings and ages are left empty (docs/import.md):"))
        for (column, value), number in values.most_common(_NEEDS):
            place = next(each for each in found.untaken if (each.column, each.printed) == (column, value))
            words = f"{number:>5,}  {column} '{visible(value)}', first {place.id} (line {place.line})"
            console.print(Padding(Text(words, "dim"), INDENT))
        if len(values) > _NEEDS:
            console.print(Padding(Text(f"and {len(values) - _NEEDS:,} other texts", "dim"), INDENT))
    if found.without_cancer:
        console.print(Text(f"without a cancer code: {', '.join(found.without_cancer)}"))
    console.print()
    for name in written:
        console.print(Text(f"wrote {name}"))
    if not written:
        console.print(Text("Nothing was written."))


def unresolved(console: Console, found: Sequence[Unread], every: bool) -> None:
    """Print what could not be read, most frequent first.

    Args:
        console: Where to print.
        found: Texts with their places.
        every: Whether to name every place.
    """
    total = sum(len(each.places) for each in found)
    console.print(Text(f"{_not_read(total)}, {counted(len(found), 'different one')}.", "bold"))
    for reason, number in Counter(each.reason.value for each in found for _ in each.places).most_common():
        console.print(Padding(Text(f"{number:>5,}  {reason}"), INDENT))
    for each in found:
        meant = f"; perhaps {each.proposed}" if each.proposed else ""
        leads = f"; {each.codes[0]} to {each.codes[-1]}, {len(each.codes)} tests" if each.codes else ""
        console.print()
        console.print(Text(f"{len(each.places):>4,} x '{visible(each.printed)}'  {each.reason.value}{meant}{leads}"))
        for place in each.places if every else each.places[:1]:
            where = f"{place.code} in {place.release}  {place.source.place}"
            console.print(Padding(Text(where, "dim"), (0, 0, 0, 7)))


def unresolved_json(found: Sequence[Unread]) -> str:
    """Return what could not be read as JSON text."""
    value = [
        {
            "printed": each.printed,
            "reason": each.reason.value,
            "proposed": each.proposed or None,
            "points_to": list(each.codes),
            "places": [
                {
                    "release": place.release,
                    "test": place.code,
                    "file": place.source.where.path,
                    "line": place.source.where.line,
                    "cell": place.source.cell or None,
                }
                for place in each.places
            ],
        }
        for each in found
    ]
    return json.dumps({"unresolved": value}, indent=2, ensure_ascii=False) + "\n"
