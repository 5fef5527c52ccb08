"""Bounds of the days from a decision to the release that lists its test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.facts.literal import SOURCE, Decided
from tests.features import own_data

from trialign import resources
from trialign.coverage.history import Since
from trialign.coverage.judge import Judge
from trialign.errors import Location
from trialign.facts.decisions import Register, add_decisions
from trialign.facts.listings import add_lags
from trialign.facts.needs import Needs
from trialign.facts.tables import Facts, Row
from trialign.load.decisions import Adoption, Decisions
from trialign.load.world import load_world
from trialign.model.dates import day_number
from trialign.model.decision import Decision
from trialign.model.decision import TestLink as Link
from trialign.model.directory import Nation, Source
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology

AS_OF = date(2026, 11, 22)
Lag = Callable[..., Row | None]


@pytest.fixture
def lag(tmp_path: Path, vocabulary: Vocabulary, ontology: Ontology) -> Lag:
    """Return the lag of one decision in England, whose release of 2026-07-16 tests one gene."""

    def found(decision: Decision, since: Since, gene: str = "EGFR", stated: str = "") -> Row | None:
        own_data.write_tests(
            tmp_path, {"2026-07-16": [{"code": "M4.1", "test": f"{gene} hotspot", "cancers": "NSCLC"}]}
        )
        world = load_world(tmp_path, AS_OF, resources.directories(), alone=True)
        needs = Needs(Judge(world.directories, ontology, AS_OF), world.directories, vocabulary)
        said = Source(Location("links.csv", 2), "", stated, "2026-11-22")
        links = (Link("M4.1", "england", "a medicine", (decision.ref,), said),) if stated else ()
        adoptions = (Adoption("NICE", Nation.ENGLAND, "mandate", None, ()),)
        register = Register(Decisions((decision,), links, adoptions, 180, (), SOURCE), AS_OF)
        facts = Facts()
        add_decisions(facts, register, needs)
        (row,) = facts.rows["decision"]
        began = {(needs.of(int(row["need"])), Nation.ENGLAND): since}
        add_lags(facts, register, needs, began)
        lags = facts.rows["lag"]
        assert [each["decision"] for each in lags] == [row["fact"]] * len(lags)
        return lags[0] if lags else None

    return found


def _days(row: Row | None) -> tuple[object, ...]:
    assert row is not None
    return row["known"], row.get("days_at_least"), row.get("days_at_most"), row["days_text"]


BETWEEN = Since(date(2022, 7, 1), date(2022, 10, 1), "2022-07-01", "2022-10-01")
BY_2020 = Since(None, date(2020, 11, 30), "", "2020-11")


@pytest.mark.parametrize(
    ("decision", "since", "expected"),
    [
        ({"day": "2022-03-03"}, BETWEEN, (True, 120, 212, "120 to 212")),
        ({"day": "2022-03"}, BETWEEN, (True, 92, 214, "92 to 214")),
        ({"day": "2022-03-03", "seen": True}, BETWEEN, (True, 120, None, "at least 120")),
        ({"day": "2022-08-01"}, BETWEEN, (True, 0, 61, "0 to 61")),
        ({"day": "2024-01-10"}, BETWEEN, (True, 0, 0, "0 to 0")),
        ({"day": "2020-08"}, BY_2020, (True, 0, 121, "0 to 121")),
        ({"day": ""}, BETWEEN, (False, None, None, "an unknown number of")),
        ({"day": "2022-03-03"}, Since(reason="nobody knows"), (False, None, None, "an unknown number of")),
    ],
)
def test_a_test_that_is_listed(
    lag: Lag, decided: Decided, decision: dict[str, Any], since: Since, expected: tuple[object, ...]
) -> None:
    row = lag(decided("TA1", **decision), since)
    assert _days(row) == expected
    assert row is not None and row["open"] is False


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (BETWEEN, (date(2022, 7, 1), date(2022, 10, 1))),
        (BY_2020, (None, date(2020, 11, 30))),
        (Since(reason="nobody knows"), (None, None)),
    ],
)
def test_the_days_between_which_it_was_listed(
    lag: Lag, decided: Decided, since: Since, expected: tuple[date | None, date | None]
) -> None:
    row = lag(decided("TA1"), since)
    assert row is not None
    numbers = tuple(None if day is None else day_number(day) for day in expected)
    assert (row.get("listed_after"), row.get("listed_by")) == numbers


def test_what_is_open_was_not_listed_on_any_day(lag: Lag, decided: Decided) -> None:
    row = lag(decided("TA1"), Since(None, date(2021, 10, 31), "", "2021-10"), gene="KRAS")
    assert row is not None and row["open"] and not {"listed_after", "listed_by"} & set(row)


def test_releases_between_that_are_not_held_are_counted(lag: Lag, decided: Decided) -> None:
    since = Since(None, date(2026, 7, 16), "", "2026-07-16", between=("england/cancer@2024", "england/cancer@2025"))
    row = lag(decided("TA1"), since)
    assert row is not None
    assert row["listed"] == "listed by 2026-07-16; 2 releases between are not held"


def test_why_nothing_is_known_is_said(lag: Lag, decided: Decided) -> None:
    row = lag(decided("TA1"), Since(reason="nobody knows"))
    assert row is not None
    assert row["listed"] == "since when is not known: nobody knows"


@pytest.mark.parametrize(
    ("day", "between", "least"),
    [
        ("2020-01-10", (), (AS_OF - date(2021, 10, 31)).days),
        ("2025-04-10", (), (AS_OF - date(2025, 4, 10)).days),
        ("2025-04", (), (AS_OF - date(2025, 4, 30)).days),
        ("2025-04-10", ("england/cancer@2025-06",), (AS_OF - date(2026, 7, 16)).days),
        ("2026-10-10", ("england/cancer@2025-06",), (AS_OF - date(2026, 10, 10)).days),
    ],
)
def test_a_gap_that_is_open_has_lasted_since_every_release_is_held(
    lag: Lag, decided: Decided, day: str, between: tuple[str, ...], least: int
) -> None:
    since = Since(None, date(2021, 10, 31), "", "2021-10", between=between)
    row = lag(decided("TA1", day=day), since, gene="KRAS")
    assert _days(row) == (True, least, None, f"at least {least}")
    assert row is not None and row["open"] is True


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2022-04", (True, 0, 58, "0 to 58")),
        ("2022-04-01", (True, 0, 29, "0 to 29")),
        ("2022-11", (True, 120, 212, "120 to 212")),
        ("2027-01", (True, 120, 212, "120 to 212")),
    ],
)
def test_a_dated_statement_brings_the_listing_forward(
    lag: Lag, decided: Decided, stated: str, expected: tuple[object, ...]
) -> None:
    assert _days(lag(decided("TA1", day="2022-03-03"), BETWEEN, stated=stated)) == expected


def test_a_dated_statement_counts_where_no_release_tells(lag: Lag, decided: Decided) -> None:
    row = lag(decided("TA1", day="2022-03-03"), Since(reason="nobody knows"), stated="2022-04-01")
    assert _days(row) == (True, 0, 29, "0 to 29")
    assert row is not None and row["listed"] == "M4.1 was listed for osimertinib by 2022-04-01"


def test_a_statement_does_not_list_a_test_that_is_missing(lag: Lag, decided: Decided) -> None:
    since = Since(None, date(2021, 10, 31), "", "2021-10")
    row = lag(decided("TA1", day="2022-03-03"), since, gene="KRAS", stated="2022-04-01")
    assert row is not None and row["open"] is True


@pytest.mark.parametrize("decision", [{"outcome": "not-recommended"}, {"biomarkers": ["PD-L1 expression"]}])
def test_what_needs_no_genomic_test_has_no_lag(lag: Lag, decided: Decided, decision: dict[str, Any]) -> None:
    assert lag(decided("TA1", **decision), BETWEEN) is None
