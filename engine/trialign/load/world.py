"""Everything that one run judges: directories, decisions and trials as of a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem
from trialign.load.decisions import Decisions, load_decisions
from trialign.load.directories import load_directory
from trialign.load.exceptions import Acceptance, load_exceptions
from trialign.load.layers import Layers
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
    exceptions: tuple[Acceptance, ...] = ()

    def directory(self, nation: Nation) -> Directory | None:
        """Return a nation's directory, None where none was loaded."""
        return next((each for each in self.directories if each.nation is nation), None)


def load_world(root: Path, as_of: date, bundled: Path | None = None) -> World:
    """Read a data root.

    Args:
        root: A folder laid out like the bundled ``directories/``.
        as_of: The day that is judged.
        bundled: Supplies what the root does not have: vocabulary, schemas, nations, decisions and trials.

    Raises:
        InputProblems: Every problem of every file, at once.
    """
    layers = Layers(root, bundled or root)
    _check_root(root)
    problems: list[Problem] = []
    vocabulary = vocabularies.load(layers.of("vocabulary"))
    found = [load_directory(layers, nation, as_of, vocabulary, problems) for nation in Nation]
    directories = tuple(directory for directory in found if directory is not None)
    decisions = load_decisions(layers, vocabulary, problems)
    trials = load_trials(layers, vocabulary, problems)
    exceptions = load_exceptions(layers, problems)
    if problems:
        raise InputProblems(problems)
    return World(as_of, vocabulary, directories, decisions, trials, exceptions)


def _check_root(root: Path) -> None:
    """Refuse a root that is missing or holds nothing that could be read: it would look like the bundled data."""
    where, mend = Location(str(root)), "lay it out like the bundled directories/, see CONTRIBUTING.md"
    if not root.is_dir():
        raise InputProblems([Problem(where, "is no directory", "check the path")])
    known = {nation.value for nation in Nation} | {"decisions", "trials", "vocabulary", "exceptions.csv"}
    names = {path.name for path in root.iterdir()}
    if not names & known:
        what = "is an empty directory: it holds no nation, no decisions and no trials"
        raise InputProblems([Problem(where, what, mend)])
