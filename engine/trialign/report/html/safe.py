"""Text and links of the data as a page may hold them.

Escaping is the templates' work; here is what escaping leaves: signs that steer a screen, names without end, addresses
that would run a program.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from trialign.errors import visible

_LONGEST = 4_000
_NAME = 240


def shown(text: str, most: int = _LONGEST) -> str:
    """Return text without control characters and turned directions; of an endless one its beginning."""
    if len(text) > most:
        return f"{visible(text[:most])} … ({len(text) - most:,} more characters)"
    return text if text.isprintable() else visible(text)


def name(text: str) -> str:
    """Return a name: text that has to fit a cell or a line."""
    return shown(text, _NAME)


def href(url: str) -> str:
    """Return an address of the web; empty for everything else, which is then shown as text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return shown(url) if parts.scheme in {"http", "https"} and parts.hostname and visible(url) == url else ""
