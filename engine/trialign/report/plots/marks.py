"""The marks of dated events: each kind has a shape of its own, so that colour need not tell them apart."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from trialign.report.plots import canvas
from trialign.report.plots.theme import Tone
from trialign.report.timelines import EventKind

SIZE = 9
TAIL = 26
TONES = {
    EventKind.LICENCE: Tone.LICENCE,
    EventKind.DECISION: Tone.DECISION,
    EventKind.TRIAL: Tone.TRIAL,
    EventKind.LISTING: Tone.COVERED,
}
WORDS = {
    EventKind.LICENCE: "licence",
    EventKind.DECISION: "positive decision",
    EventKind.LISTING: "test listed in the directory",
    EventKind.TRIAL: "trial open by that day",
}


def of(kind: EventKind, x: float, y: float, tone: Tone, *, dashed: bool = False) -> Element:
    """Return the mark of a kind with its middle at a point: circle, diamond, square or triangle."""
    found = _of(kind, x, y, tone)
    if dashed:
        found.set("stroke-dasharray", "2 1.5")
    return found


def _of(kind: EventKind, x: float, y: float, tone: Tone) -> Element:
    half = SIZE / 2
    match kind:
        case EventKind.LICENCE:
            return canvas.dot(x, y, half, tone)
        case EventKind.DECISION:
            far = half + 1
            return canvas.shape(((x, y - far), (x + far, y), (x, y + far), (x - far, y)), tone)
        case EventKind.TRIAL:
            return canvas.shape(((x, y - half), (x + half, y + half), (x - half, y + half)), tone)
        case EventKind.LISTING:
            return canvas.box(x - half, y - half, SIZE, SIZE, tone, round_=0)
