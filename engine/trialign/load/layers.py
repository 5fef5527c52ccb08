"""Someone's own data over the bundled data: a folder that they bring replaces the bundled folder as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trialign.load.candidates import Candidate
from trialign.model.directory import Nation


@dataclass(frozen=True, slots=True)
class Layers:
    """The data root asked for, and the bundled one beneath it.

    Attributes:
        alone: True where the bundled root supplies nothing but vocabulary and schemas.
        called: What the root is called where it is a copy for the time of the run, as ``main:directories``.
        candidates: Releases that are judged as those in force.
    """

    root: Path
    bundled: Path
    alone: bool = False
    called: str = ""
    candidates: tuple[Candidate, ...] = ()

    def of(self, name: str) -> Path:
        """Return the root that supplies a folder or file: the one asked for where it has it, or stands alone."""
        own = (self.root / name).exists() or (self.alone and name != "vocabulary")
        return self.root if own else self.bundled

    def path(self, name: str) -> Path:
        """Return the path of a folder or file."""
        return self.of(name) / name

    def shown(self, name: str) -> str:
        """Return how problems and evidence call a folder: as bundled, or by the path that was given."""
        if self.of(name) == self.bundled:
            return f"directories/{name}"
        if self.called:
            return f"{self.called}{'' if self.called.endswith(':') else '/'}{name}"
        return (self.root / name).as_posix()

    def candidates_of(self, nation: Nation) -> tuple[Candidate, ...]:
        """Return the candidates of a nation."""
        return tuple(each for each in self.candidates if each.nation is nation)

    def schema(self, name: str) -> Path:
        """Return the path of a JSON Schema; schemas are always the bundled ones."""
        return self.bundled / "schemas" / f"{name}.schema.json"
