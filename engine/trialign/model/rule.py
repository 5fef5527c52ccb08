"""The intermediate form of a rule: patterns over flat facts, the one thing that every executor reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from trialign.errors import Location

Value = str | int | bool


class Severity(StrEnum):
    """How much harm a finding stands for, the most first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return its place among all, 0 for the most harm."""
        return list(Severity).index(self)

    def reaches(self, least: Severity) -> bool:
        """Tell whether it is at or above another."""
        return self.rank <= least.rank


class Op(StrEnum):
    """Comparison of a field with an operand; any comparison with a missing value is false."""

    EQ = "="
    NE = "<>"
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    IN = "in"
    NOT_IN = "not in"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Ref:
    """A field of another fact of the same rule, plus a number of days (or another integer)."""

    alias: str
    field: str
    plus: int = 0

    def __str__(self) -> str:
        """Return the form that rules use: ``d.nation``."""
        return f"{self.alias}.{self.field}"


@dataclass(frozen=True, slots=True)
class Condition:
    """``field op operand``; the operand of IN and NOT_IN is a sorted tuple, of KNOWN a boolean."""

    field: str
    op: Op
    operand: Value | Ref | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One fact of a kind, bound to an alias, that meets all conditions."""

    kind: str
    alias: str
    conditions: tuple[Condition, ...]

    def references(self) -> Iterator[Ref]:
        """Yield every reference to another alias."""
        for condition in self.conditions:
            if isinstance(condition.operand, Ref):
                yield condition.operand


Conjunction = tuple[Pattern, ...]
Group = tuple[Conjunction, ...]


class Part(StrEnum):
    """The four questions that are asked of a subject, as the rule file names them."""

    WITH = "with"
    WITHOUT = "without"
    CANNOT_TELL = "cannot_tell"
    UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Example:
    """Facts as a rule author writes them, and the verdict expected of them."""

    name: str
    given: tuple[tuple[str, tuple[tuple[str, object], ...]], ...]
    expect: str
    where: Location


@dataclass(frozen=True, slots=True)
class OnRealData:
    """What a person saw a rule do on the bundled data of a day.

    Attributes:
        found: ``silent``, or what it found, in words.
        because: Why it is silent; empty where it is not.
        read: One finding read by hand, with its evidence and whether it is right; may be empty where it is silent.
    """

    as_of: str
    found: str
    because: str
    read: str

    @property
    def silent(self) -> bool:
        """Tell whether the rule found nothing."""
        return self.found == "silent"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in intermediate form.

    Attributes:
        subject: The ``for`` patterns; one match is one subject.
        groups: For each part, its alternatives; a part that the rule lacks has none.
        key: What identifies a finding; subjects with one key merge into one finding.
        verb: ``lint`` for a rule about releases side by side, which only ``trialign lint`` runs; else ``check``.
        closed: It tells of something that has come to its end, so no days open are counted.
        message: Text with ``{alias.field}`` slots filled from the subject's facts.
        on_real_data: What it was seen to do on the bundled data; None where nobody has written it down.
        own_severity: The severity that its file gives, where a user's settings give another; else None.
    """

    id: str
    title: str
    status: str
    severity: Severity
    family: str
    recommendations: tuple[int, ...]
    rationale: str
    false_positives: tuple[str, ...]
    references: tuple[tuple[str, str, str, str], ...]
    subject: Conjunction
    groups: tuple[tuple[Part, Group], ...]
    key: tuple[Ref, ...]
    message: str
    remedy: str
    examples: tuple[Example, ...]
    where: Location
    verb: str = "check"
    closed: bool = False
    on_real_data: OnRealData | None = None
    own_severity: Severity | None = None

    def group(self, part: Part) -> Group:
        """Return the alternatives of a part, none where the rule lacks it."""
        return dict(self.groups).get(part, ())

    def patterns(self) -> Iterator[Pattern]:
        """Yield every pattern of the rule, subject first."""
        yield from self.subject
        for _, group in self.groups:
            for conjunction in group:
                yield from conjunction
