"""``trialign trials``: extract, show, review; every text and record here is written for the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ID = "NCT00000001"
TEXT = "Inclusion Criteria:\n\n* KRAS G12C mutation\n\nExclusion Criteria:\n\n* ALK fusion"

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the real command in an empty folder."""
    environment = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "COLUMNS"}}

    def command(*arguments: str, given: str = "", **more: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "trialign", *arguments],
            cwd=tmp_path,
            env=environment | more,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return command


def record(text: str = TEXT, own: str = ID, title: str = "A trial") -> dict[str, Any]:
    return {
        "nct_id": own,
        "title": title,
        "status": "RECRUITING",
        "conditions": ["Melanoma"],
        "eligibility": {"raw_text": text, "minimum_age": "", "maximum_age": ""},
        "record_last_import": "2026-01-05",
    }


@pytest.fixture
def records(tmp_path: Path) -> Path:
    file = tmp_path / "records.json"
    file.write_text(json.dumps([record()]), encoding="utf-8")
    return file


def lines(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def filled(file: Path) -> str:
    """Return a review file filled in by a person who agrees with everything."""
    text = file.read_text(encoding="utf-8")
    text = text.replace('reviewer: ""', "reviewer: Dr Grey").replace('date: ""', "date: 2026-11-20")
    return text.replace('verdict: ""', "verdict: confirm")


def test_lines_are_extracted_one_object_a_line(run: Run) -> None:
    given = json.dumps({"id": "a", "text": TEXT}) + "\n" + json.dumps({"id": 7, "text": ""}) + "\n"
    done = run("trials", "extract", "-", "--format", "json", given=given)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = lines(done)
    assert [(leaf["label"], leaf["role"]) for leaf in first["leaves"]] == [
        ("KRAS G12C", "required"),
        ("ALK fusion", "excluded"),
    ]
    assert [TEXT[leaf["start"] : leaf["end"]] for leaf in first["leaves"]] == ["KRAS G12C mutation", "ALK fusion"]
    assert "registry" not in first
    assert (second["id"], second["leaves"]) == ("7", [])


def test_records_of_a_registry_are_extracted(run: Run, records: Path) -> None:
    (found,) = lines(run("trials", "extract", records.name, "--format", "json"))
    assert (found["id"], found["registry"]) == (ID, "ClinicalTrials.gov")


def test_broken_lines_are_named_and_the_rest_is_extracted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(
        'no json\n{"id": "a"}\n{"id": "b", "text": 1}\n{"id": [], "text": "x"}\n{"id": "c", "text": "KRAS G12C"}\n',
        encoding="utf-8",
    )
    done = run("trials", "extract", "texts.jsonl", "--format", "json")
    assert (done.returncode, [each["id"] for each in lines(done)]) == (0, ["c"])
    said = done.stderr.splitlines()
    assert [line.partition("; ")[0] for line in said[:-1]] == [
        "texts.jsonl:1: is not JSON: Expecting value",
        "texts.jsonl:2: is neither a registry's record nor an id with a text: it has id",
        "texts.jsonl:3: the text of b is no text",
        "texts.jsonl:4: the id is no text",
    ]
    assert all("; " in line for line in said)
    assert said[-1] == "4 problems; 1 record read."


@pytest.mark.parametrize(
    ("name", "held", "said"),
    [
        ("missing.jsonl", None, "missing.jsonl: cannot be read: No such file or directory; check the path"),
        ("empty.jsonl", "", "empty.jsonl: holds no record; write one JSON object a line"),
        ("words.txt", "hello", "words.txt: holds neither JSON nor XML"),
        (
            "no_text.json",
            json.dumps([record(" ")]),
            f"{ID} has no eligibility text; give a record of it that has one",
        ),
        ("tree.json", json.dumps({"nct_id": ID, "treatment_list": {"step": []}}), "holds its criteria as a tree"),
        ("long.json", json.dumps([record("a" * 250_001)]), "a text of 250,001 characters, more than 250,000"),
    ],
)
def test_what_cannot_be_read_ends_with_3(name: str, held: str | None, said: str, run: Run, tmp_path: Path) -> None:
    if held is not None:
        (tmp_path / name).write_text(held, encoding="utf-8")
    done = run("trials", "extract", name)
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    assert done.stderr.splitlines()[-1] == "1 problem; nothing was extracted."


def test_records_come_out_before_the_input_ends() -> None:
    command = [sys.executable, "-m", "trialign", "trials", "extract", "-", "--format", "json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin and running.stdout
        running.stdin.write(b'{"id": "a", "text": "KRAS G12C"}\n')
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["id"] == "a"
        running.stdin.close()


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"id": "a", "text": "KRAS G12C"}\n' * 2_000, encoding="utf-8")
    command = [sys.executable, "-m", "trialign", "trials", "extract", str(file), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 4


@pytest.fixture
def mine(run: Run, records: Path, tmp_path: Path) -> Path:
    """A data root with the trial as it was imported."""
    assert run("import", "trials", records.name, "--out", "mine/trials").returncode == 0
    return tmp_path / "mine"


def test_a_trial_is_shown_with_its_tree(run: Run, mine: Path) -> None:
    done = run("trials", "show", ID.lower(), "--data", mine.name, NO_COLOR="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{ID} A trial" in done.stdout
    assert "RECRUITING on 2026-01-05 (ClinicalTrials.gov)" in done.stdout
    assert "── KRAS G12C  0." in done.stdout
    assert "── not ALK fusion  0." in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("columns", "beside"), [("100", True), ("60", False)])
def test_words_stand_beside_the_tree_or_below_it(
    columns: str, beside: bool, run: Run, mine: Path, records: Path
) -> None:
    done = run("trials", "show", ID, "--data", mine.name, "--from", records.name, COLUMNS=columns)
    printed = done.stdout.splitlines()
    (line,) = (line for line in printed if "(1) KRAS G12C mutation" in line)
    assert ("criteria" in line) is beside
    assert max(map(len, printed)) <= int(columns)


def test_a_changed_text_is_said_plainly_and_its_words_are_not_shown(run: Run, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "later.json").write_text(json.dumps([record(f"Age 18.\n\n{TEXT}")]), encoding="utf-8")
    done = run("trials", "show", ID, "--data", mine.name, "--from", "later.json")
    assert "The text has changed since the criteria were read from it" in done.stdout
    assert "KRAS G12C mutation" not in done.stdout


def test_hostile_text_in_a_record_steers_no_terminal(run: Run, tmp_path: Path) -> None:
    hostile = record("Inclusion Criteria:\n\n* KRAS\x1b[2J G12C [link=x]mutation[/link]", title="\x1b[31m[red]A")
    (tmp_path / "hostile.json").write_text(json.dumps([hostile]), encoding="utf-8")
    assert run("import", "trials", "hostile.json", "--out", "mine/trials").returncode == 0
    for command in (("extract", "hostile.json"), ("show", ID, "--data", "mine", "--from", "hostile.json")):
        done = run("trials", *command)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout


def test_a_text_for_the_page_may_come_from_standard_input(run: Run, mine: Path) -> None:
    asked = ("trials", "show", ID, "--data", mine.name, "--from", "-")
    assert "(1) KRAS G12C mutation" in run(*asked, given=json.dumps(record())).stdout
    done = run(*asked, given=json.dumps(record(own="NCT00000002")))
    assert (done.returncode, done.stdout) == (3, "")
    assert f"standard input: no record of {ID} with a text stands in it" in done.stderr


def test_an_unknown_trial_gets_a_suggestion_and_how_many_are_held(run: Run) -> None:
    done = run("trials", "show", "NCT0458575")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no trial 'NCT0458575' is held; did you mean 'NCT04585750'" in done.stderr
    assert "trials are held, one file each in directories/trials" in done.stderr


def test_a_review_file_holds_no_word_of_the_text_unless_asked(run: Run, records: Path, tmp_path: Path) -> None:
    plain = run("trials", "review", ID.lower(), "--from", records.name, "--out", "review.yaml")
    worded = run("trials", "review", ID, "--from", records.name, "--out", "words.yaml", "--words")
    assert (plain.returncode, worded.returncode) == (0, 0)
    assert "mutation" not in (tmp_path / "review.yaml").read_text(encoding="utf-8")
    text = (tmp_path / "words.yaml").read_text(encoding="utf-8")
    assert text.startswith("# WARNING: ") and "Do not publish this file." in text
    assert "      # KRAS G12C mutation\n" in text
    assert "do not publish it" in worded.stderr


def test_the_whole_circle_from_text_to_a_confirmed_trial(run: Run, mine: Path, records: Path, tmp_path: Path) -> None:
    assert run("trials", "review", ID, "--from", records.name, "--out", "review.yaml").returncode == 0
    text = filled(tmp_path / "review.yaml").replace(
        "        verdict: confirm\n", "        verdict: correct\n        correct_to: KRAS G12D\n", 1
    )
    (tmp_path / "review.yaml").write_text(text, encoding="utf-8")
    applied = run("trials", "review", "review.yaml", "--apply", "--data", mine.name)
    assert (applied.returncode, applied.stderr) == (0, "")
    assert f"{ID}: 1 confirmed, 1 corrected" in applied.stdout
    file = mine / "trials" / f"{ID}.yaml"
    held = file.read_text(encoding="utf-8")
    value = yaml.safe_load(held)
    assert (value["reviewed"], value["confirmed"]) == (True, {"by": "Dr Grey", "on": "2026-11-20"})
    assert "KRAS G12D" in held and "KRAS G12C" not in held

    again = run("import", "trials", records.name, "--out", "mine/trials", "--force")
    assert "1 confirmed file left alone" in again.stdout
    assert "registry text changed" not in again.stdout

    (tmp_path / "later.json").write_text(json.dumps([record(f"{TEXT}\n* BRAF V600E")]), encoding="utf-8")
    later = run("import", "trials", "later.json", "--out", "mine/trials", "--force")
    assert f"{ID}: registry text changed since it was confirmed" in later.stdout
    assert file.read_text(encoding="utf-8") == held

    second = run("trials", "review", "review.yaml", "--apply", "--data", mine.name)
    assert second.returncode == 3
    assert f"{ID} is confirmed already by Dr Grey on 2026-11-20" in second.stderr


def test_an_empty_review_names_every_line_and_writes_nothing(run: Run, mine: Path, records: Path) -> None:
    file = mine / "trials" / f"{ID}.yaml"
    before = file.read_bytes()
    run("trials", "review", ID, "--from", records.name, "--out", "review.yaml")
    done = run("trials", "review", "review.yaml", "--apply", "--data", mine.name)
    assert (done.returncode, done.stdout) == (3, "")
    said = done.stderr.splitlines()
    assert [line.split(" ")[1] for line in said[:-1]] == [
        "[reviewer]", "[date]", "[trials.0.leaves.0.verdict]", "[trials.0.leaves.1.verdict]",
    ]  # fmt: skip
    assert all(line.startswith("review.yaml:") and "; " in line for line in said[:-1])
    assert said[-1] == "4 problems; nothing was written."
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((ID,), 2, "a review file needs --from and --out"),
        (("review.yaml",), 2, "add --apply"),
        ((ID, "--from", "records.json", "--out", "."), 2, "is a folder; name a file in it"),
        ((ID, "--from", "records.json", "--out", "records.json"), 2, "is there already and is not overwritten"),
        ((ID, "--from", "records.json", "--out", "x.yaml", "--data", "mine"), 2, "--data goes with --apply"),
        (("NCT00000002", "--from", "records.json", "--out", "x.yaml"), 3, "no record of NCT00000002 with a text"),
        (("a.yaml", "b.yaml", "--apply"), 2, "--apply takes one review file, not 2"),
        (("a.yaml", "--apply"), 2, "--apply needs the trial files: --data DIR, or --out"),
        (("a.yaml", "--apply", "--words", "--out", "."), 2, "go with writing a review file"),
        (("a.yaml", "--apply", "--data", "nowhere"), 2, "nowhere/trials is no folder"),
        (("a.yaml", "--apply", "--out", "."), 3, "a.yaml: is not there"),
    ],
)
def test_a_review_asked_for_wrongly_says_how(
    arguments: tuple[str, ...], status: int, said: str, run: Run, records: Path
) -> None:
    done = run("trials", "review", *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert records.exists()


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("extract", ["--format"]),
        ("show", ["--from", "--format", "--data", "--alone"]),
        ("review", ["--from", "--out", "--words", "--apply", "--data"]),
    ],
)
def test_help_names_every_option(verb: str, options: list[str], run: Run) -> None:
    done = run("trials", verb, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert [option for option in options if option not in done.stdout.split()] == []
