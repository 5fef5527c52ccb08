"""Which fingerprints are those of needs in doubt, whichever rule found a gap there before."""

from __future__ import annotations

from datetime import date

import pytest

from trialign import resources
from trialign.errors import Location
from trialign.facts.tables import Facts
from trialign.inference.doubts import doubts
from trialign.inference.findings import fingerprint
from trialign.model.directory import Source
from trialign.model.rule import Rule
from trialign.rulebook.reader import load_rulebook

_SOURCE = Source(Location("a.csv", 2), "", "", "")
_NEED: dict[str, str | int] = {
    "need": 1,
    "biomarker": "RET fusion",
    "biomarker_id": "HGNC:9967/FUSION",
    "cancer": "NSCLC",
}
_KEY = ("HGNC:9967/FUSION", "NSCLC")


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return load_rulebook(resources.rules(), date(2026, 11, 22), resources.rules())


def _facts(england: str, cause: str = "unresolved") -> Facts:
    facts = Facts()
    for nation, coverage in (("england", england), ("scotland", "not_covered")):
        why = {"cause": cause} if coverage == "cannot_tell" else {}
        facts.add("answer", {**_NEED, "nation": nation, "coverage": coverage, **why}, f"{nation}: why", _SOURCE)
        facts.add("register", {**_NEED, "nation": nation, "status": "unknown"}, "", _SOURCE)
        facts.add("decision", {**_NEED, "nation": nation, "record": "D1", "line": "2L+"}, "", _SOURCE)
    return facts


def _name(rule: str, nation: str, *more: str) -> str:
    return fingerprint(rule, (nation, *_KEY, *more))


@pytest.mark.parametrize("rule", ["RES-001", "COV-001", "PAR-001", "PEO-002"])
def test_every_rule_on_a_need_in_doubt_is_in_doubt(rules: tuple[Rule, ...], rule: str) -> None:
    name = _name(rule, "england")
    (found,) = doubts(rules, _facts("cannot_tell"), {name}).values()
    assert (found.rule, found.words) == (rule, "england: why")
    assert doubts(rules, _facts("covered"), {name}) == {}


def test_a_key_with_more_than_a_need_is_known_too(rules: tuple[Rule, ...]) -> None:
    assert _name("COV-004", "england", "2L+") in doubts(
        rules, _facts("cannot_tell"), {_name("COV-004", "england", "2L+")}
    )


def test_another_nation_is_in_doubt_only_where_a_rule_sets_it_beside_an_unread_text(rules: tuple[Rule, ...]) -> None:
    beside, alone = _name("PAR-001", "scotland"), _name("COV-001", "scotland")
    assert set(doubts(rules, _facts("cannot_tell"), {beside, alone})) == {beside}
    assert doubts(rules, _facts("cannot_tell", "incomplete"), {beside, alone}) == {}


def test_nothing_is_looked_for_where_nothing_is_missed(rules: tuple[Rule, ...]) -> None:
    assert doubts(rules, _facts("cannot_tell"), ()) == {}
