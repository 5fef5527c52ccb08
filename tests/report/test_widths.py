"""Every verb at several widths, in a pipe and in a terminal: no line too long, no word cut, nothing but text.

Each verb is run once; what it shows is then set at every width, as the command would set it in a terminal so wide.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Callable, Iterator

import pytest
import rich.text
from rich._wrap import divide_line
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from tests.process import InProcess

import trialign.cli
from trialign.cli import options
from trialign.report.page import MEASURE, Page

_WIDTHS = (60, 80, 100, 200)
_DAY = ("--as-of", "2026-11-22")
_SMALL = (*_DAY, "--data", "tests/golden/data")
_TEXTS = "tests/golden/trials/texts.jsonl"
_RECORDS = "tests/golden/trials/records.json"
_HELD = ("--data", "tests/golden/trials/mine", "--from", _RECORDS)
_VERBS: dict[str, tuple[str, ...]] = {
    "check": ("check", *_DAY, "--engine", "sql"),
    "check doubts": ("check", *_SMALL, "--engine", "sql", "--verdict", "cannot_tell"),
    "covers": ("covers", "KRAS G12C", "--cancer", "NSCLC", *_DAY),
    "covers broad": ("covers", "NTRK1 fusion", "--cancer", "SOLID", *_DAY),
    "explain": ("explain", "8882fe816b01cd6b", *_SMALL),
    "why-not": ("why-not", "BRAF V600E", "--cancer", "glioma", "--nation", "scotland", *_DAY),
    "matrix": ("matrix", *_DAY),
    "matrix of one": ("matrix", "--biomarkers", "DPYD", "--cancers", "COADREAD", "--nation", "wales", *_DAY),
    "medicine": ("medicine", "osimertinib", *_DAY),
    "report": ("report", *_DAY),
    "report gene": ("report", "--by", "gene", *_SMALL),
    "report island": ("report", "--by", "island", *_SMALL),
    "sources": ("sources", *_DAY),
    "rules list": ("rules", "list"),
    "rules show": ("rules", "show", "COV-001"),
    "rules test": ("rules", "test", "COV-001"),
    "rules lint": ("rules", "lint", "COV-001", *_DAY),
    "validate": ("validate", *_DAY),
    "lint": ("lint", "england/cancer-non-cns@2026-07", *_DAY),
    "unresolved": ("unresolved", "england/cancer-non-cns@2026-07"),
    "import decisions": ("import", "decisions", "directories/decisions/nice.csv", "--dry-run"),
    "import trials": ("import", "trials", _RECORDS, "--dry-run"),
    "trials extract": ("trials", "extract", _TEXTS),
    "trials extract records": ("trials", "extract", _RECORDS),
    "trials show": ("trials", "show", "NCT04585750"),
    "trials show words": ("trials", "show", "NCT00000001", *_HELD),
    "diff": ("diff", "england/cancer@2021-10", "england/cancer-non-cns@2026-07", *_DAY),
    "gate": ("gate", *_SMALL, "--engine", "sql", "--no-verify"),
}
_HELP = (
    (), ("check",), ("sources",), ("validate",), ("diff",), ("release-notes",), ("gate",), ("matrix",), ("medicine",),
    ("import",), ("lint",), ("unresolved",), ("covers",), ("explain",), ("why-not",), ("report",), ("rules",),
    ("rules", "list"), ("rules", "show"), ("rules", "test"), ("rules", "new"), ("rules", "lint"), ("rules", "docs"),
    ("settings",), ("settings", "new"), ("trials",), ("trials", "extract"), ("trials", "show"), ("trials", "review"),
)  # fmt: skip
Render = Callable[[Console], None]


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Words that rich broke or clipped while it set text."""
    found: list[str] = []
    clip = rich.text.Text.truncate

    def divided(text: str, width: int, fold: bool = True) -> list[int]:
        found.extend(word for word in text.split() if fold and cell_len(word) > width)
        return divide_line(text, width, fold)

    def clipped(self: rich.text.Text, max_width: int, *, overflow: str | None = None, pad: bool = False) -> None:
        if cell_len(self.plain.rstrip()) > max_width and (overflow or self.overflow) != "ignore":
            found.append(self.plain)
        clip(self, max_width, overflow=overflow, pad=pad)  # type: ignore[arg-type]

    monkeypatch.setattr("rich.text.divide_line", divided)
    monkeypatch.setattr(rich.text.Text, "truncate", clipped)
    return found


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[Render]:
    """What the verbs show, as they render it."""
    found: list[Render] = []

    def show(render: Render) -> None:
        found.append(render)
        _shown(render)

    monkeypatch.setattr(options, "show", show)  # 'say' calls it
    for info in pkgutil.iter_modules(trialign.cli.__path__, "trialign.cli."):
        module = importlib.import_module(info.name)
        if hasattr(module, "show"):
            monkeypatch.setattr(module, "show", show)
    return found


_shown = options.show


def _faults(text: str, width: int | None) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        if width and cell_len(line) > width and len(line.split()) > 1:
            yield f"{number} is longer than {width}: {line}"
        if line != line.rstrip():
            yield f"{number} ends with a space: {line}"
        if any(unicodedata.category(sign) == "Cc" for sign in line):
            yield f"{number} holds a control character: {line!r}"


@pytest.mark.parametrize("name", _VERBS)
def test_every_verb_reads_well_at_every_width(
    name: str, in_process: InProcess, rendered: list[Render], cut: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    done = in_process(*_VERBS[name])
    assert done.status in {0, 1}, done.stderr
    assert [*_faults(done.stdout, None)] == []
    assert rendered
    piped = done.stdout.split()
    for width in _WIDTHS:
        text = "".join(options._captured(Page(width), render) for render in rendered)
        assert [*_faults(text, width)] == []
        assert cut == [], f"cut at {width}"
        assert len(text.split()) > len(piped) / 4


@pytest.mark.parametrize("width", _WIDTHS)
def test_help_of_every_verb_fits(width: int, in_process: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for verb in _HELP:
        done = in_process(*verb, "--help")
        assert done.status == 0
        assert [line for line in done.stdout.split("\n") if cell_len(line) > width] == [], verb


def test_prose_keeps_a_readable_measure_and_a_pipe_has_whole_messages(
    in_process: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    answer = in_process(*_VERBS["explain"]).stdout
    message = next(line for line in answer.split("\n") if line.startswith("England: selpercatinib"))
    assert message.endswith("(by test names).")
    monkeypatch.setenv("COLUMNS", "200")
    wide = in_process(*_VERBS["explain"]).stdout
    assert max(cell_len(line) for line in wide.split("\n")) <= MEASURE < cell_len(message)


def test_a_word_longer_than_the_window_stands_whole_on_a_line_of_its_own() -> None:
    url = f"https://example.org/{'a' * 70}"
    page = Page(60)
    text = options._captured(page, lambda console: console.print(Padding(Text(f"see {url} for more"), (0, 0, 0, 2))))
    assert text == f"  see\n{url}\n  for more\n"


def test_further_lines_stand_to_the_right_of_a_sign() -> None:
    page = Page(20)
    text = options._captured(page, lambda console: console.print(Text("→ one two three four five")))
    assert text == "→ one two three four\n  five\n"
