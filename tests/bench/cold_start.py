"""Measure a cold `trialign check` on all bundled data: five fresh processes for each executor.

Prints the median wall time and the largest peak memory of the process tree. Peak memory of a tree is that of its
largest process (``ru_maxrss`` of the finished child); a check runs in one process.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

RUNS = 5
TARGET_SECONDS = 2.0
TARGET_MEGABYTES = 300.0


def measure(engine: str) -> tuple[float, float]:
    """Return seconds of one run and the peak memory in megabytes of all children so far."""
    command = [sys.executable, "-m", "trialign", "check", "--as-of", "2026-11-22", "--engine", engine]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Print one line per executor."""
    print(f"cold `trialign check`, bundled data, {RUNS} fresh processes each (target 2 s, 300 MB)")
    for engine in ("durable", "sql"):
        measure(engine)
        runs = [measure(engine) for _ in range(RUNS)]
        seconds = statistics.median(run[0] for run in runs)
        spread = f"{min(run[0] for run in runs):.2f}-{max(run[0] for run in runs):.2f}"
        peak = max(run[1] for run in runs)
        met = "met" if seconds <= TARGET_SECONDS and peak <= TARGET_MEGABYTES else "NOT met"
        print(f"{engine:8} median {seconds:.2f} s ({spread}), peak {peak:.0f} MB: target {met}")


if __name__ == "__main__":
    main()
