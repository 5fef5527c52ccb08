"""The words of coverage, and the records that say why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trialign.model.biomarker import Biomarker
from trialign.model.directory import Nation


class Coverage(StrEnum):
    """What one nation's directory says to one need."""

    COVERED = "covered"
    PARTLY = "partly"
    NOT_COVERED = "not_covered"
    OUTSIDE = "outside_directory"
    CANNOT_TELL = "cannot_tell"


class Fit(StrEnum):
    """What one test does for one need."""

    FULL = "full"
    PART = "part"
    POSSIBLE = "possible"
    NEAR_MISS = "near_miss"


@dataclass(frozen=True, slots=True)
class Need:
    """A biomarker to be tested in a cancer at an age.

    Attributes:
        cancers: Codes that together make the population (an indication may map to several).
        age: As in ``Decision.age``; empty is unstated.
        indication: Code of a directory's own indication, where the need was put in its words.
    """

    biomarker: Biomarker
    cancers: tuple[str, ...]
    age: str = ""
    indication: str = ""


@dataclass(frozen=True, slots=True)
class TestFit:
    """How one test stands to one need, and why it is not more than that.

    Attributes:
        named: False for a near miss that does not name the biomarker: what else it reports is not known.
    """

    test_id: str
    code: str
    fit: Fit
    reason: str
    cause: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Island:
    """One clinical indication within a broad need, judged on its own."""

    code: str
    name: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer of one nation to one need, with every test that bears on it.

    Attributes:
        fits: Best first, then by code; near misses last.
        cause: Why it is partly met or cannot be told, as a word for rules (``variant``, ``partner``,
            ``indication``, ``age``, ``sample``, ``class``, ``origin``, ``directory``, ``unnamed``, ``eligibility``).
        by_names: True where the directory is held by test names only, so a gap is a gap 'by test names'.
    """

    nation: Nation
    coverage: Coverage
    reason: str
    cause: str
    fits: tuple[TestFit, ...]
    islands: tuple[Island, ...]
    by_names: bool
