"""Steps of the feature on what a release changes; each runs the real command."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer, run

scenarios("diff.feature")

_ROOT = Path(__file__).resolve().parents[2]
_V16 = "england/cancer-non-cns@2026-07"
_LATER = f"{_V16}+england/haemato-oncology@2026-07+england/cns@2026"
Sides = tuple[str, str]


@cache
def _compared(sides: Sides) -> dict[str, Any]:
    answer = run("diff", *sides, "--as-of", "2026-11-22", "--format", "json", "--no-findings")
    assert answer.status == 0, answer.errors
    value: dict[str, Any] = json.loads(answer.output)
    return value


def _change(found: dict[str, Any], code: str) -> dict[str, Any]:
    (change,) = [each for each in found["changes"] if code in each["from"]]
    value: dict[str, Any] = change
    return value


@given("the releases of England of October 2021 and of 2026", target_fixture="sides")
def _() -> Sides:
    return "england/cancer@2021-10", _LATER


@given("a draft of the release in force without KRAS for colorectal cancer", target_fixture="sides")
def _(tmp_path: Path) -> Sides:
    lines = (_ROOT / "directories/england/cancer-non-cns/2026-07-16.csv").read_text(encoding="utf-8").splitlines()
    draft = tmp_path / "draft.csv"
    kept = [line for line in lines if not (line.startswith("M1,") and "KRAS" in line)]
    draft.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return _V16, str(draft)


@when("I ask what changed", target_fixture="found")
def _(sides: Sides) -> dict[str, Any]:
    return _compared(sides)


@when(parsers.parse('I compare "{before}" with "{after}"'), target_fixture="answer")
def _(before: str, after: str) -> Answer:
    return run("diff", before, after)


@then(parsers.parse("{code} is said to be {kind}"))
def _(found: dict[str, Any], code: str, kind: str) -> None:
    if kind == "unchanged":
        assert code in found["unchanged"]
    else:
        assert _change(found, code)["kind"] == kind


@then(parsers.parse("each of the {number:d} codes of the earlier side stands in exactly one place"))
def _(found: dict[str, Any], number: int) -> None:
    told = Counter([*found["unchanged"], *(code for change in found["changes"] for code in change["from"])])
    assert (len(told), set(told.values())) == (number, {1})


@then(parsers.parse("nothing that {code} reported is lost"))
def _(found: dict[str, Any], code: str) -> None:
    assert _change(found, code)["lost"] == []


@then(parsers.parse('{code} is said to go on in "{codes}"'))
def _(found: dict[str, Any], code: str, codes: str) -> None:
    assert ", ".join(_change(found, code)["to"]) == codes


@then(parsers.parse('the loss of {code} strands the decision "{name}"'), target_fixture="loss")
def _(found: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    loss = _change(found, code)
    assert name in {strand["id"] for strand in loss["strands"] if strand["sort"] == "decision"}
    return loss


@then("it is an error")
def _(loss: dict[str, Any]) -> None:
    assert loss["severity"] == "error"


@then(parsers.parse('I am asked whether I meant "{name}"'))
def _(answer: Answer, name: str) -> None:
    assert f"did you mean '{name}'" in answer.errors


@then(parsers.parse("the command ends with status {status:d}"))
def _(answer: Answer, status: int) -> None:
    assert answer.status == status
