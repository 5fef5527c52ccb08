"""Pictures as SVG: shapes in tones, one accessible root, text as text, and the same bytes for the same shapes.

Elements are those of the standard library's ElementTree, so whatever a name holds is escaped and the result is
well-formed. No picture has an id, a script or a reference, so several can stand in one page. Each shape bears its
colour for light as an attribute and a class by which the style sheet of ``theme`` gives it that of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from trialign.report.plots.text import clean, cut
from trialign.report.plots.theme import LIGHT, PAGE_LIGHT, ROOT, Tone

_FONT = "Arial, 'Helvetica Neue', 'Liberation Sans', 'DejaVu Sans', sans-serif"
_DASHED = "4 3"
SIZE = 12
_BOLDER = 1.1


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and what it is called.

    Attributes:
        title: Its name in a sentence.
        desc: What it shows, for those who do not see it.
    """

    title: str
    desc: str
    width: int
    height: int
    shapes: tuple[Element, ...]


def svg(picture: Picture, *, inline: bool) -> str:
    """Return a picture as SVG text: inline for a page that has the style sheet, else a file, right on white."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": ROOT,
            "role": "img",
            "aria-label": clean(picture.title),
            "viewBox": f"0 0 {picture.width} {picture.height}",
            "width": str(picture.width),
            "height": str(picture.height),
            "font-family": _FONT,
            "font-size": str(SIZE),
        },
    )
    SubElement(root, "title").text = clean(picture.title)
    SubElement(root, "desc").text = clean(picture.desc)
    if not inline:
        SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": PAGE_LIGHT})
    root.extend(picture.shapes)
    text = tostring(root, encoding="unicode", short_empty_elements=True)
    return f"{text}\n" if inline else f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def label(
    x: float,
    y: float,
    text: str,
    tone: Tone = Tone.PLAIN,
    *,
    anchor: str = "start",
    bold: bool = False,
    size: float = SIZE,
) -> Element:
    """Return text whose line stands on y."""
    found = Element("text", {"x": _n(x), "y": _n(y), **_painted("pi", tone, "fill", LIGHT[tone].ink)})
    if anchor != "start":
        found.set("text-anchor", anchor)
    if bold:
        found.set("font-weight", "bold")
    if size != SIZE:
        found.set("font-size", _n(size))
    found.text = clean(text)
    return found


def fitted(x: float, y: float, text: str, room: float, tone: Tone = Tone.PLAIN, *, bold: bool = False) -> Element:
    """Return text that is cut to some room, with the whole as its title where something is cut off."""
    whole = clean(text)
    shown = cut(whole, room, SIZE * (_BOLDER if bold else 1))
    found = label(x, y, shown, tone, bold=bold)
    return found if shown == whole else group(whole, [found])


def box(
    x: float, y: float, wide: float, high: float, tone: Tone, *, dashed: bool = False, round_: float = 2
) -> Element:
    """Return a filled rectangle with a border."""
    found = Element("rect", {"x": _n(x), "y": _n(y), "width": _n(wide), "height": _n(high), "rx": _n(round_)})
    return _filled(found, tone, dashed)


def shape(points: Sequence[tuple[float, float]], tone: Tone, *, dashed: bool = False) -> Element:
    """Return a filled polygon with a border."""
    found = Element("polygon", {"points": " ".join(f"{_n(x)},{_n(y)}" for x, y in points)})
    return _filled(found, tone, dashed)


def dot(x: float, y: float, radius: float, tone: Tone, *, dashed: bool = False) -> Element:
    """Return a filled circle with a border."""
    return _filled(Element("circle", {"cx": _n(x), "cy": _n(y), "r": _n(radius)}), tone, dashed)


def line(
    x1: float, y1: float, x2: float, y2: float, tone: Tone, *, dashed: bool = False, thick: float = 1
) -> Element:
    """Return a straight line."""
    found = Element("line", {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)})
    return _stroked(found, tone, dashed, thick)


def uprights(x: float, spans: Iterable[tuple[float, float]], tone: Tone) -> Element:
    """Return thin upright lines one above the other, each from a height to another."""
    path = "".join(f"M{_n(x)} {_n(top)}V{_n(bottom)}" for top, bottom in spans)
    return _stroked(Element("path", {"d": path, "fill": "none"}), tone, False, 0.5)


def curve(
    x1: float, y1: float, x2: float, y2: float, tone: Tone, *, dashed: bool = False, thick: float = 1
) -> Element:
    """Return a line that leaves and arrives level."""
    middle = (x1 + x2) / 2
    path = f"M{_n(x1)} {_n(y1)}C{_n(middle)} {_n(y1)} {_n(middle)} {_n(y2)} {_n(x2)} {_n(y2)}"
    return _stroked(Element("path", {"d": path, "fill": "none"}), tone, dashed, thick)


def group(title: str, shapes: Iterable[Element]) -> Element:
    """Return shapes with a title of their own, which a pointer that rests on them shows."""
    found = Element("g")
    SubElement(found, "title").text = clean(title)
    found.extend(shapes)
    return found


def _filled(found: Element, tone: Tone, dashed: bool) -> Element:
    found.set("class", f"pf-{tone.value} ps-{tone.value}")
    found.set("fill", LIGHT[tone].fill)
    found.set("stroke", LIGHT[tone].stroke)
    if dashed:
        found.set("stroke-dasharray", _DASHED)
    return found


def _stroked(found: Element, tone: Tone, dashed: bool, thick: float) -> Element:
    for name, value in _painted("ps", tone, "stroke", LIGHT[tone].stroke).items():
        found.set(name, value)
    if thick != 1:
        found.set("stroke-width", _n(thick))
    if dashed:
        found.set("stroke-dasharray", _DASHED)
    return found


def _painted(name: str, tone: Tone, attribute: str, colour: str) -> dict[str, str]:
    return {"class": f"{name}-{tone.value}", attribute: colour}


def _n(value: float) -> str:
    """Return a number with one digit at most after the point."""
    return f"{value:.1f}".removesuffix(".0")
