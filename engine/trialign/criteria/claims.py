"""Parts of a sentence to claims: which marker, in which class, present or absent; and how the claims combine.

A *cluster* is a run of parts that speak of markers. It falls into *segments* at commas, slashes, brackets, *and* and
*or*; markers take their class from the segments beside them (``KRAS, NRAS or HRAS mutation``, ``loss of MLH1, PMS2``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile, zip_longest

from trialign.criteria.items import Change, Kind, Part
from trialign.criteria.lexicon import Marker, Target
from trialign.model.biomarker import Alteration, Origin
from trialign.nomenclature.labels import FUSED


@dataclass(frozen=True, slots=True)
class Claim:
    """One marker in one class, present or absent; ``status`` where only a result is spoken of."""

    target: Target
    kind: str
    alteration: Alteration
    variant: str
    present: bool
    status: bool
    origin: Origin
    level: str
    start: int
    end: int
    confidence: float

    @property
    def concept(self) -> tuple[str, Alteration, str, bool]:
        """Return what the claim says, without place and origin."""
        return self.target.label, self.alteration, self.variant, self.present


@dataclass(frozen=True, slots=True)
class Group:
    """All of several claims, or any one of them."""

    every: bool
    children: tuple[Claim | Group, ...]


Tree = Claim | Group


def group(every: bool, children: Sequence[Tree]) -> Tree | None:
    """Return a group without needless nesting; None for no children."""
    flat: list[Tree] = []
    for child in children:
        flat += child.children if isinstance(child, Group) and child.every is every else (child,)
    unique = list(dict.fromkeys(flat))
    return None if not unique else unique[0] if len(unique) == 1 else Group(every, tuple(unique))


def claims_of(tree: Tree | None) -> Iterator[Claim]:
    """Yield the claims of a tree in order."""
    if isinstance(tree, Claim):
        yield tree
    elif tree is not None:
        for child in tree.children:
            yield from claims_of(child)


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


@dataclass(slots=True)
class Segment:
    """A piece of a cluster between joiners."""

    joiner: str
    depth: int
    markers: list[Part] = field(default_factory=list)
    spec: Spec = Spec()
    leads: bool = False
    receptor: bool = False
    last: str = ""
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Bundle:
    """Markers that share specs; ``leads`` where the specs stand before the markers."""

    joiner: str
    depth: int
    refines: bool
    markers: list[Part] = field(default_factory=list)
    specs: list[Spec] = field(default_factory=list)
    joiners: list[str] = field(default_factory=list)
    leads: bool = False
    refined: Bundle | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier text hands on: markers and specs that later text may leave out.

    ``opened`` tells that the text announced a list ('one of the following genes:'), so that bare markers take the specs.
    """

    markers: tuple[Part, ...] = ()
    specs: tuple[Spec, ...] = ()
    opened: bool = False


_CLASSES = {each.value: each for each in Alteration}
_JOINS = {",": ",", "/": "/", "&": "and", "(": "(", "[": "(", ")": ")", "]": ")", ":": "example", "–": ",", ";": ","}
_NEGATIVE = {"negative", "wild type", "proficient", "unmethylated"}
_REPAIR = {"MLH1", "MSH2", "MSH6", "PMS2"}  # their expression is described; its loss is asked for
_LIST = 3
_STATES = {"positive", "negative", "wild type"}
_NEAR = 200
_LOW = re.compile(r"<|≤|less|lower|\b0(?:$|\s?(?:/|or|,|-|to)\s?1)|ISH ?-|ISH negative|non-amplified", re.I)
_PLAIN = {
    Alteration.SMALL,
    Alteration.FUSION,
    Alteration.GAIN,
    Alteration.LOSS,
    Alteration.METHYLATION,
    Alteration.ANY,
}


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
    spec = _spec(segment.spec, part, bool(segment.markers) and segment.last != "link")
    segment.last = part.word.kind if part.word else ""
    if spec is not segment.spec:
        segment.leads = segment.leads or (not segment.markers and not segment.spec and bool(spec))
        segment.spec = spec
    segment.receptor = segment.receptor or part.text.startswith("receptor")


