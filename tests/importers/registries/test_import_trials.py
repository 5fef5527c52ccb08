"""The command `trialign import trials`, from files to files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.importers.conftest import Run
from tests.importers.registries.conftest import euctr, v2

from trialign import resources
from trialign.read.document import read_document
from trialign.validate import schema

PLAIN = v2("NCT00000002", text="Inclusion Criteria:\n\n* adults\n\nExclusion Criteria:\n\n* none")
TREE: dict[str, Any] = {
    "nct_id": "NCT00000001", "registry": "ClinicalTrials.gov", "short_title": "A trial", "status": "Recruiting",
    "phase": "Phase 2", "captured": "2026-01-05", "source_url": "https://clinicaltrials.gov/study/NCT00000001",
    "nations": ["wales"], "local_testing": None, "reviewed": False,
    "treatment_list": {"step": [{"match": [{"genomic": {"hugo_symbol": "KRAS", "protein_change": "p.G12C"}}]}]},
}  # fmt: skip


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Return a folder with a trial in CTML, a registry record without a biomarker, and an unknown record."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "tree.yaml").write_text(yaml.safe_dump(TREE), encoding="utf-8")
    (folder / "registry.json").write_text(json.dumps([PLAIN, {"colour": 1}]), encoding="utf-8")
    return folder


def test_import_trials_writes_files_and_says_what_it_left_out(records: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    done = run("import", "trials", records, "--out", out, "--captured", "2026-01-05")
    assert done.status == 0
    assert sorted(path.name for path in out.iterdir()) == ["NCT00000001.yaml", "trials.yaml"]
    assert "2 records of 2 trials (1 CTML, 1 ClinicalTrials.gov)" in done.stdout
    assert "1 trial left out: without a biomarker in the criteria" in done.stdout
    assert f"wrote 1 file and trials.yaml to {out}" in " ".join(done.stdout.split("\n"))
    assert "registry.json: [record 2] unknown registry: the record has colour" in done.stderr
    document = read_document(out / "NCT00000001.yaml", "written")
    assert not schema.document_problems(document, resources.directories() / "schemas" / "trial.schema.json")


def test_what_is_imported_can_be_checked_at_once(tmp_path: Path, run: Run) -> None:
    records, trials = tmp_path / "records.json", tmp_path / "mine" / "trials"
    records.write_text(json.dumps([v2(), v2("NCT00000002")]), encoding="utf-8")
    first = run("import", "trials", records, "--out", trials, "--captured", "2026-01-05")
    assert first.status == 0
    settings = yaml.safe_load((trials / "trials.yaml").read_text(encoding="utf-8"))
    assert (settings["publisher"], settings["source_url"]) == ("ClinicalTrials.gov", "https://clinicaltrials.gov/")
    assert (settings["captured_from"], settings["captured_to"]) == ("2026-01-05", "2026-01-05")
    assert run("validate", tmp_path / "mine").status == 0
    (trials / "trials.yaml").write_text("mine: true\n", encoding="utf-8")
    assert run("import", "trials", records, "--out", trials, "--captured", "2026-02-05", "--force").status == 0
    assert (trials / "trials.yaml").read_text(encoding="utf-8") == "mine: true\n"


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("United Kingdom", "nations not stated"),
        ("Wales", "Wales"),
        ("France", "none in the United Kingdom (France)"),
    ],
)
def test_the_sites_of_a_trial_are_shown(country: str, said: str, tmp_path: Path, run: Run) -> None:
    records, trials = tmp_path / "records.json", tmp_path / "mine" / "trials"
    place = {
        "facility": "",
        "city": "Cardiff" if country == "Wales" else "",
        "country": country.replace("Wales", "UK"),
    }
    record = v2(text="Inclusion Criteria:\n\n* KRAS G12C")
    record["protocolSection"]["contactsLocationsModule"] = {"locations": [place]}
    records.write_text(json.dumps(record), encoding="utf-8")
    run("import", "trials", records, "--out", trials, "--captured", "2026-11-05")
    shown = run("trials", "show", "NCT00000001", "--data", tmp_path / "mine")
    assert f"sites: {said}" in shown.stdout


def test_a_day_of_capture_that_has_not_come_is_refused(records: Path, run: Run) -> None:
    done = run("import", "trials", records, "--captured", "2999-01-05")
    assert (done.status, "--captured 2999-01-05 has not come yet" in done.stderr) == (2, True)


def test_the_report_names_twins_that_contradict_and_duplicates(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "records.jsonl"
    twice = v2("NCT00000003")
    records = [twice, twice, v2(), euctr(nct="NCT00000001", status="Prematurely Ended")]
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    done = run("import", "trials", path, "--captured", "2026-01-05", "--dry-run")
    said = " ".join(done.stdout.split())
    assert "1 trial joined from several records" in said
    assert "records of one trial contradict each other (2):" in said
    assert "status: ClinicalTrials.gov 'RECRUITING', EUCTR (2016-000001-11) 'Prematurely Ended'" in said
    assert "phase: ClinicalTrials.gov 'Phase 1/Phase 2', EUCTR (2016-000001-11) 'Phase 2'" in said
    assert "records stand twice; the later is kept (1):" in said
    assert done.status == 0


def test_a_dry_run_writes_nothing(records: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    done = run("import", "trials", records, "--out", out, "--captured", "2026-01-05", "--dry-run")
    assert done.status == 0
    assert "Nothing was written; it would be 1 file and trials.yaml." in done.stdout
    assert not out.exists()


def test_the_same_again_writes_the_same_and_other_content_needs_force(
    records: Path, tmp_path: Path, run: Run
) -> None:
    out = tmp_path / "out"
    command = ("import", "trials", records, "--out", out, "--captured", "2026-01-05")
    written = out / "NCT00000001.yaml"
    assert run(*command).status == 0
    first = written.read_bytes()
    assert run(*command).status == 0
    assert written.read_bytes() == first
    written.write_text("reviewed: false\n", encoding="utf-8")
    refused = run(*command)
    assert refused.status == 2
    assert "holds other criteria than would be written" in refused.stderr
    assert run(*command, "--force").status == 0
    assert written.read_bytes() == first


def test_a_confirmed_file_is_not_replaced_even_by_force(records: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    out.mkdir()
    written = out / "NCT00000001.yaml"
    written.write_text(f"reviewed: true\nextraction: {{text_sha256: {'0' * 64}}}\n", encoding="utf-8")
    done = run("import", "trials", records, "--out", out, "--captured", "2026-01-05", "--force")
    assert done.status == 0
    assert "1 confirmed file left alone" in done.stdout
    assert "0000" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--captured", "soon"), 2, "--captured 'soon' is no date"),
        (("--out", "registry"), 2, "registry is no folder"),
    ],
)
def test_wrong_options_are_refused(
    arguments: tuple[str, ...], status: int, said: str, records: Path, tmp_path: Path, run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("registry").write_text("a file")
    done = run("import", "trials", records, *arguments)
    assert (done.status, said in done.stderr) == (status, True)


def test_where_nothing_can_be_read_the_command_ends_with_3(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.json"
    path.write_text("[1, 2]")
    done = run("import", "trials", path, "--out", tmp_path / "out")
    assert done.status == 3
    assert "a.json: [record 1] is no JSON object but a number" in done.stderr
    assert "2 problems; nothing was written." in done.stderr


def test_only_trials_take_several_files(tmp_path: Path, run: Run) -> None:
    done = run("import", "decisions", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert done.status == 2
    assert "one file at a time, not 2; only trials take several" in done.stderr
