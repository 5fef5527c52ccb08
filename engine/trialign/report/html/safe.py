"""Text of the data as a page may hold it.

Escaping is the templates' work; here is what escaping leaves: signs that steer a screen, and names without end.
"""

from __future__ import annotations

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
