"""The output formats by name."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Formats that ``--format`` takes."""

    TEXT = "text"
    JSON = "json"
