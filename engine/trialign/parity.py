"""Pairs of nations: for each medicine that one of them funds, whether decisions and tests are the same in both.

Outcomes exclude each other and are tried in order, so their counts add up to the number of subjects. A decision
that is not held, or whose adoption is presumed, leaves a subject untold: it is never taken for a refusal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from trialign.facts.tables import Row
from trialign.measures import WORDS, Basis, days, lag
from trialign.model.coverage import Coverage
from trialign.model.directory import Nation
from trialign.report.accounts import Parity, Subject

_Key = tuple[str, str, str, str, str]
_NO_RECOMMENDATION = frozenset({"terminated", "non-submission"})


class Outcome(StrEnum):
    """How two nations stand to each other on one subject."""

    CANNOT_TELL = "cannot tell"
    BODIES_DIFFER = "bodies differ"
    TEST_DIFFERS = "same decision, test differs"
    SHORTFALL = "same decision, same shortfall"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True)
class _Stand:
    """How the decisions of two nations stand: alike, apart or not to be told, and the records behind it."""

    outcome: Outcome | None
    reason: str
    records: tuple[str, ...]


def parity(basis: Basis, nations: Sequence[Nation]) -> tuple[Parity, ...]:
    """Return every pair of nations of which one is asked for."""
    table = _Table(basis)
    pairs = combinations(Nation, 2)
    return tuple(table.pair(left, right) for left, right in pairs if left in nations or right in nations)


class _Table:
    """Rulings and comparable records, for looking up."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.ruled: dict[tuple[str, str], Row] = {
            (str(r["record"]), str(r["nation"])): r for r in basis.rows("ruling")
        }
        self.beside: dict[str, list[Row]] = defaultdict(list)
        for row in basis.rows("comparable"):
            self.beside[str(row["left"])].append(row)

    def pair(self, left: Nation, right: Nation) -> Parity:
        """Return two nations side by side."""
        asked = _subjects(self.basis, left, right)
        found = [self._judged(rows, left, right) for _, rows in sorted(asked.items())]
        counts = Counter(each.outcome for each, _, _ in found)
        known = (Outcome.TEST_DIFFERS, Outcome.SHORTFALL, Outcome.ALIGNED)
        apart = [bounds for _, differ, bounds in found if differ]
        return Parity(
            left,
            right,
            tuple((word.value, counts[word.value]) for word in Outcome),
            counts[Outcome.TEST_DIFFERS.value],
            sum(counts[word.value] for word in known),
            days(apart),
            tuple(each for each, _, _ in found),
        )

    def _judged(
        self, rows: Sequence[Row], left: Nation, right: Nation
    ) -> tuple[Subject, bool, tuple[int, int | None] | None]:
        """Return a subject, whether two records decide alike on it, and the days between them."""
        stand = self._stand(rows, left, right)
        outcome, reason = (stand.outcome, stand.reason) if stand.outcome else self._tests(rows[0], left, right)
        two = stand.outcome is None and len(stand.records) == 2
        row = rows[0]
        subject = Subject(
            medicine=str(row["medicine"]),
            biomarker=str(row["wanted"]),
            cancer=str(row["cancer"]),
            cancer_name=str(row["cancer_name"]),
            line=str(row.get("line", "")),
            setting=str(row.get("setting", "")),
            outcome=outcome.value,
            reason=reason,
            refs=tuple(self._ref(each) for each in stand.records or sorted({str(row["record"]) for row in rows})),
        )
        return subject, two, self._days(*stand.records) if two else None

    def _ref(self, record: str) -> str:
        row = next(self.ruled[record, nation.value] for nation in Nation if (record, nation.value) in self.ruled)
        return _called(row)

    def _days(self, one: str, other: str) -> tuple[int, int | None] | None:
        """Return the days between two records, whichever came first; None where the order is not known."""
        for left, right in ((one, other), (other, one)):
            for row in self.beside[left]:
                if row["right"] == right and row["ordered"]:
                    return lag(row)
        return None

    def _stand(self, rows: Sequence[Row], left: Nation, right: Nation) -> _Stand:
        """Return how decisions stand, from the records of the nations where they are positive."""
        here = {nation: [row for row in rows if row["nation"] == nation.value] for nation in (left, right)}
        sure = {nation: [row for row in found if _sure(row)] for nation, found in here.items()}
        shared = {str(row["record"]) for row in sure[left]} & {str(row["record"]) for row in sure[right]}
        if shared:
            return _Stand(None, "", (min(shared),))
        doubted = [nation for nation in (left, right) if here[nation] and not sure[nation]]
        if doubted:
            return _Stand(Outcome.CANNOT_TELL, _doubt(here[doubted[0]][0]), ())
        looked = [
            self._across(sure[nation], other) for nation, other in ((left, right), (right, left)) if sure[nation]
        ]
        return min(looked, key=lambda each: _ORDER[each.outcome])

    def _across(self, rows: Sequence[Row], there: Nation) -> _Stand:
        """Return how the records of one nation stand to what the other decided on the same patients."""
        found = [
            (str(row["record"]), pair, ruling)
            for row in rows
            for pair in self.beside[str(row["record"])]
            if (ruling := self.ruled.get((str(pair["right"]), there.value))) is not None and _decides(ruling)
        ]
        if not found:
            return _Stand(Outcome.CANNOT_TELL, f"no decision in force of {there.display} on it is held", ())
        certain = [each for each in found if each[1]["certain"] and _sure(each[2])]
        if not certain:
            record, pair, ruling = found[0]
            doubt = _doubt(ruling) if not _sure(ruling) else str(pair["reason"])
            return _Stand(Outcome.CANNOT_TELL, doubt, (record, str(pair["right"])))
        judged = [_Stand(*_compared(pair, ruling), (record, str(pair["right"]))) for record, pair, ruling in certain]
        return min(judged, key=lambda each: _ORDER[each.outcome])

    def _tests(self, row: Row, left: Nation, right: Nation) -> tuple[Outcome, str]:
        """Return how the tests of two nations compare where their decisions are alike."""
        answers = {nation: self.basis.answer(int(row["need"]), nation) for nation in (left, right)}
        for nation, word in answers.items():
            if word is Coverage.CANNOT_TELL:
                reason = str(self.basis.answers[int(row["need"]), nation.value].get("reason", ""))
                return Outcome.CANNOT_TELL, f"{nation.display}'s test is not known: {reason.partition('; ')[0]}"
        words = {Coverage.COVERED if each is Coverage.OUTSIDE else each for each in answers.values()}
        reason = ", ".join(f"{nation.display} {WORDS[word]}" for nation, word in answers.items())
        if len(words) > 1:
            return Outcome.TEST_DIFFERS, reason
        return (Outcome.ALIGNED if words == {Coverage.COVERED} else Outcome.SHORTFALL), reason


