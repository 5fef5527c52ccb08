"""Measure cold verbs on all bundled data: `check` on each executor, `gate` on both, `diff` of two releases.

Prints the median wall time of five fresh processes (of one with ``--quick``) and the peak memory of the whole process
tree, where shared pages count in every process. Reads /proc, so it runs on Linux.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 1 if "--quick" in sys.argv else 5
TARGET_MEGABYTES = 300.0
NOW = "england/cancer-non-cns+england/haemato-oncology+england/cns"
VERBS = (
    ("check --engine durable", 2.0),
    ("check --engine sql", 2.0),
    ("gate", 4.0),
    (f"diff england/cancer@2021-10 {NOW}", 3.0),
)


def measure(arguments: str) -> tuple[float, float]:
    """Return seconds and megabytes of one run: the largest sum of resident memory over its process tree."""
    command = [sys.executable, "-m", "trialign", *arguments.split(), "--as-of", "2026-11-22"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(resident(pid) for pid in tree(process.pid)))
        time.sleep(0.01)
    if process.returncode != 0:
        raise SystemExit(f"trialign {arguments} ended with {process.returncode}")
    return time.perf_counter() - start, peak


def tree(pid: int) -> list[int]:
    """Return a process and all below it; children are read from the kernel's lists."""
    try:
        children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(below for child in children for below in tree(child))]


def resident(pid: int) -> float:
    """Return the resident memory of a process in megabytes, 0 once it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGESIZE") / 1024 / 1024


def main() -> None:
    """Print one line per verb."""
    print(f"cold verbs, bundled data, {RUNS} fresh processes each (memory at most {TARGET_MEGABYTES:.0f} MB)")
    for arguments, target in VERBS:
        measure(arguments)
        runs = [measure(arguments) for _ in range(RUNS)]
        seconds = statistics.median(run[0] for run in runs)
        spread = f"{min(run[0] for run in runs):.2f}-{max(run[0] for run in runs):.2f}"
        peak = max(run[1] for run in runs)
        met = "met" if seconds <= target and peak <= TARGET_MEGABYTES else "NOT met"
        print(
            f"{arguments.replace(NOW, '...'):32} median {seconds:.2f} s ({spread}), {peak:.0f} MB: {target:g} s {met}"
        )


if __name__ == "__main__":
    main()
