"""What a nation answered to a need in each edition of its directory that is held, and since when it answers so.

What the result means. ``sights`` says, edition by edition, what the rows that are held of that time answer; where
rows that bear on the need are not held (a release known by its name only, a book whose older releases are unknown),
and those that are do not cover it, the edition is *silent*: it neither confirms nor denies (but a part that held rows
give stays a part, whatever the others add). ``since`` takes the
answer of the day that is judged, and goes back from the newest edition as long as every edition that is not silent
confirms it. The oldest of these gives ``by``: the answer began on that day or before. ``after`` is the first day of
the newest edition before it that denies it: the answer began later than that day; None where no edition denies it,
so that it may be as old as the need. Nothing is claimed of the time between two held editions: a test may have been
taken out and put back there. ``between`` names the releases known to have been in force since ``by`` whose rows are
not held. An edition that is not silent but cannot tell (an unreadable cell, an unnamed panel) ends the way back too,
without being a denial: ``doubt`` names it.

'Covered' is confirmed by covered; 'partly' by covered or partly, so it reads 'at least in part since'; 'not covered'
by not covered, so it reads 'a gap at least since'. For the other two answers there is no since.

A directory that is not complete holds statements collected from elsewhere. Its releases are days of collection and
say nothing of time, so the oldest dated statement that gives the answer of the day takes the place of an edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from trialign.coverage.judge import Judge
from trialign.load.editions import Edition, start_of
from trialign.model.biomarker import Origin
from trialign.model.coverage import Coverage, Fit, Judgement, Need, TestFit
from trialign.model.dates import PartialDate
from trialign.model.directory import Book, Directory, Nation, Test
from trialign.ontology import Ontology

_CONFIRM = {
    Coverage.COVERED: frozenset({Coverage.COVERED}),
    Coverage.PARTLY: frozenset({Coverage.COVERED, Coverage.PARTLY}),
    Coverage.NOT_COVERED: frozenset({Coverage.NOT_COVERED}),
}
_DENY = {
    Coverage.COVERED: frozenset({Coverage.PARTLY, Coverage.NOT_COVERED, Coverage.OUTSIDE}),
    Coverage.PARTLY: frozenset({Coverage.NOT_COVERED, Coverage.OUTSIDE}),
    Coverage.NOT_COVERED: frozenset({Coverage.COVERED, Coverage.PARTLY}),
}
_GIVE = {Coverage.COVERED: frozenset({Fit.FULL}), Coverage.PARTLY: frozenset({Fit.FULL, Fit.PART})}
_DENIED = frozenset({"denied", "denied before"})
_NO_SINCE = {
    Coverage.OUTSIDE: "what is answered outside the directory has no date in it",
    Coverage.CANNOT_TELL: "what cannot be told today has no beginning",
}
_NOT_CONFIRMED = "no edition that is held gives this answer without doubt"
_UNDATED = "no statement that gives this answer bears a date"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one edition answers to a need; ``silent`` says why that decides nothing, empty where it does."""

    edition: Edition
    coverage: Coverage
    reason: str
    silent: str


@dataclass(frozen=True, slots=True)
class Since:
    """When an answer began: later than ``after`` and no later than ``by``; None is unknown on that side.

    Attributes:
        after: A day on which the answer was another one.
        by: A day on which it was this one.
        after_printed: That day as its source prints it; empty where there is none.
        by_printed: Likewise.
        before: What was answered on the day ``after``.
        between: Releases since ``by`` that are known but not held, as ``england/cancer@2025-01``.
        doubt: The printed date of the edition just before ``by``, where it leaves open whether it gives the answer.
        reason: Why ``by`` is not known; empty where it is.
    """

    after: date | None = None
    by: date | None = None
    after_printed: str = ""
    by_printed: str = ""
    before: Coverage | None = None
    between: tuple[str, ...] = ()
    doubt: str = ""
    reason: str = ""


class History:
    """Judges needs on every held edition of a nation; editions are read when a nation is first asked for."""

    def __init__(
        self,
        directories: Iterable[Directory],
        ontology: Ontology,
        as_of: date,
        editions: Callable[[Directory], tuple[Edition, ...]],
    ) -> None:
        """Keep what is needed to read editions.

        Args:
            directories: The directories of the day that is judged.
            ontology: What lies within what.
            as_of: That day.
            editions: Reads the editions of a directory until that day, oldest first.
        """
        self._directories = {each.nation: each for each in directories}
        self._tests = {test.id: test for each in self._directories.values() for test in each.tests}
        self._ontology = ontology
        self._as_of = as_of
        self._load = editions
        self._known: dict[Nation, _Editions] = {}

    def sights(self, need: Need, nation: Nation) -> tuple[Sight, ...]:
        """Return what each held edition of a complete directory answers, oldest first; none for other nations."""
        directory = self._directories.get(nation)
        if directory is None or not directory.complete:
            return ()
        return self._editions(directory).sights(need)

    def since(self, need: Need, found: Judgement) -> Since:
        """Return since when a nation answers as it does on the day that is judged.

        Args:
            need: The need.
            found: The answer of that day to it.
        """
        directory = self._directories.get(found.nation)
        if directory is None:
            return Since(reason=found.reason)
        if found.coverage in _NO_SINCE:
            return Since(reason=_NO_SINCE[found.coverage])
        if not directory.complete:
            return _stated(found, self._tests)
        sights = self.sights(need, found.nation)
        return _since(sights, found.coverage, self._editions(directory).unheld(need, self._as_of))

    def _editions(self, directory: Directory) -> _Editions:
        if directory.nation not in self._known:
            self._known[directory.nation] = _Editions(self._load(directory), self._ontology)
        return self._known[directory.nation]


