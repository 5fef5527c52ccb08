"""Trials to facts: one per way in, conjunct, biomarker, cancer and nation."""

from __future__ import annotations

from datetime import date

from trialign.facts.needs import Needs
from trialign.facts.registry import is_current, last_day, percent, site
from trialign.facts.tables import Facts
from trialign.load.trials import Trials
from trialign.model.dates import day_number
from trialign.model.directory import Nation
from trialign.model.trial import Arm, Trial

_LOCAL = {True: "required", False: "not required", None: "not stated"}


def add_trials(facts: Facts, trials: Trials, needs: Needs, as_of: date) -> None:
    """Add the ``trial`` facts of a set; a status older than the set's limit is not current."""
    for trial in trials.all:
        current = is_current(trials, trial, as_of)
        for nation in trial.reaches:
            for number, arm in enumerate(trial.arms):
                _add(facts, trial, nation, number, arm, needs, current)


def _add(facts: Facts, trial: Trial, nation: Nation, number: int, arm: Arm, needs: Needs, current: bool) -> None:
    for requirement in arm.requirements:
        for cancer in arm.cancers or ("ANY",):
            facts.add(
                "trial",
                {
                    **needs.fields(requirement.biomarker, cancer, arm.age, requirement.absent),
                    "record": trial.id,
                    "nation": nation.value,
                    "nation_name": nation.display,
                    "title": trial.title,
                    "registry": trial.registry,
                    "status": trial.status,
                    "phase": trial.phase,
                    "open": trial.open,
                    "current": current,
                    "captured": day_number(trial.captured),
                    "captured_text": trial.captured.isoformat(),
                    "arm": number,
                    "conjunct": requirement.conjunct,
                    "local_testing": _LOCAL[trial.local_testing],
                    "site": site(trial),
                    "updated": last_day(trial.updated),
                    "started": last_day(trial.started),
                    "primary_completion": last_day(trial.primary_completion),
                    "reviewed": trial.reviewed,
                    "confidence": percent(requirement.confidence),
                    "if_known": requirement.if_known,
                    "since": day_number(trial.captured),
                    "since_exact": False,
                },
                f"{trial.id} {trial.title}: {trial.status} on {trial.captured} ({site(trial)})",
                trial.source,
            )
