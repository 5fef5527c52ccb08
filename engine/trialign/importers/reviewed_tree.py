"""The criteria of a trial file with a person's verdicts on them: leaves kept, replaced, removed and added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from trialign.importers.ctml import Span
from trialign.importers.ctml_tree import ANYONE, Tree, joined
from trialign.load import fields
from trialign.read.document import Path_


@dataclass(frozen=True, slots=True)
class Key:
    """What tells leaves of one trial apart; the label bears ``!`` where it must be absent."""

    label: str
    role: str
    span: tuple[int, int]


@dataclass(slots=True)
class Changes:
    """A person's verdicts.

    Attributes:
        verdicts: The label in each leaf's place: the same, another, or an empty string where it is removed.
        places: Where each leaf stands in the review file.
        added: Labels asked of every patient beside the rest; each entry is a list of alternatives.
    """

    verdicts: dict[Key, str] = field(default_factory=dict)
    places: dict[Key, Path_] = field(default_factory=dict)
    added: list[list[str]] = field(default_factory=list)


def keys(value: Mapping[str, object]) -> set[Key]:
    """Return the leaves of a trial file, also those that are only noted."""
    found = {_key(leaf) for _, match in _matches(value) for tree in match for leaf in _leaves(tree)}
    return found | {_noted_key(each) for each in fields.mappings(value, "noted")}


def changed(value: Mapping[str, object], changes: Changes, confirmed: Mapping[str, str]) -> dict[str, object]:
    """Return a trial file with the verdicts, as reviewed; keys keep their order."""
    result: dict[str, object] = {}
    for name, held in value.items():
        if name == "reviewed":
            result |= {"reviewed": True, "confirmed": dict(confirmed)}
        elif name != "confirmed":  # of a review before this one
            result[name] = held
    if noted := [new for each in fields.mappings(value, "noted") if (new := _noted(each, changes))]:
        result["noted"] = noted
    else:
        result.pop("noted", None)
    steps = [_match(match, changes) for _, match in _matches(value)]
    if any(True for step in steps for tree in step for _ in _leaves(tree)):
        result.pop("names_no_biomarker", None)
    if "names_no_biomarker" not in result:
        steps = [step or [ANYONE] for step in steps]
    result["treatment_list"] = {
        "step": [{**step, "match": match} for (step, _), match in zip(_matches(value), steps, strict=True)]
    }
    return result


def _matches(value: Mapping[str, object]) -> Iterator[tuple[fields.Mapping_, list[Tree]]]:
    """Yield each step with the trees that it matches."""
    for step in fields.mappings(fields.mapping(value["treatment_list"]), "step"):
        yield step, cast(list[Tree], step["match"])


def _match(trees: list[Tree], changes: Changes) -> list[Tree]:
    """Return the trees of a step; what is added is asked beside each of them."""
    added = [either for labels in changes.added if (either := _either(labels))]
    kept: list[Tree | None] = [new for tree in trees if (new := _node(tree, changes))]
    return [each for tree in kept or [None] if (each := joined("and", [*([tree] if tree else []), *added]))]


def _either(labels: list[str]) -> Tree | None:
    return joined("or", [{"genomic": {"biomarker": label}} for label in labels])


def _node(node: Tree, changes: Changes) -> Tree | None:
    """Return a tree with the verdicts on its leaves; None where nothing is left of it."""
    if "genomic" in node:
        return _genomic(fields.mapping(node["genomic"]), changes)
    for word in ("and", "or"):
        if word in node:
            children = cast(list[Tree], node[word])
            return joined(word, [new for child in children if (new := _node(child, changes))])
    return node


def _genomic(leaf: fields.Mapping_, changes: Changes) -> Tree | None:
    """Return a leaf with its verdict; a corrected one keeps its place, and the condition of an exclusion."""
    key = _key(leaf)
    label = changes.verdicts.get(key, key.label)
    if not label:
        return None
    if label == key.label:
        return {"genomic": _flat(leaf)}
    known: Tree = {"if_known": True} if "if_known" in leaf and label.startswith("!") else {}
    return {"genomic": {"biomarker": label, **_place(leaf), **known}}


def _noted(leaf: fields.Mapping_, changes: Changes) -> Tree | None:
    key = _noted_key(leaf)
    label = changes.verdicts.get(key, key.label)
    if label == key.label:
        return _flat(leaf)
    return {"biomarker": label, "role": key.role, **_place(leaf)} if label else None


def _flat(leaf: fields.Mapping_) -> Tree:
    return {**leaf, **_place(leaf)}


def _place(leaf: fields.Mapping_) -> Tree:
    """Return the place of a leaf, to be written on one line."""
    return {"span": Span(cast(list[int], leaf["span"]))} if "span" in leaf else {}


def _leaves(node: Tree) -> Iterator[fields.Mapping_]:
    if "genomic" in node:
        yield fields.mapping(node["genomic"])
    for child in (*fields.mappings(node, "and"), *fields.mappings(node, "or")):
        yield from _leaves(dict(child))


def _key(leaf: fields.Mapping_) -> Key:
    label = fields.text(leaf, "biomarker")
    return Key(label, "excluded" if label.startswith("!") else "required", _span(leaf))


def _noted_key(leaf: fields.Mapping_) -> Key:
    return Key(fields.text(leaf, "biomarker"), fields.text(leaf, "role"), _span(leaf))


def _span(leaf: fields.Mapping_) -> tuple[int, int]:
    """Return the place of a leaf; (-1, -1) where none is held."""
    start, end = cast(list[int], leaf.get("span", [-1, -1]))
    return start, end
