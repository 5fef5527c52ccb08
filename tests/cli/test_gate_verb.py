"""The verb ``gate``: verdicts, exit statuses, what is said, and what becomes of the baseline."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from tests.process import InProcess

import trialign.report
from trialign import baseline, pipeline, resources
from trialign.errors import Disagreement

_DATA = Path(__file__).parents[1] / "golden" / "data"
_FORMATS = _DATA.parent / "formats"
_SCHEMAS = Path(trialign.report.__file__).parent / "schemas"
_RET = "8882fe816b01cd6b"
_HEADER = "rule,subject,owner,reason,source,created,expires"

Run = Callable[..., tuple[int, str, str]]


def _schema(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return read


_KNOWN: Registry[Any] = Registry().with_resource("check.schema.json", Resource.from_contents(_schema("check")))
_SHAPE = Draft202012Validator(_schema("gate"), registry=_KNOWN)


@pytest.fixture
def run(in_process: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command in this process, in a folder with data of its own, as of the pinned day."""
    shutil.copytree(_DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, verb: str = "gate") -> tuple[int, str, str]:
        given = (verb, "--engine", "sql", "--as-of", "2026-11-22", *arguments)
        data = () if "--data" in arguments else ("--data", "data")
        no = ("--no-verify",) if verb == "gate" and "--verify" not in arguments else ()
        return in_process(*given, *data, *no)

    return call


def _gate(run: Run, status: int, *arguments: str) -> dict[str, Any]:
    ended, out, err = run("--format", "json", *arguments)
    assert ended == status, out + err
    read: dict[str, Any] = json.loads(out)
    assert list(_SHAPE.iter_errors(read)) == []
    assert read["exit_status"] == status
    return read


def _words(run: Run, *arguments: str) -> str:
    return " ".join(run(*arguments)[1].split())


def _causes(read: dict[str, Any]) -> set[str]:
    return {each["cause"] for each in read["reasons"]}


def _mended(folder: Path) -> None:
    """Add a test for RET fusions, so that the finding on them is none any more."""
    file = folder / "data" / "england" / "cancer-non-cns" / "2026-07.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("NTRK1, NTRK1", "RET, NTRK1"), encoding="utf-8")


def _except(path: Path, expires: str, subject: str = _RET) -> None:
    path.write_text(
        f"{_HEADER}\nCOV-001,{subject},a board,under review,minutes of May,2026-05-01,{expires}\n", encoding="utf-8"
    )


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(_schema("gate"))


def test_a_new_gap_fails_and_is_listed(run: Run) -> None:
    read = _gate(run, 1)
    assert read["ruling"] == "failed"
    assert _causes(read) == {"new_findings"}
    assert _RET in {each["fingerprint"] for each in read["new"]}
    assert {each["severity"] for each in read["new"]} == {"error"}
    words = _words(run)
    assert words.startswith(f"FAILED: {read['summary']['new']} new gaps; 0 known, 0 fixed, 0 excepted,")
    assert "take them into the baseline with --accept" in words


def test_gaps_below_the_severity_are_counted_and_do_not_fail(run: Run) -> None:
    error, info = _gate(run, 1), _gate(run, 1, "--fail-on", "info")
    assert info["summary"]["new"] == error["summary"]["new"] + error["summary"]["below"]
    assert info["below"] == []


def test_what_an_earlier_check_shows_is_known(run: Run, tmp_path: Path) -> None:
    (tmp_path / "base.json").write_text(run("--format", "json", verb="check")[1], encoding="utf-8")
    read = _gate(run, 0, "--against", "base.json", "--fail-on", "info")
    assert (read["ruling"], read["new"], read["reasons"]) == ("passed", [], [])
    assert _RET in read["known"]
    _mended(tmp_path)
    fixed = _gate(run, 0, "--against", "base.json")["fixed"]
    assert [each["rule"] for each in fixed if each["fingerprint"] == _RET] == ["COV-001"]
    assert f"Fixed: {_RET} COV-001" in _words(run, "--against", "base.json")


