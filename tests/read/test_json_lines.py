"""Lines that are no record are problems, each with its line; none ends the command as a defect."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialign.errors import InputProblems
from trialign.read.json_lines import read_records


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": ' + "9" * 5000 + "}", "holds a number with too many digits"),
        ('{"id": "\\ud800"}', "holds half of a character (a lone surrogate)"),
        ("[" * 100_000, "is not JSON: nested too deep"),
        ("[1]", "is no JSON object"),
        ("{", "is not JSON: Expecting property name enclosed in double quotes"),
    ],
)
def test_a_line_that_is_no_record_is_a_problem(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"id": "\\ud83d\\ude00"}\n' + line + "\n")
    with pytest.raises(InputProblems) as raised:
        read_records(path, "records.jsonl")
    (problem,) = raised.value.problems
    assert (problem.where.line, problem.what) == (2, what)
    assert problem.mend
