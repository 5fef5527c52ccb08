"""What lint says of rules without data, and what it does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trialign import resources
from trialign.model.remark import Check
from trialign.model.rule import Rule, Severity
from trialign.rulebook.notes import data_notes, unused, written
from trialign.rulebook.remarks import remarks
from trialign.rulebook.shadows import shadowed
from trialign.rulebook.shared import load_shared
from trialign.rulebook.sources import RuleSource, parameter_of, read_source

if TYPE_CHECKING:
    from tests.rulebook.conftest import Write

CONTRADICTIONS = {
    "a list and all but it": "{directory: d, title: {in: [a, b], not_in: [a, b]}}",
    "a value of a list and not that value": "{directory: d, title: {in: [a, b], not: a, not_in: [b]}}",
    "lists of a closed set": "{answer: d, coverage: {in: [covered, partly], not_in: [covered, partly]}}",
    "every value of a closed set": (
        "{answer: d, coverage: {not_in: [covered, partly, not_covered, outside_directory, cannot_tell]}}"
    ),
    "no number between": (
        "{registry_record: d, months_not_updated: {before: $record_due_months, at_least: $record_stale_months}}"
    ),
    "a number in two places": (
        "{registry_record: d, months_not_updated: {by: $record_due_months, not_in: [12], from: $record_due_months}}"
    ),
    "known and not known": "{directory: d, title: {known: false, not: x}}",
    "neither true nor false": "{directory: d, complete: {not_in: [true, false]}}",
}
JOINED = {
    "the other nation": """
  - {decision: d, nation: england}
  - {answer: a, nation: $d.nation}
  - {directory: b, nation: $a.nation}
  - {test: t, nation: wales}
  - {directory: c, nation: $t.nation, fact: $b.fact}""",
    "days in a circle": """
  - {trial: t, nation: england}
  - {trial: u, captured: {after: $t.captured}}
  - {trial: v, captured: {after: $u.captured, before: $t.captured}}""",
    "one fact of two kinds": """
  - {test: t, nation: england}
  - {directory: b, fact: $t.fact}""",
    "one fact and another": """
  - {trial: t, nation: england, open: true}
  - {trial: u, fact: $t.fact, open: false}""",
    "equal and different": """
  - {trial: t, nation: england}
  - {trial: u, need: $t.need}
  - {trial: v, fact: $u.fact, need: {not: $t.need}}""",
    "nothing between two days": """
  - {trial: t, nation: england}
  - {trial: u, captured: {from: $t.captured, by: $t.captured, not: $t.captured}}""",
}


@pytest.mark.parametrize("pattern", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_fact_that_cannot_be_is_named(pattern: str, write: Write) -> None:
    key = "\nkey: [d.record]" if "registry_record" in pattern else ""
    (found,) = remarks(write(f"for:\n  - {pattern}{key}"))
    assert (found.check, found.severity) == (Check.CONTRADICTION, Severity.ERROR)
    assert (found.where.path.endswith("TST-001.yaml"), found.where.line) == (True, 10)
    assert "contradicts the other conditions" in found.what


@pytest.mark.parametrize("patterns", JOINED.values(), ids=JOINED)
def test_facts_that_cannot_be_together_are_named(patterns: str, write: Write) -> None:
    assert [each.check for each in remarks(write(f"for:{patterns}"))] == [Check.CONTRADICTION]


@pytest.mark.parametrize(
    "patterns",
    [
        "[{answer: d, coverage: {not_in: [covered, partly, not_covered, outside_directory]}}]",
        "[{registry_record: d, months_not_updated: {at_least: $record_due_months, before: $record_stale_months}}]"
        "\nkey: [d.record]",
        "[{trial: t, nation: england}, {trial: u, captured: {from: $t.captured, by: $t.captured}}]",
        "[{decision: d, nation: england}, {answer: a, need: $d.need, nation: {not: $d.nation}}]",
        "[{directory: d, title: {known: false}, nation: england}]",
    ],
)
def test_what_can_be_is_not_called_a_contradiction(patterns: str, write: Write) -> None:
    assert list(remarks(write(f"for: {patterns}"))) == []


def test_an_alternative_that_can_never_hold_is_named_with_its_line(write: Write) -> None:
    asks = """for:
  - {decision: d, in_force: true, nation: england}
