"""What a command that is run in the process of the tests ended with and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Ended(NamedTuple):
    """A command's exit status and what it printed."""

    status: int
    stdout: str
    stderr: str


InProcess = Callable[..., Ended]
