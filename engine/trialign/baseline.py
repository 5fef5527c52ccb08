"""A gate's baseline: a text file of the fingerprints of findings that are known, sorted, one to a line.

Knows the file and how it is written so that two gates at once lose nothing and a kill leaves the old or the new one
whole. Knows nothing of findings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from trialign.errors import InputProblems, Location, Problem, UsageError
from trialign.importers import write
from trialign.read.text import read_text

HEADER = "# trialign baseline 1"
WAIT = 30.0
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_RESTORE = "restore it from version control, or delete it and make it again with --accept"


def read(path: Path) -> frozenset[str]:
    """Return the fingerprints of a baseline.

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
    return frozenset(lines[1:])


def _problems(name: str, lines: list[str]) -> Iterator[Problem]:
    if not lines or lines[0] != HEADER:
        what = "does not begin with" if lines else "is empty and should begin with"
        yield Problem(Location(name, 1), f"the baseline {what} '{HEADER}'", _RESTORE)
        return
    before = ""
    for number, line in enumerate(lines[1:], start=2):
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
            yield Problem(where, what, "sort the lines below the first and keep each once")
        before = max(before, line) if _FINGERPRINT.fullmatch(line) else before


def text_of(fingerprints: Collection[str]) -> str:
    """Return the text of a baseline."""
    return "\n".join([HEADER, *sorted(set(fingerprints)), ""])


def update(path: Path, gone: Collection[str], added: Collection[str], wait: float = WAIT) -> frozenset[str]:
    """Take fingerprints away and add others, and return what the baseline then holds.

    What others wrote since it was read stays: only the difference is applied, under a lock.

    Args:
        path: The baseline; it is made where fingerprints are added and it is not there.
        gone: Fingerprints that are known no longer.
        added: Fingerprints that are known from now on.
        wait: How many seconds to wait for another gate.

    Raises:
        InputProblems: It is not as a gate wrote it.
        UsageError: It cannot be written, or another gate keeps it locked.
    """
    target = path.resolve()
    try:
        with FileLock(target.with_name(f".{target.name}.lock"), timeout=wait):
            held = read(target) if target.exists() else frozenset()
            wanted = (held - frozenset(gone)) | frozenset(added)
            if wanted != held or not target.exists():
                write.write_file(target, text_of(wanted).encode())
            return wanted
    except Timeout as error:
        what = f"the baseline {path} has been locked by another gate for {wait:g} seconds"
        raise UsageError(f"{what}; wait for it to end, then run this one again") from error
    except OSError as error:
        mend = "make its folder writable, or leave it as it is with --frozen"
        raise UsageError(f"the baseline {path} cannot be written: {error.strerror or error}; {mend}") from error
