from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

import trialign.report
from trialign.errors import Location
from trialign.importers.texts import Extracted, Given
from trialign.model.biomarker import Alteration, Origin
from trialign.model.criteria import Criteria, Leaf, Role
from trialign.report import criteria

_SCHEMA: dict[str, Any] = json.loads(
    (Path(trialign.report.__file__).parent / "schemas" / "criteria.schema.json").read_text(encoding="utf-8")
)
_TEXT = "KRAS G12C but\nno EGFR, see \x1b[31m[bold]more[/bold]"
_KRAS = Leaf("KRAS", Alteration.SMALL, "G12C", Origin.EITHER, "", Role.REQUIRED, 0, 9, 0.9, "KRAS G12C")
_EGFR = Leaf("EGFR", Alteration.ANY, "", Origin.GERMLINE, "", Role.EXCLUDED, 17, 21, 0.8, "EGFR alteration", True)


def _of(*leaves: Leaf, **changes: object) -> Extracted:
    required = ((_KRAS,),) if _KRAS in leaves else ()
    excluded = ((_EGFR,),) if _EGFR in leaves else ()
    read = Criteria(leaves, None, None, required, excluded)
    return Extracted(Given("one", _TEXT, Location("texts.jsonl", 1)), replace(read, **changes))  # type: ignore[arg-type]


def _value(each: Extracted) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(criteria.line(each))
    return value


def _printed(each: Extracted, width: int = 100) -> str:
    stream = io.StringIO()
    criteria.extracted(Console(file=stream, width=width, highlight=False), each)
    return stream.getvalue()


def test_the_schema_is_valid_and_allows_no_other_field() -> None:
    Draft202012Validator.check_schema(_SCHEMA)
    value = _value(_of(_KRAS, _EGFR))
    assert list(Draft202012Validator(_SCHEMA).iter_errors(value)) == []
    value["leaves"][0]["colour"] = "red"
    assert len(list(Draft202012Validator(_SCHEMA).iter_errors(value))) == 1


def test_a_record_is_one_line_with_its_keys_in_order() -> None:
    line = criteria.line(_of(_KRAS, unnamed=((0, 4),)))
    assert line.count("\n") == 1 and line.endswith("\n")
    assert list(json.loads(line)) == ["id", "leaves", "dnf", "unnamed", "text_sha256"]


def test_a_leaf_has_its_keys_in_order_and_says_no_more_than_there_is() -> None:
    first, second = _value(_of(_KRAS, _EGFR))["leaves"]
    keys = ["marker", "class", "variant", "origin", "role", "start", "end", "confidence"]
    assert list(first) == [*keys, "label"]
    assert list(second) == [*keys, "label", "if_known"]
    assert (second["class"], second["origin"], second["role"]) == ("alteration", "germline", "excluded")


def test_a_leaf_in_a_form_is_the_same_object() -> None:
    value = _value(_of(_KRAS, _EGFR))
    assert value["dnf"] == {"required": [[value["leaves"][0]]], "excluded": [[value["leaves"][1]]]}


def test_words_are_shown_on_one_line_and_steer_no_terminal() -> None:
    whole = replace(_KRAS, end=len(_TEXT))
    printed = _printed(_of(whole))
    assert "KRAS G12C but no EGFR, see \ufffd[31m[bold]more[/bold]" in printed
    assert "\x1b" not in printed


def test_very_many_words_are_shortened() -> None:
    given = Given("one", "KRAS " * 60, Location("texts.jsonl", 1))
    printed = _printed(Extracted(given, Criteria((replace(_KRAS, end=300),), None, None, (), ())), 200)
    assert "KRAS…" in printed and "KRAS " * 20 not in printed


@pytest.mark.parametrize(
    ("required", "said"),
    [
        (((_KRAS,),), "may enter with KRAS G12C"),
        (
            ((_KRAS, _EGFR), (_KRAS,)),
            "may enter with any of: KRAS G12C and no EGFR alteration (if known); or KRAS G12C",
        ),
        (((_KRAS,),) * 10, "; or one of 2 others"),
    ],
)
def test_the_ways_in_are_said(required: tuple[tuple[Leaf, ...], ...], said: str) -> None:
    assert said in " ".join(_printed(_of(_KRAS, _EGFR, required=required), 200).split())


def test_a_bar_that_asks_for_a_marker_is_said_as_its_absence() -> None:
    assert "may not enter with no KRAS G12C" in _printed(_of(_KRAS, required=(), excluded=((_KRAS,),)))


def test_a_text_without_biomarkers_says_so() -> None:
    assert "names no biomarker" in _printed(_of())
    assert "selects by biomarkers without naming one: 'KRAS'" in _printed(_of(unnamed=((0, 4),)))


@pytest.mark.parametrize("width", [40, 60])
def test_a_narrow_terminal_is_not_overrun(width: int) -> None:
    assert max(map(len, _printed(_of(_KRAS, _EGFR), width).splitlines())) <= width
