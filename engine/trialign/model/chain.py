"""The chain from a finding down to the cell of a directory: what holds, what breaks, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trialign.model.directory import Source


class Holds(StrEnum):
    """How a link of the chain stands; SAID is context, which neither holds nor breaks anything."""

    HOLDS = "holds"
    BROKEN = "broken"
    NOT_KNOWN = "not_known"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain and those that hang on it.

    Attributes:
        name: ``licence``, ``decision``, ``trial``, ``need``, ``tests``, ``test``, ``target``, ``technology``,
            ``scope``, ``availability``; for findings about no need a kind of fact, or a field of it.
        source: Where it stands; None where the link above says so.
        first: True for the one link at which the chain first breaks, or from which on nothing is known.
    """

    name: str
    words: str
    state: Holds
    source: Source | None = None
    first: bool = False
    links: tuple[Link, ...] = ()
