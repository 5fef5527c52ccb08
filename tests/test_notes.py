"""What a rule says that it found on the bundled data is what a check of them finds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import yaml

_RULES = Path(__file__).parents[1] / "rules"
_COUNT = re.compile(r"(?:(\d+) findings?)?(?:, )?(?:(\d+) cannot tell)?(?:;.*)?|silent")


def test_every_rule_of_a_check_says_what_it_found() -> None:
    notes = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_RULES.glob("*/*.yaml"))]
    noted = {each["id"]: each["on_real_data"] for each in notes}
    told = {rule: note for rule, note in noted.items() if not note["found"].endswith(", lint only")}
    found: Counter[tuple[str, str]] = Counter()
    for day in {str(note["as_of"]) for note in told.values()}:
        ids = {rule for rule, note in told.items() if str(note["as_of"]) == day}
        command = [sys.executable, "-m", "trialign", "check", "--as-of", day, "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found.update((f["rule"], f["verdict"]) for f in json.loads(done.stdout)["findings"] if f["rule"] in ids)
    assert len(told) > 30
    for rule, note in told.items():
        said = _COUNT.fullmatch(note["found"])
        assert said is not None, (rule, note["found"])
        counts = (found[rule, "gap"], found[rule, "cannot_tell"])
        assert (int(said[1] or 0), int(said[2] or 0)) == counts, rule
