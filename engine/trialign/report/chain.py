"""The chain behind a finding: as indented lines for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding

from trialign.model.chain import Holds, Link
from trialign.report.words import plain

_SIGN = {Holds.HOLDS: "+", Holds.BROKEN: "-", Holds.NOT_KNOWN: "?", Holds.SAID: "·"}
_STYLE = {Holds.BROKEN: "bold red", Holds.NOT_KNOWN: "magenta"}
_HERE = {Holds.BROKEN: "  <- the chain breaks here", Holds.NOT_KNOWN: "  <- not known from here on"}
_STEP = 2
Json = dict[str, object]


def show(console: Console, links: Iterable[Link]) -> None:
    """Print the chain, each link below what it hangs on, with its place."""
    console.print()
    console.print(plain("Chain", "bold").append(" (+ holds, - broken, ? not known)", style="not bold"))
    _show(console, links, _STEP)


def _show(console: Console, links: Iterable[Link], indent: int, page: str = "") -> None:
    """Print links; a publisher's page is not repeated below a link that gives it."""
    for link in links:
        mark = _HERE[link.state] if link.first else ""
        words = f"{_SIGN[link.state]} {link.name.replace('_', ' ')}: {link.words}{mark}"
        line = plain(words, _STYLE[link.state] if link.first else "")
        console.print(Padding(line, (0, 0, 0, indent)))
        if link.source is not None:
            below = (0, 0, 0, indent + _STEP)
            console.print(Padding(plain(link.source.place, "dim"), below))
            if link.source.url and link.source.url != page:
                console.print(Padding(plain(link.source.url, "dim"), below))
        _show(console, link.links, indent + _STEP, link.source.url if link.source else page)


def as_json(links: Iterable[Link]) -> list[Json]:
    """Return the chain as JSON values."""
    return [
        {
            "link": each.name,
            "words": each.words,
            "state": each.state.value,
            "first_break": each.first,
            "place": _place(each),
            "links": as_json(each.links),
        }
        for each in links
    ]


def _place(link: Link) -> Json | None:
    source = link.source
    if source is None:
        return None
    return {
        "file": source.where.path,
        "line": source.where.line,
        "cell": source.cell or None,
        "source": source.url or None,
        "published": source.published or None,
        "retrieved": source.retrieved or None,
    }
