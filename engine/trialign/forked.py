"""Work that a forked process does beside this one: it sees what this one has, without a copy, and returns a result.

Where forking is not to be had, or not worth it, the work is done here when its result is asked for.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar, cast

PROCESSES = 2
T = TypeVar("T")
_inherited: list[Callable[[], object]] = []


def can_fork() -> bool:
    """Tell whether this machine forks and has a second processor."""
    return (os.cpu_count() or 1) >= PROCESSES and "fork" in multiprocessing.get_all_start_methods()


def worker() -> ProcessPoolExecutor:
    """Return a pool of one forked process; it is forked at the first task."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork"))


@contextmanager
def beside(work: Callable[[], T], worth: bool) -> Iterator[Callable[[], T]]:
    """Give a function that returns the result of ``work``, which goes on beside the block.

    Args:
        work: Takes nothing; what it returns, or raises, must be picklable.
        worth: Whether a process of its own is worth its cost.
    """
    if not (worth and can_fork()):
        yield work
        return
    _inherited.append(work)
    try:
        with worker() as pool:
            task = pool.submit(_run)

            def result() -> T:
                try:
                    return cast(T, task.result())
                except BrokenProcessPool:
                    return work()

            yield result
    finally:
        _inherited.pop()


def _run() -> object:
    return _inherited[-1]()
