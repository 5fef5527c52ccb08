"""Small worlds for coverage: a few printed rows, and one question to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from trialign.coverage.judge import Judge
from trialign.errors import Location
from trialign.model import directory as model
from trialign.model.biomarker import Origin
from trialign.model.coverage import Judgement, Need
from trialign.model.dates import PartialDate
from trialign.model.directory import Age, Availability, Directory, Indication, Kind, Nation
from trialign.nomenclature import labels, target_cells, test_names
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

AS_OF = date(2026, 11, 22)
_WHERE = Location("a literal directory", 1)
Row = model.Test


@dataclass(frozen=True)
class Bench:
    """Makes rows of a directory from printed names, and asks what they cover.

    A row's code is its indication's code, a point and a number; rows of one indication share cancers, kind and age.
    """

    vocabulary: Vocabulary

    def row(
        self,
        code: str,
        name: str,
        *cancers: str,
        kind: Kind = Kind.MALIGNANT,
        age: Age = Age.UNSTATED,
        nation: Nation = Nation.ENGLAND,
    ) -> Row:
        """Return a row of tumour testing as a directory prints it."""
        reading = test_names.read(name, self.vocabulary.genes)
        return self._test(code, name, reading, cancers, kind, age, nation)

    def germline(
        self,
        code: str,
        target: str,
        *cancers: str,
        method: str = "Single gene sequencing >=10 amplicons",
        kind: Kind = Kind.MALIGNANT,
    ) -> Row:
        """Return a row of inherited cancer testing: its target cell and its method."""
        reading = target_cells.read(
            "", target, "", method, Origin.GERMLINE, (self.vocabulary.genes, self.vocabulary.columns)
        )
        found = self._test(code, target, reading, cancers, kind, Age.UNSTATED, Nation.ENGLAND)
        return replace(found, origin=Origin.GERMLINE)

    def stated(
        self, nation: Nation, name: str, cancer: str, availability: Availability, said: str = "2026-11-01"
    ) -> Row:
        """Return a collected fact about a test of a nation, with the date of its source."""
        found = self.row("FACT", name, cancer, nation=nation)
        source = model.Source(_WHERE, "https://example.org/", said, "2026-11-22")
        return replace(found, availability=availability, source=source)

    def ask(
        self,
        biomarker: str,
        cancer: str,
        *rows: Row,
        age: str = "",
        asked: str = "",
        nation: Nation = Nation.ENGLAND,
    ) -> Judgement:
        """Return a nation's answer from these rows alone; ``asked`` puts the need in an indication's own words.

        England's directory is complete, what is held of the others is not.
        """
        found = labels.parse(biomarker, self.vocabulary.genes).biomarker
        nations = {nation, *(row.nation for row in rows)}
        directories = [self._directory(each, rows) for each in sorted(nations)]
        judge = Judge(directories, Ontology(self.vocabulary), AS_OF)
        return judge.judge(Need(found, self.vocabulary.cancers.find(cancer), age, asked), nation)

    def _test(
        self,
        code: str,
        name: str,
        reading: model.Reading,
        cancers: tuple[str, ...],
        kind: Kind,
        age: Age,
        nation: Nation,
    ) -> Row:
        indication = code.partition(".")[0]
        return model.Test(
            nation=nation,
            book="tests",
            release="2026-07",
            indication_code=indication,
            indication=f"Indication {indication}",
            code=code,
            name=name,
            printed_target="",
            reading=reading,
            cancers=cancers,
            scope=(),
            kind=kind,
            age=age,
            origin=Origin.SOMATIC,
            availability=Availability.COMMISSIONED,
            source=model.Source(_WHERE, "https://example.org/", "2026-07-16", "2026-11-22"),
        )

    def _directory(self, nation: Nation, rows: tuple[Row, ...]) -> Directory:
        own = tuple(row for row in rows if row.nation is nation)
        day = PartialDate.parse("2026-07-16")
        release = model.Release(
            "tests", "2026-07", True, "", day, day, None, None, AS_OF, True, "rows", False, "", _WHERE
        )
        book = model.Book(nation, "tests", "Tests", (release,))
        indications = {
            row.indication_code: Indication(
                nation, "tests", row.indication_code, row.indication, row.cancers, row.kind, row.age
            )
            for row in own
            if row.code != "FACT"
        }
        return Directory(
            nation=nation,
            title=f"Directory of {nation.display}",
            publisher="",
            arrangement="follows-england" if nation is Nation.WALES else "own-directory",
            complete=nation is Nation.ENGLAND,
            max_age_days=180,
            unknown=(),
            in_force=(model.InForce(book, model.Standing.HELD, release, ""),),
            tests=own,
            indications=tuple(indications.values()),
            source=model.Source(_WHERE, "", "2026-07-16", "2026-11-22"),
        )


@pytest.fixture(scope="session")
def bench(vocabulary: Vocabulary) -> Bench:
    """A maker of small directories."""
    return Bench(vocabulary)
