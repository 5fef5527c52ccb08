"""One trial as it is held: registry facts, the tree of its criteria, and beside it the words behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from trialign.importers.texts import Held
from trialign.load import fields
from trialign.model.dates import PartialDate
from trialign.model.trial import Trial
from trialign.report.criteria import shortened
from trialign.report.words import INDENT, plain

Json = dict[str, object]
Node = Mapping[str, object]
Span = tuple[int, int]
_BESIDE = 100
_BRANCHES = {"and": "all of", "or": "any of"}
_TEXT = {
    True: "The criteria were read from this text.",
    False: "The text has changed since the criteria were read from it: their places no longer hold.",
    None: "The criteria were not read from a text, so there is nothing to compare the text with.",
}
_STATE = {True: "same", False: "changed", None: "not compared"}


def shown(console: Console, held: Held) -> None:
    """Print one trial.

    Args:
        console: Where to print; from 100 columns on, words stand beside the tree, else below it.
        held: The trial, with its text where words are asked for.
    """
    trial = held.trial
    console.print(plain(f"{trial.id} {trial.title}", "bold"))
    for line in _facts(trial):
        console.print(Padding(plain(line), INDENT))
    console.print(Padding(plain(held.document.name, "dim"), INDENT))
    if held.given is not None:
        console.print(Padding(plain(_TEXT[held.same_text], "" if held.same_text else "yellow"), INDENT))
    words = words_of(held)
    numbers = {span: number for number, (span, _) in enumerate(words, start=1)}
    tree = _tree(held, numbers)
    if not words:
        console.print(Padding(tree, INDENT))
    elif console.width >= _BESIDE:
        console.print(Padding(_beside(tree, words), INDENT))
    else:
        console.print(Padding(tree, INDENT))
        console.print()
        console.print(Padding(_words(words), INDENT))
    console.print()


def _facts(trial: Trial) -> Iterator[str]:
    phase = f", {trial.phase}" if trial.phase else ""
    yield f"{trial.status} on {trial.captured.isoformat()} ({trial.registry}){phase}"
    yield (
        f"updated {_day(trial.updated)}, started {_day(trial.started)}, "
        f"primary completion {_day(trial.primary_completion)}"
    )
    for other in trial.others:
        yield f"also {other.id} ({other.registry}): {other.status} on {other.captured}"
    yield f"sites: {_sites(trial)}"
    yield _read_by(trial)


def _sites(trial: Trial) -> str:
    if not trial.reaches:
        return f"none in the United Kingdom ({', '.join(trial.countries)})"
    return ", ".join(nation.display for nation in trial.nations) or "nations not stated"


def _day(day: PartialDate | None) -> str:
    return str(day) if day else "not held"


def _read_by(trial: Trial) -> str:
    """Return how the criteria came to be, and whether a person stands for them."""
    read = (
        f"read by a program (confidence {trial.extraction.confidence:.2f})"
        if trial.extraction
        else "not read by a program"
    )
    if trial.confirmed:
        return f"criteria {read}, confirmed by {trial.confirmed.by} on {trial.confirmed.on}"
    return f"criteria {read}, {'reviewed by a person' if trial.reviewed else 'not reviewed by a person'}"


def matches(held: Held) -> list[Node]:
    """Return the trees of a trial's criteria as they stand in its file: any one of them is a way in."""
    value = fields.mapping(held.document.value)
    steps = fields.mappings(fields.mapping(value["treatment_list"]), "step")
    return [tree for step in steps for tree in fields.mappings(step, "match")]


def _tree(held: Held, numbers: Mapping[Span, int]) -> Tree:
    trees = matches(held)
    root = Tree(plain("criteria" if len(trees) < 2 else "criteria, any of"), guide_style="dim")
    for node in trees:
        _grow(root, node, numbers)
    if held.trial.names_no_biomarker:
        root.add(plain("selects by biomarkers and names none", "yellow"))
    for leaf in fields.mappings(fields.mapping(held.document.value), "noted"):
        line = plain(f"{fields.text(leaf, 'role')}: {fields.text(leaf, 'biomarker')}", "dim")
        root.add(_number(leaf, numbers).append_text(line).append_text(_certainty(leaf)))
    return root


