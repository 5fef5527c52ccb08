"""Use case of ``validate``: every problem of everything that is read, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trialign import resources
from trialign.errors import InputProblems, ProblemsError, RuleProblems, SettingsProblems
from trialign.load.world import World
from trialign.model.rule import Rule
from trialign.nomenclature import vocabulary as vocabularies
from trialign.ontology import ontology_of
from trialign.pipeline import Sources, load, rulebook
from trialign.rulebook.complete import missing_examples
from trialign.rulebook.examples import example_facts


@dataclass(frozen=True, slots=True)
class Validation:
    """The result of ``trialign validate``: what was read, and every problem."""

    read: tuple[str, ...]
    problems: ProblemsError | None


def validate(sources: Sources, as_of: date) -> Validation:
    """Read everything and return every problem of directories, decisions, trials and rules together."""
    read: list[str] = []
    problems: list[ProblemsError] = []
    try:
        rules = rulebook(sources, as_of)
        read.append(f"{len(rules)} rules")
        problems += _example_problems(rules)
    except (RuleProblems, SettingsProblems) as error:
        problems.append(error)
    try:
        world = load(sources, as_of)
        ontology_of(world.vocabulary)
        read += _counted(world)
    except InputProblems as error:
        problems.append(error)
    if not problems:
        return Validation(tuple(read), None)
    every = [problem for error in problems for problem in error.problems]
    kind = InputProblems if any(isinstance(error, InputProblems) for error in problems) else RuleProblems
    return Validation(tuple(read), kind(every))


def _example_problems(rules: Sequence[Rule]) -> list[ProblemsError]:
    """Return the problems of examples that are missing, name unknown genes or nations, or lack what they need."""
    vocabulary = vocabularies.load(resources.directories())
    missing = [problem for rule in rules for problem in missing_examples(rule)]
    found: list[ProblemsError] = [RuleProblems(missing)] if missing else []
    for rule in rules:
        for example in rule.examples:
            try:
                example_facts(example, vocabulary)
            except RuleProblems as error:
                found.append(error)
    return found


def _counted(world: World) -> list[str]:
    counts = [f"{len(each.tests)} tests of {each.nation.display}" for each in world.directories]
    if world.decisions:
        counts.append(f"{len(world.decisions.all)} decisions")
    if world.trials:
        counts.append(f"{len(world.trials.all)} trials")
    return counts
