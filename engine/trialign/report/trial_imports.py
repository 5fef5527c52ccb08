"""An import of registry records, for those who keep trials: what was read, joined, left out and not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from trialign.errors import visible
from trialign.importers.trials import TrialImport, Wanted
from trialign.importers.twins import Contradiction, Duplicate
from trialign.report.words import INDENT, counted

_SHOWN = 10
_NAMED = 40


def imported(console: Console, found: TrialImport, wanted: Wanted, folder: str) -> None:
    """Print an import of trials.

    Args:
        console: Where to print.
        found: The import.
        wanted: Which trials were asked for.
        folder: Where files were written; empty where none was.
    """
    total = sum(found.records.values())
    by_registry = ", ".join(f"{number:,} {registry}" for registry, number in sorted(found.records.items()))
    console.print(Text(f"{counted(total, 'record')} of {counted(found.trials, 'trial')} ({by_registry})", "bold"))
    if found.merged:
        console.print(Text(f"{counted(found.merged, 'trial')} joined from several records"))
    _left_out(console, found, wanted)
    if found.problems:
        console.print(Text(f"{counted(len(found.problems), 'problem')}, listed before this", "yellow"))
    _listed(console, "records of one trial contradict each other", map(_contradiction, found.contradictions))
    _listed(console, "records stand twice; the later is kept", map(_duplicate, found.duplicates))
    _frequent(console, found.unlabelled, "biomarker", "left out for want of a label")
    _frequent(console, found.unmapped, "condition", "not known as a cancer")
    _confirmed(console, found)
    console.print()
    number = counted(len(found.names), "file") + (f" and {found.settings}" if found.settings else "")
    console.print(Text(f"wrote {number} to {folder}" if folder else f"Nothing was written; it would be {number}."))


def _left_out(console: Console, found: TrialImport, wanted: Wanted) -> None:
    for number, why in (
        (found.without, "without a biomarker in the criteria"),
        (found.closed, "closed, or not said to be open"),
        (found.elsewhere, f"without a site in {wanted.country}"),
        (found.nowhere, "that name no country"),
    ):
        if number:
            console.print(Text(f"{counted(number, 'trial')} left out: {visible(why)}"))


def _listed(console: Console, what: str, lines: Iterable[str]) -> None:
    """Print lines under how many they are; of very many only the first."""
    every = list(lines)
    if not every:
        return
    console.print(Text(f"{what} ({len(every):,}):", "yellow"))
    for line in every[:_NAMED]:
        console.print(Padding(Text(visible(line)), INDENT))
    if len(every) > _NAMED:
        console.print(Padding(Text(f"and {len(every) - _NAMED:,} others", "dim"), INDENT))


def _contradiction(each: Contradiction) -> str:
    second = f"{each.second.registry} ({each.second.id})" if each.second.id != each.first.id else each.second.registry
    return f"{each.first.id} {each.field}: {each.first.registry} '{each.said}', {second} '{each.against}'"


def _duplicate(each: Duplicate) -> str:
    dates = (record.updated for record in (each.kept, each.dropped))
    kept, dropped = (f"updated {day}" if day else "without a date of update" for day in dates)
    place = each.dropped.where
    field = f" [{place.field}]" if place.field else ""
    return f"{each.kept.id} in {each.kept.registry}: {kept}; dropped is the one {dropped}, {place}{field}"


def _frequent(console: Console, texts: Mapping[str, int], thing: str, why: str) -> None:
    """Print the most frequent of printed texts."""
    if not texts:
        return
    console.print(Text(f"{counted(len(texts), thing)} {why}; the most frequent:"))
    ordered = sorted(texts.items(), key=lambda each: (-each[1], each[0]))
    for text, number in ordered[:_SHOWN]:
        console.print(Padding(Text(f"{number:>5,}  '{visible(text)}'", "dim"), INDENT))


def _confirmed(console: Console, found: TrialImport) -> None:
    if found.confirmed:
        console.print(Text(f"{counted(len(found.confirmed), 'confirmed file')} left alone"))
    for identity in found.changed:
        console.print(Padding(Text(f"{identity}: registry text changed since it was confirmed", "yellow"), INDENT))
