"""Steps of pathways to facts: one per nation, cancer and biomarker."""

from __future__ import annotations

from collections.abc import Iterable

from trialign.facts.needs import Needs
from trialign.facts.tables import Facts
from trialign.model.directory import Nation
from trialign.model.pathway import Step


def add_steps(facts: Facts, steps: Iterable[Step], needs: Needs) -> None:
    """Add the ``step`` facts of pathways."""
    for step in steps:
        for nation in step.nations:
            _add(facts, step, nation, needs)


def _add(facts: Facts, step: Step, nation: Nation, needs: Needs) -> None:
    for requirement in step.requirements:
        for cancer in step.cancers:
            genes = requirement.biomarker.genes
            values = {
                **needs.fields(requirement.biomarker, cancer, "", requirement.absent),
                "nation": nation.value,
                "nation_name": nation.display,
                "pathway": step.pathway,
                "number": step.number,
                "name": step.name,
                "conjunct": requirement.conjunct,
                "condition": step.condition,
                "medicine": step.medicine,
                "sample": step.sample,
                "guidance": step.guidance,
                "symbol": genes[0].symbol if genes else None,
            }
            before = f" before {step.medicine}" if step.medicine else ""
            words = f"{step.guidance}: {step.name}{before} ({requirement.biomarker.label})"
            facts.add("step", values, words, step.source)
