"""Example facts of a rule to real facts: the same records, coverage and tables as for loaded data.

What an example does not say takes the plainest value: a complete directory, a commissioned test for adults, a final
decision in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from trialign.errors import Location, Problem, RuleProblems
from trialign.facts.build import build
from trialign.facts.tables import Facts
from trialign.load.decisions import Adoption, Decisions
from trialign.load.editions import Edition
from trialign.load.trials import Trials
from trialign.load.world import World
from trialign.model.acceptance import Acceptance
from trialign.model.biomarker import Alteration, Biomarker, Origin, Requirement
from trialign.model.dates import PartialDate
from trialign.model.decision import Decision, TestLink
from trialign.model.directory import (
    Age,
    Availability,
    Book,
    Directory,
    Extent,
    Indication,
    InForce,
    Kind,
    Nation,
    Printed,
    Reading,
    Reason,
    Release,
    Source,
    Spelling,
    Standing,
    Target,
    Test,
    Unresolved,
)
from trialign.model.pathway import Step
from trialign.model.rule import Example, Value
from trialign.model.trial import Arm, Criterion, Extraction, OtherRecord, Trial
from trialign.nomenclature import labels
from trialign.nomenclature.test_names import DNA_CLASSES
from trialign.nomenclature.vocabulary import Vocabulary

AS_OF = date(2026, 11, 22)
_PRESENT = "2026-07-16"
_LIMIT = 180
_AS_GIVEN = ("disagreement", "block", "reused", "crosswalk")  # facts between releases, given field by field
_UNREAD = {"unread": Reason.NOT_A_GENE, "proprietary": Reason.PROPRIETARY}
Given = Mapping[str, object]


def example_facts(example: Example, vocabulary: Vocabulary) -> Facts:
    """Return the facts of an example, as of 2026-11-22.

    Raises:
        RuleProblems: It names an unknown gene, cancer, nation or kind of fact.
    """
    try:
        builder = _Builder(example, vocabulary)
        facts = build(builder.world())
        for kind in _AS_GIVEN:
            for values in builder.given(kind):
                named = {**values, "nation_name": Nation(str(values["nation"])).display}
                facts.add(kind, cast(Mapping[str, Value], named), kind, builder.source)
        return facts
    except KeyError as error:
        what = f"the example '{example.name}' lacks a field: {error.args[0]}"
        mend = "add it, or check the spelling of the field that stands for it (docs/rules.md)"
        raise RuleProblems([Problem(example.where, what, mend)]) from error
    except ValueError as error:
        what = f"the example '{example.name}' cannot be built: {error}"
        raise RuleProblems([Problem(example.where, what, "check its labels, codes and field names")]) from error


class _Builder:
    def __init__(self, example: Example, vocabulary: Vocabulary) -> None:
        self.example = example
        self.vocabulary = vocabulary
        self.source = Source(example.where, "https://example.org/", "2026-11-22", "2026-11-22")
        self.known = {"directory", "test", "decision", "trial", "link", "step", "exception", *_AS_GIVEN}

    def given(self, kind: str) -> list[Given]:
        unknown = {name for name, _ in self.example.given} - self.known
        if unknown:
            raise ValueError(f"no fact of kind {', '.join(sorted(unknown))} can be given")
        return [dict(values) for name, values in self.example.given if name == kind]

    def world(self) -> World:
        decisions = tuple(self.decision(values) for values in self.given("decision"))
        pairs = {(str(values["body"]), Nation(str(values["nation"]))) for values in self.given("decision")}
        adoptions = tuple(Adoption(body, nation, "mandate", None, ()) for body, nation in sorted(pairs))
        links = tuple(self.link(values) for values in self.given("link"))
        nowhere = Source(Location(self.example.where.path), "", "", "2026-11-22")
        trials = tuple(self.trial(values) for values in self.given("trial"))
        exceptions = tuple(self.exception(values) for values in self.given("exception"))
        return World(
            AS_OF,
            self.vocabulary,
            tuple(self.directories()),
            Decisions(decisions, links, adoptions, _LIMIT, (), nowhere),
            Trials(trials, "", True, 365, (), nowhere),
            exceptions,
            self.editions,
            tuple(self.step(values) for values in self.given("step")),
        )

    def step(self, values: Given) -> Step:
        return Step(
            pathway=str(values["pathway"]),
            nations=(Nation(str(values["nation"])),),
            cancers=self.cancers(values),
            number=int(str(values.get("number", 1))),
            name=str(values.get("name", "a step")),
            requirements=self.requirements(values),
            condition="",
            medicine=str(values.get("medicine", "")),
            sample=str(values.get("sample", "")),
            guidance="a guidance",
            source=self.source,
        )

    def editions(self, directory: Directory) -> tuple[Edition, ...]:
        """Return the editions that a ``directory`` names by their days, and the present one."""
        given = next((each for each in self.given("directory") if each["nation"] == directory.nation.value), {})
        days = [PartialDate.parse(str(day)) for day in cast(list[str], given.get("editions", []))]
        since = {f"{each['id']}": PartialDate.parse(str(each.get("since", _PRESENT))) for each in self.given("test")}
        found = []
        for day in (*days, PartialDate.parse(_PRESENT)):
            tests = tuple(test for test in directory.tests if since[test.code].last <= day.last)
            found.append(Edition(day.last, day.first, str(day), replace(directory, tests=tests), ()))
        return tuple(found)

    def biomarkers(self, values: Given) -> list[str]:
        many = values.get("biomarkers", values.get("biomarker", []))
        return [str(label) for label in many] if isinstance(many, list) else [str(many)]

    def label(self, text: str) -> Biomarker:
        return labels.parse(text.removeprefix("!"), self.vocabulary.genes).biomarker

    def cancers(self, values: Given) -> tuple[str, ...]:
        found = self.vocabulary.cancers.find(str(values["cancer"]))
        if not found:
            raise ValueError(f"unknown cancer {values['cancer']}")
        return found

    def requirements(self, values: Given) -> tuple[Requirement, ...]:
        everything = values.get("logic") == "all"
        return tuple(
            Requirement(self.label(text), text.startswith("!"), number if everything else 0)
            for number, text in enumerate(self.biomarkers(values))
        )

    def directories(self) -> list[Directory]:
        settings = {str(values["nation"]): values for values in self.given("directory")}
        tests = [self.test(values) for values in self.given("test")]
        named = [
            str(values["nation"]) for kind in ("test", "decision", "trial", "step") for values in self.given(kind)
        ]
        nations = sorted({Nation(name) for name in (*settings, *named)}, key=list(Nation).index)
        return [self.directory(nation, settings.get(nation.value, {}), tests) for nation in nations]

    def directory(self, nation: Nation, values: Given, tests: list[Test]) -> Directory:
        day = PartialDate.parse(_PRESENT)
        release = Release(
            "tests",
            "2026-07",
            True,
            "",
            day,
            day,
            None,
            None,
            AS_OF,
            True,
            "rows",
            False,
            "",
            self.example.where,
        )
        book = Book(nation, "tests", "Tests", (release,))
        own = tuple(test for test in tests if test.nation is nation)
        return Directory(
            nation, f"Directory of {nation.display}", "", "own-directory", values.get("complete", True) is True,
            _LIMIT, (), (InForce(book, Standing.HELD, release, ""),), own, tuple(_indications(own)), self.source,
        )  # fmt: skip

    def test(self, values: Given) -> Test:
        extent = Extent.HOTSPOT if values.get("hotspot") else Extent.WHOLE
        spelling = Spelling(str(values.get("spelling", "approved")))
        targets = tuple(
            Target(self.label(text), extent, str(values.get("printed", text)), spelling)
            for text in self.biomarkers(values)
        )
        technology = str(values.get("technology", "ngs_panel"))
        unnamed = cast(list[str], values.get("unnamed", []))
        open_classes = frozenset(Alteration(name) for name in unnamed) or (
            DNA_CLASSES if technology == "wgs" else frozenset()
        )
        unread = tuple(Unresolved(str(values[name]), reason) for name, reason in _UNREAD.items() if name in values)
        reading = Reading(
            technology, targets, unread, open_classes, str(values.get("sample", "tumour")), "diagnostic"
        )
        source = Source(self.source.where, self.source.url, str(values.get("date", "")), "2026-11-22")
        return Test(
            nation=Nation(str(values["nation"])),
            book="tests",
            release="2026-07",
            indication_code=str(values.get("group", values["id"])),
            indication=str(values.get("indication", "an indication")),
            code=str(values["id"]),
            name=str(values.get("name", "a test")),
            printed_target=str(values.get("target_cell", "")),
            reading=reading,
            cancers=self.cancers(values),
            scope=(),
            kind=Kind(str(values.get("kind", "malignant"))),
            age=Age(str(values.get("age", ""))),
            origin=Origin(str(values.get("origin", "somatic"))),
            availability=Availability(str(values.get("availability", "commissioned"))),
            source=source,
            printed=Printed(
                method=str(values.get("method", "")),
                eligibility=str(values.get("eligibility", "")),
                remark=str(values.get("remark", "")),
                line=str(values.get("line", "")),
                setting=str(values.get("setting", "")),
            ),
            trial_targets=tuple(
                Target(self.label(text), Extent.WHOLE, text) for text in cast(list[str], values.get("for_trials", []))
            ),
        )

    def decision(self, values: Given) -> Decision:
        printed = str(values.get("date", "2026-08-01"))
        return Decision(
            id=str(values["id"]),
            body=str(values["body"]),
            ref=str(values.get("ref", values["id"])),
            medicine=str(values["drug"]),
            cancers=self.cancers(values),
            cancer_printed=str(values["cancer"]),
            line=str(values.get("line", "")),
            setting=str(values.get("setting", "")),
            age=str(values.get("age", "adult")),
            requirements=self.requirements(values),
            biomarkers_printed="",
            outcome=str(values["outcome"]),
            stage=str(values.get("stage", "final")),
            date=PartialDate.parse(printed) if printed else None,
            ended=PartialDate.parse(str(values["ended"])) if "ended" in values else None,
            supersedes=(),
            superseded_by=(str(values["superseded_by"]),) if "superseded_by" in values else (),
            confidence="high",
            source=self.source,
            managed_until=self.day(values, "managed_until", ""),
        )

    def link(self, values: Given) -> TestLink:
        refs = tuple(str(ref) for ref in cast(list[str], values["decision_refs"]))
        source = replace(self.source, published=str(values.get("date", self.source.published)))
        return TestLink(str(values["test_code"]), str(values["nation"]), str(values["medicine"]), refs, source)

    def trial(self, values: Given) -> Trial:
        local, reading = values.get("local_testing"), values.get("confidence")
        criteria = tuple(
            Criterion(
                need.biomarker, need.absent, need.conjunct, if_known=need.absent and values.get("if_known") is True
            )
            for need in self.requirements(values)
        )
        arm = Arm(self.cancers(values), str(values.get("age", ">=18")), criteria)
        return Trial(
            id=str(values["id"]),
            registry=str(values.get("registry", "ClinicalTrials.gov")),
            title="a trial",
            status=str(values["status"]),
            phase=str(values.get("phase", "Phase 2")),
            captured=date.fromisoformat(str(values.get("captured", "2026-11-01"))),
            nations=(Nation(str(values["nation"])),),
            arms=(arm,),
            local_testing=local if isinstance(local, bool) else None,
            reviewed=values.get("reviewed") is not False,
            source=self.source,
            updated=self.day(values, "updated", "2026-10-01"),
            started=self.day(values, "started", ""),
            primary_completion=self.day(values, "primary_completion", "2028-06"),
            others=tuple(self.other(record) for record in cast(list[Given], values.get("other_records", []))),
            names_no_biomarker=values.get("names_no_biomarker") is True,
            extraction=Extraction(float(str(reading)), "") if reading is not None else None,
        )

    def other(self, values: Given) -> OtherRecord:
        return OtherRecord(
            id=str(values["id"]),
            registry=str(values["registry"]),
            status=str(values["status"]),
            phase=str(values.get("phase", "")),
            captured=PartialDate.parse(str(values.get("captured", "2026-11-01"))),
            updated=self.day(values, "updated", ""),
            started=self.day(values, "started", ""),
            primary_completion=self.day(values, "primary_completion", ""),
            source=self.source,
        )

    def day(self, values: Given, name: str, plainest: str) -> PartialDate | None:
        """Return a printed date; what is not said takes the plainest value, and empty text is a date not held."""
        printed = str(values.get(name, plainest))
        return PartialDate.parse(printed) if printed else None

    def exception(self, values: Given) -> Acceptance:
        return Acceptance(
            rule=str(values["rule"]),
            subject=str(values["subject"]),
            owner=str(values["owner"]),
            reason=str(values["reason"]),
            record=str(values.get("source", "minutes of the owner")),
            created=date.fromisoformat(str(values.get("created", "2026-01-01"))),
            expires=date.fromisoformat(str(values["expires"])),
            source=self.source,
        )


def _indications(tests: Iterable[Test]) -> Iterator[Indication]:
    """Yield the indications that tests stand under, each once."""
    for test in {each.indication_code: each for each in tests}.values():
        yield Indication(
            test.nation, test.book, test.indication_code, test.indication, test.cancers, test.kind, test.age
        )
