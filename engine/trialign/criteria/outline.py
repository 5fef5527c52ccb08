"""The outline of eligibility text: sections, cohorts, list items and what stands below them, with their offsets.

Knows layout only: headings, bullets, indents, colons. It does not know biomarkers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Section(StrEnum):
    """Which part of the text an item stands in; NONE is text before any heading."""

    NONE = ""
    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


@dataclass(slots=True)
class Item:
    """One list item or paragraph: its own text, and the items below it.

    Attributes:
        start: First character of its text, after the bullet.
        end: Character after its own text; children lie behind.
        indent: Column of its bullet.
        section: Part of the text.
        cohort: Number of the cohort it speaks of; 0 for everyone.
    """

    start: int
    end: int
    indent: int
    section: Section
    cohort: int
    bullet: str = ""
    children: list[Item] = field(default_factory=list)


_TAIL = 80  # how much of an item shows whether it goes on in the next line
_DEEPEST = 20  # no criteria are nested deeper; what follows stands at this level
_BULLET = re.compile(
    r"[ \t]*(?P<mark>[-*•·▪◦○●■□‣–—➢✓]+|\(?\d{1,2}[a-z]?[.):](?!\d)|\(?[A-Za-z][.)]|\(?[ivx]{1,4}[.)])"
    r"(?:[ \t]+|(?=[A-Z]))"
)
_SECTION = re.compile(
    r"(?P<name>(?:non-? ?)?(?:in|ex)clusion(?:[ \t]*[/&][ \t]*exclusion)?"
    r"|(?:in|ex)clude[sd]?(?=[ \t]*:))\b"
    r"(?P<noun>[ \t]*-?(?:criteri(?:a|on|um)|eligibility|requirements?)\b)?",
    re.I,
)
_WITHIN = re.compile(
    r"(?<=[.;)] )(?:[Kk]ey |[Mm]ain )?(?:Inclusion|Exclusion|INCLUSION|EXCLUSION)"
    r"(?: [Cc]riteria| CRITERIA)?[ \t]*[:.]"
)
_NOT_ELIGIBLE = re.compile(
    r"\W*(?:patients?|subjects?|participants?) (?:who )?(?:must|may|should|can)? ?not\b[^.]{0,40}:\s*$", re.I
)
_ELIGIBLE = re.compile(r"\W*(?:key |main )?(?:eligibility(?: criteria)?|patients must have|criteria)\W*$", re.I)
_EXCLUDE_LINE = re.compile(r"[ \t]*Exclude[ \t]*-[ \t]*")
_COHORT = re.compile(
    r"\W*(?:additional |specific |key |main )*(?:(?:inclusion|exclusion|eligibility) criteria )?"
    r"(?:for |only for |criteria for |in )*(?:the )?"
    r"(?:cohorts?|(?:treatment |study )?arms?|parts?|(?:dose )?(?:expansion|escalation)|groups?|phases?|"
    r"stages?|strat(?:um|a)|steps?|modules?|sub-?stud(?:y|ies)|sub-?protocols?|baskets?|disease group)\b"
    r"[^.;]{0,100}$",
    re.I,
)
_FOR = re.compile(r"\W*(?:(?:additional |specific )?criteria )?(?:for|in) [^.;:]{3,80}:?$", re.I)
_ALL = re.compile(
    r"\W*(?:for )?(?:all|general|common|both)\b(?! of (?:the )?(?:following|these|below|criteria))[^.;]{0,60}$", re.I
)
_INLINE_COHORT = re.compile(
    r"\W*(?:(?:for|in) )?(?:the )?(?:dose )?(?:cohort|arm|group|part|phase|stage|stratum|expansion|escalation)s? ?"
    r"[A-Z0-9][^:\r\n]{0,70}:[ \t]+"
    r"|\W*(?:cohort|arm|group|part|phase)s? ?[A-Z0-9][\w./]{0,4} ?[-–][ \t]+"
    r"|\W*(?:participants|patients|subjects) (?:enrolled )?in (?:part|cohort|arm|group|phase)s? \w+",
    re.I,
)
_OPENS = re.compile(r"[^\r\n]{3,100}:[ \t]*(?=[\r\n]|$)")
_ENDED = re.compile(r"[.;:!?]\W{0,2}$")


def items(text: str) -> list[Item]:
    """Return the top items of a text, with what stands below each.

    Lines before an exclusion heading are inclusion criteria where no inclusion heading stands.
    """
    flat = list(_Reader(text).lines())
    known = {item.section for item in flat}
    if Section.EXCLUSION in known and Section.INCLUSION not in known:
        for item in flat:
            item.section = item.section or Section.INCLUSION
    return _nested(flat, text)


class _Reader:
    """Walks through the lines, knowing the section and cohort it is in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.section = Section.NONE
        self.cohort = 0
        self.cohorts = 0
        self.cohort_indent = -1
        self.open: Item | None = None

    def lines(self) -> Iterator[Item]:
        for start, end in self._spans():
            if self.text[start:end].strip():
                yield from self._line(start, end)
            else:
                self.open = self.open if start == end and start < len(self.text) and self._mid(start) else None
        if self.open:
            self.open = None

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield the lines, cut where a heading of a section stands within one."""
        for match in re.finditer(r"[^\r\n]*", self.text):
            start, end = match.span()
            for heading in _WITHIN.finditer(self.text, start + 1, end):
                if self.text[start : heading.start()].strip():
                    yield start, heading.start()
                    start = heading.start()
            yield start, end

    def _mid(self, at: int) -> bool:
        """Tell whether an empty match lies between a line and its line end, or within a line end of two signs."""
        return at > 0 and (self.text[at - 1] not in "\r\n" or self.text[at - 1 : at + 1] == "\r\n")

    def _line(self, start: int, end: int) -> Iterator[Item]:
        line = self.text[start:end]
        if excluded := _EXCLUDE_LINE.match(line):
            self._enter(Section.EXCLUSION)
            start += excluded.end()
            line = self.text[start:end]
            if not line.strip():
                self.open = None
                return
        bullet = _BULLET.match(line)
        body = start + (bullet.end() if bullet else len(line) - len(line.lstrip()))
        indent = len(line) - len(line.lstrip()) if bullet else -1
        rest = self._heading(body, end)
        if rest is not None:
            self.open = None
            if rest >= end or not self.text[rest:end].strip(" :;-*.()"):
                return
            body = rest
        elif self._cohort_heading(body, end, indent):
            self.open = None
            return
        if rest is None and bullet is None and self.open is not None and self._continues(self.open, body):
            self.open.end = end
            return
        self.open = self._item(body, end, indent, bullet["mark"] if bullet else "")
        yield self.open

    def _item(self, start: int, end: int, indent: int, mark: str) -> Item:
        if self.cohort and self.cohort_indent >= 0 and 0 <= indent <= self.cohort_indent:
            self.cohort = 0
        inline = _INLINE_COHORT.match(self.text, start, end)
        if inline:
            self._new_cohort(indent)
        return Item(start, end, indent, self.section, self.cohort, mark)

    def _continues(self, item: Item, start: int) -> bool:
        """Tell whether a line goes on with the item above: hard-wrapped text, no bullet."""
        last = self.text[max(item.start, item.end - _TAIL) : item.end]
        opens = _OPENS.match(self.text, start) or _INLINE_COHORT.match(self.text, start)
        if self.text[start].isupper() and opens:
            return False
        return (
            not _ENDED.search(last)
            or self.text[start].islower()
            or (item.bullet != "" and not last.rstrip().endswith(":"))
        )

    def _heading(self, start: int, end: int) -> int | None:
        """Return where text goes on behind a heading of a section, or None where the line is no heading."""
        line = self.text[start:end]
        found = _SECTION.search(line)
        if found and self._is_heading(line, found):
            name = found["name"].lower()
            barring = name.startswith("exclu") is not name.startswith("non")
            self._enter(Section.EXCLUSION if barring else Section.INCLUSION)
            tail = line[found.end() :]
            cut = re.match(r"[^:]{0,60}:", tail)
            if cut:
                return start + found.end() + cut.end()
            return end if len(tail) < 60 else start + found.end()
        if _NOT_ELIGIBLE.match(line):
            self._enter(Section.EXCLUSION)
            return end
        if _ELIGIBLE.match(line):
            self._enter(Section.INCLUSION)
            return end
        return None

    @staticmethod
    def _is_heading(line: str, found: re.Match[str]) -> bool:
        before = line[: found.start()]
        if len(before) > 50 or re.search(
            r"\b(?:the|meet|all|these|of|any|not|no|other|following|who|be|to)\b", before, re.I
        ):
            return False
        tail = line[found.end() :]
        if found["noun"]:
            return bool(
                re.match(r"\W*(?:\(|$|:|-|\*|for\b|in\b|part|phase|cohort|arm|only)|.{0,60}:\s*$|\W*$", tail, re.I)
            )
        return bool(re.match(r"[ \t]*:|\W*$", tail)) and not before.strip(" *-•#").endswith(",")

    def _enter(self, section: Section) -> None:
        if section is not self.section:
            self.section = section
            self.cohort = 0
            self.cohort_indent = -1

    def _new_cohort(self, indent: int) -> None:
        self.cohorts += 1
        self.cohort = self.cohorts
        self.cohort_indent = indent

    def _cohort_heading(self, start: int, end: int, indent: int) -> bool:
        line = self.text[start:end].rstrip()
        inline = _INLINE_COHORT.match(line)
        if inline and len(line) - inline.end() > (0 if line[inline.end() - 1] in " \t" else 12):
            return False
        ended = line.endswith(":") or len(line) < 40
        if _ALL.match(line) and line.endswith(":") and len(line) < 70:
            self.cohort = 0
            return True
        if ended and (_COHORT.match(line) or (_FOR.match(line) and line.endswith(":"))):
            if re.search(r"following|must|have|has\b", line):
                return False
            self._new_cohort(indent)
            return True
        return False


def _nested(flat: list[Item], text: str) -> list[Item]:
    """Put each item below the nearest one above that is indented less, or that ends with a colon."""
    top: list[Item] = []
    stack: list[Item] = []
    for item in flat:
        while stack and not _below(item, stack[-1], text):
            stack.pop()
        (stack[-1].children if stack else top).append(item)
        if len(stack) < _DEEPEST:
            stack.append(item)
    return top


def _below(item: Item, above: Item, text: str) -> bool:
    if item.section is not above.section or item.cohort != above.cohort:
        return False
    if item.indent > above.indent and above.indent >= 0:
        return True
    if not item.bullet or not re.search(
        r"(?::|\b(?:following|defined (?:by|as)|including|either|one of))\W*$", text[above.start : above.end]
    ):
        return False
    if _kind(item.bullet) != _kind(above.bullet):
        return True
    number, parent = _number(item.bullet), _number(above.bullet)
    before = _number(above.children[-1].bullet) if above.children else 0
    return number is not None and number == (before or 0) + 1 and number != (parent or 0) + 1


def _number(mark: str) -> int | None:
    core = mark.strip("().:").lower()
    if core.isdigit():
        return int(core)
    return ord(core) - ord("a") + 1 if len(core) == 1 and core.isalpha() else None


def _kind(mark: str) -> str:
    core = mark.strip("().:")
    return "1" if core.isdigit() else "a" if core.isalpha() else mark
