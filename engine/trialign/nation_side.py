"""One nation's side of a comparison, judged: what it reports, and what absence from its rows decides.

Knows one side and what is in force of its nation; knows nothing of the other side or of who needs what.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from trialign.coverage.judge import Judge
from trialign.diff.changes import in_order
from trialign.diff_sides import Side
from trialign.errors import Location
from trialign.load.world import World
from trialign.model.biomarker import Biomarker
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.directory import Book, Directory, InForce, Nation, Source, Standing, Test
from trialign.ontology import Ontology

_MET = frozenset({Coverage.COVERED, Coverage.PARTLY})
_DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Word:
    """What one side says to a need.

    Attributes:
        coverage: Never 'not covered' where the side is known by names or in part only: that cannot be told.
        tests: Those that report it, or the source that denies it.
        by_names: True where only names are held.
    """

    coverage: Coverage
    reason: str
    tests: tuple[Test, ...]
    by_names: bool

    @property
    def met(self) -> bool:
        """Tell whether it reports it, if in part."""
        return self.coverage in _MET

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the tests that report it."""
        return tuple(sorted({test.code for test in self.tests}, key=in_order)) if self.met else ()


class NationSide:
    """One side, judged.

    Attributes:
        is_whole: True where it holds every book that is in force.
    """

    def __init__(self, world: World, side: Side, ontology: Ontology) -> None:
        """Lay the side out as a directory of the day."""
        self.nation = next(iter(side.nations))
        self.directory, self.is_whole = _laid_out(world, side, self.nation)
        self._base = world.directory(self.nation)
        self._world = world
        self._ontology = ontology
        self._by_id = {test.id: test for test in self.directory.tests}
        self._names = ", ".join(side.names)

    @cached_property
    def _now(self) -> Judge | None:
        """Return the judge of all that is in force, where the side is a part of it."""
        held = {each.release for each in self._base.in_force} if self._base else set()
        inside = self._base is not None and {each.release for each in self.directory.in_force} <= held
        return Judge([self._base], self._ontology, self._world.as_of) if inside and self._base else None

    def word(self, need: Need, judge: Judge) -> Word:
        """Return what it says to a need; what is not known to be absent cannot be told."""
        found = judge.judge(need, self.nation)
        denying = [fit for fit in found.fits if fit.cause == _DENIED]
        if found.coverage in _MET:
            return Word(found.coverage, found.reason, self._reporting(found, need), found.by_names)
        if found.coverage is not Coverage.NOT_COVERED:
            return Word(found.coverage, found.reason, (), found.by_names)
        if found.cause == _DENIED:
            return Word(found.coverage, found.reason, tuple(self._by_id[fit.test_id] for fit in denying), False)
        doubt = self._doubt(need, found)
        return Word(Coverage.CANNOT_TELL if doubt else found.coverage, doubt or found.reason, (), found.by_names)

    def _doubt(self, need: Need, found: Judgement) -> str:
        """Return why absence from the rows decides nothing, empty where it does."""
        if not self.is_whole:
            now = self._now.judge(need, self.nation) if self._now else None
            if now is None:
                return f"only {self._names} is looked at, and what other books listed then is not known"
            if now.coverage is not Coverage.NOT_COVERED:
                return f"no test of {self._names} reports it; of all that is in force: {now.reason}"
        return "no name of a test says it, and names are all that is held" if found.by_names else ""

    def _reporting(self, found: Judgement, need: Need) -> tuple[Test, ...]:
        met = [self._by_id[fit.test_id] for fit in found.fits if fit.fit in {Fit.FULL, Fit.PART}]
        if met or not found.islands:
            return tuple(met)
        inside = {each.code for each in found.islands if each.coverage in _MET}
        return tuple(
            test
            for test in self.directory.tests
            if test.indication_code in inside
            and any(_shares(target.biomarker, need.biomarker) for target in test.reading.targets)
        )

    @property
    def days(self) -> tuple[str, ...]:
        """Return when its releases were published, sorted."""
        return tuple(
            sorted(
                {str(each.release.published or "an unknown day") for each in self.directory.in_force if each.release}
            )
        )

    def remarks(self) -> Iterator[str]:
        """Yield what a reader must know of it first."""
        name, releases = self.nation.display, [each.release for each in self.directory.in_force if each.release]
        for each in releases:
            if each.ended is not None or each.ended_by is not None:
                when = f"in {each.ended}" if each.ended else f"by {each.ended_by}"
                yield f"{name}: {self.nation.value}/{each.book}@{each.name} ended {when}"
        if not self.directory.complete:
            yield f"{name}: what is held is not complete, so a test that is not listed may well be there"
        elif any(each.held_by == "names" for each in releases):
            yield f"{name}: names of tests are held, not their targets, so what no name says may well be tested"
        if not self.is_whole:
            yield f"{name}: not every book that is in force is looked at"


def _shares(one: Biomarker, other: Biomarker) -> bool:
    return bool(set(one.genes) & set(other.genes)) or (not one.genes and one.alteration is other.alteration)


def _laid_out(world: World, side: Side, nation: Nation) -> tuple[Directory, bool]:
    """Return a side as a directory of the day, and whether it holds every book that is in force."""
    base = world.directory(nation) or _unknown(nation)
    known = {(each.book.name, each.release): each for each in base.in_force}
    books = {each.release.book for each in side.held}
    in_force = [
        known.get((each.release.book, each.release))
        or InForce(Book(nation, each.release.book, each.title, (each.release,)), Standing.HELD, each.release, "")
        for each in side.held
    ]
    whole = all(each.book.name in books for each in base.in_force if each.release)
    if whole:
        in_force += [each for each in base.in_force if not each.release and each.standing is not Standing.NONE]
    complete = base.complete and all(each.release.complete for each in side.held)
    return replace(base, in_force=tuple(in_force), tests=side.tests, complete=complete), whole


def _unknown(nation: Nation) -> Directory:
    """Return the directory of a nation of which the data root holds none: nothing is known to be complete."""
    return Directory(nation, nation.display, "", "", False, 0, (), (), (), (), Source(Location(""), "", "", ""))
