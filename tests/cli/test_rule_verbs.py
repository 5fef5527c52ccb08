"""What ``rules new``, ``test``, ``lint`` and ``docs`` write, print and end with, by the real command."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from trialign import pipeline, resources, rule_new, rule_tools
from trialign.errors import UsageError
from trialign.model.rule import Rule
from trialign.rulebook.reader import load_rulebook

_ROOT = Path(__file__).resolve().parents[2]
_TODAY = date(2026, 11, 26)
_NOTE = "on_real_data: {as_of: 2026-11-26, found: 3 findings, read: one is right}\n"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trialign", *map(str, arguments)]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)


def _copy(folder: Path, *rule_ids: str) -> Path:
    """Return a rulebook of one's own with some bundled rules, without schemas and notes on real data."""
    for path in resources.rules().glob("*/*.yaml"):
        if path.stem in rule_ids:
            own = folder / path.parent.name / path.name
            own.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            own.write_text(re.sub(r"^on_real_data:\n(?: .*\n)+", "", text, flags=re.MULTILINE), encoding="utf-8")
    return folder


@pytest.mark.parametrize("family", ["coverage", "decisions", "trials", "registry", "hygiene", "parity", "screening"])
def test_a_new_rule_is_valid_experimental_and_passes_its_examples(family: str, tmp_path: Path) -> None:
    begun = rule_new.new_rule(family, "", "SCR" if family == "screening" else "", tmp_path, _TODAY)
    sources = pipeline.Sources(rules=tmp_path)
    (rule,) = load_rulebook(tmp_path, _TODAY, resources.rules())
    results = rule_tools.run_examples(sources, _TODAY, None)
    assert (rule.id, rule.family, rule.status) == (begun.id, family, "experimental")
    assert [result.got for result in results] == [result.expected for result in results]
    assert {result.engine for result in results} == {"durable", "sql", "oracle"}
    assert rule_tools.lacking(sources, _TODAY, None) == ()


def test_the_next_id_is_free_in_the_bundled_rulebook_too(tmp_path: Path, rules: tuple[Rule, ...]) -> None:
    last = max(int(rule.id[-3:]) for rule in rules if rule.id.startswith("COV-"))
    ids = [rule_new.new_rule("coverage", "", "", tmp_path, _TODAY).id for _ in range(2)]
    assert ids == [f"COV-{last + 1:03}", f"COV-{last + 2:03}"]
    assert rule_new.new_rule("coverage", "cov-901", "", tmp_path, _TODAY).id == "COV-901"
    assert rule_new.new_rule("coverage", "", "", tmp_path, _TODAY).id == "COV-902"


def test_an_editor_finds_the_schema(tmp_path: Path) -> None:
    bundled = rule_new.new_rule("coverage", "", "", tmp_path, _TODAY).path.read_text(encoding="utf-8")
    assert bundled.splitlines()[0] == f"# yaml-language-server: $schema={resources.rules() / 'rule.schema.json'}"
    shutil.copy(resources.rules() / "rule.schema.json", tmp_path)
    own = rule_new.new_rule("coverage", "", "", tmp_path, _TODAY).path.read_text(encoding="utf-8")
    assert own.splitlines()[0] == "# yaml-language-server: $schema=../rule.schema.json"


@pytest.mark.parametrize(
    ("family", "rule_id", "prefix", "words"),
    [
        ("coverge", "", "", "did you mean 'coverage'?; for a new family give --prefix"),
        ("screening", "", "COV", "COV is the prefix of family coverage"),
        ("screening", "", "S1", "'S1' is no prefix"),
        ("coverage", "", "XYZ", "rules of family coverage begin with COV, not with XYZ"),
        ("coverage", "TRI-900", "", "rules of family coverage begin with COV, not with TRI"),
        ("coverage", "COV-1", "", "'COV-1' is no id"),
        ("screening", "SCR-001", "SCX", "does not begin with SCX"),
        ("../coverage", "", "ABC", "'../coverage' is no name for a family"),
        ("coverage", "COV-001", "", "COV-001.yaml is there already"),
    ],
)
def test_what_cannot_be_begun_is_refused(family: str, rule_id: str, prefix: str, words: str, tmp_path: Path) -> None:
    _copy(tmp_path, "COV-001")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        rule_new.new_rule(family, rule_id, prefix, tmp_path, _TODAY)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_installed_rulebook_is_not_added_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "in_checkout", lambda: False)
    with pytest.raises(UsageError, match="name a folder with --rules"):
        rule_new.new_rule("coverage", "", "", None, _TODAY)


def test_a_new_rule_says_where_it_is_and_what_to_do_next(tmp_path: Path) -> None:
    done = _run("rules", "new", "screening", "--prefix", "SCR", "--rules", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"wrote {tmp_path}/screening/SCR-001.yaml\nnext:\n")
    assert f"trialign rules test SCR-001 --rules {tmp_path}" in done.stdout
    assert _run("rules", "new", "screening", "--id", "SCR-001", "--rules", tmp_path).returncode == 2


