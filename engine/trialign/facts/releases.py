"""Releases side by side to facts, for ``lint``: every held release, what rows share, codes reused, the crosswalk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from trialign.facts.directories import add_targets, add_test, unclosed
from trialign.facts.needs import test_words
from trialign.facts.tables import Facts
from trialign.load.directories import Crosswalk, Held
from trialign.model.biomarker import Gene
from trialign.model.directory import Nation, Reading, Reason, Test
from trialign.model.rule import Value
from trialign.nomenclature import test_names
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology, ontology_of

BLOCK_GENES = 8
BLOCK_INDICATIONS = 4
_GROUPS = frozenset({"MNM", "LNM", "MYELOID", "LYMPH", "BRAIN", "NHL"})


def build(held: Sequence[Held], crosswalk: Sequence[Crosswalk], vocabulary: Vocabulary) -> Facts:
    """Return the facts of every held release and of what lies between them."""
    facts = Facts()
    for release in held:
        for test in release.tests:
            add_test(facts, test, vocabulary)
            if test.printed_target and "(" in test.name:
                named = test_names.read(test.name, vocabulary.genes)
                if not unclosed(test):
                    _add_disagreements(facts, test, named)
                _add_repeats(facts, test, named, vocabulary)
        _add_blocks(facts, release)
    _add_reused(facts, held)
    _add_crosswalk(facts, held, crosswalk, vocabulary)
    return facts


def genes(test: Test) -> frozenset[Gene]:
    """Return the genes that a test is read to report."""
    return frozenset(gene for target in test.reading.targets for gene in target.biomarker.genes)


def _add_repeats(facts: Facts, test: Test, named: Reading, vocabulary: Vocabulary) -> None:
    """Add the ``target`` facts of what a name prints twice in one list; the cell's own are there already."""
    counted = Counter((target.part, target.printed.casefold(), target.biomarker.id) for target in named.targets)
    twice = [
        target for target in named.targets if counted[target.part, target.printed.casefold(), target.biomarker.id] > 1
    ]
    add_targets(facts, test, twice, vocabulary)


def _add_disagreements(facts: Facts, test: Test, named: Reading) -> None:
    """Add a ``disagreement`` for each gene that stands only in the name or only in the target cell of a test."""
    in_name = {gene for target in named.targets for gene in target.biomarker.genes}
    if len(in_name) < 2:
        return
    sides = (("target cell", genes(test) - in_name), ("test name", in_name - _in_cell(test)))
    for side, only in sides:
        if only:
            symbols = ", ".join(sorted(gene.symbol for gene in only))
            values = {**_place(test), "side": side, "symbols": symbols}
            facts.add("disagreement", values, f"{test_words(test)}: only the {side} names {symbols}", test.source)


def _in_cell(test: Test) -> frozenset[Gene]:
    by_name = {item.printed for item in test.reading.unresolved if item.reason is Reason.NAME_ONLY}
    return (
        genes(test)
        if not by_name
        else frozenset(
            gene
            for target in test.reading.targets
            if target.printed not in by_name
            for gene in target.biomarker.genes
        )
    )


def _place(test: Test) -> dict[str, Value | None]:
    return {
        "nation": test.nation.value,
        "nation_name": test.nation.display,
        "release": test.release_name,
        "code": test.code,
        "indication": test.indication,
    }


def _add_blocks(facts: Facts, held: Held) -> None:
    """Add a ``block`` for each long list of targets that stands unchanged under many indications."""
    alike: dict[str, list[Test]] = defaultdict(list)
    for test in held.tests:
        if len(genes(test)) >= BLOCK_GENES:
            alike[" ".join(test.printed_target.casefold().split())].append(test)
    for members in alike.values():
        indications = {test.indication_code for test in members}
        if members[0].printed_target and len(indications) >= BLOCK_INDICATIONS:
            first = members[0]
            codes = ", ".join(test.code for test in members)
            values = {**_place(first), "genes": len(genes(first)), "codes": codes, "indications": len(indications)}
            words = f"{len(genes(first))} genes stand unchanged in {codes} of {first.release_name}"
            facts.add("block", values, words, first.source)


def _add_reused(facts: Facts, held: Sequence[Held]) -> None:
    """Add a ``reused`` for each code whose targets in two following releases have no gene in common."""
    by_code: dict[tuple[str, str], list[Test]] = defaultdict(list)
    for release in sorted(held, key=lambda each: str(each.release.effective or each.release.published)):
        for test in release.tests:
            by_code[test.nation, test.code].append(test)
    for tests in by_code.values():
        for earlier, later in pairwise(tests):
            both = genes(earlier), genes(later)
            if earlier.release_name != later.release_name and all(both) and not both[0] & both[1]:
                values = {
                    **_place(later),
                    "earlier_release": earlier.release_name,
                    "earlier": earlier.name,
                    "later": later.name,
                    "same_indication": earlier.indication_code == later.indication_code,
                }
                words = f"{later.code} is '{earlier.name}' in {earlier.release_name}, "
                words += f"'{later.name}' in {later.release_name}"
                facts.add("reused", values, words, later.source)


def _add_crosswalk(
    facts: Facts, held: Sequence[Held], crosswalk: Sequence[Crosswalk], vocabulary: Vocabulary
) -> None:
    """Add a ``crosswalk`` for each published line, with what is known of the two tests that it joins."""
    ontology = ontology_of(vocabulary)
    legacy: dict[tuple[Nation, str], Test] = {}
    current: dict[tuple[Nation, str], list[Test]] = defaultdict(list)
    for release in held:
        for test in release.tests:
            legacy[test.nation, test.code] = test
            if release.newest:
                current[test.nation, test.code].append(test)
    for line in crosswalk:
        old, new = legacy.get((line.nation, line.legacy)), current.get((line.nation, line.gt), [])
        values: dict[str, Value | None] = {
            "nation": line.nation.value,
            "nation_name": line.nation.display,
            "legacy": line.legacy,
            "gt": line.gt,
            "gt_name": line.gt_name,
            "equivalence": line.equivalence,
            "legacy_name": old.name if old else None,
            "legacy_indication": old.indication if old else None,
            "gt_indications": "; ".join(dict.fromkeys(test.indication for test in new)) or None,
            "live": (line.nation, line.legacy) in current,
            "known": bool(old and new),
            "same_disease": _same_disease(old, new, ontology, vocabulary) if old and new else None,
            "genes": _shared(old, new) if old and new else None,
        }
        words = f"{line.legacy} leads to {line.gt} '{line.gt_name}' ({line.equivalence or 'not stated how'})"
        facts.add("crosswalk", values, words, line.source)


def _same_disease(old: Test, new: Sequence[Test], ontology: Ontology, vocabulary: Vocabulary) -> bool:
    around = {
        each for code in old.cancers for each in (*ontology.cancers_above(code), *ontology.cancers_below(code))
    } - {"ANY", "SOLID", "TISSUE"}
    around |= {right for left, right in vocabulary.cancers.beside if left in around - _GROUPS}
    return any(around & set(test.cancers) or not (old.cancers or test.cancers) for test in new)


def _shared(old: Test, new: Sequence[Test]) -> str:
    """Return whether two tests name genes in common: ``same``, ``other``, or ``not stated`` where one names none."""
    theirs = frozenset(gene for test in new for gene in genes(test))
    if not genes(old) or not theirs:
        return "not stated"
    return "same" if genes(old) & theirs else "other"
