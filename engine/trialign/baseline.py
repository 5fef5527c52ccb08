"""A gate's baseline: a text file of the fingerprints of findings that are known, sorted, one to a line.

Beside them stands only by which rules, and of which sources, they were accepted, as digests. Knows the file and how
it is written so that two gates at once lose nothing and a kill leaves the old or the new one whole. Knows nothing of
findings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from trialign.errors import InputProblems, Location, Problem, UsageError
from trialign.importers import write
from trialign.read.text import read_text

HEADER = "# trialign baseline 1"
WAIT = 30.0
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_ORIGIN = re.compile(r"# rules (?P<rules>[0-9a-f]{12}) sources (?P<sources>[0-9a-f]{12})")
_RESTORE = "restore it from version control, or delete it and make it again with --accept"


@dataclass(frozen=True, slots=True)
class Origin:
    """By which rules and of which sources findings were accepted: a digest of each."""

    rules: str
    sources: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a file holds; ``origin`` is None where it does not say whence it is."""

    fingerprints: frozenset[str] = frozenset()
    origin: Origin | None = None


def read(path: Path) -> Baseline:
    """Return what a baseline holds.

    Raises:
        InputProblems: It is not there, or not as a gate wrote it; every line that is wrong.
    """
    name = path.as_posix()
    if not path.exists():
        what = "is not there, so no finding is known"
        raise InputProblems([Problem(Location(name), what, "check the path, or make it with --accept")])
    lines = read_text(path, name).splitlines()
    problems = list(_problems(name, lines))
    if problems:
        raise InputProblems(problems)
    said = _origin(lines)
    return Baseline(frozenset(lines[2 if said else 1 :]), said)


def _origin(lines: list[str]) -> Origin | None:
    found = _ORIGIN.fullmatch(lines[1]) if len(lines) > 1 else None
    return Origin(found["rules"], found["sources"]) if found else None


def _problems(name: str, lines: list[str]) -> Iterator[Problem]:
    if not lines or lines[0] != HEADER:
        what = "does not begin with" if lines else "is empty and should begin with"
        yield Problem(Location(name, 1), f"the baseline {what} '{HEADER}'", _RESTORE)
        return
    before, first = "", 2 if _origin(lines) else 1
    for number, line in enumerate(lines[first:], start=first + 1):
        where = Location(name, number)
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            yield Problem(
                where, "a conflict of a merge is not settled", "keep the fingerprints of both sides, sorted"
            )
        elif not _FINGERPRINT.fullmatch(line):
            what = f"'{line[:40]}' is no fingerprint, which has 16 digits from 0 to f"
            yield Problem(where, what, f"remove the line, or {_RESTORE}")
        elif line <= before:
            what = f"'{line}' stands {'twice' if line == before else 'out of order'}"
            yield Problem(where, what, "sort the fingerprints and keep each once")
        before = max(before, line) if _FINGERPRINT.fullmatch(line) else before


def text_of(held: Baseline) -> str:
    """Return the text of a baseline."""
    said = [f"# rules {held.origin.rules} sources {held.origin.sources}"] if held.origin else []
    return "\n".join([HEADER, *said, *sorted(held.fingerprints), ""])


def update(
    path: Path, gone: Collection[str], added: Collection[str], origin: Origin | None = None, wait: float = WAIT
) -> Baseline:
    """Take fingerprints away and add others, and return what the baseline then holds.

    What others wrote since it was read stays: only the difference is applied, under a lock.

    Args:
        path: The baseline; it is made where fingerprints are added and it is not there.
        gone: Fingerprints that are known no longer.
        added: Fingerprints that are known from now on.
        origin: Whence these are; None leaves what the file says.
        wait: How many seconds to wait for another gate.

    Raises:
        InputProblems: It is not as a gate wrote it.
        UsageError: It cannot be written, or another gate keeps it locked.
    """
    target = path.resolve()
    try:
        with FileLock(target.with_name(f".{target.name}.lock"), timeout=wait):
            held = read(target) if target.exists() else Baseline()
            known = (held.fingerprints - frozenset(gone)) | frozenset(added)
            wanted = Baseline(known, origin or held.origin)
            if wanted != held or not target.exists():
                write.write_file(target, text_of(wanted).encode())
            return wanted
    except Timeout as error:
        what = f"the baseline {path} has been locked by another gate for {wait:g} seconds"
        raise UsageError(f"{what}; wait for it to end, then run this one again") from error
    except OSError as error:
        mend = "make its folder writable, or leave it as it is with --frozen"
        raise UsageError(f"the baseline {path} cannot be written: {error.strerror or error}; {mend}") from error
