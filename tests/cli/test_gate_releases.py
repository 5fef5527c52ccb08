"""``gate --release``: a draft before it is a release, or an older release, judged as the one in force."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.process import InProcess

_DATA = Path(__file__).parents[1] / "golden" / "data"
_ROW = "M4,Non-Small Cell Lung Cancer,M4.9,RET rearrangement FISH\n"
_RET = "8882fe816b01cd6b"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The gate in this process, in a folder with data of its own and a draft that mends the RET finding."""
    shutil.copytree(_DATA, tmp_path / "data")
    held = (tmp_path / "data" / "england" / "cancer-non-cns" / "2026-07.csv").read_text(encoding="utf-8")
    (tmp_path / "draft.csv").write_text(held + _ROW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        given = ("gate", "--engine", "sql", "--no-verify", "--as-of", "2026-11-22", "--data", "data")
        return in_process(*given, *arguments)

    return call


def _read(run: Run, status: int, *arguments: str) -> dict[str, Any]:
    ended, out, err = run("--format", "json", *arguments)
    assert ended == status, out + err
    read: dict[str, Any] = json.loads(out)
    return read


def _new(read: dict[str, Any]) -> set[str]:
    return {each["fingerprint"] for each in read["new"]}


def test_a_draft_is_judged_in_place_of_the_release_in_force(run: Run) -> None:
    before, after = _read(run, 1), _read(run, 1, "--release", "england/cancer-non-cns=draft.csv")
    assert _new(before) - _new(after) == {_RET}
    assert after["judged_as_in_force"] == [
        {"release": "england/cancer-non-cns@draft", "file": "draft.csv", "rows": 5, "instead": "in place of 2026-07"}
    ]
    assert before["judged_as_in_force"] == []
    (source,) = [each for each in after["sources"] if each["source"].startswith("england/")]
    assert (source["source"], source["state"], source["age_days"]) == ("england/cancer-non-cns@draft", "held", None)


def test_the_text_says_what_was_judged(run: Run) -> None:
    words = " ".join(run("--release", "england/cancer-non-cns=draft.csv")[1].split())
    said = "Judged as in force: england/cancer-non-cns@draft (draft.csv, 5 rows), in place of 2026-07."
    assert said in words
    assert "Judged as in force" not in run()[1]


def test_a_draft_is_set_against_what_was_known_of_the_release(run: Run) -> None:
    assert run("--baseline", "known.txt", "--accept")[0] == 0
    read = _read(run, 0, "--baseline", "known.txt", "--frozen", "--release", "england/cancer-non-cns=draft.csv")
    assert [each["fingerprint"] for each in read["fixed"]] == [_RET]
    assert not [each for each in read["notes"] if "was accepted" in each]


def test_a_draft_with_the_name_of_a_release_stands_beside_it(run: Run, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "draft.csv", tmp_path / "2026-07.csv")
    read = _read(run, 1, "--release", "england/cancer-non-cns=2026-07.csv")
    assert read["judged_as_in_force"][0]["release"] == "england/cancer-non-cns@2026-07-draft"
    assert _RET not in _new(read)


def test_a_wrong_line_of_a_draft_is_named(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "draft.csv"
    draft.write_text(draft.read_text(encoding="utf-8") + "M99,Unknown,M99.1,KRAS hotspot\n", encoding="utf-8")
    status, out, err = run("--release", "england/cancer-non-cns=draft.csv")
    assert (status, out) == (3, "")
    assert "draft.csv:7: [indication_code] the indication M99 of book cancer-non-cns is not mapped" in err


def test_a_draft_that_is_not_there_gives_no_verdict(run: Run) -> None:
    read = _read(run, 4, "--release", "england/cancer-non-cns=nowhere.csv")
    assert [(each["cause"], each["file"]) for each in read["reasons"]] == [("source_missing", "nowhere.csv")]


def test_statements_of_a_nation_can_be_a_draft_too(run: Run, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "data" / "wales" / "tests" / "2026-11.csv", tmp_path / "wales.csv")
    read = _read(run, 1, "--release", "wales/tests=wales.csv")
    assert read["judged_as_in_force"][0]["release"] == "wales/tests@wales"
    assert _new(read) == _new(_read(run, 1))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("england/cancer-non-cn=draft.csv",), "unknown book 'cancer-non-cn' of england; did you mean"),
        (("engand/cancer-non-cns=draft.csv",), "unknown nation 'engand'"),
        (("england/cancer-non-cns@2026-70",), "unknown release '2026-70' of england/cancer-non-cns; did you mean"),
        (("england/cancer-non-cns",), "names no release; write england/cancer@2021-10 for a release, or"),
        (("england/cancer-non-cns@2026-07", "england/cancer-non-cns=draft.csv"), "cannot be in force at once"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused(run: Run, asked: tuple[str, ...], says: str) -> None:
    status, out, err = run(*(word for each in asked for word in ("--release", each)))
    assert (status, out) == (2, "")
    assert says in err


def test_a_release_whose_rows_are_not_held_gives_no_verdict(run: Run) -> None:
    read = _read(run, 4, "--release", "england/cancer-non-cns@2026-06")
    assert "england/cancer-non-cns is in force and not held" in read["reasons"][0]["what"]


def test_a_draft_is_among_the_inputs_of_the_manifest(run: Run, tmp_path: Path) -> None:
    run("--release", "england/cancer-non-cns=draft.csv", "--manifest", "run.json")
    inputs = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["inputs"]
    (draft,) = [each for each in inputs if each["path"] == "draft.csv"]
    assert draft["release"] == "england/cancer-non-cns@draft"


def test_an_old_release_of_the_bundled_data_is_judged_without_the_books_that_took_over(
    in_process: InProcess,
) -> None:
    asked = (
        "gate",
        "--engine",
        "sql",
        "--no-verify",
        "--as-of",
        "2026-11-22",
        "--format",
        "json",
        "--fail-on",
        "info",
    )
    read = json.loads(in_process(*asked, "--release", "england/cancer@2021-10").stdout)
    (judged,) = read["judged_as_in_force"]
    assert (judged["release"], judged["rows"]) == ("england/cancer@2021-10", 1561)
    said = "although cancer ended in 2026, and without cancer-non-cns and haemato-oncology and cns, which took over"
    assert judged["instead"].startswith(said)
    states = {each["source"]: each["state"] for each in read["sources"]}
    assert states["england/cancer@2021-10"] == "held"
    assert {states[f"england/{book}"] for book in ("cancer-non-cns", "haemato-oncology", "cns")} == {"none"}


def test_a_release_that_is_in_force_anyhow_changes_nothing(run: Run) -> None:
    plain, named = _read(run, 1), _read(run, 1, "--release", "england/cancer-non-cns@2026-07")
    assert named.pop("judged_as_in_force")[0]["instead"] == "which is in force anyhow"
    plain.pop("judged_as_in_force")
    assert named == plain
