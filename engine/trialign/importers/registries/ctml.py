"""CTML, MatchMiner's form of a trial, and our own form of it: the criteria stand there as a tree, not as text."""

from __future__ import annotations

from collections.abc import Iterator

from trialign.errors import Location
from trialign.importers.registries import identity, moments, parts
from trialign.importers.registries.parts import Raw
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM, Nation
from trialign.model.registry import RegistryRecord

_NATIONS = {each.value: each for each in Nation}
MAX_DEPTH = 40


def recognises(record: Raw) -> bool:
    """Tell whether a record has this shape."""
    return "treatment_list" in record or ("match" in record and "nct_id" in record)


def read(record: Raw, where: Location, captured: PartialDate | None) -> RegistryRecord:
    """Return what stands beside the tree; ``matches`` returns the tree."""
    own = next(iter(identity.found((parts.text(record, "nct_id"), parts.text(record, "id")))), "")
    return RegistryRecord(
        id=own,
        registry=identity.CTML,
        title=parts.text(record, "short_title") or parts.text(record, "title") or parts.text(record, "long_title"),
        status=parts.text(record, "status"),
        phase=parts.text(record, "phase"),
        cross_references=identity.others(own, parts.every(parts.items(record, "other_records"), "id")),
        countries=parts.texts(record, "countries") or ((UNITED_KINGDOM,) if parts.items(record, "nations") else ()),
        nations=tuple(_NATIONS[each] for each in parts.texts(record, "nations") if each in _NATIONS),
        conditions=(),
        keywords=parts.texts(record, "drugs"),
        eligibility="",
        minimum_age="",
        maximum_age="",
        updated=moments.read(parts.text(record, "updated") or parts.text(record, "last_updated")),
        started=moments.read(parts.text(record, "started")),
        primary_completion=moments.read(parts.text(record, "primary_completion")),
        captured=moments.read(parts.text(record, "captured")) or captured,
        url=parts.text(record, "source_url") or identity.page(own),
        where=where,
    )


def matches(record: Raw) -> list[object]:
    """Return the criteria of every step, arm and dose level, in their order."""
    return list(_matches(record, 0))


def _matches(level: object, depth: int) -> Iterator[object]:
    if depth > MAX_DEPTH or not isinstance(level, dict):
        return
    for node in parts.items(level, "match"):
        yield from node if isinstance(node, list) else [node]
    for inner in (*parts.items(level, "treatment_list"), *parts.items(level, "step")):
        yield from _matches(inner, depth + 1)
    for inner in (*parts.items(level, "arm"), *parts.items(level, "dose_level")):
        yield from _matches(inner, depth + 1)
