"""Pages of rules, and what is said of them, in text and JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

import trialign.report
from trialign import pipeline, rule_pages
from trialign.errors import Location
from trialign.model.remark import Check, Remark
from trialign.model.rule import OnRealData, Rule, Severity
from trialign.report import pages, rule_markdown, rule_remarks, rule_words
from trialign.rulebook.sources import Pattern

_ROOT = Path(__file__).resolve().parents[2]
_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "rules-lint.schema.json"
_AS_OF = date(2026, 11, 26)
_REMARKS = [
    Remark(
        "COV-001", Check.NOT_READ, Severity.ERROR, Location("rules/a.yaml", 3), "what [bold]is[/bold] wrong", "do"
    ),
    Remark(
        "", Check.UNUSED, Severity.WARNING, Location("rules/shared.yaml", 9), "no rule names the set 'x'", "use it"
    ),
]


@pytest.fixture(scope="module")
def made() -> Mapping[str, str]:
    return rule_pages.pages_of(pipeline.Sources(), _AS_OF)


def test_the_pages_of_the_checkout_are_fresh(made: Mapping[str, str]) -> None:
    assert rule_pages.stale(_ROOT / "docs" / "rules", made) == [], "run: trialign rules docs"


def test_every_rule_has_a_page_that_the_index_leads_to(made: Mapping[str, str], rules: tuple[Rule, ...]) -> None:
    index = made[rule_markdown.INDEX]
    assert set(made) == {f"{rule.id}.md" for rule in rules} | {rule_markdown.INDEX}
    assert re.findall(r"^## (.*)$", index, re.MULTILINE) == sorted({rule.family for rule in rules})
    assert sorted(re.findall(r"\]\((\w{3}-\d{3}\.md)\)", index)) == sorted(set(made) - {rule_markdown.INDEX})


def test_a_page_says_what_the_rule_says(made: Mapping[str, str], rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        page = made[f"{rule.id}.md"]
        for text in (rule.title, rule.rationale, rule.message, rule.remedy, *rule.false_positives):
            assert rule_words.escaped(text) in page
        for example in rule.examples:
            assert f"### {rule_words.escaped(example.name)}\n" in page
        assert all(url in page for _, _, url, _ in rule.references)


def test_a_page_shows_parameters_with_their_values_and_sources(made: Mapping[str, str]) -> None:
    page = made["REG-001.md"]
    assert "| `record_due_months` | " in page
    assert " | always | 12 months | [42 CFR 11.64" in page
    assert "months not updated is at least `record_stale_months`" in page


def test_links_of_pages_lead_somewhere(made: Mapping[str, str]) -> None:
    for name, text in made.items():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert target in made or (_ROOT / "docs" / "rules" / target).resolve().is_file(), f"{name}: {target}"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ({"directory": "d", "complete": False}, "a **directory** `d`: it is not complete"),
        ({"test": "t", "code": "$l.legacy"}, "a **test** `t`: code is the legacy of `l`"),
        ({"test": "t", "use": {"might_cover": "$d"}}, "a **test** `t`: it might cover `d`"),
        (
            {"answer": "a", "need": "$d.need", "nation": "$d.nation"},
            "an **answer** `a`: the same need and nation as `d`",
        ),
        ({"decision": "u", "fact": "$d.fact", "in_force": True}, "the same decision as `d`: it is in force"),
        ({"trial": "t", "phase": {"in": "met"}}, "a **trial** `t`: phase is one of `covered` (the set `met`)"),
        ({"trial": "t", "phase": {"not_in": ["a", "b"]}}, "a **trial** `t`: phase is known and none of `a`, `b`"),
        ({"trial": "t", "updated": {"known": False}}, "a **trial** `t`: updated is not known"),
        (
            {"trial": "t", "since": {"by": "$d.since + due"}},
            "a **trial** `t`: since is at or before that of `d` plus `due`",
        ),
        ({"trial": "t", "months": {"before": "$due"}}, "a **trial** `t`: months is less than `due`"),
        (
            {"trial": "t", "cancer": {"within": "$d.cancer"}},
            "a **trial** `t`: cancer is, or lies within, that of `d`",
        ),
        ({"some_kind": "k", "some_flag": True}, "a **some kind** `k`: it is some flag"),
    ],
)
def test_a_pattern_in_words(pattern: Pattern, words: str) -> None:
    assert rule_words.fact(pattern, {"met": ["covered"]}) == words


def test_nothing_in_a_rule_is_read_as_markup() -> None:
    text = "<script> *a* [b](c) | `d` _e_ f_g\nh"
    assert rule_words.escaped(text) == r"\<script\> \*a\* \[b\](c) \| \`d\` \_e\_ f_g h"
    assert rule_words.code("a`b") == "``a`b``"


def test_a_rule_shows_what_it_found_on_real_data(rules: tuple[Rule, ...]) -> None:
    rule = replace(rules[0], on_real_data=OnRealData("2026-11-26", "silent", "no trial is closed", ""))
    console = Console(width=100, file=io.StringIO(), highlight=False)
    pages.rule_page(console, rule)
    assert isinstance(console.file, io.StringIO)
    shown = re.sub(" +$", "", console.file.getvalue(), flags=re.MULTILINE)
    assert "On real data\n  2026-11-26: silent, because no trial is closed\n" in shown


def test_remarks_have_the_shape_of_their_schema() -> None:
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(rule_remarks.remarks_json(2, _REMARKS))
    assert list(Draft202012Validator(schema).iter_errors(value)) == []
    assert value["summary"] == {"rules": 2, "remarks": 2, "by_severity": {"error": 1, "warning": 1, "info": 0}}
    remark = schema["$defs"]["remark"]["properties"]
    assert remark["check"]["enum"] == [check.value for check in Check]
    assert remark["severity"]["enum"] == [severity.value for severity in Severity]
    assert list(Draft202012Validator(schema).iter_errors({**value, "remarks": [{"rule": "x"}]}))


@pytest.mark.parametrize("width", [60, 100, 200])
def test_remarks_fit_the_window_and_hold_no_markup(width: int) -> None:
    console = Console(width=width, file=io.StringIO(), highlight=False)
    rule_remarks.remarks(console, 2, _REMARKS)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert text.startswith("2 remarks (1 error, 1 warning) on 2 rules.\n\nERROR COV-001 not-read\n")
    assert "[bold]is[/bold]" in text
    assert "\nWARNING unused\n" in text
    assert max(len(line) for line in text.splitlines()) <= width


def test_stale_pages_are_named_and_mended(tmp_path: Path, made: Mapping[str, str]) -> None:
    folder = tmp_path / "pages"
    assert {why for _, why in rule_pages.stale(folder, made)} == {"is missing"}
    rule_pages.write_pages(folder, made)
    assert rule_pages.stale(folder, made) == []
    (folder / "COV-001.md").write_text("edited", encoding="utf-8")
    (folder / "OLD-001.md").write_text(f"{rule_markdown.MADE} from x -->\n", encoding="utf-8")
    (folder / "mine.md").write_text("my own page", encoding="utf-8")
    assert rule_pages.stale(folder, made) == [
        ("COV-001.md", "is not what the rules say now"),
        ("OLD-001.md", "is of no rule"),
    ]
    rule_pages.write_pages(folder, made)
    assert rule_pages.stale(folder, made) == []
    assert (folder / "mine.md").read_text(encoding="utf-8") == "my own page"
    assert not (folder / "OLD-001.md").exists()
