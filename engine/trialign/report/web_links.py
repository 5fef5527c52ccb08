"""Which of the addresses that data hold may become a link: a page of the web, and nothing that acts or misleads."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_PRINTED = re.compile(r"https?://[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+", re.ASCII)
_LONGEST = 2_000


def page(address: str) -> str:
    """Return the address of a page over ``http`` or ``https``, empty where a link to it would not be safe.

    Letters beyond ASCII in the path become escapes. Spaces, quotes and angle brackets, signs that are not seen, a
    host that is not ASCII, a name before the host (it hides where the link leads) and more than 2,000 signs make an
    address text, not a link.
    """
    escaped = "".join(sign if sign.isascii() else quote(sign) for sign in address) if address.isprintable() else ""
    if len(escaped) > _LONGEST or not _PRINTED.fullmatch(escaped):
        return ""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    return escaped if parts.hostname and parts.netloc.isascii() and "@" not in parts.netloc else ""
