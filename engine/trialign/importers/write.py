"""An import to files: all of them or none, the same bytes for the same input."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from trialign.errors import UsageError


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a CSV table with a header line, ended by single line feeds."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def refuse_changed(folder: Path, files: Mapping[str, str]) -> None:
    """Refuse to write over what a person may have edited.

    Raises:
        UsageError: A file is there already, and its content is another.
    """
    changed = [str(folder / name) for name, text in sorted(files.items()) if _differs(folder / name, text)]
    if changed:
        holds = "holds other rows" if len(changed) == 1 else "hold other rows"
        mend = f"compare with an import into an empty folder (--out), or replace {_it(changed)} with --force"
        raise UsageError(f"{', '.join(changed)} {holds} than would be written; {mend}")


def _it(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _differs(path: Path, text: str) -> bool:
    try:
        return path.is_file() and path.read_bytes() != text.encode()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write several files below a folder; each appears whole, and none where one cannot be written.

    Raises:
        UsageError: The folder cannot be written to, or a name leads outside it.
    """
    targets = {_target(folder, name): text for name, text in files.items()}
    staged: list[tuple[Path, Path]] = []
    try:
        for target, text in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = _beside(target)
            staged.append((temporary, target))
            temporary.write_text(text, encoding="utf-8", newline="")
            temporary.chmod(0o644)
        _replace(staged)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _target(folder: Path, name: str) -> Path:
    target = folder / name
    below = target.parent.resolve() / target.name
    if not name or target.name == ".." or folder.resolve() not in below.parents:
        raise UsageError(f"'{name}' would be written outside {folder}; nothing was written")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; move it away, or name another with --out")
    return target


def _beside(target: Path) -> Path:
    """Return an empty file of its own beside a target."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    return Path(name)


def _replace(staged: Sequence[tuple[Path, Path]]) -> None:
    """Put every file in its place, or put back what stood there."""
    kept: list[tuple[Path, Path | None]] = []
    try:
        for temporary, target in staged:
            kept.append((target, _copy(target)))
            temporary.replace(target)
    except OSError:
        for target, copy in kept:
            with suppress(OSError):
                copy.replace(target) if copy else target.unlink(missing_ok=True)
        raise
    finally:
        for _, copy in kept:
            if copy:
                copy.unlink(missing_ok=True)


def _copy(target: Path) -> Path | None:
    if not target.is_file():
        return None
    copy = _beside(target)
    shutil.copy2(target, copy)
    return copy
