"""Import published files that are not part of the project: counts, speed, and that nothing differs from what is held.

    python tests/bench/imports.py FOLDER [--quick]

FOLDER holds England's published workbooks and tables. Where it is not there, the bench says so and ends with 0.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trialign import maintenance, resources

CANCER_V2 = "NHSE_cancer_v2_October-2021-22.xlsx"
# file, release to give, rows by book
FILES: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("NHSE_cancer_v1_November-2020-21.xlsx", "", {"cancer": 1_565}),
    (CANCER_V2, "", {"cancer": 1_561}),
    ("NHSE_rare_v5.1.xlsx", "", {"rare-inherited": 54}),
    ("NHSE_rare_v7.xlsx", "", {"rare-inherited": 33}),
    ("NHSE_cancer_nonCNS_v16_codes.csv", "2026-07-16", {"cancer-non-cns": 493}),
    ("NHSE_haemonc_v1.1_CNS_v2_TP_GT.csv", "2026-07-16", {"haemato-oncology": 343, "cns": 80}),
    ("crosswalk_M_to_GT.csv", "", {"crosswalk": 1_469}),
)
TARGET_SECONDS = 3.0
HELD = {"cns/2026-07-16.csv": "cns/2026.csv"}


def counted(folder: Path) -> bool:
    """Print what each file gives, and whether it is byte for byte what is held; tell whether all is right."""
    right = True
    for file, release, wanted in FILES:
        found = maintenance.read_published("nhs-england", folder / file, release, "")
        again = maintenance.read_published("nhs-england", folder / file, release, "")
        tables = [name for name in found.files if ".unread." not in name and ".notes." not in name]
        held = all(_held(name).read_text(encoding="utf-8") == found.files[name] for name in tables)
        good = dict(found.rows) == wanted and found.files == again.files and held
        right = right and good
        rows = ", ".join(f"{number:,} {book}" for book, number in found.rows.items())
        print(f"{'ok ' if good else 'NOT'} {file}: {rows}; {found.indications} indications; "
              f"{len(found.unread)} texts unread; {'as held' if held else 'NOT as held'}")  # fmt: skip
    return right


def _held(name: str) -> Path:
    return resources.directories() / "england" / HELD.get(name, name)


def timed(folder: Path, runs: int) -> None:
    """Print the time of one import as a fresh process."""
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as out:
            command = [
                sys.executable,
                "-m",
                "trialign",
                "import",
                "nhs-england",
                str(folder / CANCER_V2),
                "--out",
                out,
            ]
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    word = "met" if median <= TARGET_SECONDS else "NOT met"
    print(f"import of {CANCER_V2}: median {median:.2f} s of {runs} fresh processes; target {TARGET_SECONDS} s {word}")


def main() -> int:
    """Run the bench."""
    names = [each for each in sys.argv[1:] if not each.startswith("--")]
    folder = Path(names[0]) if names else Path()
    if not (folder / CANCER_V2).is_file():
        print(f"bench-import: the published files are not at {folder}; nothing was measured")
        return 0
    right = counted(folder)
    timed(folder, 1 if "--quick" in sys.argv else 5)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
