"""The verb that draws pictures: files, their kinds, what it refuses, and the small world byte for byte.

To rewrite the golden pictures after a wanted change, and then look at them:
``TRIALIGN_REWRITE_GOLDEN=1 pytest tests/cli/test_plot_verb.py``.
"""

from __future__ import annotations

import importlib.util
import os
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from tests.process import InProcess

from trialign.report.plots import png

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "plots"
WORLD = ("--as-of", "2026-11-22", "--data", str(ROOT / "tests" / "golden" / "data"))
CASES = {
    "matrix.svg": ("matrix",),
    "lag.svg": ("lag",),
    "graph.svg": ("graph", "--biomarker", "RET fusion"),
}
drawable = pytest.mark.skipif(
    importlib.util.find_spec("vl_convert") is None, reason="vl-convert-python is not installed, so no PNG is made"
)


@pytest.mark.parametrize("name", sorted(CASES))
def test_pictures_of_the_small_world_are_these(tmp_path: Path, in_process: InProcess, name: str) -> None:
    out = tmp_path / name
    ended = in_process("plot", *CASES[name], "--out", out, *WORLD)
    assert ended.status == 0, ended.stderr
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(out.read_bytes())
    assert out.read_bytes() == (GOLDEN / name).read_bytes()
    assert fromstring(out.read_text(encoding="utf-8")).get("role") == "img"


def test_what_was_written_is_told(tmp_path: Path, in_process: InProcess) -> None:
    out = tmp_path / "graph.svg"
    ended = in_process("plot", "graph", "--biomarker", "RET fusion", "--out", out, *WORLD)
    assert ended.stdout.startswith(f"{out}: ") and ended.stdout.endswith(" relations\n")


@drawable
@pytest.mark.parametrize("scale", [1, 2])
def test_a_png_has_so_many_dots_as_the_scale_says(tmp_path: Path, in_process: InProcess, scale: int) -> None:
    out = tmp_path / "lag.PNG"
    ended = in_process("plot", "lag", "--out", out, "--scale", scale, *WORLD)
    assert ended.status == 0, ended.stderr
    content = out.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    high = int(fromstring((GOLDEN / "lag.svg").read_text(encoding="utf-8")).get("height", "0"))
    assert struct.unpack(">II", content[16:24]) == (1100 * scale, high * scale)


@drawable
def test_the_same_picture_gives_the_same_png() -> None:
    svg = (GOLDEN / "graph.svg").read_text(encoding="utf-8")
    assert png.png(svg, 1) == png.png(svg, 1)


@drawable
def test_a_png_of_too_many_dots_is_refused_with_a_scale_that_works(tmp_path: Path, in_process: InProcess) -> None:
    ended = in_process("plot", "matrix", "--out", tmp_path / "m.png", "--scale", "10", "--as-of", "2026-11-22")
    assert ended.status == 2
    assert "has too many dots; take --scale 4." in ended.stderr


def test_without_the_library_a_png_says_how_to_install_it(
    tmp_path: Path, in_process: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "find_spec", lambda _: None)
    ended = in_process("plot", "lag", "--out", tmp_path / "lag.png", *WORLD)
    assert ended.status == 2
    assert "pip install 'trialign[plots]'" in ended.stderr and ".svg" in ended.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lag", "--out", "x.pdf"), "x.pdf ends in neither .svg nor .png"),
        (("lag", "--out", "picture"), "ends in neither .svg nor .png"),
        (("lag", "--out", "."), "is a folder"),
        (("lag", "--out", "x.svg", "--medicine", "osimertinb"), "did you mean 'osimertinib'"),
        (("graph", "--out", "x.svg", "--biomarker", "KIT exon 11"), "asks for"),
        (("graph", "--out", "x.svg", "--biomarker", "NTRK fusion"), "stands for several biomarkers; ask for one of"),
        (("graph", "--out", "x.svg", "--biomarker", "nonsense"), "nonsense"),
        (("matrix", "--out", "x.svg", "--biomarkers", "KIT exon 11"), "needs"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_written(
    tmp_path: Path, in_process: InProcess, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = in_process("plot", *arguments, "--as-of", "2026-11-22")
    assert (ended.status, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert not list(tmp_path.iterdir())


def test_a_long_matrix_goes_to_several_files(tmp_path: Path, in_process: InProcess) -> None:
    ended = in_process("plot", "matrix", "--rows", "2", "--out", tmp_path / "m.svg", *WORLD)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) > 1 and names[0] == "m-1.svg"
    assert ended.stdout.count("\n") == len(names)


def test_only_cancers_and_nations_that_are_asked_for(tmp_path: Path, in_process: InProcess) -> None:
    out = tmp_path / "m.svg"
    in_process("plot", "matrix", "--cancers", "NSCLC", "--nation", "england", "--out", out, *WORLD)
    text = out.read_text(encoding="utf-8")
    assert "(NSCLC)" in text and "England" in text and "Scotland" not in text


def test_a_check_does_not_read_what_draws() -> None:
    code = (
        "import sys; sys.argv = ['trialign', '--version']\n"
        "from trialign.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('vl_convert', 'xml.etree.ElementTree') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
