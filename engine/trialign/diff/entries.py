"""One side of a comparison: its tests by code, with what each reports and what could not be read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from trialign.diff.changes import Row, in_order
from trialign.model.biomarker import Alteration, Biomarker, Gene
from trialign.model.directory import Reading, Reason, Target, Test, Unresolved
from trialign.nomenclature import test_names
from trialign.nomenclature.vocabulary import Vocabulary

NOT_STATED = "not_stated"
_MISSPELT = frozenset({Reason.MISPRINT, Reason.NOT_A_GENE, Reason.FORM})
_SAID_ELSEWHERE = frozenset({Reason.NAME_ONLY, Reason.BRACKET, Reason.CATCH_ALL, Reason.ON_REQUEST})


@dataclass(frozen=True, slots=True)
class Reported:
    """A target with the test that reports it."""

    target: Target
    test: Test

    @property
    def biomarker(self) -> Biomarker:
        """Return what is reported."""
        return self.target.biomarker


@dataclass(frozen=True, eq=False)
class Entry:
    """A test code of one side, with every row it stands in (a genomic test stands in several packages)."""

    code: str
    tests: tuple[Test, ...]
    vocabulary: Vocabulary

    @property
    def first(self) -> Test:
        """Return the row that stands for all where they say the same."""
        return self.tests[0]

    @cached_property
    def cancers(self) -> frozenset[str]:
        """Return the cancers of every row."""
        return frozenset(code for test in self.tests for code in test.cancers)

    @cached_property
    def indications(self) -> frozenset[str]:
        """Return the codes of the indications."""
        return frozenset(test.indication_code for test in self.tests)

    @property
    def indication(self) -> str:
        """Return the names of the indications, each once."""
        return "; ".join(dict.fromkeys(test.indication for test in self.tests))

    @cached_property
    def has_cells(self) -> bool:
        """Tell whether the release prints targets and methods beside the name."""
        return any(test.printed_target or test.printed.method for test in self.tests)

    @cached_property
    def text(self) -> str:
        """Return everything that is printed of the test itself, white space folded."""
        cells = (each for t in self.tests for each in (t.name, t.printed_target, t.printed.scope, t.printed.method))
        return " ".join(" | ".join(cells).split())

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the words of the name, to find a symbol in it."""
        return frozenset(re.findall(r"[A-Za-z0-9-]+", self.first.name.upper()))

    @cached_property
    def by_name(self) -> Reading:
        """Return what the name alone says."""
        if not self.has_cells:
            return self.first.reading
        return test_names.read(self.first.name, self.vocabulary.genes)

    @cached_property
    def cells(self) -> tuple[Reported, ...]:
        """Return what the rows report."""
        return _once(Reported(target, test) for test in self.tests for target in test.reading.targets)

    @cached_property
    def named(self) -> tuple[Reported, ...]:
        """Return what the name alone reports."""
        return _once(Reported(target, self.first) for target in self.by_name.targets)

    @cached_property
    def _by_gene(self) -> Mapping[Gene, tuple[Reported, ...]]:
        found: dict[Gene, list[Reported]] = defaultdict(list)
        for each in (*self.cells, *self.named):
            for gene in each.biomarker.genes:
                found[gene].append(each)
        return {gene: tuple(of) for gene, of in found.items()}

    def bearing_on(self, marker: Biomarker) -> tuple[Reported, ...]:
        """Return the targets that share a gene with a biomarker; all of them where it names none."""
        if not marker.genes:
            return (*self.cells, *self.named)
        return tuple(each for gene in marker.genes for each in self._by_gene.get(gene, ()))

    @cached_property
    def pointed(self) -> frozenset[str]:
        """Return the codes of the tests that the row points to."""
        return frozenset(code for item in self.unresolved for code in item.codes)

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Return what could not be read, of every row."""
        return tuple(dict.fromkeys(item for test in self.tests for item in test.reading.unresolved))

    @cached_property
    def unread(self) -> frozenset[str]:
        """Return printed texts in which a target may be hidden."""
        return frozenset(
            _folded(item.printed)
            for item in self.unresolved
            if item.hides_a_target and item.reason not in _SAID_ELSEWHERE and item.printed
        )

    @cached_property
    def misspelt(self) -> Mapping[str, Unresolved]:
        """Return what is no pointer and no catch-all, and still was not understood: misspelt, or not known."""
        return {_folded(item.printed): item for item in self.unresolved if item.reason in _MISSPELT}

    @cached_property
    def is_pointer(self) -> bool:
        """Tell whether a panel or an assay that is described elsewhere says what it reports."""
        return any(item.reason in {Reason.POINTER_PANEL, Reason.PROPRIETARY} for item in self.unresolved)

    @cached_property
    def open_classes(self) -> frozenset[Alteration]:
        """Return the classes that it could report for genes it does not name."""
        return frozenset(each for test in self.tests for each in test.reading.open_classes)

    @property
    def technologies(self) -> frozenset[str]:
        """Return the technologies, without those that are not stated."""
        return frozenset(test.reading.technology for test in self.tests) - {NOT_STATED}

    def row(self, side: str) -> Row:
        """Return the row as evidence."""
        test = self.first
        return Row(
            side, test.release_name, self.code, self.indication, test.name, test.printed_target, test.source.place
        )


def entries(tests: Iterable[Test], vocabulary: Vocabulary) -> Mapping[str, Entry]:
    """Return one entry per code, in the order of codes."""
    found: dict[str, list[Test]] = defaultdict(list)
    for test in tests:
        found[test.code].append(test)
    return {code: Entry(code, tuple(found[code]), vocabulary) for code in sorted(found, key=in_order)}


def genes(reported: Iterable[Reported]) -> frozenset[str]:
    """Return the symbols of the genes."""
    return frozenset(gene.symbol for each in reported for gene in each.biomarker.genes)


def _once(reported: Iterable[Reported]) -> tuple[Reported, ...]:
    found: dict[tuple[str, str], Reported] = {}
    for each in reported:
        found.setdefault((each.biomarker.label, each.target.extent.value), each)
    return tuple(found.values())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
