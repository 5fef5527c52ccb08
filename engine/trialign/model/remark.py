"""What ``trialign rules lint`` says of a rule or of what rules share: a remark, neither a problem nor a finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trialign.errors import Location
from trialign.model.rule import Severity


class Check(StrEnum):
    """What is looked for."""

    CONTRADICTION = "contradiction"
    NEVER_FINDS = "never-finds"
    UNREACHABLE = "unreachable"
    SHADOWED = "shadowed"
    NO_SUBJECT = "no-subject"
    NOT_READ = "not-read"
    OUTDATED = "outdated"
    UNFILLED = "unfilled"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; ``rule`` is empty for what rules share."""

    rule: str
    check: Check
    severity: Severity
    where: Location
    what: str
    mend: str
