"""Whom a gap leaves without a test: what is named is admitted by the wording, served by no test, and minimal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trialign.coverage import biomarkers
from trialign.coverage.judge import Judge
from trialign.coverage.populations import band
from trialign.coverage.witness import Witnesses, Wording
from trialign.model.coverage import Coverage, Fit, Need
from trialign.model.directory import Age, Kind, Nation, Test
from trialign.model.finding import Witness
from trialign.nomenclature import labels
from trialign.ontology import Ontology

if TYPE_CHECKING:
    from tests.coverage.conftest import Bench

_DAY = date(2026, 11, 22)
_NAMES = [
    "KRAS hotspot",
    "Multi-target NGS panel - small variant (EGFR, BRAF)",
    "Multi-target NGS panel - small variant (KRAS)",
    "Multi-target NGS panel - structural variant (EML4-ALK)",
    "ALK rearrangement FISH",
    "Multi-target NGS panel - structural variant (NTRK1, ALK)",
    "Multi-target NGS panel - copy number variant (MET, KRAS)",
    "JAK2 Hotspot (V617F)",
]
_CANCERS = ["NSCLC", "LUAD", "LUSC", "PAAD", "COADREAD", "SOLID", "STAD", "MPN"]
_LABELS = ["KRAS small variant", "KRAS alteration", "ALK fusion", "EGFR exon 19 deletion", "JAK2 small variant"]
_LABELS += ["MET copy number", "NTRK1 fusion", "BRAF V600E", "KRAS G12C", "BRAF exon 15"]


@dataclass(frozen=True)
class Asked:
    """A need, the judge of a small world, and what its search for a witness found."""

    need: Need
    rows: tuple[Test, ...]
    judge: Judge
    ontology: Ontology
    found: Witness | str


def _ask(
    bench: Bench, label: str, cancer: str, *rows: Test, age: str = "adult", wording: Wording | None = None
) -> Asked:
    vocabulary = bench.vocabulary
    ontology = Ontology(vocabulary)
    directories = [bench._directory(Nation.ENGLAND, rows)]
    judge = Judge(directories, ontology, _DAY)
    need = Need(labels.parse(label, vocabulary.genes).biomarker, (cancer,), age)
    search = Witnesses(judge, directories, vocabulary, ontology)
    return Asked(need, rows, judge, ontology, search.of(need, Nation.ENGLAND, wording))


def _known(asked: Asked) -> Witness:
    assert isinstance(asked.found, Witness), asked.found
    return asked.found


def test_a_gene_that_no_test_names_leaves_the_need_as_it_is_worded(bench: Bench) -> None:
    found = _known(
        _ask(
            bench,
            "MET small variant",
            "NSCLC",
            bench.row("M4.1", "Multi-target NGS panel - small variant (KRAS)", "NSCLC"),
        )
    )
    assert (found.age, found.cancer, found.biomarker) == (18, "NSCLC", "MET small variant")
    assert found.words == "a patient aged 18 with Non-Small Cell Lung Cancer and MET small variant"


def test_a_hotspot_test_leaves_out_a_known_variant_that_is_no_hotspot(bench: Bench) -> None:
    asked = _ask(bench, "BRAF small variant", "MEL", bench.row("M4.1", "BRAF hotspot", "MEL"))
    found = _known(asked)
    gene, _, variant = found.biomarker.partition(" ")
    assert (gene, bench.vocabulary.variants[gene, variant].hotspot) == ("BRAF", False)
    assert asked.ontology.variants_below("BRAF", variant) == ()


def test_where_no_variant_beside_the_hotspots_is_known_none_is_made_up(bench: Bench) -> None:
    found = _ask(bench, "KRAS G12C", "COADREAD", bench.row("M1.2", "KRAS hotspot", "COADREAD")).found
    assert found == "KRAS G12C is covered: M1.2 reports it"
    unknown = _ask(bench, "ERBB3 small variant", "COADREAD", bench.row("M1.2", "ERBB3 hotspot", "COADREAD")).found
    assert isinstance(unknown, str)
    assert unknown.startswith("no patient can be named whom the tests surely leave out: M1.2: it reads hotspots")


def test_a_fusion_with_one_named_partner_leaves_out_every_other(bench: Bench) -> None:
    found = _known(
        _ask(
            bench,
            "ALK fusion",
            "NSCLC",
            bench.row("M4.1", "Multi-target NGS panel - structural variant (EML4-ALK)", "NSCLC"),
        )
    )
    assert found.biomarker == "ALK fusion with a partner other than EML4"
    assert found.biomarker_id == "HGNC:427/FUSION"


def test_one_of_two_kinds_of_a_cancer_is_left_out(bench: Bench) -> None:
    found = _known(_ask(bench, "RET fusion", "NSCLC", bench.row("M4.1", "RET rearrangement FISH", "LUAD")))
    assert found.cancer not in {"NSCLC", "LUAD"}
    assert found.biomarker == "RET fusion"


def test_a_broad_need_is_left_open_in_an_indication_of_the_directory(bench: Bench) -> None:
    rows = bench.row("M1.1", "NTRK1 rearrangement FISH", "COADREAD"), bench.row("M2.1", "KRAS hotspot", "PAAD")
    found = _known(_ask(bench, "NTRK1 fusion", "SOLID", *rows))
    assert (found.cancer, found.indication, found.cancer_name) == ("PAAD", "M2", "Indication M2")
    assert found.words.endswith("with Indication M2 (M2) and NTRK1 fusion")


def test_beside_a_test_for_children_the_youngest_who_is_left_out_is_named(bench: Bench) -> None:
    row = bench.row("M4.1", "RET rearrangement FISH", "THPA", age=Age.PAEDIATRIC)
    assert _known(_ask(bench, "RET fusion", "THPA", row, age=">=12")).age == 25
    assert isinstance(_ask(bench, "RET fusion", "THPA", row, age="1-17").found, str)


def test_beside_a_test_for_adults_the_youngest_child_is_named(bench: Bench) -> None:
    row = bench.row("M4.1", "RET rearrangement FISH", "THPA", age=Age.ADULT)
    found = _known(_ask(bench, "RET fusion", "THPA", row, age=">=12"))
    assert (found.age, "aged 12" in found.words) == (12, True)
    newborn = _known(_ask(bench, "RET fusion", "THPA", row, age="all"))
    assert "in the first year of life" in newborn.words


def test_an_age_that_nobody_states_is_left_out_unless_it_decides(bench: Bench) -> None:
    nothing = bench.row("M4.1", "KRAS hotspot", "THPA")
    assert _known(_ask(bench, "RET fusion", "THPA", nothing, age="")).age is None
    children = bench.row("M4.2", "RET rearrangement FISH", "THPA", age=Age.PAEDIATRIC)
    other = bench.row("M5.1", "KRAS hotspot", "THPA")
    assert _known(_ask(bench, "RET fusion", "THPA", children, other, age="")).age == 25


def test_the_line_of_treatment_is_named_unless_any_will_do(bench: Bench) -> None:
    row = bench.row("M4.1", "Multi-target NGS panel - small variant (KRAS)", "NSCLC")
    later = _known(_ask(bench, "MET small variant", "NSCLC", row, wording=Wording("2L+")))
    assert later.words.endswith("and MET small variant, second line or later")
    any_line = _known(_ask(bench, "MET small variant", "NSCLC", row, wording=Wording("any")))
    assert (any_line.line, any_line.words.endswith("MET small variant")) == ("", True)


def test_a_wild_type_that_only_hotspots_are_read_for_cannot_be_shown(bench: Bench) -> None:
    row = bench.row("M1.2", "KRAS hotspot", "COADREAD")
    wording = Wording(wanted="KRAS wild type", absent=True)
    found = _known(_ask(bench, "KRAS small variant", "COADREAD", row, wording=wording))
    assert found.biomarker == "KRAS wild type"


def test_a_test_that_might_report_it_leaves_nobody_surely_out(bench: Bench) -> None:
    row = bench.row("M4.1", "NGS Panel - Small Variants - AML", "AML")
    found = _ask(bench, "FLT3 small variant", "AML", row).found
    assert isinstance(found, str)
    assert found.startswith("it cannot be told whom the tests leave out")


def _served(row: Test, found: Witness, asked: Asked, bench: Bench) -> bool:
    """Tell whether a row serves the patient, worked out from its targets, cancers and age alone."""
    of_age = {Age.PAEDIATRIC: (0, 17), Age.ADULT: (18, 120)}.get(row.age, (0, 120))
    aged = found.age is None or of_age[0] <= found.age <= of_age[1]
    return aged and _reports(row, found, asked, bench) and _for_the_cancer(row, found, asked)


def _reports(row: Test, found: Witness, asked: Asked, bench: Bench) -> bool:
    if " other than " in found.biomarker:
        return any(target.biomarker.label == asked.need.biomarker.label for target in row.reading.targets)
    marker = labels.parse(found.biomarker, bench.vocabulary.genes).biomarker
    answers = [
        biomarkers.answer(target, row, marker, asked.ontology)
        for target in row.reading.targets
        if set(target.biomarker.genes) & set(marker.genes)
    ]
    return any(each is not None and each.fit is not Fit.NEAR_MISS for each in answers)


def _for_the_cancer(row: Test, found: Witness, asked: Asked) -> bool:
    own = {code for each in found.cancer.split(" | ") for code in asked.ontology.cancers_above(each)}
    below = {code for each in found.cancer.split(" | ") for code in asked.ontology.cancers_below(each)}
    return bool((own | below) & set(row.cancers))


def _admitted(found: Witness, asked: Asked, bench: Bench) -> bool:
    need = asked.need
    within = asked.ontology.cancers_below(need.cancers[0])
    cancer = any(code in within for code in found.cancer.split(" | "))
    low, high = band(need.age)
    if " other than " in found.biomarker:
        return cancer and found.biomarker.startswith(need.biomarker.label)
    marker = labels.parse(found.biomarker, bench.vocabulary.genes).biomarker
    gene = marker.genes[0].symbol
    variant = not need.biomarker.variant or need.biomarker.variant in asked.ontology.variants_above(
        gene, marker.variant
    )
    return (
        cancer
        and variant
        and marker.genes == need.biomarker.genes
        and (found.age is None or low <= found.age <= high)
    )


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(_NAMES),
        st.sampled_from(_CANCERS),
        st.sampled_from([Age.UNSTATED, Age.ADULT, Age.PAEDIATRIC]),
        st.sampled_from([Kind.MALIGNANT, Kind.MALIGNANT, Kind.MALIGNANT, Kind.CATCH_ALL]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=_ROWS,
    label=st.sampled_from(_LABELS),
    cancer=st.sampled_from(_CANCERS),
    age=st.sampled_from(["", "adult", "paediatric", "all", ">=12", "1-17", "20-60"]),
)
def test_a_witness_is_admitted_served_by_no_test_and_minimal(
    rows: list[tuple[str, str, Age, Kind]], label: str, cancer: str, age: str, bench: Bench
) -> None:
    made = tuple(
        bench.row(f"M{number}.1", name, code, age=of, kind=kind)
        for number, (name, code, of, kind) in enumerate(rows, start=1)
    )
    asked = _ask(bench, label, cancer, *made, age=age)
    found = asked.found
    if isinstance(found, str):
        return
    assert _admitted(found, asked, bench)
    assert [row.name for row in made if row.kind is Kind.MALIGNANT and _served(row, found, asked, bench)] == []
    assert _younger_are_served(found, asked, bench)
    assert _narrowed_only_where_it_must_be(found, asked)


def _younger_are_served(found: Witness, asked: Asked, bench: Bench) -> bool:
    """Tell whether no younger patient of the same description is surely left out."""
    if found.age is None or not asked.need.age or " other than " in found.biomarker:
        return True
    marker = labels.parse(found.biomarker, bench.vocabulary.genes).biomarker
    point = Need(marker, tuple(found.cancer.split(" | ")), "", found.indication)
    years = range(band(asked.need.age)[0], found.age)
    words = {_word(asked, Need(marker, point.cancers, f"{year}-{year}", found.indication)) for year in years}
    within = marker.variant and asked.ontology.variants_below(marker.genes[0].symbol, marker.variant)
    return Coverage.NOT_COVERED not in words or bool(within)


def _narrowed_only_where_it_must_be(found: Witness, asked: Asked) -> bool:
    """Tell whether the wording's own biomarker, or its own cancer, would not do as well."""
    age = f"{found.age}-{found.age}" if found.age is not None else ""
    wide = asked.need.biomarker
    if found.biomarker != wide.label and not wide.variant:
        point = Need(wide, tuple(found.cancer.split(" | ")), age, found.indication)
        if _word(asked, point) is Coverage.NOT_COVERED:
            return False
    if found.cancer != asked.need.cancers[0] and not found.indication and found.biomarker == wide.label:
        return _word(asked, Need(wide, asked.need.cancers, age)) is not Coverage.NOT_COVERED
    return True


def _word(asked: Asked, need: Need) -> Coverage:
    return asked.judge.judge(need, Nation.ENGLAND).coverage