_ORDER: Mapping[Outcome | None, int] = {None: 0, Outcome.BODIES_DIFFER: 1, Outcome.CANNOT_TELL: 2}


def _subjects(basis: Basis, left: Nation, right: Nation) -> Mapping[_Key, list[Row]]:
    """Return the positive decisions in force of two nations, by medicine, biomarker, cancer, line and setting."""
    found: dict[_Key, list[Row]] = defaultdict(list)
    for row in _positive(basis):
        if row["nation"] in {left.value, right.value}:
            medicine, marker, cancer, line, setting = (
                str(row.get(name, "")) for name in ("medicine", "biomarker_id", "cancer", "line", "setting")
            )
            found[medicine, f"{marker}{'-' if row['absent'] else ''}", cancer, line, setting].append(row)
    return found


def _positive(basis: Basis) -> Iterator[Row]:
    return (row for row in basis.rows("decision") if row["standing"] == "positive" and row["in_force"])


def _decides(ruling: Row) -> bool:
    """Tell whether a ruling decides: an appraisal that still runs does not."""
    decided = ruling["standing"] in {"positive", "refused"} or ruling["outcome"] in _NO_RECOMMENDATION
    return decided and bool(ruling["in_force"])


def _called(row: Row) -> str:
    body, ref = str(row["body"]), str(row["ref"])
    return ref if ref.startswith(body) else f"{body} {ref}"


def _sure(row: Row) -> bool:
    return bool(row["in_force_certain"]) and row["adoption"] != "presumed"


def _doubt(row: Row) -> str:
    what = _called(row)
    if row["adoption"] == "presumed":
        return f"that {row['nation_name']} follows {what} is only presumed"
    return f"{what} is not certain to be in force"


def _compared(pair: Row, ruling: Row) -> tuple[Outcome | None, str]:
    what = f"{_called(ruling)}, {ruling['outcome_text']}"
    if ruling["standing"] != "positive":
        return Outcome.BODIES_DIFFER, what
    return (Outcome.BODIES_DIFFER, f"restricts differently: {pair['differs']}") if "differs" in pair else (None, "")
