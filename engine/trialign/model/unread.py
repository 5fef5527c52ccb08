"""Printed texts that are no concept, with every place that prints them."""

from __future__ import annotations

from dataclasses import dataclass

from trialign.model.directory import Reason, Source


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: the release, the test, file and line of ours, and the workbook's cell."""

    release: str
    code: str
    source: Source


@dataclass(frozen=True, slots=True)
class Unread:
    """One text with its reason, a proposed correction, the codes it points to, and its places in order."""

    printed: str
    reason: Reason
    proposed: str
    codes: tuple[str, ...]
    places: tuple[Place, ...]
