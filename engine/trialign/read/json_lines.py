"""JSON lines to records with their line; every line that is no record is a problem, all at once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.read.text import read_text

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # only an escape can bring half of a character into decoded text


@dataclass(frozen=True, slots=True)
class Record:
    """One record and the line it stands on."""

    value: dict[str, object]
    line: int


def read_records(path: Path, name: str) -> tuple[Record, ...]:
    """Return the records of a file with one JSON object a line.

    Raises:
        InputProblems: Every line that is no JSON object.
    """
    problems: list[Problem] = []
    records = []
    for number, line in enumerate(read_text(path, name).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            if _SURROGATE.search(line):
                json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            what, mend = _fault(error)
            problems.append(Problem(Location(name, number), what, mend))
            continue
        if isinstance(value, dict):
            records.append(Record(value, number))
        else:
            problems.append(Problem(Location(name, number), "is no JSON object", "write one JSON object a line"))
    if problems:
        raise InputProblems(problems)
    return tuple(records)


def _fault(error: Exception) -> tuple[str, str]:
    """Return why a line is not read, and how to mend it."""
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg}", "write one JSON object a line"
    if isinstance(error, RecursionError):
        return "is not JSON: nested too deep", "write one JSON object a line"
    if isinstance(error, UnicodeEncodeError):
        return "holds half of a character (a lone surrogate)", "write the whole character"
    return "holds a number with too many digits", "write it as text, in quotation marks"
