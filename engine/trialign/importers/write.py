"""How files are written: whole or not at all, several together or none, the same bytes for the same input."""

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

_NAMED = 10
_MODE = 0o644


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
    refuse_any(folder, sorted(files.items()), "rows")


def refuse_any(folder: Path, files: Iterable[tuple[str, str]], held: str) -> None:
    """Refuse as ``refuse_changed`` does, for files that come one after another.

    Args:
        folder: Where they will lie.
        files: Names and texts.
        held: What they hold, such as ``rows``.

    Raises:
        UsageError: A file is there already, and its content is another.
    """
    changed = [str(folder / name) for name, text in files if _differs(folder / name, text)]
    if changed:
        more = f" and {len(changed) - _NAMED} others" if len(changed) > _NAMED else ""
        holds = f"holds other {held}" if len(changed) == 1 else f"hold other {held}"
        mend = f"compare with an import into an empty folder (--out), or replace {_it(changed)} with --force"
        raise UsageError(f"{', '.join(changed[:_NAMED])}{more} {holds} than would be written; {mend}")


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
            temporary.chmod(_MODE)
        _replace(staged)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def write_file(target: Path, content: bytes) -> None:
    """Write one file so that a kill or a loss of power leaves the old one or the new one whole.

    A link to it stays a link, and a file that is there keeps its permissions.

    Raises:
        UsageError: It is there and is no file, or cannot be written.
    """
    temporary = None
    try:
        real = target.resolve()
        if real.exists() and not real.is_file():
            raise UsageError(f"{target} is no file that can be replaced; name another")
        real.parent.mkdir(parents=True, exist_ok=True)
        mode = real.stat().st_mode & 0o777 if real.exists() else _MODE
        temporary = _beside(real)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(real)
        _last(real.parent)
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError
        raise UsageError(f"{target} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _last(folder: Path) -> None:
    """Make a new name last through a loss of power, where folders can be synchronised."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_each(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write many files, one after another and each whole, and return how many were not the same already.

    Raises:
        UsageError: The folder cannot be written to, or a name leads outside it.
    """
    written = 0
    for name, text in files:
        target = folder / name
        if target.is_file() and not _differs(target, text):
            continue
        write_all(folder, {name: text})
        written += 1
    return written


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