class _Editions:
    """The editions of one nation, each with a judge of its own."""

    def __init__(self, editions: tuple[Edition, ...], ontology: Ontology) -> None:
        self._ontology = ontology
        self._judged = [(each, Judge([each.directory], ontology, each.day)) for each in editions]
        self._books = {book.name: book for each in editions for book in _books(each)}
        self._rows: dict[str, list[Test]] = {}
        for test in (test for each in editions for test in each.directory.tests):
            self._rows.setdefault(test.book, []).append(test)
        self._served = {name: {code for test in rows for code in test.cancers} for name, rows in self._rows.items()}
        self._germline = {
            name for name, rows in self._rows.items() if all(test.origin is Origin.GERMLINE for test in rows)
        }

    def sights(self, need: Need) -> tuple[Sight, ...]:
        """Return what each edition answers."""
        found = self._answers(need)
        books = _answering(found)
        return tuple(
            Sight(edition, answer.coverage, answer.reason, self._silence(edition, answer, need, books))
            for edition, answer in found
        )

    def unheld(self, need: Need, as_of: date) -> tuple[tuple[date, str], ...]:
        """Return the releases until a day that bear on a need and are not held, each with its first day."""
        books = _answering(self._answers(need))
        return tuple(
            (start.first, f"{book.nation.value}/{book.name}@{release.name}")
            for book in self._books.values()
            if self._bears(book, need, books)
            for release in book.releases
            if not release.held and (start := start_of(release)) and start.first <= as_of
        )

    def _answers(self, need: Need) -> list[tuple[Edition, Judgement]]:
        return [(edition, judge.judge(need, edition.directory.nation)) for edition, judge in self._judged]

    def _silence(self, edition: Edition, found: Judgement, need: Need, answering: frozenset[str]) -> str:
        if found.coverage is Coverage.COVERED:
            return ""
        missing = [book.name for book in edition.missing if self._bears(book, need, answering)]
        return f"the rows of {' and '.join(missing)} of that day are not held" if missing else ""

    def _bears(self, book: Book, need: Need, answering: frozenset[str]) -> bool:
        """Tell whether rows of a book could answer a need: for its cancer, and inherited where the book is that."""
        if book.name not in self._rows:
            return True
        if book.name in self._germline:
            return need.biomarker.origin is Origin.GERMLINE or book.name in answering
        around = {
            each
            for code in need.cancers
            for each in (*self._ontology.cancers_above(code), *self._ontology.cancers_below(code))
        }
        return not around.isdisjoint(self._served[book.name])


def _answering(found: Iterable[tuple[Edition, Judgement]]) -> frozenset[str]:
    """Return the books of which a test answers a need in some edition, in whole, in part or possibly."""
    fits = (fit for _, answer in found for fit in answer.fits if fit.fit is not Fit.NEAR_MISS)
    return frozenset(fit.test_id.partition("@")[0].partition("/")[2] for fit in fits)


def _books(edition: Edition) -> tuple[Book, ...]:
    return (*(each.book for each in edition.directory.in_force), *edition.missing)


def _since(sights: tuple[Sight, ...], word: Coverage, unheld: tuple[tuple[date, str], ...]) -> Since:
    said = [sight for sight in reversed(sights) if not sight.silent or _even_so(sight, word)]
    confirming = list(takewhile(lambda sight: sight.coverage in _CONFIRM[word], said))
    if not confirming:
        return Since(reason=_NOT_CONFIRMED)
    by = confirming[-1].edition
    before = said[len(confirming) :]
    denial = next((sight for sight in before if sight.coverage in _DENY[word]), None)
    between = tuple(name for first, name in sorted(unheld) if first > by.day)
    doubt = before[0].edition.printed if before and before[0].coverage not in _DENY[word] else ""
    found = Since(by=by.day, by_printed=by.printed, between=between, doubt=doubt)
    if denial is None:
        return found
    edition = denial.edition
    return replace(found, after=edition.first, after_printed=edition.printed, before=denial.coverage)


def _even_so(sight: Sight, word: Coverage) -> bool:
    """Tell whether a silent edition confirms an answer: rows that are not held can only add to a part."""
    return word is Coverage.PARTLY and sight.coverage is Coverage.PARTLY


def _stated(found: Judgement, tests: Mapping[str, Test]) -> Since:
    """Return since when dated statements give the answer; what a later one denies counts from after that one."""
    denials = _dates((fit for fit in found.fits if fit.cause in _DENIED), tests)
    if found.coverage is Coverage.NOT_COVERED:
        return Since(by=denials[0].last, by_printed=str(denials[0])) if denials else Since(reason=_UNDATED)
    given = _dates((fit for fit in found.fits if fit.fit in _GIVE[found.coverage]), tests)
    if not given:
        return Since(reason=_UNDATED)
    if not denials:
        return Since(by=given[0].last, by_printed=str(given[0]))
    denied = denials[-1]
    later = [day for day in given if day.first > denied.last]
    if not later:
        return Since(reason=f"a statement of {denied} says that it is not offered, and none after it bears a date")
    return Since(denied.first, later[0].last, str(denied), str(later[0]), Coverage.NOT_COVERED)


def _dates(fits: Iterable[TestFit], tests: Mapping[str, Test]) -> list[PartialDate]:
    """Return the dates of the statements behind tests, oldest first; those without one are left out."""
    printed = {tests[fit.test_id].source.published for fit in fits if fit.test_id in tests}
    return sorted(PartialDate.parse(each) for each in printed if each)
