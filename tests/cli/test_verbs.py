from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trialign import __version__

_ROOT = Path(__file__).resolve().parents[2]
_SMALL = ("--as-of", "2026-11-22", "--data", "tests/golden/data")
_OPTIONS = {
    "": ["--version"],
    "check": [
        "--nation", "--rule", "--severity", "--verdict", "--as-of", "--format", "--fail-on", "--engine", "--verify",
        "--data", "--rules", "--config", "--since", "--new-only", "--all", "--output",
    ],
    "covers": ["--cancer", "--nation", "--age", "--as-of", "--format", "--data"],
    "explain": ["--as-of", "--format", "--data", "--rules", "--config"],
    "why-not": ["--cancer", "--nation", "--age", "--line", "--as-of", "--format", "--data", "--alone"],
    "sources": ["--as-of", "--format", "--data", "--config"],
    "validate": ["--as-of", "--config"],
    "settings new": [],
    "rules": [],
    "rules list": ["--rules", "--as-of"],
    "rules show": ["--rules", "--as-of"],
    "rules test": ["--rules", "--as-of"],
    "rules new": ["--id", "--prefix", "--rules"],
    "rules lint": ["--fail-on", "--format", "--as-of", "--data", "--alone", "--rules"],
    "rules docs": ["--out", "--check", "--rules"],
}  # fmt: skip
_VERBS = ["check", "covers", "explain", "why-not", "sources", "validate", "rules", "settings"]

Done = subprocess.CompletedProcess[str]
Trialign = Callable[..., Done]


