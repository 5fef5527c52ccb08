from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import trialign.report
from trialign import pipeline
from trialign.coverage.judge import Judge
from trialign.inference.evaluate import EngineName
from trialign.load.world import World
from trialign.model.biomarker import Origin
from trialign.model.coverage import Coverage, Need
from trialign.model.directory import Nation, Standing
from trialign.model.finding import Verdict
from trialign.model.rule import Severity
from trialign.nomenclature import labels
from trialign.report import json as json_report
from trialign.report import views

_SCHEMAS = Path(trialign.report.__file__).parent / "schemas"
_NEEDS = [
    ("KRAS G12C", "NSCLC"),
    ("NTRK1 fusion", "SOLID"),
    ("MSI-H", "UCEC"),
    ("PD-L1 expression [TPS >= 50%]", "NSCLC"),
    ("1p/19q codeletion", "ANY"),
    ("BRCA1 small variant (germline)", "BRCA"),
    ("MET exon 14 skipping", "NSCLC"),
]


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def _defects(schema: dict[str, Any], value: object) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.fixture(scope="module")
def checked(world: World) -> dict[str, Any]:
    run = pipeline.check(pipeline.Sources(), world.as_of, EngineName.SQL, False, lambda _step: None)
    view = pipeline.view(run, run.findings, run.findings)
    value: dict[str, Any] = json.loads(json_report.check(view))
    return value


@pytest.mark.parametrize("name", ["check", "covers"])
def test_the_schema_is_itself_valid(name: str) -> None:
    Draft202012Validator.check_schema(_schema(name))
    assert _schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["check", "covers"])
def test_every_field_is_described_and_no_other_is_allowed(name: str) -> None:
    objects = [part for part in _parts(_schema(name)) if part.get("type") == "object"]
    assert objects
    for part in objects:
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])
        assert [
            key for key, field in part["properties"].items() if "$ref" not in field and not field["description"]
        ] == []


def test_a_check_of_the_bundled_data_has_the_shape_of_its_schema(checked: dict[str, Any]) -> None:
    assert len(checked["findings"]) > 100
    assert _defects(_schema("check"), checked) == []


def test_a_check_says_what_it_read_and_what_it_made_of_it(checked: dict[str, Any]) -> None:
    assert set(checked) == {
        "as_of", "engine", "notice", "settings", "judged", "sources", "summary", "since", "findings",
    }  # fmt: skip
    assert {
        "fingerprint", "rule", "verdict", "severity", "nation", "biomarker", "cancer", "subjects", "message",
        "remedy", "recommendations", "days_open", "evidence",
    } <= set(checked["findings"][0])  # fmt: skip
    assert set(checked["findings"][0]["evidence"][0]) == {"fact", "file", "line", "source", "published", "retrieved"}


def test_the_summary_counts_what_is_shown(checked: dict[str, Any]) -> None:
    summary = checked["summary"]
    for verdict in Verdict:
        assert summary[verdict.value] == sum(each["verdict"] == verdict.value for each in checked["findings"])
    assert sum(summary["gaps_by_severity"].values()) == summary["gap"]
    assert summary["subjects"] >= summary["clean"] > 0


def test_fingerprints_are_unique(checked: dict[str, Any]) -> None:
    fingerprints = [each["fingerprint"] for each in checked["findings"]]
    assert len(set(fingerprints)) == len(fingerprints)


@pytest.mark.parametrize(("label", "cancer"), _NEEDS)
def test_an_answer_has_the_shape_of_its_schema(label: str, cancer: str, world: World, judge: Judge) -> None:
    need = Need(labels.parse(label, world.vocabulary.genes).biomarker, (cancer,))
    name = world.vocabulary.cancers.names[cancer]
    view = views.answers(world, label, need, name, tuple(judge.judge(need, nation) for nation in Nation))
    value = json.loads(json_report.covers(view))
    assert _defects(_schema("covers"), value) == []
    assert set(value["nations"][0]) >= {"nation", "coverage", "tests", "near_misses"}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("verdict", "missing"),
        ("severity", "fatal"),
        ("nation", "ireland"),
        ("fingerprint", "E0BA"),
        ("days_open", 12),
        ("evidence", []),
        ("colour", "red"),
    ],
)
def test_the_schema_refuses_a_finding_of_another_shape(field: str, wrong: object, checked: dict[str, Any]) -> None:
    value = copy.deepcopy({**checked, "findings": checked["findings"][:1]})
    value["findings"][0][field] = wrong
    assert len(_defects(_schema("check"), value)) == 1


def test_the_words_of_the_schemas_are_the_words_of_the_model() -> None:
    check, covers = _schema("check")["$defs"], _schema("covers")
    finding, source = check["finding"]["properties"], check["source"]["properties"]
    answer = covers["$defs"]["nation"]["properties"]
    assert finding["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert set(finding["severity"]["enum"]) == {severity.value for severity in Severity}
    assert answer["nation"]["enum"] == [nation.value for nation in Nation]
    assert finding["nation"]["enum"] == [*answer["nation"]["enum"], None]
    assert set(source["state"]["enum"]) == {standing.value for standing in Standing}
    assert answer["coverage"]["enum"] == [coverage.value for coverage in Coverage]
    origins = covers["properties"]["biomarker_ids"]["properties"]["origin"]["enum"]
    assert set(origins) == {origin.value or None for origin in Origin}


def _parts(schema: object) -> Iterator[dict[str, Any]]:
    """Yield every schema within a schema."""
    if isinstance(schema, dict):
        if "type" in schema:
            yield schema
        for value in schema.values():
            yield from _parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _parts(value)
