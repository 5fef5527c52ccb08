"""The hooks by pre-commit itself, and the image's own steps: from no more than the files that the image copies.

pre-commit clones a folder that holds just those files, builds an environment of them with pip, and runs the hooks of
``.pre-commit-hooks.yaml``. That environment is the one that the image has, so its entry point is tried there too.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

_ROOT = Path(__file__).parents[1]
_DATA = _ROOT / "tests" / "golden" / "data"
_IMAGE = (_ROOT / "Dockerfile").read_text(encoding="utf-8")
_HOOKS = ".pre-commit-hooks.yaml"
_INDEX = ("pypi.org", 443)
_DAY = "2026-11-22"


def _index_answers() -> bool:
    """Tell whether pip can find packages: by its own settings where they name an index, or at the usual one."""
    asked = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", os.devnull, "filelock"]
    if any(name.startswith("PIP_") and "INDEX" in name for name in os.environ) or Path("/etc/pip.conf").exists():
        return subprocess.run([*asked[:4], "--dry-run", *asked[4:]], capture_output=True, check=False).returncode != 2
    try:
        socket.create_connection(_INDEX, timeout=3).close()
    except OSError:
        return False
    return True


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=500, check=False
    )


def _copied() -> set[str]:
    """Return the files and folders that the image copies from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", _IMAGE, re.MULTILINE)
    return {name for line in lines for name in line.split()[:-1]}


class Installed:
    """A repository of the files that the image copies, another that uses its hooks, and the home of pre-commit."""

    def __init__(self, root: Path) -> None:
        """Lay out both repositories."""
        self.source, self.user, self.home = root / "source", root / "user", root / "home"
        quiet = {name: "a@b.c" for who in ("AUTHOR", "COMMITTER") for name in (f"GIT_{who}_NAME", f"GIT_{who}_EMAIL")}
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHONPATH"))}
        self.environment = {**kept, **quiet, "PRE_COMMIT_HOME": str(self.home)}
        self.source.mkdir()
        skipped = shutil.ignore_patterns("__pycache__", ".*_cache")
        for name in (*_copied(), _HOOKS):
            path = _ROOT / name
            if path.is_dir():
                shutil.copytree(path, self.source / name, ignore=skipped)
            else:
                shutil.copy(path, self.source / name)
        shutil.copytree(_DATA, self.user / "my-data")
        self.revision, _ = (self.commit(each) for each in (self.source, self.user))

    def commit(self, folder: Path) -> str:
        """Make a folder a repository with one commit and return its name."""
        for command in ("init --quiet", "add --all", "commit --quiet --message all"):
            assert _run(["git", *command.split()], folder, self.environment).returncode == 0
        return _run(["git", "rev-parse", "HEAD"], folder, self.environment).stdout.strip()

    def hook(self, name: str, *arguments: str) -> tuple[int, str]:
        """Run one hook by pre-commit itself."""
        hook = {"id": name, "args": list(arguments)}
        settings = {"repos": [{"repo": str(self.source), "rev": self.revision, "hooks": [hook]}]}
        (self.user / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never", "--verbose"]
        done = _run(command, self.user, self.environment)
        return done.returncode, done.stdout + done.stderr

    def entry_point(self) -> Path:
        """Return the command in the environment that pre-commit built."""
        (found,) = self.home.glob("repo*/py_env-*/bin/trialign")
        return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """What is dear is made once; where it cannot be made, a plain sentence says why."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    if not _index_answers():
        pytest.skip("the package index does not answer, so pre-commit can build no environment")
    return Installed(tmp_path_factory.mktemp("installed"))


def test_the_hooks_work_by_pre_commit_itself(installed: Installed) -> None:
    status, out = installed.hook("trialign-validate", "my-data")
    assert status == 0, out
    assert "Passed" in out
    status, out = installed.hook("trialign-gate", "--data", "my-data", "--as-of", _DAY)
    assert (status, "exit code: 1" in out, "FAILED: " in out) == (1, True, True), out
    known = ("--data", "my-data", "--as-of", _DAY, "--baseline", "known.txt")
    status, out = installed.hook("trialign-gate", *known, "--accept")
    assert (installed.user / "known.txt").is_file(), out
    status, out = installed.hook("trialign-gate", *known)
    assert (status, "Passed" in out) == (0, True), out


def test_the_image_has_what_its_command_needs(installed: Installed, tmp_path: Path) -> None:
    installed.hook("trialign-validate", "my-data")
    command = installed.entry_point()
    assert f'ENTRYPOINT ["{command.name}"]' in _IMAGE
    (default,) = re.findall(r'^CMD \["(\w+)"\]', _IMAGE, re.MULTILINE)
    environment = {key: value for key, value in installed.environment.items() if key != "PRE_COMMIT_HOME"}
    done = _run([str(command), default, "--as-of", _DAY], tmp_path, environment)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert "As of 2026-11-22, engine durable, verified" in done.stdout