@pytest.fixture(scope="session")
def trialign() -> Trialign:
    """Run a command line of the real command, each once a session."""
    held: dict[tuple[str, ...], Done] = {}
    environment = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "COLUMNS"}}

    def run(*arguments: str) -> Done:
        if arguments not in held:
            held[arguments] = subprocess.run(
                [sys.executable, "-m", "trialign", *arguments],
                cwd=_ROOT,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
        return held[arguments]

    return run


def _findings(done: Done) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def _check(trialign: Trialign, *options: str) -> list[dict[str, Any]]:
    done = trialign("check", "--format", "json", *_SMALL, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return _findings(done)


def _fingerprints(findings: list[dict[str, Any]]) -> list[str]:
    return [str(each["fingerprint"]) for each in findings]


@pytest.mark.parametrize("verb", _OPTIONS)
def test_help_names_every_option(verb: str, trialign: Trialign) -> None:
    done = trialign(*verb.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert [option for option in [*_OPTIONS[verb], "--help"] if option not in done.stdout.split()] == []


def test_help_names_every_verb(trialign: Trialign) -> None:
    words = trialign("--help").stdout.split()
    assert [verb for verb in _VERBS if verb not in words] == []


def test_the_version_is_that_of_the_package(trialign: Trialign) -> None:
    done = trialign("--version")
    assert (done.returncode, done.stdout) == (0, f"trialign {__version__}\n")


def test_no_verb_is_answered_with_help_and_the_status_of_a_usage_error(trialign: Trialign) -> None:
    done = trialign()
    assert done.returncode == 2
    assert "Usage:" in done.stdout + done.stderr


def test_an_unknown_verb_gets_a_suggestion(trialign: Trialign) -> None:
    done = trialign("chek")
    assert (done.returncode, done.stdout) == (2, "")
    assert "check" in done.stderr


def test_rules_are_listed_by_id_with_severity_and_title(trialign: Trialign) -> None:
    done = trialign("rules", "list")
    rows = [line.split() for line in done.stdout.splitlines() if line[:1].isupper()]
    assert done.returncode == 0
    assert [row[0] for row in rows] == sorted(path.stem for path in (_ROOT / "rules").glob("*/*.yaml"))
    assert {row[1] for row in rows} <= {"error", "warning", "info"}


def test_a_rule_is_shown_with_its_reason_sources_and_examples(trialign: Trialign) -> None:
    done = trialign("rules", "show", "hyg-001")
    assert done.returncode == 0
    assert done.stdout.startswith("HYG-001 Directory row names the same target twice\n")
    assert "rules/hygiene/HYG-001.yaml:1" in done.stdout
    headings = [line for line in done.stdout.splitlines() if line and not line.startswith(" ")][3:]
    assert [each for each in headings if each != "On real data"] == [
        "Why",
        "May be wrong where",
        "Message",
        "Remedy",
        "Sources",
        "Examples",
    ]


def test_the_examples_of_a_rule_pass_on_every_executor(trialign: Trialign) -> None:
    done = trialign("rules", "test", "HYG-001")
    assert (done.returncode, done.stdout) == (0, "9 passed, 0 failed\n")


def test_a_failing_example_is_named_with_file_and_line(trialign: Trialign, tmp_path: Path) -> None:
    for name in ("shared.yaml", "shared.schema.json", "rule.schema.json"):
        shutil.copy(_ROOT / "rules" / name, tmp_path)
    rule = tmp_path / "hygiene" / "HYG-001.yaml"
    rule.parent.mkdir()
    text = (_ROOT / "rules" / "hygiene" / "HYG-001.yaml").read_text(encoding="utf-8")
    rule.write_text(text.replace("expect: gap", "expect: cannot_tell"), encoding="utf-8")
    line = 1 + text.splitlines().index("  - name: one gene twice in one list")
    done = trialign("rules", "test", "--rules", str(tmp_path))
    assert done.returncode == 2
    for engine in ("durable", "sql", "oracle"):
        expected = f"HYG-001.yaml:{line}: 'one gene twice in one list' on {engine}: expected cannot_tell, got gap"
        assert expected in done.stdout
    assert "hygiene/HYG-001.yaml:" in done.stdout
    assert "HYG-001 has no example that finds something; add one with 'expect: gap'" in done.stdout
    assert done.stdout.endswith("6 passed, 3 failed; 1 example missing\n")


def test_a_finding_is_explained_by_the_first_digits_of_its_fingerprint(trialign: Trialign) -> None:
    done = trialign("explain", "8882f", *_SMALL)
    assert done.returncode == 0
    assert "8882fe816b01cd6b" in done.stdout
    assert "tests/golden/data/decisions/nice.csv:2" in done.stdout
    assert "https://example.org/TA9001" in done.stdout


def test_capital_digits_of_a_fingerprint_are_read_too(trialign: Trialign) -> None:
    assert trialign("explain", "8882F", *_SMALL).stdout == trialign("explain", "8882f", *_SMALL).stdout


def test_digits_that_fit_several_findings_are_refused(trialign: Trialign) -> None:
    bundled = ("--as-of", "2026-11-22")
    known = _fingerprints(_findings(trialign("check", "--engine", "sql", "--format", "json", *bundled)))
    count = sum(each.startswith("e") for each in known)
    assert count > 1
    done = trialign("explain", "e", *bundled)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{count} findings begin with 'e'" in done.stderr
    assert "give more digits" in done.stderr


def test_digits_that_fit_no_finding_are_refused(trialign: Trialign) -> None:
    done = trialign("explain", "zzz", *_SMALL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no finding has the fingerprint 'zzz'" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--nation", "england", "nation"),
        ("--rule", "COV-001", "rule"),
        ("--severity", "error", "severity"),
        ("--verdict", "cannot_tell", "verdict"),
    ],
)
def test_a_filter_shows_just_the_findings_that_it_names(
    option: str, value: str, field: str, trialign: Trialign
) -> None:
    everything = _check(trialign)
    shown = _check(trialign, option, value)
    assert shown == [each for each in everything if each[field] == value]
    assert 0 < len(shown) < len(everything)


def test_a_filter_may_be_repeated(trialign: Trialign) -> None:
    shown = _check(trialign, "--nation", "england", "--nation", "scotland")
    assert {each["nation"] for each in shown} == {"england", "scotland"}


def test_filters_narrow_one_another(trialign: Trialign) -> None:
    shown = _check(trialign, "--nation", "england", "--rule", "HYG-001")
    assert _fingerprints(shown) == ["3cbf24f002a93f59"]


@pytest.mark.parametrize("name", ["England", "eng", "ENGLAND"])
def test_a_nation_may_be_named_as_people_do(name: str, trialign: Trialign) -> None:
    assert _check(trialign, "--nation", name) == _check(trialign, "--nation", "england")


def test_a_filter_that_shows_nothing_is_said_and_not_an_error(trialign: Trialign) -> None:
    done = trialign("check", *_SMALL, "--rule", "COV-003")
    assert done.returncode == 0
    assert done.stdout.startswith("0 misalignments")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 0),
        (("--fail-on", "never"), 0),
        (("--fail-on", "error"), 1),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "error", "--severity", "warning"), 1),
        (("--fail-on", "warning", "--verdict", "cannot_tell"), 1),
        (("--fail-on", "error", "--nation", "wales"), 0),
        (("--fail-on", "error", "--rule", "HYG-001"), 0),
        (("--fail-on", "sometimes"), 2),
        (("--severity", "fatal"), 2),
    ],
)
def test_the_exit_status_counts_every_gap_of_the_nations_and_rules_asked_for(
    options: tuple[str, ...], status: int, trialign: Trialign
) -> None:
    assert trialign("check", *_SMALL, *options).returncode == status


def test_sources_are_the_same_as_text_and_as_json(trialign: Trialign) -> None:
    names = [
        each["source"] for each in json.loads(trialign("sources", "--format", "json", *_SMALL).stdout)["sources"]
    ]
    headings = [line for line in trialign("sources", *_SMALL).stdout.splitlines() if line and line[0] != " "]
    assert [line.split("  ")[0] for line in headings] == names


def test_valid_data_are_counted(trialign: Trialign) -> None:
    done = trialign("validate", "tests/golden/data", "--as-of", "2026-11-22")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 tests of England" in done.stdout
    assert "4 decisions" in done.stdout


def test_own_data_alone_leave_out_what_is_bundled(tmp_path: Path) -> None:
    (tmp_path / "exceptions.csv").write_text("rule,subject,owner,reason,source,created,expires\n", encoding="utf-8")
    command = [sys.executable, "-m", "trialign", "sources", "--as-of", "2026-11-22", "--format", "json"]
    over = subprocess.run([*command, "--data", str(tmp_path)], check=True, capture_output=True, text=True)
    alone = subprocess.run([*command, "--data", str(tmp_path), "--alone"], check=True, capture_output=True, text=True)
    assert len(json.loads(over.stdout)["sources"]) > 5
    assert json.loads(alone.stdout)["sources"] == []
