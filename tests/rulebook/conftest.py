"""Rulebooks of one rule, written as its author would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from trialign import resources
from trialign.model.rule import Rule
from trialign.rulebook.reader import load_rulebook
from trialign.rulebook.sources import RuleSource, read_source

_PLAIN = """\
id: {id}
title: A rule of a test
status: experimental
severity: warning
family: {family}
recommendations: []
rationale: Because.
references: [{{title: t, publisher: p, url: "https://example.org/", retrieved: 2026-11-22}}]
{asks}
message: "m"
remedy: "r"
examples:
  - {{name: one, given: [{{directory: {{nation: england}}}}], expect: gap}}
  - {{name: two, given: [{{directory: {{nation: england}}}}], expect: none}}
  - {{name: three, given: [{{directory: {{nation: england}}}}], expect: none}}
{more}
"""
Write = Callable[..., RuleSource]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a rule that asks something, and read it with its source."""

    def written(asks: str, rule_id: str = "TST-001", family: str = "testing", more: str = "") -> RuleSource:
        file = tmp_path / family / f"{rule_id}.yaml"
        file.parent.mkdir(exist_ok=True)
        asked = asks if "key:" in asks else f"{asks}\nkey: [{_first(asks)}.nation]"
        file.write_text(_PLAIN.format(id=rule_id, family=family, asks=asked, more=more), encoding="utf-8")
        return read_source(read_rule(tmp_path, rule_id), tmp_path)

    return written


def read_rule(folder: Path, rule_id: str) -> Rule:
    rules = load_rulebook(folder, date(2026, 11, 22), resources.rules())
    return next(rule for rule in rules if rule.id == rule_id)


def _first(asks: str) -> str:
    pattern = yaml.safe_load(asks)["for"][0]
    return str(next(iter(pattern.values())))
