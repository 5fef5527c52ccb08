"""Everything that one run judges: directories, decisions and trials as of a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trialign.errors import InputProblems, Location, Problem, did_you_mean
from trialign.load.candidates import Candidate, until
from trialign.load.decisions import Decisions, load_decisions
from trialign.load.directories import load_directory, named_candidates
from trialign.load.editions import Edition, load_editions
from trialign.load.exceptions import Wanted, load_exceptions
from trialign.load.layers import Layers
from trialign.load.pathways import load_pathways
from trialign.load.trials import Trials, load_trials
from trialign.model.acceptance import Acceptance
from trialign.model.directory import Directory, Nation
from trialign.model.pathway import Step
from trialign.nomenclature import vocabulary as vocabularies
from trialign.nomenclature.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class World:
    """What was loaded, as of a date; a nation without a directory is absent, not empty.

    Attributes:
        editions: Reads what else is held of a directory: what it was at earlier times.
        candidates: Releases that are judged as those in force.
    """

    as_of: date
    vocabulary: Vocabulary
    directories: tuple[Directory, ...]
    decisions: Decisions | None
    trials: Trials | None
    exceptions: tuple[Acceptance, ...] = ()
    editions: Callable[[Directory], tuple[Edition, ...]] = lambda _: ()
    pathways: tuple[Step, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def directory(self, nation: Nation) -> Directory | None:
        """Return a nation's directory, None where none was loaded."""
        return next((each for each in self.directories if each.nation is nation), None)


def load_world(
    root: Path,
    as_of: date,
    bundled: Path | None = None,
    alone: bool = False,
    accepted: Wanted | None = None,
    asked: Sequence[str] = (),
) -> World:
    """Read a data root.

    Args:
        root: A folder laid out like the bundled ``directories/``.
        as_of: The day that is judged.
        bundled: Supplies what the root does not have: vocabulary, schemas, nations, decisions and trials.
        alone: Take only vocabulary and schemas from the bundled root.
        accepted: What is asked of exceptions; by default those of the data root, whatever rule they name.
        asked: Releases to judge as those in force: ``england/cancer@2021-10``, ``england/cancer=draft.csv``.

    Raises:
        UsageError: One of these names nothing that there is.
        InputProblems: Every problem of every file, at once.
    """
    check_root(root)
    layers = Layers(root, bundled or root, alone)
    layers = replace(layers, candidates=named_candidates(layers, asked, as_of))
    problems: list[Problem] = []
    vocabulary = vocabularies.load(layers.of("vocabulary"), layers.shown("vocabulary"))
    found = [load_directory(layers, nation, as_of, vocabulary, problems) for nation in Nation]
    directories = tuple(directory for directory in found if directory is not None)
    decisions = load_decisions(layers, vocabulary, problems)
    trials = load_trials(layers, vocabulary, problems)
    pathways = load_pathways(layers, vocabulary, problems)
    exceptions = load_exceptions(layers, problems, accepted)
    if problems:
        raise InputProblems(problems)

    def editions(directory: Directory) -> tuple[Edition, ...]:
        return load_editions(layers, directory, until(directory, layers.candidates, as_of), vocabulary)

    return World(as_of, vocabulary, directories, decisions, trials, exceptions, editions, pathways, layers.candidates)


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


_DRAFT = (
    "check the path; for a draft of a book ask 'trialign diff england/cancer draft.csv' or "
    "'trialign gate --release england/cancer=draft.csv'"
)


def check_root(root: Path, called: str = "") -> None:
    """Refuse a root that is missing or holds nothing that could be read: it would look like the bundled data.

    Args:
        root: The root.
        called: How problems call it, where it is a copy.

    Raises:
        InputProblems: What is wrong with the root.
    """
    shown = Path(called) if called else root
    where, mend = Location(str(shown)), "lay it out like the bundled directories/, see CONTRIBUTING.md"
    if not _is_dir(root):
        mend = _DRAFT if root.suffix.casefold() == ".csv" and root.is_file() else "check the path"
        raise InputProblems([Problem(where, "is no directory", mend)])
    known = {nation.value for nation in Nation} | {"decisions", "trials", "pathways", "vocabulary", "exceptions.csv"}
    try:
        names = {path.name for path in root.iterdir() if path.is_dir() or path.name in known}
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise InputProblems([Problem(where, what, "check its permissions")]) from error
    misplaced = [
        Problem(Location(str(shown / name)), f"is no {kind}", f"put a {kind} there, or remove it")
        for name in sorted(names & known)
        for kind in ["file" if name.endswith(".csv") else "folder"]
        if (root / name).is_dir() is (kind == "file")
    ]
    if misplaced:
        raise InputProblems(misplaced)
    misspelt = {name: near for name in sorted(names - known) if (near := did_you_mean(name, known - names))}
    if misspelt:
        raise InputProblems(
            [Problem(where, f"the folder '{name}' is none that is read", near) for name, near in misspelt.items()]
        )
    foreign = sorted(name for name in names - known if (root / name / "directory.yaml").is_file())
    if foreign:
        mend = f"name it as one of {', '.join(Nation)}, or remove it"
        raise InputProblems(
            [
                Problem(Location(str(shown / name)), "holds a directory of no nation that is read", mend)
                for name in foreign
            ]
        )
    if not names & known:
        what = "holds no nation, no decisions and no trials" if names else "is an empty directory"
        raise InputProblems([Problem(where, what, mend)])
