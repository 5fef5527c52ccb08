"""What every page of text shares: plain text, indents, colours of severities. No colour alone carries a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from trialign.errors import visible
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation

STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
COVERAGE = {
    Coverage.COVERED: ("+ covered", "green"),
    Coverage.PARTLY: ("~ partly covered", "yellow"),
    Coverage.NOT_COVERED: ("- not covered", "bold red"),
    Coverage.OUTSIDE: ("o outside the directory", "cyan"),
    Coverage.CANNOT_TELL: ("? cannot tell", "magenta"),
}
STATES = {
    "held": "in force",
    "not_held": "in force but not held",
    "uncertain": "uncertain",
    "none": "not in force",
}
"""Whether a source is in force, by the word that it stands under in JSON."""
INDENT = (0, 0, 0, 2)
NEAR_MISSES = 8


def nation_name(value: str) -> str:
    """Return a nation's name; what is no nation stays as it is."""
    return Nation(value).display if value in set(Nation) else value


def counted(number: int, thing: str) -> str:
    """Return a number of things, such as ``1 file`` or ``1,359 records``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def by_reason(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield codes with their reason, those of the same reason together: ``M4.1, M4.2, for children only``."""
    groups: dict[str, list[str]] = {}
    for code, reason in found:
        groups.setdefault(reason, []).append(code)
    yield from (f"{', '.join(codes)}, {reason}" for reason, codes in groups.items())


def plain(text: str, style: str = "") -> Text:
    """Return text as it stands: nothing in it is read as markup, control characters are shown."""
    return Text(visible(text), style=style)
