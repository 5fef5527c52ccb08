"""Which link of the way from licence to test breaks: test, scope or technology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trialign.coverage.links import Holds, Link, Step, first_broken, links_of
from trialign.model.directory import Nation

if TYPE_CHECKING:
    from tests.coverage.conftest import Bench

_PANEL = "Multi-target NGS panel - "
_SMALL = f"{_PANEL}small variant "
YES, PARTLY, BROKEN, UNKNOWN, NOT_ASKED = Holds.YES, Holds.PARTLY, Holds.BROKEN, Holds.UNKNOWN, Holds.NOT_ASKED


@pytest.mark.parametrize(
    ("name", "indication", "need", "links"),
    [
        (f"{_SMALL}(KRAS)", "COADREAD", "KRAS G12C", (YES, YES, YES)),
        ("KRAS hotspot", "COADREAD", "KRAS wild type", (YES, PARTLY, YES)),
        (f"{_SMALL}(MET)", "COADREAD", "MET amplification", (YES, YES, BROKEN)),
        (f"{_SMALL}(BRAF)", "COADREAD", "KRAS G12C", (BROKEN, NOT_ASKED, NOT_ASKED)),
        ("NGS Panel - Small Variants - Colorectal", "COADREAD", "KRAS G12C", (UNKNOWN, NOT_ASKED, NOT_ASKED)),
        (f"{_SMALL}(KRAS)", "COADREAD", "PD-L1 expression", (Holds.OUTSIDE, NOT_ASKED, NOT_ASKED)),
    ],
)
def test_the_first_link_that_does_not_hold_says_why(
    bench: Bench, name: str, indication: str, need: str, links: tuple[Holds, ...]
) -> None:
    found = bench.ask(need, "COADREAD", bench.row("M1.1", name, indication))
    assert tuple(link.holds for link in links_of(found, ())) == links


def test_a_test_in_other_cancers_only_breaks_the_scope(bench: Bench) -> None:
    found = bench.ask("KRAS G12C", "COADREAD", bench.row("M4.1", f"{_SMALL}(KRAS)", "NSCLC"))
    assert [link.holds for link in links_of(found, ("M4.1",))] == [YES, BROKEN, NOT_ASKED]
    assert [link.holds for link in links_of(found, ())] == [BROKEN, NOT_ASKED, NOT_ASKED]


def test_a_test_of_some_patients_holds_in_part_in_scope(bench: Bench) -> None:
    found = bench.ask("KRAS G12C", "OVARY", bench.row("M2.1", f"{_SMALL}(KRAS)", "HGSOC"))
    assert [link.holds for link in links_of(found, ())] == [YES, PARTLY, YES]


def test_a_nation_that_publishes_no_list_is_unknown_and_never_broken(bench: Bench) -> None:
    row = bench.row("X1", f"{_SMALL}(BRAF)", "COADREAD", nation=Nation.SCOTLAND)
    found = bench.ask("KRAS G12C", "COADREAD", row, nation=Nation.SCOTLAND)
    assert [link.holds for link in links_of(found, ())] == [UNKNOWN, NOT_ASKED, NOT_ASKED]


def test_only_a_broken_link_is_the_first_broken_one() -> None:
    unknown, broken = Link(Step.LICENCE, UNKNOWN, ""), Link(Step.TEST, BROKEN, "")
    assert first_broken((unknown, broken, Link(Step.SCOPE, BROKEN, ""))) is broken
    assert first_broken((unknown,)) is None
