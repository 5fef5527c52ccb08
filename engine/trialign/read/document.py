"""YAML documents to plain values, with the line of every part.

Only plain YAML is read: no tags, no merge of documents, and a bounded number of nodes however aliases multiply
them. Dates stay the text that was printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from trialign.errors import InputProblems, Location, Problem
from trialign.read.text import control_character, control_name, read_text

MAX_NODES = 50_000
MAX_DEPTH = 40

Path_ = tuple[str | int, ...]
_PLAIN = "tag:yaml.org,2002:"
_COLLECTIONS = {f"{_PLAIN}map", f"{_PLAIN}seq"}


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its name in problems, its value, and the line of each part by its path."""

    name: str
    value: object
    lines: Mapping[Path_, int]

    def at(self, *path: str | int) -> Location:
        """Return the place of a part, or of the nearest part around it that has one."""
        field = ".".join(str(step) for step in path)
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return Location(self.name, self.lines[path[:length]], field)
        return Location(self.name, 0, field)


class _Builder:
    """Turns nodes into values, counting them so that aliases cannot multiply without end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.count = 0

    def refuse(self, node: yaml.Node, what: str, mend: str) -> InputProblems:
        return InputProblems([Problem(Location(self.name, node.start_mark.line + 1), what, mend)])

    def value(self, node: yaml.Node, path: Path_) -> object:
        self.count += 1
        if self.count > MAX_NODES:
            what = f"expands to more than {MAX_NODES:,} parts"
            raise self.refuse(node, what, "write the values out instead of repeating them by aliases")
        if len(path) > MAX_DEPTH:
            raise _too_deep(self.name, node.start_mark.line + 1)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if not isinstance(node, yaml.ScalarNode) and node.tag not in _COLLECTIONS:
            raise self.refuse(node, f"uses the tag {node.tag}", _no_tag(node.tag))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        raise self.refuse(node, "holds a kind of node that is not plain YAML", "use plain values")

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, object]:
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.refuse(key_node, "a key is a list or a mapping", "write a word before the colon")
            key = str(key_node.value)
            self._check_text(key_node)
            if key in result:
                raise self.refuse(key_node, f"the key '{key}' stands twice", "keep one")
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            result[key] = self.value(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.ScalarNode) -> object:
        self._check_text(node)
        kind = node.tag.removeprefix(_PLAIN)
        if kind in {"str", "timestamp", "value"}:
            return str(node.value)
        if kind == "null":
            return None
        if kind == "bool":
            return node.value.casefold() in {"true", "yes", "on"}
        try:
            if kind == "int":
                return int(node.value.replace("_", ""), 0)
            if kind == "float":
                return float(node.value)
        except ValueError:
            return str(node.value)
        raise self.refuse(node, f"uses the tag {node.tag}", _no_tag(node.tag))

    def _check_text(self, node: yaml.ScalarNode) -> None:
        """Refuse control characters: the file itself holds none, but an escape in quotes can bring one in."""
        if found := control_character(node.value):
            raise self.refuse(node, f"holds {control_name(found)}", "remove it")


def _no_tag(tag: str) -> str:
    """Return how to mend a tag; one of a single ! is most often the sign before a label, without its quotes."""
    quotes = "; put text that begins with ! in quotation marks" if tag.startswith("!") else ""
    return f"tags are not read; use plain values{quotes}"


def read_document(path: Path, name: str) -> Document:
    """Read one YAML document.

    Raises:
        InputProblems: Unreadable, not YAML, several documents, tags, or more parts than the limit.
    """
    return parse_document(read_text(path, name), name)


def parse_document(text: str, name: str) -> Document:
    """Read one YAML document from text; see ``read_document``."""
    loader = yaml.CSafeLoader(text)
    try:
        _check_depth(text, name)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        unended = error.context_mark if "end of stream" in str(error.problem) else None
        mark = unended or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        if "nesting depth" in str(
            error.problem
        ):  # libyaml from 0.2.6 has a limit of its own, met while it reads ahead
            raise _too_deep(name, line) from error
        what = "is not YAML: " + ", ".join(filter(None, (error.context, error.problem)))
        raise InputProblems([Problem(Location(name, line), what, "check indentation and quotes")]) from error
    except yaml.YAMLError as error:
        raise InputProblems([Problem(Location(name), f"is not YAML: {error}", "check the file")]) from error
    finally:
        loader.dispose()
    if node is None:
        raise InputProblems([Problem(Location(name), "is empty", "write the document, or remove the file")])
    builder = _Builder(name)
    return Document(name, builder.value(node, ()), builder.lines)


def _check_depth(text: str, name: str) -> None:
    """Refuse deep nesting from the flat stream of events: composing nodes recurses and would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH + 1:
            raise _too_deep(name, event.start_mark.line + 1 if event.start_mark else 0)


def _too_deep(name: str, line: int) -> InputProblems:
    return InputProblems(
        [Problem(Location(name, line), f"is nested more than {MAX_DEPTH} levels deep", "write it flatter")]
    )
