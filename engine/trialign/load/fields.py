"""Typed access to parts of a validated document; the schema has already refused what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from trialign.model.dates import PartialDate

Mapping_ = Mapping[str, object]


def text(value: Mapping_, key: str) -> str:
    """Return a scalar as text; an empty string where it is absent or null."""
    found = value.get(key)
    return "" if found is None else str(found)


def mapping(value: object) -> Mapping_:
    """Return a mapping; an empty one where the value is something else."""
    return cast(Mapping_, value) if isinstance(value, dict) else {}


def mappings(value: Mapping_, key: str) -> Iterator[Mapping_]:
    """Yield the mappings of a list."""
    found = value.get(key)
    for item in found if isinstance(found, list) else []:
        yield mapping(item)


def texts(value: Mapping_, key: str) -> tuple[str, ...]:
    """Return the scalars of a list as text."""
    found = value.get(key)
    return tuple(str(item) for item in found) if isinstance(found, list) else ()


def day(printed: str) -> PartialDate | None:
    """Return a printed date, None where it is empty.

    Raises:
        ValueError: It is no date.
    """
    return PartialDate.parse(printed) if printed else None
