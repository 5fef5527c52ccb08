"""Colours of pictures: for each tone a fill, a stroke and an ink, on light and on dark.

Text on its fill has a contrast of at least 4.5, a stroke against its fill and the page of at least 3 (tests compute
it). Hues are those that people with the usual kinds of colour blindness tell apart; a sign stands beside each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour stands for."""

    PLAIN = "plain"
    QUIET = "quiet"
    COVERED = "covered"
    PARTLY = "partly"
    GAP = "gap"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"
    LICENCE = "licence"
    DECISION = "decision"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a tone, as ``#rrggbb``."""

    fill: str
    stroke: str
    ink: str


PAGE_LIGHT, PAGE_DARK = "#ffffff", "#14181d"
LIGHT: Mapping[Tone, Colours] = {
    Tone.PLAIN: Colours("#ffffff", "#57606a", "#1b1f24"),
    Tone.QUIET: Colours("#f3f5f7", "#7d8590", "#4b535b"),
    Tone.COVERED: Colours("#d5efe4", "#00725a", "#00402f"),
    Tone.PARTLY: Colours("#fdebc4", "#8a5c00", "#4d3300"),
    Tone.GAP: Colours("#b3330a", "#8a2500", "#ffffff"),
    Tone.UNKNOWN: Colours("#ffffff", "#7a5299", "#4f2f6b"),
    Tone.OUTSIDE: Colours("#e3eef6", "#3f6c8c", "#1f4059"),
    Tone.LICENCE: Colours("#0067a6", "#0067a6", "#004b7a"),
    Tone.DECISION: Colours("#8f4700", "#8f4700", "#6b3500"),
    Tone.TRIAL: Colours("#5b4a9c", "#5b4a9c", "#44377a"),
}
DARK: Mapping[Tone, Colours] = {
    Tone.PLAIN: Colours("#14181d", "#98a2ad", "#e9edf1"),
    Tone.QUIET: Colours("#1d2329", "#7f8a95", "#b7c0c9"),
    Tone.COVERED: Colours("#0c3529", "#35b488", "#c8f3e2"),
    Tone.PARTLY: Colours("#3d2c05", "#d99e2b", "#ffe7b5"),
    Tone.GAP: Colours("#ff9673", "#ff9673", "#2a0b00"),
    Tone.UNKNOWN: Colours("#14181d", "#b493d6", "#dccbf0"),
    Tone.OUTSIDE: Colours("#1b2f3d", "#7fb0d0", "#d2e6f3"),
    Tone.LICENCE: Colours("#5bb4ea", "#5bb4ea", "#8ccbf2"),
    Tone.DECISION: Colours("#f0a35e", "#f0a35e", "#f5bd8c"),
    Tone.TRIAL: Colours("#ac9cf0", "#ac9cf0", "#c6bbf6"),
}
ROOT = "trialign-plot"


def css() -> str:
    """Return the style sheet of inline pictures: light, dark where the reader asks for it, and light in print.

    A page that lets people choose sets ``data-theme`` to ``light`` or ``dark`` on its root element.
    """
    uses = [
        f".{ROOT} .{name}-{tone.value}{{{attribute}:var(--plot-{tone.value}-{part})}}"
        for tone in Tone
        for name, attribute, part in (("pf", "fill", "fill"), ("ps", "stroke", "stroke"), ("pi", "fill", "ink"))
    ]
    light, dark = _variables(LIGHT), _variables(DARK)
    return "\n".join(
        [
            f".{ROOT}{{{light}}}",
            f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]) .{ROOT}{{{dark}}}}}",
            f":root[data-theme=dark] .{ROOT}{{{dark}}}",
            f"@media print{{:root:root:root .{ROOT}{{{light}}}}}",
            f".{ROOT}-scroll{{overflow-x:auto;max-width:100%}}",
            *uses,
            "",
        ]
    )


def _variables(colours: Mapping[Tone, Colours]) -> str:
    return ";".join(
        f"--plot-{tone.value}-{part}:{getattr(found, part)}"
        for tone, found in colours.items()
        for part in ("fill", "stroke", "ink")
    )
