"""Use case: what is dated of each medicine's need in each nation, on one time axis."""

from __future__ import annotations

from collections.abc import Sequence

from trialign.model.directory import Nation
from trialign.pipeline import Run
from trialign.report.timelines import TimelineView


def timelines(run: Run, chosen: Sequence[Nation], limit: int = 0) -> TimelineView:
    """Return the dated events of a finished run.

    Args:
        run: The run.
        chosen: The nations that are looked at.
        limit: How many needs are shown at most; 0 for all.
    """
    raise NotImplementedError
