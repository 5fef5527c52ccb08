"""What ``lint`` and ``unresolved`` refuse, list and write, by the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_HEADER = "indication_code,indication,test_code,test_name,target,scope,method,cell"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trialign", *arguments]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)


def _nation(root: Path, nation: str, *rows: str, header: str = _HEADER) -> Path:
    """Write a nation with one release of book cancer, file cancer/1.csv, under one indication M1."""
    folder = root / nation
    (folder / "cancer").mkdir(parents=True)
    (folder / "cancer" / "1.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    (folder / "indications.csv").write_text(
        "book,indication_code,indication,cancers,kind,age,note\ncancer,M1,Lung,NSCLC,malignant,,\n", encoding="utf-8"
    )
    (folder / "directory.yaml").write_text(
        f"""nation: {nation}
name: A directory
publisher: A publisher
arrangement: own-directory
complete: true
max_age_days: 900
unknown: []
books:
  - book: cancer
    name: Cancer
    kind: directory
    releases:
      - {{release: "2021-10", held: true, held_by: targets, file: cancer/1.csv, published: "2021-10",
         retrieved: 2026-11-22, complete: true, source_url: "https://example.org/"}}
""",
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def two_nations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("two")
    cell = "Small variant detection,Panel"
    _nation(root, "england", f'M1,Lung,M1.1,Panel,"KRAS, KRAS, SHDB",{cell},Lung!C7')
    return _nation(root, "wales", f'M1,Lung,W1.1,"Panel (TP53",KRAS,{cell},Lung!C9')


def test_an_unknown_rule_is_refused_with_the_rules_that_lint_has() -> None:
    done = _run("lint", "england", "--rule", "BOGUS", "--fail-on", "warning")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no rule 'BOGUS'; rules: HYG-001, " in done.stderr
    assert "COV-" not in done.stderr


def test_a_rule_of_check_alone_is_none_of_lint() -> None:
    done = _run("lint", "england", "--rule", "COV-001")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no rule 'COV-001'" in done.stderr


def test_equal_file_names_of_two_nations_are_kept_apart(two_nations: Path) -> None:
    england = _run("lint", "england", "--alone", "--data", str(two_nations)).stdout
    wales = _run("lint", "wales", "--alone", "--data", str(two_nations)).stdout
    assert "M1.1" in england
    assert "W1.1" not in england
    assert "W1.1" in wales
    assert "M1.1" not in wales


def test_lint_may_fail_on_info(two_nations: Path) -> None:
    asked = ("lint", "wales", "--alone", "--data", str(two_nations), "--fail-on")
    assert [_run(*asked, level).returncode for level in ("warning", "info")] == [0, 1]


def test_a_severity_says_how_many_are_listed(two_nations: Path) -> None:
    done = _run("lint", "england", "--alone", "--data", str(two_nations), "--severity", "info")
    assert done.stdout.startswith("2 findings (1 warning, 1 info)")
    assert "Only 1 of 2 are listed, as asked for." in done.stdout


@pytest.mark.parametrize("verb", ["lint", "unresolved"])
def test_data_that_hold_no_directory_are_refused(verb: str, tmp_path: Path) -> None:
    empty, rows, decided, bare = (tmp_path / name for name in ("empty", "rows", "decided", "bare"))
    for folder in (empty, rows / "cancer", decided / "decisions", bare / "england"):
        folder.mkdir(parents=True)
    (rows / "cancer" / "2021-10.csv").write_text(_HEADER + "\n", encoding="utf-8")
    (bare / "england" / "indications.csv").write_text("book\n", encoding="utf-8")
    for root, problem in (
        (tmp_path / "nowhere", "nowhere: is no directory; check the path"),
        (empty, "empty: is an empty directory"),
        (rows, "rows: holds no nation, no decisions and no trials"),
        (decided, "decided: holds no directory of a nation"),
        (bare, "england: has no directory.yaml, so nothing in it is read; add one, or remove the folder"),
    ):
        done = _run(verb, "--data", str(root))
        assert (done.returncode, done.stdout) == (3, "")
        assert problem in done.stderr


@pytest.mark.parametrize("verb", ["lint", "unresolved"])
def test_alone_needs_data(verb: str) -> None:
    done = _run(verb, "--alone")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--alone needs --data" in done.stderr


def test_the_folder_that_the_page_on_imports_describes_is_linted(tmp_path: Path) -> None:
    page = (_ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    books = page[page.index("books:\n") : page.index("```", page.index("books:\n"))]
    mine = _nation(tmp_path, "england", "M1,Lung,M1.1,Panel,XYZ99,Small variant detection,Panel,Lung!C7")
    folder = mine / "england"
    (folder / "cancer" / "1.csv").rename(folder / "cancer" / "2026-11.csv")
    head = (folder / "directory.yaml").read_text(encoding="utf-8").partition("books:")[0]
    (folder / "directory.yaml").write_text(head + books, encoding="utf-8")
    done = _run("lint", "england", "--data", str(mine))
    assert (done.returncode, done.stderr) == (0, "")
    assert "in 1 tests of england/cancer@2026-11." in done.stdout


def test_each_finding_shows_its_file_line_and_cell(two_nations: Path) -> None:
    asked = ("lint", "england", "--alone", "--data", str(two_nations))
    place = f"{two_nations.as_posix()}/england/cancer/1.csv"
    words = _run(*asked).stdout.replace("\n", "").replace(" ", "")
    assert words.count(f"{place}:2(Lung!C7)".replace(" ", "")) == 2
    findings = json.loads(_run(*asked, "--format", "json").stdout)["findings"]
    places = {(each["file"], each["line"], each["cell"]) for one in findings for each in one["evidence"]}
    assert places == {(place, 2, "Lung!C7")}


def test_what_is_unresolved_shows_the_cell() -> None:
    asked = ("unresolved", "england/cancer@2021-10")
    places = [
        place
        for each in json.loads(_run(*asked, "--format", "json").stdout)["unresolved"]
        for place in each["places"]
    ]
    assert all("!" in place["cell"] for place in places)
    assert f"2021-10.csv:{places[0]['line']} ({places[0]['cell']})" in _run(*asked).stdout.replace("\n", "")


def test_fix_says_what_it_proposes_and_overwrites_nothing(two_nations: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    asked = ("lint", "england", "--alone", "--data", str(two_nations), "--fix")
    done = _run(*asked, str(file))
    assert done.returncode == 0
    assert "0 new proposals; 1 misprints are already in vocabulary/corrections.csv" in done.stderr
    assert not file.exists()
    file.write_text("mine", encoding="utf-8")
    done = _run(*asked, str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert "new.csv is there already and is not overwritten" in done.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    done = _run(*asked, str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{tmp_path} is a folder; name a file in it, such as {tmp_path / 'corrections.csv'}" in done.stderr


def test_fix_writes_new_proposals(tmp_path: Path) -> None:
    root = _nation(tmp_path, "england", "M1,Lung,M1.1,Panel,EGFRX,Small variant detection,Panel,Lung!C7")
    file = tmp_path / "out" / "new.csv"
    done = _run("lint", "--alone", "--data", str(root), "--fix", str(file))
    assert "1 new proposal; 0 misprints" in done.stderr
    assert file.read_text(encoding="utf-8").splitlines()[1].startswith("EGFRX,EGFR,misprint,")


@pytest.fixture(scope="module")
def england() -> str:
    return " ".join(_run("lint", "england").stdout.split())


@pytest.mark.parametrize(
    "words",
    [
        "M225.1 and M225.3",
        "M85.14 and M85.15",
        "M4.4 and M4.5",
        "only the target cell of M89.7 ",
        "which is read as not stated",
        "'BRAF-GNA11', which is read as",
    ],
)
def test_what_is_printed_with_reason_is_not_found(words: str, england: str) -> None:
    assert words not in england


def test_a_bracket_is_found_where_it_stands(england: str) -> None:
    assert "a bracket is not closed in the test name and target cell of M89.7 " in england
