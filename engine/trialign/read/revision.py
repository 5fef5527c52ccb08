"""Files and folders of a git repository as they were at a commit, read by the git command.

Knows git and the form ``REF:PATH``; knows nothing of what the files hold. Nothing is checked out, no filter of the
repository runs, and nothing is fetched: the bytes are those of the commit.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from trialign.errors import InputProblems, Location, Problem, UsageError, did_you_mean
from trialign.read.text import MAX_FILE_BYTES

MAX_BYTES = 256 * 1024 * 1024
_NAMED = re.compile(r"(?P<ref>[^:]*):(?P<path>.*)", re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_BLOB = "100"
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder at a commit.

    Attributes:
        ref: As it was given.
        path: As it was given, without a slash at its end; empty for the top of the repository.
        commit: The full id of the commit.
        object: The id of the file or folder.
    """

    ref: str
    path: str
    commit: str
    object: str
    is_folder: bool

    @property
    def name(self) -> str:
        """Return it as people name it, ``main:directories/england``."""
        return f"{self.ref}:{self.path}"

    @property
    def parent(self) -> str:
        """Return the name of the folder around it, ``main:directories``."""
        return f"{self.ref}:{self.path.rpartition('/')[0]}"


def is_one(text: str) -> bool:
    r"""Tell whether a text has the form ``REF:PATH``; ``C:\draft.csv`` has not."""
    return ":" in text and not _DRIVE.match(text)


def find(text: str) -> Found:
    """Return what ``REF:PATH`` names in the repository of the working directory.

    Args:
        text: The path counts from the top of the repository, or from the working directory where it begins with
            ``./``, as git reads it.

    Raises:
        UsageError: git is not installed, the working directory is in no repository, or there is no such ref.
        InputProblems: The ref has no such path.
    """
    named = _NAMED.fullmatch(text)
    assert named is not None
    ref, path = named["ref"], named["path"].rstrip("/")
    if not ref or ref.startswith("-") or "\0" in text:
        mend = "write REF:PATH, such as main:directories/england"
        raise UsageError(f"'{text}' names no branch, tag or commit before the colon; {mend}")
    _in_repository(text)
    commit = _ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if commit is None:
        mend = did_you_mean(ref, _refs()) or "'git branch --all' and 'git tag' list what there is"
        raise UsageError(f"'{text}': the repository has no branch, tag or commit '{ref}'; {mend}")
    found = _ask("rev-parse", "--verify", "--quiet", f"{commit}:{'./' if path == '.' else path}")
    kind = _ask("cat-file", "-t", found) if found else None
    if not found or kind not in {"tree", "blob"}:
        raise InputProblems(
            [Problem(Location(f"{ref}:{path}"), f"is not there at {commit}", _other(ref, commit, path))]
        )
    return Found(ref, path, commit, found, kind == "tree")


def beside(found: Found, name: str) -> Found | None:
    """Return a file or folder that lies in the same folder as another, None where there is none of that name."""
    above = found.path.rpartition("/")[0]
    path = f"{above}/{name}" if above else name
    ident = _ask("rev-parse", "--verify", "--quiet", f"{found.commit}:{path}")
    kind = _ask("cat-file", "-t", ident) if ident else None
    return Found(found.ref, path, found.commit, ident, kind == "tree") if ident and kind in {"tree", "blob"} else None


def files(found: Found, suffixes: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each plain file of a folder with the given endings, by its path within; of a file, itself by its name.

    Links and submodules are left out.

    Raises:
        UsageError: It is larger than the limit, or its objects are not held.
    """
    if not found.is_folder:
        yield from _contents(found, {PurePosixPath(found.path).name: found.object})
        return
    listed = _run("ls-tree", "-r", "-l", "-z", "--full-tree", found.object)
    ids: dict[str, str] = {}
    size = 0
    for line in listed.stdout.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = line.partition("\t")
        if head.startswith(_BLOB) and path.endswith(tuple(suffixes)) and _is_inside(path):
            ids[path] = head.split()[2]
            size += int(head.split()[3]) if head.split()[3].isdigit() else 0
    if size > MAX_BYTES:
        raise UsageError(f"'{found.name}' holds {size:,} bytes of tables; name a folder below it")
    yield from _contents(found, ids)


def _is_inside(path: str) -> bool:
    return not {"..", "", "."} & set(path.split("/")) and "\\" not in path


def _contents(found: Found, ids: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    asked = "".join(f"{ident}\n" for ident in ids.values()).encode()
    output = _run("cat-file", "--batch", given=asked).stdout if ids else b""
    start = 0
    for path in ids:
        end = output.find(b"\n", start)
        head = output[start:end].split()
        if end < 0 or len(head) != len(("id", "type", "size")):
            raise UsageError(
                f"'{found.name}': git does not hold the content of '{path}'; fetch it, then run this again"
            )
        size = int(head[2])
        if size > MAX_FILE_BYTES:
            what = f"the file has {size:,} bytes, more than the limit of {MAX_FILE_BYTES:,}"
            raise InputProblems([Problem(Location(f"{found.name}/{path}"), what, "split it, or name another path")])
        yield path, output[end + 1 : end + 1 + size]
        start = end + 1 + size + 1


def _in_repository(text: str) -> None:
    done = _run("rev-parse", "--git-dir")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = "" if not said or "not a git repository" in said[0] else f" ({said[0].removeprefix('fatal: ')})"
        mend = "run it in the repository, or check the path if no git reference was meant"
        raise UsageError(f"'{text}': the working directory is in no git repository that can be read{why}; {mend}")


def _refs() -> list[str]:
    return (_ask("for-each-ref", "--format=%(refname:short)") or "").split("\n")


def _other(ref: str, commit: str, path: str) -> str:
    """Return how to mend a path that is not there: counted from the working directory, or misspelt."""
    here = _ask("rev-parse", "--show-prefix") or ""
    if here and _ask("rev-parse", "--verify", "--quiet", f"{commit}:{here}{path}"):
        return f"paths count from the top of the repository: write '{ref}:{here}{path}' or '{ref}:./{path}'"
    above, _, last = path.rpartition("/")
    around = _ask("ls-tree", "-z", "--name-only", f"{commit}:{above}") or ""
    near = did_you_mean(last, [name for name in around.split("\0") if name])
    return near or "check the path, which counts from the top of the repository"


def _ask(*arguments: str) -> str | None:
    """Return what git prints, None where it fails."""
    done = _run(*arguments)
    return None if done.returncode else done.stdout.decode("utf-8", "replace").strip("\n")


def _run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env={**os.environ, **_QUIET})
    except FileNotFoundError as error:
        mend = "install it, or name a release, a folder or a file"
        raise UsageError(f"the command git, which reads REF:PATH, is not installed; {mend}") from error
    except OSError as error:
        raise UsageError(f"the command git could not be run: {error.strerror or error}; check it") from error
