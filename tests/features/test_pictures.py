"""Steps of the feature on pictures; each runs the real command and reads the file it wrote."""

from __future__ import annotations

import importlib.util
import re
import struct
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from pytest_bdd import parsers, scenarios, then, when
from tests.features.command import Answer, Trialign

scenarios("pictures.feature")

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a scenario's picture is written."""
    return tmp_path_factory.mktemp("pictures")


def _draw(trialign: Trialign, day: str, out: Path, answers: list[Answer], *arguments: str) -> Path:
    if out.suffix == ".png" and importlib.util.find_spec("vl_convert") is None:
        pytest.skip("vl-convert-python is not installed, so no PNG is made")
    answers.append(trialign("plot", *arguments, "--out", str(out), "--as-of", day))
    return out


@when(parsers.parse('I draw the matrix of "{cancers}" as "{name}"'), target_fixture="out")
def _(trialign: Trialign, day: str, folder: Path, answers: list[Answer], cancers: str, name: str) -> Path:
    return _draw(trialign, day, folder / name, answers, "matrix", "--cancers", cancers)


@when(parsers.parse('I draw the lags of "{medicine}" as "{name}"'), target_fixture="out")
def _(trialign: Trialign, day: str, folder: Path, answers: list[Answer], medicine: str, name: str) -> Path:
    return _draw(trialign, day, folder / name, answers, "lag", "--medicine", medicine)


@when(parsers.parse('I draw the lags as "{name}"'), target_fixture="out")
def _(trialign: Trialign, day: str, folder: Path, answers: list[Answer], name: str) -> Path:
    return _draw(trialign, day, folder / name, answers, "lag")


@when(parsers.parse('I draw the relations of "{biomarker}" as "{name}"'), target_fixture="out")
def _(trialign: Trialign, day: str, folder: Path, answers: list[Answer], biomarker: str, name: str) -> Path:
    return _draw(trialign, day, folder / name, answers, "graph", "--biomarker", biomarker)


def _root(out: Path) -> Element:
    return fromstring(out.read_text(encoding="utf-8"))


def _texts(out: Path) -> list[str]:
    return [each.text or "" for each in _root(out).iter(f"{_SVG}text")]


@then(parsers.parse("the picture shows {wanted}"))
def _(out: Path, wanted: str) -> None:
    shown = _texts(out)
    for each in re.findall(r'"([^"]+)"', wanted):
        assert each in shown


@then(parsers.parse('it is called "{name}"'))
def _(out: Path, name: str) -> None:
    assert _root(out)[0].text == name


@then("the picture says how many needs are not shown, and why")
def _(out: Path) -> None:
    assert [text for text in _texts(out) if re.match(r"Not shown: \d+ needs, since ", text)]


@then(parsers.parse("the picture holds at most {count:d} boxes"))
def _(out: Path, count: int) -> None:
    assert 0 < len(_root(out).findall(f"{_SVG}g/{_SVG}rect")) <= count


@then('a box that says "more" names all that it stands for')
def _(out: Path) -> None:
    groups = [each for each in _root(out).iter(f"{_SVG}g") if re.match(r"and \d+ more; ", each[0].text or "")]
    assert groups
    for each in groups:
        told = each[0].text or ""
        count = int(told.split()[1])
        assert len(told.split("; ")) - 2 >= count


@then(parsers.parse("the file is a PNG {wide:d} dots wide"))
def _(out: Path, wide: int) -> None:
    content = out.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", content[16:20]) == (wide,)


@then("nothing is written, and I am told to end the name in .svg or .png")
def _(out: Path, answers: list[Answer]) -> None:
    assert not out.exists()
    assert answers[-1].status == 2
    assert ".svg" in answers[-1].errors and ".png" in answers[-1].errors
