"""The picture of lags: licence, decision and directory dates on one axis, open gaps to the day that is judged."""

from __future__ import annotations

from trialign.report.plots import canvas
from trialign.report.timelines import TimelineView

WIDTH = 1100


def lag_svg(view: TimelineView, *, inline: bool) -> str:
    """Return the picture of timelines; one without any says so."""
    return canvas.svg(canvas.Picture(f"Lags as of {view.as_of}", "", WIDTH, 200, ()), inline=inline)