def _spec(spec: Spec, part: Part, named: bool) -> Spec:
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
    if word.value in _CLASSES:
        alteration = _CLASSES[word.value]
        return replace(spec, classes=(*spec.classes, alteration), end=part.end)
    return replace(spec, signs=(*spec.signs, word.value), end=part.end)


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
            result[-1].spec = _joined(result[-1].spec, segment.spec)
            result[-1].end = segment.end
            joiner = ""
            continue
        if result and joiner == ")" and not segment.markers and _closes(result[-1], segment):
            result[-1].spec = _joined(result[-1].spec, segment.spec)
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
    return {target.label for part in segment.markers for target in part.marker.targets if part.marker}  # type: ignore[union-attr]


def _joined(left: Spec, right: Spec) -> Spec:
    return Spec(
        left.classes + right.classes,
        left.signs + right.signs,
        left.changes + right.changes,
        left.origin or right.origin,
        left.level or right.level,
        left.status or right.status,
        max(left.end, right.end),
    )


_STRENGTH = {"": 0, ")": 1, ",": 2, "/": 3, "(": 4, "both": 5, "either": 5, "and": 6, "or": 7, "example": 8}


def _stronger(left: str, right: str) -> str:
    return left if _STRENGTH[left] >= _STRENGTH[right] else right


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
            _said(result, last, segment)
    for bundle in result:
        if not bundle.markers:
            bundle.markers = [
                part for part in before.markers if part.marker and part.marker.kind in {"gene", "family"}
            ]
    return [bundle for bundle in _completed(result, before) if bundle.markers]


def _panel(segment: Segment) -> bool:
    """Tell whether a segment only says that genes of a pathway are tested for."""
    spec = segment.spec
    only = spec.status and not (spec.classes or spec.signs or spec.changes or spec.level)
    return only and all(part.marker is not None and part.marker.kind == "pathway" for part in segment.markers)


def _new(segment: Segment, leads: bool) -> Bundle:
    specs = [segment.spec] if segment.spec else []
    refines = segment.joiner in {"(", "example"}
    return Bundle(segment.joiner, segment.depth, refines, list(segment.markers), specs, [], leads)


def _full(result: list[Bundle], last: Bundle | None, segment: Segment) -> None:
    if last is not None and last.leads and not last.markers and segment.leads:
        last.markers = list(segment.markers)
        last.specs = [segment.spec] if segment.joiner == "example" else [*last.specs, segment.spec]
        last.joiners.append(segment.joiner)
    elif last is not None and last.leads and not last.markers:
        last.markers = list(segment.markers)
        last.specs = (
            [_joined(last.specs[0], segment.spec)] if segment.joiner in {"", ":"} else [*last.specs, segment.spec]
        )
    elif last is not None and last.leads and not segment.leads and _only_signs(last.specs):
        last.markers += segment.markers
        last.specs = [_joined(each, segment.spec) for each in last.specs]
        last.joiners.append(segment.joiner)
    elif last is not None and not last.specs and not segment.leads and _shared(segment):
        last.markers += segment.markers
        last.specs.append(segment.spec)
        last.joiners.append(segment.joiner)
    else:
        result.append(_new(segment, segment.leads))


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
    elif segment.joiner in {"(", "example", ")"} and last.specs and (segment.spec.changes or segment.spec.classes):
        exact = _new(segment, False)
        exact.markers = last.markers[-1:] if segment.spec.changes else list(last.markers)
        exact.refined = last
        result.append(exact)
    elif segment.spec.level and not (segment.spec.classes or segment.spec.changes or segment.spec.signs):
        last.specs = [_joined(each, segment.spec) for each in last.specs] or [segment.spec]
    elif set(segment.spec.signs) and not segment.spec.classes and not segment.spec.changes and last.specs:
        last.specs = [_joined(each, segment.spec) for each in last.specs]
    else:
        last.specs.append(segment.spec)
        last.joiners.append(segment.joiner)


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


