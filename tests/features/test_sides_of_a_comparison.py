"""Steps of the feature on what may be compared and who settles what is not sure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.own_data import write_decisions, write_statements, write_tests
from tests.process import Ended, InProcess
from tests.repository import begin, commit, git

scenarios("diff_sides.feature")

_PANEL = {"cancers": "COADREAD", "method": "Panel", "scope": "Small variant detection"}
_KRAS = {**_PANEL, "code": "M1.1", "test": "KRAS", "target": "KRAS"}
_BRAF = {**_PANEL, "code": "M1.2", "test": "BRAF", "target": "BRAF"}
_NATIONS = {"England": "only_from", "Scotland": "only_to"}
_LABELS = ("lost", "gained", "unsure", "both")


class Asked:
    """What was asked in a scenario, and the last answer."""

    def __init__(self, run: InProcess, folder: Path) -> None:
        """Begin in a folder of its own."""
        self.run = run
        self.folder = folder
        self.own: tuple[object, ...] = ()
        self.answer = Ended(0, "", "")

    def ask(self, before: str, after: str, *more: object) -> None:
        """Compare two sides."""
        day = ("--as-of", "2026-11-22", "--format", "json", "--no-findings")
        self.answer = self.run("diff", before, after, *self.own, *day, *more)

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Return the changes of the last answer."""
        assert self.answer.status == 0, self.answer.stderr
        found: list[dict[str, Any]] = json.loads(self.answer.stdout)["changes"]
        return found

    def of(self, code: str) -> dict[str, Any]:
        """Return the change of an earlier code."""
        (change,) = [each for each in self.changes if code in each["from"]]
        return change

    def about(self, label: str) -> dict[str, Any]:
        """Return the change that names a biomarker."""
        (change,) = [each for each in self.changes if any(label in each[field] for field in _LABELS)]
        return change


@pytest.fixture
def asked(in_process: InProcess, tmp_path: Path) -> Asked:
    """Nothing was asked yet."""
    return Asked(in_process, tmp_path)


