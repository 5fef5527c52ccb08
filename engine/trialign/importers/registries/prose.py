"""Text of registries without the marks of its way: entities, tags, escapes, odd line ends."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr)\b[^<>]{0,200}>", re.I)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sub|sup|span|font|a|td|table|tbody)(?:\s[^<>]{0,200})?/?>", re.I)
_ESCAPE = re.compile(r"\\+([<>*_~#\[\]()+\-.!&=|^{}])")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
_PLAIN = re.compile(r"[ -%'-;=-\[\]-~]*")  # ASCII that nothing below changes: most short fields
INCLUSION = "Inclusion Criteria:"
EXCLUSION = "Exclusion Criteria:"
_HEADING = re.compile(r"\s*[-*]?\s*(?:key |main |principal )?(?:inclusion|exclusion) criteria\b", re.I)


def clean(text: str) -> str:
    """Return text with its entities, tags and escapes read; line ends are single line feeds."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    if "&" in text:
        text = html.unescape(html.unescape(text))  # what was escaped twice on its way is common
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _CONTROL.sub("", text).strip()


def joined(inclusion: str, exclusion: str) -> str:
    """Return two sections as one text, each under its heading; a heading that is printed already is not repeated."""
    sections = ((INCLUSION, clean(inclusion)), (EXCLUSION, clean(exclusion)))
    return "\n\n".join(_headed(heading, text) for heading, text in sections if text)


def _headed(heading: str, text: str) -> str:
    found = _HEADING.match(text)
    own = bool(found) and heading.casefold()[:9] in text[:60].casefold()
    return text if own else f"{heading}\n\n{text}"
