"""A corpus of hostile text, and what is made of it: records, and data roots that the readers let in.

``from tests.hostile import TEXTS, URLS, filled, overview``: every format of a report is tried with all of it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from tests.hostile.records import filled
from tests.hostile.roots import root
from tests.hostile.texts import LONG, RIGHT_TO_LEFT, TEXTS, URLS

from trialign import overview as overviews
from trialign.model.directory import Nation
from trialign.pipeline import Sources
from trialign.report.overview import Overview

__all__ = ["AS_OF", "LONG", "RIGHT_TO_LEFT", "SMALL", "TEXTS", "URLS", "filled", "overview", "root", "unharmed"]

AS_OF = date(2026, 11, 22)
SMALL = Path(__file__).resolve().parents[1] / "golden" / "data"


@cache
def unharmed() -> Overview:
    """Return all that is said of the small world of the golden files, as it is."""
    return overviews.overview(Sources(SMALL), AS_OF, tuple(Nation), lambda _step: None)


def overview(text: str | None = None, address: str | None = None) -> Overview:
    """Return all that is said of the small world, with hostile text in every field of text.

    Args:
        text: Put this into every field; the whole corpus in turn where it is None.
        address: Put this into every field that holds an address.
    """
    return filled(unharmed(), text, address)
