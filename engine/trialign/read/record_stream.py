"""Files of many records to one record at a time, so that a hundred thousand need no more memory than one.

Reads JSON (a list, one object, an object that holds a list, an object of objects by id), JSON lines, XML and YAML.
What cannot be read is a problem beside the records, never the end of all of them, save where a file breaks off.
"""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

import ijson

from trialign.errors import InputProblems, Location, Problem, did_you_mean
from trialign.read import xml_stream
from trialign.read.document import read_document
from trialign.read.recoded import Recoded
from trialign.read.xml_stream import XmlFault

SUFFIXES = (".json", ".jsonl", ".ndjson", ".xml", ".yaml", ".yml")
MAX_ONE_BYTES = 32 * 1024 * 1024
_LINES = {".jsonl", ".ndjson"}
_LISTS = frozenset({"studies", "data", "trials", "records"})
_BY_ID = re.compile(r"(NCT|ISRCTN)?\d{8}|\d{4}-\d{6}-\d{2}(-\w+)*|meta-info")
_XML_RECORDS = frozenset({"clinical_study", "trial"})
_WHOLE = "check that it is the whole file"


@dataclass(frozen=True, slots=True)
class Record:
    """One record and where it stands: its line, or its number or key within the file."""

    value: dict[str, object]
    where: Location


Found = Iterator[Record | Problem]


class Bytes(Protocol):
    """Gives bytes as they come: none at the end."""

    def read(self, size: int, /) -> bytes:
        """Return at most about ``size`` bytes."""


def read_lines(stream: IO[bytes], name: str) -> Found:
    """Yield the records of a stream of one JSON object a line, such as standard input, as they arrive."""
    for found in _lines(_Arriving(stream), Path(), name):
        yield found if isinstance(found, Problem) else _shallow(found)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """A stream that is not waited for until a whole block is there."""

    stream: IO[bytes]

    def read(self, size: int) -> bytes:
        found: bytes = getattr(self.stream, "read1", self.stream.read)(size)
        return found


def read(path: Path, name: str) -> Found:
    """Yield the records of a file, and a problem for each place that is none.

    Args:
        path: The file.
        name: How problems should call it.
    """
    try:
        if path.suffix.lower() in {".yaml", ".yml"}:
            yield from _yaml(path, name)
            return
        with Recoded(path) as file:
            form = _form(path)
            for found in form(file, path, name):
                yield found if isinstance(found, Problem) else _shallow(found)
            if file.wrong:
                places = "place is" if file.wrong == 1 else "places are"
                what = f"{file.wrong:,} {places} not UTF-8 and read as Windows-1252, the first here"
                yield Problem(Location(name, file.first), what, "check the accents, or save the file as UTF-8")
    except InputProblems as error:
        yield from error.problems
    except OSError as error:
        yield Problem(Location(name), f"cannot be read: {error.strerror or error}", "check the path")


def _shallow(record: Record) -> Record | Problem:
    """Return a record, or a problem where it is nested beyond what anything can walk."""
    try:
        marshal.dumps(record.value)  # a walk in C with a limit on depth: the cheapest there is
    except ValueError:
        return Problem(record.where, "is nested too deep", "no registry's record is; check where it comes from")
    return record


_Form = Callable[[Recoded, Path, str], Found]


def _form(path: Path) -> _Form:
    """Return how a file is read, by its ending and its first sign."""
    with Recoded(path) as file:
        start = file.read(4096).lstrip()
    if path.suffix.lower() == ".xml" or start.startswith(b"<"):
        return _xml
    if path.suffix.lower() in _LINES:
        return _lines
    if start.startswith(b"["):
        return _list("item")
    if start.startswith(b"{"):
        return _object(path)
    return _nothing


def _nothing(_file: Recoded, path: Path, name: str) -> Found:
    what = "is empty" if not path.stat().st_size else "holds neither JSON nor XML"
    mend = did_you_mean(path.suffix, SUFFIXES) or f"files end with {', '.join(SUFFIXES)}"
    yield Problem(Location(name), what, mend)


def _object(path: Path) -> _Form:
    """Return how a file is read that begins with an object: lines, a list inside, objects by id, or one object."""
    with Recoded(path) as file:
        if _is_lines(file):
            return _lines
    with Recoded(path) as file:
        key = ""
        try:
            for prefix, event, value in ijson.parse(_readable(file)):
                if prefix == "" and event == "map_key":
                    key = str(value)
                elif prefix == key and event == "start_array" and key in _LISTS:
                    return _list(f"{key}.item")
                elif key and prefix == key and event == "start_map" and _BY_ID.fullmatch(key):
                    return _by_id
                elif key and prefix == key and event == "start_map":
                    return _one
        except ijson.JSONError:
            return _one
    return _one


