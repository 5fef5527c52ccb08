"""Test directories: nations, books, releases and the tests that they list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trialign.errors import Location
from trialign.model.biomarker import Alteration, Biomarker, Origin
from trialign.model.dates import PartialDate

UNITED_KINGDOM = "United Kingdom"


class Nation(StrEnum):
    """The four nations; the value stands in data and JSON."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def display(self) -> str:
        """Return the name as people write it."""
        return self.value.replace("-", " ").title()


class Kind(StrEnum):
    """What sort of clinical indication a row stands under; only MALIGNANT counts as an island."""

    MALIGNANT = "malignant"
    BENIGN = "benign"
    OVERLAY = "overlay"
    DIFFERENTIAL = "differential"
    CATCH_ALL = "catch-all"
    GERMLINE = "germline"
    NOT_CANCER = "not-cancer"
    SERVICE = "service"


class Age(StrEnum):
    """Age group as stated; UNSTATED is unknown, not 'all'."""

    ADULT = "adult"
    PAEDIATRIC = "paediatric"
    ALL = "all"
    UNSTATED = ""


class Availability(StrEnum):
    """Whether a nation offers a test, as far as its sources say."""

    COMMISSIONED = "commissioned"
    OFFERED = "offered"
    IN_PART = "offered-in-part"
    SENT_ELSEWHERE = "sent-elsewhere"
    NOT_OFFERED = "not-offered"
    UNKNOWN = "unknown"


AVAILABLE = frozenset({Availability.COMMISSIONED, Availability.OFFERED, Availability.SENT_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands, who published it when, and the cell of the publisher's workbook where it is kept."""

    where: Location
    url: str
    published: str
    retrieved: str
    cell: str = ""

    @property
    def place(self) -> str:
        """Return file and line, and the workbook's cell in brackets where it is known."""
        return f"{self.where} ({self.cell})" if self.cell else str(self.where)


class Extent(StrEnum):
    """How much of a gene's class a target names."""

    WHOLE = "whole"
    HOTSPOT = "hotspot"


class Spelling(StrEnum):
    """How the printed symbol stands to the approved one."""

    APPROVED = "approved"
    PREVIOUS = "previous"
    ALIAS = "alias"
    MISPRINT = "misprint"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a test reports, with the printed token it was read from.

    Attributes:
        part: Number of the list within the test's name that it stands in, from 0.
    """

    biomarker: Biomarker
    extent: Extent
    printed: str
    spelling: Spelling = Spelling.APPROVED
    part: int = 0


class Reason(StrEnum):
    """Why a printed text is unresolved."""

    POINTER_TESTS = "pointer to other tests"
    POINTER_PANEL = "pointer to a PanelApp panel"
    PROPRIETARY = "proprietary assay"
    CATCH_ALL = "catch-all"
    ON_REQUEST = "depends on the request"
    EXAMPLE = "example only"
    NARROWED = "words beside it are not understood"
    OTHER_CLASS = "fusion printed for another class"
    EVENT = "cytogenetic event that names no gene"
    MISPRINT = "misprint with a proposed correction"
    NOT_A_GENE = "not a gene"
    FORM = "form not known"
    BRACKET = "bracket not closed"
    NAME_ONLY = "in the test name, not in the target cell"
    BLIND = "its technology cannot see the printed class"
    EMPTY = "empty"


_HIDES_NOTHING = frozenset({Reason.POINTER_TESTS, Reason.POINTER_PANEL, Reason.CATCH_ALL, Reason.BRACKET})


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Printed text that could not be read, kept as it stands with the reason.

    Attributes:
        proposed: The likely correction of a misprint that no listed correction mends; empty otherwise.
        codes: The test codes that a pointer leads to.
    """

    printed: str
    reason: Reason
    proposed: str = ""
    codes: tuple[str, ...] = ()

    @property
    def hides_a_target(self) -> bool:
        """Tell whether a target may stand in the text: not where a pointer leads elsewhere or the list was read."""
        return self.reason not in _HIDES_NOTHING


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed test name and target cell were read as.

    Attributes:
        technology: Canonical technology (``ngs_panel``, ``fish`` ...; ``not_stated``).
        targets: Named targets, in printed order, repeats kept.
        unresolved: What could not be read.
        open_classes: Classes that an unnamed panel, array or genome could report for genes it does not name.
        sample: ``tumour``, ``plasma`` or ``germline``.
        purpose: ``diagnostic``, ``mrd``, ``clonality``, ``chimerism`` or ``follow-up``.
    """

    technology: str
    targets: tuple[Target, ...]
    unresolved: tuple[Unresolved, ...]
    open_classes: frozenset[Alteration]
    sample: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What a row prints beside its name and target; empty where the directory has no such column.

    Attributes:
        eligibility: A digest of the text, to tell two texts apart.
        remark: What was odd about the row when it was imported.
        line: Line of treatment for which the row lists the test, as in ``Decision.line``.
        setting: Setting for which it does.
    """

    scope: str = ""
    method: str = ""
    eligibility: str = ""
    remark: str = ""
    line: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """One row of a directory: a test under a clinical indication.

    Attributes:
        cancers: Codes of the clinical indication.
        scope: Codes that the test's own name narrows it to; empty where it says nothing.
        trial_targets: What is reported for trials only: it answers no need of a medicine.
    """

    nation: Nation
    book: str
    release: str
    indication_code: str
    indication: str
    code: str
    name: str
    printed_target: str
    reading: Reading
    cancers: tuple[str, ...]
    scope: tuple[str, ...]
    kind: Kind
    age: Age
    origin: Origin
    availability: Availability
    source: Source
    printed: Printed = Printed()
    trial_targets: tuple[Target, ...] = ()

    @property
    def id(self) -> str:
        """Return the identity within all loaded directories."""
        return f"{self.nation}/{self.book}@{self.release}:{self.indication_code}:{self.code}"

    @property
    def release_name(self) -> str:
        """Return the release as people name it: ``england/cancer@2021-10``."""
        return f"{self.nation}/{self.book}@{self.release}"


@dataclass(frozen=True, slots=True)
class Indication:
    """A clinical indication of a directory, mapped to cancers."""

    nation: Nation
    book: str
    code: str
    name: str
    cancers: tuple[str, ...]
    kind: Kind
    age: Age


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a book; ``held`` is false where only its existence is known.

    Attributes:
        draft: It is none yet: ``file`` is a path of its own, not one within the folder of the nation.
    """

    book: str
    name: str
    held: bool
    file: str
    published: PartialDate | None
    effective: PartialDate | None
    ended: PartialDate | None
    ended_by: PartialDate | None
    retrieved: date | None
    complete: bool
    held_by: str
    stale: bool
    source_url: str
    where: Location
    draft: bool = False


class Standing(StrEnum):
    """Whether a book can be judged on the as-of date."""

    HELD = "held"
    NOT_HELD = "not_held"
    UNCERTAIN = "uncertain"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Book:
    """A part of a directory with releases of its own, in order of date."""

    nation: Nation
    name: str
    title: str
    releases: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """What of a book is in force on the as-of date; ``release`` is None unless standing is HELD."""

    book: Book
    standing: Standing
    release: Release | None
    reason: str


@dataclass(frozen=True, slots=True)
class Directory:
    """A nation's directory as of a date: the tests in force, and what is not known."""

    nation: Nation
    title: str
    publisher: str
    arrangement: str
    complete: bool
    max_age_days: int
    unknown: tuple[str, ...]
    in_force: tuple[InForce, ...]
    tests: tuple[Test, ...]
    indications: tuple[Indication, ...]
    source: Source
