"""Use cases: the research-gene register and the islands of each nation, as a run finds them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from trialign.coverage.judge import Judge
from trialign.facts.build import build
from trialign.facts.register import Status
from trialign.facts.tables import Row
from trialign.load.world import World
from trialign.measures import Basis
from trialign.model.directory import Nation
from trialign.ontology import ontology_of
from trialign.pipeline import Progress, Sources, load
from trialign.report.accounts import (
    Addition,
    GeneNation,
    GenesView,
    IslandNation,
    IslandsView,
    Isle,
    Missing,
)

_ANY_HISTOLOGY = frozenset({"SOLID", "ANY", "TISSUE"})


def genes(sources: Sources, as_of: date, chosen: Sequence[Nation], progress: Progress) -> GenesView:
    """Return the research-gene register.

    Raises:
        InputProblems: The input is invalid.
    """
    basis = _basis(sources, as_of, progress)
    return GenesView(as_of, tuple(_genes(basis, nation) for nation in chosen))


def islands(sources: Sources, as_of: date, chosen: Sequence[Nation], progress: Progress) -> IslandsView:
    """Return the indications without a route to a medicine that is given whatever the cancer.

    Raises:
        InputProblems: The input is invalid.
    """
    basis = _basis(sources, as_of, progress)
    return IslandsView(as_of, tuple(_islands(basis, nation) for nation in chosen))


def _basis(sources: Sources, as_of: date, progress: Progress) -> Basis:
    progress("reading directories, decisions and trials")
    world: World = load(sources, as_of)
    progress("working out which tests answer which needs")
    judge = Judge(world.directories, ontology_of(world.vocabulary), world.as_of)
    return Basis.of(build(world, judge), world, ())


def _doubt(basis: Basis, nation: Nation) -> str:
    """Return why what is not listed there cannot be told to be missing; empty where its directory is complete."""
    for row in basis.rows("directory", nation):
        return "" if row["complete"] else str(row.get("reason", "what is held of its tests is not complete"))
    return "no directory of it is held"


def _genes(basis: Basis, nation: Nation) -> GeneNation:
    found = sorted((_addition(row) for row in basis.rows("register", nation)), key=_first)
    counts = Counter(each.status for each in found)
    return GeneNation(
        nation, {status.value: counts[status.value] for status in Status}, tuple(found), _doubt(basis, nation)
    )


def _addition(row: Row) -> Addition:
    return Addition(
        biomarker=str(row["biomarker"]),
        biomarker_id=str(row["biomarker_id"]),
        cancer=str(row["cancer"]),
        cancer_name=str(row["cancer_name"]),
        status=str(row["status"]),
        trials=int(row["trials"]),
        named=str(row["trial_ids"]),
        unlocks=int(row.get("unlocks", 0)),
        unlocked=str(row.get("unlocked", "")),
        wave=int(row["wave"]) if "wave" in row else None,
        where=str(row.get("where", "")),
    )


_ORDER = (Status.TRIALS_ONLY, Status.ON_PANEL, Status.ABSENT, Status.UNKNOWN, Status.ESSENTIAL)


def _first(found: Addition) -> tuple[bool, int, int, int, str, str]:
    wave = found.wave or 0
    return wave == 0, wave, _ORDER.index(Status(found.status)), -found.trials, found.biomarker, found.cancer_name


def _islands(basis: Basis, nation: Nation) -> IslandNation:
    medicines: dict[int, set[str]] = defaultdict(set)
    for row in basis.funded(nation):
        if row["cancer"] in _ANY_HISTOLOGY:
            medicines[int(row["need"])].add(str(row["medicine"]))
    lacking: dict[tuple[int, str, str], dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in basis.rows("island", nation):
        answer = basis.answers[int(row["need"]), nation.value]
        place = int(row["rank"]), str(row["indication_code"]), str(row["indication"])
        lacking[place][str(answer["biomarker"]), str(answer["biomarker_id"])] |= medicines[int(row["need"])]
    isles = tuple(
        Isle(*place, tuple(Missing(*marker, tuple(sorted(names))) for marker, names in sorted(missing.items())))
        for place, missing in sorted(lacking.items())
    )
    asked = {str(basis.answers[need, nation.value]["biomarker"]) for need in medicines}
    return IslandNation(nation, tuple(sorted(asked)), isles, _doubt(basis, nation))
