"""What text is printed on: where lines end, and when a table fits.

Prose ends where it reads well, tables use the width there is. No word is ever cut: one that is longer than the line,
such as a URL or a path, stands whole on a line of its own, so that it can be copied. Without a width, in a pipe or a
file, prose is not wrapped at all: each message is one line, which ``grep`` finds and ``diff`` compares.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

MEASURE = 100
"""Columns of the longest line of prose."""
_TABLES_WITHOUT_WIDTH = 200
_HEIGHT = 25
_ENDLESS = 1_000_000
_SIGN = re.compile(r"(?:[→!?=+~·o-] | *[\d,]+ (?: |x )| *\d+\. )(?=\S)")
"""What further lines of a paragraph stand to the right of: the sign or the number that it begins with."""


@dataclass(frozen=True, slots=True)
class Hung:
    """A paragraph whose further lines stand to the right of its first characters, such as a label."""

    text: Text
    hang: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield it on a console that is no page."""
        grid = Table.grid()
        grid.add_column(width=self.hang)
        grid.add_row(*self.text.divide([self.hang]))
        yield grid


Paragraph = tuple[Text, int, int | None]
"""A text, its indent, and after how many characters further lines stand; None where its sign says it."""


class Page(Console):
    """A console that breaks paragraphs between words only; ``NO_COLOR`` takes every escape code away."""

    def __init__(self, width: int | None, bare: bool = False) -> None:
        """Keep the width.

        Args:
            width: Columns; None where prose is not wrapped.
            bare: Print no escape codes wherever it goes, as for a file.
        """
        bare = bare or bool(os.environ.get("NO_COLOR"))
        super().__init__(
            width=width or _TABLES_WITHOUT_WIDTH,
            height=_HEIGHT,
            highlight=False,
            soft_wrap=False,
            no_color=bare or None,
            color_system=None if bare else "auto",
        )
        self._wraps = width is not None
        self._measure = min(width, MEASURE) if width else _ENDLESS

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401 - as rich has it
        """Print paragraphs (text, alone or indented, or a group of texts) by the measure, all else as rich does."""
        found = _paragraphs(objects[0], 0) if len(objects) == 1 and not options else []
        for text, indent, hang in found:
            lines = [line for each in text.split(allow_blank=True) for line in self._lines(each, indent, hang)]
            super().print(Text("\n").join(lines), soft_wrap=True)
        if not found:
            super().print(*objects, **options)

    def _lines(self, text: Text, indent: int, hang: int | None) -> Iterator[Text]:
        sign = _SIGN.match(text.plain)
        head, body = _parted(text, hang if hang is not None else sign.end() if sign else 0)
        body.overflow = "ignore"  # of the text, not of the call: rich then breaks between words and nowhere else
        for line in body.wrap(self, max(1, self._measure - indent - head.cell_len)):
            line.rstrip()
            before = Text(" " * indent).append_text(head)
            head = Text(" " * head.cell_len)
            outdented = self._wraps and not before.plain.strip() and before.cell_len + line.cell_len > self.width
            yield line if outdented else before.append_text(line)


def _parted(text: Text, at: int) -> tuple[Text, Text]:
    """Return the first characters of a text and the rest."""
    if not at:
        return Text(), text
    head, body = text.divide([at])
    return head, body


def _paragraphs(found: object, indent: int) -> list[Paragraph]:
    """Return the texts of what is printed; none where something else is in it."""
    match found:
        case Text():
            return [(found, indent, None)]
        case Hung():
            return [(found.text, indent, found.hang)]
        case Padding() if not (found.top or found.right or found.bottom):
            return _paragraphs(found.renderable, indent + found.left)
        case Group():
            inner = [_paragraphs(each, indent) for each in found.renderables]
            return [each for texts in inner for each in texts] if all(inner) else []
    return []


def tabled(console: Console, table: Table, otherwise: Callable[[], None], indent: int = 2) -> None:
    """Print a table where every word fits its column; else print what stands in its place in a narrow window."""
    endless = console.options.update(width=_ENDLESS)
    for column in table.columns:
        cells = [column.header, *column.cells]
        sizes = [Measurement.get(console, endless, cell) for cell in cells]
        column.min_width = max(each.maximum if column.no_wrap else each.minimum for each in sizes)
    if Measurement.get(console, endless, table).minimum <= console.width - indent:
        console.print(Padding(table, (0, 0, 0, indent)))
    else:
        otherwise()
