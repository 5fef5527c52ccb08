"""Directories to facts: the directory itself, its tests, their targets, and what could not be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from trialign.facts.needs import offered, test_words
from trialign.facts.tables import Facts
from trialign.model.directory import Directory, Standing, Target, Test
from trialign.nomenclature import target_cells, target_list
from trialign.nomenclature.vocabulary import Vocabulary

_NARROWING = re.compile(r"\b(?:exons?\s+\d+|codons?\s+\d+|[A-Z]\d{2,4}[A-Z])\b")


def add_directory(facts: Facts, directory: Directory, vocabulary: Vocabulary, as_of: date) -> None:
    """Add a ``directory``, and its ``test``, ``target`` and ``unresolved`` facts."""
    held = [each.release for each in directory.in_force if each.release]
    retrieved = [release.retrieved for release in held if release.retrieved]
    age = (as_of - min(retrieved)).days if retrieved else 0
    doubts = [each.reason for each in directory.in_force if each.reason and each.standing is not Standing.NONE]
    reason = "; ".join(doubts) or ("" if directory.complete else "what is held of its tests is not complete")
    facts.add(
        "directory",
        {
            "nation": directory.nation.value,
            "nation_name": directory.nation.display,
            "title": directory.title,
            "complete": directory.complete,
            "arrangement": directory.arrangement,
            "in_force": bool(held),
            "reason": reason,
            "age_days": age,
            "max_age_days": directory.max_age_days,
            "stale": age > directory.max_age_days,
        },
        f"{directory.title} ({directory.nation.display}): {reason or 'complete'}",
        directory.source,
    )
    for test in directory.tests:
        add_test(facts, test, vocabulary)


def add_test(facts: Facts, test: Test, vocabulary: Vocabulary) -> None:
    """Add a ``test``, its ``target`` facts and what of it could not be read."""
    words = test_words(test)
    facts.add(
        "test",
        {
            "id": test.id,
            "nation": test.nation.value,
            "nation_name": test.nation.display,
            "book": test.book,
            "code": test.code,
            "name": test.name,
            "indication": test.indication,
            "technology": test.reading.technology,
            "availability": test.availability.value,
            "available": offered(test),
            "sample": test.reading.sample,
            "origin": test.origin.value or "not stated",
            "kind": test.kind.value,
            "release": test.release_name,
            "indication_code": test.indication_code,
            "targets": " + ".join(sorted({target.biomarker.label for target in test.reading.targets})),
            "method": target_cells.folded(test.printed.method),
            "eligibility": test.printed.eligibility,
            "remark": test.printed.remark,
            "line": test.printed.line,
            "setting": test.printed.setting,
            "bracket": unclosed(test),
            "target_cell": _folded_cell(test),
            "narrowing": _narrowing(test),
        },
        words,
        test.source,
    )
    add_targets(facts, test, test.reading.targets, vocabulary)
    for item in test.reading.unresolved:
        facts.add(
            "unresolved",
            {
                "test": test.id,
                "release": test.release_name,
                "nation": test.nation.value,
                "nation_name": test.nation.display,
                "code": test.code,
                "indication": test.indication,
                "printed": item.printed,
                "reason": item.reason,
                "hides_a_target": item.hides_a_target,
            },
            f"{words}: '{item.printed}' could not be read ({item.reason})",
            test.source,
        )


def unclosed(test: Test) -> str:
    """Return which of name and target cell opens a bracket and does not close it, or the reverse; empty for none."""
    sides = (("test name", test.name), ("target cell", test.printed_target))
    return " and ".join(side for side, text in sides if text.count("(") != text.count(")"))


def _folded_cell(test: Test) -> str:
    """Return the items of a target cell without case, double spaces and order."""
    items = sorted(target_cells.folded(item) for item in target_list.split(test.printed_target))
    return ", ".join(items) or "not printed"


def _narrowing(test: Test) -> str:
    """Return the variants and exons that a test is limited to by its name."""
    return ", ".join(sorted(target_cells.folded(words) for words in _NARROWING.findall(test.name))) or "none"


def add_targets(facts: Facts, test: Test, targets: Sequence[Target], vocabulary: Vocabulary) -> None:
    """Add the targets in printed order; ``repeated`` marks what its list has printed before."""
    seen: Counter[tuple[int, str, str]] = Counter()
    cancer = test.cancers[0] if test.cancers else "ANY"
    words = test_words(test)
    for target in targets:
        printed = (target.part, target.printed.casefold(), target.biomarker.id)
        seen[printed] += 1
        facts.add(
            "target",
            {
                "test": test.id,
                "release": test.release_name,
                "nation": test.nation.value,
                "nation_name": test.nation.display,
                "code": test.code,
                "indication": test.indication,
                "biomarker": target.biomarker.label,
                "biomarker_id": target.biomarker.id,
                "cancer": cancer,
                "cancer_name": vocabulary.cancers.names[cancer],
                "printed": target.printed,
                "symbol": "::".join(gene.symbol for gene in target.biomarker.genes),
                "spelling": target.spelling.value,
                "repeated": seen[printed] > 1,
                "look_alike": vocabulary.genes.look_alikes.get(target.printed),
            },
            f"{words} prints '{target.printed}', read as {target.biomarker.label}",
            test.source,
        )
