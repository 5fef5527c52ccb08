"""``trialign.yaml``: where it is read from, what it changes, and what is wrong with it, by file and line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.process import InProcess

from trialign import resources

_DATA = Path(__file__).parents[1] / "golden" / "data"
_SCHEMA = json.loads((resources.directories() / "schemas" / "trialign.schema.json").read_text(encoding="utf-8"))
_DAY = ("--as-of", "2026-11-22")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return in_process


def _settle(folder: Path, text: str, name: str = "trialign.yaml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def _own_rule(folder: Path, rule: str = "HYG-901") -> None:
    """Write a rule of one's own: a copy of the bundled one on repeated targets under another id."""
    text = (resources.rules() / "hygiene" / "HYG-001.yaml").read_text(encoding="utf-8")
    (folder / "hygiene").mkdir(parents=True, exist_ok=True)
    (folder / "hygiene" / f"{rule}.yaml").write_text(text.replace("HYG-001", rule), encoding="utf-8")


def _check(run: Run, *more: str) -> dict[str, Any]:
    status, out, err = run("check", "--engine", "sql", "--format", "json", *_DAY, *more)
    assert status == 0, err
    read: dict[str, Any] = json.loads(out)
    return read


def _read_from(read: dict[str, Any], folder: str) -> bool:
    """Tell whether every source of a check lies in a folder."""
    return all(each["file"].startswith(f"{folder}/") for each in read["sources"])


def test_settings_of_the_working_directory_are_used_and_named(run: Run, tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "mine")
    _settle(tmp_path, "data: mine\n")
    status, out, err = run("check", "--engine", "sql", *_DAY)
    assert (status, err) == (0, "settings: trialign.yaml\n")
    assert "By the settings of trialign.yaml." in out
    read = _check(run)
    assert read["settings"] == "trialign.yaml"
    assert _read_from(read, "mine")


def test_paths_are_read_from_the_folder_of_the_settings(run: Run, tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "there" / "mine")
    _settle(tmp_path / "there", "data: mine\n", "other.yaml")
    read = _check(run, "--config", "there/other.yaml")
    assert read["settings"] == "there/other.yaml"
    assert _read_from(read, "there/mine")


def test_an_option_wins_over_the_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    shutil.copytree(_DATA, tmp_path / "mine")
    _settle(tmp_path, "data: empty\nrules: [own]\n")
    _own_rule(tmp_path / "own")
    assert _read_from(_check(run, "--data", "mine"), "mine")
    shutil.copytree(resources.rules(), tmp_path / "rules")
    read = _check(run, "--data", "mine", "--rules", "rules")
    assert "HYG-901" not in {each["rule"] for each in read["judged"]["rules"]}


def test_rules_of_ones_own_are_added_to_the_bundled_ones(run: Run, tmp_path: Path) -> None:
    _own_rule(tmp_path / "own")
    _settle(tmp_path, "rules: [own]\nseverity: {HYG-901: info}\n")
    read = _check(run, "--data", str(_DATA))
    assert {"HYG-001", "HYG-901"} <= {each["rule"] for each in read["findings"]}
    assert "HYG-901" in run("rules", "list", *_DAY)[1]
    assert run("rules", "test", "HYG-901", *_DAY)[0] == 0


def test_a_rule_of_ones_own_may_not_take_a_bundled_id(run: Run, tmp_path: Path) -> None:
    _own_rule(tmp_path / "own", "HYG-001")
    _settle(tmp_path, "rules: [own]\n")
    status, out, err = run("check", *_DAY)
    assert (status, out) == (2, "")
    assert "own/hygiene/HYG-001.yaml:1: the id HYG-001 is already used by rules/hygiene/HYG-001.yaml:1" in err


def test_a_severity_is_overridden_everywhere_and_said_to_be(run: Run, tmp_path: Path) -> None:
    _settle(tmp_path, "severity: {COV-001: info, HYG-001: warning}\n")
    read = _check(run, "--data", str(_DATA))
    by_rule = {each["rule"]: (each["severity"], each["severity_overridden"]) for each in read["findings"]}
    assert by_rule["COV-001"] == ("info", True)
    assert by_rule["HYG-001"] == ("warning", False)
    errors = [each for each in read["findings"] if (each["severity"], each["verdict"]) == ("error", "gap")]
    assert "COV-001" not in {each["rule"] for each in errors}
    assert read["summary"]["gaps_by_severity"]["error"] == len(errors)
    small = ("--data", str(_DATA), "--engine", "sql", *_DAY)
    assert "INFO COV-001 Funded medicine has no commissioned test (1; error without your settings)" in " ".join(
        run("check", *small)[1].split()
    )
    assert run("check", "--fail-on", "error", "--rule", "COV-001", *small)[0] == 0
    assert "info (error without your settings), " in run("rules", "show", "COV-001", *_DAY)[1]
    assert "COV-001" in run("check", "--severity", "info", *small)[1]


def test_a_disabled_rule_is_named_in_every_check_and_reports_nothing(run: Run, tmp_path: Path) -> None:
    _settle(tmp_path, "disable: [HYG-001, HYG-005]\n")
    read = _check(run, "--data", str(_DATA))
    assert "HYG-001" not in {each["rule"] for each in (*read["findings"], *read["judged"]["rules"])}
    assert read["summary"]["disabled_rules"] == ["HYG-001", "HYG-005"]
    text = run("check", "--engine", "sql", "--data", str(_DATA), *_DAY)[1]
    assert "! Rules that the settings disable: HYG-001, HYG-005." in text
    linted = json.loads(run("lint", "england", "--format", "json", "--data", str(_DATA), *_DAY)[1])
    assert linted["summary"]["disabled_rules"] == ["HYG-001", "HYG-005"]
    assert "HYG-001" not in linted["summary"]["by_rule"]


