"""The option ``--manifest``: which arguments a verb was run with, and where its manifest goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign.cli.later import later
from trialign.cli.options import width
from trialign.load.world import World
from trialign.pipeline import Sources

if TYPE_CHECKING:
    from trialign import manifest as manifests
else:
    manifests = later("trialign.manifest")

Manifest = Annotated[
    Path | None, typer.Option("--manifest", help="Write what this run was made of: files, rulebook, versions.")
]


def taken(path: Path | None, sources: Sources, *beside: Path | None) -> manifests.Inputs | None:
    """Return the digests of what a run will read; None where no manifest was asked for."""
    return manifests.inputs(sources, beside) if path else None


def save(
    context: typer.Context, path: Path | None, day: date, read: manifests.Inputs | None, world: World | None
) -> str:
    """Write the manifest of the verb that is run and return its SHA-256; nothing where none was asked for.

    Args:
        context: The verb with its arguments.
        path: The file.
        day: The day that is judged, also where no option names it.
        read: What the run read.
        world: What was loaded; None where nothing was.
    """
    if path is None or read is None:
        return ""
    arguments = {name: _plain(value) for name, value in context.params.items() if name != "manifest"}
    arguments["as_of"] = day.isoformat()
    if arguments.get("output") == "text":
        arguments["width"] = width()
    return manifests.save(path, str(context.info_name), arguments, read, world)


def _plain(value: object) -> object:
    """Return an argument as JSON has it."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.as_posix() if isinstance(value, Path) else value
