"""What goes wrong, and where: problems are values, exceptions carry all of them at once.

Knows nothing of directories or rules. A *problem* is bad input (someone mends a file); a *finding* is a
misalignment (someone mends a service) and lives in ``model``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_LONGEST = 500


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in an input file; line counts from 1, 0 means the file as a whole."""

    path: str
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        """Return ``path:line`` in the form that editors open."""
        return f"{self.path}:{self.line}" if self.line else self.path


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One defect of an input: where, what, and how to mend it."""

    where: Location
    what: str
    mend: str = ""

    def __str__(self) -> str:
        """Return one line: where, what, how to mend."""
        field = f" [{self.where.field}]" if self.where.field else ""
        text = f"{self.where}:{field} {_cut(self.what)}" + (f"; {_cut(self.mend)}" if self.mend else "")
        return " ".join(text.splitlines())


class TrialignError(Exception):
    """Base of every exception that trialign raises itself; ``exit_status`` is what the command ends with."""

    exit_status = 2


class UsageError(TrialignError):
    """The command, the configuration or a rule is wrong (exit status 2)."""


_CELL = re.compile(r"(?P<sheet>.*!)?(?P<column>[A-Z]{1,3})(?P<row>[0-9]+)")


def _place(problem: Problem) -> tuple[str, int, str, int, int, str, Problem]:
    """Return what problems are sorted by: file, line, sheet, row and column of a cell, and the rest."""
    where = problem.where
    cell = _CELL.fullmatch(where.field)
    if cell is None:
        return where.path, where.line, where.field, 0, 0, "", problem
    column = cell["column"]
    return where.path, where.line, cell["sheet"] or "", int(cell["row"]), len(column), column, problem


class ProblemsError(TrialignError):
    """Carries every problem found, sorted by place; ``outcome`` is what became of the command."""

    outcome = "nothing was judged"

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems once each, in order of file and line."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems), key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RuleProblems(ProblemsError):
    """The rulebook cannot be used (exit status 2)."""

    exit_status = 2


class SettingsProblems(ProblemsError):
    """The user's settings cannot be used (exit status 2)."""

    exit_status = 2


class InputProblems(ProblemsError):
    """Directories, decisions or trials are unreadable or invalid (exit status 3)."""

    exit_status = 3


class NotEvaluated(TrialignError):
    """No judgement was possible: a source is missing, or the executors disagree (exit status 4)."""

    exit_status = 4


class EmptyRulebook(NotEvaluated):
    """The rulebook holds no rule, so everything would look clean."""


class Disagreement(NotEvaluated):
    """The executors do not agree, so neither is believed."""


class EngineFailure(RuntimeError):
    """An executor failed in a way of its own; nothing of what it found is used."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest known words, or an empty string.

    Args:
        word: What was given.
        known: Everything that would have been right.
    """
    by_fold = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(word.casefold(), by_fold, n=3, cutoff=0.6)
    if not near:
        return ""
    return "did you mean " + " or ".join(f"'{by_fold[fold]}'" for fold in near) + "?"


def visible(text: str) -> str:
    """Return text without control characters, so that nothing that was read can steer a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in text)
