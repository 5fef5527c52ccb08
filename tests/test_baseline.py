"""The file of a gate's baseline: its form, and that neither a second gate nor a kill harms it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from trialign import baseline
from trialign.errors import InputProblems, UsageError

_ADD = """
import sys
from pathlib import Path
from trialign import baseline
path, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for number in range(first, first + count):
    baseline.update(path, [], [f"{number:016x}"])
"""
_TURN = """
import sys
from pathlib import Path
from trialign import baseline
path = Path(sys.argv[1])
few, many = ["%016x" % 1], ["%016x" % each for each in range(2, 3000)]
print("ready", flush=True)
while True:
    baseline.update(path, few, many)
    baseline.update(path, many, few)
"""


def _names(*numbers: int) -> list[str]:
    return [f"{number:016x}" for number in numbers]


def _wrong(path: Path) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        baseline.read(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_baseline_holds_fingerprints_alone_sorted_one_to_a_line(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    baseline.update(path, [], _names(3, 1, 2))
    assert path.read_text(encoding="utf-8") == "\n".join(["# trialign baseline 1", *_names(1, 2, 3), ""])
    assert baseline.read(path).fingerprints == set(_names(1, 2, 3))


def test_what_another_gate_added_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    baseline.update(path, [], _names(1, 2))
    baseline.update(path, [], _names(9))
    assert baseline.update(path, _names(1), _names(3)).fingerprints == set(_names(2, 3, 9))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "is empty"),
        ("0000000000000001\n", 1, "does not begin with '# trialign baseline 1'"),
        ("# trialign baseline 2\n", 1, "does not begin with"),
        ("# trialign baseline 1\n0000000000000001\n00000000\n", 3, "is no fingerprint"),
        ("# trialign baseline 1\n0000000000000001\n\n", 3, "is no fingerprint"),
        ("# trialign baseline 1\n0000000000000001\n0000000000000001\n", 3, "stands twice; sort the fingerprints"),
        (
            "# trialign baseline 1\n0000000000000002\n0000000000000001\n",
            3,
            "out of order; sort the fingerprints",
        ),
        ("# trialign baseline 1\n<<<<<<< ours\n", 2, "a conflict of a merge is not settled; keep"),
    ],
)
def test_a_corrupt_baseline_is_named_with_file_line_and_remedy(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = tmp_path / "known.txt"
    path.write_text(text, encoding="utf-8")
    (problem,) = _wrong(path)
    assert problem.startswith(f"{path.as_posix()}:{line}: ")
    assert says in problem
    assert "; " in problem


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    path.write_text(f"{baseline.HEADER}\nx\ny\n", encoding="utf-8")
    assert len(_wrong(path)) == 2


def test_a_corrupt_baseline_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    path.write_text("torn", encoding="utf-8")
    with pytest.raises(InputProblems):
        baseline.update(path, [], _names(1))
    assert path.read_text(encoding="utf-8") == "torn"


def test_a_baseline_that_is_not_there_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (problem,) = _wrong(tmp_path / "known.txt")
    assert "make it with --accept" in problem


def test_a_gate_that_waits_in_vain_says_for_whom(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    with (
        FileLock(path.with_name(".known.txt.lock")),
        pytest.raises(UsageError, match="locked by another gate") as caught,
    ):
        subprocess_update = baseline.update
        subprocess_update(path, [], _names(1), wait=0.05)
    assert "run this one again" in str(caught.value)


def test_a_link_to_a_baseline_stays_a_link(tmp_path: Path) -> None:
    baseline.update(tmp_path / "known.txt", [], _names(1))
    link = tmp_path / "link.txt"
    link.symlink_to("known.txt")
    baseline.update(link, [], _names(2))
    assert link.is_symlink()
    assert baseline.read(tmp_path / "known.txt").fingerprints == set(_names(1, 2))


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    count = 40
    running = [
        subprocess.Popen([sys.executable, "-c", _ADD, str(path), str(first), str(count)], env=_environment())
        for first in (0, 1000)
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert baseline.read(path).fingerprints == set(_names(*range(count), *range(1000, 1000 + count)))


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    one, other = set(_names(1)), set(_names(*range(2, 3000)))
    baseline.update(path, [], one)
    chance = random.Random(6)
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", _TURN, str(path)], env=_environment(), stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        process.stdout.close()
        assert baseline.read(path).fingerprints in (one, other)
    baseline.update(path, other, one)
    assert baseline.read(path).fingerprints == one


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(baseline.__file__).parents[1])}


def test_a_baseline_says_whence_it_is_and_keeps_that_when_it_shrinks(tmp_path: Path) -> None:
    path, whence = tmp_path / "known.txt", baseline.Origin("a" * 12, "b" * 12)
    baseline.update(path, [], _names(1, 2), whence)
    said = f"# rules {whence.rules} sources {whence.sources}"
    assert path.read_text(encoding="utf-8").splitlines() == [baseline.HEADER, said, *_names(1, 2)]
    baseline.update(path, _names(1), [])
    assert baseline.read(path) == baseline.Baseline(frozenset(_names(2)), whence)
    baseline.update(path, [], [], baseline.Origin("c" * 12, "d" * 12))
    assert baseline.read(path).origin == baseline.Origin("c" * 12, "d" * 12)


@pytest.mark.parametrize("line", ["# rules abc sources def", "# a remark", "# rules " + "a" * 12])
def test_no_other_remark_may_stand_in_a_baseline(tmp_path: Path, line: str) -> None:
    path = tmp_path / "known.txt"
    path.write_text(f"{baseline.HEADER}\n{line}\n{_names(1)[0]}\n", encoding="utf-8")
    (problem,) = _wrong(path)
    assert f"{path.as_posix()}:2: '{line}' is no fingerprint" in problem


def test_lines_are_counted_below_whence_a_baseline_is(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    path.write_text(
        f"{baseline.HEADER}\n# rules {'a' * 12} sources {'b' * 12}\n{_names(1)[0]}\nx\n", encoding="utf-8"
    )
    (problem,) = _wrong(path)
    assert f"{path.as_posix()}:4: 'x' is no fingerprint" in problem