without:
  any:
    - [{answer: a, need: $d.need}]
    - [{decision: e, fact: $d.fact, in_force: false}]"""
    (found,) = remarks(write(asks))
    assert (found.check, found.severity, found.where.line) == (Check.CONTRADICTION, Severity.WARNING, 14)
    assert "in_force of 'e'" in found.what


def test_a_with_that_can_never_hold_is_an_error(write: Write) -> None:
    asks = "for: [{decision: d, in_force: true}]\nwith: [{decision: e, fact: $d.fact, in_force: false}]"
    (found,) = remarks(write(asks))
    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("part", "alternatives", "line"),
    [
        ("without", ["[{answer: a, need: $d.need}]", "[{answer: b, need: $d.need, coverage: covered}]"], 13),
        ("without", ["[{answer: b, need: $d.need, coverage: covered}]", "[{answer: a, need: $d.need}]"], 12),
        ("cannot_tell", ["[{answer: a, need: $d.need}]", "[{answer: b, need: $d.need}]"], 13),
        ("unless", ["[{test: t, use: {covers: $d}}]", "[{coverage: c, need: $d.need, nation: $d.nation}]"], 12),
        ("with", ["[{test: t, code: {in: [a, b]}}]", "[{test: t, code: a}]"], 13),
        ("with", ["[{trial: t, captured: {after: $d.decided}}]", "[{trial: u, captured: {from: $d.decided}}]"], 12),
    ],
)
def test_an_alternative_that_changes_nothing_is_named(
    part: str, alternatives: list[str], line: int, write: Write
) -> None:
    listed = "\n".join(f"    - {each}" for each in alternatives)
    (found,) = remarks(write(f"for: [{{decision: d, in_force: true}}]\n{part}:\n  any:\n{listed}"))
    assert (found.check, found.severity, found.where.line) == (Check.UNREACHABLE, Severity.WARNING, line)
    assert f"that of line {25 - line} holds too" in found.what


def test_a_doubt_that_without_has_settled_is_named(write: Write) -> None:
    asks = """for: [{decision: d, in_force: true}]
without: [{answer: a, need: $d.need}]
cannot_tell: [{answer: b, need: $d.need, coverage: cannot_tell}]"""
    (found,) = remarks(write(asks))
    assert (found.check, found.where.line) == (Check.UNREACHABLE, 11)
    assert "'without' in line 10, which is asked first" in found.what


@pytest.mark.parametrize(
    ("part", "check", "severity", "words"),
    [
        ("without", Check.NEVER_FINDS, Severity.ERROR, "can never find anything"),
        ("cannot_tell", Check.NEVER_FINDS, Severity.ERROR, "never 'gap'"),
        ("unless", Check.NEVER_FINDS, Severity.ERROR, "always 'excepted'"),
        ("with", Check.UNREACHABLE, Severity.WARNING, "asks nothing"),
    ],
)
def test_what_always_holds_is_named(part: str, check: Check, severity: Severity, words: str, write: Write) -> None:
    asks = f"""for: [{{decision: d, in_force: true, nation: wales}}]
{part}: [{{decision: e, nation: {{in: [wales, england]}}}}]"""
    (found,) = remarks(write(asks))
    assert (found.check, found.severity) == (check, severity)
    assert words in found.what


def test_alternatives_that_overlap_only_in_part_are_left_alone(write: Write) -> None:
    asks = """for: [{decision: d, in_force: true}]
without:
  any:
    - [{answer: a, need: $d.need, coverage: covered}]
    - [{answer: a, need: $d.need, nation: $d.nation}]
cannot_tell:
  any:
    - [{answer: a, need: $d.need, coverage: partly}]
    - [{trial: t, captured: {after: $d.decided}}]"""
    assert list(remarks(write(asks))) == []


_WIDE = "for: [{decision: d, in_force: true}, {answer: a, need: $d.need, nation: $d.nation}]\nkey: [d.nation, d.need]"
_DENIES = "\nwithout: [{test: t, use: {covers: $d}}]"


def _shadows(write: Write, first: str, second: str) -> list[tuple[str, str]]:
    rules = [write(first, "TST-001").rule, write(second, "TST-002").rule]
    return [(remark.rule, remark.what) for remark in shadowed(rules)]


@pytest.mark.parametrize(
    "narrow",
    [
        """for: [{decision: x, in_force: true, body: NICE}, {answer: y, need: $x.need, nation: $x.nation}]
key: [x.nation, x.need]""",
        """for: [{answer: y, coverage: covered}, {decision: x, need: $y.need, nation: $y.nation, in_force: true}]
