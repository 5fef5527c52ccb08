"""Which tests of two sides are held to be one: by code, by the published crosswalk, then by what they report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from trialign.diff.entries import Entry
from trialign.diff.links import Links
from trialign.diff.meaning import Meanings
from trialign.load.directories import Crosswalk

_EQUIVALENT = "equivalent"
_NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class Matches:
    """How the codes of two sides are tied; a code of the earlier side stands in exactly one of the fields.

    Attributes:
        same: Codes of both sides.
        walked: Where the crosswalk leads codes that are gone, within the later side.
        elsewhere: Where it leads codes that are gone, outside of what is compared.
        recoded: Codes that are gone, with the new code of a test that says the same.
        gone: Codes for which nothing of that kind is found.
        exact: Codes of which every line of the crosswalk says 'equivalent'.
        led: Where the crosswalk leads codes that are gone, whatever is compared.
        links: What people settled; a code of which a confirmed link says where it goes on may stand in ``gone``.
    """

    same: tuple[str, ...]
    walked: Mapping[str, tuple[str, ...]]
    elsewhere: Mapping[str, tuple[str, ...]]
    recoded: Mapping[str, str]
    gone: tuple[str, ...]
    exact: frozenset[str]
    led: Mapping[str, tuple[str, ...]]
    links: Links


def match(
    before: Mapping[str, Entry],
    after: Mapping[str, Entry],
    crosswalk: Iterable[Crosswalk],
    meanings: Meanings,
    links: Links = _NO_LINKS,
) -> Matches:
    """Return how the tests of two sides are tied."""
    lines: dict[str, list[Crosswalk]] = defaultdict(list)
    for line in crosswalk:
        lines[line.legacy].append(line)
    settled = {code: to for code in before if (to := links.led(code)) is not None}
    same = tuple(code for code in before if code in after and code in settled.get(code, (code,)))
    missing = [code for code in before if code not in after]
    moved = [code for code in settled if code in after and code not in settled[code]]
    books = {test.book for entry in after.values() for test in entry.tests}
    led = {code: tuple(dict.fromkeys(line.gt for line in lines[code])) for code in missing if code in lines}
    walked = {
        code: here
        for code, to in led.items()
        if (here := links.allowed(code, (each for each in to if each in after)))
    }
    elsewhere = {
        code: to
        for code, to in led.items()
        if not any(each in after for each in to) and before[code].first.book not in books
    }
    taken = {*same, *(each for to in (*walked.values(), *settled.values()) for each in to)}
    rest = [before[code] for code in missing if code not in walked and code not in elsewhere]
    free = [entry for entry in rest if entry.code not in settled]
    recoded = dict(_alike(free, [after[code] for code in after if code not in taken], meanings, links))
    return Matches(
        same,
        walked,
        elsewhere,
        recoded,
        (*(entry.code for entry in rest if entry.code not in recoded), *moved),
        frozenset(code for code, of in lines.items() if all(line.equivalence == _EQUIVALENT for line in of)),
        led,
        links,
    )


def _alike(old: Iterable[Entry], new: Iterable[Entry], meanings: Meanings, links: Links) -> Iterator[tuple[str, str]]:
    """Yield pairs of tests for the same patients that report the same, the nearest in words first."""
    free = {entry.code: entry for entry in new}
    for entry in old:
        near = [
            each
            for each in free.values()
            if not links.forbids(entry.code, each.code) and _same_test(entry, each, meanings)
        ]
        if near:
            best = min(near, key=lambda each: (entry.text != each.text, entry.indications != each.indications))
            del free[best.code]
            yield entry.code, best.code


def _same_test(old: Entry, new: Entry, meanings: Meanings) -> bool:
    if not old.cancers & new.cancers and not old.indications & new.indications:
        return False
    if old.indications.isdisjoint(new.indications) and old.cancers != new.cancers:
        return False
    delta = meanings.delta(old, new)
    same = not (delta.lost or delta.gained or delta.technology or delta.disputed) and _purpose(old) == _purpose(new)
    return same and (bool(old.cells) or old.text == new.text)


def _purpose(entry: Entry) -> tuple[str, str]:
    return entry.by_name.purpose, entry.by_name.sample
