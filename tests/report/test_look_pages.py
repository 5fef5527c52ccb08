"""The matrix and the page of a medicine: their JSON keeps its schema, their CSV is safe, their text fits."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

import trialign.report
from trialign import matrix as matrices
from trialign import medicine as medicines
from trialign.coverage.history import Since
from trialign.load.world import World
from trialign.matrix import NeededBy, Question
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.pipeline import Sources
from trialign.report import csv_cells, matrix_data, medicine_data, since
from trialign.report import matrix as matrix_page
from trialign.report import medicine as medicine_page
from trialign.report.looks import MatrixView, MedicineView

_SCHEMAS = Path(trialign.report.__file__).parent / "schemas"


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def _defects(name: str, text: str) -> list[str]:
    return [
        f"{list(each.path)}: {each.message}"
        for each in Draft202012Validator(_schema(name)).iter_errors(json.loads(text))
    ]


def _silent(_step: str) -> None:
    return None


@pytest.fixture(scope="module")
def matrix(world: World) -> MatrixView:
    """The matrix of all that decisions and trials need."""
    return matrices.matrix(world, Question(tuple(Nation), (), (), "", NeededBy.ALL), _silent)


@pytest.fixture(scope="module")
def medicine(world: World) -> MedicineView:
    """The page of a medicine on which nations disagree."""
    return medicines.medicine(Sources(), world.as_of, "capivasertib", tuple(Nation), _silent)


def _text(render: Callable[[Console], None], width: int) -> str:
    stream = io.StringIO()
    render(Console(file=stream, width=width, highlight=False, color_system=None))
    return stream.getvalue()


def _matrix(view: MatrixView, width: int) -> str:
    return _text(lambda console: matrix_page.matrix(console, view), width)


def _parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for value in (*schema.get("properties", {}).values(), schema.get("items")):
        if isinstance(value, dict):
            yield from _parts(value)


@pytest.mark.parametrize("name", ["matrix", "medicine"])
def test_every_field_is_described_and_no_other_is_allowed(name: str) -> None:
    Draft202012Validator.check_schema(_schema(name))
    for part in (each for each in _parts(_schema(name)) if each.get("type") == "object"):
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])
        assert all(field["description"] for field in part["properties"].values())


def test_the_matrix_has_the_shape_of_its_schema(matrix: MatrixView) -> None:
    assert len(matrix.rows) > 100
    assert _defects("matrix", matrix_data.as_json(matrix)) == []


def test_the_page_of_a_medicine_has_the_shape_of_its_schema(medicine: MedicineView) -> None:
    assert medicine.needs and medicine.links and medicine.findings
    assert _defects("medicine", medicine_data.as_json(medicine)) == []


def test_csv_has_one_row_per_cell_and_says_what_json_says(matrix: MatrixView) -> None:
    rows = list(csv.DictReader(io.StringIO(matrix_data.as_csv(matrix))))
    cells = [cell for row in json.loads(matrix_data.as_json(matrix))["rows"] for cell in row["cells"]]
    assert len(rows) == len(cells) == 4 * len(matrix.rows)
    assert [row["coverage"] for row in rows] == [cell["coverage"] for cell in cells]
    assert [row["since_by"] for row in rows] == [cell["since"]["by"] or "" for cell in cells]
    assert [int(row["trials"]) for row in rows] == [len(cell["asked_by"]["trials"]) for cell in cells]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_shown_and_not_run(begin: str) -> None:
    (line,) = list(csv.reader(io.StringIO(csv_cells.table(["a"], [[f"{begin}1+1"]]))))[1:]
    assert line[0].startswith("'")


def test_a_cell_that_begins_like_none_stays_as_it_is() -> None:
    assert csv_cells.safe("KRAS G12C + EGFR") == "KRAS G12C + EGFR"


def test_counts_of_a_nation_are_those_of_its_cells(matrix: MatrixView) -> None:
    counts = {each["nation"]: each["counts"] for each in json.loads(matrix_data.as_json(matrix))["nations"]}
    cells = Counter((cell.nation.value, cell.judgement.coverage.value) for row in matrix.rows for cell in row.cells)
    assert {
        (nation, word): count for nation, words in counts.items() for word, count in words.items() if count
    } == cells
    assert all(sum(words.values()) == len(matrix.rows) for words in counts.values())


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_pages_keep_within_their_width_and_name_every_nation(
    matrix: MatrixView, medicine: MedicineView, width: int
) -> None:
    for text in (_matrix(matrix, width), _text(lambda console: medicine_page.medicine(console, medicine), width)):
        assert max(len(line.rstrip()) for line in text.splitlines()) <= width
        assert all(nation.display in " ".join(text.split()) for nation in Nation)


@pytest.mark.parametrize("width", [60, 120])
def test_every_biomarker_of_the_matrix_stands_in_its_text(matrix: MatrixView, width: int) -> None:
    text = "".join(_matrix(matrix, width).split())
    missing = [
        row.need.biomarker.label for row in matrix.rows if "".join(row.need.biomarker.label.split()) not in text
    ]
    assert width == 120 or missing == []


def test_the_words_carry_a_sign_without_colour(matrix: MatrixView) -> None:
    text = _matrix(matrix, 120)
    assert "\x1b" not in text
    assert all(words in text for words in ("+ covered", "~ partly", "- not covered", "? cannot tell", "o outside"))


@pytest.mark.parametrize(
    ("found", "coverage", "words"),
    [
        (Since(by=date(2020, 11, 30), by_printed="2020-11"), Coverage.COVERED, "since 2020-11 or earlier"),
        (Since(by=date(2020, 11, 30), by_printed="2020-11"), Coverage.NOT_COVERED, "at least since 2020-11"),
        (
            Since(by=date(2020, 11, 30), by_printed="2020-11"),
            Coverage.PARTLY,
            "at least in part since 2020-11 or earlier",
        ),
        (
            Since(date(2021, 10, 1), date(2026, 7, 16), "2021-10", "2026-07-16", Coverage.PARTLY),
            Coverage.COVERED,
            "since after 2021-10 (partly covered then) and by 2026-07-16",
        ),
        (
            Since(by=date(2026, 7, 16), by_printed="2026-07-16", doubt="2021-10"),
            Coverage.COVERED,
            "since 2026-07-16 or earlier (not to be told in 2021-10)",
        ),
        (Since(reason="unknown"), Coverage.CANNOT_TELL, ""),
    ],
)
def test_since_when_is_said_as_far_as_it_is_known(found: Since, coverage: Coverage, words: str) -> None:
    assert since.in_full(found, coverage) == words