def _is_lines(file: Recoded) -> bool:
    """Tell whether the first line is an object of its own and more follows."""
    first, rest = b"", b""
    while b"\n" not in first and (chunk := file.read(1 << 16)) and len(first) < MAX_ONE_BYTES:
        first += chunk
    first, _, rest = first.partition(b"\n")
    try:
        return isinstance(json.loads(first), dict) and bool(rest.strip() or file.read(1 << 16).strip())
    except (ValueError, RecursionError):
        return False


def _lines(file: Bytes, _path: Path, name: str) -> Found:
    number, held = 0, b""
    while True:
        chunk = file.read(1 << 20)
        *lines, held = (held + chunk).split(b"\n")
        if not chunk and held:
            lines, held = [held], b""
        for line in lines:
            number += 1
            if line.strip():
                yield _line(line, Location(name, number))
        if not chunk:
            return
        if len(held) > MAX_ONE_BYTES:
            yield Problem(Location(name, number + 1), f"the line is longer than {MAX_ONE_BYTES:,} bytes", _WHOLE)
            return


def _line(line: bytes, where: Location) -> Record | Problem:
    try:
        value = json.loads(line)
    except RecursionError:
        return Problem(where, "is nested too deep", "write one JSON object a line")
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return Problem(where, f"is not JSON: {reason}", "write one JSON object a line")
    return _record(value, where)


def _record(value: object, where: Location) -> Record | Problem:
    if isinstance(value, dict):
        return Record(value, where)
    return Problem(where, f"is no JSON object but {_kind(value)}", "remove it, or write the record out")


def _kind(value: object) -> str:
    kinds = ((bool, "true or false"), (int | float, "a number"), (str, "text"), (list, "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")


def _list(prefix: str) -> _Form:
    def read_list(file: Recoded, _path: Path, name: str) -> Found:
        number = 0
        try:
            for number, value in enumerate(ijson.items(_readable(file), prefix, use_float=True), start=1):
                yield _record(value, Location(name, 0, f"record {number:,}"))
        except ijson.JSONError as error:
            yield _broken(error, name, f"after record {number:,}")

    return read_list


def _by_id(file: Recoded, _path: Path, name: str) -> Found:
    key = ""
    try:
        for key, value in ijson.kvitems(_readable(file), "", use_float=True):
            if _BY_ID.fullmatch(key) and key != "meta-info":
                yield _record(value, Location(name, 0, key))
    except ijson.JSONError as error:
        yield _broken(error, name, f"after {key}" if key else "")


def _broken(error: Exception, name: str, field: str) -> Problem:
    early = (isinstance(error, ijson.IncompleteJSONError) and "premature EOF" in str(error)) or "ncomplete" in str(
        error
    )
    reason = "the file ends early" if early else " ".join(str(error).split("\n")[0].split())
    return Problem(Location(name, 0, field), f"is not JSON: {reason}", f"{_WHOLE}; what stands before is read")


def _one(file: Recoded, path: Path, name: str) -> Found:
    if path.stat().st_size > MAX_ONE_BYTES:
        what = f"is one object of more than {MAX_ONE_BYTES:,} bytes"
        yield Problem(Location(name), what, "write the records as a list or one a line")
        return
    try:
        yield _record(json.loads(file.read()), Location(name))
    except RecursionError:
        yield Problem(Location(name), "is nested too deep", _WHOLE)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        yield Problem(Location(name, line), f"is not JSON: {str(error).split(':', maxsplit=1)[0]}", _WHOLE)


def _xml(file: Recoded, _path: Path, name: str) -> Found:
    number = 0
    try:
        for number, value in enumerate(xml_stream.records(file, _XML_RECORDS), start=1):
            yield Record(value, Location(name, 0, f"record {number:,}"))
    except XmlFault as error:
        yield Problem(Location(name, 0, f"after record {number:,}" if number else ""), str(error), _WHOLE)
        return
    if not number:
        yield Problem(Location(name), f"holds no element {' or '.join(sorted(_XML_RECORDS))}", _WHOLE)


def _yaml(path: Path, name: str) -> Found:
    document = read_document(path, name)
    values = document.value if isinstance(document.value, list) else [document.value]
    for number, value in enumerate(values):
        yield _record(value, document.at(number) if isinstance(document.value, list) else document.at())


def _readable(file: Recoded) -> IO[bytes]:
    """Return the file as the reader that ijson asks for: it calls ``read`` alone."""
    return cast("IO[bytes]", file)
