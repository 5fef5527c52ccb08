"""Where others run the gate: action, hooks, image and examples name commands that exist, and run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from trialign import cli, resources
from trialign.cli import gate as _gate  # noqa: F401 - adds the verb
from trialign.cli.app import app
from trialign.gate import Cause, Ruling

_ROOT = Path(__file__).parents[1]
_DATA = _ROOT / "tests" / "golden" / "data"
_PAGE = (_ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
_EXAMPLES: list[Any] = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", _PAGE, re.DOTALL)]
_ACTION: Any = yaml.safe_load((_ROOT / "action.yml").read_text(encoding="utf-8"))
_HOOKS: Any = yaml.safe_load((_ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
_PYTHON = {"3.11", "3.12"}
_ENGINE = str(Path(cli.__file__).parents[2])


def _options(verb: str) -> set[str]:
    command = typer.main.get_command(app)
    (found,) = (each for name, each in command.commands.items() if name == verb)  # type: ignore[attr-defined]
    return {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}


def _commands() -> Iterator[str]:
    """Yield every command line of the page, the hooks and the image."""
    yield from re.findall(r"trialign ((?:gate|validate|check)\b[^\n`#]*)", _PAGE)
    yield from re.findall(r"trialign (gate [^\n]*)", (_ROOT / "Dockerfile").read_text(encoding="utf-8"))
    for hook in _hooks_of_the_page():
        (known,) = (each for each in _HOOKS if each["id"] == hook["id"])
        yield shlex.join([*shlex.split(known["entry"])[1:], *hook["args"]])


def _hooks_of_the_page() -> Iterator[Any]:
    for example in _EXAMPLES:
        for repository in example.get("repos", ()):
            yield from repository["hooks"]


def test_every_command_that_is_shown_has_options_that_exist() -> None:
    shown = list(_commands())
    assert len(shown) >= 8
    for line in shown:
        verb, *words = shlex.split(line)
        assert {word for word in words if word.startswith("--")} <= _options(verb), line


def test_the_page_names_every_cause_and_every_verdict() -> None:
    unjudged = {each.value for each in Cause} - {Cause.NEW_FINDINGS.value, Cause.EXCEPTION_EXPIRED.value}
    assert unjudged == set(re.findall(r"^\| `(\w+)` \|", _PAGE, re.MULTILINE))
    for ruling in Ruling:
        assert f"| {ruling.value.upper().replace('_', ' ')} | {ruling.exit_status} |" in _PAGE


def test_the_hooks_of_the_page_are_those_that_there_are() -> None:
    assert {each["id"] for each in _hooks_of_the_page()} == {each["id"] for each in _HOOKS}
    for hook in _HOOKS:
        assert {"id", "name", "entry", "language", "files", "pass_filenames"} <= hook.keys()
        assert re.search(hook["files"], "my-data/england/cancer-non-cns/2026-07.csv")


def test_the_action_of_the_page_has_inputs_that_exist() -> None:
    steps = [step for example in _EXAMPLES for job in example.get("jobs", {}).values() for step in job["steps"]]
    (used,) = (step for step in steps if "/trialign@" in step["uses"])
    assert used["with"].keys() <= _ACTION["inputs"].keys()


def test_the_action_hands_on_every_input_and_no_other() -> None:
    text = (_ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text)) == _ACTION["inputs"].keys()
    assert _ACTION["inputs"]["python-version"]["default"] in _PYTHON
    assert all(each["description"] for each in _ACTION["inputs"].values())
    for step in _ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), "an input in the text of a script could run as a command"


def _command(folder: Path) -> None:
    """Put the command of this checkout into ``bin``, in place of the installed one."""
    (folder / "bin").mkdir(exist_ok=True)
    command = folder / "bin" / "trialign"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m trialign "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def _run_action(folder: Path, **inputs: str) -> tuple[int, str]:
    """Run the gate's step as a runner would, with the command of this checkout in place of the installed one."""
    _command(folder)
    (step,) = (each for each in _ACTION["runs"]["steps"] if each.get("id") == "gate")
    given = {name: each["default"] for name, each in _ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
        for name, value in step["env"].items()
    }
    places = {"GITHUB_OUTPUT": folder / "output", "GITHUB_STEP_SUMMARY": folder / "summary", "RUNNER_TEMP": folder}
    environment = {
        **os.environ,
        **variables,
        **{name: str(path) for name, path in places.items()},
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": _ENGINE,
    }
    shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    done = subprocess.run(
        shell, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash")
def test_the_action_gives_the_verdict_the_status_and_a_summary(tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "my data")
    status, out = _run_action(tmp_path, data="my data", as_of="2026-11-22", manifest="run.json")
    assert status == 1, out
    assert out.startswith("::error title=trialign gate failed::FAILED: ")
    assert (tmp_path / "output").read_text(encoding="utf-8") == "exit-status=1\n"
    summary = (tmp_path / "summary").read_text(encoding="utf-8")
    assert summary.startswith("### trialign gate\n**FAILED**: ")
    assert summary.endswith("`\n"), "the hash of the manifest is its last line"
    assert (tmp_path / "run.json").is_file()


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash")
def test_the_action_hands_on_releases_and_files_one_to_a_line(tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    held = tmp_path / "data" / "england" / "cancer-non-cns" / "2026-07.csv"
    shutil.copy(held, tmp_path / "my draft.csv")
    status, out = _run_action(
        tmp_path, data="data", as_of="2026-11-22", release="england/cancer-non-cns=my draft.csv\n",
        also="sarif=gate.sarif\njunit=gate.xml\n", engine="sql", verify="false", rules=str(resources.rules()),
    )  # fmt: skip
    assert status == 1, out
    assert "Judged as in force: england/cancer-non-cns@my draft (my draft.csv, 4 rows)" in out
    assert json.loads((tmp_path / "gate.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "gate.xml").is_file()


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash")
def test_the_action_leaves_the_baseline_as_it_is(tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "data")
    (tmp_path / "known.txt").write_text("# trialign baseline 1\n00000000000000ff\n", encoding="utf-8")
    _run_action(tmp_path, data="data", as_of="2026-11-22", baseline="known.txt", verify="false")
    assert (tmp_path / "known.txt").read_text(encoding="utf-8") == "# trialign baseline 1\n00000000000000ff\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash")
def test_the_action_says_so_where_there_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "trialign-gate.md").write_text("**PASSED**: an older run", encoding="utf-8")
    (tmp_path / "known.txt").write_text("torn ::error::x\n", encoding="utf-8")
    status, out = _run_action(tmp_path, as_of="2026-11-22", baseline="known.txt")
    assert status == 3
    assert "::error title=trialign gate::no verdict, exit status 3" in out
    summary = (tmp_path / "summary").read_text(encoding="utf-8")
    assert "**NO VERDICT** (exit status 3)" in summary
    assert "known.txt:1: the baseline does not begin with" in summary
    assert "PASSED" not in summary
    status, out = _run_action(tmp_path, data="nowhere", as_of="2026-11-22")
    assert status == 4
    assert out.startswith("::error title=trialign gate not evaluated::")
    assert "**NOT EVALUATED**" in (tmp_path / "summary").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash")
def test_the_action_runs_nothing_that_an_input_holds(tmp_path: Path) -> None:
    status, _ = _run_action(tmp_path, data="$(touch harmed)", as_of="2026-11-22")
    assert status == 4
    assert not (tmp_path / "harmed").exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="a GitLab job runs in a shell")
def test_the_gitlab_example_runs_as_it_stands(tmp_path: Path) -> None:
    (job,) = (each["gate"] for each in _EXAMPLES if "gate" in each)
    shutil.copytree(_DATA, tmp_path / "my-data")
    _command(tmp_path)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": _ENGINE}
    known = ["trialign", "gate", "--data", "my-data", "--baseline", "known.txt", "--accept", "--fail-on", "warning"]
    for command in (known, *(["bash", "-e", "-c", line] for line in job["script"])):
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)
        assert done.returncode in {0, 4}, done.stderr.decode()
        assert done.returncode == 0 or b"was retrieved" in done.stdout, "only age may stand against it on a later day"
    assert {*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]} <= {
        each.name for each in tmp_path.iterdir()
    }
    assert job["image"]["entrypoint"] == [""]


def test_the_image_copies_what_is_there_and_begins_the_command() -> None:
    text = (_ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = set((_ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (_ROOT / name).exists(), name
            assert f"!{name}" in kept
    assert set(re.findall(r"^FROM python:(3\.\d+)-slim", text, re.MULTILINE)) <= _PYTHON
    assert 'ENTRYPOINT ["trialign"]' in text
    assert re.search(r"^USER (?!root)", text, re.MULTILINE)
    assert resources.rules().name in text
