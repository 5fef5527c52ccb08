"""Which fingerprints a rulebook gives to needs of which it is not known whether a test answers them.

A rule that asks for what is known to be missing finds nothing where that is not known. Whoever misses a finding looks
here before calling it mended. Knows rules, facts and fingerprints; nothing of earlier runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from trialign.facts.tables import KINDS, Facts, Row
from trialign.inference.findings import fingerprint
from trialign.model.coverage import Coverage
from trialign.model.rule import Op, Rule, Value

_UNREAD = "unresolved"
_ByNeed = Mapping[tuple[str, Value], list[Row]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a rule cannot tell of a need: the answer of a nation to it, in the words of the facts."""

    rule: str
    words: str


def doubts(rules: Iterable[Rule], facts: Facts, names: Collection[str]) -> dict[str, Doubt]:
    """Return those of some fingerprints that are of needs in doubt, sorted.

    Args:
        rules: The rules that were run.
        facts: The facts that they were run on.
        names: Fingerprints that no finding has.
    """
    if not names:
        return {}
    rows: dict[tuple[str, Value], list[Row]] = defaultdict(list)
    for kind in (kind for kind, fields in KINDS.items() if "need" in fields):
        for row in facts.rows[kind]:
            rows[kind, row["need"]].append(row)
    found: dict[str, Doubt] = {}
    for rule in rules:
        for row in facts.rows["answer"]:
            if row["coverage"] == Coverage.CANNOT_TELL:
                words = Doubt(rule.id, facts.place[int(row["fact"])][2])
                found |= {name: words for name in _names(rule, row, rows) if name in names and name not in found}
    return dict(sorted(found.items()))


def _names(rule: Rule, answer: Row, rows: _ByNeed) -> Iterator[str]:
    """Yield the fingerprints of a rule on the need of an answer, of its nation.

    A rule that sets nations beside each other rests on the answers of all; there the text of a test that cannot be
    read puts the others in doubt too.
    """
    kinds = {pattern.alias: pattern.kind for pattern in rule.subject}
    aliases = tuple(dict.fromkeys(ref.alias for ref in rule.key))
    if any("need" not in KINDS[kinds[each]] for each in aliases):
        return
    others = _compares(rule) and answer.get("cause") == _UNREAD
    for bound in product(*(rows.get((kinds[each], answer["need"]), ()) for each in aliases)):
        named = dict(zip(aliases, bound, strict=True))
        key = [named[ref.alias].get(f"{ref.field}_id", named[ref.alias].get(ref.field, "")) for ref in rule.key]
        nations = {named[ref.alias].get("nation") for ref in rule.key if ref.field == "nation"}
        if others or answer["nation"] in nations:
            yield fingerprint(rule.id, key)


def _compares(rule: Rule) -> bool:
    return any(each.field == "nation" and each.op is Op.NE for pattern in rule.subject for each in pattern.conditions)