def read(
    parts: Sequence[Part], before: Before, negated: bool, first_only: bool = False
) -> tuple[Tree | None, Before]:
    """Return the claims of a cluster and what it hands on to the text behind it.

    Args:
        parts: The cluster.
        before: What earlier text hands on.
        negated: True where a word before the cluster says 'no' or 'without'.
        first_only: True where that word is 'other than' or the like: examples behind it are not denied.
    """
    head = list(takewhile(lambda part: part.kind is not Kind.MARKER, parts))
    before = replace(before, opened=before.opened or opens(head))
    cut = segments(parts)
    status_words = any(segment.receptor or segment.spec.signs for segment in cut)
    found = bundles(cut, before)
    alternatives: list[list[Tree]] = [[]]
    joins = _effective(found)
    general: list[Claim] = []
    exemplified = False
    for bundle, join in zip(found, joins, strict=True):
        denied = negated and not (first_only and bundle.refines)
        tree = _tree(bundle, denied, status_words)
        if tree is None:
            continue
        mine = list(claims_of(tree))
        exemplified = bool(general) and (bundle.refines or (exemplified and bundle.joiner != ")"))
        if exemplified and refines(mine, general):
            alternatives = [_less(trees, mine) for trees in alternatives]
            mine = [replace(each, present=general[0].present and each.present) for each in mine]
            tree = group(not mine[0].present, mine)
        elif bundle.refines and {each.concept for each in mine} <= {each.concept for each in general}:
            continue
        if tree is None:
            continue
        if join == "or" and alternatives[-1]:
            alternatives.append([])
        alternatives[-1].append(tree)
        general = general if exemplified else mine
    negative = all(not each.present for trees in alternatives for tree in trees for each in claims_of(tree))
    whole = group(negative, [each for trees in alternatives if (each := group(True, trees)) is not None])
    markers = tuple(found[-1].markers) if found else before.markers
    specs = tuple(found[-1].specs) if found and found[-1].specs else before.specs
    listing = bool(found) and (found[-1].leads or before.opened) and parts[-1].text in {",", "/"}
    return whole, Before(markers, specs, listing or opens(parts[-2:]))


def _less(trees: Sequence[Tree], mine: Sequence[Claim]) -> list[Tree]:
    """Return trees without what the refining claims say more exactly: their markers, and pathways."""
    labels = {each.target.label for each in mine}
    kept = [_keep(tree, lambda claim: claim.kind != "pathway" and claim.target.label not in labels) for tree in trees]
    return [tree for tree in kept if tree is not None]


def _keep(tree: Tree, wanted: Callable[[Claim], bool]) -> Tree | None:
    if isinstance(tree, Claim):
        return tree if wanted(tree) else None
    return group(tree.every, [each for child in tree.children if (each := _keep(child, wanted)) is not None])


def handed_on(parts: Sequence[Part], before: Before) -> Before:
    """Return what a run of words without a marker hands on: a class such as 'mutations', for markers named later."""
    spec = Spec()
    kept = [
        part
        for part, after in zip_longest(parts, parts[1:])
        if not (after and after.word and after.word.kind == "status")
    ]
    for part in kept:
        spec = _spec(spec, part, False)
    last = parts[-1].word
    opened = opens(parts) or (
        last is not None and last.kind == "link" and parts[-1].text in {"in", "of", "involving", "affecting"}
    )
    if not spec.classes:
        return replace(before, opened=before.opened or opened)
    return Before(before.markers, (Spec(classes=spec.classes[-1:], origin=spec.origin),), opened)


def opens(parts: Sequence[Part]) -> bool:
    """Tell whether words announce a list: 'following', a colon, 'such as'."""
    return any(
        part.text in {":", ";"} or (part.word and part.word.kind in {"open", "group", "example"}) for part in parts
    )


def refines(mine: Sequence[Claim], previous: Sequence[Claim]) -> bool:
    """Tell whether claims say more exactly what those before them say: a variant, a class, members of a pathway."""
    if any(each.kind == "pathway" for each in previous):
        return not any(each.kind == "pathway" for each in mine)
    known = {each.target.label for each in previous}
    inside = {each.target.label for each in mine} <= known
    concepts = {each.concept for each in previous}
    return (
        inside
        and not {each.concept for each in mine} <= concepts
        and (any(each.variant for each in mine) or all(not each.variant for each in previous))
    )


def _effective(found: Sequence[Bundle]) -> list[str]:
    """Return 'and' or 'or' before each bundle; commas take the next explicit joiner of their list."""
    result = []
    for number, bundle in enumerate(found):
        joiner = bundle.joiner
        if joiner in {",", "/", "(", ")", "example", ""} and number:
            joiner = next((each.joiner for each in found[number:] if each.joiner in {"or", "and"}), "")
            if bundle.joiner == "/" or not joiner:
                joiner = "and" if _combined(found[number - 1], bundle) else "or"
        result.append("or" if joiner in {"or", "either"} else "and")
    return result


