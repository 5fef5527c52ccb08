"""Where a check goes: to standard output, or whole to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign.cli.later import later
from trialign.cli.options import emit, rendered, show
from trialign.errors import UsageError
from trialign.importers import write
from trialign.report import findings, summary
from trialign.report.registry import BINARY, PURPOSES, CheckFormat
from trialign.report.views import CheckView

if TYPE_CHECKING:
    from trialign.report import formats
else:
    formats = later("trialign.report.formats")

CheckOutput = Annotated[
    CheckFormat,
    typer.Option("--format", help=f"{'; '.join(f'{name}: {purpose}' for name, purpose in PURPOSES.items())}."),
]
File = Annotated[
    Path | None,
    typer.Option("--output", help="Write to this file, whole or not at all, in place of standard output."),
]


def possible(output: CheckFormat, file: Path | None) -> None:
    """Refuse what could not be delivered, before anything is judged.

    Raises:
        UsageError: A workbook has no file to go to, or the file is a folder.
    """
    if output in BINARY and file is None:
        raise UsageError(f"--format {output} is no text; name a file with --output, such as --output check.{output}")
    if file is not None and file.is_dir():
        raise UsageError(f"{file} is a folder; name a file with --output")


def deliver(view: CheckView, output: CheckFormat, file: Path | None) -> None:
    """Write a check in a format; to a file, and then its verdict in a line to standard output."""
    if file is not None:
        write.write_file(file, _content(view, output))
        emit(f"{file}: {summary.verdict(view)}\n")
    elif output is CheckFormat.TEXT:
        show(lambda console: findings.check(console, view))
    else:
        emit(formats.text(output, view))


def _content(view: CheckView, output: CheckFormat) -> bytes:
    if output is CheckFormat.TEXT:
        return rendered(lambda console: findings.check(console, view)).encode()
    return formats.content(output, view)
