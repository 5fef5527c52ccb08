"""Measure the HTML report: the bundled data, and 20,000 findings made from them.

Prints the time to write and the size, the time from navigation to use and the latency of filters in Chromium, and
whether two processes write the same bytes. Ends with 1 where a file is too large or the bytes differ; times depend on
the machine and are only printed. Without a browser it says so and measures the writing alone.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import chromium
from tests.browser.conftest import bundled
from tests.browser.made import many, with_findings

from trialign.report.html.page import report
from trialign.report.overview import Overview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MANY = 20_000
RUNS = 5
MEGABYTE = 1_000_000
FILTERS = {
    "verdict": ("f-verdict", ("", "gap", "cannot_tell")),
    "nation": ("f-nation", ("england", "scotland", "wales", "")),
    "words": ("f-text", ("l", "la", "lar", "laro", "larotrectinib", "ntrk solid", "no such words", "")),
    "order": ("f-sort", ("days", "nation", "cancer", "rule", "")),
    "matrix": ("matrix-text", ("n", "nt", "ntrk", "")),
}
USABLE = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done({
    time: performance.now(), findings: document.querySelectorAll("#finding-list > li").length,
    rows: document.querySelectorAll("tr[data-row]:not([hidden])").length }))))"""
SET = """([id, value]) => new Promise((done) => {
    const field = document.getElementById(id), start = performance.now();
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


class Results:
    """Prints each figure beside its target, and remembers whether a file is too large."""

    def __init__(self) -> None:
        self.large = False

    def say(self, what: str, value: float, unit: str, target: float) -> None:
        met = value <= target
        self.large |= unit == "MB" and not met
        print(f"{what:52} {value:8.2f} {unit}: {target:g} {unit} {'met' if met else 'NOT met'}", flush=True)


def written(view: Overview, path: Path) -> tuple[float, float]:
    """Write a report and return seconds and megabytes."""
    start = time.perf_counter()
    path.write_text(report(view), encoding="utf-8")
    return time.perf_counter() - start, path.stat().st_size / MEGABYTE


def usable(browser: Browser, file: Path) -> float:
    """Return the median seconds from navigation to a filtered matrix and listed findings that are painted."""
    times: list[float] = []
    for _ in range(RUNS):
        with chromium.opened(browser, file) as (page, _seen):
            state = page.evaluate(USABLE)
            assert state["findings"] and state["rows"], state
            times.append(float(state["time"]) / 1000)
    return statistics.median(times)


def latencies(page: Page, field: str, values: tuple[str, ...]) -> list[float]:
    """Return milliseconds from each input to the painted list."""
    return [page.evaluate(SET, [field, value]) for _ in range(RUNS) for value in values]


def same_bytes() -> bool:
    """Tell whether two processes whose sets are in another order write the same report."""
    digests = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "tests.bench.html_report", "--digest"]
        done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
        digests.add(done.stdout)
    return len(digests) == 1


def in_browser(results: Results, first: Path, large: Path) -> None:
    """Measure both reports in Chromium."""
    with chromium.launched() as browser:
        results.say("bundled data, navigation to use, median", usable(browser, first), "s", 1)
        if not large.exists():
            return
        print(f"{MANY:,} findings, navigation to use, median: {usable(browser, large):.2f} s")
        with chromium.opened(browser, large) as (page, _):
            for name, (field, values) in FILTERS.items():
                times = latencies(page, field, values)
                median = statistics.median(times)
                results.say(
                    f"{MANY:,} findings, {name} to paint, median {median:.0f} ms, worst", max(times), "ms", 200
                )


def main() -> int:
    """Print one line per figure."""
    view = bundled()
    if "--digest" in sys.argv:
        print(hashlib.sha256(report(view).encode()).hexdigest())
        return 0
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        first, large = Path(folder, "bundled.html"), Path(folder, "many.html")
        runs = [written(view, first) for _ in range(1 if "--quick" in sys.argv else RUNS)]
        results.say("bundled data, write, median", statistics.median(run[0] for run in runs), "s", 2)
        results.say("bundled data, size", runs[0][1], "MB", 4)
        if "--quick" not in sys.argv:
            seconds, size = written(with_findings(view, many(view.check.shown, MANY)), large)
            print(f"{MANY:,} findings, write: {seconds:.2f} s")
            results.say(f"{MANY:,} findings, size", size, "MB", 25)
        if chromium.found():
            in_browser(results, first, large)
        else:
            print(f"not measured in a browser: {chromium.MISSING}")
    same = same_bytes()
    print(f"two processes write {'the same bytes' if same else 'DIFFERENT bytes'}")
    return int(results.large or not same)


if __name__ == "__main__":
    sys.exit(main())
