"""A nation's answer to a need: covered, partly, not covered, outside the directory, or cannot tell.

A confirmed cover wins over doubt; a confirmed part wins over a possible whole. What a directory does not list is
'not covered' only where the directory is complete and in force; otherwise it is 'cannot tell'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from trialign.coverage.bench import MANY, Bench
from trialign.coverage.biomarkers import Answer, answer, near, open_answer, part, possible
from trialign.coverage.populations import ADULT_FROM, SOME_ONLY, Listed, Patients, Reach, band, narrowed
from trialign.model.biomarker import Alteration, Biomarker, Origin
from trialign.model.coverage import Coverage, Fit, Island, Judgement, Need, TestFit
from trialign.model.dates import PartialDate
from trialign.model.directory import (
    AVAILABLE,
    Age,
    Availability,
    Directory,
    Indication,
    Kind,
    Nation,
    Test,
)
from trialign.nomenclature.vocabulary import by_pathology, is_pathology
from trialign.ontology import Ontology

_ORDER = {Fit.FULL: 0, Fit.PART: 1, Fit.POSSIBLE: 2, Fit.NEAR_MISS: 3}
_OUTSIDE = "answered in pathology, tissue typing or the clinic, outside the genomic directory"
_FAR = {"denied": 0, "directory": 0, "condition": 1, "age": 2, "availability": 4}
_NEAREST_LAST = 3
_NAMED = 10
_NAMED_PARTS = 3
_DENIED = "denied"
_MET = frozenset({Coverage.COVERED, Coverage.PARTLY})


class Judge:
    """Answers needs from the directories of one day; every answer is computed once."""

    def __init__(self, directories: Iterable[Directory], ontology: Ontology, as_of: date) -> None:
        """Index the tests by gene, by signature and by what they leave open."""
        self._ontology = ontology
        self._as_of = as_of
        self._benches = {each.nation: Bench(each, as_of) for each in directories}
        self._known: dict[tuple[object, ...], Judgement] = {}

    def judge(self, need: Need, nation: Nation) -> Judgement:
        """Return a nation's answer to a need."""
        need = replace(need, biomarker=without_level(need.biomarker))
        key = (nation, need.biomarker.label, need.cancers, need.age, need.indication)
        if key not in self._known:
            self._known[key] = self._judge(need, nation)
        return self._known[key]

    def _judge(self, need: Need, nation: Nation) -> Judgement:
        bench = self._benches.get(nation)
        if bench is None:
            reason = f"no directory of {nation.display} is loaded"
            return Judgement(nation, Coverage.CANNOT_TELL, reason, "directory", (), (), False)
        need = _aged(need, bench, self._ontology)
        served = sorted(self._served(need, bench), key=lambda pair: _closeness(pair[0], pair[1], need))
        fits = [_test_fit(test, found, need.biomarker) for test, found in served]
        denials = self._denials(need, bench)
        near = self._from_england(need) if bench.directory.arrangement == "follows-england" else ()
        fits += [*denials, *near]
        fits.sort(key=lambda fit: _ORDER[fit.fit])
        direct = _with_doubt(self._word(need, tuple(fits), bench), denials, near)
        if direct.coverage is Coverage.COVERED:
            return direct
        islands = self._islands(need, bench) if not need.indication else ()
        return _over_islands(direct, islands) if islands else self._cancer_by_cancer(direct, need)

    def _cancer_by_cancer(self, direct: Judgement, need: Need) -> Judgement:
        """Return an answer to a need of several cancers as covered where each of them is, if by different tests."""
        if len(need.cancers) < MANY or direct.coverage is not Coverage.PARTLY or need.indication:
            return direct
        each = [self.judge(replace(need, cancers=(code,)), direct.nation) for code in need.cancers]
        if any(found.coverage is not Coverage.COVERED for found in each):
            return direct
        reason = "; ".join(f"{code}: {found.reason}" for code, found in zip(need.cancers, each, strict=True))
        fits = dict.fromkeys(fit for found in each for fit in found.fits if fit.fit is Fit.FULL)
        answering = {fit.test_id for fit in fits}
        others = (fit for fit in direct.fits if fit.test_id not in answering)
        return replace(direct, coverage=Coverage.COVERED, reason=reason, cause="", fits=(*fits, *others))

    def _served(self, need: Need, bench: Bench) -> Iterator[tuple[Test, Answer]]:
        """Yield each test that bears on a need, with what it does for the need's patients."""
        indication = bench.indications.get(need.indication)
        asked = indication.kind if indication else None
        whole = Listed.WHOLE if bench.lists_whole(need, self._ontology) else Listed.IN_PART
        listed = whole if bench.lists(need, self._ontology) else Listed.NOT
        answers = self._answers(need.biomarker, bench)
        reached = bench.reached(need, self._ontology)
        for number in answers.keys() & reached.keys():
            test = bench.tests[number]
            found = _by_origin(answers[number], test, need)
            yield test, _offered(narrowed(found, test, need, reached[number], listed, asked), test)

    def _answers(self, need: Biomarker, bench: Bench) -> dict[int, Answer]:
        """Return, by position, what each test of a nation does for a biomarker, whatever the cancer."""
        known = bench.answers
        if need.label not in known:
            found = dict(bench.open_answers(need))
            for number in bench.candidates(need):
                best = self._best(bench.tests[number], need)
                if best is not None:
                    found[number] = best
            known[need.label] = found
        return known[need.label]

    def elsewhere(self, need: Need, nation: Nation) -> tuple[str, ...]:
        """Return the panels of a nation that report the biomarker, and are listed for other patients only."""
        bench = self._benches.get(nation)
        if bench is None:
            return ()
        reached = bench.reached(need, self._ontology)
        found = (
            bench.tests[number]
            for number, each in self._answers(without_level(need.biomarker), bench).items()
            if each.fit is Fit.FULL and number not in reached
        )
        panels = {
            test.code
            for test in found
            if test.reading.technology == "ngs_panel" and test.reading.purpose == "diagnostic"
            if test.origin is not Origin.GERMLINE and test.availability in AVAILABLE
        }
        return tuple(sorted(panels, key=_in_number_order))

    def for_trials(self, need: Need, nation: Nation) -> tuple[str, ...]:
        """Return the tests for the need's patients that report the biomarker for trials only."""
        bench = self._benches.get(nation)
        if bench is None or not bench.for_trials:
            return ()
        reached = bench.reached(need, self._ontology)
        found = {
            bench.tests[number].code
            for number in bench.for_trials & reached.keys()
            if any(
                (each := answer(target, bench.tests[number], need.biomarker, self._ontology)) and each.fit is Fit.FULL
                for target in bench.tests[number].trial_targets
            )
        }
        return tuple(sorted(found, key=_in_number_order))

    def _best(self, test: Test, need: Biomarker) -> Answer | None:
        wanted = set(need.genes)
        answers = [
            answer(target, test, need, self._ontology)
            for target in test.reading.targets
            if not wanted or not target.biomarker.genes or wanted & set(target.biomarker.genes)
        ]
        answers.append(open_answer(test, need))
        known = [each for each in answers if each is not None]
        best = min(known, key=lambda each: _ORDER[each.fit], default=None)
        return _at_its_time(best, test, need) if best else None

    def _from_england(self, need: Need) -> tuple[TestFit, ...]:
        """Wales funds against England's directory by agreement: England's tests are near misses until confirmed."""
        if Nation.ENGLAND not in self._benches:
            return ()
        english = self.judge(need, Nation.ENGLAND)
        reason = "England's directory lists it; whether it is rolled out in Wales is not confirmed"
        return tuple(
            replace(fit, fit=Fit.NEAR_MISS, reason=reason, cause="directory")
            for fit in english.fits
            if fit.fit in {Fit.FULL, Fit.PART}
        )

    def _word(self, need: Need, fits: tuple[TestFit, ...], bench: Bench) -> Judgement:
        nation = bench.directory.nation

        def judgement(word: Coverage, reason: str, cause: str = "") -> Judgement:
            return Judgement(nation, word, reason, cause, fits, (), bench.by_names)

        best = fits[0] if fits else None
        if is_pathology(need.biomarker):
            offered = f"; {best.code} says that it is offered" if best and best.fit is Fit.FULL else ""
            return judgement(Coverage.OUTSIDE, _OUTSIDE + offered)
        if best and best.fit is Fit.FULL:
            return judgement(Coverage.COVERED, f"{best.code} reports it")
        if best and best.fit is Fit.PART:
            parts = dict.fromkeys(f"{fit.code}: {fit.reason}" for fit in fits if fit.fit is Fit.PART)
            return judgement(Coverage.PARTLY, "; ".join(list(parts)[:_NAMED_PARTS]), best.cause)
        if need.biomarker.alteration is Alteration.GAIN and _symbols(need) == {"ERBB2"}:
            return judgement(Coverage.OUTSIDE, "HER2 in-situ hybridisation belongs to pathology")
        denied = next((fit for fit in fits if fit.cause == _DENIED), None)
        if denied and not by_pathology(need.biomarker):
            return judgement(Coverage.NOT_COVERED, denied.reason, _DENIED)
        if by_pathology(need.biomarker) and (not best or best.fit is not Fit.POSSIBLE or best.cause == SOME_ONLY):
            reason = "no MSI test is listed; mismatch repair immunohistochemistry in pathology answers the need"
            return judgement(Coverage.OUTSIDE, reason)
        if best and best.fit is Fit.POSSIBLE:
            reason = f"it is not known whether {best.code} reports it ({best.reason})"
            return judgement(Coverage.CANNOT_TELL, reason, best.cause)
        if bench.unknown:
            return judgement(Coverage.CANNOT_TELL, bench.unknown, "directory")
        if need.biomarker.origin is Origin.GERMLINE and bench.superseded:
            return judgement(Coverage.CANNOT_TELL, bench.superseded, "directory")
        by_names = " (by test names)" if bench.by_names else ""
        return judgement(Coverage.NOT_COVERED, f"no test of the directory reports it{by_names}", "absent")

    def _denials(self, need: Need, bench: Bench) -> tuple[TestFit, ...]:
        """Return what sources say is not offered, newest first; one older than the limit decides nothing."""
        patients = Patients(need, self._ontology)
        found: list[tuple[date, TestFit]] = []
        for test in bench.not_offered:
            best = self._best(test, need.biomarker)
            named = bool(test.reading.targets) and patients.reached_by(test) is Reach.DIRECT
            if not named or best is None or _by_origin(best, test, need).fit is Fit.NEAR_MISS:
                continue
            day = PartialDate.parse(test.source.published) if test.source.published else None
            current = day is not None and day.last >= self._as_of - timedelta(days=bench.directory.max_age_days)
            reason = f"a source of {day or 'unknown date'} says that it is not offered"
            reason += "" if current else ", which is too old to decide"
            fit = TestFit(test.id, test.code, Fit.NEAR_MISS, reason, _DENIED if current else "denied before")
            found.append((day.last if day else date.min, fit))
        return tuple(fit for _, fit in sorted(found, key=lambda pair: pair[0], reverse=True))

    def _islands(self, need: Need, bench: Bench) -> tuple[Island, ...]:
        """Judge each malignant indication within a broad need; none where the need is not broad.

        A need is broad where several malignant indications lie within its cancer and none serves all of it.
        """
        if any(_serves(each, need, self._ontology) for each in bench.malignant):
            return ()
        below = set().union(*(self._ontology.cancers_below(code) for code in need.cancers))
        inside = [each for each in bench.malignant if set(each.cancers) & below]
        if len(inside) < MANY:
            return ()
        islands: list[Island] = []
        for indication in inside:
            if indication.age is Age.PAEDIATRIC and need.age and band(need.age)[0] >= ADULT_FROM:
                continue
            age = _island_age(need.age) if indication.age is Age.UNSTATED else ""
            own = Need(need.biomarker, indication.cancers, age, indication.code)
            islands.append(Island(indication.code, indication.name, self._island_word(own, bench)))
        return tuple(islands)

    def _island_word(self, need: Need, bench: Bench) -> Coverage:
        """Return only the word for an indication: the first full answer ends the search."""
        need = _aged(need, bench, self._ontology)
        best: tuple[Test, Answer] | None = None
        for test, found in self._served(need, bench):
            if found.fit is Fit.FULL:
                return Coverage.COVERED
            if best is None or _ORDER[found.fit] < _ORDER[best[1].fit]:
                best = test, found
        return self._word(need, (_test_fit(*best, need.biomarker),) if best else (), bench).coverage


