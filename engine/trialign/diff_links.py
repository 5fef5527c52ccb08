"""Use case: a file of uncertain matches, written once with the guesses and read ever after for what was settled."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trialign.diff.changes import Change, Comparison
from trialign.diff.links import goes_on, uncertain
from trialign.errors import InputProblems, UsageError
from trialign.importers.write import write_file
from trialign.load.links import SCHEMA, load_links, parse_links
from trialign.model.link import Link, LinkFile, Status
from trialign.read.text import read_text
from trialign.report import diff_links as form
from trialign.report.words import counted


@dataclass(frozen=True, slots=True)
class Confirming:
    """The file that was asked for, and what it held before.

    Attributes:
        exists: False where it is to be written.
    """

    path: Path
    exists: bool
    file: LinkFile | None

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links that it held."""
        return self.file.links if self.file else ()


def begun(path: Path | None, append: bool) -> Confirming | None:
    """Return what a file holds, None where none was asked for.

    Raises:
        UsageError: Guesses shall be appended, and there is no file.
        InputProblems: Every problem of the file.
    """
    if path is None:
        if append:
            raise UsageError("--append needs --confirm: name the file that new guesses are added to")
        return None
    exists = path.exists() or path.is_symlink()
    return Confirming(path, exists, load_links(path) if exists else None)


def kept(confirming: Confirming, found: Comparison, append: bool) -> str:
    """Write the guesses where there is no file yet, or append new ones where that is asked; return what to say.

    Raises:
        UsageError: It cannot be written.
    """
    path = confirming.path
    if not confirming.exists:
        guesses = uncertain(found.changes)
        if not guesses:
            return f"no match is uncertain; {path} was not written"
        _create(path, form.written(found, guesses, SCHEMA))
        return f"{path}: {_guesses(guesses)} written, to be settled and read again"
    new = _new(found.changes, confirming.links)
    if new and append:
        _append(path, new)
        return f"{path}: {_guesses(new)} appended"
    counts = {status: sum(link.status is status for link in confirming.links) for status in Status}
    said = f"{path}: {counts[Status.CONFIRMED]:,} confirmed, {counts[Status.DENIED]:,} denied, "
    said += f"{counted(counts[Status.GUESS], 'guess').replace('guesss', 'guesses')} still open"
    if confirming.file and (other := confirming.file.unlike(found.before, found.after)):
        said += f"; it {other}"
    return said + (f"; it lacks {_guesses(new)}, which --append adds" if new else "")


def _guesses(changes: Sequence[Change]) -> str:
    return f"{len(changes):,} guess{'' if len(changes) == 1 else 'es'}"


def _new(changes: Sequence[Change], links: Sequence[Link]) -> list[Change]:
    """Return the uncertain matches that no entry has; one whose codes an entry shares with others is known."""
    known = {(code, frozenset(link.after)) for link in links for code in link.before}
    return [
        change
        for change in uncertain(changes)
        if any((code, frozenset(goes_on(change))) not in known for code in change.before)
    ]


def _create(path: Path, text: str) -> None:
    """Put a new file in its place in one step; one that came in between stays as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(0o644)
            _put(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


def _put(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError as error:
        raise UsageError(f"{path} came to be in the meantime and was not written over; run this again") from error


def _append(path: Path, changes: Sequence[Change]) -> None:
    """Add entries at the end; what stands there keeps its bytes.

    Raises:
        UsageError: The file does not end with its list of links, one entry below the other.
    """
    name = path.as_posix()
    old = read_text(path, name)
    text = f"{old}{'' if old.endswith(chr(10)) else chr(10)}{form.entries(changes)}"
    try:
        whole = parse_links(text, name).links
    except InputProblems:
        whole = ()
    if len(whole) != len(parse_links(old, name).links) + len(changes):
        mend = "move 'links' to the end and write its entries as '  - from: …'"
        raise UsageError(f"{path} does not end with its list of links, so nothing was appended; {mend}")
    write_file(path, text.encode())
