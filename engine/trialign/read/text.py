"""Bytes to text, within limits, so that a hostile or broken file becomes a problem and not a hang."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_LINE_CHARS = 1024 * 1024
NOT_THERE = "is not there"
NO_FILE = "there is no file"
"""How problems begin that name a file which another one lists."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def read_text(path: Path, name: str) -> str:
    """Return the text of a UTF-8 file (a byte order mark is dropped).

    Args:
        path: The file.
        name: How problems should call it.

    Raises:
        InputProblems: It is missing, no plain file, too large, not UTF-8, has a line beyond the limit, or holds
            control characters, which a terminal would obey or which turn the order of letters round.
    """
    raw = read_bytes(path, name)
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
    if found := control_character(text):
        line = text.count("\n", 0, text.index(found)) + 1
        raise InputProblems([Problem(Location(name, line), f"holds {control_name(found)}", "remove it")])
    return text


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a plain file within the size limit.

    Raises:
        InputProblems: It is missing, no plain file, unreadable or too large.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
            raise InputProblems([Problem(Location(name), f"is {kind}, not a file", "name a plain file")])
        if status.st_size > MAX_FILE_BYTES:
            what = f"the file has {status.st_size:,} bytes, more than the limit of {MAX_FILE_BYTES:,}"
            raise InputProblems([Problem(Location(name), what, "split it, or remove what is not a row")])
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputProblems([Problem(Location(name), NOT_THERE, "add it, or check the path")]) from error
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise InputProblems([Problem(Location(name), what, "check the path and its permissions")]) from error


def control_character(text: str) -> str:
    """Return the first control character that is no tab and no line end, or an empty string."""
    found = _CONTROL.search(text)
    return found[0] if found else ""


def control_name(character: str) -> str:
    """Return how problems call a control character, never the character itself."""
    return "a NUL character" if character == "\x00" else f"the control character U+{ord(character):04X}"