def all_of(named: Sequence[tuple[str, Judgement]]) -> Judgement:
    """Return one nation's answer to several biomarkers, each by its label, of which every one is needed."""
    words = {found.coverage for _, found in named}
    if len(words) == 1:
        word = words.pop()
    elif words & _MET:
        word = Coverage.PARTLY
    else:
        word = Coverage.CANNOT_TELL if Coverage.CANNOT_TELL in words else Coverage.NOT_COVERED
    reason = "; ".join(f"{label}: {found.coverage.value.replace('_', ' ')}" for label, found in named)
    fits = {(fit.test_id, fit.fit, fit.reason): fit for _, found in named for fit in found.fits}
    ordered = sorted(fits.values(), key=lambda fit: _ORDER[fit.fit])
    first = named[0][1]
    return replace(first, coverage=word, reason=reason, cause="several", fits=tuple(ordered), islands=())


def _with_doubt(found: Judgement, denials: tuple[TestFit, ...], england: tuple[TestFit, ...]) -> Judgement:
    """Return an answer that cannot be told with what an old denial, or the directory it follows, says."""
    if found.coverage is not Coverage.CANNOT_TELL:
        return found
    reason = found.reason + "".join(f"; {fit.reason}" for fit in denials[:1])
    if england:
        codes = ", ".join(dict.fromkeys(fit.code for fit in england[:_NAMED_PARTS]))
        reason += f"; England's directory lists {codes}, whose roll-out in Wales is not confirmed"
    return replace(found, reason=reason)