def _combined(left: Bundle, right: Bundle) -> bool:
    """Tell whether two bundles without a joiner are both meant: signs that differ, or different proteins."""
    signs = [set(each.specs[-1].signs) & _STATES if each.specs else set() for each in (left, right)]
    if signs[0] and signs[1]:
        return True
    return bool(signs[0] or signs[1]) and left.markers != right.markers


def _tree(bundle: Bundle, negated: bool, status_words: bool) -> Tree | None:
    made: list[Tree] = []
    listed = len(bundle.markers) >= _LIST
    for part in bundle.markers:
        marker = part.marker
        if marker is None or (marker.kind == "receptor word" and not status_words):
            continue
        specs = [spec for spec in bundle.specs if spec] or [Spec()]
        for spec in specs:
            family = [
                claim for target in marker.targets for claim in _claims(target, marker, spec, part, negated, listed)
            ]
            if family:
                tree = group(not family[0].present, family)
                made += [tree] if tree else []
    present = [each.present for tree in made for each in claims_of(tree)]
    every = (bool(present) and not any(present)) or "both" in bundle.joiners
    return group(every, made)


def _claims(target: Target, marker: Marker, spec: Spec, part: Part, negated: bool, listed: bool) -> Iterator[Claim]:
    if not _says(marker, spec, listed):
        return
    present = _absent(marker, spec) is negated
    for meant in _meant(target, marker, spec):
        yield _claim(target, marker, meant, present, spec, part)


def _says(marker: Marker, spec: Spec, listed: bool) -> bool:
    """Tell whether the words about a marker make it a criterion; names with other meanings need the right words."""
    if marker.kind in {"complete", "signed"}:
        return marker.kind == "complete" or bool(set(spec.signs) & _STATES)
    signs = set(spec.signs)
    label = marker.targets[0].label
    if spec.handed and marker.kind not in {"gene", "family", "pathway"} and not (listed and marker.kind == "rare"):
        return False
    if label == "dMMR":
        return bool(signs & {"deficient", "proficient", "stable"}) or spec.status
    if label in {"ESR1", "PGR"} and marker.kind != "gene":
        said = Alteration.EXPRESSION in spec.classes or "%" in spec.level
        return bool(signs & {"positive", "negative"} or said or spec.status)
    if label == "TMB-H":
        return bool(signs or spec.level or spec.status)
    if label in _REPAIR and spec.classes == (Alteration.EXPRESSION,):
        return False
    if marker.kind == "rare":
        return bool(set(spec.classes) & _PLAIN or spec.changes)
    return bool(spec)


def _absent(marker: Marker, spec: Spec) -> bool:
    """Tell whether the words ask for the absence of what ``_meant`` names."""
    signs = set(spec.signs)
    if marker.targets[0].label in {"MSI", "dMMR"}:
        return "negative" in signs
    if marker.targets[0].label == "TMB-H" and "low" in signs:
        return True
    return bool(signs & _NEGATIVE) or bool(_LOW.search(spec.level))


def _claim(
    target: Target, marker: Marker, meant: tuple[Alteration, str], present: bool, spec: Spec, part: Part
) -> Claim:
    said = spec.signs or spec.level
    return Claim(
        target=target,
        kind=marker.kind,
        alteration=meant[0],
        variant=meant[1],
        present=present,
        status=spec.status and not said and (marker.kind != "complete" or target.label == "HRD"),
        origin=target.origin or spec.origin,
        level=spec.level,
        start=part.start,
        end=max(part.end, spec.end if spec.end - part.end < _NEAR else 0),
        confidence=marker.confidence,
    )


