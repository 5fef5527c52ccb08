"""Everything that one run judges: directories, decisions and trials as of a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.load.decisions import Decisions, load_decisions
from trialign.load.directories import load_directory
from trialign.load.trials import Trials, load_trials
from trialign.model.directory import Directory, Nation
from trialign.nomenclature import vocabulary as vocabularies
from trialign.nomenclature.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class World:
    """What was loaded, as of a date; a nation without a directory is absent, not empty."""

    as_of: date
    vocabulary: Vocabulary
    directories: tuple[Directory, ...]
    decisions: Decisions | None
    trials: Trials | None

    def directory(self, nation: Nation) -> Directory | None:
        """Return a nation's directory, None where none was loaded."""
        return next((each for each in self.directories if each.nation is nation), None)


def load_world(root: Path, as_of: date) -> World:
    """Read a data root.

    Args:
        root: A folder laid out like the bundled ``directories/``.
        as_of: The day that is judged.

    Raises:
        InputProblems: Every problem of every file, at once.
    """
    problems: list[Problem] = []
    vocabulary = vocabularies.load(root)
    found = [load_directory(root, nation, as_of, vocabulary, problems) for nation in Nation]
    directories = tuple(directory for directory in found if directory is not None)
    decisions = load_decisions(root, vocabulary, problems)
    trials = load_trials(root, vocabulary, problems)
    if not directories and not problems:
        what = "is an empty directory: it holds no nation's folder with a directory.yaml"
        mend = "lay it out like the bundled directories/, see CONTRIBUTING.md"
        problems.append(Problem(Location(str(root)), what, mend))
    if problems:
        raise InputProblems(problems)
    return World(as_of, vocabulary, directories, decisions, trials)
