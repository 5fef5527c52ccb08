"""What a trial file says beside its criteria is read as it stands; what it does not say stays unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from trialign import resources
from trialign.facts.build import build
from trialign.load.world import World, load_world
from trialign.model.directory import Nation
from trialign.model.trial import NotedRole, Trial, is_open

SETTINGS = """\
publisher: A registry
source_url: https://example.org/
captured_from: 2026-01-05
captured_to: 2026-01-05
max_age_days: 365
complete: false
unknown: []
"""
HEAD = """\
nct_id: NCT00000001
registry: A registry
short_title: A trial
status: Recruiting
captured: 2026-01-05
source_url: https://example.org/
nations: []
local_testing: null
"""
FULL = """\
reviewed: true
updated: 2025-11-03
started: 2024-05
primary_completion: 2028
other_records:
  - id: ISRCTN12345678
    registry: ISRCTN
    status: No longer recruiting
    captured: 2026-01-04
    source_url: https://example.org/b
  - id: 2023-508143-51-00
    registry: CTIS
    status: Ongoing, recruiting
    phase: Phase II
    started: 2024-06
    captured: 2026-01-03
    source_url: https://example.org/a
confirmed: {by: a reader, on: 2026-01-06}
extraction:
  confidence: 0.93
  text_sha256: abababababababababababababababababababababababababababababababab
noted:
  - {biomarker: PD-L1 expression, role: either, confidence: 0.5, span: [3, 8]}
treatment_list:
  step:
    - match:
        - and:
            - genomic: {biomarker: RET fusion, confidence: 1, span: [10, 20]}
            - genomic: {biomarker: "!EGFR alteration", if_known: true}
"""
SAME_ID = """\
reviewed: true
other_records:
  - id: NCT00000001
    registry: NCI CTS
    status: Active
    captured: 2026-01-04
    source_url: https://example.org/
treatment_list:
  step:
    - match:
        - genomic: {biomarker: RET fusion}
"""
UNNAMED = """\
reviewed: false
names_no_biomarker: true
treatment_list:
  step:
    - match: []
"""


def _world(folder: Path, text: str) -> World:
    trials = folder / "trials"
    trials.mkdir()
    (trials / "trials.yaml").write_text(SETTINGS, encoding="utf-8")
    (trials / "NCT00000001.yaml").write_text(text, encoding="utf-8")
    return load_world(folder, date(2026, 11, 22), resources.directories(), True)


def _trial(folder: Path, text: str) -> Trial:
    found = _world(folder, HEAD + text).trials
    assert found is not None
    (trial,) = found.all
    return trial


@pytest.mark.parametrize(
    ("countries", "nations", "asked"),
    [
        ("", "[]", set(Nation)),
        ("[France, United Kingdom]", "[]", set(Nation)),
        ("[France, United Kingdom]", "[wales]", {"wales"}),
        ("[France, United States]", "[]", set()),
    ],
)
def test_a_trial_asks_a_test_of_no_nation_when_it_is_abroad(
    countries: str, nations: str, asked: set[str], tmp_path: Path
) -> None:
    head = HEAD.replace("nations: []", f"nations: {nations}") + (f"countries: {countries}\n" if countries else "")
    facts = build(_world(tmp_path, head + SAME_ID))
    assert {row["nation"] for row in facts.rows["trial"]} == asked
    assert len(facts.rows["registry_record"]) == 1


def test_dates_keep_what_was_printed(tmp_path: Path) -> None:
    trial = _trial(tmp_path, FULL)
    assert [str(trial.updated), str(trial.started), str(trial.primary_completion)] == [
        "2025-11-03",
        "2024-05",
        "2028",
    ]
    assert trial.primary_completion is not None
    assert trial.primary_completion.last == date(2028, 12, 31)


def test_records_of_other_registries_are_sorted_and_have_a_line_of_their_own(tmp_path: Path) -> None:
    ctis, isrctn = _trial(tmp_path, FULL).others
    assert (ctis.id, ctis.phase, str(ctis.started), ctis.updated) == (
        "2023-508143-51-00",
        "Phase II",
        "2024-06",
        None,
    )
    assert (isrctn.registry, isrctn.status, isrctn.phase) == ("ISRCTN", "No longer recruiting", "")
    assert ctis.source.where.line > isrctn.source.where.line > 1


def test_another_registry_may_give_a_record_the_id_of_the_trial(tmp_path: Path) -> None:
    (other,) = _trial(tmp_path, SAME_ID).others
    assert (other.id, other.registry) == ("NCT00000001", "NCI CTS")


def test_criteria_say_how_sure_they_are_and_where_they_stand(tmp_path: Path) -> None:
    (arm,) = _trial(tmp_path, FULL).arms
    fusion, excluded = arm.requirements
    assert (fusion.confidence, fusion.span, fusion.if_known, fusion.conjunct) == (1.0, (10, 20), False, 0)
    assert (excluded.absent, excluded.if_known, excluded.confidence, excluded.conjunct) == (True, True, None, 1)


def test_noted_biomarkers_are_no_criteria(tmp_path: Path) -> None:
    (noted,) = _trial(tmp_path, FULL).noted
    assert (noted.biomarker.label, noted.role) == ("PD-L1 expression", NotedRole.EITHER)
    assert (noted.confidence, noted.span) == (0.5, (3, 8))


def test_reading_and_confirmation_are_kept(tmp_path: Path) -> None:
    trial = _trial(tmp_path, FULL)
    assert trial.extraction is not None
    assert trial.extraction.confidence == 0.93
    assert trial.confirmed is not None
    assert (trial.confirmed.by, str(trial.confirmed.on)) == ("a reader", "2026-01-06")


def test_a_record_that_names_no_biomarker_has_no_way_in(tmp_path: Path) -> None:
    trial = _trial(tmp_path, UNNAMED)
    assert (trial.arms, trial.names_no_biomarker, trial.reviewed) == ((), True, False)
    assert (trial.updated, trial.others, trial.noted, trial.extraction) == (None, (), (), None)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("RECRUITING", True),
        ("Not yet recruiting", True),
        ("ENROLLING_BY_INVITATION", True),
        ("Ongoing, recruiting", True),
        ("Active", True),
        ("Active, not recruiting", False),
        ("Ongoing, recruitment ended", False),
        ("No longer recruiting", False),
        ("Suspended", False),
        ("Ongoing", None),
        ("Unknown status", None),
    ],
)
def test_a_status_is_open_or_closed_or_does_not_say(status: str, expected: bool | None) -> None:
    assert is_open(status) is expected


def test_the_bundled_trials_hold_what_their_registry_publishes(world: World) -> None:
    assert world.trials is not None
    trials = world.trials.all
    assert sum(trial.updated is not None for trial in trials) == 13
    assert sum(trial.primary_completion is not None for trial in trials) == 13
    assert all(trial.started is not None for trial in trials)
    assert sum(len(trial.noted) for trial in trials) == 24
    excluded = {
        (trial.id, need.biomarker.id)
        for trial in trials
        for arm in trial.arms
        for need in arm.requirements
        if need.if_known
    }
    assert len(excluded) == 54
