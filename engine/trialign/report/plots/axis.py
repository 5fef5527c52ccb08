"""A time axis: days to places, and the years that are written at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from trialign.report.plots import canvas
from trialign.report.plots.theme import Tone

_YEAR_ROOM = 34


@dataclass(frozen=True, slots=True)
class Scale:
    """Days between two days, on places between left and right."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Return the place of a day; one outside the axis stands at its end."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def years(self) -> tuple[int, ...]:
        """Return the years whose first day is written at the axis: every one, or every second, fifth or tenth."""
        every = range(self.first.year, self.last.year + 1)
        room = (self.right - self.left) / max(1, len(every))
        step = next((each for each in (1, 2, 5, 10) if each * room >= _YEAR_ROOM), 20)
        return tuple(year for year in every if year % step == 0 and date(year, 1, 1) >= self.first)


def fitting(days: Iterable[date], last: date, left: float, right: float) -> Scale:
    """Return an axis from the first of January before the earliest of some days, at least a year long."""
    earliest = min([*days, date(last.year - 1, 1, 1)])
    return Scale(date(earliest.year, 1, 1), last, left, right)


def drawn(scale: Scale, blocks: Sequence[tuple[float, float]], top: float, bottom: float) -> Iterator[Element]:
    """Yield the lines of the years within each block, their numbers above and below, and the line of the last day.

    Args:
        scale: The axis.
        blocks: Upper and lower end of each group of lanes.
        top: Where the axis begins.
        bottom: Where it ends.
    """
    for year in scale.years():
        x = scale.at(date(year, 1, 1))
        yield canvas.uprights(x, blocks, Tone.QUIET)
        if scale.right - x > _YEAR_ROOM:
            for y in (top - 10, bottom + 14):
                yield canvas.label(x, y, str(year), Tone.QUIET, anchor="middle", size=11)
    yield canvas.line(scale.right, top - 22, scale.right, bottom, Tone.PLAIN, thick=1.5)
    yield canvas.label(scale.right, top - 26, str(scale.last), anchor="end", size=11, bold=True)