@given(parsers.parse('a repository whose tag "{tag}" holds KRAS and BRAF for colorectal cancer'))
def _(asked: Asked, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    begin(asked.folder)
    write_tests(asked.folder / "directories", {"2026-01-01": [_KRAS, _BRAF]})
    commit(asked.folder, "first")
    git(asked.folder, "tag", tag)
    monkeypatch.chdir(asked.folder)


@given('whose branch "main" holds KRAS alone')
def _(asked: Asked) -> None:
    file = asked.folder / "directories/england/2026-01-01.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if "BRAF" not in line) + "\n", encoding="utf-8")
    commit(asked.folder, "second")


@given("England's complete directory with KRAS and BRAF for colorectal cancer")
def _(asked: Asked) -> None:
    write_tests(asked.folder, {"2026-01-01": [_KRAS, _BRAF]})
    write_decisions(asked.folder, [])
    asked.own = ("--data", asked.folder, "--alone")


@given(parsers.re("Scotland states (?P<what>that it offers KRAS|nothing but).*"))
def _(asked: Asked, what: str) -> None:
    plain = {"cancers": "COADREAD", "date": "2026-11-01", "availability": "offered"}
    rows = [{**plain, "biomarkers": "EGFR small variant", "target": "EGFR"}]
    if what != "nothing but":
        rows.append({**plain, "biomarkers": "KRAS small variant", "target": "KRAS"})
        rows.append({**plain, "biomarkers": "BRAF small variant", "target": "BRAF", "availability": "not-offered"})
    write_statements(asked.folder, "scotland", rows)


@given("a release in which KRAS has the code M1.5 and had M1.1 before")
def _(asked: Asked) -> None:
    write_tests(asked.folder / "data", {"2026-01-01": [_KRAS], "2026-02-01": [{**_KRAS, "code": "M1.5"}]})
    asked.own = ("--data", asked.folder / "data", "--alone")


@when(parsers.parse('I compare "{before}" with "{after}"'))
def _(asked: Asked, before: str, after: str) -> None:
    asked.ask(before, after)


@when('I compare the two releases with the file "links.yaml"')
def _(asked: Asked) -> None:
    book = "england/cancer-non-cns"
    asked.ask(f"{book}@2026-01-01", f"{book}@2026-02-01", "--confirm", asked.folder / "links.yaml")


@when(parsers.re("A. Curator (?P<verb>confirms|denies) it and I compare them again"))
def _(asked: Asked, verb: str) -> None:
    file = asked.folder / "links.yaml"
    text = (
        file.read_text(encoding="utf-8").replace('by: ""', "by: A. Curator").replace('date: ""', "date: 2026-11-26")
    )
    settled = {"confirms": "confirmed", "denies": "denied"}[verb]
    file.write_text(text.replace("status: guess", f"status: {settled}").replace(f"#   status: {settled}", "#"))
    book = "england/cancer-non-cns"
    asked.ask(f"{book}@2026-01-01", f"{book}@2026-02-01", "--confirm", file)


@then(parsers.re(r"(?P<code>M\S+) is said to be (?P<kind>removed)"), target_fixture="change")
def _(asked: Asked, code: str, kind: str) -> dict[str, Any]:
    change = asked.of(code)
    assert change["kind"] == kind
    return change


@then(parsers.parse('its evidence stands at "{place}"'))
def _(change: dict[str, Any], place: str) -> None:
    assert [row["place"] for row in change["evidence"]] == [place]


@then("both commits are named in full")
def _(asked: Asked) -> None:
    sides = json.loads(asked.answer.stdout)["sides"]
    wanted = [git(asked.folder, "rev-parse", ref) for ref in ("v1^{commit}", "main")]
    assert [sides[side][0]["commit"] for side in ("from", "to")] == wanted


@then(parsers.parse('I am asked whether I meant "{name}"'))
def _(asked: Asked, name: str) -> None:
    assert f"did you mean '{name}'" in asked.answer.stderr


@then(parsers.parse("the comparison ends with status {status:d}"))
def _(asked: Asked, status: int) -> None:
    assert (asked.answer.status, asked.answer.stdout) == (status, "")


@then(parsers.parse("{label} is in both"))
def _(asked: Asked, label: str) -> None:
    assert asked.about(label)["kind"] == "shared"


@then(parsers.parse("{label} is only in {nation}"))
def _(asked: Asked, label: str, nation: str) -> None:
    assert asked.about(label)["kind"] == _NATIONS[nation]


@then(parsers.parse("{label} is in England, and of Scotland it cannot be told"), target_fixture="change")
def _(asked: Asked, label: str) -> dict[str, Any]:
    change = asked.about(label)
    assert (change["kind"], bool(change["from"]), change["to"]) == ("unclear", True, [])
    return change


@then(parsers.parse('the reason is "{words}"'))
def _(change: dict[str, Any], words: str) -> None:
    assert change["why"] == words


@then("the file holds the guess that M1.1 goes on in M1.5")
def _(asked: Asked) -> None:
    (entry,) = yaml.safe_load((asked.folder / "links.yaml").read_text(encoding="utf-8"))["links"]
    assert (entry["from"], entry["to"], entry["status"]) == (["M1.1"], ["M1.5"], "guess")


@then("M1.1 is said to be recoded with confidence high", target_fixture="change")
def _(asked: Asked) -> dict[str, Any]:
    change = asked.of("M1.1")
    assert (change["kind"], change["confidence"]) == ("recoded", "high")
    return change


@then("it is said to be confirmed by A. Curator")
def _(change: dict[str, Any]) -> None:
    assert change["witness"].endswith("confirmed by A. Curator on 2026-11-26")


@then("M1.1 is not said to be recoded")
def _(asked: Asked) -> None:
    assert asked.of("M1.1")["kind"] != "recoded"
