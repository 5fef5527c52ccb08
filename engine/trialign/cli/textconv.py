"""The verb that git calls to compare releases by meaning."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign.cli.app import app
from trialign.cli.later import later
from trialign.cli.options import emit
from trialign.read.text import read_bytes

if TYPE_CHECKING:
    from trialign import textconv as conversion
else:
    conversion = later("trialign.textconv")


@app.command()
def textconv(file: Annotated[Path, typer.Argument(help="A CSV file of a directory.")]) -> None:
    """Print a release in lines for git diff: what each test reports, by which technology. Other files as they are."""
    found = conversion.lines(file)
    if found:
        emit(found)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(read_bytes(file, str(file)))
    sys.stdout.buffer.flush()
