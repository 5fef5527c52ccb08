"""Which of the addresses that data hold may become a link: a page of the web, and nothing that acts or misleads."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PRINTED = re.compile(r"https?://[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+", re.ASCII)
_LONGEST = 2_000


def page(address: str) -> str:
    """Return the address of a page over ``http`` or ``https``, empty where a link to it would not be safe.

    Signs that a publisher's address holds escaped (quotes, angle brackets, spaces, letters beyond ASCII), a name
    before the host, which hides where the link leads, and more than 2,000 signs make it text, not a link.
    """
    if len(address) > _LONGEST or not _PRINTED.fullmatch(address):
        return ""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    return address if parts.hostname and "@" not in parts.netloc else ""
