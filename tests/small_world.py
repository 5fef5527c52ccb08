"""A world of a few records on lung cancer, by hand, and a check of it; what tests of pictures reason about.

England lists KRAS from 1 October 2021 and EGFR from 1 October 2022 on; Scotland is known to offer EGFR, undated; of
Wales and Northern Ireland nothing is held.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.features import own_data

from trialign import pipeline
from trialign.inference.evaluate import EngineName

AS_OF = date(2026, 11, 22)
_KRAS = {"code": "M4.1", "test": "KRAS hotspot", "cancers": "NSCLC"}
_EGFR = {"code": "M4.2", "test": "EGFR hotspot", "cancers": "NSCLC"}
_LUNG = {"cancers": "NSCLC", "age": "adult", "line": "1L", "setting": "advanced", "outcome": "recommended"}
DECISIONS = (
    {"body": "MHRA", "ref": "a licence", "medicine": "osimertinib", "biomarkers": "EGFR L858R", **_LUNG,
     "outcome": "licensed", "date": "2021-05-04"},
    {"body": "NICE", "ref": "TA1", "medicine": "osimertinib", "biomarkers": "EGFR L858R", **_LUNG, "date": "2021-12"},
    {"body": "NICE", "ref": "TA2", "medicine": "selpercatinib", "biomarkers": "RET fusion", **_LUNG,
     "date": "2023-02-01"},
    {"body": "NICE", "ref": "TA3", "medicine": "sotorasib", "biomarkers": "KRAS G12C", **_LUNG, "date": ""},
    {"body": "SMC", "ref": "SMC4", "medicine": "osimertinib + a partner", "biomarkers": "EGFR L858R", **_LUNG,
     "date": "2022-02-07"},
    {"body": "NICE", "ref": "TA5", "medicine": "pralsetinib", "biomarkers": "RET fusion", **_LUNG,
     "outcome": "not-recommended", "date": "2022-08-03"},
)  # fmt: skip


def write(root: Path, decisions: tuple[dict[str, str], ...] = DECISIONS) -> None:
    """Write the world below a folder."""
    own_data.write_tests(root, {"2021-10-01": [_KRAS], "2022-10-01": [_KRAS, _EGFR]})
    own_data.write_statements(
        root, "scotland", [{"cancers": "NSCLC", "biomarkers": "EGFR small variant", "availability": "offered"}]
    )
    own_data.write_decisions(root, decisions)
    own_data.write_trials(root, [{"biomarkers": "BRAF V600E", "cancer": "NSCLC"}])


def checked(root: Path) -> pipeline.Run:
    """Return a finished check of a world."""
    return pipeline.check(pipeline.Sources(root, alone=True), AS_OF, EngineName.SQL, False, lambda _: None)
