"""The research-gene register: what open trials ask for, whether a nation reports it, and what each addition unlocks.

A trial is unlocked by an addition where that addition is the only thing of one of its ways in that no test reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trialign.facts.tables import Facts, Row
from trialign.model.directory import Source
from trialign.model.rule import Value

_MET = frozenset({"covered", "partly", "outside_directory"})
_NAMED = 6


class Status(StrEnum):
    """How a nation's directory stands to a biomarker that trials need, best first."""

    ESSENTIAL = "essential"
    TRIALS_ONLY = "trials_only"
    ON_PANEL = "on_panel"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class _Entry:
    """One biomarker in one cancer in one nation, while its trials are counted."""

    row: Row
    answer: Row
    source: Source
    trials: set[str] = field(default_factory=set)
    unlocks: set[str] = field(default_factory=set)


def add_register(facts: Facts) -> None:
    """Add one ``register`` per nation, biomarker and cancer that an open trial asks for."""
    answers = {(row["need"], row["nation"]): row for row in facts.rows["answer"]}
    sources = {row["fact"]: facts.place[int(row["fact"])][3] for row in facts.rows["trial"]}
    entries: dict[tuple[Value, ...], _Entry] = {}
    ways: dict[tuple[Value, ...], list[Row]] = defaultdict(list)
    for row in facts.rows["trial"]:
        if row["open"] and row["current"] and not row["absent"]:
            ways[row["record"], row["nation"], row["arm"], row["cancer"]].append(row)
    for rows in ways.values():
        for row in rows:
            if row["testable"] == "genomic":
                answer = answers[row["need"], row["nation"]]
                entry = entries.setdefault(_key(row), _Entry(row, answer, sources[row["fact"]]))
                entry.trials.add(str(row["record"]))
                entry.source = min(entry.source, sources[row["fact"]], key=lambda each: each.where)
        for row in _unlocking(rows, answers):
            if row["local_testing"] != "not required":  # a trial that screens by itself needs no listing
                entries[_key(row)].unlocks.add(str(row["record"]))
    _add(facts, entries.values())


def _key(row: Row) -> tuple[Value, ...]:
    return row["nation"], row["biomarker_id"], row["cancer"]


def _unlocking(rows: Iterable[Row], answers: Mapping[tuple[Value, Value], Row]) -> list[Row]:
    """Return the alternatives of the one conjunct that no test meets; none where several are, or none."""
    conjuncts: dict[Value, list[Row]] = defaultdict(list)
    for row in rows:
        conjuncts[row["conjunct"]].append(row)
    unmet = [
        each
        for each in conjuncts.values()
        if not any(
            row["testable"] != "genomic" or answers[row["need"], row["nation"]]["coverage"] in _MET for row in each
        )
    ]
    if len(unmet) != 1:
        return []
    return [row for row in unmet[0] if answers[row["need"], row["nation"]]["coverage"] == "not_covered"]


def _add(facts: Facts, entries: Iterable[_Entry]) -> None:
    found = list(entries)
    waves: dict[Value, list[int]] = defaultdict(list)
    for entry in found:
        if entry.unlocks and len(entry.unlocks) not in waves[entry.row["nation"]]:
            waves[entry.row["nation"]].append(len(entry.unlocks))
    for entry in found:
        order = sorted(waves[entry.row["nation"]], reverse=True)
        status = _status(entry.answer)
        count = len(entry.unlocks)
        values: dict[str, Value | None] = {
            **{name: entry.row[name] for name in _COPIED},
            "status": status.value,
            "trials": len(entry.trials),
            "trial_ids": _listed(entry.trials),
            "unlocks": count or None,
            "unlocked": _listed(entry.unlocks),
            "wave": order.index(count) + 1 if count else None,
            "where": entry.answer.get("for_trials") or entry.answer.get("elsewhere"),
        }
        place = f"{entry.row['nation_name']}: {entry.row['biomarker']} in {entry.row['cancer_name']}"
        facts.add("register", values, f"{place}: {status.value.replace('_', ' ')}, {_counted(entry)}", entry.source)


_COPIED = ("need", "nation", "nation_name", "biomarker", "biomarker_id", "cancer", "cancer_name")


def _status(answer: Row) -> Status:
    if answer["coverage"] in _MET:
        return Status.ESSENTIAL
    if "for_trials" in answer:
        return Status.TRIALS_ONLY
    if answer["coverage"] == "cannot_tell":
        return Status.UNKNOWN
    return Status.ON_PANEL if "elsewhere" in answer else Status.ABSENT


def _listed(names: set[str]) -> str:
    shown = sorted(names)[:_NAMED]
    return ", ".join(shown) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def _counted(entry: _Entry) -> str:
    return f"{len(entry.trials)} open trial{'' if len(entry.trials) == 1 else 's'}"
