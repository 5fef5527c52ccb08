"""What a run was made of: files with their digests, the rulebook, versions and arguments.

Two runs with one manifest give the same bytes. Every file is listed that a run may read, whether or not a rule needed
it.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from trialign import __version__, resources
from trialign.errors import UsageError
from trialign.importers import write
from trialign.load.exceptions import FILE
from trialign.load.layers import Layers
from trialign.load.world import World
from trialign.model.directory import Nation
from trialign.pipeline import Sources, data_root
from trialign.report import views

FORMAT = 1
PACKAGES = (
    "duckdb",
    "durable-rules",
    "jsonschema",
    "jsonschema-rs",
    "networkx",
    "PyYAML",
    "rich",
    "sqlglot",
    "typer",
)
_FOLDERS = (*Nation, "decisions", "trials", "pathways", "vocabulary")
Origin = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of what a run reads, by the path that reports show, taken before it."""

    data: Mapping[str, str]
    rules: Mapping[str, str]
    beside: Mapping[str, str]


def inputs(sources: Sources, beside: Iterable[Path | None]) -> Inputs:
    """Return the digests of what a run will read.

    Args:
        sources: Where it reads from.
        beside: Files that it reads beside data and rules, such as an earlier check; None and what is not there is
            left out.

    Raises:
        UsageError: A file cannot be read.
    """
    layers = Layers(data_root(sources), resources.directories(), sources.alone)
    data = {
        f"{layers.shown(name)}/{path.relative_to(layers.path(name)).as_posix()}": path
        for name in _FOLDERS
        for path in _below(layers.path(name))
    }
    if layers.path(FILE).is_file():
        data[layers.shown(FILE)] = layers.path(FILE)
    settings = Path(sources.settings.name) if sources.settings else None
    others = (settings, sources.exceptions_file, *beside)
    return Inputs(
        {shown: _digest(path) for shown, path in sorted(data.items())},
        {shown: _digest(path) for shown, path in sorted(_rules(sources))},
        {path.as_posix(): _digest(path) for path in sorted(filter(None, others)) if path.is_file()},
    )


def _below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _rules(sources: Sources) -> Iterator[tuple[str, Path]]:
    """Yield the files of every rulebook in use; the bundled one is not called by where it is installed."""
    for folder in (sources.rules or resources.rules(), *sources.own_rules):
        shown = "rules" if folder == resources.rules() else folder.as_posix()
        for path in _below(folder):
            yield f"{shown}/{path.relative_to(folder).as_posix()}", path


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}; check its permissions") from error


def save(path: Path, command: str, arguments: Mapping[str, object], taken: Inputs, world: World | None) -> str:
    """Write a manifest and return its SHA-256; it appears whole or not at all.

    Args:
        path: The file.
        command: The verb.
        arguments: Every argument of the verb with what it stood for.
        taken: What it read.
        world: What was loaded; None where nothing was.

    Raises:
        UsageError: It cannot be written.
    """
    text = text_of(command, arguments, taken, world)
    write.write_file(path, text.encode())
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(command: str, arguments: Mapping[str, object], taken: Inputs, world: World | None) -> str:
    """Return a manifest as JSON text, byte-identical for identical runs."""
    origins = _origins(world) if world else {}
    value = {
        "manifest": FORMAT,
        "command": command,
        "arguments": dict(sorted(arguments.items())),
        "versions": {"trialign": __version__, "python": platform.python_version(), **dict(_versions())},
        "rulebook": {"sha256": _together(taken.rules), "files": len(taken.rules)},
        "inputs": [
            _input(shown, digest, origins) for shown, digest in sorted({**taken.data, **taken.beside}.items())
        ],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _input(shown: str, digest: str, origins: Mapping[str, Origin]) -> dict[str, str | None]:
    release, retrieved = origins.get(shown, ("", ""))
    return {"path": shown, "sha256": digest, "release": release or None, "retrieved": retrieved or None}


def _together(digests: Mapping[str, str]) -> str:
    lines = "".join(f"{digest}  {shown}\n" for shown, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name.lower(), version(name)
        except PackageNotFoundError:
            yield name.lower(), "not installed"


def _origins(world: World) -> dict[str, Origin]:
    """Return release and day of retrieval of the files of which they are known."""
    found = {each.file: (each.name, each.retrieved) for each in views.sources(world)}
    for directory in world.directories:
        folder = directory.source.where.path.rpartition("/")[0]
        for book in (each.book for each in directory.in_force):
            for release in book.releases:
                if release.held:
                    name = f"{directory.nation.value}/{book.name}@{release.name}"
                    file = release.file if release.draft else f"{folder}/{release.file}"
                    found[file] = (name, str(release.retrieved or ""))
    for trial in world.trials.all if world.trials else ():
        found[trial.source.where.path] = ("", trial.captured.isoformat())
    return found