def test_a_rule_that_is_asked_for_by_name_is_run_although_it_is_disabled(run: Run, tmp_path: Path) -> None:
    _settle(tmp_path, "disable: [HYG-001]\n")
    read = _check(run, "--data", str(_DATA), "--rule", "HYG-001")
    assert [each["rule"] for each in read["findings"]] == ["HYG-001"]
    assert read["summary"]["disabled_rules"] == []


def test_a_disabled_rule_still_serves_the_rules_that_use_its_findings(run: Run, tmp_path: Path) -> None:
    _own_rule(tmp_path / "own", "HYG-902")
    own = tmp_path / "own" / "hygiene" / "HYG-902.yaml"
    without = "without: [{finding: f, rule: HYG-001, nation: $t.nation}]\nunless:"
    own.write_text(own.read_text(encoding="utf-8").replace("unless:", without, 1), encoding="utf-8")
    _settle(tmp_path, "rules: [own]\ndisable: [HYG-001]\n")
    found = {each["rule"] for each in _check(run, "--data", str(_DATA))["findings"]}
    assert found & {"HYG-001", "HYG-902"} == set()


def test_exceptions_of_the_settings_count_beside_those_of_the_data(run: Run, tmp_path: Path) -> None:
    head = "rule,subject,owner,reason,source,created,expires\n"
    shutil.copytree(_DATA, tmp_path / "mine")
    row = "a board,under review,minutes of May,2026-05-01,2027-05-01\n"
    (tmp_path / "mine" / "exceptions.csv").write_text(f"{head}HYG-001,M4.2,{row}", encoding="utf-8")
    (tmp_path / "accepted.csv").write_text(f"{head}COV-001,8882fe816b01cd6b,{row}", encoding="utf-8")
    _settle(tmp_path, "data: mine\nexceptions: accepted.csv\n")
    assert _check(run)["summary"]["excepted"] == 2
    _settle(tmp_path, "data: mine\nexceptions: mine/exceptions.csv\n")
    assert _check(run)["summary"]["excepted"] == 1


# settings, line, field, what, remedy
_WRONG = [
    ("sevrity: {}", 1, "sevrity", "unknown field 'sevrity'", "did you mean 'severity'?"),
    ("severity:\n  COV-001: eror", 2, "severity.COV-001", '"eror" is not an allowed value', "did you mean 'error'?"),
    ("severity:\n  CVO-001: error", 2, "severity.CVO-001", "there is no rule 'CVO-001'", "did you mean 'COV-001'"),
    ("severity: {cov: error}", 1, "severity", '"cov" has the wrong form', "write rule ids such as COV-001"),
    ("disable:\n  - XYZ-777", 2, "disable.0", "there is no rule 'XYZ-777'", "'trialign rules list' lists the rules"),
    ("gate:\n  required: [XYZ-777]", 2, "gate.required.0", "there is no rule 'XYZ-777'", "'trialign rules list'"),
    (
        "disable: [COV-001]\ngate: {required: [COV-001]}",
        2,
        "gate.required.0",
        "the rule COV-001 is required by the gate and disabled",
        "remove it from one of the two",
    ),
    ("data: nowhere", 1, "data", "nowhere is no folder", "check the path"),
    ("rules:\n  - nowhere", 2, "rules.0", "nowhere is no folder", "check the path"),
    ("rules: [.]", 1, "rules.0", ". holds no rule", "put rules into a folder of their family"),
    ("exceptions: nowhere.csv", 1, "exceptions", "nowhere.csv is no file", "check the path"),
    ("data: 1", 1, "data", "1 is not text", "a folder with directories"),
]


@pytest.mark.parametrize(("text", "line", "field", "what", "mend"), _WRONG)
def test_what_is_wrong_with_settings_is_told_with_its_line(
    run: Run, tmp_path: Path, text: str, line: int, field: str, what: str, mend: str
) -> None:
    _settle(tmp_path, text)
    status, out, err = run("check", *_DAY)
    assert (status, out) == (2, "")
    (problem,) = (each for each in err.splitlines() if each.startswith("trialign.yaml:"))
    assert problem.startswith(f"trialign.yaml:{line}: [{field}] {what}")
    assert f"; {mend}" in problem


def test_settings_that_were_named_must_be_there(run: Run) -> None:
    status, out, err = run("check", "--config", "nowhere.yaml", *_DAY)
    assert (status, out) == (2, "")
    assert err.startswith("nowhere.yaml: is not there;")


def test_new_settings_are_valid_and_show_every_key(run: Run, tmp_path: Path) -> None:
    status, out, err = run("settings", "new")
    assert (status, err) == (0, "")
    first = out.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert json.loads(Path(first.partition("$schema=")[2]).read_text(encoding="utf-8")) == _SCHEMA
    _settle(tmp_path, out)
    assert run("sources", *_DAY)[0] == 0
    lines = [line.removeprefix("# ") for line in out.splitlines()[3:]]
    example = yaml.safe_load(
        "\n".join(line for line in lines if ": " in line or line.endswith(":")).replace("{}", "")
    )
    assert set(_SCHEMA["properties"]) <= {key.partition(":")[0].strip() for key in lines}
    assert example


def test_the_schema_of_the_settings_is_valid_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(_SCHEMA)
    assert all(each.get("description") for each in _SCHEMA["properties"].values())
