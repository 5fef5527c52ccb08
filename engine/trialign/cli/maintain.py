"""The verbs of those who keep directories: import a published file, lint, list what could not be read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialign import pipeline
from trialign.cli.app import app
from trialign.cli.options import progress, show
from trialign.errors import UsageError
from trialign.report import imports

__all__ = ["app"]


@app.command("import")
def import_(
    publisher: Annotated[
        str, typer.Argument(help="Whose file: nhs-england, or the path of a column map of your own (.yaml).")
    ],
    file: Annotated[Path, typer.Argument(help="The published file, .xlsx or .csv.")],
    release: Annotated[
        str, typer.Option("--release", help="Its name, a date such as 2026-07. Default: as the file prints it.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder to write into. Default: the nation's name, here.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    map_id: Annotated[
        str, typer.Option("--map", help="Which of the publisher's column maps. Default: the one that fits best.")
    ] = "",
) -> None:
    """Turn a published directory into rows, with every cell that could not be read."""
    with progress() as step:
        step(f"reading {file.name}")
        found = pipeline.read_published(publisher, file, release, map_id)
        folder = out or Path(found.map.nation.value)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is no folder; name one with --out")
        if not dry_run:
            pipeline.write_files(folder, found.files)
    written = [] if dry_run else [str(folder / name) for name in sorted(found.files)]
    show(lambda console: imports.imported(console, found, written))
