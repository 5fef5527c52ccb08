"""Manifests: what a run was made of, and that the same manifest means the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from trialign import manifest, resources
from trialign.pipeline import Sources

_DATA = Path(__file__).parent / "golden" / "data"
_CSV = "data/england/cancer-non-cns/2026-07.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with data of its own."""
    shutil.copytree(_DATA, tmp_path / "data")
    return tmp_path


def _run(folder: Path, *arguments: str, columns: str = "") -> tuple[bytes, dict[str, Any]]:
    environment = {**os.environ, "PYTHONPATH": str(Path(manifest.__file__).parents[1]), "COLUMNS": columns}
    command = [sys.executable, "-m", "trialign", *arguments, "--data", "data", "--as-of", "2026-11-22"]
    done = subprocess.run(
        [*command, "--engine", "sql", "--manifest", "m.json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    read: dict[str, Any] = json.loads((folder / "m.json").read_text(encoding="utf-8"))
    return done.stdout, read


def _inputs(read: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["path"]: each for each in read["inputs"]}


@pytest.mark.parametrize("verb", [("gate", "--no-verify"), ("check",)])
@pytest.mark.parametrize("output", ["text", "json"])
def test_two_runs_with_one_manifest_give_the_same_bytes(folder: Path, verb: tuple[str, ...], output: str) -> None:
    one, first = _run(folder, *verb, "--format", output)
    text = (folder / "m.json").read_bytes()
    other, second = _run(folder, *verb, "--format", output)
    assert (one, first) == (other, second)
    assert (folder / "m.json").read_bytes() == text


def test_every_file_that_was_read_is_there_with_its_digest(folder: Path) -> None:
    read = _run(folder, "check")[1]
    found = _inputs(read)
    digest = hashlib.sha256((folder / _CSV).read_bytes()).hexdigest()
    assert found[_CSV] == {
        "path": _CSV,
        "sha256": digest,
        "release": "england/cancer-non-cns@2026-07",
        "retrieved": "2026-11-01",
    }
    assert list(found) == sorted(found)
    assert "directories/vocabulary/genes.csv" in found
    assert not any(path.startswith("/") for path in found)


def test_another_row_rule_width_or_option_is_another_manifest(folder: Path) -> None:
    first = _run(folder, "check")[1]
    assert _run(folder, "check", columns="60")[1]["arguments"]["width"] == 60
    assert _run(folder, "check", "--nation", "wales")[1]["arguments"]["nation"] == ["wales"]
    with (folder / _CSV).open("a", encoding="utf-8") as file:
        file.write("\n")
    changed = _run(folder, "check")[1]
    assert {path for path, each in _inputs(changed).items() if each != _inputs(first)[path]} == {_CSV}


def test_the_rulebook_has_one_digest_for_all_its_files(folder: Path) -> None:
    own = folder / "rules"
    shutil.copytree(resources.rules(), own)
    before = manifest.inputs(Sources(rules=own), [])
    with (own / "shared.yaml").open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    after = manifest.inputs(Sources(rules=own), [])
    digests = [json.loads(manifest.text_of("check", {}, each, None))["rulebook"] for each in (before, after)]
    assert digests[0]["sha256"] != digests[1]["sha256"]
    assert digests[0]["files"] == digests[1]["files"] == len(after.rules)


def test_settings_an_earlier_check_and_a_baseline_are_inputs_too(folder: Path) -> None:
    (folder / "trialign.yaml").write_text("severity: {}\n", encoding="utf-8")
    (folder / "base.json").write_bytes(_run(folder, "check", "--format", "json")[0])
    _, read = _run(folder, "gate", "--no-verify", "--against", "base.json", "--baseline", "known.txt", "--accept")
    assert {"trialign.yaml", "base.json"} <= _inputs(read).keys()
    assert "known.txt" not in _inputs(read)
    before = hashlib.sha256((folder / "known.txt").read_bytes()).hexdigest()
    _, read = _run(folder, "gate", "--no-verify", "--baseline", "known.txt")
    assert _inputs(read)["known.txt"]["sha256"] == before


def test_the_arguments_stand_with_the_day_and_the_versions_with_the_executors(folder: Path) -> None:
    read = _run(folder, "gate", "--no-verify", "--fail-on", "info")[1]
    assert read["command"] == "gate"
    wanted = {"as_of": "2026-11-22", "fail_on": "info", "engine": "sql", "verify": False, "data": "data"}
    assert {name: read["arguments"][name] for name in wanted} == wanted
    assert {"trialign", "python", "duckdb", "durable-rules"} <= read["versions"].keys()
    assert "not installed" not in read["versions"].values()
