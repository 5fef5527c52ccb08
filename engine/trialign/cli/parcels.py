"""Where the formats of one run go: a format, and a file or standard output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialign.cli import delivery
from trialign.errors import UsageError, did_you_mean
from trialign.report.registry import CheckFormat


@dataclass(frozen=True, slots=True)
class Parcel:
    """One format and the file that it goes to; None for standard output."""

    format: CheckFormat
    file: Path | None


def parcels_of(texts: Iterable[str]) -> tuple[Parcel, ...]:
    """Return the parcels of ``sarif=gate.sarif`` and the like.

    Raises:
        UsageError: One has another form, or names no format.
    """
    return tuple(map(_parcel, texts))


def _parcel(text: str) -> Parcel:
    name, separator, file = text.partition("=")
    if not separator or not file:
        raise UsageError(f"--also {text}: write a format and a file, such as --also sarif=gate.sarif")
    if name.casefold() not in set(CheckFormat):
        mend = did_you_mean(name, CheckFormat) or f"formats: {', '.join(CheckFormat)}"
        raise UsageError(f"--also {text}: unknown format '{name}'; {mend}")
    return Parcel(CheckFormat(name.casefold()), Path(file))


def possible(parcels: Sequence[Parcel]) -> None:
    """Refuse what could not be delivered, before anything is judged.

    Raises:
        UsageError: A workbook has no file to go to, a file is a folder, or two formats go to one file.
    """
    for each in parcels:
        delivery.possible(each.format, each.file)
    files = [each.file.absolute() for each in parcels if each.file]
    for file in files:
        if files.count(file) > 1:
            raise UsageError(f"two formats cannot go to one file, {file.name}; name another for one of them")
