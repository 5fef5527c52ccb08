from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from rich.cells import cell_len
from rich.console import Console

from trialign import chains, pipeline
from trialign.coverage.judge import Judge
from trialign.inference.evaluate import EngineName
from trialign.load.world import World
from trialign.model.coverage import Need
from trialign.model.directory import Nation
from trialign.nomenclature import labels
from trialign.report import findings, pages, views
from trialign.report.page import Page

ToPipe = Callable[..., CompletedProcess[bytes]]
ToTerminal = Callable[..., str]

_WIDTHS = [60, 100, 200]
_DAY = ("--as-of", "2026-11-22")
_SMALL = (*_DAY, "--data", "tests/golden/data")
_STYLING = re.compile(r"\x1b\[[0-9;]*m")
_COMMANDS = [
    ("check", *_SMALL),
    ("check", *_DAY, "--engine", "sql"),
    ("covers", "NTRK1 fusion", "--cancer", "SOLID", *_DAY),
    ("explain", "8882fe816b01cd6b", *_SMALL),
    ("sources", *_DAY),
    ("why-not", "BRAF V600E", "--cancer", "glioma", "--nation", "scotland", *_DAY),
    ("rules", "list"),
    ("rules", "show", "COV-001"),
]


@pytest.fixture(scope="module")
def run(world: World) -> pipeline.Run:
    return pipeline.check(pipeline.Sources(), world.as_of, EngineName.SQL, False, lambda _step: None)


def _view(run: pipeline.Run) -> views.CheckView:
    return pipeline.view(run, run.findings, run.findings)


def _lines(width: int, render: Callable[[Console], None]) -> list[str]:
    console = Page(width, bare=True)
    with console.capture() as captured:
        render(console)
    lines = captured.get().split("\n")
    assert len(lines) > 1
    return lines


@pytest.mark.parametrize("width", _WIDTHS)
def test_no_line_of_a_check_is_longer_than_the_window(width: int, run: pipeline.Run) -> None:
    lines = _lines(width, lambda console: findings.check(console, _view(run)))
    assert [line for line in lines if cell_len(line) > width and " " in line.strip()] == []


@pytest.mark.parametrize("width", _WIDTHS)
def test_no_line_of_an_explanation_is_longer_than_the_window(width: int, run: pipeline.Run) -> None:
    for finding in run.findings[::10]:
        near, links = pipeline.near_fits(run, finding), chains.chain(run, finding)
        lines = _lines(width, lambda console: findings.explain(console, finding, near, links))  # noqa: B023
        assert [line for line in lines if cell_len(line) > width and " " in line.strip()] == []


@pytest.mark.parametrize("width", _WIDTHS)
def test_no_line_of_sources_and_rules_is_longer_than_the_window(width: int, run: pipeline.Run) -> None:
    lines = _lines(width, lambda console: pages.sources(console, views.sources(run.world)))
    lines += _lines(width, lambda console: pages.rule_list(console, run.rules))
    for rule in run.rules:
        lines += _lines(width, lambda console: pages.rule_page(console, rule))  # noqa: B023
    assert [line for line in lines if cell_len(line) > width and " " in line.strip()] == []


@pytest.mark.parametrize("width", _WIDTHS)
def test_no_line_of_an_answer_is_longer_than_the_window(width: int, world: World, judge: Judge) -> None:
    for label, cancer in (("NTRK1 fusion", "SOLID"), ("KRAS G12C", "NSCLC"), ("HER2", "BRCA")):
        need = Need(labels.parse(label, world.vocabulary.genes).biomarker, (cancer,))
        view = views.answers(world, label, need, cancer, tuple(judge.judge(need, nation) for nation in Nation))
        lines = _lines(width, lambda console: pages.covers(console, view))  # noqa: B023
        assert [line for line in lines if cell_len(line) > width and " " in line.strip()] == []


@pytest.mark.parametrize("width", _WIDTHS)
def test_a_check_fits_the_terminal_it_is_printed_to(width: int, to_terminal: ToTerminal) -> None:
    printed = _STYLING.sub("", to_terminal(width, "check", *_SMALL))
    assert "\x1b" not in printed
    assert "selpercatinib" in printed
    assert [line for line in printed.split("\n") if cell_len(line) > width] == []


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
def test_a_pipe_gets_plain_text_without_escape_codes_or_trailing_space(
    command: tuple[str, ...], to_pipe: ToPipe
) -> None:
    done = to_pipe(*command)
    assert done.returncode == 0
    printed = done.stdout.decode()
    assert printed.endswith("\n")
    assert [sign for sign in printed if unicodedata.category(sign) == "Cc" and sign != "\n"] == []
    assert [line for line in printed.split("\n") if line != line.rstrip()] == []
