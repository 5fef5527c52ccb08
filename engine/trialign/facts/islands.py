"""Islands: indications without a route to a medicine that is given whatever the cancer, ranked by what they lack."""

from __future__ import annotations

from collections import defaultdict

from trialign.facts.needs import Needs
from trialign.facts.tables import Facts
from trialign.model.coverage import Coverage, Island
from trialign.model.directory import Nation

_ANY_HISTOLOGY = frozenset({"SOLID", "ANY", "TISSUE"})


def add_islands(facts: Facts, needs: Needs) -> None:
    """Add one ``island`` per need of a decision in force for every cancer, nation and indication that lacks a route.

    ``rank`` orders a nation's islands by ``missing``, the number of such needs without a route there; those with
    the same number share a rank. ``ranked`` is how many islands the nation has.
    """
    asked = {
        (int(row["need"]), str(row["nation"]))
        for row in facts.rows["decision"]
        if row["cancer"] in _ANY_HISTOLOGY
        and row["standing"] == "positive"
        and row["in_force"]
        and row["testable"] == "genomic"
    }
    for nation in Nation:
        found: dict[Island, list[int]] = defaultdict(list)
        for number in sorted(number for number, name in asked if name == nation):
            for island in needs.judged(number, nation).islands:
                if island.coverage is Coverage.NOT_COVERED:
                    found[island].append(number)
        _add(facts, nation, found, needs)


def _add(facts: Facts, nation: Nation, found: dict[Island, list[int]], needs: Needs) -> None:
    counts = sorted({len(numbers) for numbers in found.values()}, reverse=True)
    for island, numbers in sorted(found.items(), key=lambda item: (-len(item[1]), item[0].code)):
        for number in numbers:
            values = {
                "need": number,
                "nation": nation.value,
                "nation_name": nation.display,
                "indication": island.name,
                "indication_code": island.code,
                "coverage": island.coverage.value,
                "rank": counts.index(len(numbers)) + 1,
                "ranked": len(found),
                "missing": len(numbers),
                **needs.since(nation),
            }
            label = needs.of(number).biomarker.label
            words = f"{nation.display}: nothing under {island.code} {island.name} reports {label}"
            facts.add("island", values, words, needs.searched(needs.judged(number, nation)))
