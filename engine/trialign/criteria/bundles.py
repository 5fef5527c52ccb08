"""Segments to bundles: markers with the words that they share.

Markers take their class from the segments beside them: ``KRAS, NRAS or HRAS mutation``, ``loss of MLH1, PMS2``,
``MET mutations or amplifications``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from trialign.criteria.parts import Part
from trialign.criteria.segments import Segment
from trialign.criteria.specs import Before, Spec, joined
from trialign.model.biomarker import Alteration, Origin


@dataclass(slots=True)
class Bundle:
    """Markers that share specs.

    Attributes:
        leads: True where the specs stand before the markers.
        origin: What is said of the first markers before their specs are known.
        ahead: Signs that stand ahead of a list: 'negative for EGFR mutation and ALK fusion'.
    """

    joiner: str
    depth: int
    refines: bool
    markers: list[Part] = field(default_factory=list)
    specs: list[Spec] = field(default_factory=list)
    joiners: list[str] = field(default_factory=list)
    leads: bool = False
    refined: Bundle | None = None
    origin: Origin = Origin.EITHER
    ahead: tuple[str, ...] = ()


def bundles(found: Sequence[Segment], before: Before) -> list[Bundle]:
    """Join the segments that share markers or specs."""
    result: list[Bundle] = []
    for segment in found:
        last = result[-1] if result else None
        if segment.markers and segment.spec and not _panel(segment):
            _full(result, last, segment)
        elif segment.markers:
            _named(result, last, segment, before)
        elif segment.spec:
            _said(result, _latest(result), segment)
    for bundle in result:
        if not bundle.markers:
            bundle.markers = [
                part for part in before.markers if part.marker and part.marker.kind in {"gene", "family"}
            ]
    return [bundle for bundle in _completed(result, before) if bundle.markers]


def _latest(result: Sequence[Bundle]) -> Bundle | None:
    """Return the bundle that named the last marker: a list goes on behind what refines one of its markers."""
    last = result[-1] if result else None
    if last is not None and last.refined is not None and last.refined.markers and last.markers:
        listed = last.refined.markers[-1].start > last.markers[-1].start
        return last.refined if listed else last
    return last


def _panel(segment: Segment) -> bool:
    """Tell whether a segment only says that genes of a pathway are tested for."""
    spec = segment.spec
    only = spec.status and not (spec.classes or spec.signs or spec.changes or spec.level)
    return only and all(part.marker is not None and part.marker.kind == "pathway" for part in segment.markers)


def _new(segment: Segment, leads: bool) -> Bundle:
    specs = [segment.spec] if segment.spec else []
    refines = segment.joiner in {"(", "example"}
    return Bundle(
        segment.joiner, segment.depth, refines, list(segment.markers), specs, [], leads, None, segment.spec.origin
    )


def _full(result: list[Bundle], last: Bundle | None, segment: Segment) -> None:
    if last is not None and last.leads and not last.markers and segment.leads:
        last.markers = list(segment.markers)
        last.specs = [segment.spec] if segment.joiner == "example" else [*last.specs, segment.spec]
        last.joiners.append(segment.joiner)
    elif last is not None and last.leads and not last.markers:
        last.markers = list(segment.markers)
        last.ahead = last.specs[0].signs if _only_signs(last.specs) else ()
        last.specs = _led(last.specs, segment)
    elif last is not None and last.leads and not segment.leads and _only_signs(last.specs):
        last.markers += segment.markers
        last.specs = [joined(each, segment.spec) for each in last.specs]
        last.joiners.append(segment.joiner)
    elif last is not None and not last.specs and not segment.leads and _shared(segment):
        last.markers += segment.markers
        last.specs.append(replace(segment.spec, origin=segment.spec.origin or last.origin))
        last.joiners.append(segment.joiner)
    elif last is not None and last.ahead and not segment.spec.signs and segment.joiner != "example":
        listed = _new(segment, segment.leads)
        listed.specs = [replace(segment.spec, signs=last.ahead)]
        listed.ahead = last.ahead
        result.append(listed)
    else:
        result.append(_new(segment, segment.leads))
        result[-1].ahead = _denying(segment)


def _denying(segment: Segment) -> tuple[str, ...]:
    """Return the sign of ``negative for EGFR mutation``, which holds for what is listed behind it too."""
    spec = segment.spec
    return spec.signs if segment.leads and spec.signs == ("negative",) and spec.classes else ()


def _led(specs: Sequence[Spec], segment: Segment) -> list[Spec]:
    """Return what words ahead of a marker and those beside it say; examples replace what they exemplify."""
    if segment.joiner == "example":
        return [segment.spec]
    return [joined(specs[0], segment.spec)] if segment.joiner in {"", ":"} else [*specs, segment.spec]


def _only_changes(specs: Sequence[Spec]) -> bool:
    return all(each.changes and not each.signs for each in specs)


def _only_signs(specs: Sequence[Spec]) -> bool:
    """Tell whether words ahead of markers give only a sign: 'negative for EGFR, ALK or ROS1 alterations'."""
    return all(each.signs and not each.classes and not each.changes for each in specs)


def _shared(segment: Segment) -> bool:
    """Tell whether markers listed before a segment share what it says; a protein change is of one gene only."""
    if segment.joiner == "example":
        return False
    exact = any(not each.variant.startswith(("exon", "codon", "class")) for each in segment.spec.changes)
    return segment.joiner == "/" or not exact


def _named(result: list[Bundle], last: Bundle | None, segment: Segment, before: Before) -> None:
    if last is not None and last.refined is not None and last.refined.leads and segment.joiner != "(":
        last = last.refined
    if last is not None and last.leads and not last.markers and before.markers and _only_changes(last.specs):
        result.append(_new(segment, False))
        return
    listing = segment.joiner != "example" or (last is not None and last.leads and not last.markers)
    if (
        last is not None
        and (last.leads or not last.specs)
        and listing
        and not (segment.joiner == "(" and last.markers and last.specs)
    ):
        last.markers += segment.markers
        last.joiners.append(segment.joiner)
    else:
        result.append(_new(segment, False))


def _said(result: list[Bundle], last: Bundle | None, segment: Segment) -> None:
    if last is None:
        result.append(_new(segment, True))
    elif segment.joiner == ")" and _general(segment.spec) and any(each.changes for each in last.specs):
        return
    elif segment.joiner in {"(", "example", ")"} and last.specs and (segment.spec.changes or segment.spec.classes):
        exact = _new(segment, False)
        exact.markers = last.markers[-1:] if segment.spec.changes else list(last.markers)
        exact.refined = last
        result.append(exact)
    elif segment.spec.level and not (segment.spec.classes or segment.spec.changes or segment.spec.signs):
        last.specs = [joined(each, segment.spec) for each in last.specs] or [segment.spec]
    elif last.specs and _only_signs([segment.spec]) and not _opposed(last.specs[-1], segment.spec):
        last.specs = [joined(each, segment.spec) for each in last.specs]
    else:
        last.specs.append(segment.spec)
        last.joiners.append(segment.joiner)


def _opposed(left: Spec, right: Spec) -> bool:
    """Tell whether two specs name a state and its opposite: 'positive or negative', 'mutant or wild type'."""
    denied = [bool(set(spec.signs) & {"negative", "wild type"}) for spec in (left, right)]
    return bool(left) and denied[0] is not denied[1]


def _general(spec: Spec) -> bool:
    """Tell whether a spec names the class only that every change is of: ``KRAS (G12C or G12D) mutation``."""
    said = spec.signs or spec.changes or spec.level or spec.status
    return not said and set(spec.classes) <= {Alteration.SMALL, Alteration.ANY}


def _completed(result: list[Bundle], before: Before) -> list[Bundle]:
    """Give bundles without specs those of the neighbour that they are listed with, else what was handed on."""
    for number, bundle in enumerate(result):
        handed = [replace(each, handed=True) for each in before.specs] if before.specs and before.opened else []
        if (
            handed
            and bundle.specs
            and all(each.status and not each.classes and not each.signs and not each.changes for each in bundle.specs)
        ):
            bundle.specs = handed
        if bundle.specs:
            continue
        right = result[number + 1] if number + 1 < len(result) else None
        left = result[number - 1] if number else None
        listed = right is not None and right.joiner != "example" and not right.leads
        beside = _without_changes(right.specs) if right is not None and listed else []
        if not beside and left is not None and bundle.joiner in {"example", "(", ",", "or", "and"}:
            beside = [replace(each, handed=True) for each in _without_changes(left.specs)]
        if not beside and not handed and left is not None and bundle.joiner == "example" and _pathway(left):
            beside = [Spec(classes=(Alteration.ANY,))]
        bundle.specs = beside or handed
    return result


def _pathway(bundle: Bundle) -> bool:
    return all(part.marker is not None and part.marker.kind == "pathway" for part in bundle.markers)


def _without_changes(specs: Sequence[Spec]) -> list[Spec]:
    return [replace(each, changes=()) for each in specs if each.classes or each.signs]