def _closeness(test: Test, found: Answer, need: Need) -> tuple[object, ...]:
    """Order tests: what answers best first; then one that names the need, for the very cancer; then by code."""
    labels = {target.biomarker.label for target in test.reading.targets}
    named = 0 if need.biomarker.label in labels else 1 if labels else 2 + (test.reading.technology == "wgs")
    own = set(need.cancers) <= set(test.cancers)
    number = _in_number_order(test.code)
    return _ORDER[found.fit], _FAR.get(found.cause, _NEAREST_LAST), named, not own, len(labels), number, test.id


def _in_number_order(code: str) -> list[int | str]:
    return [int(each) if each.isdigit() else each for each in re.split(r"(\d+)", code)]


def _test_fit(test: Test, found: Answer, need: Biomarker) -> TestFit:
    named = found.fit is not Fit.NEAR_MISS or _names(test, need)
    return TestFit(test.id, test.code, found.fit, found.reason, found.cause, named)


def _names(test: Test, need: Biomarker) -> bool:
    """Tell whether a test names the gene of a biomarker, or its class where it has no gene."""
    reported = (target.biomarker for target in test.reading.targets)
    genes = set(need.genes)
    return any(genes & set(each.genes) if genes else each.alteration is need.alteration for each in reported)


def _serves(indication: Indication, need: Need, ontology: Ontology) -> bool:
    held = set(indication.cancers)
    return all(ontology.cancers_above(code) & held for code in need.cancers)


