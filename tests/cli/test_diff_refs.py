"""Sides of a comparison that are read from git: what they may be, what is said of them, and what is refused."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from tests.features.own_data import write_tests
from tests.process import InProcess
from tests.repository import begin, commit, git

import trialign.report

_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "diff.schema.json"
_PANEL = {"cancers": "COADREAD", "method": "Panel", "scope": "Small variant detection"}
_ROW = {**_PANEL, "code": "M1.1", "test": "KRAS", "target": "KRAS"}
_BRAF = {**_ROW, "code": "M1.2", "test": "BRAF", "target": "BRAF"}
_FILE = "directories/england/2026-01-01.csv"
_DRAFT = "indication_code,indication,test_code,test_name\nM1,the indication M1,M1.1,KRAS\n"


class Repository(NamedTuple):
    """A repository of two commits; the first one's tag is ``v1``."""

    folder: Path
    first: str
    second: str


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """KRAS and BRAF in the first commit, KRAS alone in the second; the working directory lies in it."""
    folder = tmp_path / "repository"
    begin(folder)
    write_tests(folder / "directories", {"2026-01-01": [_ROW, _BRAF]})
    (folder / "draft.csv").write_text(_DRAFT, encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "draft.csv").write_text(_DRAFT, encoding="utf-8")
    first = commit(folder, "first")
    git(folder, "tag", "--annotate", "v1", "--message", "one")
    lines = (folder / _FILE).read_text(encoding="utf-8").splitlines()
    (folder / _FILE).write_text("\n".join(line for line in lines if "BRAF" not in line) + "\n", encoding="utf-8")
    second = commit(folder, "second")
    monkeypatch.chdir(folder)
    return Repository(folder, first, second)


def _json(in_process: InProcess, *arguments: str) -> dict[str, Any]:
    ended = in_process("diff", *arguments, "--as-of", "2026-11-22", "--format", "json", "--no-findings")
    assert ended.status == 0, ended.stderr
    value: dict[str, Any] = json.loads(ended.stdout)
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(value)] == []
    return value


@pytest.mark.parametrize("path", ["directories", "directories/", "directories/england"])
@pytest.mark.parametrize(("before", "after"), [("v1", "main"), ("HEAD~1", "HEAD")])
def test_a_folder_at_a_ref_is_compared(
    in_process: InProcess, repository: Repository, before: str, after: str, path: str
) -> None:
    found = _json(in_process, f"{before}:{path}", f"{after}:{path}")
    (change,) = found["changes"]
    assert (change["kind"], change["from"]) == ("removed", ["M1.2"])
    assert found["sides"]["from"] == [
        {
            "asked": f"{before}:{path}",
            "releases": ["england/cancer-non-cns@2026-01-01"],
            "commit": repository.first,
        }
    ]
    assert found["sides"]["to"][0]["commit"] == repository.second


def test_evidence_names_the_ref_and_the_line_and_no_copy(in_process: InProcess, repository: Repository) -> None:
    arguments = ("diff", "v1:directories/england", "main:directories/england", "--format", "json", "--no-findings")
    first, second = (in_process(*arguments).stdout for _ in range(2))
    assert first == second
    (change,) = json.loads(first)["changes"]
    assert [row["place"] for row in change["evidence"]] == [f"v1:{_FILE}:3"]
    assert tempfile.gettempdir() not in first.replace(str(repository.folder), "")


