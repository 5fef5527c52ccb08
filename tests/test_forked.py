"""Work that a forked process does beside this one, and what happens where that process dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from trialign import forked
from trialign.forked import beside

HERE = os.getpid()
forks = pytest.mark.skipif(not forked.can_fork(), reason="this machine does not fork, or has one processor")


def test_work_that_is_not_worth_a_process_is_done_here_when_it_is_asked_for() -> None:
    done: list[int] = []

    def work() -> int:
        done.append(os.getpid())
        return 7

    with beside(work, worth=False) as result:
        assert done == []
        assert result() == 7
    assert done == [HERE]


@forks
def test_the_result_comes_from_another_process_that_sees_what_this_one_has() -> None:
    held = [object(), "seen"]
    with beside(lambda: (os.getpid(), held[1]), worth=True) as result:
        process, seen = result()
        assert result() == (process, seen)
    assert process != HERE
    assert seen == "seen"


@forks
def test_one_inside_another() -> None:
    with beside(lambda: "outer", worth=True) as outer:
        assert outer() == "outer"
        with beside(lambda: "inner", worth=True) as inner:
            assert inner() == "inner"
        assert outer() == "outer"


@pytest.mark.parametrize("worth", [False, pytest.param(True, marks=forks)])
def test_what_the_work_raises_passes_through(worth: bool) -> None:
    def work() -> int:
        raise ValueError("no such release")

    with beside(work, worth) as result, pytest.raises(ValueError, match="no such release"):
        result()
    assert forked._inherited == []


@pytest.mark.parametrize("worth", [False, pytest.param(True, marks=forks)])
def test_what_the_block_raises_passes_through(worth: bool) -> None:
    with pytest.raises(KeyError, match="block"), beside(lambda: 1, worth):
        raise KeyError("block")
    assert forked._inherited == []


@forks
def test_work_whose_process_was_killed_is_done_here() -> None:
    def work() -> int:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    with beside(work, worth=True) as result:
        assert result() == HERE
    assert forked._inherited == []


@forks
def test_a_result_that_nobody_asks_for_is_no_harm() -> None:
    def work() -> int:
        os._exit(3)

    with beside(work, worth=True):
        pass
    assert forked._inherited == []


def test_a_machine_that_cannot_fork_does_the_work_here(monkeypatch: pytest.MonkeyPatch) -> None:
    one: Callable[[], int] = lambda: 1  # noqa: E731
    monkeypatch.setattr(os, "cpu_count", one)
    assert not forked.can_fork()
    with beside(os.getpid, worth=True) as result:
        assert result() == HERE
