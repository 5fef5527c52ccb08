"""Each kind of change on a few literal rows, and random small worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trialign import maintenance
from trialign.diff.changes import Change, Comparison, Confidence, Kind
from trialign.diff.meaning import look_alike
from trialign.diff.releases import compare
from trialign.errors import Location
from trialign.load.directories import Crosswalk
from trialign.load.printed_tests import read_row
from trialign.model.biomarker import Origin
from trialign.model.directory import (
    Age,
    Availability,
    Nation,
    Printed,
    Source,
    Test,
)
from trialign.model.directory import Kind as IndicationKind
from trialign.model.rule import Severity
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

_CANCERS = {"M1": "COADREAD", "M4": "NSCLC", "TP1": "COADREAD", "TP2": "NSCLC"}
Row = tuple[str, str, str] | tuple[str, str, str, str]


def _tests(vocabulary: Vocabulary, release: str, rows: Sequence[Row], book: str = "cancer") -> list[Test]:
    """Return tests of rows of indication, code, name and, where the release prints it, eligibility."""
    found = []
    for number, (indication, code, name, *eligibility) in enumerate(rows, start=2):
        found.append(
            Test(
                nation=Nation.ENGLAND,
                book=book,
                release=release,
                indication_code=indication,
                indication=f"Indication {indication}",
                code=code,
                name=name,
                printed_target="",
                reading=read_row({"test_name": name}, book, {}, vocabulary),
                cancers=(_CANCERS[indication],),
                scope=(),
                kind=IndicationKind.MALIGNANT,
                age=Age.UNSTATED,
                origin=Origin.SOMATIC,
                availability=Availability.COMMISSIONED,
                source=Source(Location(f"{release}.csv", number), "", "", ""),
                printed=Printed(eligibility="".join(eligibility)),
            )
        )
    return found


@pytest.fixture(scope="session")
def known(shelf: maintenance.Shelf) -> tuple[Vocabulary, Ontology]:
    """The bundled vocabulary and what lies within what."""
    return shelf.vocabulary, Ontology(shelf.vocabulary)


Known = tuple[Vocabulary, Ontology]
_KRAS = "Multi-target NGS panel - small variant (KRAS, NRAS)"


def _compare(
    known: Known,
    before: Sequence[Row],
    after: Sequence[Row],
    crosswalk: Sequence[tuple[str, str]] = (),
    book: str = "",
) -> Comparison:
    vocabulary, ontology = known
    source = Source(Location("crosswalk.csv", 2), "", "", "")
    lines = [Crosswalk(Nation.ENGLAND, old, new, "", "equivalent", source) for old, new in crosswalk]
    old, new = _tests(vocabulary, "1", before), _tests(vocabulary, "2", after, book or "cancer")
    return compare(old, new, lines, vocabulary, ontology)


def _only(found: Comparison) -> Change:
    (change,) = found.changes
    return change


@pytest.mark.parametrize(
    ("before", "after", "kind", "lost", "gained"),
    [
        ([("M1", "M1.1", _KRAS), ("M4", "M4.1", "ALK seq")], [("M4", "M4.1", "ALK seq")],
            Kind.REMOVED, ("KRAS small variant", "NRAS small variant"), ()),
        ([], [("M1", "M1.1", "KRAS hotspot")], Kind.ADDED, (), ("KRAS small variant",)),
        (
            [("M1", "M1.1", _KRAS)],
            [("M1", "M1.1", "Multi-target NGS panel - small variant (NRAS)")],
            Kind.NARROWED, ("KRAS small variant",), (),
        ),
        (
            [("M1", "M1.1", _KRAS)],
            [("M1", "M1.1", "Multi-target NGS panel - small variant (KRAS, BRAF)")],
            Kind.RETARGETED, ("NRAS small variant",), ("BRAF small variant",),
        ),
        (
            [("M1", "M1.1", _KRAS)],
            [("M1", "M1.1", "Multi-target NGS panel - small variant (KRAS, NRAS, BRAF)")],
            Kind.WIDENED, (), ("BRAF small variant",),
        ),
        (
            [("M1", "M1.1", _KRAS)],
            [("M1", "M1.1", "Multi-target NGS panel - small variant (NRAS, KRAS)")],
            Kind.REWORDED, (), (),
        ),
        (
            [("M1", "M1.1", "KRAS hotspot")],
            [("M1", "M1.1", "BRAF hotspot")],
            Kind.REUSED, ("KRAS small variant",), ("BRAF small variant",),
        ),
        (
            [("M4", "M4.1", "ELM4-ALK FISH/RT-PCR")],
            [("M4", "M4.1", "EML4-ALK FISH/RT-PCR")],
            Kind.CORRECTED, (), (),
        ),
        (
            [("M4", "M4.1", "EML4-ALK FISH")],
            [("M4", "M4.1", "EML4-ALK RT-PCR")],
            Kind.TECHNOLOGY, (), (),
        ),
        ([("M1", "M1.1", _KRAS)], [("M1", "M1.9", _KRAS)], Kind.RECODED, (), ()),
        (
            [("M1", "M1.1", _KRAS)],
            [("M1", "M1.1", "Multi-target NGS panel - small variant (KRAS)"), ("M1", "M1.2", "NRAS seq")],
            Kind.SPLIT, (), (),
        ),
        (
            [("M1", "M1.1", "KRAS seq"), ("M1", "M1.2", "NRAS seq")],
            [("M1", "M1.3", _KRAS)],
            Kind.MERGED, (), (),
        ),
        (
            [("M1", "M1.1", "KRAS seq"), ("M1", "M1.3", _KRAS)],
            [("M1", "M1.3", _KRAS)],
            Kind.MOVED, (), (),
        ),
        (
            [("M1", "M1.1", "14q32 rearrangement FISH")],
            [("M1", "M1.1", "IGH, 14q32 rearrangement FISH")],
            Kind.SPECIFIED, (), (),
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told(
    known: Known, before: list[Row], after: list[Row], kind: Kind, lost: tuple[str, ...], gained: tuple[str, ...]
) -> None:
    found = _compare(known, before, after)
    assert {change.kind for change in found.changes} == {kind}
    change = found.changes[0]
    assert (change.lost, change.gained) == (lost, gained)
    assert change.witness


def test_a_release_held_by_names_prints_no_eligibility_to_compare(known: Known) -> None:
    alone = _compare(known, [("M1", "M1.2", "KRAS hotspot", "a")], [("M1", "M1.2", "KRAS hotspot", "b")])
    assert alone.unchanged == ("M1.2",)


def test_the_crosswalk_repackages_one_into_many_and_many_into_one(known: Known) -> None:
    before: list[Row] = [("M1", "M1.1", "KRAS seq"), ("M1", "M1.2", "KRAS hotspot"), ("M1", "M1.3", _KRAS)]
    after: list[Row] = [("TP1", "GT1", "KRAS seq"), ("TP1", "GT2", "NRAS seq")]
    lines = [("M1.1", "GT1"), ("M1.2", "GT1"), ("M1.3", "GT1"), ("M1.3", "GT2")]
    found = _compare(known, before, after, lines, book="colorectal")
    assert [(change.before, change.after) for change in found.changes] == [
        (("M1.1", "M1.2"), ("GT1",)),
        (("M1.3",), ("GT1", "GT2")),
    ]
    assert {change.kind for change in found.changes} == {Kind.REPACKAGED}


def test_a_crosswalk_that_joins_strangers_is_doubted(known: Known) -> None:
    lines = [("M1.1", "GT1")]
    found = _compare(known, [("M1", "M1.1", "KRAS seq")], [("TP1", "GT1", "ALK seq")], lines, book="colorectal")
    change = _only(found)
    assert (change.kind, change.severity, change.confidence) == (Kind.REPACKAGED, Severity.WARNING, Confidence.LOW)
    assert change.unsure == ("KRAS small variant",)
    assert "share no gene" in change.witness


def test_a_test_dropped_from_its_own_book_is_removed_whatever_the_crosswalk_says(known: Known) -> None:
    found = _compare(
        known, [("M1", "M1.1", "KRAS seq"), ("M4", "M4.1", "ALK seq")], [("M4", "M4.1", "ALK seq")], [("M1.1", "GT1")]
    )
    assert _only(found).kind is Kind.REMOVED


def test_a_codeletion_is_kept_by_tests_of_both_arms_and_not_of_one(known: Known) -> None:
    before: list[Row] = [("M1", "M1.1", "1p19q CNV FISH")]
    both = _compare(known, before, [("M1", "M1.1", "1p19q codel FISH")])
    assert _only(both).kind is Kind.REWORDED
    one = _compare(known, before, [("M1", "M1.1", "Chromosome 1p CNV FISH")])
    assert one.changes[0].kind in {Kind.NARROWED, Kind.UNCLEAR, Kind.RETARGETED}


def test_a_test_that_is_offered_no_more_is_a_warning(known: Known) -> None:
    vocabulary, ontology = known
    old = _tests(vocabulary, "1", [("M1", "M1.1", "KRAS seq")])
    new = [
        replace(test, availability=Availability.NOT_OFFERED)
        for test in _tests(vocabulary, "2", [("M1", "M1.1", "KRAS seq")])
    ]
    change = _only(compare(old, new, (), vocabulary, ontology))
    assert (change.kind, change.severity) == (Kind.AVAILABILITY, Severity.WARNING)
    assert change.witness == "it was commissioned and is not-offered"


def test_of_patients_whose_book_is_not_compared_nothing_is_said(known: Known) -> None:
    found = _compare(known, [("M1", "M1.1", "KRAS seq")], [("M4", "M4.1", "ALK seq")], book="lung")
    assert [(change.kind, change.lost) for change in found.changes] == [(Kind.ADDED, ()), (Kind.ELSEWHERE, ())]


def test_a_row_for_other_patients_saves_nothing(known: Known) -> None:
    found = _compare(known, [("M1", "M1.1", "KRAS seq")], [("M4", "M4.1", "KRAS seq")])
    assert {change.kind for change in found.changes} == {Kind.REMOVED, Kind.ADDED}


def test_a_hotspot_test_does_not_keep_what_a_whole_gene_test_reported(known: Known) -> None:
    found = _compare(known, [("M1", "M1.1", "KRAS seq")], [("M1", "M1.1", "KRAS hotspot")])
    assert _only(found).lost == ("KRAS small variant",)


def test_an_unnamed_panel_puts_a_loss_in_doubt(known: Known) -> None:
    found = _compare(known, [("M1", "M1.1", "KRAS seq")], [("M1", "M1.1", "NGS Panel - Small Variants - AML")])
    change = _only(found)
    assert (change.kind, change.lost, change.unsure) == (Kind.UNCLEAR, (), ("KRAS small variant",))


def test_a_genomic_test_taken_out_of_one_package_is_a_loss_for_its_patients(known: Known) -> None:
    both: list[Row] = [("TP1", "GT1", "KRAS seq"), ("TP2", "GT1", "KRAS seq")]
    change = _only(_compare(known, both, both[1:]))
    assert (change.kind, change.lost) == (Kind.NARROWED, ("KRAS small variant",))
    assert "no longer listed under Indication TP1" in change.witness


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [("H3-3A", "H3-3B", True), ("EML4", "ELM4", False), ("NF1", "NF2", True), ("DPYD", "PIK3CA", False),
     ("KRAS", "KRAS", False), ("ETV", "ETV6", True)],
)  # fmt: skip
def test_symbols_that_differ_in_one_character_look_alike(first: str, second: str, alike: bool) -> None:
    assert look_alike(first, second) is alike


_NAMES = st.sampled_from(
    ["KRAS seq", "KRAS hotspot", "NRAS seq", _KRAS, "EML4-ALK FISH", "ALK rearrangement FISH", 
     "WGS Germline and Tumour",
     "NGS Panel - Small Variants - AML", "14q32 rearrangement FISH", "IGH, 14q32 rearrangement FISH", "MSI Testing",
     "ELM4-ALK FISH", "something unheard of"]
)  # fmt: skip
_CODES = st.sampled_from([f"{m}.{n}" for m in ("M1", "M4") for n in range(1, 5)] + ["GT1", "GT2", "GT3"])


@st.composite
def _side(draw: st.DrawFn) -> list[Row]:
    found: list[Row] = []
    for code, name in draw(st.dictionaries(_CODES, _NAMES, max_size=8)).items():
        packages = draw(st.sets(st.sampled_from(["TP1", "TP2"]), min_size=1)) if code[0] == "G" else {code[:2]}
        found += [(package, code, name) for package in sorted(packages)]
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    _side(), _side(), st.lists(st.tuples(_CODES, st.sampled_from(["GT1", "GT2", "GT9"])), max_size=6), st.booleans()
)
def test_in_any_world_each_code_ends_in_one_class_in_any_order(
    known: Known, before: list[Row], after: list[Row], lines: list[tuple[str, str]], other_book: bool
) -> None:
    book = "other" if other_book else "cancer"
    found = _compare(known, before, after, lines, book)
    told = Counter([*found.unchanged, *(code for change in found.changes for code in change.before)])
    assert told == Counter({row[1] for row in before})
    assert {*found.unchanged, *(c for change in found.changes for c in change.after)} == {row[1] for row in after}
    assert _kinds(_compare(known, before[::-1], after[::-1], lines, book)) == _kinds(found)
    for change in found.changes:
        assert change.severity is not Severity.INFO or not change.lost


def _kinds(found: Comparison) -> list[tuple[Kind, tuple[str, ...]]]:
    return [(change.kind, change.before or change.after) for change in found.changes]
