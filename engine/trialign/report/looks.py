"""What people look at, as plain records that every format shows: the matrix, and the page of a medicine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trialign.coverage.history import Since
from trialign.coverage.links import Link, first_broken
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.decision import Decision, TestLink
from trialign.model.directory import Nation
from trialign.model.finding import Finding
from trialign.model.trial import Trial

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


@dataclass(frozen=True, slots=True)
class Ruling:
    """A licence, decision or form on a medicine, and how it stands on the day.

    Attributes:
        state: ``in_force``, ``doubtful``, ``superseded``, ``not_in_force``, ``draft``.
        note: Why it stands so, or by what it was superseded; empty where it is plainly in force.
        counts_in: Nations in which it counts, with the basis: ``mandate``, ``adopted``, ``presumed``.
        needs: What must be tested, in words.
    """

    decision: Decision
    standing: str
    state: str
    note: str
    counts_in: tuple[tuple[Nation, str], ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One nation's way from licence to test for one need, with the rulings on it that count there."""

    judgement: Judgement
    since: Since
    links: tuple[Link, ...]
    rulings: tuple[Ruling, ...] = ()

    @property
    def broken(self) -> Link | None:
        """Return the first broken link, None where none is known to be broken."""
        return first_broken(self.links)


@dataclass(frozen=True, slots=True)
class TrialAsk:
    """An open trial, with what it asks of a biomarker: ``EGFR L858R``, or ``absence of EGFR L858R``.

    Attributes:
        genomic: False where pathology, tissue typing or the clinic answers it.
    """

    trial: Trial
    wanted: tuple[str, ...]
    genomic: bool


@dataclass(frozen=True, slots=True)
class MedicineNeed:
    """What a medicine needs in one cancer, with each nation's way and the open trials that need the same.

    Attributes:
        wanted: What must be shown, such as ``KRAS wild type``.
        asking: The decisions and licences that need it.
        trials: Open trials that ask for the same biomarker in this cancer or in a kind of it.
    """

    need: Need
    wanted: tuple[str, ...]
    cancer_name: str
    asking: tuple[str, ...]
    ways: tuple[Way, ...]
    trials: tuple[TrialAsk, ...]


@dataclass(frozen=True, slots=True)
class MedicineView:
    """Everything that is held on one medicine.

    Attributes:
        products: Printed names that hold the medicine, the name itself first.
        rulings: In order of date, undated ones last.
        live: True where what is needed comes from what is in force; False where nothing is, and all counts.
        links: Published statements that tie a test to it.
        findings: Findings of ``check`` on its decisions, its links and what it needs, in the nations asked for.
        searched: By nation, the releases that were searched.
    """

    as_of: date
    asked: str
    nations: tuple[Nation, ...]
    products: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    live: bool
    needs: tuple[MedicineNeed, ...]
    links: tuple[TestLink, ...]
    findings: tuple[Finding, ...]
    searched: Mapping[str, tuple[str, ...]]
