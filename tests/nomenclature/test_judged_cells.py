"""Printed targets against 200 that were judged by hand, before the reader was asked."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import cast

import pytest
import yaml
from tests.nomenclature import draw_cells

from trialign import resources
from trialign.load.printed_tests import read_row
from trialign.model.directory import Reason
from trialign.nomenclature import target_list
from trialign.nomenclature.vocabulary import Vocabulary

HERE = Path(__file__).parent
Entry = dict[str, object]
ENTRIES = cast(list[Entry], yaml.safe_load((HERE / "judged_cells.yaml").read_text(encoding="utf-8")))
ALLOWED = 2


@cache
def _rows() -> dict[tuple[str, str, str], tuple[str, dict[str, str]]]:
    """Return the first row that prints each token in a scope, by token, scope and code, with its book."""
    found: dict[tuple[str, str, str], tuple[str, dict[str, str]]] = {}
    for book in draw_cells.BOOKS:
        text = (resources.directories() / "england" / f"{book}.csv").read_text(encoding="utf-8")
        for row in csv.DictReader(io.StringIO(text)):
            for token in target_list.split(row["target"]) or [""]:
                key = (token, row.get("scope", ""), row["test_code"])
                found.setdefault(key, (book.partition("/")[0], row))
    return found


def _read(entry: Entry, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Return the labels and the reasons that the row's reading has for the token alone."""
    book, row = _rows()[str(entry["token"]), str(entry["scope"]), str(entry["code"])]
    alone = {**row, "target": str(entry["token"])}
    reading = read_row(alone, book, {}, vocabulary)
    labels = sorted({target.biomarker.label for target in reading.targets})
    reasons = sorted({item.reason.value for item in reading.unresolved if item.reason is not Reason.NAME_ONLY})
    return labels, reasons


def _agrees(entry: Entry, vocabulary: Vocabulary) -> bool:
    labels, reasons = _read(entry, vocabulary)
    if not entry["token"]:
        return not reasons  # the name of the row says what an empty cell does not
    judged = cast(list[str], entry.get("second_look", entry["concepts"]))
    if judged:
        return labels == sorted(set(judged))
    return not labels and reasons == [entry["reason"]]


def test_the_tokens_are_the_drawn_ones() -> None:
    drawn = [(token, scope, code) for token, scope, _, code, _ in draw_cells.drawn()]
    assert [(entry["token"], entry["scope"], entry["code"]) for entry in ENTRIES] == drawn


def test_the_reader_says_what_a_person_says(vocabulary: Vocabulary) -> None:
    wrong = [
        f"{entry['token']} ({entry['code']}): {_read(entry, vocabulary)}, by hand {entry}"
        for entry in ENTRIES
        if not _agrees(entry, vocabulary)
    ]
    assert len(wrong) <= ALLOWED, "\n".join(wrong)


def test_no_text_that_a_person_cannot_read_becomes_a_concept(vocabulary: Vocabulary) -> None:
    false = [entry for entry in ENTRIES if entry["token"] and not entry["concepts"] and _read(entry, vocabulary)[0]]
    assert [entry["token"] for entry in false] == []


@pytest.mark.parametrize("kind", ["concepts", "reason"])
def test_both_kinds_are_judged_often_enough(kind: str) -> None:
    assert sum(bool(entry[kind]) for entry in ENTRIES) >= 20
