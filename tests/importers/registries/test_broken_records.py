"""Broken input is reported with its file and record, and the rest is read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.importers.registries.conftest import CAPTURED, TEXT, Import, v2

from trialign.errors import InputProblems, UsageError
from trialign.importers.trials import MAX_TEXT, Wanted

Saved = Callable[..., Path]
GOOD = json.dumps(v2())
OTHER = json.dumps(v2("NCT00000002"))
DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one.json", GOOD),
        ("list.json", f"[{GOOD}]"),
        ("page.json", f'{{"totalCount": 1, "studies": [{GOOD}], "nextPageToken": "x"}}'),
        ("lines.jsonl", f"{GOOD}\n\n"),
        ("lines-within.json", f"{GOOD}\n{GOOD}\n"),
        ("by-id.json", json.dumps({"NCT00000001": v2(), "meta-info": {"queries": []}}, indent=1)),
        ("marked.json", b"\xef\xbb\xbf" + GOOD.encode()),
        ("wide.json", b"\xff\xfe" + GOOD.encode("utf-16-le")),
        ("one.yaml", GOOD),
        ("several.yaml", f"[{GOOD}]"),
        ("pretty.json", json.dumps(v2(), indent=2)),
    ],
)
def test_every_form_of_file_is_read(name: str, content: str | bytes, saved: Saved, imported: Import) -> None:
    found, files = imported(saved(content, name))
    assert not found.problems
    assert list(files) == ["NCT00000001.yaml"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", f"[{OTHER}, 7, {GOOD}]", "a.json: [record 2] is no JSON object but a number"),
        ("a.json", f"[{OTHER}, {GOOD}, {GOOD[:40]}", "a.json: [after record 2] is not JSON: the file ends early"),
        ("a.json", f"[{OTHER}, {GOOD}, {{]", "a.json: [after record 2] is not JSON"),
        ("a.json", f"[{OTHER}, {DEEP}, {GOOD}]", "a.json: [record 2] is nested too deep"),
        (
            "a.json",
            f'[{OTHER}, {{"colour": 1}}, {GOOD}]',
            "a.json: [record 2] unknown registry: the record has colour",
        ),
        ("a.jsonl", f"{OTHER}\nno\n{GOOD}", "a.jsonl:2: is not JSON"),
        ("a.jsonl", f"{OTHER}\n[1]\n{GOOD}", "a.jsonl:2: is no JSON object but a list"),
        ("a.jsonl", f"{OTHER}\n{DEEP}\n{GOOD}", "a.jsonl:2: is nested too deep"),
        ("a.jsonl", f"{OTHER}\n{GOOD}\n{GOOD[:50]}", "a.jsonl:3: is not JSON"),
        (
            "a.json",
            json.dumps([v2("NCT00000002"), v2("NCT00000003", text=""), v2()]),
            "a.json: [record 2] NCT00000003 has no eligibility text",
        ),
        (
            "a.json",
            json.dumps([v2("NCT00000002"), v2("NCT00000003", text="x" * 1_000_000), v2()]),
            f"NCT00000003 has criteria of 1,000,000 characters, more than {MAX_TEXT:,}",
        ),
        ("a.json", json.dumps([v2("NCT00000002"), v2(""), v2()]), "[record 2] the record has no id of a registry"),
        (
            "a.json",
            json.dumps([v2("NCT00000002"), v2("NCT00000003", updated="2026-02-01"), v2()]),
            "[record 2] NCT00000003 was updated on 2026-02-01, after it was captured on 2026-01-05",
        ),
        ("a.json", json.dumps([v2("NCT00000002", status="HUMMING"), v2()]), "[record 1] the status 'HUMMING'"),
        ("a.json", json.dumps([v2("NCT00000002"), v2("X1"), v2()]), "[record 2] the id 'X1' is of no registry"),
        (
            "a.json",
            f"[{OTHER},{GOOD}]".replace("A trial", "Caf\xe9").encode("cp1252"),
            "a.json:1: 2 places are not UTF-8 and read as Windows-1252",
        ),
    ],
)
def test_a_broken_record_is_named_and_the_others_are_read(
    name: str, content: str | bytes, said: str, saved: Saved, imported: Import
) -> None:
    found, files = imported(saved(content, name))
    assert sorted(files) == ["NCT00000001.yaml", "NCT00000002.yaml"]
    assert len(found.problems) == 1
    assert said in str(found.problems[0])


def test_windows_letters_are_read_as_such(saved: Saved, imported: Import) -> None:
    _, files = imported(saved(GOOD.replace("A trial", "Caf\xe9 \x93x\x94").encode("latin-1")))
    assert files["NCT00000001.yaml"]["short_title"] == "Caf\xe9 \u201cx\u201d"


def test_a_letter_cut_by_the_end_of_a_chunk_is_no_wrong_byte(saved: Saved, imported: Import) -> None:
    records = [
        v2(text=TEXT + "\u00e9\u2265" * 60_000),
        v2("NCT00000002", text="\u2265" * 200_000),
    ]
    found, _ = imported(saved(json.dumps(records, ensure_ascii=False).encode()))
    assert not found.problems


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "", "is empty"),
        ("a.txt", "words", "holds neither JSON nor XML"),
        ("a.json", "{", "is not JSON"),
        ("a.json", "[]", ""),
        ("a.json", '{"studies": []}', ""),
        ("a.xml", "<clinical_study><id_info>", "is not XML"),
        ("a.xml", "<other/>", "holds no element clinical_study"),
        ("a.xml", '<!DOCTYPE x [<!ENTITY a "b">]><clinical_study>&a;</clinical_study>', "declares a document type"),
        ("a.xml", "<clinical_study>" + "<a>" * 50, "is nested more than 40 levels deep"),
        ("a.yaml", "a: [", "is not YAML"),
        ("missing.json", None, "cannot be read: No such file or directory"),
    ],
)
def test_where_nothing_can_be_read_that_is_an_input_problem(
    name: str, content: str | None, said: str, saved: Saved, imported: Import, tmp_path: Path
) -> None:
    path = tmp_path / name if content is None else saved(content, name)
    with pytest.raises(InputProblems) as error:
        imported(path)
    assert said in str(error.value)


def test_records_without_a_day_of_capture_are_counted_once(saved: Saved, imported: Import) -> None:
    dated = v2() | {"record_last_import": "2026-01-05"}
    found, files = imported(saved([dated, v2("NCT00000002"), v2("NCT00000003")]), wanted=Wanted())
    assert list(files) == ["NCT00000001.yaml"]
    assert "2 records do not say when they were captured and are left out; give the day with --captured" in str(
        found.problems[0]
    )


def test_a_folder_is_read_by_name_and_an_empty_one_refused(tmp_path: Path, imported: Import) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(UsageError, match="holds no file of records"):
        imported(folder)
    (folder / "b.json").write_text(GOOD)
    (folder / "a.jsonl").write_text(OTHER)
    (folder / "readme.txt").write_text("not read")
    found, files = imported(folder)
    assert not found.problems
    assert len(files) == 2


def test_no_word_of_the_criteria_is_written(saved: Saved, imported: Import) -> None:
    found, files = imported(saved(v2(text=f"{TEXT}\n\n* conspicuous prose")))
    assert found.names
    assert "conspicuous" not in json.dumps(files)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read_is_a_problem(saved: Saved, imported: Import) -> None:
    path = saved(GOOD)
    path.chmod(0)
    with pytest.raises(InputProblems, match="Permission denied"):
        imported(path, wanted=Wanted(captured=CAPTURED))