def test_the_copy_is_removed(
    in_process: InProcess, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    assert in_process("diff", "v1:directories", "main:directories").status == 0
    assert in_process("diff", "v1:directories", "main:sub").status == 3
    assert list(copies.iterdir()) == []


def test_text_names_the_commit(in_process: InProcess, repository: Repository) -> None:
    text = in_process("diff", "v1:directories", "directories").stdout
    assert f"v1:directories is commit {repository.first}" in " ".join(text.split())


def test_a_file_at_a_ref_takes_the_book_of_the_other_side(in_process: InProcess, repository: Repository) -> None:
    (repository.folder / "draft.csv").unlink()
    found = _json(in_process, "v1:directories", "main:draft.csv")
    assert found["to"] == ["england/cancer-non-cns@draft"]
    gone = next(change for change in found["changes"] if change["from"] == ["M1.2"])
    assert gone["to"] == []


def test_a_path_counts_from_the_top_or_from_here(
    in_process: InProcess, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder / "sub")
    book = ("--book", "england/cancer-non-cns")
    assert in_process("diff", "main:./draft.csv", "main:sub/draft.csv", *book).status == 0
    wrong = in_process("diff", "main:directories", "main:other.csv")
    assert (wrong.status, "counts from the top" in wrong.stderr) == (3, True)
    monkeypatch.chdir(repository.folder / "directories")
    lost = in_process("diff", "main:england", "main:england")
    assert "write 'main:directories/england' or 'main:./england'" in lost.stderr


def test_a_path_that_exists_is_a_path(
    in_process: InProcess, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.folder / "main:draft.csv").write_text(_DRAFT, encoding="utf-8")
    found = _json(in_process, "v1:directories", "main:draft.csv")
    assert found["sides"]["to"][0]["commit"] is None


def test_a_problem_in_a_file_names_the_ref_and_the_line(in_process: InProcess, repository: Repository) -> None:
    path = repository.folder / _FILE
    path.write_text(path.read_text(encoding="utf-8").replace("M1,the", "M9,the"), encoding="utf-8")
    (repository.folder / "draft.csv").write_text(_DRAFT + "M1\n", encoding="utf-8")
    commit(repository.folder, "broken")
    folder = in_process("diff", "v1:directories", "main:directories")
    assert (folder.status, folder.stdout) == (3, "")
    assert f"main:{_FILE}:2" in folder.stderr
    file = in_process("diff", "v1:directories", "main:draft.csv")
    assert "main:draft.csv:3" in file.stderr


def test_a_folder_whose_name_holds_a_sign_of_releases_is_that_of_its_newest_releases(
    in_process: InProcess, repository: Repository
) -> None:
    write_tests(repository.folder / "a@b", {"2026-01-01": [_ROW], "2026-02-01": [_ROW]})
    found = _json(in_process, "main:directories", str(repository.folder / "a@b"))
    assert found["to"] == ["england/cancer-non-cns@2026-02-01"]


@pytest.mark.parametrize(
    ("side", "status", "words"),
    [
        ("mian:directories", 2, "did you mean 'main'?"),
        ("--output=x:directories", 2, "No such option"),
        (":directories", 2, "names no branch, tag or commit"),
        ("main:directory", 3, "did you mean 'directories'?"),
        ("main:sub", 3, "main:sub"),
        ("main:.gitignore", 3, "is not there"),
        ("main:../directories", 3, "is not there"),
        ("main:*", 3, "is not there"),
        (r"C:\draft.csv", 3, "is not there"),
        ("C:/draft.csv", 3, "is not there"),
    ],
)
def test_what_is_not_in_the_repository_is_told(
    in_process: InProcess, repository: Repository, side: str, status: int, words: str
) -> None:
    ended = in_process("diff", "main:directories", side)
    assert (ended.status, ended.stdout) == (status, "")
    assert words in ended.stderr


def test_a_ref_that_begins_like_an_option_is_refused(in_process: InProcess, repository: Repository) -> None:
    ended = in_process("diff", "--", "main:directories", "--exec=x:directories")
    assert (ended.status, "names no branch, tag or commit" in ended.stderr) == (2, True)


def test_what_is_no_table_is_refused(in_process: InProcess, repository: Repository) -> None:
    (repository.folder / "draft.txt").write_text(_DRAFT, encoding="utf-8")
    commit(repository.folder, "text")
    ended = in_process("diff", "main:directories", "main:draft.txt")
    assert (ended.status, "neither a folder nor a .csv file" in ended.stderr) == (3, True)


def test_outside_of_a_repository(in_process: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ended = in_process("diff", "main:directories", "england")
    assert (ended.status, ended.stdout) == (2, "")
    assert "in no git repository" in ended.stderr


def test_without_git(in_process: InProcess, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.folder))
    ended = in_process("diff", "main:directories", "england")
    assert (ended.status, "is not installed" in ended.stderr) == (2, True)


def test_links_within_a_commit_lead_nowhere(in_process: InProcess, repository: Repository) -> None:
    secret = repository.folder.parent / "secret.csv"
    secret.write_text(_DRAFT, encoding="utf-8")
    (repository.folder / _FILE).unlink()
    (repository.folder / _FILE).symlink_to(secret)
    commit(repository.folder, "a link")
    ended = in_process("diff", "v1:directories", "main:directories")
    assert (ended.status, "there is no file '2026-01-01.csv'" in ended.stderr) == (3, True)