def without_level(biomarker: Biomarker) -> Biomarker:
    """Return the biomarker as a laboratory sees it: without the level that only the reading of a result needs.

    The level ``MRD`` stays: residual disease is another test than the one at diagnosis.
    """
    if not biomarker.level or biomarker.level == "MRD":
        return biomarker
    return replace(biomarker, level="", label=biomarker.label.replace(f" [{biomarker.level}]", ""))


def _symbols(need: Need) -> set[str]:
    return {gene.symbol for gene in need.biomarker.genes}


def _aged(need: Need, bench: Bench, ontology: Ontology) -> Need:
    """Return the need with an age: its own, that of the indication asked for, or adult.

    A need that states no age is read as an adult one wherever the directory lists the cancer outside its
    paediatric indications; where it lists the cancer for children only, the age stays unstated.
    """
    if need.age:
        return need
    indication = bench.indications.get(need.indication)
    if indication is not None and indication.age is not Age.UNSTATED:
        return replace(need, age=indication.age.value)
    children_only = bench.lists(need, ontology) and not bench.lists(need, ontology, adults=True)
    return need if indication is None and children_only else replace(need, age=Age.ADULT.value)


def _by_origin(found: Answer, test: Test, need: Need) -> Answer:
    wanted = need.biomarker.origin
    if found.fit is Fit.NEAR_MISS:
        return found
    if test.origin is Origin.GERMLINE:
        if wanted is Origin.SOMATIC:
            return near("origin", "a germline test")
        if test.kind is Kind.GERMLINE and wanted is Origin.EITHER:
            return near("origin", "a germline test with criteria of its own")
        if test.kind is Kind.GERMLINE:
            return possible("eligibility", "a germline test within eligibility that is not held")
        return found
    if wanted is Origin.GERMLINE and test.reading.sample not in {"germline", "tumour and germline"}:
        return near("origin", "a tumour test: it does not show that a variant is germline")
    return found