def _grow(branch: Tree, node: Node, numbers: Mapping[Span, int]) -> None:
    for word, said in _BRANCHES.items():
        if word in node:
            inner = branch.add(plain(said))
            for child in fields.mappings(node, word):
                _grow(inner, child, numbers)
    if "genomic" in node:
        leaf = fields.mapping(node["genomic"])
        branch.add(_number(leaf, numbers).append_text(_label(leaf)).append_text(_certainty(leaf)))
    if "clinical" in node:
        branch.add(plain(_patients(fields.mapping(node["clinical"]))))


def _label(leaf: Node) -> Text:
    label = fields.text(leaf, "biomarker")
    known = " (if known)" if "if_known" in leaf else ""
    return plain(f"not {label[1:]}{known}", "red") if label.startswith("!") else plain(label, "green")


def _number(leaf: Node, numbers: Mapping[Span, int]) -> Text:
    span = _span(leaf)
    return plain(f"({numbers[span]}) " if span and span in numbers else "", "dim")


def _certainty(leaf: Node) -> Text:
    sure = f"  {float(fields.text(leaf, 'confidence')):.2f}" if "confidence" in leaf else ""
    span = _span(leaf)
    place = f"  {span[0]}-{span[1]}" if span else ""
    return plain(f"{sure}{place}", "dim")


def _span(leaf: Node) -> Span | None:
    if "span" not in leaf:
        return None
    start, end = cast(list[int], leaf["span"])
    return start, end


def _patients(clinical: Node) -> str:
    cancers = ", ".join(fields.texts(clinical, "oncotree_primary_diagnosis"))
    age = fields.text(clinical, "age_numerical")
    return "; ".join(filter(None, (f"cancer {cancers}" if cancers else "", f"age {age}" if age else "")))


def words_of(held: Held) -> list[tuple[Span, str]]:
    """Return each place of a leaf once, in order of the tree, with its words; none where the text is another."""
    if held.given is None or held.same_text is not True:
        return []
    noted = fields.mappings(fields.mapping(held.document.value), "noted")
    leaves = [leaf for tree in matches(held) for leaf in _leaves(tree)]
    spans = dict.fromkeys(span for leaf in (*leaves, *noted) if (span := _span(leaf)))
    return [(span, held.given.words(*span)) for span in spans]


def _leaves(node: Node) -> Iterator[Node]:
    if "genomic" in node:
        yield fields.mapping(node["genomic"])
    for word in _BRANCHES:
        for child in fields.mappings(node, word):
            yield from _leaves(child)


def _words(words: Sequence[tuple[Span, str]]) -> Text:
    lines = [plain(f"({number}) {shortened(said)}") for number, (_, said) in enumerate(words, start=1)]
    return Text("\n").join(lines)


def _beside(tree: Tree, words: Sequence[tuple[Span, str]]) -> Table:
    grid = Table.grid(padding=(0, 4))
    grid.add_row(tree, _words(words))
    return grid


def as_json(several: Sequence[Held]) -> str:
    """Return trials as JSON text; the criteria are the trees of their files."""
    return json.dumps({"trials": [_trial(each) for each in several]}, indent=2, ensure_ascii=False) + "\n"


def _trial(held: Held) -> Json:
    trial, value = held.trial, fields.mapping(held.document.value)
    facts: Json = {
        "id": trial.id,
        "registry": trial.registry,
        "title": trial.title,
        "status": trial.status,
        "phase": trial.phase or None,
        "captured": trial.captured.isoformat(),
        "updated": _date(trial.updated),
        "started": _date(trial.started),
        "primary_completion": _date(trial.primary_completion),
        "nations": [nation.value for nation in trial.nations],
        "countries": list(trial.countries),
        "other_records": [
            {"id": each.id, "registry": each.registry, "status": each.status, "captured": str(each.captured)}
            for each in trial.others
        ],
        "reviewed": trial.reviewed,
        "confirmed": value.get("confirmed"),
        "extraction": value.get("extraction"),
        "names_no_biomarker": trial.names_no_biomarker,
        "criteria": matches(held),
        "noted": list(fields.mappings(value, "noted")),
        "file": held.document.name,
        "source": trial.source.url,
    }
    if held.given is not None:
        facts["text"] = _STATE[held.same_text]
        facts["words"] = [{"span": list(span), "words": words} for span, words in words_of(held)]
    return facts


def _date(day: PartialDate | None) -> str | None:
    return str(day) if day else None
