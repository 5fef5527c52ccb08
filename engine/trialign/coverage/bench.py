"""One nation's tests, indexed by what they could answer and whom they serve, and what is unknown of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from datetime import date

from trialign.coverage.biomarkers import Answer, open_answer
from trialign.coverage.populations import Patients, Reach
from trialign.model.biomarker import Alteration, Biomarker
from trialign.model.coverage import Need
from trialign.model.directory import Age, Availability, Directory, Kind, Standing, Test
from trialign.ontology import Ontology

MANY = 2
_SIGNATURE_GENES = frozenset({"MLH1", "MSH2", "MSH6", "PMS2", "EPCAM", "BRCA1", "BRCA2"})


def _names_signature_gene(test: Test) -> bool:
    genes = (gene for target in test.reading.targets for gene in target.biomarker.genes)
    return any(gene.symbol in _SIGNATURE_GENES for gene in genes)


class Bench:
    """The tests of one nation.

    Attributes:
        tests: In directory order; positions in it are what the indexes hold.
        for_trials: Positions of tests that report something for trials only.
        answers: What each test does for a biomarker, by label and position, filled by the judge.
        superseded: Why a book that is in use is not the one in force; empty where each is.
        unknown: Why absence from the directory decides nothing; empty where it does.
    """

    def __init__(self, directory: Directory, as_of: date) -> None:
        """Index the tests that are offered, or may be."""
        self.directory = directory
        self.tests = [
            test
            for test in directory.tests
            if test.kind is not Kind.NOT_CANCER and test.availability is not Availability.NOT_OFFERED
        ]
        self.for_trials = {number for number, test in enumerate(self.tests) if test.trial_targets}
        self.not_offered = [test for test in directory.tests if test.availability is Availability.NOT_OFFERED]
        self.answers: dict[str, dict[int, Answer]] = {}
        self._by_gene: dict[str, set[int]] = defaultdict(set)
        self._without_gene: list[int] = []
        self._open: list[int] = []
        self._open_answers: dict[tuple[Alteration, bool, bool], dict[int, Answer]] = {}
        for number, test in enumerate(self.tests):
            for target in test.reading.targets:
                for gene in target.biomarker.genes:
                    self._by_gene[gene.hgnc_id].add(number)
            if any(not target.biomarker.genes for target in test.reading.targets):
                self._without_gene.append(number)
            if test.reading.open_classes or any(item.hides_a_target for item in test.reading.unresolved):
                self._open.append(number)
        self._signature_tests = [number for number, test in enumerate(self.tests) if _names_signature_gene(test)]
        self._alike: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for number, test in enumerate(self.tests):
            self._alike[test.indication_code, test.scope].append(number)
        self._reached: dict[tuple[tuple[str, ...], str], dict[int, Reach]] = {}
        self.malignant = [each for each in directory.indications if each.kind is Kind.MALIGNANT and each.cancers]
        self.indications = {each.code: each for each in directory.indications}
        releases = [each.release for each in directory.in_force if each.release]
        self.by_names = any(release.held_by == "names" for release in releases)
        self.superseded = next(
            (each.reason for each in directory.in_force if each.release and each.release.stale), ""
        )
        self.unknown = self._unknown(bool(releases), as_of)
        self._lists: dict[tuple[tuple[str, ...], bool], bool] = {}
        self._wholes: dict[tuple[str, ...], bool] = {}

    def _unknown(self, any_held: bool, as_of: date) -> str:
        doubts = {Standing.NOT_HELD, Standing.UNCERTAIN}
        missing = [each.reason for each in self.directory.in_force if each.standing in doubts]
        if missing:
            return missing[0]
        if not any_held:
            return f"no release of {self.directory.title} is held for that day"
        retrieved = [each.release.retrieved for each in self.directory.in_force if each.release]
        age = max(((as_of - day).days for day in retrieved if day), default=0)
        if age > self.directory.max_age_days:
            return f"what is held is {age} days old, more than the limit of {self.directory.max_age_days}"
        if not self.directory.complete:
            return f"what is held of {self.directory.nation.display}'s tests is not complete"
        return ""

    def candidates(self, need: Biomarker) -> set[int]:
        """Return the positions of tests that name something which could bear on a need."""
        found = {each for gene in need.genes for each in self._by_gene.get(gene.hgnc_id, ())}
        if not need.genes:
            found.update(self._without_gene, self._signature_tests)
        elif need.alteration is Alteration.FUSION:
            found.update(self._without_gene)
        return found

    def open_answers(self, need: Biomarker) -> dict[int, Answer]:
        """Return, by position, what tests leave open for a need that they do not name: a matter of its class."""
        known, key = self._open_answers, (need.alteration, bool(need.genes), "rearrangement" in need.variant)
        if key not in known:
            found = {number: open_answer(self.tests[number], need) for number in self._open}
            known[key] = {number: each for number, each in found.items() if each is not None}
        return known[key]

    def reached(self, need: Need, ontology: Ontology) -> dict[int, Reach]:
        """Return, by position, how far each test serves the need's patients; tests that do not are left out."""
        key = (need.cancers, need.indication)
        if key not in self._reached:
            patients = Patients(need, ontology)
            found: dict[int, Reach] = {}
            for numbers in self._alike.values():
                how = patients.reached_by(self.tests[numbers[0]])
                if how is not Reach.NONE:
                    found.update(dict.fromkeys(numbers, how))
            self._reached[key] = found
        return self._reached[key]

    def lists(self, need: Need, ontology: Ontology, adults: bool = False) -> bool:
        """Tell whether any indication of its own serves the need's cancer, a wider or a narrower one.

        Args:
            need: The need.
            ontology: What lies within what.
            adults: Count only indications that are not for children only.
        """
        key = (need.cancers, adults)
        if key not in self._lists:
            below = {each for code in need.cancers for each in ontology.cancers_below(code)}
            around = below.union(*(ontology.cancers_above(code) for code in need.cancers))
            self._lists[key] = self._any(around, adults)
        return self._lists[key]

    def lists_whole(self, need: Need, ontology: Ontology) -> bool:
        """Tell whether an indication of its own serves the need's cancer as a whole, or a wider one."""
        if need.cancers not in self._wholes:
            above = {each for code in need.cancers for each in ontology.cancers_above(code)}
            self._wholes[need.cancers] = self._any(above, False)
        return self._wholes[need.cancers]

    def _any(self, cancers: Set[str], adults: bool) -> bool:
        return any(
            each.kind in {Kind.MALIGNANT, Kind.BENIGN}
            and not (adults and each.age is Age.PAEDIATRIC)
            and not cancers.isdisjoint(each.cancers)
            for each in self.directory.indications
        )