def test_a_source_of_the_earlier_check_that_is_gone_is_no_pass(run: Run, tmp_path: Path) -> None:
    base = json.loads(run("--format", "json", verb="check")[1])
    base["sources"].append({**base["sources"][0], "source": "england/cns@2026", "state": "held"})
    (tmp_path / "base.json").write_text(json.dumps(base), encoding="utf-8")
    read = _gate(run, 4, "--against", "base.json")
    assert [each["what"] for each in read["reasons"] if each["cause"] == "source_missing"] == [
        "the source england/cns is not there"
    ]


def test_a_baseline_grows_only_when_asked_to(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    status, out, err = run("--baseline", "known.txt")
    assert (status, out) == (3, "")
    assert "known.txt: is not there, so no finding is known; check the path, or make it with --accept" in err
    accepted = _gate(run, 0, "--baseline", "known.txt", "--accept")["baseline"]["accepted"]
    assert baseline.read(path).fingerprints == set(accepted)
    before = path.read_bytes()
    assert _gate(run, 0, "--baseline", "known.txt")["summary"]["known"] == len(accepted)
    _gate(run, 1, "--baseline", "known.txt", "--fail-on", "info")
    assert path.read_bytes() == before


def test_a_baseline_shrinks_by_itself_when_a_finding_is_gone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    held = baseline.read(path).fingerprints
    _mended(tmp_path)
    assert _gate(run, 0, "--baseline", "known.txt", "--frozen")["baseline"]["gone"] == [_RET]
    assert baseline.read(path).fingerprints == held
    assert f"Fixed: {_RET} of the baseline" in _words(run, "--baseline", "known.txt")
    assert baseline.read(path).fingerprints == held - {_RET}


def test_a_baseline_keeps_what_rules_that_are_switched_off_would_find(run: Run, tmp_path: Path) -> None:
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    held = baseline.read(tmp_path / "known.txt").fingerprints
    (tmp_path / "trialign.yaml").write_text("disable: [COV-001]\n", encoding="utf-8")
    read = _gate(run, 0, "--baseline", "known.txt")
    assert _RET not in read["known"]
    assert baseline.read(tmp_path / "known.txt").fingerprints == held
    assert "Rules that the settings disable: COV-001." in read["notes"]


def test_a_run_without_a_verdict_leaves_the_baseline_alone(run: Run, tmp_path: Path) -> None:
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    held = baseline.read(tmp_path / "known.txt").fingerprints
    shutil.rmtree(tmp_path / "data" / "decisions")
    _gate(run, 4, "--baseline", "known.txt", "--alone")
    assert baseline.read(tmp_path / "known.txt").fingerprints == held


def test_a_corrupt_baseline_is_never_green(run: Run, tmp_path: Path) -> None:
    (tmp_path / "known.txt").write_text(f"{baseline.HEADER}\n{_RET[:9]}\n", encoding="utf-8")
    for more in ((), ("--accept",)):
        status, out, err = run("--baseline", "known.txt", *more)
        assert (status, out) == (3, "")
        assert "known.txt:2: '8882fe816' is no fingerprint" in err
        assert "restore it from version control" in err


def test_an_exception_excuses_and_one_that_has_ended_fails(run: Run, tmp_path: Path) -> None:
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    _except(tmp_path / "accepted.csv", "2027-05-01")
    read = _gate(run, 0, "--baseline", "known.txt", "--exceptions", "accepted.csv")
    assert (read["excepted"], _RET in read["known"]) == ([_RET], False)
    _except(tmp_path / "accepted.csv", "2026-06-30")
    read = _gate(run, 1, "--baseline", "known.txt", "--exceptions", "accepted.csv")
    assert _causes(read) == {"exception_expired"}
    said = (
        "accepted.csv:2: the exception of a board from COV-001 for 8882fe816b01cd6b ended on 2026-06-30, 145 days ago"
    )
    words = _words(run, "--baseline", "known.txt", "--exceptions", "accepted.csv")
    assert said in words
    assert "FAILED: 1 expired exception;" in words


def test_exceptions_that_are_not_there_are_unreadable_input(run: Run) -> None:
    status, out, err = run("--exceptions", "nowhere.csv")
    assert (status, out) == (3, "")
    assert "nowhere.csv: is not there" in err


def test_an_empty_rulebook_is_no_pass(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    for name in ("shared.yaml", "rule.schema.json", "shared.schema.json"):
        shutil.copy(resources.rules() / name, tmp_path / "rules")
    read = _gate(run, 4, "--rules", "rules")
    assert _causes(read) == {"rulebook_empty"}
    assert "NOT EVALUATED" in read["verdict"]
    assert "holds no rule, so nothing was judged; add rules to it" in _words(run, "--rules", "rules")


def test_a_rulebook_of_which_every_rule_is_switched_off_is_no_pass(run: Run, tmp_path: Path) -> None:
    ids = sorted(path.stem for path in resources.rules().glob("*/*.yaml"))
    (tmp_path / "trialign.yaml").write_text(f"disable: [{', '.join(ids)}]\n", encoding="utf-8")
    assert _causes(_gate(run, 4)) == {"rulebook_empty"}


def test_a_folder_of_data_that_is_gone_is_no_pass(run: Run) -> None:
    read = _gate(run, 4, "--data", "nowhere")
    assert [each["what"] for each in read["reasons"]] == ["the folder of data nowhere is not there"]


def test_a_file_of_the_directory_that_is_gone_is_no_pass(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / "england" / "cancer-non-cns" / "2026-07.csv").unlink()
    read = _gate(run, 4)
    assert _causes(read) == {"source_missing"}
    assert "there is no file 'cancer-non-cns/2026-07.csv' in data/england" in read["reasons"][0]["what"]
    (tmp_path / "data" / "decisions" / "decisions.yaml").unlink()
    (tmp_path / "data" / "england" / "indications.csv").write_text("a\n1\n", encoding="utf-8")
    assert run()[0] == 3


def test_invalid_data_are_unreadable_input_still(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "data" / "england" / "cancer-non-cns" / "2026-07.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run()[0] == 3


@pytest.mark.parametrize("name", ["wales", "decisions", "trials"])
def test_a_source_that_is_not_there_at_all_is_no_pass(run: Run, tmp_path: Path, name: str) -> None:
    shutil.rmtree(tmp_path / "data" / name)
    read = _gate(run, 4, "--alone")
    shown = name if name == "wales" else name.capitalize()
    assert [each["what"] for each in read["reasons"] if each["cause"] == "source_missing"] == [
        f"the source {shown} is not there"
    ]
    assert "leave out --alone" in read["reasons"][0]["mend"]


def test_a_source_beyond_its_limit_of_age_is_no_pass(run: Run) -> None:
    read = _gate(run, 4, "--as-of", "2027-11-22")
    assert _causes(read) >= {"source_too_old"}
    assert "386 days ago, more than its limit of 180" in read["reasons"][0]["what"]
    assert "retrieve it again" in read["reasons"][0]["mend"]


def test_a_release_that_is_in_force_and_not_held_is_no_pass(run: Run) -> None:
    read = _gate(run, 4, "--as-of", "2026-06-15")
    assert any("england/cancer-non-cns is in force and not held" in each["what"] for each in read["reasons"])


def test_a_required_rule_without_a_subject_is_no_pass(run: Run, tmp_path: Path) -> None:
    idle = json.loads(run("--format", "json", verb="check")[1])["summary"]["rules_without_subject"][0]
    (tmp_path / "trialign.yaml").write_text(f"gate:\n  required: [COV-001, {idle}]\n", encoding="utf-8")
    read = _gate(run, 4)
    assert [each["what"] for each in read["reasons"] if each["cause"] == "rule_without_subject"] == [
        f"the rule {idle}, which the gate requires, had nothing to judge"
    ]


def test_executors_that_disagree_give_no_verdict(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(*_: object) -> None:
        raise Disagreement("the executors sql and durable disagree on 1 matches")

    monkeypatch.setattr(pipeline, "compare", disagree)
    assert _causes(_gate(run, 4, "--verify")) == {"executors_disagree"}
    _gate(run, 1)


def test_both_executors_judge_unless_told_otherwise(run: Run) -> None:
    assert _gate(run, 1, "--verify")["engine"] == "sql, verified"
    assert _gate(run, 1)["engine"] == "sql"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--accept",), "need --baseline"),
        (("--frozen",), "need --baseline"),
        (("--accept", "--frozen", "--baseline", "b.txt"), "leave out one of them"),
    ],
)
def test_options_that_contradict_each_other_are_refused(run: Run, options: tuple[str, ...], says: str) -> None:
    status, out, err = run(*options)
    assert (status, out) == (2, "")
    assert says in err


@pytest.mark.parametrize("columns", ["60", "100", "200"])
def test_the_text_keeps_within_its_width(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = run()[1].splitlines()
    assert max(map(len, lines)) <= int(columns)


def test_two_gates_at_once_on_one_baseline_lose_nothing(run: Run, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "data", tmp_path / "other")
    decisions = tmp_path / "other" / "decisions" / "nice.csv"
    decisions.write_text(decisions.read_text(encoding="utf-8").replace("RET", "ALK"), encoding="utf-8")
    baseline.update(tmp_path / "known.txt", [], [])
    wanted: set[str] = set()
    for data in ("data", "other"):
        wanted |= {each["fingerprint"] for each in _gate(run, 1, "--data", data)["new"]}
    command = [sys.executable, "-m", "trialign", "gate", "--engine", "sql", "--no-verify", "--as-of", "2026-11-22"]
    environment = {**os.environ, "PYTHONPATH": str(Path(baseline.__file__).parents[1])}
    running = [
        subprocess.Popen(
            [*command, "--baseline", "known.txt", "--accept", "--data", data],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for data in ("data", "other")
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert baseline.read(tmp_path / "known.txt").fingerprints == wanted


def test_a_comment_says_the_verdict_what_is_new_and_how_to_except_it(run: Run, tmp_path: Path) -> None:
    _except(tmp_path / "accepted.csv", "2026-12-02", "unknown")
    read = _gate(run, 1, "--exceptions", "accepted.csv")
    status, comment, _ = run("--format", "markdown", "--exceptions", "accepted.csv", "--manifest", "run.json")
    assert status == 1
    word, _, rest = read["verdict"].partition(":")
    assert comment.startswith(f"**{word}**:{rest}\n")
    listed = re.findall(r"^    - `([0-9a-f]{16})`", comment, re.MULTILINE)
    assert listed == [each["fingerprint"] for each in read["new"]][:10]
    assert f"COV-001,{_RET},,,,2026-11-22,\n" in comment
    assert "excuses no finding here" in comment
    digest = hashlib.sha256((tmp_path / "run.json").read_bytes()).hexdigest()
    assert comment.endswith(f"\nManifest of the run: `{digest}`\n")


def test_a_comment_counts_down_the_days_of_an_exception(run: Run, tmp_path: Path) -> None:
    _except(tmp_path / "accepted.csv", "2026-12-02")
    comment = run("--format", "markdown", "--exceptions", "accepted.csv")[1]
    assert f"a board for COV-001 {_RET}: 10 days left, until 2026-12-02 (under review)" in comment
    assert f"`{_RET}`" not in comment


def test_a_comment_on_a_mended_gap_names_it_and_has_nothing_to_paste(run: Run, tmp_path: Path) -> None:
    run("--baseline", "known.txt", "--accept")
    _mended(tmp_path)
    status, comment, _ = run("--format", "markdown", "--baseline", "known.txt", "--frozen")
    assert status == 0
    assert comment.startswith("**PASSED**: no new gap")
    assert f"- `{_RET}` of the baseline" in comment
    assert "```csv" not in comment


def test_a_comment_without_a_verdict_is_no_pass(run: Run) -> None:
    status, comment, _ = run("--format", "markdown", "--data", "nowhere")
    assert status == 4
    assert comment.startswith(
        "**NOT EVALUATED**: 1 reason not to rely on this run.\n\n- The folder of data nowhere is not"
    )


def test_a_baseline_of_other_data_is_not_taken_for_mended(run: Run, tmp_path: Path) -> None:
    other = [f"{number:016x}" for number in range(3)]
    baseline.update(tmp_path / "known.txt", [], other, baseline.Origin("0" * 12, "0" * 12))
    before = (tmp_path / "known.txt").read_bytes()
    read = _gate(run, 1, "--baseline", "known.txt")
    assert (read["summary"]["fixed"], read["known"], read["fixed"]) == (0, [], [])
    assert (tmp_path / "known.txt").read_bytes() == before
    assert read["notes"][0] == (
        "Nothing in known.txt matches: none of its 3 fingerprints is found here. Is it of this data and these rules? "
        "It is left as it is."
    )
    assert "known.txt was accepted for other sources than those that were judged here." in read["notes"]


def test_a_baseline_that_is_of_this_run_may_be_mended_to_the_last(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    whence = baseline.read(path).origin
    baseline.update(path, baseline.read(path).fingerprints, ["00000000000000ff"])
    read = _gate(run, 1, "--baseline", "known.txt")
    assert read["baseline"]["gone"] == ["00000000000000ff"]
    assert not [each for each in read["notes"] if "known.txt" in each]
    assert baseline.read(path) == baseline.Baseline(frozenset(), whence)


def test_a_baseline_of_other_rules_is_named_until_it_is_accepted_anew(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    whence = baseline.read(path).origin
    assert whence is not None
    baseline.update(path, [], [], baseline.Origin("0" * 12, whence.sources))
    note = "Rules have changed since known.txt was accepted: of what they ask otherwise, old gaps may look new"
    assert _gate(run, 0, "--baseline", "known.txt")["notes"][0].startswith(note)
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    assert baseline.read(path).origin == whence
    assert not _gate(run, 0, "--baseline", "known.txt")["notes"][0].startswith("Rules")


def test_another_rulebook_is_another_one_for_a_baseline(run: Run, tmp_path: Path) -> None:
    _gate(run, 0, "--baseline", "known.txt", "--accept")
    before = (tmp_path / "known.txt").read_bytes()
    shutil.copytree(_FORMATS / "rules", tmp_path / "rules")
    read = _gate(run, 1, "--baseline", "known.txt", "--rules", "rules")
    assert read["notes"][0].startswith("Nothing in known.txt matches: ")
    assert (tmp_path / "known.txt").read_bytes() == before


def test_what_is_new_only_because_an_exception_ended_says_so(run: Run, tmp_path: Path) -> None:
    _except(tmp_path / "accepted.csv", "2026-06-30")
    read = _gate(run, 1, "--exceptions", "accepted.csv")
    new = next(each for each in read["reasons"] if each["cause"] == "new_findings")
    assert new["what"].endswith("of severity error, 1 of them only because an exception ended")
    (ended,) = [each for each in read["reasons"] if each["cause"] == "exception_expired"]
    assert (ended["file"], ended["line"]) == ("accepted.csv", 2)
    said = "New only because the exception of a board ended on 2026-06-30, 145 days ago (accepted.csv:2)."
    assert f"= {said}" in _words(run, "--exceptions", "accepted.csv")
    assert said in run("--exceptions", "accepted.csv", "--format", "markdown")[1]
    _except(tmp_path / "accepted.csv", "2027-05-01")
    text = (tmp_path / "accepted.csv").read_text(encoding="utf-8")
    (tmp_path / "accepted.csv").write_text(text.replace("2026-05-01", "2026-12-01"), encoding="utf-8")
    assert "only because" not in _words(run, "--exceptions", "accepted.csv")


def test_causes_that_are_never_green_have_each_a_sentence_of_their_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    for name in ("shared.yaml", "rule.schema.json", "shared.schema.json"):
        shutil.copy(resources.rules() / name, tmp_path / "rules")
    (tmp_path / "known.txt").write_text("torn\n", encoding="utf-8")
    _except(tmp_path / "ended.csv", "2026-06-30")
    empty, gone = run("--rules", "rules"), run("--data", "nowhere")
    corrupt, ended = run("--baseline", "known.txt"), run("--exceptions", "ended.csv")
    assert [empty[0], gone[0], corrupt[0], ended[0]] == [4, 4, 3, 1]
    assert "The rulebook rules holds no rule, so nothing was judged" in " ".join(empty[1].split())
    assert "The folder of data nowhere is not there" in " ".join(gone[1].split())
    assert "known.txt:1: the baseline does not begin with" in corrupt[2]
    assert "the exception of a board from COV-001" in " ".join(ended[1].split())


def test_one_run_gives_several_formats(run: Run, tmp_path: Path) -> None:
    more = (
        "--also",
        "junit=gate.xml",
        "--also",
        "markdown=gate.md",
        "--also",
        "xlsx=gate.xlsx",
        "--also",
        "text=a.txt",
    )
    status, out, _ = run("--format", "sarif", *more)
    assert status == 1
    assert json.loads(out)["runs"][0]["automationDetails"]["id"] == "trialign/gate"
    assert (tmp_path / "gate.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert (tmp_path / "gate.md").read_text(encoding="utf-8").startswith("**FAILED**: ")
    assert (tmp_path / "gate.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("FAILED: ")


def test_a_file_that_said_passed_does_not_outlive_a_run_without_a_verdict(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "gate.md"
    file.write_text("**PASSED**: an older run\n", encoding="utf-8")
    status, out, _ = run("--format", "markdown", "--output", "gate.md", "--data", "nowhere")
    assert status == 4
    assert out.splitlines() == [
        "NOT EVALUATED: 1 reason not to rely on this run.",
        "  ! The folder of data nowhere is not there; check the path of --data.",
    ]
    assert file.read_text(encoding="utf-8").startswith("**NOT EVALUATED**: ")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--format", "xlsx"), "is no text; name a file with --output"),
        (("--also", "gate.xml"), "write a format and a file, such as --also sarif=gate.sarif"),
        (("--also", "junt=gate.xml"), "unknown format 'junt'; did you mean 'junit'?"),
        (("--also", "junit=data"), "data is a folder"),
        (("--also", "junit=a", "--output", "a"), "two formats cannot go to one file, a"),
    ],
)
def test_formats_that_cannot_be_delivered_are_refused(run: Run, options: tuple[str, ...], says: str) -> None:
    status, out, err = run(*options)
    assert (status, out) == (2, "")
    assert says in err


def test_the_reasons_are_on_the_screen_where_all_formats_go_to_files(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("--output", "out.txt")
    head, reason = out.splitlines()
    assert (status, head[:7]) == (1, "FAILED:")
    assert reason.startswith("  ! ")
    assert reason in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_nothing_is_to_be_explained_where_no_finding_is_listed(run: Run, tmp_path: Path) -> None:
    assert "trialign explain FINGERPRINT" in run()[1]
    assert run("--baseline", "known.txt", "--accept")[0] == 0
    _except(tmp_path / "data" / "exceptions.csv", "2026-06-30")
    status, out, _ = run("--baseline", "known.txt")
    assert status == 1
    assert "explain" not in out
    (tmp_path / "data" / "exceptions.csv").unlink()
    status, out, _ = run("--baseline", "known.txt")
    assert status == 0
    assert "explain" not in out