def test_a_rule_that_uses_the_findings_of_another_is_tested_with_it(tmp_path: Path) -> None:
    path = rule_new.new_rule("screening", "", "SCR", tmp_path, _TODAY).path
    text = path.read_text(encoding="utf-8").replace("SCR-001", "SCR-002")
    head, _, rest = text.partition("for:\n")
    examples = rest[rest.index("examples:") :].replace("cannot_tell", "none")
    asks = "for: [{finding: f, rule: SCR-001, verdict: gap}]\nkey: [f.nation]\nmessage: m\nremedy: r\n"
    path.with_name("SCR-002.yaml").write_text(head + asks + examples, encoding="utf-8")
    results = rule_tools.run_examples(pipeline.Sources(rules=tmp_path), _TODAY, "SCR-002")
    assert [(result.engine, result.got) for result in results] == [
        (engine, verdict) for verdict in ("gap", "none", "none") for engine in ("durable", "sql", "oracle")
    ]


@pytest.mark.parametrize(("verb", "stream"), [(("rules", "test", "--rules"), "stdout"), (("validate",), "stderr")])
def test_a_rule_without_an_example_of_each_kind_fails(verb: tuple[str, ...], stream: str, tmp_path: Path) -> None:
    path = _copy(tmp_path, "HYG-001") / "hygiene" / "HYG-001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("expect: none", "expect: gap"), encoding="utf-8")
    line = 2 + text.splitlines().index("examples:")
    done = _run(*verb, tmp_path)
    assert done.returncode == 2
    expected = f"hygiene/HYG-001.yaml:{line}: [examples] HYG-001 has no example that finds nothing; add one with"
    assert expected in getattr(done, stream)


def test_lint_ends_with_1_on_a_warning_and_with_0_where_none_counts(tmp_path: Path) -> None:
    asked = ("rules", "lint", "--rules", _copy(tmp_path, "HYG-001"))
    done = _run(*asked)
    assert (done.returncode, done.stderr) == (1, "")
    assert "ERROR HYG-001 not-read\n" in done.stdout
    assert _run(*asked, "--fail-on", "never").returncode == 0
    path = tmp_path / "hygiene" / "HYG-001.yaml"
    path.write_text(path.read_text(encoding="utf-8") + _NOTE, encoding="utf-8")
    done = _run(*asked)
    assert (done.returncode, done.stdout) == (0, "0 remarks on 1 rule.\n")


def test_lint_compares_a_silent_rule_with_the_data(tmp_path: Path) -> None:
    path = _copy(tmp_path, "HYG-001", "COV-001") / "hygiene" / "HYG-001.yaml"
    note = _NOTE.replace("3 findings, read: one is right", "silent, because: nothing is printed twice")
    path.write_text(path.read_text(encoding="utf-8") + note, encoding="utf-8")
    done = _run("rules", "lint", "HYG-001", "--rules", tmp_path, "--format", "json")
    found = json.loads(done.stdout)
    assert found["summary"]["rules"] == 1
    assert [(each["check"], each["severity"]) for each in found["remarks"]] == [("outdated", "warning")]
    assert "is said to be silent on 2026-11-26, but has " in found["remarks"][0]["what"]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("{as_of: 2026-11-26, found: silent}", "the field 'because' is missing; add it"),
        ("{as_of: 2026-11-26, found: 3 findings}", "the field 'read' is missing; add it"),
        ("{as_of: 2026-11, found: 3 findings, read: right}", "write a day such as 2026-07-16"),
        ("{as_of: 2026-13-01, found: 3 findings, read: right}", "'2026-13-01' is no date"),
    ],
)
def test_a_note_on_real_data_is_checked(note: str, words: str, tmp_path: Path) -> None:
    path = _copy(tmp_path, "HYG-001") / "hygiene" / "HYG-001.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"on_real_data: {note}\n", encoding="utf-8")
    done = _run("rules", "lint", "--rules", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_docs_are_checked_and_written(tmp_path: Path) -> None:
    rules, out = _copy(tmp_path / "rules", "HYG-001"), tmp_path / "out"
    asked = ("rules", "docs", "--rules", rules, "--out", out)
    done = _run(*asked, "--check")
    assert done.returncode == 1
    assert f"{out}/HYG-001.md: is missing\n" in done.stdout
    assert not out.exists()
    done = _run(*asked)
    assert (done.returncode, done.stdout) == (0, f"2 pages of 2 written in {out}\n")
    assert _run(*asked, "--check").stdout == "2 pages fresh\n"
    (out / "HYG-001.md").write_text("edited", encoding="utf-8")
    done = _run(*asked, "--check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, f"{out}/HYG-001.md: is not what the rules say now")
