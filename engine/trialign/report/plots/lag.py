"""The picture of lags: licence, decision and directory dates on one axis, open gaps to the day that is judged.

In a lane what asks for a test stands above, the directory's listing below. A mark stands on the last day on which
something can have happened, its bar goes back to the first; a dashed tail says that it may be older. What bears no
date stands left of the axis. Nations of which the same is known share one lane.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from xml.etree.ElementTree import Element

from trialign.model.directory import Nation
from trialign.report.plots import axis, canvas, marks
from trialign.report.plots.text import clean, cut, width
from trialign.report.plots.theme import Tone
from trialign.report.timelines import Event, EventKind, Lane, ListingState, Timeline, TimelineView
from trialign.report.words import counted

WIDTH = 1100
_MARGIN = 16
_NAMES, _UNDATED, _AXIS, _STATE = _MARGIN + 14, 208, 290, 790
_TOP, _HEAD, _LANE, _AFTER = 192, 24, 22, 8
_UP, _DOWN = -3, 4
_SMALL = 11
_TONES = {
    ListingState.DATED: (Tone.COVERED, "+"),
    ListingState.PARTLY: (Tone.PARTLY, "~"),
    ListingState.UNDATED: (Tone.UNKNOWN, "?"),
    ListingState.MISSING: (Tone.GAP, "−"),
    ListingState.CANNOT_TELL: (Tone.UNKNOWN, "?"),
    ListingState.OUTSIDE: (Tone.OUTSIDE, "o"),
}
_NOT_KNOWN = frozenset({ListingState.UNDATED, ListingState.CANNOT_TELL})
_SHORT: Mapping[Nation, str] = {Nation.NORTHERN_IRELAND: "N. Ireland"}
_LEGEND = 76


@dataclass(frozen=True, slots=True)
class _Shared:
    """A lane, and the nations of which it holds."""

    nations: tuple[Nation, ...]
    lane: Lane


def lag_svg(view: TimelineView, *, inline: bool) -> str:
    """Return the picture of timelines; one without any says so."""
    return canvas.svg(_picture(view), inline=inline)


def _picture(view: TimelineView) -> canvas.Picture:
    scale = axis.fitting(_days(view), view.as_of, _AXIS, _STATE - 16)
    lanes = [_shared(each.lanes) for each in view.timelines]
    tops, y = [], float(_TOP)
    for each in lanes:
        tops.append(y)
        y += _HEAD + _LANE * len(each) + _AFTER
    blocks = [(top + _HEAD, top + _HEAD + _LANE * len(each)) for top, each in zip(tops, lanes, strict=True)]
    shapes = [
        canvas.label(_MARGIN, 30, _title(view), bold=True, size=18),
        canvas.label(_MARGIN, 52, _counts(view), Tone.QUIET),
        *_legend(_LEGEND),
        canvas.label(_UNDATED - 4, _TOP - 10, "no date", Tone.QUIET, size=_SMALL),
        canvas.label(_STATE, _TOP - 10, "test in the directory", Tone.QUIET, size=_SMALL),
        *axis.drawn(scale, blocks, _TOP, y),
    ]
    for top, timeline, found in zip(tops, view.timelines, lanes, strict=True):
        shapes.extend(_timeline(timeline, found, scale, top))
    shapes.extend(_left_out(view, y + 44))
    return canvas.Picture(_title(view), _desc(view), WIDTH, int(y) + 44 + 18 * len(view.left_out), tuple(shapes))


def _days(view: TimelineView) -> Iterator[date]:
    for lane in (lane for each in view.timelines for lane in each.lanes):
        yield from (day for event in lane.events for day in (event.first, event.last) if day)
        if lane.gap:
            yield lane.gap.since


def _title(view: TimelineView) -> str:
    return f"From licence and decision to listed test, as of {view.as_of}"


def _counts(view: TimelineView) -> str:
    gaps = sum(any(lane.gap for lane in each.lanes) for each in view.timelines)
    shown = f"{counted(len(view.timelines), 'need')} of medicines and trials, {gaps} with an open gap"
    return (
        f"{shown}; longest open gaps first, then longest lags" if view.timelines else "Nothing that is held is dated"
    )


def _desc(view: TimelineView) -> str:
    left = (f"{counted(each.count, 'need')} not shown, since {each.why}" for each in view.left_out)
    return ". ".join([_counts(view), *left]) + "."


def _shared(lanes: Sequence[Lane]) -> list[_Shared]:
    """Return lanes, those in one that differ in their nation only, or in why something is not known."""
    order = sorted(lanes, key=lambda lane: (lane.gap is None, lane.state in _NOT_KNOWN, lane.nation.value))
    same: dict[Lane, list[Nation]] = {}
    for lane in order:
        same.setdefault(replace(lane, nation=Nation.ENGLAND, said=""), []).append(lane.nation)
    return [_Shared(tuple(sorted(nations, key=list(Nation).index)), lane) for lane, nations in same.items()]


def _timeline(timeline: Timeline, lanes: Iterable[_Shared], scale: axis.Scale, y: float) -> Iterator[Element]:
    name = f"{timeline.subject}: {', '.join(timeline.biomarkers)} in {timeline.cancer_name}"
    yield canvas.fitted(_MARGIN, y + 16, name, WIDTH - 2 * _MARGIN, bold=True)
    for number, each in enumerate(lanes):
        yield _lane(each, scale, y + _HEAD + number * _LANE, timeline)


def _lane(shared: _Shared, scale: axis.Scale, y: float, timeline: Timeline) -> Element:
    lane, middle = shared.lane, y + _LANE / 2 - 1
    nations = ", ".join(_SHORT.get(each, each.display) for each in shared.nations)
    shapes = [canvas.label(_NAMES, y + 14, cut(nations, _UNDATED - _NAMES - 6, _SMALL), size=_SMALL)]
    shapes.extend(_without_date(lane, middle))
    if lane.gap:
        shapes.extend(_gap(scale.at(lane.gap.since), scale, middle))
    for event in lane.events:
        if event.last is not None:
            shapes.extend(_event(event, lane.state, scale, middle))
    shapes.extend(_state(lane, y))
    told = [f"{each.what} ({each.said})" for each in lane.events if each.kind is not EventKind.LISTING]
    said = "; ".join([*told, *([_state_in_words(lane)[1]])])
    return canvas.group(f"{timeline.subject} in {', '.join(each.display for each in shared.nations)}: {said}", shapes)


def _without_date(lane: Lane, y: float) -> Iterator[Element]:
    """Yield the marks of what bears no date, with how many there are."""
    x = _UNDATED + 4.0
    undated = [event for event in lane.events if event.last is None]
    for kind, events in groupby(undated, key=lambda event: event.kind):
        yield marks.of(kind, x, y, Tone.UNKNOWN, dashed=True)
        yield canvas.label(x + 7, y + 4, f"{len(list(events))}", Tone.UNKNOWN, size=10)
        x += 26
    if lane.state in _NOT_KNOWN:
        yield marks.of(EventKind.LISTING, x, y, Tone.UNKNOWN, dashed=True)
        yield canvas.label(x + 7, y + 4, "?", Tone.UNKNOWN, size=10, bold=True)


def _gap(start: float, scale: axis.Scale, y: float) -> Iterator[Element]:
    x = min(start, scale.right - marks.SIZE)
    y += _DOWN
    yield canvas.line(x - marks.TAIL, y, x, y, Tone.UNKNOWN, dashed=True)
    yield canvas.box(x, y - 4, scale.right - x, 8, Tone.GAP)


def _event(event: Event, state: ListingState, scale: axis.Scale, y: float) -> Iterator[Element]:
    assert event.last is not None
    tone = _TONES[state][0] if event.kind is EventKind.LISTING else marks.TONES[event.kind]
    x = scale.at(event.last)
    y += _DOWN if event.kind is EventKind.LISTING else _UP
    if event.first is None:
        yield canvas.line(max(x - marks.TAIL, scale.left), y, x, y, tone, dashed=True, thick=1.5)
    elif scale.at(event.first) < x - marks.SIZE / 2:
        yield canvas.line(scale.at(event.first), y, x, y, tone, thick=3)
    yield marks.of(event.kind, x, y, tone)


def _state(lane: Lane, y: float) -> Iterator[Element]:
    tone, words = _state_in_words(lane)
    shown = cut(clean(words), WIDTH - _MARGIN - _STATE - 10, _SMALL)
    yield canvas.box(_STATE, y + 2, width(shown, _SMALL) + 10, _LANE - 4, tone, dashed=tone is Tone.UNKNOWN)
    yield canvas.label(_STATE + 5, y + 14, shown, tone, size=_SMALL)


def _state_in_words(lane: Lane) -> tuple[Tone, str]:
    tone, sign = _TONES[lane.state]
    if lane.gap:
        return tone, f"{sign} gap, at least {counted(lane.gap.days, 'day')}"
    if lane.state is ListingState.CANNOT_TELL:
        return tone, f"{sign} {lane.state.value}" + (" for all ages" if lane.lag else "")
    words = "in part" if lane.state is ListingState.PARTLY else "listed" if lane.lag else lane.state.value
    if lane.lag and lane.lag.most == 0:
        return tone, f"{sign} {words} by the day of {lane.lag.after}"
    return tone, f"{sign} {words}" + (f" {lane.lag}" if lane.lag else "")


def _legend(y: float) -> Iterator[Element]:
    """Yield what the marks mean, in three columns."""
    for number, (kind, words) in enumerate(marks.WORDS.items()):
        column, line = divmod(number, 2)
        yield marks.of(
            kind,
            _MARGIN + 6 + column * 160,
            y + line * 20,
            Tone.COVERED if kind is EventKind.LISTING else marks.TONES[kind],
        )
        yield _told(_MARGIN + 18 + column * 160, y + line * 20, words)
    yield canvas.box(_MARGIN, y + 36, 22, 8, Tone.GAP)
    yield _told(_MARGIN + 30, y + 40, "open gap: the directory is known to lack a test")
    x = 380
    yield canvas.line(x, y, x + 22, y, Tone.DECISION, thick=3)
    yield _told(x + 30, y, "bar: the days on which it can have happened; the mark is on the last of them")
    yield canvas.line(x, y + 20, x + 22, y + 20, Tone.DECISION, dashed=True, thick=1.5)
    yield _told(x + 30, y + 20, "dashed: it may be older, since no earlier day is held")
    yield marks.of(EventKind.DECISION, x + 6, y + 40, Tone.UNKNOWN, dashed=True)
    yield _told(x + 14, y + 40, "2")
    yield _told(
        x + 30, y + 40, "left of the axis: how many bear no date that is held; ? when it was listed is not known"
    )


def _told(x: float, middle: float, words: str) -> Element:
    return canvas.label(x, middle + 4, words, Tone.QUIET, size=_SMALL)


def _left_out(view: TimelineView, y: float) -> Iterator[Element]:
    for number, each in enumerate(view.left_out):
        words = f"Not shown: {counted(each.count, 'need')}, since {each.why}."
        yield canvas.fitted(_MARGIN, y + number * 18, words, WIDTH - 2 * _MARGIN, Tone.QUIET)
