"""What settled links decide: which tests are one, which are not, and how a change reads that rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trialign.diff.changes import Change, Confidence, Kind
from trialign.errors import Problem, did_you_mean
from trialign.model.link import Link, Status
from trialign.model.rule import Severity

_DOUBTED = frozenset({Kind.RECODED, Kind.REUSED})
_SETTLES = frozenset({Kind.REWORDED, Kind.MOVED, Kind.REPACKAGED, Kind.CORRECTED})


@dataclass(frozen=True, slots=True)
class Links:
    """Links that decide.

    Attributes:
        confirmed: By code of the earlier side.
        denied: By code of the earlier and of the later side.
    """

    confirmed: Mapping[str, Link] = field(default_factory=dict)
    denied: Mapping[tuple[str, str], Link] = field(default_factory=dict)

    def led(self, code: str) -> tuple[str, ...] | None:
        """Return where a confirmed link leads a code, None where there is none."""
        link = self.confirmed.get(code)
        return None if link is None else _led(link, code)

    def forbids(self, before: str, after: str) -> bool:
        """Tell whether two tests must not be tied: denied, or the code is confirmed to lead nowhere."""
        return (before, after) in self.denied or self.led(before) == ()

    def allowed(self, before: str, after: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that a test may be tied to."""
        return tuple(code for code in after if not self.forbids(before, code))

    def marked(self, change: Change | None, code: str) -> Change | None:
        """Return the change of a code with what was settled of it."""
        if change is None:
            return None
        link = self.confirmed.get(code)
        if link is not None:
            return _confirmed(change, link)
        said = dict.fromkeys(
            f"{other} for {code} {link.said}" for (before, other), link in self.denied.items() if before == code
        )
        sure = Confidence.HIGH if change.kind is Kind.REUSED and said else change.confidence
        return replace(change, settled="; ".join(said), confidence=sure)


def _led(link: Link, code: str) -> tuple[str, ...]:
    """Return where a deciding link leads a code: that nothing goes on, denied, says that the code goes on itself."""
    return (code,) if link.status is Status.DENIED else link.after


def links_of(links: Iterable[Link]) -> Links:
    """Return the links that decide; guesses do not."""
    found, denied = {}, {}
    for link in links:
        for code in link.before:
            if link.status is Status.CONFIRMED or (link.status is Status.DENIED and not link.after):
                found[code] = link
            elif link.status is Status.DENIED:
                denied.update({(code, other): link for other in link.after})
    return Links(found, denied)


def problems(links: Sequence[Link], before: Iterable[str], after: Iterable[str]) -> list[Problem]:
    """Return what does not fit two sides: codes that are not there, and entries that contradict each other."""
    old, new = frozenset(before), frozenset(after)
    found = [
        Problem(
            link.where,
            f"there is no test '{code}' on the {side} side",
            did_you_mean(code, _near(code, known)) or _REMOVE,
        )
        for link in links
        for side, codes, known in (("earlier", link.before, old), ("later", link.after, new))
        for code in codes
        if code not in known
    ]
    found += [
        Problem(
            link.where, f"that nothing goes on from '{code}' is denied, and the later side has no such code", _SAY
        )
        for link in links
        if link.status is Status.DENIED and not link.after
        for code in link.before
        if code in old and code not in new
    ]
    return found + _contradictions(links)


def _near(code: str, known: Iterable[str]) -> list[str]:
    """Return the codes of the same indication: one of another is no slip of the pen that may be proposed."""
    return [each for each in known if each.partition(".")[0] == code.partition(".")[0]]


_REMOVE = "take the entry out, or write a code that is there"
_SAY = "write in 'to' where it goes on, and status: confirmed"


def _contradictions(links: Sequence[Link]) -> list[Problem]:
    found: list[Problem] = []
    first: dict[str, Link] = {}
    for link in links:
        if link.status is Status.GUESS or (link.status is Status.DENIED and link.after):
            continue
        for code in link.before:
            if code in first:
                what = f"'{code}' is settled already, in line {first[code].where.line}"
                found.append(Problem(link.where, what, "keep one of the entries"))
            first.setdefault(code, link)
    for link in links:
        for code in link.before if link.status is Status.DENIED else ():
            both = sorted(set(link.after) & set(_led(first[code], code))) if code in first and link.after else []
            if both:
                what = f"that '{code}' goes on in '{both[0]}' is confirmed in line {first[code].where.line}"
                found.append(Problem(link.where, what, "keep one of the entries"))
    return found


def goes_on(change: Change) -> tuple[str, ...]:
    """Return the codes in which the tests of a change go on: none where a code was reused."""
    return () if change.kind is Kind.REUSED else change.after


def uncertain(changes: Iterable[Change]) -> list[Change]:
    """Return the changes of which it is not sure that the right tests were tied."""
    return [
        change
        for change in changes
        if change.before and (change.confidence is Confidence.LOW or (change.kind in _DOUBTED and not change.settled))
    ]


def _confirmed(change: Change, link: Link) -> Change:
    kind = change.kind
    if kind is Kind.UNCLEAR and change.after and not change.lost:
        kind = Kind.REWORDED if change.after == change.before else Kind.MOVED
    calm = kind in _SETTLES and not change.lost
    return replace(
        change,
        kind=kind,
        confidence=Confidence.HIGH,
        severity=Severity.INFO if calm else change.severity,
        unsure=() if calm else change.unsure,
        settled=link.said,
    )