def _meant(target: Target, marker: Marker, spec: Spec) -> Iterator[tuple[Alteration, str]]:
    """Yield class and variant of what the words say of a marker, for every alternative."""
    signs = set(spec.signs)
    if marker.kind in {"complete", "signed", "signature"}:
        yield from _signature(target.label, signs, spec)
    elif marker.kind == "pathway":
        yield (spec.classes[0] if spec.classes else Alteration.ANY), ""
    elif spec.changes:
        yield from (_change(target, change, spec) for change in _exact(spec))
    elif signs & {"TKD", "promoter"}:
        yield Alteration.SMALL, "TKD" if "TKD" in signs else "promoter"
    elif "unmethylated" in signs:
        yield Alteration.METHYLATION, ""
    elif marker.kind in {"protein", "receptor word"} and spec.classes in {(), (Alteration.ANY,)}:
        yield (Alteration.SMALL if "wild type" in signs else Alteration.EXPRESSION), ""
    elif spec.classes:
        exact = [each for each in spec.classes if each not in {Alteration.SMALL, Alteration.ANY}]
        yield from ((each, "") for each in dict.fromkeys(exact or spec.classes[:1]))
    else:
        yield _by_sign(target, signs, spec), ""


def _by_sign(target: Target, signs: set[str], spec: Spec) -> Alteration:
    """Return the class of a gene of which only 'positive', 'high' or the like is said."""
    if signs & {"deficient", "proficient"}:
        return Alteration.PHARMACOGENOMIC if target.label == "DPYD" else Alteration.LOSS
    if signs & {"high", "low"} or spec.level:
        return Alteration.EXPRESSION
    if signs & {"positive", "negative"}:
        return Alteration.FUSION if target.label in FUSED else Alteration.SMALL
    return Alteration.SMALL if "wild type" in signs else Alteration.ANY


def _exact(spec: Spec) -> tuple[Change, ...]:
    """Return the changes, without an exon that only says where a protein change lies (``exon 21 L858R``)."""
    exact = [each for each in spec.changes if not each.variant.startswith(("exon", "codon"))]
    events = [each for each in spec.changes if each.variant.startswith("exon") and each.variant.count(" ") > 1]
    return tuple(dict.fromkeys(exact + events)) if exact else spec.changes


def _change(target: Target, change: Change, spec: Spec) -> tuple[Alteration, str]:
    if change.variant == "exon 14" and target.label == "MET":
        return Alteration.SKIPPING, "exon 14 skipping"
    if change.variant.startswith("exon") and change.variant.count(" ") == 1 and "wild type" not in spec.signs:
        if Alteration.LOSS in spec.classes:
            return Alteration.SMALL, f"{change.variant} deletion"
        if Alteration.SKIPPING in spec.classes:
            return Alteration.SKIPPING, f"{change.variant} skipping"
    return change.alteration, change.variant


_SIGNATURES = {
    "MSI-H": (Alteration.MSI, ""),
    "MSS": (Alteration.MSI, "stable"),
    "dMMR": (Alteration.MMR, ""),
    "pMMR": (Alteration.MMR, "proficient"),
    "TMB-H": (Alteration.TMB, ""),
    "HRD": (Alteration.HRD, ""),
    "1p/19q codeletion": (Alteration.REGION, "1p/19q"),
    "karyotype": (Alteration.KARYOTYPE, ""),
    "IGHV hypermutation": (Alteration.HYPERMUTATION, ""),
    "iAMP21": (Alteration.REGION, "iAMP21"),
}


def _signature(label: str, signs: set[str], spec: Spec) -> Iterator[tuple[Alteration, str]]:
    if label == "MSI":
        yield Alteration.MSI, "stable" if signs & {"stable", "low"} and "high" not in signs else ""
    elif label == "dMMR":
        yield Alteration.MMR, "proficient" if signs & {"proficient", "stable"} else ""
    elif label in _SIGNATURES:
        yield _SIGNATURES[label]
    elif "::" in label:
        for variant in [each.variant for each in spec.changes] or [""]:
            yield (Alteration.SMALL if variant[:1].isupper() else Alteration.FUSION), variant
    elif label.startswith("HLA-"):
        yield Alteration.HLA, label.removeprefix("HLA-")
    elif label.startswith(("del(", "gain(", "chromosome")):
        yield Alteration.REGION, label
    elif label.endswith("vIII"):
        yield Alteration.FUSION, "vIII"
    elif label.endswith("skipping"):
        yield Alteration.SKIPPING, "exon 14 skipping"
    else:
        word = re.sub(r"^\S+ | \(.*", "", label)
        yield _CLASSES.get(word, spec.classes[0] if spec.classes else Alteration.ANY), ""
