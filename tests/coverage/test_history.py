"""Since when a nation answers as it does: what held editions confirm, deny, leave open, and do not hold."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.conftest import AS_OF

from trialign import resources
from trialign.coverage.history import History, Since
from trialign.coverage.judge import Judge
from trialign.load.editions import Edition, load_editions
from trialign.load.layers import Layers
from trialign.load.world import World, load_world
from trialign.model.coverage import Coverage, Need
from trialign.model.dates import PartialDate
from trialign.model.directory import Availability, Directory, Nation
from trialign.nomenclature import labels
from trialign.ontology import Ontology

if TYPE_CHECKING:
    from tests.coverage.conftest import Bench, Row

Ask = Callable[..., Since]
_PANEL = "Multi-target NGS panel - small variant "


@pytest.fixture(scope="session")
def history(world: World) -> History:
    """The history of the bundled directories."""
    return _history(world)


def _history(world: World) -> History:
    layers = Layers(resources.directories(), resources.directories())

    def editions(directory: Directory) -> tuple[Edition, ...]:
        return load_editions(layers, directory, world.as_of, world.vocabulary)

    return History(world.directories, Ontology(world.vocabulary), world.as_of, editions)


@pytest.fixture(scope="session")
def since(world: World, judge: Judge, history: History) -> Ask:
    """Ask the bundled data since when a nation answers as it does."""

    def ask(biomarker: str, cancer: str, nation: Nation = Nation.ENGLAND, age: str = "adult") -> Since:
        need = Need(labels.parse(biomarker, world.vocabulary.genes).biomarker, (cancer,), age)
        return history.since(need, judge.judge(need, nation))

    return ask


def test_editions_of_england_hold_the_books_of_their_day(world: World) -> None:
    layers = Layers(resources.directories(), resources.directories())
    england = world.directory(Nation.ENGLAND)
    assert england is not None
    editions = load_editions(layers, england, AS_OF, world.vocabulary)
    assert [(each.printed, each.day.isoformat(), [book.name for book in each.missing]) for each in editions] == [
        ("2020-11", "2020-11-30", ["rare-inherited"]),
        ("2021-10", "2021-10-31", ["rare-inherited"]),
        ("2023-06", "2023-06-30", ["cancer"]),
        ("2024-07", "2024-07-31", ["cancer"]),
        ("2026-07-16", "2026-07-16", ["cns"]),
        ("2026-11-22", "2026-11-22", []),
    ]
    assert editions[-1].releases == (
        "england/cancer-non-cns@2026-07",
        "england/haemato-oncology@2026-07",
        "england/cns@2026",
        "england/rare-inherited@2024-07",
    )


def test_what_every_held_edition_covers_has_been_so_since_the_first_or_before(since: Ask) -> None:
    found = since("EGFR L858R", "NSCLC")
    assert (found.after, found.by, found.by_printed, found.doubt) == (None, date(2020, 11, 30), "2020-11", "")
    assert "england/cancer@2025-01" in found.between
    assert not any("2020-11" in name or "2021-10" in name for name in found.between)


def test_what_only_the_newest_edition_covers_began_between_it_and_the_last_that_denies(since: Ask) -> None:
    found = since("BRAF V600E", "THAP")
    assert (found.after, found.by) == (date(2021, 10, 1), date(2026, 7, 16))
    assert (found.before, found.between) == (Coverage.NOT_COVERED, ())


def test_what_was_covered_in_part_before_is_said_so(since: Ask) -> None:
    found = since("ALK fusion", "NSCLC")
    assert (found.after_printed, found.by_printed, found.before) == ("2021-10", "2026-07-16", Coverage.PARTLY)


def test_what_an_earlier_edition_leaves_open_is_no_denial(since: Ask) -> None:
    found = since("MET exon 14 skipping", "NSCLC")
    assert (found.after, found.by_printed, found.doubt) == (None, "2026-07-16", "2021-10")


def test_books_that_took_over_continue_the_one_that_ended(since: Ask) -> None:
    """Leukaemia stood in ``cancer`` until 2026 and stands in ``haemato-oncology`` since."""
    found = since("BCR::ABL1 fusion", "CML")
    assert found.by == date(2020, 11, 30)
    assert "england/cancer@2024-10" in found.between


def test_a_book_whose_earlier_rows_are_not_held_is_silent_about_what_it_may_have_listed(
    history: History, world: World
) -> None:
    need = Need(labels.parse("BRCA1 small variant (germline)", world.vocabulary.genes).biomarker, ("BRCA",), "adult")
    sights = history.sights(need, Nation.ENGLAND)
    assert {sight.edition.printed: bool(sight.silent) for sight in sights}["2020-11"]
    assert all(sight.coverage is not Coverage.COVERED for sight in sights if sight.silent)


def test_rows_that_are_not_held_can_only_add_to_a_part(since: Ask) -> None:
    """The edition of 2026-07-16 lacks the brain tumours, and still covers some solid tumours."""
    assert since("KRAS G12C", "SOLID").by_printed == "2020-11"


@pytest.mark.parametrize("nation", [Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND])
def test_a_day_of_collection_is_no_date_of_a_test(since: Ask, nation: Nation) -> None:
    for biomarker, cancer in (("EGFR L858R", "NSCLC"), ("NTRK1 fusion", "SOLID"), ("BCR::ABL1 fusion", "CML")):
        found = since(biomarker, cancer, nation)
        assert "2026-11" not in found.by_printed
        assert found.by is not None or found.reason


def test_a_dated_statement_gives_a_day_by_which_a_nation_tests(since: Ask) -> None:
    found = since("MET exon 14 skipping", "NSCLC", Nation.SCOTLAND)
    assert (found.after, found.by, found.by_printed) == (None, date(2023, 1, 31), "2023-01")


@pytest.mark.parametrize(("biomarker", "cancer"), [("PD-L1 expression", "NSCLC"), ("TP53 small variant", "CLLSLL")])
def test_what_is_outside_or_cannot_be_told_has_no_since_but_a_reason(since: Ask, biomarker: str, cancer: str) -> None:
    found = since(biomarker, cancer)
    assert found.by is found.after is None
    assert found.reason


def test_no_edition_after_the_day_that_is_judged_counts() -> None:
    world = load_world(resources.directories(), date(2021, 12, 1))
    judge, history = Judge(world.directories, Ontology(world.vocabulary), world.as_of), _history(world)
    need = Need(labels.parse("EGFR L858R", world.vocabulary.genes).biomarker, ("NSCLC",), "adult")
    assert [each.edition.printed for each in history.sights(need, Nation.ENGLAND)] == ["2020-11", "2021-10"]
    assert history.since(need, judge.judge(need, Nation.ENGLAND)).between == ()


def test_editions_are_read_only_when_asked_for(world: World) -> None:
    read: list[Nation] = []

    def editions(directory: Directory) -> tuple[Edition, ...]:
        read.append(directory.nation)
        return ()

    history = History(world.directories, Ontology(world.vocabulary), AS_OF, editions)
    need = Need(labels.parse("EGFR L858R", world.vocabulary.genes).biomarker, ("NSCLC",), "adult")
    assert history.sights(need, Nation.SCOTLAND) == ()
    assert read == []
    assert history.sights(need, Nation.ENGLAND) == ()
    assert history.sights(need, Nation.ENGLAND) == ()
    assert read == [Nation.ENGLAND]


def test_many_needs_are_judged_on_every_edition_in_a_moment(world: World, judge: Judge) -> None:
    assert world.decisions is not None
    needs = {
        Need(each.biomarker, (cancer,), decision.age)
        for decision in world.decisions.all
        for each in decision.requirements
        for cancer in each.cancers or decision.cancers
    }
    history = _history(world)
    answers = [(need, judge.judge(need, Nation.ENGLAND)) for need in needs]
    history.since(*answers[0])
    history.sights(answers[0][0], Nation.ENGLAND)
    start = time.process_time()
    for need, found in answers:
        history.since(need, found)
    assert len(needs) > 100
    assert time.process_time() - start < 2  # about 0.4 s where nothing else runs


class _Made:
    """Editions made of rows, one release of one book each, all read for what they answer to one need."""

    def __init__(self, bench: Bench, *editions: tuple[str, tuple[Row, ...]]) -> None:
        self._bench = bench
        self._directories = [self._directory(printed, rows) for printed, rows in editions]

    def _directory(self, printed: str, rows: tuple[Row, ...]) -> Edition:
        made = self._bench._directory(Nation.ENGLAND, rows)
        day = PartialDate.parse(printed)
        return Edition(day.last, day.first, printed, made, ())

    def since(self, biomarker: str, cancer: str) -> Since:
        vocabulary = self._bench.vocabulary
        need = Need(labels.parse(biomarker, vocabulary.genes).biomarker, (cancer,), "adult")
        today = self._directories[-1].directory
        ontology = Ontology(vocabulary)
        history = History([today], ontology, AS_OF, lambda _: tuple(self._directories))
        return history.since(need, Judge([today], ontology, AS_OF).judge(need, Nation.ENGLAND))


def test_a_test_that_was_taken_out_and_put_back_counts_from_the_last_time(bench: Bench) -> None:
    row = bench.row("M1.1", f"{_PANEL}(KRAS)", "COADREAD")
    other = bench.row("M1.2", f"{_PANEL}(BRAF)", "COADREAD")
    found = _Made(bench, ("2020", (row,)), ("2021-05", (other,)), ("2022-01-10", (row, other))).since(
        "KRAS G12C", "COADREAD"
    )
    assert (found.after, found.by, found.after_printed) == (date(2021, 5, 1), date(2022, 1, 10), "2021-05")


def test_a_part_that_became_whole_is_whole_since_then_only(bench: Bench) -> None:
    part = bench.row("M1.1", "KRAS hotspot", "COADREAD")
    whole = bench.row("M1.2", f"{_PANEL}(KRAS)", "COADREAD")
    found = _Made(bench, ("2020", (part,)), ("2021", (whole,))).since("KRAS wild type", "COADREAD")
    assert (found.after_printed, found.by_printed) == ("2020", "2021")


def test_a_whole_that_became_a_part_is_at_least_a_part_since_the_first(bench: Bench) -> None:
    part = bench.row("M1.1", "KRAS hotspot", "COADREAD")
    whole = bench.row("M1.2", f"{_PANEL}(KRAS)", "COADREAD")
    found = _Made(bench, ("2020", (whole,)), ("2021", (part,))).since("KRAS wild type", "COADREAD")
    assert (found.after, found.by_printed) == (None, "2020")


def test_a_gap_lasts_at_least_since_the_first_edition_that_shows_it_after_a_cover(bench: Bench) -> None:
    row = bench.row("M1.1", f"{_PANEL}(KRAS)", "COADREAD")
    other = bench.row("M1.2", f"{_PANEL}(BRAF)", "COADREAD")
    found = _Made(bench, ("2020", (row,)), ("2021", (other,)), ("2022", (other,))).since("KRAS G12C", "COADREAD")
    assert (found.after_printed, found.by_printed) == ("2020", "2021")


def test_an_edition_that_cannot_tell_is_no_denial(bench: Bench) -> None:
    row = bench.row("M1.1", f"{_PANEL}(NPM1)", "AML")
    unnamed = bench.row("M1.1", "NGS Panel - Small Variants - AML", "AML")
    found = _Made(bench, ("2020", (row,)), ("2021", (unnamed,)), ("2022", (row,))).since("NPM1 small variant", "AML")
    assert (found.after, found.by_printed, found.doubt) == (None, "2022", "2021")


def test_a_statement_before_a_denial_does_not_count(bench: Bench) -> None:
    nation = Nation.SCOTLAND
    name = f"{_PANEL}(KRAS)"
    early = bench.stated(nation, name, "COADREAD", Availability.OFFERED, "2019")
    denial = replace(bench.stated(nation, name, "COADREAD", Availability.NOT_OFFERED, "2021"), code="DENIAL")
    late = replace(bench.stated(nation, name, "COADREAD", Availability.OFFERED, "2023-03"), code="LATE")
    early, denial, late = (
        replace(each, indication_code=code) for each, code in ((early, "A"), (denial, "B"), (late, "C"))
    )
    directory = bench._directory(nation, (early, denial, late))
    need = Need(labels.parse("KRAS G12C", bench.vocabulary.genes).biomarker, ("COADREAD",), "adult")
    ontology = Ontology(bench.vocabulary)
    answer = Judge([directory], ontology, AS_OF).judge(need, nation)
    found = History([directory], ontology, AS_OF, lambda _: ()).since(need, answer)
    assert (found.after_printed, found.by_printed) == ("2021", "2023-03")
