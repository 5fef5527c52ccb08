"""Text that someone else wrote never steers the terminal of whoever reads it."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trialign import resources

ToPipe = Callable[..., CompletedProcess[bytes]]
ToTerminal = Callable[..., str]

_DAY = ("--as-of", "2026-11-22")
_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "data"
_HOSTILE = {
    "colour": "\x1b[31mred",
    "title": "\x1b]0;owned\x07",
    "eight-bit": "\x9b31mred",
    "backspace": "KRAS\x08\x08\x08\x08",
    "delete": "KRAS\x7f",
}
_TURNED = "KRAS \u202edesrever"


def _steering(printed: bytes) -> list[str]:
    """Return the characters that a terminal would obey rather than show."""
    text = printed.decode()
    return [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(_GOLDEN, tmp_path / "own")
    return tmp_path / "own"


def _add_row(own: Path, name: str) -> None:
    file = own / "england" / "cancer-non-cns" / "2026-07.csv"
    row = f'M4,Non-Small Cell Lung Cancer,M4.9,"Small variant (EGFR) {name}"\n'
    file.write_text(file.read_text(encoding="utf-8") + row, encoding="utf-8")


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_control_characters_in_data_are_refused_with_file_and_line(text: str, own: Path, to_pipe: ToPipe) -> None:
    _add_row(own, text)
    done = to_pipe("check", *_DAY, "--data", str(own))
    assert (done.returncode, done.stdout) == (3, b"")
    assert "2026-07.csv:6" in done.stderr.decode()
    assert _steering(done.stderr) == []


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_control_characters_in_a_question_do_not_come_back(text: str, to_pipe: ToPipe) -> None:
    done = to_pipe("covers", text, "--cancer", "NSCLC", *_DAY)
    assert _steering(done.stdout) + _steering(done.stderr) == []


@pytest.mark.parametrize("option", ["--nation", "--rule", "--as-of", "--fail-on", "--data"])
def test_control_characters_in_an_option_do_not_come_back(option: str, to_pipe: ToPipe) -> None:
    done = to_pipe("check", "--data", str(_GOLDEN), *_DAY, option, "\x1b[31mred")
    assert done.returncode in {2, 3}
    assert _steering(done.stdout) + _steering(done.stderr) == []


def test_turned_text_is_not_turned_in_text_output(own: Path, to_pipe: ToPipe) -> None:
    file = own / "decisions" / "nice.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("selpercatinib", _TURNED), encoding="utf-8")
    done = to_pipe("check", *_DAY, "--data", str(own))
    assert b"nice.csv:2: holds the control character U+202E" in done.stderr
    assert _steering(done.stdout) + _steering(done.stderr) == []


@pytest.mark.parametrize("text", [r"\e[31mred", r"\e]0;owned\a", r"\x9b31mred"])
def test_escapes_written_in_a_rule_do_not_reach_the_terminal(text: str, tmp_path: Path, to_pipe: ToPipe) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(resources.rules(), folder)
    rule = folder / "hygiene" / "HYG-001.yaml"
    title = "title: Directory row names the same target twice"
    changed = rule.read_text(encoding="utf-8").replace(title, f'title: "{text}"')
    assert text in changed
    rule.write_text(changed, encoding="utf-8")
    for command in (("check", "--data", str(_GOLDEN)), ("rules", "list"), ("rules", "show", "HYG-001")):
        done = to_pipe(*command, "--rules", str(folder), *_DAY)
        assert _steering(done.stdout) + _steering(done.stderr) == []


def test_square_brackets_in_data_are_no_markup(own: Path, to_pipe: ToPipe) -> None:
    file = own / "decisions" / "nice.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("selpercatinib", "[bold]selper[/bold]"), encoding="utf-8"
    )
    done = to_pipe("check", *_DAY, "--data", str(own))
    assert b"[bold]selper[/bold] is recommended" in done.stdout


def test_square_brackets_reach_a_terminal_as_printed(own: Path, to_terminal: ToTerminal) -> None:
    file = own / "decisions" / "nice.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("selpercatinib", "[link=x]y[/link]"), encoding="utf-8")
    assert "[link=x]y[/link] is recommended" in to_terminal(120, "check", *_DAY, "--data", str(own))
