"""Steps of the feature on rules; each runs the real command on a rulebook of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from tests.features.command import Answer, run

from trialign import resources

scenarios("rules_as_a_product.feature")

_RULE = "COV-001"
_NOTE = """on_real_data:
  as_of: 2026-11-26
  found: 3 findings, 12 cannot tell
  read: sotorasib in England, for which no row names KRAS; it is right
"""
_ENGINES = ("durable", "sql", "oracle")


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def _rules(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.yaml"))


def _begin(folder: Path, *arguments: str) -> Answer:
    return run("rules", "new", *arguments, "--rules", str(folder))


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _remarks(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer.output)["remarks"]
    return found


@given("a rulebook of my own")
def _(rulebook: Path) -> None:
    rulebook.mkdir()


@given("a rulebook of my own with a rule of the family coverage", target_fixture="rule")
def _(rulebook: Path) -> Path:
    _begin(rulebook, "coverage")
    (path,) = _rules(rulebook)
    return path


@given("a rulebook of my own with a bundled rule and what it found on real data", target_fixture="rule")
def _(rulebook: Path) -> Path:
    text = (resources.rules() / "coverage" / f"{_RULE}.yaml").read_text(encoding="utf-8")
    path = rulebook / "coverage" / f"{_RULE}.yaml"
    path.parent.mkdir(parents=True)
    unread = re.sub(r"^on_real_data:\n(?: .*\n)+", "", text, flags=re.MULTILINE)
    path.write_text(unread + _NOTE, encoding="utf-8")
    return path


@given("every example of it finds something")
def _(rule: Path) -> None:
    _change(rule, "expect: none", "expect: gap")


@given("its first example expects an exception")
def _(rule: Path) -> None:
    _change(rule, "expect: gap", "expect: excepted")


@given("it asks for a complete directory that is not")
def _(rule: Path) -> None:
    _change(
        rule,
        "\nfor:\n",
        "\nfor:\n  - {directory: b1, complete: true}\n  - {directory: b2, fact: $b1.fact, complete: false}\n",
    )


@given("one of its doubts says what another says")
def _(rule: Path) -> None:
    doubt = "    - [{directory: b9, nation: $d.nation, complete: false, arrangement: none-found}]\n"
    _change(rule, "\ncannot_tell:\n  any:\n", f"\ncannot_tell:\n  any:\n{doubt}")


@given("a second rule that asks more for the same")
def _(rule: Path) -> None:
    text = rule.read_text(encoding="utf-8").replace(_RULE, "COV-902")
    narrower = text.replace("\nfor:\n", "\nfor:\n  - {directory: b7, complete: true}\n")
    rule.with_name("COV-902.yaml").write_text(narrower, encoding="utf-8")


@when(parsers.parse("I begin a rule of the family {family:w}"))
def _(rulebook: Path, family: str, answers: list[Answer]) -> None:
    answers.append(_begin(rulebook, family))


@when("I begin a rule of the family coverage under the same id")
def _(rulebook: Path, rule: Path, answers: list[Answer]) -> None:
    rule.write_text("mine", encoding="utf-8")
    answers.append(_begin(rulebook, "coverage", "--id", rule.stem))


@when(parsers.parse("I begin a rule of the family {family:w} with the prefix {prefix:w}"))
def _(rulebook: Path, family: str, prefix: str, answers: list[Answer]) -> None:
    answers.append(_begin(rulebook, family, "--prefix", prefix))


@when("I test my rules")
def _(rulebook: Path, answers: list[Answer]) -> None:
    answers.append(run("rules", "test", "--rules", str(rulebook)))


@when("I lint my rules")
def _(rulebook: Path, answers: list[Answer]) -> None:
    answers.append(run("rules", "lint", "--rules", str(rulebook), "--as-of", "2026-11-22", "--format", "json"))


@when("I write the pages of my rules")
def _(rulebook: Path, tmp_path: Path, answers: list[Answer]) -> None:
    answers.append(run("rules", "docs", "--rules", str(rulebook), "--out", str(tmp_path / "pages")))


@when("I change the title of the rule")
def _(rule: Path) -> None:
    _change(rule, "\ntitle: ", "\ntitle: Now, ")


@then("a file of my rulebook holds it, valid and experimental")
def _(rulebook: Path, answers: list[Answer]) -> None:
    (path,) = _rules(rulebook)
    assert answers[-1].text.startswith(f"wrote {path}\n")
    assert "\nstatus: experimental\n" in path.read_text(encoding="utf-8")
    assert run("validate", str(rulebook)).text.startswith("valid: 1 rules")


@then("I am told to fill in what only a person knows")
def _(answers: list[Answer]) -> None:
    assert "fill in every FILL IN" in answers[-1].text


@then("its examples pass on durable, sql and the oracle")
def _(rulebook: Path) -> None:
    (path,) = _rules(rulebook)
    examples = path.read_text(encoding="utf-8").count("expect:")
    assert run("rules", "test", "--rules", str(rulebook)).text == f"{len(_ENGINES) * examples} passed, 0 failed\n"


@then("the two rules have ids that follow each other and that no bundled rule has")
def _(rulebook: Path) -> None:
    first, second = (path.stem for path in _rules(rulebook))
    assert int(second[-3:]) == int(first[-3:]) + 1
    assert not {first, second} & {path.stem for path in _rules(resources.rules())}


@then("I am told that it is there already")
def _(answers: list[Answer]) -> None:
    assert answers[-1].status == 2
    assert "is there already" in answers[-1].errors


@then("the file is as it was")
def _(rule: Path) -> None:
    assert rule.read_text(encoding="utf-8") == "mine"


@then("I am asked for a prefix")
def _(rulebook: Path, answers: list[Answer]) -> None:
    assert answers[-1].status == 2
    assert "for a new family give --prefix" in answers[-1].errors
    assert _rules(rulebook) == []


@then(parsers.parse("its id is {rule_id}"))
def _(rulebook: Path, rule_id: str) -> None:
    assert [path.stem for path in _rules(rulebook)] == [rule_id]


@then("I am told the file and line, and to add an example that expects none")
def _(rule: Path, answers: list[Answer]) -> None:
    lines = rule.read_text(encoding="utf-8").splitlines()
    assert answers[-1].status == 2
    assert f"{rule}:{lines.index('examples:') + 2}: " in answers[-1].text
    assert "add one with 'expect: none'" in answers[-1].text


@then("it is named with its line on durable, sql and the oracle")
def _(rule: Path, answers: list[Answer]) -> None:
    line = rule.read_text(encoding="utf-8").splitlines().index("examples:") + 2
    assert answers[-1].status == 2
    for engine in _ENGINES:
        assert f"{rule}:{line}: 'no test names the gene' on {engine}: expected excepted, got gap" in answers[-1].text


@then(parsers.parse("lint warns that it is {check}"))
def _(check: str, answers: list[Answer]) -> None:
    found = [each for each in _remarks(answers[-1]) if each["check"] == check]
    assert len(found) == 1
    assert found[0]["severity"] in {"error", "warning"}
    assert found[0]["line"] > 0


@then("lint says nothing")
def _(answers: list[Answer]) -> None:
    assert _remarks(answers[-1]) == []


@then(parsers.parse("the command ends with {status:d}"))
def _(status: int, answers: list[Answer]) -> None:
    assert answers[-1].status == status


@then("the page of the rule says in words what it asks and what it found")
def _(tmp_path: Path) -> None:
    page = (tmp_path / "pages" / f"{_RULE}.md").read_text(encoding="utf-8")
    assert "- a **decision** `d`: standing is `positive`; it is in force; testable is `genomic`\n" in page
    assert "2026-11-26: 3 findings, 12 cannot tell\n" in page


@then("the pages are fresh")
def _(rulebook: Path, tmp_path: Path) -> None:
    done = run("rules", "docs", "--rules", str(rulebook), "--out", str(tmp_path / "pages"), "--check")
    assert done.status == 0


@then("its page is named as stale")
def _(rulebook: Path, tmp_path: Path) -> None:
    done = run("rules", "docs", "--rules", str(rulebook), "--out", str(tmp_path / "pages"), "--check")
    assert done.status == 1
    assert f"{tmp_path / 'pages' / _RULE}.md: is not what the rules say now" in done.text
