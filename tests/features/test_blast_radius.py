"""Steps of the feature on what follows from a change; each runs the real command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import run

scenarios("blast_radius.feature")

_FILE = Path(__file__).resolve().parents[2] / "directories/england/cancer-non-cns/2026-07-16.csv"
_V16 = "england/cancer-non-cns@2026-07"
Sides = tuple[str, str]


def _draft(folder: Path) -> str:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    draft = folder / "draft.csv"
    kept = [line for line in lines if not (line.startswith("M1,") and "KRAS" in line)]
    draft.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return str(draft)


@given("a draft of the release in force without KRAS for colorectal cancer", target_fixture="sides")
def _(tmp_path: Path) -> Sides:
    return _V16, _draft(tmp_path)


@given("a draft without KRAS for colorectal cancer, and the release in force after it", target_fixture="sides")
def _(tmp_path: Path) -> Sides:
    return _draft(tmp_path), _V16


@when("I ask what changed", target_fixture="found")
def _(sides: Sides) -> dict[str, Any]:
    answer = run("diff", *sides, "--as-of", "2026-11-22", "--format", "json")
    assert answer.status == 0, answer.errors
    return answer.data


@then(parsers.parse("a finding of {rule} {verb:w} in England because of {code}"))
def _(found: dict[str, Any], rule: str, verb: str, code: str) -> None:
    told = found["findings"][{"opens": "opened", "closes": "closed"}[verb]]
    assert [each for each in told if (each["rule"], each["nation"]) == (rule, "england") and code in each["changes"]]


@then(parsers.parse("no finding of {rule} is said to open"))
def _(found: dict[str, Any], rule: str) -> None:
    assert rule not in {each["rule"] for each in found["findings"]["opened"]}
    assert rule in {each for left in found["findings"]["left_out"] for each in left["rules"]}


@then(parsers.parse('the change of {code} serves the decision "{name}"'))
def _(found: dict[str, Any], code: str, name: str) -> None:
    (change,) = [each for each in found["changes"] if code in each["to"]]
    assert name in {each["id"] for each in change["serves"] if each["sort"] == "decision"}
