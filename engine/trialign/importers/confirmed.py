"""Files of trials that a person has confirmed: they are never replaced, only compared with what the registry says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from trialign.errors import InputProblems
from trialign.load import fields
from trialign.read.document import read_document


class State(StrEnum):
    """What stands in the place of a file."""

    FREE = "no file, or one that no one has confirmed"
    SAME = "confirmed"
    CHANGED = "confirmed, and the registry's text is another by now"


def state(path: Path, digest: str) -> State:
    """Return what stands at a path, against the digest of the registry's text today.

    A file that cannot be read counts as confirmed: what a person may have written is not lost. One without a digest
    was not made from text, so nothing can be said of changes.
    """
    if not path.is_file():
        return State.FREE
    try:
        held = fields.mapping(read_document(path, str(path)).value)
    except InputProblems:
        return State.SAME
    if held.get("reviewed") is not True:
        return State.FREE
    then = fields.text(fields.mapping(held.get("extraction")), "text_sha256")
    return State.CHANGED if then and then != digest else State.SAME
