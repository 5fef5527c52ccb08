"""What cannot be read in a later row is said in its change, and what may hide there is no move."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.diff.conftest import NAMES

from trialign import maintenance, pipeline
from trialign.diff.changes import Change, Confidence, Kind
from trialign.diff.releases import compare
from trialign.diff_sides import Reader
from trialign.model.rule import Severity
from trialign.ontology import Ontology

_V16 = Path(__file__).resolve().parents[2] / "directories/england/cancer-non-cns/2026-07-16.csv"
_M44 = "M4,Non-Small Cell Lung Cancer,M4.4,EGFR hotspot tumour"


def _changes(shelf: maintenance.Shelf, folder: Path, row: str) -> dict[str, Change]:
    """Return the changes of a draft in which M4.4 is printed so, by their later code."""
    text = _V16.read_text(encoding="utf-8")
    assert _M44 in text
    draft = folder / "draft.csv"
    draft.write_text(text.replace(_M44, row), encoding="utf-8")
    before, after = Reader(pipeline.Sources(), shelf, "").sides((NAMES["v16"], str(draft)))
    found = compare(before.tests, after.tests, (), shelf.vocabulary, Ontology(shelf.vocabulary))
    return {code: change for change in found.changes for code in change.after}


def test_a_target_in_misspelt_text_is_unsure_and_not_moved(shelf: maintenance.Shelf, tmp_path: Path) -> None:
    change = _changes(shelf, tmp_path, _M44.replace("EGFR", "EGFRR"))["M4.4"]
    assert (change.kind, change.severity, change.after) == (Kind.UNCLEAR, Severity.WARNING, ("M4.4",))
    assert (change.unsure, change.lost) == (("EGFR small variant",), ())
    assert "'EGFRR' could not be read (did you mean EGFR?)" in change.witness


def test_an_added_row_that_cannot_be_read_is_a_warning(shelf: maintenance.Shelf, tmp_path: Path) -> None:
    change = _changes(shelf, tmp_path, f"{_M44}\nM1,Colorectal Carcinoma,M1.99,KRASS hotspot")["M1.99"]
    assert (change.kind, change.severity, change.confidence) == (Kind.ADDED, Severity.WARNING, Confidence.LOW)
    assert "'KRASS' could not be read (did you mean KRAS?)" in change.witness


def test_a_row_that_reports_more_says_what_of_it_cannot_be_read(shelf: maintenance.Shelf, tmp_path: Path) -> None:
    row = _M44.replace("EGFR hotspot tumour", '"Multi-target NGS panel - small variant (EGFR, RET, BRAFF)"')
    change = _changes(shelf, tmp_path, row)["M4.4"]
    assert (change.kind, change.severity) == (Kind.WIDENED, Severity.WARNING)
    assert change.witness.endswith("'BRAFF' could not be read (did you mean BRAF?)")


@pytest.mark.parametrize("row", [_M44, f"{_M44}\nM1,Colorectal Carcinoma,M1.99,KRAS hotspot"])
def test_rows_that_can_be_read_are_as_calm_as_before(shelf: maintenance.Shelf, tmp_path: Path, row: str) -> None:
    assert all(change.severity is Severity.INFO for change in _changes(shelf, tmp_path, row).values())
