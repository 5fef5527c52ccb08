"""Steps of the feature on recommendations; each runs the real command."""

from __future__ import annotations

from functools import cache
from typing import Any

from pytest_bdd import parsers, scenarios, then, when
from tests.features.command import run

scenarios("recommendations.feature")
Data = dict[str, Any]


@cache
def _report(day: str, *arguments: str) -> Data:
    return dict(run("report", "--as-of", day, "--format", "json", *arguments).data)


@when("I ask for the report by recommendation", target_fixture="data")
def _(day: str) -> Data:
    return _report(day)


@when(parsers.parse('I ask for the report by {by} in "{nation}"'), target_fixture="data")
def _(day: str, by: str, nation: str) -> Data:
    return _report(day, "--by", by, "--nation", nation)


@then("all 32 recommendations have a verdict, a reason and what is missing")
def _(data: Data) -> None:
    assert len(data["recommendations"]) == 32
    assert all(each["verdict"] and each["why"] and each["needs"] for each in data["recommendations"])


@then("those that software cannot check have no number")
def _(data: Data) -> None:
    unseen = [each for each in data["recommendations"] if each["verdict"] == "not_checkable"]
    assert unseen
    assert all(not each["metrics"] and not each["parity"] for each in unseen)


@then("recommendation 10 has six numbers for each of the four nations")
def _(data: Data) -> None:
    metrics = data["recommendations"][9]["metrics"]
    assert [len({figure["nation"] for figure in each["figures"]}) for each in metrics] == [4] * 6


@then("each of the six has its caution")
def _(data: Data) -> None:
    assert all(each["caution"] for each in data["recommendations"][9]["metrics"])


@then("each of the six pairs of nations counts every medicine once")
def _(data: Data) -> None:
    pairs = data["recommendations"][31]["parity"]
    assert len(pairs) == 6
    assert all(sum(each["outcomes"].values()) == each["subjects"] == len(each["each"]) for each in pairs)


@then("what Northern Ireland is only presumed to follow cannot be told")
def _(data: Data) -> None:
    presumed = [
        subject
        for pair in data["recommendations"][31]["parity"]
        for subject in pair["each"]
        if "Northern Ireland follows" in subject["reason"]
    ]
    assert presumed
    assert {each["outcome"] for each in presumed} == {"cannot tell"}


@then("no later wave unlocks more trials than an earlier one")
def _(data: Data) -> None:
    unlocks = [each["unlocks"] for each in data["nations"][0]["additions"] if each["wave"]]
    assert unlocks
    assert unlocks == sorted(unlocks, reverse=True)


@then("the first indication lacks at least as much as the last")
def _(data: Data) -> None:
    counts = [len(each["missing"]) for each in data["nations"][0]["islands"]]
    assert counts
    assert counts == sorted(counts, reverse=True)


@then("each missing biomarker has the medicines that need it")
def _(data: Data) -> None:
    assert all(gap["medicines"] for each in data["nations"][0]["islands"] for gap in each["missing"])
