"""``git diff`` of releases by meaning: in a real repository, quickly, and never worse than without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.process import InProcess

from trialign import cli, resources

_HEADER = "indication_code,indication,test_code,test_name,target,scope,method,cell"
_ROW = 'M1,Colorectal Carcinoma,M1.1,"panel (KRAS, NRAS)","{targets}",Small variant detection,Panel,A{cell}'
_HELD = resources.directories() / "england" / "cancer-non-cns" / "2026-07-16.csv"

_RELEASES = [each for each in sorted(resources.directories().glob("*/*/2*.csv")) if ".notes" not in each.name]

Git = Callable[..., str]
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def _release(path: Path, targets: str, cell: int = 1, more: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([_HEADER, _ROW.format(targets=targets, cell=cell), *more.splitlines(), ""]))


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Git in a repository that is set up as docs/ci.md says, with the command of this checkout."""
    command = tmp_path / "bin" / "trialign"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m trialign "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(cli.__file__).parents[2]),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    repository = tmp_path / "repository"
    repository.mkdir()

    def call(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=repository, env=environment, capture_output=True, timeout=60, check=True
        )
        return done.stdout.decode()

    call("init", "--quiet")
    call("config", "diff.trialign.textconv", "trialign textconv")
    (repository / ".gitattributes").write_text("*.csv diff=trialign\n")
    return call


def _changed(diff: str) -> list[str]:
    return [line for line in diff.splitlines() if line.startswith(("+", "-")) and line[:3] not in {"+++", "---"}]


@needs_git
def test_git_diff_shows_what_changed_in_meaning(git: Git, tmp_path: Path) -> None:
    file = tmp_path / "repository" / "england" / "cancer" / "2026.csv"
    _release(file, "KRAS, NRAS")
    git("add", ".")
    git("commit", "--quiet", "--message", "one")
    _release(file, "NRAS, BRAF", cell=9, more="M2,Melanoma,M2.1,BRAF hotspot,BRAF,Small variant detection,Panel,A3")
    assert _changed(git("diff")) == [
        "-M1.1 reports: KRAS small variant",
        "+M1.1 reports: BRAF small variant",
        "+M2.1 Melanoma: BRAF hotspot",
        "+M2.1 technology: ngs panel",
        "+M2.1 reports: BRAF small variant (hotspot)",
    ]


@needs_git
def test_an_order_of_rows_and_a_wording_that_mean_the_same_are_no_difference(git: Git, tmp_path: Path) -> None:
    file = tmp_path / "repository" / "a.csv"
    row = "M2,Melanoma,M2.1,BRAF hotspot,BRAF,Small variant detection,Panel,A3"
    _release(file, "KRAS, NRAS", more=row)
    git("add", ".")
    git("commit", "--quiet", "--message", "one")
    first = _ROW.format(targets="NRAS; KRAS", cell=4)
    file.write_text(f"{_HEADER}\n{row}\n{first}\n")
    assert _changed(git("diff")) == []
    assert _changed(git("diff", "--no-textconv"))


@needs_git
def test_a_file_that_is_no_release_is_compared_as_it_stands(git: Git, tmp_path: Path) -> None:
    files = {
        "a.csv": (b"one,two\n1,2\n", b"one,two\n1,3\n"),
        "latin.csv": (b"caf\xe9\n", b"caf\xe9s\n"),
        "torn.csv": (f'{_HEADER}\nM1,"a\n'.encode(), f'{_HEADER}\nM1,"b\n'.encode()),
        "empty.csv": (b"", b"now,something\n"),
    }
    for name, (before, _) in files.items():
        (tmp_path / "repository" / name).write_bytes(before)
    git("add", ".")
    git("commit", "--quiet", "--message", "one")
    for name, (_, after) in files.items():
        (tmp_path / "repository" / name).write_bytes(after)
    changed = [line for name in ("a.csv", "torn.csv", "empty.csv") for line in _changed(git("diff", name))]
    assert changed == ["-1,2", "+1,3", '-M1,"a', '+M1,"b', "+now,something"]


@pytest.mark.parametrize("content", [b"\x00\x01", b"", b"a;b\n", b"test_code,indication\nM1\n", b"\xff\xfe"])
def test_what_is_no_release_is_printed_byte_for_byte(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    command = [sys.executable, "-m", "trialign", "textconv", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, content, b"")


@pytest.mark.parametrize("path", _RELEASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_bundled_release_is_read(path: Path, in_process: InProcess) -> None:
    done = in_process("textconv", path)
    assert (done.status, done.stderr) == (0, "")
    codes = {row.split(",")[0] for row in path.read_text(encoding="utf-8").splitlines()[1:]}
    lines = done.stdout.splitlines()
    assert len(lines) > len(codes)
    assert all(" " in line for line in lines)
    assert in_process("textconv", path).stdout == done.stdout


def test_statements_of_a_nation_say_what_is_offered(in_process: InProcess) -> None:
    (path, *_) = resources.directories().glob("scotland/tests/*.csv")
    lines = in_process("textconv", path).stdout.splitlines()
    assert any(" availability: offered" in line for line in lines)
    assert any(" reports: " in line for line in lines)


def test_no_directory_is_read_for_it(in_process: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a directory was read")

    monkeypatch.setattr("trialign.load.world.load_directory", refuse)
    monkeypatch.setattr("trialign.load.directories.read_document", refuse)
    assert in_process("textconv", _HELD).status == 0


def test_a_file_that_is_not_there_is_named(in_process: InProcess, tmp_path: Path) -> None:
    done = in_process("textconv", tmp_path / "nowhere.csv")
    assert done.status == 3
    assert "nowhere.csv: is not there" in done.stderr
