"""XML to the records of certain elements, one at a time; a record is a mapping of its elements.

The standard library's expat is enough: it limits how far entities multiply, and a document type, in which they would
be declared, is refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from xml.parsers import expat

from trialign.read.recoded import Recoded

MAX_DEPTH = 40
_CHUNK = 1 << 16
ATTRIBUTES = "@attributes"


class XmlFault(ValueError):
    """The file cannot be read further; the text says why."""


class _Element:
    """An element that is still open: its attributes, its text, its children by name."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: dict[str, object] = {}
        self.text: list[str] = []

    def add(self, name: str, value: object) -> None:
        held = self.children.get(name)
        if held is None:
            self.children[name] = value
        elif isinstance(held, list):
            held.append(value)
        else:
            self.children[name] = [held, value]

    def value(self) -> object:
        """Return text, or a mapping where there are elements inside; an element that repeats is a list."""
        return self.children or "".join(self.text)


class _Builder:
    """Takes expat's events and keeps every finished record."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = names
        self.open: list[_Element] = []
        self.depth = 0
        self.done: deque[dict[str, object]] = deque()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise XmlFault(f"is nested more than {MAX_DEPTH} levels deep")
        if self.open or name in self.names:
            self.open.append(_Element(name, attributes))

    def text(self, text: str) -> None:
        if self.open:
            self.open[-1].text.append(text)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        closed = self.open.pop()
        if self.open:
            self.open[-1].add(closed.name, closed.value())
        else:
            self.done.append({ATTRIBUTES: closed.attributes, **closed.children})

    def refuse(self, *_declaration: object) -> None:
        raise XmlFault("declares a document type, which is not read")


def records(file: Recoded, names: Collection[str]) -> Iterator[dict[str, object]]:
    """Yield a mapping for each element of one of the names.

    Raises:
        XmlFault: The file ends early, is no XML, declares a document type or is nested too deep.
    """
    builder = _Builder(names)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    while True:
        chunk = file.read(_CHUNK)
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            yield from builder.done
            raise XmlFault(f"is not XML: {expat.ErrorString(error.code)} in line {error.lineno}") from error
        while builder.done:
            yield builder.done.popleft()
        if not chunk:
            return
