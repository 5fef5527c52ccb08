"""A run of parts about markers to segments: the pieces between commas, slashes, brackets, 'and' and 'or'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from trialign.criteria.parts import Kind, Part
from trialign.criteria.specs import Spec, added, joined
from trialign.model.biomarker import Origin

_JOINS = {",": ",", "/": "/", "&": "and", "(": "(", "[": "(", ")": ")", "]": ")", ":": "example", "–": ",", ";": ","}

_STRENGTH = {"": 0, ")": 1, ",": 2, "/": 3, "(": 4, "both": 5, "either": 5, "and": 6, "or": 7, "example": 8}


@dataclass(slots=True)
class Segment:
    """A piece of a cluster between joiners."""

    joiner: str
    depth: int
    markers: list[Part] = field(default_factory=list)
    spec: Spec = field(default_factory=Spec)
    leads: bool = False
    receptor: bool = False
    last: str = ""
    start: int = 0
    end: int = 0


def segments(parts: Sequence[Part]) -> list[Segment]:
    """Cut a cluster at its joiners."""
    found = [Segment("", 0)]
    depth = 0
    for part in parts:
        joiner = _joiner(part)
        if joiner == "(":
            depth += 1
        elif joiner == ")":
            depth = max(0, depth - 1)
        if joiner:
            found.append(Segment(joiner, depth))
            continue
        if part.kind is Kind.MARKER and found[-1].markers and found[-1].spec.signs and not found[-1].leads:
            found.append(Segment("", depth))
        _take(found[-1], part)
    return _merged(found)


def _joiner(part: Part) -> str:
    if part.kind is Kind.MARK:
        return _JOINS.get(part.text, "")
    if part.word is not None and part.word.kind in {"join", "example"}:
        return part.word.value if part.word.kind == "join" else "example"
    return ""


def _take(segment: Segment, part: Part) -> None:
    segment.start = segment.start or part.start
    segment.end = part.end
    if part.kind is Kind.MARKER:
        segment.markers.append(part)
        if part.changes:
            segment.spec = replace(segment.spec, changes=segment.spec.changes + part.changes, end=part.end)
        return
    spec = added(segment.spec, part, bool(segment.markers) and segment.last != "link")
    segment.last = part.word.kind if part.word else ""
    if spec is not segment.spec:
        segment.leads = segment.leads or (not segment.markers and not segment.spec and bool(spec))
        segment.spec = spec
    segment.receptor = segment.receptor or part.text.startswith("receptor")


def _merged(found: Sequence[Segment]) -> list[Segment]:
    """Drop empty segments, keeping the strongest joiner, and brackets that only say a name again."""
    result: list[Segment] = []
    joiner = ""
    origins: set[Origin] = set()
    for segment in found:
        joiner = _stronger(joiner, segment.joiner)
        if not segment.markers and not segment.spec:
            origins.add(segment.spec.origin)
            continue
        if origins - {Origin.EITHER, segment.spec.origin} and segment.spec.origin is not Origin.EITHER:
            segment.spec = replace(segment.spec, origin=Origin.EITHER)
        origins = set()
        if result and _again(result[-1], segment, joiner):
            if _labels(segment) < _labels(result[-1]):
                result[-1].markers = list(segment.markers)
            result[-1].spec = joined(result[-1].spec, segment.spec)
            result[-1].end = segment.end
            joiner = ""
            continue
        if result and joiner == ")" and not segment.markers and _closes(result[-1], segment):
            result[-1].spec = joined(result[-1].spec, segment.spec)
            joiner = ""
            continue
        segment.joiner = joiner
        joiner = ""
        result.append(segment)
    return result


def _closes(before: Segment, segment: Segment) -> bool:
    """Tell whether words behind a bracket belong to the marker before it (``MSI (…)-high``)."""
    return bool(before.markers) and not before.spec and bool(segment.spec)


def _again(before: Segment, segment: Segment, joiner: str) -> bool:
    """Tell whether a bracket only repeats the marker before it (``programmed death ligand 1 (PD-L1)``)."""
    if joiner not in {"(", ")"} or not before.markers or not segment.markers:
        return False
    return _labels(segment) <= _labels(before) and not (segment.spec.changes and before.spec.changes)


def _labels(segment: Segment) -> set[str]:
    return {target.label for part in segment.markers if part.marker for target in part.marker.targets}


def _stronger(left: str, right: str) -> str:
    return left if _STRENGTH[left] >= _STRENGTH[right] else right
