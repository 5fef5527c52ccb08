"""Bytes to text, within limits, so that a hostile or broken file becomes a problem and not a hang."""

from __future__ import annotations

from pathlib import Path

from trialign.errors import InputProblems, Location, Problem

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_LINE_CHARS = 1024 * 1024


def read_text(path: Path, name: str) -> str:
    """Return the text of a UTF-8 file (a byte order mark is dropped).

    Args:
        path: The file.
        name: How problems should call it.

    Raises:
        InputProblems: It is missing, too large, not UTF-8, or has a line beyond the limit.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            what = f"the file has {size:,} bytes, more than the limit of {MAX_FILE_BYTES:,}"
            raise InputProblems([Problem(Location(name), what, "split it, or remove what is not a row")])
        raw = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise InputProblems([Problem(Location(name), what, "check the path and its permissions")]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        raise InputProblems([Problem(Location(name, line), what, "save the file as UTF-8")]) from error
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MAX_LINE_CHARS:
            what = f"the line has {len(line_text):,} characters, more than the limit of {MAX_LINE_CHARS:,}"
            raise InputProblems([Problem(Location(name, number), what, "a row must not be this long")])
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise InputProblems([Problem(Location(name, line), "holds a NUL character", "remove it")])
    return text
