"""Extracted criteria, for a program (one JSON object a line) and for a reader."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from trialign.importers.ctml import digest
from trialign.importers.review import Confirmed
from trialign.importers.texts import Extracted, Given
from trialign.model.criteria import Forms, Leaf, Role
from trialign.report.page import tabled
from trialign.report.words import INDENT, plain

Json = dict[str, object]
_WORDS = 70
_WAYS = 8
_ROLE_STYLE = {Role.REQUIRED: "green", Role.EXCLUDED: "red"}


def line(each: Extracted) -> str:
    """Return one record as one line of JSON; its shape is ``schemas/criteria.schema.json``."""
    criteria = each.criteria
    value: Json = {
        "id": each.given.id,
        "leaves": [_leaf(leaf) for leaf in criteria.leaves],
        "dnf": {"required": _forms(criteria.required or ()), "excluded": _forms(criteria.excluded or ())},
        "unnamed": [list(span) for span in criteria.unnamed],
    }
    if too_many := [name for name in ("required", "excluded") if getattr(criteria, name) is None]:
        value["not_written_out"] = too_many
    if each.given.record is not None:
        value["registry"] = each.given.record.registry
    value["text_sha256"] = digest(each.given.text)
    return json.dumps(value, ensure_ascii=False) + "\n"


def _forms(forms: Forms) -> list[list[Json]]:
    return [[_leaf(leaf) for leaf in form] for form in forms]


def _leaf(leaf: Leaf) -> Json:
    value: Json = {
        "marker": leaf.marker,
        "class": leaf.alteration.value,
        "variant": leaf.variant,
        "origin": leaf.origin.value,
        "role": leaf.role.value,
        "start": leaf.start,
        "end": leaf.end,
        "confidence": leaf.confidence,
    }
    more: Json = {"level": leaf.level, "label": leaf.label, "if_known": leaf.if_known}
    return value | {name: given for name, given in more.items() if given}


def extracted(console: Console, each: Extracted) -> None:
    """Print one record: its biomarkers with their words, and the ways in and the bars that they form."""
    criteria = each.criteria
    registry = f" ({each.given.record.registry})" if each.given.record else ""
    console.print(plain(f"{each.given.id}{registry}", "bold"))
    if criteria.leaves:
        leaves = criteria.leaves
        tabled(console, _table(each.given, leaves), lambda: _in_lines(console, each.given, leaves))
    if criteria.required is None or criteria.excluded is None:
        console.print(Padding(plain("the alternatives multiply to too many to write out", "yellow"), INDENT))
    if criteria.required:
        console.print(Padding(plain(f"may enter with {_alternatives(criteria.required, Role.REQUIRED)}"), INDENT))
    if criteria.excluded:
        console.print(Padding(plain(f"may not enter with {_alternatives(criteria.excluded, Role.EXCLUDED)}"), INDENT))
    if criteria.unnamed:
        words = ", ".join(f"'{shortened(each.given.words(*span))}'" for span in criteria.unnamed)
        console.print(Padding(plain(f"selects by biomarkers without naming one: {words}", "yellow"), INDENT))
    elif not criteria.leaves:
        console.print(Padding(plain("names no biomarker", "dim"), INDENT))
    console.print()


def _table(given: Given, leaves: Sequence[Leaf]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for heading in ("role", "label", "class", "words"):
        table.add_column(heading)
    table.add_column("sure", justify="right", no_wrap=True)
    for leaf in leaves:
        table.add_row(
            plain(leaf.role.value, _ROLE_STYLE.get(leaf.role, "dim")),
            plain(name(leaf)),
            plain(leaf.alteration.value),
            plain(shortened(given.words(leaf.start, leaf.end)), "italic"),
            plain(f"{leaf.confidence:.2f}"),
        )
    return table


def _in_lines(console: Console, given: Given, leaves: Sequence[Leaf]) -> None:
    for leaf in leaves:
        line = plain(f"{leaf.role.value}: ", _ROLE_STYLE.get(leaf.role, "dim"))
        line.append_text(plain(f"{name(leaf)}, {leaf.alteration.value}, sure {leaf.confidence:.2f}", "default"))
        console.print(Padding(line, INDENT))
        console.print(Padding(plain(f"'{shortened(given.words(leaf.start, leaf.end))}'", "italic"), (0, 0, 0, 4)))


def name(leaf: Leaf) -> str:
    """Return what a leaf is called: its label, or the marker where no label stands for it."""
    level = f" [{leaf.level}]" if leaf.level else ""
    known = " (if known)" if leaf.if_known else ""
    return (leaf.label or f"{leaf.marker} {leaf.variant or leaf.alteration.value}") + level + known


def shortened(words: str) -> str:
    """Return words, or the first of very many."""
    return words if len(words) <= _WORDS else words[: _WORDS - 1].rstrip() + "…"


def confirmed(console: Console, each: Confirmed) -> None:
    """Print what a review made of one trial's criteria."""
    counts = ", ".join(
        f"{len(labels)} {what}"
        for what, labels in (
            ("confirmed", each.confirmed),
            ("corrected", each.corrected),
            ("removed", each.removed),
            ("added", each.added),
        )
        if labels
    )
    console.print(plain(f"{each.id}: {counts or 'nothing to confirm'}"))
    for before, after in each.corrected:
        console.print(Padding(plain(f"'{before}' is now '{after}'"), INDENT))
    for what, labels in (("removed", each.removed), ("added", each.added)):
        for label in labels:
            console.print(Padding(plain(f"{what} '{label}'"), INDENT))


def _alternatives(forms: Forms, asked: Role) -> str:
    """Return ``any of: A and no B; or C``; a leaf of another role than the one asked about is its absence."""
    some = "; or ".join(" and ".join(_said(leaf, asked) for leaf in form) for form in forms[:_WAYS])
    more = f"; or one of {len(forms) - _WAYS:,} others" if len(forms) > _WAYS else ""
    return ("any of: " if len(forms) > 1 else "") + some + more


def _said(leaf: Leaf, asked: Role) -> str:
    return name(leaf) if leaf.role is asked else f"no {name(leaf)}"
