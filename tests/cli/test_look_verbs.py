"""The verbs ``matrix`` and ``medicine``: options, exit statuses, names, hostile text, bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_DATA = _ROOT / "tests" / "golden" / "data"
_SMALL = ("--as-of", "2026-11-22", "--data", str(_DATA))
_OPTIONS = {
    "matrix": [
        "--biomarkers", "--biomarker", "--cancers", "--cancer", "--nation", "--age", "--needed-by", "--as-of",
        "--format", "--data", "--alone",
    ],
    "medicine": ["--nation", "--as-of", "--format", "--data", "--alone", "--rules"],
}  # fmt: skip

_OLD = (
    "- {release: 2026-06, held: true, held_by: names, file: cancer-non-cns/old.csv, published: 2026-06-01, "
    "retrieved: 2026-06-02, source_url: 'https://example.org/old', complete: true}"
)

Done = subprocess.CompletedProcess[bytes]


def _run(*arguments: str, columns: str = "100") -> Done:
    environment = {key: value for key, value in os.environ.items() if key != "FORCE_COLOR"} | {"COLUMNS": columns}
    return subprocess.run(
        [sys.executable, "-m", "trialign", *arguments], cwd=_ROOT, env=environment, capture_output=True, check=False
    )


@pytest.mark.parametrize("verb", _OPTIONS)
def test_help_names_every_option(verb: str) -> None:
    done = _run(verb, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert [option for option in _OPTIONS[verb] if option not in done.stdout.decode().split()] == []


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("matrix", "--biomarker", "KRAZ"), 2, "did you mean 'KRAS'?"),
        (("matrix", "--cancer", "lungg"), 2, "did you mean 'lung'"),
        (("matrix", "--nation", "france"), 2, "unknown nation 'france'"),
        (("matrix", "--age", "old"), 2, "'old' is no age"),
        (("matrix", "--needed-by", "trials"), 2, "no open trial needs a biomarker"),
        (("medicine", "sotorasip"), 2, "did you mean 'sotorasib'?"),
        (("medicine", ""), 2, "no decision, licence or statement"),
        (("medicine", "sotorasib", "--rules", "/nowhere"), 2, "is no directory"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_on(arguments: tuple[str, ...], status: int, words: str) -> None:
    done = _run(*arguments, *_SMALL)
    assert (done.returncode, done.stdout) == (status, b"")
    assert words in done.stderr.decode()


def test_an_earlier_release_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "own")
    book = tmp_path / "own" / "england" / "directory.yaml"
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace("- {release: 2026-06, held: false, published: 2026-06-01}", _OLD), encoding="utf-8")
    done = _run("matrix", "--as-of", "2026-11-22", "--data", str(tmp_path / "own"))
    assert done.returncode == 3
    assert "there is no file 'cancer-non-cns/old.csv'" in done.stderr.decode()


def test_an_own_earlier_release_tells_since_when(tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "own")
    folder = tmp_path / "own" / "england"
    text = (folder / "directory.yaml").read_text(encoding="utf-8")
    text = text.replace("- {release: 2026-06, held: false, published: 2026-06-01}", _OLD)
    (folder / "directory.yaml").write_text(text, encoding="utf-8")
    lines = (folder / "cancer-non-cns" / "2026-07.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "cancer-non-cns" / "old.csv").write_text(
        "".join(line.replace("EGFR, KRAS, BRAF", "EGFR, BRAF") for line in lines), encoding="utf-8"
    )
    done = _run(
        "matrix", "--biomarkers", "KRAS G12C, EGFR L858R", "--cancer", "NSCLC", "--nation", "england",
        "--format", "json", "--as-of", "2026-11-22", "--data", str(tmp_path / "own"),
    )  # fmt: skip
    since = {row["biomarker"]: row["cells"][0]["since"] for row in json.loads(done.stdout)["rows"]}
    assert (since["KRAS G12C"]["from"], since["KRAS G12C"]["by"]) == ("2026-06-01", "2026-07-16")
    assert (since["EGFR L858R"]["from"], since["EGFR L858R"]["by"]) == (None, "2026-06-01")


@pytest.mark.parametrize("arguments", [("matrix", "--biomarker", "\x1b[31mred"), ("medicine", "\x1b[31m\x9bred")])
def test_control_characters_in_a_question_do_not_come_back(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments, *_SMALL)
    printed = done.stdout.decode() + done.stderr.decode()
    assert [sign for sign in printed if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"] == []


def test_a_name_in_square_brackets_is_no_markup(tmp_path: Path) -> None:
    shutil.copytree(_DATA, tmp_path / "own")
    file = tmp_path / "own" / "decisions" / "nice.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("TA9002", "[red]TA9002[/red]"), encoding="utf-8")
    done = _run("medicine", "sotorasib", "--as-of", "2026-11-22", "--data", str(tmp_path / "own"), columns="160")
    assert "[red]TA9002[/red]" in done.stdout.decode()


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_the_same_question_gets_the_same_bytes(form: str) -> None:
    first, second = (_run("matrix", "--format", form, *_SMALL) for _ in range(2))
    assert first.stdout == second.stdout != b""


def test_a_check_does_not_read_what_only_these_verbs_need() -> None:
    code = (
        "import sys; import trialign.cli.looks; from types import ModuleType; "
        "print([name for name in ('trialign.matrix', 'trialign.medicine', 'trialign.report.matrix') "
        "if type(sys.modules.get(name)) is ModuleType])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
