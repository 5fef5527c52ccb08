"""Two sides to a ``Comparison``: every code of the earlier side ends in exactly one change, or unchanged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trialign.diff import links as links_of_sides
from trialign.diff.changes import Change, Comparison, Kind, in_order
from trialign.diff.entries import Entry, entries
from trialign.diff.matching import match
from trialign.diff.meaning import Meanings
from trialign.diff.verdicts import Verdicts
from trialign.errors import InputProblems
from trialign.load.directories import Crosswalk
from trialign.model.directory import Test
from trialign.model.link import Link
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

_KINDS = list(Kind)


def compare(
    before: Iterable[Test],
    after: Iterable[Test],
    crosswalk: Iterable[Crosswalk],
    vocabulary: Vocabulary,
    ontology: Ontology,
    links: Sequence[Link] = (),
    whole: bool = False,
) -> Comparison:
    """Compare the tests of two sides.

    Args:
        before: The tests of the earlier side, of one release or of several.
        after: Those of the later side.
        crosswalk: Where legacy codes lead.
        vocabulary: Genes, to read names alone.
        ontology: What lies within what.
        links: What people settled, and guesses, which decide nothing.
        whole: Cut no list of a witness.

    Raises:
        InputProblems: A link names a code that its side does not have, or contradicts another.
    """
    old, new = entries(before, vocabulary), entries(after, vocabulary)
    if unfit := links_of_sides.problems(links, old, new):
        raise InputProblems(unfit)
    meanings = Meanings(ontology, (*old.values(), *new.values()))
    matches = match(old, new, crosswalk, meanings, links_of_sides.links_of(links))
    verdicts = Verdicts(old, new, matches, meanings, whole)
    found = [change for code in old if (change := verdicts.of(code)) is not None]
    unchanged = sorted(set(old) - {code for change in found for code in change.before}, key=in_order)
    told = _together(found, new)
    confirmed = {code for link in matches.links.confirmed.values() for code in link.after}
    told += verdicts.added({code for change in told for code in change.after} | set(matches.same) | confirmed)
    return Comparison(
        _releases(old),
        _releases(new),
        (len(old), len(new)),
        tuple(unchanged),
        tuple(sorted(map(_signed, told), key=gravest)),
    )


def joined(found: Sequence[Comparison]) -> Comparison:
    """Return comparisons of several nations as one."""
    if len(found) == 1:
        return found[0]
    return Comparison(
        tuple(sorted(name for each in found for name in each.before)),
        tuple(sorted(name for each in found for name in each.after)),
        (sum(each.tests[0] for each in found), sum(each.tests[1] for each in found)),
        tuple(sorted((code for each in found for code in each.unchanged), key=in_order)),
        tuple(sorted((change for each in found for change in each.changes), key=gravest)),
    )


def gravest(change: Change) -> tuple[int, int, int, object]:
    """Return what sorts changes: by severity, kind, number of medicines and trials stranded, then code."""
    codes = change.before or change.after
    return (
        change.severity.rank,
        _KINDS.index(change.kind),
        -len(change.strands),
        in_order(codes[0]),
    )


def _signed(change: Change) -> Change:
    return replace(change, witness=f"{change.witness}; {change.settled}") if change.settled else change


def _releases(side: Mapping[str, Entry]) -> tuple[str, ...]:
    return tuple(sorted({test.release_name for entry in side.values() for test in entry.tests}))


def _together(changes: Iterable[Change], new: Mapping[str, Entry]) -> list[Change]:
    """Return changes with those merged that lead from several codes to the very same tests: many into one."""
    groups: dict[object, list[Change]] = defaultdict(list)
    for change in changes:
        plain = change.kind is Kind.REPACKAGED and not (change.lost or change.unsure)
        key = (
            (change.after, change.severity, change.confidence, change.indication, change.settled)
            if plain
            else change.before
        )
        groups[key].append(change)
    return [_joined(group, new) for group in groups.values()]


def _joined(group: list[Change], new: Mapping[str, Entry]) -> Change:
    if len(group) == 1:
        return group[0]
    codes = tuple(sorted((code for change in group for code in change.before), key=in_order))
    first = group[0]
    seen = dict.fromkeys(row for change in group for row in change.evidence)
    names = "; ".join(new[code].first.name for code in first.after)
    return replace(first, before=codes, evidence=tuple(seen), witness=f"{len(codes)} tests are now '{names}'")
