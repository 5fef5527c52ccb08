"""The output formats by name, and what each is for."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Formats that ``--format`` takes."""

    TEXT = "text"
    JSON = "json"


class CheckFormat(StrEnum):
    """Formats that a check has."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    CSV = "csv"
    XLSX = "xlsx"


PURPOSES = {
    CheckFormat.TEXT: "for people",
    CheckFormat.JSON: "for programs and --since",
    CheckFormat.MARKDOWN: "one comment on a pull request",
    CheckFormat.SARIF: "code scanning",
    CheckFormat.JUNIT: "test reports of CI servers",
    CheckFormat.GITHUB: "annotations in the log of a GitHub job",
    CheckFormat.CSV: "a table",
    CheckFormat.XLSX: "a workbook, needs --output",
}
BINARY = frozenset({CheckFormat.XLSX})
"""Formats that are no text: they go to a file, never to a terminal or a pipe."""
