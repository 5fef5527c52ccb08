"""Steps of the feature on drafts with a slip of the pen; each runs the real command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import run

scenarios("diff_drafts.feature")

_V16 = Path(__file__).resolve().parents[2] / "directories/england/cancer-non-cns/2026-07-16.csv"


@given(
    parsers.parse('a draft of the release in force in which "{printed}" of {code} reads "{written}"'),
    target_fixture="draft",
)
def _(tmp_path: Path, printed: str, code: str, written: str) -> Path:
    text = _V16.read_text(encoding="utf-8")
    assert f"{code},{printed}" in text
    draft = tmp_path / "draft.csv"
    draft.write_text(text.replace(f"{code},{printed}", f"{code},{written}"), encoding="utf-8")
    return draft


@when("I compare the release in force with the draft", target_fixture="change")
def _(draft: Path) -> dict[str, Any]:
    answer = run(
        "diff",
        "england/cancer-non-cns@2026-07",
        str(draft),
        "--as-of",
        "2026-11-22",
        "--format",
        "json",
        "--no-findings",
    )
    assert answer.status == 0, answer.errors
    (change,) = json.loads(answer.output)["changes"]
    value: dict[str, Any] = change
    return value


@then(parsers.parse("{code} is a warning of the kind {kind}"))
def _(change: dict[str, Any], code: str, kind: str) -> None:
    assert (change["from"], change["to"], change["severity"], change["kind"]) == ([code], [code], "warning", kind)


@then(parsers.parse('it says "{words}"'))
def _(change: dict[str, Any], words: str) -> None:
    assert words in change["witness"]


@then("nothing is said to be lost or moved")
def _(change: dict[str, Any]) -> None:
    assert (change["lost"], change["strands"]) == ([], [])