key: [y.need, y.nation]""",
        _WIDE + _DENIES,
        _WIDE + "\nwith: [{trial: t, need: $d.need}]",
    ],
)
def test_a_rule_that_finds_only_what_another_finds_is_named(narrow: str, write: Write) -> None:
    ((rule, what),) = _shadows(write, _WIDE, narrow)
    assert rule == "TST-002"
    assert "TST-001 finds too under the same key: TST-001 asks less" in what
    ((rule, _),) = _shadows(write, narrow, _WIDE)
    assert rule == "TST-001"


@pytest.mark.parametrize(
    "other",
    [
        "for: [{decision: d, in_force: true}, {answer: a, need: $d.need}]\nkey: [d.nation, d.need]" + _DENIES,
        _WIDE.replace("d.need]", "d.body]"),
        _WIDE.replace("true", "false"),
        _WIDE + "\nverb: lint",
    ],
)
def test_rules_that_find_different_things_are_left_alone(other: str, write: Write) -> None:
    assert _shadows(write, _WIDE, other) == []


def test_a_doubt_of_the_wider_rule_keeps_the_narrow_one(write: Write) -> None:
    doubting = _WIDE + "\ncannot_tell: [{directory: b, nation: $d.nation, complete: false}]"
    assert _shadows(write, doubting, _WIDE + _DENIES) == []


def test_of_two_rules_alike_the_later_is_named(write: Write) -> None:
    ((rule, what),) = _shadows(write, _WIDE, _WIDE)
    assert rule == "TST-002"
    assert "TST-001 asks the same" in what


def test_the_bundled_rules_contradict_nothing_and_shadow_none(rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        assert list(remarks(read_source(rule, resources.rules()))) == []
    assert list(shadowed(rules)) == []


def test_what_is_shared_without_use_is_named(write: Write, tmp_path: Path) -> None:
    text = """sets: {met: [full], idle: [x]}
parameters:
  used: {title: t, unit: count, values: [{value: 1, source: s}]}
  spare: {title: t, unit: count, values: [{value: 1, source: s}]}
uses:
  mine: [{coverage: c, need: $given.need, test: $this.id, fit: {in: met}}]
  lost: [{coverage: c, need: $given.need, fit: {in: idle}}]
"""
    (tmp_path / "shared.yaml").write_text(text, encoding="utf-8")
    asks = """for: [{decision: d, in_force: true}]
with: [{trial: r, captured: {after: $d.decided + used}}]
without: [{test: t, use: {mine: $d}}]"""
    source = write(asks)
    shared = load_shared(tmp_path, resources.rules(), date(2026, 11, 22))
    assert [(remark.what, remark.where.line) for remark in unused([source], shared.document)] == [
        ("no rule names the parameter 'spare'", 4),
        ("no rule names the set 'idle'", 1),
        ("no rule names the use 'lost'", 7),
    ]


@pytest.mark.parametrize(
    ("operand", "name"),
    [("$due", "due"), ("$d.decided + due", "due"), ("$d.decided", ""), ("due", ""), ("$d.decided+due", "due")],
)
def test_the_parameter_of_an_operand(operand: str, name: str) -> None:
    assert parameter_of(operand) == name


def test_placeholders_are_named(write: Write) -> None:
    source = write("for: [{decision: d}]", more="note: FILL IN what else")
    (left, _) = written(source)
    assert (left.check, left.what) == (Check.UNFILLED, "still says FILL IN in note")


def _noted(write: Write, more: str) -> RuleSource:
    return write("for: [{decision: d}]", more=more)


def test_a_rule_without_a_note_on_real_data_is_named_and_a_stable_one_is_an_error(write: Write) -> None:
    source = _noted(write, "")
    assert [(each.check, each.severity) for each in written(source)] == [(Check.NOT_READ, Severity.WARNING)]
    noted = _noted(write, "on_real_data: {as_of: 2026-11-26, found: 3 findings, read: it is right}")
    assert list(written(noted)) == []


@pytest.mark.parametrize(
    ("note", "subjects", "found", "expected"),
    [
        ("", 0, 0, [(Check.NO_SUBJECT, Severity.INFO)]),
        ("", 4, 0, []),
        ("silent, because: none is held", 0, 0, []),
        ("silent, because: none is held", 4, 2, [(Check.OUTDATED, Severity.WARNING)]),
        ("2 findings, read: right", 4, 0, [(Check.OUTDATED, Severity.INFO)]),
        ("2 findings, read: right", 4, 3, []),
    ],
)
def test_real_data_are_compared_with_the_note(
    note: str, subjects: int, found: int, expected: list[tuple[Check, Severity]], write: Write
) -> None:
    source = _noted(write, f"on_real_data: {{as_of: 2026-11-26, found: {note}}}" if note else "")
    assert [(each.check, each.severity) for each in data_notes(source, subjects, found)] == expected
