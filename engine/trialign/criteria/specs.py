"""What the words beside a marker say of it, and what earlier words hand on to markers named later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from trialign.criteria.parts import Kind, Part
from trialign.criteria.variants import Change
from trialign.model.biomarker import Alteration, Origin

CLASSES = {each.value: each for each in Alteration}


@dataclass(frozen=True, slots=True)
class Spec:
    """What a segment says of its markers: classes, signs, variants, origin, level."""

    classes: tuple[Alteration, ...] = ()
    signs: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    origin: Origin = Origin.EITHER
    level: str = ""
    status: bool = False
    end: int = 0
    handed: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is said that makes a marker a criterion."""
        return bool(self.classes or self.signs or self.changes or self.level or self.status)


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier text hands on: markers and specs that later text may leave out.

    ``opened``: the text announced a list ('one of the following genes:'), so that bare markers take the specs.
    """

    markers: tuple[Part, ...] = ()
    specs: tuple[Spec, ...] = ()
    opened: bool = False


def added(spec: Spec, part: Part, named: bool) -> Spec:
    """Return a spec with what one more part says; a status counts only beside a marker that is named."""
    if part.kind is Kind.VARIANT:
        return replace(spec, changes=spec.changes + part.changes, end=part.end)
    if part.kind is Kind.LEVEL:
        return replace(spec, level=" ".join(part.text.split()), end=part.end)
    word = part.word
    if word is None:
        return spec
    if word.kind == "origin":
        return replace(spec, origin=Origin(word.value))
    if word.kind == "status":
        return replace(spec, status=True, end=part.end) if named else spec
    if word.kind != "class":
        return spec
    if word.value in CLASSES:
        alteration = CLASSES[word.value]
        return replace(spec, classes=(*spec.classes, alteration), end=part.end)
    return replace(spec, signs=(*spec.signs, word.value), end=part.end)


def joined(left: Spec, right: Spec) -> Spec:
    """Return what two pieces of text say together."""
    return Spec(
        left.classes + right.classes,
        left.signs + right.signs,
        left.changes + right.changes,
        left.origin or right.origin,
        left.level or right.level,
        left.status or right.status,
        max(left.end, right.end),
    )


def handed_on(parts: Sequence[Part], before: Before) -> Before:
    """Return what a run of words without a marker hands on: a class such as 'mutations', for markers named later."""
    spec = Spec()
    kept = [
        part
        for part, after in zip_longest(parts, parts[1:])
        if not (after and after.word and after.word.kind == "status")
    ]
    for part in kept:
        spec = added(spec, part, False)
    last = parts[-1].word
    opened = opens(parts) or (
        last is not None and last.kind == "link" and parts[-1].text in {"in", "of", "involving", "affecting"}
    )
    if not spec.classes:
        return replace(before, opened=before.opened or opened)
    signs = tuple(sign for sign in spec.signs if sign in {"negative", "wild type"})
    return Before(before.markers, (Spec(classes=spec.classes[-1:], signs=signs, origin=spec.origin),), opened)


def opens(parts: Sequence[Part]) -> bool:
    """Tell whether words announce a list: 'following', a colon, 'such as'."""
    return any(
        part.text in {":", ";"} or (part.word and part.word.kind in {"open", "group", "example"}) for part in parts
    )
