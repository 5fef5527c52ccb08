"""The matrix and the page of a medicine of the small world of ``tests/golden/data``, byte for byte.

Findings come from a rule of these tests: other rules leave these files as they are. To rewrite the files after
a wanted change: ``TRIALIGN_REWRITE_GOLDEN=1 pytest tests/report/test_golden_looks.py``, then read the difference.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trialign import resources

ToPipe = Callable[..., CompletedProcess[bytes]]

_GOLDEN = Path(__file__).resolve().parents[1] / "golden"
_LIMIT = 420
_WORLD = ("--as-of", "2026-11-22", "--data", "tests/golden/data")
_NAMED = ("--biomarkers", "EGFR L858R, KRAS G12C, RET fusion", "--cancers", "NSCLC, COADREAD")
_CASES = {
    "matrix.txt": ("matrix",),
    "matrix.json": ("matrix", "--nation", "england", "--nation", "scotland", "--format", "json"),
    "matrix.csv": ("matrix", *_NAMED, "--format", "csv"),
    "matrix-named.txt": ("matrix", *_NAMED),
    "medicine.txt": ("medicine", "sotorasib"),
    "medicine.json": ("medicine", "selpercatinib", "--nation", "england", "--format", "json"),
}


_RULE = """\
id: DEC-901
title: Medicine is refused
status: experimental
severity: info
family: decisions
recommendations: [32]
rationale: A rule written for the tests of reports.
false_positives: [a refusal that is none]
references: [{title: a title, publisher: a publisher, url: "https://example.org/", retrieved: 2026-11-22}]
for:
  - {decision: d, standing: refused, in_force: true}
key: [d.nation, d.biomarker, d.cancer]
message: "{d.nation_name}: {d.medicine} is refused by {d.body} ({d.ref})."
remedy: "Read {d.ref}."
examples:
  - name: a refusal
    given:
      - decision: {id: D1, nation: scotland, body: SMC, drug: sotorasib, biomarker: KRAS G12C, cancer: NSCLC,
          outcome: not-recommended}
    expect: gap
  - name: a recommendation
    given:
      - decision: {id: D1, nation: scotland, body: SMC, drug: sotorasib, biomarker: KRAS G12C, cancer: NSCLC,
          outcome: recommended}
    expect: none
  - name: managed access
    given:
      - decision: {id: D1, nation: scotland, body: SMC, drug: sotorasib, biomarker: KRAS G12C, cancer: NSCLC,
          outcome: managed-access}
    expect: none
"""


@pytest.fixture
def one_rule(tmp_path: Path) -> Path:
    """A rulebook of one rule."""
    folder = tmp_path / "rules"
    (folder / "decisions").mkdir(parents=True)
    for name in ("shared.yaml", "rule.schema.json", "shared.schema.json"):
        shutil.copy(resources.rules() / name, folder / name)
    (folder / "decisions" / "DEC-901.yaml").write_text(_RULE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", _CASES)
def test_output_is_as_it_was_reviewed(name: str, one_rule: Path, to_pipe: ToPipe) -> None:
    rules = ("--rules", str(one_rule)) if name.startswith("medicine") else ()
    done = to_pipe(*_CASES[name], *_WORLD, *rules)
    assert (done.returncode, done.stderr) == (0, b"")
    golden = _GOLDEN / name
    if os.environ.get("TRIALIGN_REWRITE_GOLDEN"):
        golden.write_bytes(done.stdout)
        pytest.fail(f"{golden} was rewritten; read the difference and run again")
    assert done.stdout.decode() == golden.read_bytes().decode()


def test_golden_files_are_small_enough_to_read() -> None:
    assert {name: count for name in _CASES if (count := (_GOLDEN / name).read_bytes().count(b"\n")) >= _LIMIT} == {}
