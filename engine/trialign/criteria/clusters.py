"""A cluster, that is a run of parts about markers, to a tree of claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from trialign.criteria.bundles import Bundle, bundles
from trialign.criteria.claims import Claim, Tree, claims_of, group, less
from trialign.criteria.meanings import STATES, claims
from trialign.criteria.parts import Kind, Part
from trialign.criteria.segments import segments
from trialign.criteria.specs import Before, Spec, opens

_LIST = 3


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
    if not before.markers:
        before = replace(before, markers=_implied(parts))
    cut = segments(parts)
    receptors = any(segment.receptor for segment in cut)
    found = bundles(cut, before)
    alternatives: list[list[Tree]] = [[]]
    joins = _effective(found)
    general: list[Claim] = []
    exemplified = False
    for bundle, join in zip(found, joins, strict=True):
        denied = negated and not (first_only and bundle.refines)
        tree = _tree(bundle, denied, receptors)
        if tree is None:
            continue
        mine = list(claims_of(tree))
        exemplified = bool(general) and (bundle.refines or (exemplified and bundle.joiner != ")"))
        if exemplified and refines(mine, general):
            alternatives = [less(trees, general, mine) for trees in alternatives]
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


def _implied(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the gene that a change without a gene is known for (``T790M mutation``)."""
    owned = (part for part in parts if part.kind is Kind.VARIANT and part.marker is not None)
    return tuple(replace(part, kind=Kind.MARKER, changes=()) for part in islice(owned, 1))


def refines(mine: Sequence[Claim], previous: Sequence[Claim]) -> bool:
    """Tell whether claims say more exactly what those before them say: a variant, a class, members of a pathway."""
    if any(each.kind == "pathway" for each in previous):
        return not any(each.kind == "pathway" for each in mine)
    known = {each.target.label for each in previous}
    named = {each.target.label for each in mine}
    inside = named <= known or (known < named and any(each.kind == "family" for each in previous))
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
    signs = [set(each.specs[-1].signs) & STATES if each.specs else set() for each in (left, right)]
    if signs[0] and signs[1]:
        return True
    return bool(signs[0] or signs[1]) and left.markers != right.markers


def _tree(bundle: Bundle, negated: bool, receptors: bool) -> Tree | None:
    made: list[Tree] = []
    listed = len(bundle.markers) >= _LIST
    for part in bundle.markers:
        marker = part.marker
        if marker is None or (marker.kind == "receptor word" and not receptors):
            continue
        specs = [spec for spec in bundle.specs if spec] or [Spec()]
        for spec in specs:
            family = [
                claim for target in marker.targets for claim in claims(target, marker, spec, part, negated, listed)
            ]
            if family:
                tree = group(not family[0].present, family)
                made += [tree] if tree else []
    present = [each.present for tree in made for each in claims_of(tree)]
    every = (bool(present) and not any(present)) or "both" in {bundle.joiner, *bundle.joiners}
    return group(every, made)
