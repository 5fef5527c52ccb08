"""Needs as numbers: each distinct biomarker in a cancer at an age is judged once per nation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trialign.coverage.judge import Judge, without_level
from trialign.errors import Location
from trialign.facts.tables import Facts
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.dates import day_number
from trialign.model.directory import AVAILABLE, Directory, Nation, Source, Test
from trialign.model.rule import Value
from trialign.nomenclature.vocabulary import Vocabulary, answered_by, by_pathology, is_pathology

_KEPT_NEAR_MISSES = 12
_NOWHERE = Source(Location("directories"), "", "", "")


class Needs:
    """Numbers needs and adds what every nation answers to them."""

    def __init__(self, judge: Judge, directories: tuple[Directory, ...], vocabulary: Vocabulary) -> None:
        """Start without needs."""
        self._judge = judge
        self._directories = {each.nation: each for each in directories}
        self._tests = {test.id: test for directory in directories for test in directory.tests}
        self._vocabulary = vocabulary
        self._numbers: dict[Need, int] = {}
        self._needs: list[Need] = []
        self._words: dict[str, str] = {}

    def under(self, judge: Judge, directories: tuple[Directory, ...]) -> Needs:
        """Return the same needs with the same numbers, answered by other directories."""
        found = Needs(judge, directories, self._vocabulary)
        found._numbers, found._needs = dict(self._numbers), list(self._needs)
        return found

    def number(self, need: Need) -> int:
        """Return the number of a need, the same for equal needs."""
        number = self._numbers.setdefault(need, len(self._numbers))
        if number == len(self._needs):
            self._needs.append(need)
        return number

    @property
    def by_number(self) -> dict[int, Need]:
        """Return every need by its number."""
        return dict(enumerate(self._needs))

    def of(self, number: int) -> Need:
        """Return the need of a number."""
        return self._needs[number]

    def judged(self, number: int, nation: Nation) -> Judgement:
        """Return a nation's answer to the need of a number."""
        return self._judge.judge(self.of(number), nation)

    def searched(self, found: Judgement) -> Source:
        """Return where an answer was read."""
        return self._searched(found, self._directories.get(found.nation))

    def held_since(self, nation: Nation) -> date | None:
        """Return the day from which what is held of a nation's directory is known to be in force."""
        return held_since(self._directories.get(nation))

    def fields(self, biomarker: Biomarker, cancer: str, age: str, absent: bool) -> dict[str, Value | None]:
        """Return the fields that every fact with a need has."""
        return {
            "need": self.number(Need(without_level(biomarker), (cancer,), age)),
            "biomarker": biomarker.label,
            "biomarker_id": biomarker.id,
            "alteration": biomarker.alteration.name.lower(),
            "cancer": cancer,
            "cancer_name": self._vocabulary.cancers.names[cancer],
            "age": age,
            "absent": absent,
            "wanted": wanted(biomarker, absent),
            "testable": answered_by(biomarker),
        }

    def add_answers(self, facts: Facts) -> None:
        """Add one ``answer`` per need and nation, and one ``coverage`` per test that bears on it."""
        for need, number in sorted(self._numbers.items(), key=lambda item: item[1]):
            facts.needs[number] = need
            for nation in Nation:
                self._add(facts, need, number, self._judge.judge(need, nation))

    def _add(self, facts: Facts, need: Need, number: int, found: Judgement) -> None:
        directory = self._directories.get(found.nation)
        source = self._searched(found, directory)
        cancer = need.cancers[0]
        missing = [island for island in found.islands if island.coverage is not Coverage.COVERED]
        name = self._vocabulary.cancers.names[cancer]
        answer = f"{found.coverage.value.replace('_', ' ')} ({found.reason})"
        words = f"{found.nation.display}: {need.biomarker.label} in {name}: {answer}"
        facts.add(
            "answer",
            {
                "need": number,
                "nation": found.nation.value,
                "nation_name": found.nation.display,
                "biomarker": need.biomarker.label,
                "biomarker_id": need.biomarker.id,
                "cancer": cancer,
                "cancer_name": name,
                "coverage": found.coverage.value,
                "cause": found.cause,
                "reason": found.reason,
                "explicit": found.coverage is Coverage.NOT_COVERED,
                "blind": self._blind(found),
                "pathology": is_pathology(need.biomarker) or by_pathology(need.biomarker),
                "testable": answered_by(need.biomarker),
                "missing": _names([island.name for island in missing]),
                **self._besides(need, found),
                **self.since(found.nation),
            },
            words,
            source,
        )
        for values, words, where in self._coverage(number, found):
            facts.add("coverage", values, words, where)

    def _besides(self, need: Need, found: Judgement) -> dict[str, Value | None]:
        """Return which tests report the biomarker for others only: other patients, or trials."""
        if found.coverage in {Coverage.COVERED, Coverage.OUTSIDE}:
            return {}
        return {
            "elsewhere": _names(list(self._judge.elsewhere(need, found.nation))),
            "for_trials": _names(list(self._judge.for_trials(need, found.nation))),
        }

    def _blind(self, found: Judgement) -> bool:
        """Tell whether the nearest that an available test comes is to name the gene in a class that is not needed."""
        if found.fits and found.fits[0].fit is not Fit.NEAR_MISS:
            return False
        return any(
            fit.fit is Fit.NEAR_MISS and fit.cause == "class" and offered(self._tests[fit.test_id])
            for fit in found.fits
        )

    def _searched(self, found: Judgement, directory: Directory | None) -> Source:
        """Return where an answer was read: the test that decided it, else the release that was searched."""
        if directory is None:
            return _NOWHERE
        tests = [self._tests[fit.test_id] for fit in found.fits]
        own = [test for test in tests if test.nation is found.nation]
        if own and found.fits[0].fit is not Fit.NEAR_MISS and not found.islands:
            return own[0].source
        held = sorted((each.release for each in directory.in_force if each.release), key=lambda each: each.stale)
        current = {release.book for release in held if not release.stale}
        books = [test.book for test in own if test.book in current]
        searched = [release for release in held if release.book in books[:1]] or held[:1]
        if not searched:
            return directory.source
        release = searched[0]
        return Source(release.where, release.source_url, str(release.published or ""), str(release.retrieved or ""))

    def since(self, nation: Nation) -> dict[str, Value | None]:
        """Return the day from which what is held of a nation's directory shows an answer: a bound, never exact."""
        start = self.held_since(nation)
        return {"since": day_number(start), "since_exact": False} if start is not None else {}

    def _coverage(self, number: int, found: Judgement) -> Iterator[tuple[dict[str, Value | None], str, Source]]:
        by_islands = found.coverage is Coverage.COVERED and all(fit.fit is not Fit.FULL for fit in found.fits)
        near_misses = 0
        for fit in found.fits:
            near_misses += fit.fit is Fit.NEAR_MISS
            if near_misses > _KEPT_NEAR_MISSES:
                break
            test = self._tests[fit.test_id]
            word = "full" if by_islands and fit.cause == "indication" else fit.fit.value
            values: dict[str, Value | None] = {
                "need": number,
                "nation": found.nation.value,
                "test": fit.test_id,
                "code": fit.code,
                "fit": word,
                "cause": fit.cause,
                "reason": fit.reason,
            }
            words = self._words.get(fit.test_id) or self._words.setdefault(fit.test_id, test_words(test))
            yield (
                values,
                f"{words}: {word.replace('_', ' ')}{f' ({fit.reason})' if fit.reason else ''}",
                test.source,
            )


def wanted(biomarker: Biomarker, absent: bool) -> str:
    """Return what must be shown of a biomarker: its label, its wild type, or its absence."""
    if not absent:
        return biomarker.label
    if biomarker.alteration is Alteration.SMALL and not biomarker.variant:
        return f"{biomarker.genes[0].symbol} wild type"
    return f"absence of {biomarker.label}"


def test_words(test: Test) -> str:
    """Return a test as people name it: code, name, indication."""
    return f"{test.code} '{test.name}' under {test.indication_code} {test.indication}".replace(
        f" under {test.code} ", ", "
    )


def held_since(directory: Directory | None) -> date | None:
    """Return the day from which what is held of a directory is known to be in force."""
    if directory is None:
        return None
    known = [
        min(day.last, release.retrieved or day.last)
        for each in directory.in_force
        if (release := each.release) and not release.stale and (day := release.effective or release.published)
    ]
    return max(known, default=None)


def offered(test: Test) -> bool:
    """Tell whether a test counts as available to patients."""
    return test.availability in AVAILABLE


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return shown + (f" and {len(names) - 8} more" if len(names) > 8 else "")
