"""The answer to 'why is this not tested, or not funded, there?': what is known, what comes near, what would help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.directory import Nation, Source
from trialign.model.finding import Witness


@dataclass(frozen=True, slots=True)
class Nearby:
    """One test that comes near, and the one thing that keeps it from being enough.

    Attributes:
        lacks: ``variant``, ``technology``, ``cancer``, ``age``, ``condition``, ``availability``, ``date``,
            ``origin``, ``not known``; empty where it answers the need.
        cause: As in ``TestFit``.
    """

    code: str
    name: str
    indication: str
    nation: Nation
    fit: Fit
    lacks: str
    cause: str
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class Asking:
    """One decision that asks for the biomarker in such patients, and where it counts.

    Attributes:
        standing: ``positive``, ``refused`` or ``licence``.
        absent: True where the biomarker must be absent; the test needed is the same.
        wanted: The biomarker in the decision's words.
        nations: Where it counts, in order.
        presumed: Those of the nations in which that is only presumed.
        certain: False where it is not certain that it is in force.
        line: As in ``Decision.line``; empty is unknown.
    """

    body: str
    ref: str
    medicine: str
    outcome: str
    standing: str
    decided: str
    absent: bool
    wanted: str
    cancer: str
    line: str
    nations: tuple[Nation, ...]
    presumed: tuple[Nation, ...]
    certain: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another nation answers to the same need, and by which tests."""

    nation: Nation
    coverage: Coverage
    reason: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One question, answered.

    Attributes:
        asked: The question as it was typed.
        answer: One sentence on the test; ``funding`` one on the medicines.
        known: What is held of the nation's directory, and what is not.
        near: What comes near, nearest first; ``further`` counts those that are left out.
        decisions: Those that count in the nation first.
        witness: The smallest patient who is left out; None where none can be proved, and ``no_witness`` says why.
        changes: The smallest changes that would alter the answer, nearest first.
    """

    as_of: date
    asked: str
    line: str
    need: Need
    cancer_name: str
    judgement: Judgement
    answer: str
    funding: str
    known: tuple[str, ...]
    near: tuple[Nearby, ...]
    further: int
    decisions: tuple[Asking, ...]
    elsewhere: tuple[Elsewhere, ...]
    witness: Witness | None
    no_witness: str
    changes: tuple[str, ...]
