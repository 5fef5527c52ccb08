"""Whom does a gap leave without a test? The smallest patient description that is proved to be served by none.

A description is a point within a need: a biomarker, a cancer and an age. It is *proved* by the judge itself: for that
very point, the nation's answer is 'not covered', so no listed test serves it, not even in part or possibly. It is
*minimal* in that only those parts of the wording are narrowed that must be: with fewer narrowed parts it would admit
patients who are served, or may be. Two parts are always made concrete, since a patient has one of each: a stated age
becomes the youngest year that is admitted and not served, a broad need becomes one of the directory's indications.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from trialign.coverage.judge import Judge, without_level
from trialign.coverage.populations import ADULT_FROM, AGE_STEPS, band
from trialign.model.biomarker import Alteration, Biomarker, Gene
from trialign.model.coverage import Coverage, Fit, Judgement, Need
from trialign.model.directory import Directory, Nation
from trialign.model.finding import Witness
from trialign.nomenclature.labels import make
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

_A = Alteration
_MOST = 400
_WIDE = Coverage.PARTLY, Coverage.NOT_COVERED, Coverage.CANNOT_TELL
_OF_THE_TARGET = frozenset({"variant", "partner", "class"})
_CLASSES = {
    _A.ANY: (_A.SMALL, _A.LOSS, _A.FUSION, _A.GAIN),
    _A.COPY_NUMBER: (_A.LOSS, _A.GAIN),
}
_LINES = {
    "1L": "first line",
    "2L": "second line",
    "2L+": "second line or later",
    "3L+": "third line or later",
    "R/R": "relapsed or refractory",
    "maintenance": "as maintenance",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a decision, a trial or a person says beside the need itself.

    Attributes:
        line: As in ``Decision.line``.
        wanted: The biomarker in the wording's words (``KRAS wild type``); empty for its label.
        absent: True where the biomarker must be absent: then no single variant stands for the need.
    """

    line: str = ""
    wanted: str = ""
    absent: bool = False


