"""Import records of trials: that memory does not grow with their number, and how many a second are read.

    python tests/bench/trials.py [FLAT_EXPORT]

Makes 10,000 and 100,000 records in JSON lines and imports each in a fresh process; prints peak memory and records a
second. FLAT_EXPORT, a flat export of ClinicalTrials.gov, is imported too where it is given. Runs on Linux and macOS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NUMBERS = (10_000, 100_000)
TARGET_GROWTH = 2.0
CRITERION = "* adequate function of every organ, and able to attend all visits of the study as planned"


def record(number: int) -> dict[str, object]:
    """Return a record; one in four is named by a record of another registry."""
    criteria = "\n".join(["Inclusion Criteria:", *[CRITERION] * 20, "Exclusion Criteria:", *[CRITERION] * 10])
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT{number:08}",
                "briefTitle": f"Trial {number}",
                "secondaryIdInfos": [{"id": f"2016-{number:06}-11"}] if number % 4 == 0 else [],
            },
            "statusModule": {"overallStatus": "RECRUITING", "startDateStruct": {"date": "2022-03"}},
            "conditionsModule": {"conditions": ["Melanoma"]},
            "eligibilityModule": {"eligibilityCriteria": criteria, "minimumAge": "18 Years"},
            "contactsLocationsModule": {"locations": [{"city": "Leeds", "country": "United Kingdom"}] * 5},
        }
    }


def measure(path: Path, *options: str) -> tuple[float, float]:
    """Return seconds and peak megabytes of an import in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "trialign", "import", "trials", str(path), "--out", out, *options]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    if status:
        sys.exit(f"the import of {path} ended with {os.waitstatus_to_exitcode(status)}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss / unit


def main() -> int:
    """Run the bench."""
    peaks = []
    for number in NUMBERS:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(record(each)) + "\n" for each in range(1, number + 1))
            file.flush()
            seconds, peak = measure(Path(file.name), "--captured", "2026-01-05")
        peaks.append(peak)
        print(f"{number:>7,} records: {seconds:6.2f} s, {number / seconds:,.0f} records/s, peak {peak:,.0f} MB")
    flat = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if flat and flat.is_file():
        seconds, peak = measure(flat, "--captured", "2026-01-05")
        print(f"{flat.name}: {seconds:.2f} s, peak {peak:,.0f} MB")
    growth = peaks[-1] / peaks[0]
    print(
        f"memory grows {growth:.2f} times; target {TARGET_GROWTH} {'met' if growth <= TARGET_GROWTH else 'NOT met'}"
    )
    return 0 if growth <= TARGET_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
