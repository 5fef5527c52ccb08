"""``trialign.yaml``: which data, rules and exceptions a user's runs read, and how they rank the rules.

Knows the file and its form; whether the rules that it names exist is asked by ``rulebook.settings``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trialign.errors import InputProblems, Problem, SettingsProblems
from trialign.load import fields
from trialign.model.rule import Severity
from trialign.read.document import Document, read_document
from trialign.validate import schema

FILE = "trialign.yaml"


@dataclass(frozen=True, slots=True)
class Settings:
    """A user's settings.

    Attributes:
        document: The file, for the places of problems.
        severity: By rule id, the severity in place of the rule's own.
        disabled: Ids of rules that are not reported.
        required: Ids of rules that a gate requires to have a subject.
    """

    document: Document
    data: Path | None
    rules: tuple[Path, ...]
    exceptions: Path | None
    severity: Mapping[str, Severity]
    disabled: tuple[str, ...]
    required: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return how the file was named."""
        return self.document.name


def load_settings(asked: Path | None, schemas: Path) -> Settings | None:
    """Return the settings of a file, or of ``trialign.yaml`` in the working directory; None where there is none.

    Args:
        asked: The file that was named.
        schemas: The folder of JSON Schemas.

    Raises:
        SettingsProblems: Every problem of the file.
    """
    path = asked or Path(FILE)
    if asked is None and not path.is_file():
        return None
    try:
        document = read_document(path, path.as_posix())
    except InputProblems as error:
        raise SettingsProblems(error.problems) from error
    problems = schema.document_problems(document, schemas / "trialign.schema.json")
    if problems:
        raise SettingsProblems(problems)
    found = _settings(document, path.parent)
    problems = _lost(found)
    if problems:
        raise SettingsProblems(problems)
    return found


def _settings(document: Document, folder: Path) -> Settings:
    value = fields.mapping(document.value)

    def path(name: str) -> Path | None:
        return folder / fields.text(value, name) if name in value else None

    return Settings(
        document,
        path("data"),
        tuple(folder / each for each in fields.texts(value, "rules")),
        path("exceptions"),
        {rule: Severity(str(word)) for rule, word in fields.mapping(value.get("severity")).items()},
        fields.texts(value, "disable"),
        fields.texts(fields.mapping(value.get("gate")), "required"),
    )


def _lost(settings: Settings) -> list[Problem]:
    """Return a problem for each folder and file that is not there."""
    at, mend = settings.document.at, "check the path; it is read from the folder of the settings"
    problems = [
        Problem(at("rules", number), f"{folder.as_posix()} is no folder", mend)
        for number, folder in enumerate(settings.rules)
        if not folder.is_dir()
    ]
    problems += [
        Problem(at("rules", number), f"{folder.as_posix()} holds no rule", "put rules into a folder of their family")
        for number, folder in enumerate(settings.rules)
        if folder.is_dir() and not any(folder.glob("*/*.yaml"))
    ]
    if settings.data is not None and not settings.data.is_dir():
        problems.append(Problem(at("data"), f"{settings.data.as_posix()} is no folder", mend))
    if settings.exceptions is not None and not settings.exceptions.is_file():
        problems.append(Problem(at("exceptions"), f"{settings.exceptions.as_posix()} is no file", mend))
    return problems
