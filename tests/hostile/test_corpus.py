"""The corpus reaches every field, and leaves alone what records are matched by."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from tests.hostile import TEXTS, overview, unharmed


def _strings(value: object) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, dict):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, (tuple, list, frozenset)):
        for each in value:
            yield from _strings(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name))


@pytest.mark.parametrize("text", [text for name, text in TEXTS.items() if name != "long"])
def test_one_text_stands_in_every_field_of_text(text: str) -> None:
    made = overview(text)
    for finding in made.check.shown:
        words = [finding.message, finding.remedy, finding.biomarker, finding.cancer_name, *finding.subjects]
        words += [finding.rule.title, finding.rule.rationale, finding.evidence[0].source.url]
        assert all(each.startswith(text) for each in words)
    assert all(each.name.startswith(text) and each.url.startswith(text) for each in made.check.sources)
    assert all(text in line.row.need.biomarker.label and text in line.group for line in made.lines)
    assert all(text in account.said.title for account in made.accounts.accounts)


def test_the_corpus_in_turn_holds_every_text() -> None:
    strings = set(_strings(overview()))
    assert [name for name, text in TEXTS.items() if not any(each.startswith(text) for each in strings)] == []


def test_keys_stay_together() -> None:
    made = overview()
    named = {fit.test_id for line in made.lines for place in line.places for fit in place.way.judgement.fits}
    assert named == set(made.tests)
    assert [each.fingerprint for each in made.check.shown] == [each.fingerprint for each in unharmed().check.shown]
