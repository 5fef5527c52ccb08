"""Typed access to parts of a validated document; the schema has already refused what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from trialign.errors import Problem
from trialign.model.dates import PartialDate
from trialign.read.document import Document

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
    if not printed.isascii():
        raise ValueError("not written in the digits 0 to 9")
    return PartialDate.parse(printed) if printed else None


def day_at(
    document: Document, path: tuple[str | int, ...], printed: str, problems: list[Problem]
) -> PartialDate | None:
    """Return the printed date of a part of a document, None where it is empty or no date (then with a problem)."""
    try:
        return day(printed)
    except ValueError as error:
        what = f"'{printed}' is no date: {error}"
        problems.append(Problem(document.at(*path), what, "write 2026-07-16, 2026-07 or 2026"))
        return None


def no_day(printed: str) -> str:
    """Return why a text is no full day such as ``2026-07-16``, an empty string where it is one or is empty."""
    try:
        found = day(printed)
    except ValueError as error:
        return f"'{printed}' is no day: {error}"
    return "" if found is None or found.first == found.last else f"'{printed}' is a month or a year, not a day"