class Witnesses:
    """Finds witnesses in the directories of one day."""

    def __init__(
        self, judge: Judge, directories: Iterable[Directory], vocabulary: Vocabulary, ontology: Ontology
    ) -> None:
        """Take the judge that proves, and where concrete cancers and variants come from."""
        self._judge = judge
        self._directories = {each.nation: each for each in directories}
        self._vocabulary = vocabulary
        self._ontology = ontology

    def of(self, need: Need, nation: Nation, wording: Wording | None = None) -> Witness | str:
        """Return a proved witness, or why there is none."""
        wording = wording or Wording()
        need = replace(need, biomarker=without_level(need.biomarker))
        whole = self._judge.judge(need, nation)
        if whole.coverage not in _WIDE:
            return f"{need.biomarker.label} is {whole.coverage.value.replace('_', ' ')}: {whole.reason}"
        for point in islice(self._points(need, whole, wording), _MOST):
            for age in _ages(need.age):
                if self._unserved(replace(point, age=age), nation, wording):
                    return self._witness(replace(point, age=age), need, wording)
        if whole.coverage is Coverage.CANNOT_TELL:
            return f"it cannot be told whom the tests leave out: {whole.reason}"
        return f"no patient can be named whom the tests surely leave out: {whole.reason}"

    def within(self, need: Need, nation: Nation, indication: str) -> Need:
        """Return a need of the patients of one of a nation's indications only."""
        held = {each.code: each for each in self._directories[nation].indications}
        return replace(need, cancers=held[indication].cancers, indication=indication)

    def _points(self, need: Need, whole: Judgement, wording: Wording) -> Iterator[Need]:
        """Yield the need narrowed in more and more of its parts."""
        wide = [] if whole.islands else [need]
        near = list(self._islands(need, whole) if whole.islands else self._kinds(need, whole))
        parts = [] if wording.absent else list(self._parts(need.biomarker, whole))
        yield from (*wide, *near)
        for populations in (wide, near):
            for marker in parts:
                yield from (replace(each, biomarker=marker) for each in populations)

    def _islands(self, need: Need, whole: Judgement) -> Iterator[Need]:
        """Yield a broad need in each indication that is not covered; those without any test first."""
        held = {each.code: each for each in self._directories[whole.nation].indications}
        for word in (Coverage.NOT_COVERED, Coverage.PARTLY):
            for island in whole.islands:
                if island.coverage is word:
                    yield replace(need, cancers=held[island.code].cancers, indication=island.code)

    def _kinds(self, need: Need, whole: Judgement) -> Iterator[Need]:
        """Yield the kinds of the need's cancers, wide ones first, where a test serves only some of them."""
        if whole.coverage is not Coverage.PARTLY or need.indication:
            return
        above = self._ontology.cancers_above
        below = {code for each in need.cancers for code in self._ontology.cancers_below(each)}
        for code in sorted(below, key=lambda each: (len(above(each)), each)):
            if (code,) != need.cancers:
                yield replace(need, cancers=(code,))

    def _parts(self, marker: Biomarker, whole: Judgement) -> Iterator[Biomarker]:
        """Yield what lies within a biomarker, as far as names are known."""
        for alteration in _CLASSES.get(marker.alteration, ()):
            yield make(marker.genes, alteration, origin=marker.origin)
        if marker.alteration in {_A.SMALL, _A.ANY}:
            yield from self._variants(replace(marker, alteration=_A.SMALL))
        if marker.alteration is _A.FUSION and len(marker.genes) == 1:
            yield from self._other_partner(marker, whole)

    def _variants(self, marker: Biomarker) -> Iterator[Biomarker]:
        gene = marker.genes[0].symbol
        own = self._vocabulary.variants
        for name in sorted(self._ontology.variants_below(gene, marker.variant), key=lambda each: " " in each):
            if own[gene, name].parent != _A.ANY.value:
                yield make(marker.genes, _A.SMALL, name, marker.origin)

    def _other_partner(self, marker: Biomarker, whole: Judgement) -> Iterator[Biomarker]:
        """Yield a fusion with a partner that no test names; the vocabulary lists no partners, so it has no name."""
        bearing = {fit.test_id for fit in whole.fits if fit.fit is Fit.PART and fit.cause == "partner"}
        targets = (
            target.biomarker.genes
            for directory in self._directories.values()
            for test in directory.tests
            if test.id in bearing
            for target in test.reading.targets
        )
        named = sorted({gene.symbol for genes in targets if marker.genes[0] in genes for gene in genes})
        others = " or ".join(symbol for symbol in named if symbol != marker.genes[0].symbol)
        if others:
            label = f"{marker.label} with a partner other than {others}"
            yield replace(marker, genes=(Gene("another gene", ""), *marker.genes), label=label)

    def _unserved(self, point: Need, nation: Nation, wording: Wording) -> bool:
        """Tell whether the nation's answer to a point proves that no listed test serves any patient within it."""
        ages = [point.age] if point.age else ["", *(_year(each) for each in AGE_STEPS)]
        markers = [point.biomarker]
        if point.biomarker.alteration is _A.SMALL and point.biomarker.variant:
            markers += self._variants(point.biomarker)
        return all(
            self._left_out(self._judge.judge(replace(point, age=age, biomarker=marker), nation), wording)
            for age in ages
            for marker in markers
        )

    def _left_out(self, found: Judgement, wording: Wording) -> bool:
        if found.coverage is Coverage.NOT_COVERED:
            return True
        parts = [fit for fit in found.fits if fit.fit is Fit.PART]
        partly = wording.absent and found.coverage is Coverage.PARTLY and not found.islands
        return partly and all(fit.cause in _OF_THE_TARGET for fit in parts)  # a part shows no absence

    def _witness(self, point: Need, need: Need, wording: Wording) -> Witness:
        marker = point.biomarker
        whole = marker == need.biomarker
        label = wording.wanted if whole and wording.wanted else marker.label
        named = all(gene.hgnc_id for gene in marker.genes)
        age = band(point.age)[0] if point.age else None
        cancer, name = " | ".join(point.cancers), self._named(point)
        shown = f"{name} ({point.indication})" if point.indication else name
        line = "" if wording.line == "any" else wording.line
        words = f"a patient{_aged(age)} with {shown} and {label}{f', {_LINES.get(line, line)}' if line else ''}"
        marker_id = marker.id if named else need.biomarker.id
        return Witness(age, cancer, name, point.indication, label, marker_id, line, words)

    def _named(self, point: Need) -> str:
        for directory in self._directories.values() if point.indication else ():
            for each in directory.indications:
                if each.code == point.indication:
                    return each.name
        return " or ".join(self._vocabulary.cancers.names[code] for code in point.cancers)


def _ages(stated: str) -> Sequence[str]:
    """Return the ages to try, youngest first; none, then adult ones, where the wording states none."""
    if not stated:
        return ("", *(_year(each) for each in AGE_STEPS if each >= ADULT_FROM))
    low, high = band(stated)
    return [_year(each) for each in sorted({low, *AGE_STEPS}) if low <= each <= high]


def _year(age: int) -> str:
    return f"{age}-{age}"


def _aged(age: int | None) -> str:
    if age is None:
        return ""
    return f" aged {age}" if age else " in the first year of life"
