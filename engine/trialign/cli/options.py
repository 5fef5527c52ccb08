"""What the verbs share: options, and how output and progress reach a person or a pipe."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console, Group
from rich.live import Live

from trialign import pipeline
from trialign.errors import NotEvaluated
from trialign.report.page import Page
from trialign.report.registry import Format
from trialign.report.words import plain

Data = Annotated[
    Path | None, typer.Option("--data", help="Your own directories, instead of or over the bundled ones.")
]
Alone = Annotated[
    bool, typer.Option("--alone", help="With --data: read only those, nothing bundled but the vocabulary.")
]
Rules = Annotated[Path | None, typer.Option("--rules", help="Your own rulebook instead of the bundled one.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day to judge, such as 2026-11-22. Default: today.")]
Output = Annotated[Format, typer.Option("--format", help="Output format.")]
Nations = Annotated[
    list[str] | None,
    typer.Option("--nation", help="Only findings of this nation, not those of registries; may be repeated."),
]
Asked = Annotated[list[str] | None, typer.Option("--nation", help="Only this nation; may be repeated.")]
_NARROWEST = 20
_USUAL = 80


def width(stream: TextIO | None = None) -> int | None:
    """Return the width asked for or that of the terminal; None in a pipe, where lines are not wrapped.

    Args:
        stream: Where text goes; None for standard output.
    """
    stream = stream or sys.stdout
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) >= _NARROWEST:
        return int(asked)
    if not stream.isatty():
        return None
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or _USUAL, _NARROWEST)
    except OSError:
        return _USUAL


def emit(text: str) -> None:
    """Write text to standard output; a reader that has gone away ends the command quietly, as not evaluated.

    Raises:
        NotEvaluated: Standard output is closed.
    """
    if sys.stdout is None:
        raise NotEvaluated("standard output is closed, so nothing can be shown")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NotEvaluated.exit_status) from error


def show(render: Callable[[Console], None]) -> None:
    """Print what a report renders, without the spaces that fill its lines."""
    if sys.stdout is None:
        raise NotEvaluated("standard output is closed, so nothing can be shown")
    emit(_captured(Page(width()), render))


def say(*lines: str) -> None:
    """Print lines of text as they stand, wrapped where they are longer than a terminal."""
    show(lambda console: console.print(Group(*map(plain, lines))))


def tell(text: str) -> None:
    """Write text to standard error, wrapped where a person reads it there."""
    if sys.stderr is not None:
        page = Page(width(sys.stderr) if sys.stderr.isatty() else None, bare=True)
        sys.stderr.write(_captured(page, lambda console: console.print(plain(text))))


def rendered(render: Callable[[Console], None]) -> str:
    """Return what a report renders for a file: as in a pipe, without colours."""
    return _captured(Page(None, bare=True), render)


def _captured(target: Console, render: Callable[[Console], None]) -> str:
    with target.capture() as captured:
        render(target)
    return re.sub(r" +$", "", captured.get(), flags=re.MULTILINE)


@contextmanager
def progress() -> Iterator[pipeline.Progress]:
    """Show what is being done where a person watches; say nothing in a pipe."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") in {"dumb", "unknown"}:
        yield lambda _step: None
        return
    # no refreshing thread: a worker process is forked while this is shown
    with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as live:
        yield lambda step: live.update(f"{step} …", refresh=True)
