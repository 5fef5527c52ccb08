"""What people look at, as plain records that every format shows: the matrix of nations and biomarkers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trialign.coverage.history import Since
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.directory import Nation

_COMPARED = frozenset({Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_COVERED})


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a biomarker: decisions as ``NICE TA653``, trials by their ids; sorted, each once."""

    decisions: tuple[str, ...]
    trials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One nation's answer to one need, since when, and who asks there."""

    judgement: Judgement
    since: Since
    asking: Asking

    @property
    def nation(self) -> Nation:
        """Return the nation that answers."""
        return self.judgement.nation

    @property
    def tests(self) -> tuple[str, ...]:
        """Return the codes of the tests that give the answer, best first; none where it is no (partial) cover."""
        return codes(self.judgement)


def codes(judgement: Judgement) -> tuple[str, ...]:
    """Return the codes of the tests that cover a need, or of those that cover a part of it where none does."""
    if judgement.coverage not in {Coverage.COVERED, Coverage.PARTLY}:
        return ()
    full = [fit.code for fit in judgement.fits if fit.fit is Fit.FULL]
    return tuple(dict.fromkeys(full or [fit.code for fit in judgement.fits if fit.fit is Fit.PART]))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A biomarker in a cancer, with a cell for each nation that was asked for, in their order."""

    need: Need
    cancer_name: str
    asking: Asking
    cells: tuple[Cell, ...]

    @property
    def differ(self) -> bool:
        """Tell whether nations whose answers are known answer differently."""
        return len({cell.judgement.coverage for cell in self.cells} & _COMPARED) > 1

    @property
    def outside(self) -> bool:
        """Tell whether every nation says that pathology or the clinic answers it."""
        return all(cell.judgement.coverage is Coverage.OUTSIDE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The matrix.

    Attributes:
        needed_by: Whose needs make the rows: ``decisions``, ``trials``, ``all``; empty where they were named.
        rows: By name of the cancer, then by biomarker.
        searched: By nation, the releases that were searched.
    """

    as_of: date
    nations: tuple[Nation, ...]
    needed_by: str
    rows: tuple[MatrixRow, ...]
    searched: Mapping[str, tuple[str, ...]]

    def counts(self, nation: Nation) -> Mapping[Coverage, int]:
        """Return how often a nation gives each answer."""
        return Counter(cell.judgement.coverage for row in self.rows for cell in row.cells if cell.nation is nation)
