"""The matrix as JSON (``schemas/matrix.schema.json``) and as CSV, one row per cell."""

from __future__ import annotations

import json
from collections.abc import Iterator

from trialign.coverage.history import Since
from trialign.model.coverage import Coverage
from trialign.report import csv_cells
from trialign.report.json import Json, ids
from trialign.report.looks import Asking, Cell, MatrixRow, MatrixView

_HEADER = (
    "nation", "biomarker", "biomarker_id", "cancer_code", "cancer_name", "age", "coverage", "reason", "tests",
    "since_from", "since_by", "decisions", "trials",
)  # fmt: skip


def as_json(view: MatrixView) -> str:
    """Return the matrix as JSON text."""
    return as_text(
        {
            "as_of": view.as_of.isoformat(),
            "needed_by": view.needed_by or None,
            "nations": [
                {
                    "nation": nation.value,
                    "searched": list(view.searched.get(nation.value, ())),
                    "counts": {word.value: view.counts(nation).get(word, 0) for word in Coverage},
                }
                for nation in view.nations
            ],
            "rows": [_row(row) for row in view.rows],
        }
    )


def as_text(value: Json) -> str:
    """Return a value as JSON text, as every command writes it."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _row(row: MatrixRow) -> Json:
    return {
        "biomarker": row.need.biomarker.label,
        "biomarker_id": row.need.biomarker.id,
        "biomarker_ids": ids(row.need.biomarker),
        "cancer": {"code": " | ".join(row.need.cancers), "name": row.cancer_name},
        "age": row.need.age or None,
        "asked_by": asking(row.asking),
        "nations_differ": row.differ,
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: Cell) -> Json:
    found = cell.judgement
    return {
        "nation": cell.nation.value,
        "coverage": found.coverage.value,
        "reason": found.reason,
        "by_names": found.by_names,
        "tests": list(cell.tests),
        "since": since(cell.since),
        "asked_by": asking(cell.asking),
    }


def asking(found: Asking) -> Json:
    """Return who asks."""
    return {"decisions": list(found.decisions), "trials": list(found.trials)}


def since(found: Since) -> Json:
    """Return since when an answer holds."""
    return {
        "from": found.after.isoformat() if found.after else None,
        "by": found.by.isoformat() if found.by else None,
        "before": found.before.value if found.before else None,
        "left_open_in": found.doubt or None,
        "not_held_since": list(found.between),
        "reason": found.reason or None,
    }


def as_csv(view: MatrixView) -> str:
    """Return the matrix as CSV text, one row per cell; decisions and trials are those of that nation, counted."""
    return csv_cells.table(_HEADER, (cells for row in view.rows for cells in _lines(row)))


def _lines(row: MatrixRow) -> Iterator[tuple[str, ...]]:
    need = row.need
    for cell in row.cells:
        when = cell.since
        yield (
            cell.nation.value, need.biomarker.label, need.biomarker.id, " | ".join(need.cancers), row.cancer_name,
            need.age, cell.judgement.coverage.value, cell.judgement.reason, " | ".join(cell.tests),
            str(when.after or ""), str(when.by or ""),
            str(len(cell.asking.decisions)), str(len(cell.asking.trials)),
        )  # fmt: skip
