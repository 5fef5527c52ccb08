"""The documents agree with the code: fields, words, limits, labels, columns, and links between pages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from trialign import pipeline, resources, rule_tools
from trialign.errors import InputProblems, NotEvaluated, RuleProblems, SettingsProblems, UsageError
from trialign.facts.tables import KINDS
from trialign.inference import durable
from trialign.nomenclature import labels
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.report import finding_rows
from trialign.report.registry import CheckFormat
from trialign.rulebook import checks

DOCS = Path(__file__).parents[1] / "docs"
TYPES = {str: "text", int: "number", bool: "true or false"}


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _section(page: str, heading: str) -> str:
    """Return the text below a heading up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#+ |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def _cells(text: str) -> list[list[str]]:
    """Return the body cells of the tables of a text."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rules = {number for number, line in enumerate(lines) if set(line) <= set("|- ")}
    heads = {number - 1 for number in rules}
    assert rules
    bodies = [line for number, line in enumerate(lines) if number not in rules | heads]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in bodies]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_of_fact_is_described(kind: str) -> None:
    rows = _cells(_section(_page("rules.md"), kind))
    assert {row[0]: row[1] for row in rows} == {name: TYPES[sort] for name, sort in KINDS[kind].items()}
    assert all(row[2] for row in rows)


def test_no_kind_of_fact_is_described_that_does_not_exist() -> None:
    assert set(re.findall(r"^### (\w+)$", _page("rules.md"), re.MULTILINE)) == set(KINDS)


def test_the_example_of_a_rule_holds_on_both_executors(tmp_path: Path) -> None:
    text = re.search(r"```yaml\n(.*?)```", _page("rules.md"), re.DOTALL)
    assert text
    folder = tmp_path / "rules"
    (folder / "coverage").mkdir(parents=True)
    for name in ("shared.yaml", "rule.schema.json", "shared.schema.json"):
        (folder / name).write_bytes((resources.rules() / name).read_bytes())
    (folder / "coverage" / "COV-901.yaml").write_text(text[1], encoding="utf-8")
    results = rule_tools.run_examples(pipeline.Sources(rules=folder), date(2026, 11, 22), None)
    assert [result.got for result in results] == [result.expected for result in results]
    assert {result.expected for result in results} == {"gap", "none", "cannot_tell"}


def test_every_shared_use_is_described() -> None:
    shared = yaml.safe_load((resources.rules() / "shared.yaml").read_text(encoding="utf-8"))
    page = _page("rules.md")
    assert [name for name in shared["uses"] if f"| `{name}` |" not in page] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_CONDITIONS", checks.MAX_CONDITIONS),
        ("MAX_JOIN_TERMS", checks.MAX_JOIN_TERMS),
        ("MAX_CONSTANTS", checks.MAX_CONSTANTS),
        ("MAX_PATTERNS", checks.MAX_PATTERNS),
        ("MAX_RULES", durable.MAX_RULES),
        ("BATCH", durable.BATCH),
    ],
)
def test_the_limits_are_those_of_the_code(name: str, value: int) -> None:
    (row,) = (row for row in _cells(_section(_page("durable-rules.md"), "Limits")) if row[2].endswith(f"`{name}`"))
    assert int(row[1]) == value


def test_the_limits_stay_below_what_durable_rules_breaks_at() -> None:
    assert checks.MAX_CONDITIONS < 17
    assert checks.MAX_JOIN_TERMS <= 28
    assert checks.MAX_CONSTANTS < 512
    assert durable.MAX_RULES < 65


@pytest.mark.parametrize("heading", ["After a gene", "Proteins", "Without a gene"])
def test_the_labels_of_the_page_read_as_it_says(heading: str, vocabulary: Vocabulary) -> None:
    for row in _cells(_section(_page("labels.md"), heading)):
        read = {labels.parse(text, vocabulary.genes).biomarker.label for text in re.findall(r"`([^`]+)`", row[0])}
        assert row[-1] in read, row
        assert labels.parse(row[-1], vocabulary.genes).biomarker.label == row[-1]


@pytest.mark.parametrize(
    ("heading", "schema"),
    [
        ("A nation: `directory.yaml`", "directory"),
        ("Collected facts about tests", "stated-tests"),
        ("Trials", "trial"),
        ("Exceptions", "exceptions"),
    ],
)
def test_the_columns_of_the_page_are_those_of_the_schema(heading: str, schema: str) -> None:
    text = _section(_page("data.md"), heading)
    named = {name for row in _cells(text) for name in row[0].split(", ")}
    assert named == _properties(schema)


def test_every_key_of_the_settings_is_described() -> None:
    named = {row[0].strip("`") for row in _cells(_section(_page("settings.md"), "Keys"))}
    assert named == _properties("trialign")


@pytest.mark.parametrize("schema", ["tests", "indications", "scopes", "decisions", "test-links"])
def test_the_table_after_a_schema_has_its_columns(schema: str) -> None:
    page = _page("data.md")
    below = page[page.index(f"`{schema}.schema.json`") :]
    table = re.search(r"^\|.*?(?=\n\n)", below, re.MULTILINE | re.DOTALL)
    assert table
    assert {row[0] for row in _cells(table[0])} == _properties(schema)


def _properties(schema: str) -> set[str]:
    path = resources.directories() / "schemas" / f"{schema}.schema.json"
    return set(json.loads(path.read_text(encoding="utf-8"))["properties"])


def test_the_vocabulary_tables_have_the_columns_of_the_page() -> None:
    for name, columns in _cells(_section(_page("data.md"), "Vocabulary")):
        header = (resources.directories() / "vocabulary" / name).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == columns.split(", "), name


@pytest.mark.parametrize(
    ("error", "status"),
    [(UsageError, 2), (RuleProblems, 2), (SettingsProblems, 2), (InputProblems, 3), (NotEvaluated, 4)],
)
def test_the_exit_statuses_are_those_of_the_code(error: type[UsageError], status: int) -> None:
    assert error.exit_status == status
    assert f"| {status} | " in _page("exit-status.md")


def test_links_between_pages_lead_somewhere() -> None:
    for page in sorted(DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), f"{page.name}: {target}"


def test_files_that_pages_name_exist() -> None:
    root = DOCS.parent
    for page in sorted(DOCS.glob("*.md")):
        for named in re.findall(r"`(engine/[\w/.-]+\.py)`", page.read_text(encoding="utf-8")):
            assert (root / named).is_file(), f"{page.name}: {named}"


def test_every_format_of_a_check_is_described() -> None:
    assert [row[0].strip("`") for row in _cells(_section(_page("formats.md"), "Formats of a check"))] == list(
        CheckFormat
    )


def test_every_column_of_the_tables_of_findings_is_described() -> None:
    rows = _cells(_section(_page("formats.md"), "CSV and XLSX").replace(r"\|", ""))
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row[0])] == list(finding_rows.COLUMNS)
