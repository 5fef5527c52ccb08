"""Use case: what asks for one biomarker and what reports it, as a graph that can be read."""

from __future__ import annotations

from collections.abc import Sequence

from trialign.model.biomarker import Biomarker
from trialign.model.directory import Nation
from trialign.pipeline import Run
from trialign.report.relations import RelationsView


def relations(run: Run, asked: Biomarker, chosen: Sequence[Nation]) -> RelationsView:
    """Return the map of a biomarker of a finished run.

    Raises:
        UsageError: Nothing asks for it.
    """
    raise NotImplementedError
