"""The research-gene register and the islands for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.padding import Padding

from trialign.report.accounts import Addition, GeneNation, GenesView, IslandNation, IslandsView, Isle, Missing
from trialign.report.words import INDENT, counted, plain

STATUS = {
    "essential": "essential",
    "trials_only": "listed for trials only",
    "on_panel": "on a panel but unlisted",
    "absent": "absent",
    "unknown": "unknown",
}
_DEEP = (0, 0, 0, 4)
_LISTED = 12
_UNREPORTED = ("trials_only", "on_panel", "absent")


def genes(console: Console, view: GenesView) -> None:
    """Print the register: per nation the waves of additions, then what alone unlocks nothing."""
    console.print(plain("What open trials ask for, and whether laboratories report it", "bold"))
    console.print(plain(f"As of {view.as_of}. A wave holds the additions that each unlock as many trials."))
    for found in view.nations:
        console.print()
        console.print(plain(f"{found.nation.display}: {counts(found)}", "bold"))
        for wave, additions in waves(found):
            console.print(Padding(plain(wave, "bold"), INDENT))
            for each in additions:
                console.print(Padding(plain(addition(each)), _DEEP))
        for line in beside(found, _LISTED):
            console.print(Padding(plain(line, "dim"), INDENT))


def counts(found: GeneNation) -> str:
    """Return how many biomarkers in cancers have each status."""
    said = ", ".join(f"{found.counts[word]} {name}" for word, name in STATUS.items() if found.counts[word])
    return said or "no open trial that is held asks for a biomarker"


def waves(found: GeneNation) -> Iterator[tuple[str, list[Addition]]]:
    """Yield each wave and its additions, the one that unlocks most first."""
    for wave, group in groupby((each for each in found.additions if each.wave), key=lambda each: each.wave):
        additions = list(group)
        yield f"wave {wave}: each unlocks {counted(additions[0].unlocks, 'open trial')}", additions


def addition(found: Addition) -> str:
    """Return an addition with the trials that it unlocks."""
    where = f" by {found.where}" if found.where else ""
    trials = f"{counted(found.trials, 'trial')} {'asks' if found.trials == 1 else 'ask'}"
    return (
        f"{found.biomarker} in {found.cancer_name}: {STATUS[found.status]}{where}; {trials}, unlocks {found.unlocked}"
    )


def beside(found: GeneNation, limit: int) -> Iterator[str]:
    """Yield what no wave holds: not reported but unlocking nothing alone, and not known."""
    alone = [each for each in found.additions if each.wave is None and each.status in _UNREPORTED]
    unknown = [each for each in found.additions if each.status == "unknown"]
    if alone:
        yield f"not reported, and alone unlocking no trial: {_names(alone, limit)}"
    if unknown:
        yield f"unknown{': ' + found.doubt if found.doubt else ''}: {_names(unknown, limit)}"


def _names(found: Iterable[Addition], limit: int) -> str:
    names = [f"{each.biomarker} in {each.cancer_name}" for each in found]
    return "; ".join(names[:limit]) + (f"; and {len(names) - limit} more" if len(names) > limit else "")


def islands(console: Console, view: IslandsView) -> None:
    """Print the islands of each nation, those that lack most first."""
    console.print(plain("Indications without a route to medicines that are given whatever the cancer", "bold"))
    console.print(plain(f"As of {view.as_of}."))
    for found in view.nations:
        console.print()
        console.print(plain(f"{found.nation.display}: {islands_told(found)}", "bold"))
        for rank, same in ranks(found):
            console.print(Padding(plain(rank, "bold"), INDENT))
            console.print(Padding(plain("; ".join(f"{each.code} {each.name}" for each in same)), _DEEP))
            for each in same[0].missing:
                console.print(Padding(plain(f"- {missing(each)}"), _DEEP))


def islands_told(found: IslandNation) -> str:
    """Return how many islands a nation has, or why it cannot be told."""
    if not found.asked:
        return "no decision in force that is held needs a genomic test whatever the cancer"
    asked = f"of {counted(len(found.asked), 'biomarker')} needed whatever the cancer"
    if found.isles:
        lacking = "lacks one" if len(found.isles) == 1 else "lack one or more"
        return f"{counted(len(found.isles), 'indication')} {lacking} {asked}"
    return f"cannot tell {asked}: {found.doubt}" if found.doubt else f"no indication is known to lack one {asked}"


def ranks(found: IslandNation) -> Iterator[tuple[str, list[Isle]]]:
    """Yield indications that share a rank and lack the same, in order of rank."""
    ordered = sorted(found.isles, key=lambda each: (each.rank, [gap.biomarker_id for gap in each.missing], each.code))
    for _, group in groupby(ordered, key=lambda each: (each.rank, each.missing)):
        same = list(group)
        yield f"rank {same[0].rank}, lacking {len(same[0].missing)} of {len(found.asked)}", same


def missing(found: Missing) -> str:
    """Return a biomarker with the medicines that need it."""
    return f"{found.biomarker}: {', '.join(found.medicines)}"