def _at_its_time(found: Answer, test: Test, need: Biomarker) -> Answer:
    """Keep tests of residual disease and tests at diagnosis apart: neither answers the other's question."""
    follows = test.reading.purpose == "mrd" or any(each.biomarker.level == "MRD" for each in test.reading.targets)
    if need.level == "MRD" and not follows:
        return near("class", "a test at diagnosis, not of residual disease")
    if test.reading.purpose == "mrd" and need.genes and need.level != "MRD":
        return near("class", "a test of residual disease, not at diagnosis")
    return found


def _offered(found: Answer, test: Test) -> Answer:
    if found.fit is Fit.NEAR_MISS or test.availability in AVAILABLE:
        return found
    if test.availability is Availability.IN_PART:
        return part("availability", "offered in part") if found.fit is Fit.FULL else found
    return possible("availability", "whether it is offered today is not known")


def _over_islands(direct: Judgement, islands: tuple[Island, ...]) -> Judgement:
    """Return the answer to a broad need from its islands: all, some, none, or not to be told."""
    met = [each for each in islands if each.coverage in _MET]
    words = {each.coverage for each in islands}
    if words == {Coverage.COVERED}:
        reason = f"covered in all {len(islands)} indications"
        return replace(direct, coverage=Coverage.COVERED, reason=reason, cause="", islands=islands)
    if met:
        named = {word: [each for each in islands if each.coverage is word] for word in Coverage}
        reason = f"covered in {len(named[Coverage.COVERED])} of {len(islands)} indications"
        for phrase, which in (
            ("in part in", named[Coverage.PARTLY]),
            ("not in", named[Coverage.NOT_COVERED]),
            ("outside the directory in", named[Coverage.OUTSIDE]),
            ("not to be told in", named[Coverage.CANNOT_TELL]),
        ):
            reason += f"; {phrase} {_named(which)}" if which else ""
        cause = "indication" if named[Coverage.NOT_COVERED] else "doubt" if named[Coverage.CANNOT_TELL] else ""
        return replace(direct, coverage=Coverage.PARTLY, reason=reason, cause=cause, islands=islands)
    if Coverage.CANNOT_TELL in words:
        unclear = [each for each in islands if each.coverage is Coverage.CANNOT_TELL]
        reason = f"not to be told in {_named(unclear)}"
        return replace(direct, coverage=Coverage.CANNOT_TELL, reason=reason, cause="doubt", islands=islands)
    if Coverage.OUTSIDE in words:
        return replace(direct, islands=islands, coverage=Coverage.OUTSIDE)
    reason = f"no test of the {len(islands)} indications within it reports it"
    return replace(direct, islands=islands, coverage=Coverage.NOT_COVERED, reason=reason, cause="absent")


def _island_age(age: str) -> str:
    """Return the age at which an island is judged: a need of all ages must be met for adults in each."""
    return Age.ADULT.value if not age or band(age)[1] >= ADULT_FROM else age


def _named(islands: list[Island]) -> str:
    shown = ", ".join(f"{each.code} {each.name}" for each in islands[:_NAMED])
    return shown + (f" and {len(islands) - _NAMED} more" if len(islands) > _NAMED else "")
