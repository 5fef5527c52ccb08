"""An import to files: all of them or none, the same bytes for the same input."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from trialign.errors import UsageError


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a CSV table with a header line, ended by single line feeds."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write several files below a folder; each appears whole, and none where one cannot be written.

    Raises:
        UsageError: The folder cannot be written to, or a name leads outside it.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        targets = {_target(folder, name): text for name, text in files.items()}
        for target, text in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            staged.append((Path(temporary), target))
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
            Path(temporary).chmod(0o644)
        for temporary_path, target in staged:
            temporary_path.replace(target)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        for temporary_path, _ in staged:
            temporary_path.unlink(missing_ok=True)


def _target(folder: Path, name: str) -> Path:
    target = folder / name
    below = target.parent.resolve() / target.name
    if name and target.name != ".." and folder.resolve() in below.parents:
        return target
    raise UsageError(f"'{name}' would be written outside {folder}; nothing was written")
