"""Parts of a record by their path; whatever is missing or of another kind is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trialign.importers.registries import prose

Raw = Mapping[str, object]


def at(record: object, *path: str) -> object:
    """Return the part at a path, None where there is none; of a list on the way its first item."""
    found = record
    for key in path:
        if isinstance(found, list):
            found = found[0] if found else None
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def text(record: object, *path: str) -> str:
    """Return a scalar as one clean line; an empty string where there is none."""
    return " ".join(prose.clean(scalar(at(record, *path))).split())


def scalar(value: object) -> str:
    """Return a scalar as text as it stands; of a list its first; an empty string for anything else."""
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None or isinstance(value, dict | list) else str(value)


def items(record: object, *path: str) -> list[object]:
    """Return the items of a list; one item where a single value stands in its place."""
    found = at(record, *path)
    if isinstance(found, list):
        return found
    return [] if found is None or found in ("", {}) else [found]


def texts(record: object, *path: str) -> tuple[str, ...]:
    """Return the scalars of a list, each as one clean line, none twice."""
    return distinct(text({"": item}, "") for item in items(record, *path))


def distinct(values: Iterator[str]) -> tuple[str, ...]:
    """Return texts in their order, none empty and none twice."""
    return tuple(dict.fromkeys(value for value in values if value))


def every(records: list[object], *path: str) -> tuple[str, ...]:
    """Return one part of every record of a list, none empty and none twice."""
    return distinct(text(record, *path) for record in records)
