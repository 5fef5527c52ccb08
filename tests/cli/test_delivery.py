"""Where a check goes: standard output or a file, with one exit status whatever the format."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trialign.errors import UsageError
from trialign.importers import write
from trialign.report.registry import CheckFormat

Done = subprocess.CompletedProcess[bytes]
Check = Callable[..., Done]

_ROOT = Path(__file__).resolve().parents[2]
_SMALL = ("--engine", "sql", "--as-of", "2026-11-22", "--data", "tests/golden/data")


@pytest.fixture
def check() -> Check:
    """Check the small world."""

    def run(*more: str) -> Done:
        command = [sys.executable, "-m", "trialign", "check", *_SMALL, *more]
        environment = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "COLUMNS"}}
        return subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    return run


@pytest.mark.parametrize("name", CheckFormat)
@pytest.mark.parametrize(("fail_on", "status"), [("never", 0), ("warning", 1)])
def test_every_format_ends_with_the_same_status(
    name: str, fail_on: str, status: int, check: Check, tmp_path: Path
) -> None:
    file = tmp_path / "made"
    done = check("--format", name, "--output", str(file), "--fail-on", fail_on)
    assert (done.returncode, done.stderr) == (status, b"")
    assert done.stdout.decode().startswith(f"{file}: 18 misalignments (10 error, 7 warning, 1 info)")
    assert file.stat().st_size > 1000


@pytest.mark.parametrize("name", ["text", "json", "markdown", "sarif", "junit", "github", "csv"])
def test_a_file_holds_what_a_pipe_gets(name: str, check: Check, tmp_path: Path) -> None:
    file = tmp_path / "made"
    check("--format", name, "--output", str(file))
    assert file.read_bytes() == check("--format", name).stdout


def test_a_workbook_needs_a_file_and_nothing_is_judged_without(check: Check) -> None:
    done = check("--format", "xlsx", "--data", "no-such-folder")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--output check.xlsx" in done.stderr


def test_a_check_that_is_not_judged_leaves_the_file_as_it_was(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "made.json"
    file.write_bytes(b"kept")
    done = check("--format", "json", "--output", str(file), "--rule", "COV-999")
    assert (done.returncode, file.read_bytes()) == (2, b"kept")
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_is_no_file_to_write(check: Check, tmp_path: Path) -> None:
    done = check("--format", "csv", "--output", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is a folder" in done.stderr


@pytest.mark.parametrize("name", ["/dev/null", "/dev/stdout"])
def test_a_device_is_not_replaced(name: str, check: Check) -> None:
    before = Path(name).lstat().st_mode
    assert check("--format", "csv", "--output", name).returncode == 2
    assert Path(name).lstat().st_mode == before


def test_a_link_stays_a_link_and_its_folder_is_made(tmp_path: Path) -> None:
    link = tmp_path / "latest.csv"
    link.symlink_to(tmp_path / "reports" / "one.csv")
    write.write_file(link, b"made")
    assert link.is_symlink()
    assert (tmp_path / "reports" / "one.csv").read_bytes() == b"made"
    assert stat.S_IMODE((tmp_path / "reports" / "one.csv").stat().st_mode) == 0o644


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"kept")
    with pytest.raises(UsageError, match="cannot be written"):
        write.write_file(tmp_path / "plain" / "below.csv", b"made")
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    with pytest.raises(UsageError, match="cannot be written"):
        write.write_file(circle, b"made")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["circle", "plain"]
