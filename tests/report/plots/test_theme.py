"""Colours: contrast of text and of marks in both themes, and tones that colour-blind people tell apart."""

from __future__ import annotations

from itertools import combinations

import pytest

from trialign.report.plots import theme
from trialign.report.plots.theme import DARK, LIGHT, PAGE_DARK, PAGE_LIGHT, Colours, Tone

THEMES = {"light": (LIGHT, PAGE_LIGHT), "dark": (DARK, PAGE_DARK)}
CASES = [(name, tone) for name in THEMES for tone in Tone]
ANSWERS = (Tone.COVERED, Tone.PARTLY, Tone.GAP, Tone.UNKNOWN, Tone.OUTSIDE)
# Viénot, Brettel and Mollon 1999: what people without red or green cones see, on linear RGB
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def _linear(colour: str) -> tuple[float, float, float]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _contrast(one: str, other: str) -> float:
    lights = sorted(
        (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(each), strict=True)) for each in (one, other)),
        reverse=True,
    )
    return (lights[0] + 0.05) / (lights[1] + 0.05)


@pytest.mark.parametrize(("name", "tone"), CASES)
def test_text_on_its_fill_has_a_contrast_of_four_and_a_half(name: str, tone: Tone) -> None:
    colours, page = THEMES[name]
    ground = colours[tone].fill
    if tone in {Tone.LICENCE, Tone.DECISION, Tone.TRIAL, Tone.QUIET, Tone.PLAIN}:
        ground = page  # text of these tones stands on the page
    assert _contrast(colours[tone].ink, ground) >= 4.5


@pytest.mark.parametrize(("name", "tone"), CASES)
def test_a_mark_has_a_contrast_of_three_with_the_page(name: str, tone: Tone) -> None:
    colours, page = THEMES[name]
    assert _contrast(colours[tone].stroke, page) >= 3


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in THEMES for kind in BLIND])
def test_answers_look_different_to_people_with_the_usual_colour_blindness(name: str, kind: str) -> None:
    colours, _ = THEMES[name]
    for one, other in combinations(ANSWERS, 2):
        assert _apart(colours[one], colours[other], kind) > 0.05, (one, other)


def _apart(one: Colours, other: Colours, kind: str) -> float:
    """Return how far borders or fills of two tones are apart as such a person sees them, whichever is further."""
    return max(_distance(getattr(one, part), getattr(other, part), kind) for part in ("fill", "stroke"))


def _distance(one: str, other: str, kind: str) -> float:
    seen = [
        [sum(weight * part for weight, part in zip(row, _linear(each), strict=True)) for row in BLIND[kind]]
        for each in (one, other)
    ]
    return float(sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5)


def test_the_style_sheet_gives_both_themes_to_every_tone_and_light_in_print() -> None:
    css = theme.css()
    for tone in Tone:
        for part in ("fill", "stroke", "ink"):
            assert css.count(f"--plot-{tone.value}-{part}:") == 4
        assert f".trialign-plot .pf-{tone.value}{{fill:var(--plot-{tone.value}-fill)}}" in css
    assert "@media print" in css and "prefers-color-scheme:dark" in css
    assert "url(" not in css and "@import" not in css and "<" not in css
