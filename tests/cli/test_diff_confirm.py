"""Links that people settle: the file is written once, read ever after, added to only when asked, and checked."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.features.own_data import write_tests
from tests.process import Ended, InProcess

from trialign.load.links import SCHEMA

_PANEL = {"cancers": "COADREAD", "method": "Panel", "scope": "Small variant detection"}
_EARLIER = [
    {**_PANEL, "code": "M1.1", "test": "KRAS", "target": "KRAS"},
    {**_PANEL, "code": "M1.2", "test": "BRAF", "target": "BRAF"},
]
_LATER = [
    {**_PANEL, "code": "M1.5", "test": "KRAS", "target": "KRAS"},
    {**_PANEL, "code": "M1.2", "test": "EGFR", "target": "EGFR"},
]
_SIDES = ("england/cancer-non-cns@2026-01-01", "england/cancer-non-cns@2026-02-01")


class Desk(NamedTuple):
    """Two releases, and where the links go."""

    run: InProcess
    data: Path
    links: Path

    def ask(self, *more: str, verb: str = "diff") -> Ended:
        """Compare the two releases with the file of links."""
        arguments = (*_SIDES, "--data", self.data, "--alone", "--as-of", "2026-11-22", "--confirm", self.links, *more)
        return self.run(verb, *arguments)

    def changes(self) -> dict[str, Any]:
        """Return each change by its earlier code."""
        ended = self.ask("--format", "json", "--no-findings")
        assert ended.status == 0, ended.stderr
        return {code: change for change in json.loads(ended.stdout)["changes"] for code in change["from"]}

    def settle(self, code: str, status: str, to: str | None = None) -> None:
        """Settle the entry of a code by hand."""
        text = self.links.read_text(encoding="utf-8")
        head, mark, tail = text.partition(f'  - from: ["{code}"]\n')
        assert mark
        if to is not None:
            tail = f"    to: {to}\n" + tail.split("\n", maxsplit=1)[1]
        tail = tail.replace("status: guess", f"status: {status}", 1)
        tail = tail.replace('by: ""', "by: A. Curator", 1).replace('date: ""', "date: 2026-11-26", 1)
        self.links.write_text(head + mark + tail, encoding="utf-8")


@pytest.fixture
def desk(in_process: InProcess, tmp_path: Path) -> Desk:
    """M1.1 has another code in the later release, and M1.2 is another test."""
    write_tests(tmp_path / "data", {"2026-01-01": _EARLIER, "2026-02-01": _LATER})
    return Desk(in_process, tmp_path / "data", tmp_path / "links.yaml")


def test_a_file_that_is_not_there_is_written_with_the_guesses(desk: Desk) -> None:
    ended = desk.ask()
    assert (ended.status, "2 guesses written" in ended.stderr) == (0, True)
    value = yaml.safe_load(desk.links.read_text(encoding="utf-8"))
    assert [(each["from"], each["to"], each["guess"], each["status"]) for each in value["links"]] == [
        (["M1.2"], [], "reused", "guess"),
        (["M1.1"], ["M1.5"], "recoded", "guess"),
    ]
    assert all(each["why"] for each in value["links"])


def test_the_file_says_how_it_is_filled_in_and_shows_both_rows(desk: Desk) -> None:
    desk.ask()
    text = desk.links.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA.as_posix()}\n")
    assert "# from M1.1 the indication M1: KRAS | KRAS (" in text
    assert "# to   M1.5 the indication M1: KRAS | KRAS (" in text
    assert f"{(desk.data / 'england/2026-01-01.csv').as_posix()}:2)" in text


def test_the_file_fits_its_schema(desk: Desk) -> None:
    desk.ask()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    value = yaml.safe_load(desk.links.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(value)) == []


def test_the_same_bytes_are_written_twice_and_what_is_there_is_never_written_over(desk: Desk) -> None:
    desk.ask()
    first = desk.links.read_bytes()
    desk.links.unlink()
    desk.ask()
    assert desk.links.read_bytes() == first
    desk.links.write_bytes(first + b"# a note\n")
    ended = desk.ask()
    assert desk.links.read_bytes() == first + b"# a note\n"
    assert "0 confirmed, 0 denied, 2 guesses still open" in ended.stderr
    assert sorted(path.name for path in desk.links.parent.iterdir()) == ["data", "links.yaml"]


def test_guesses_change_nothing(desk: Desk) -> None:
    before = desk.changes()
    assert desk.changes() == before
    assert (before["M1.1"]["kind"], before["M1.1"]["confidence"]) == ("recoded", "medium")


def test_a_confirmed_link_decides_and_is_named(desk: Desk) -> None:
    desk.ask()
    desk.settle("M1.1", "confirmed")
    change = desk.changes()["M1.1"]
    assert (change["kind"], change["confidence"], change["to"]) == ("recoded", "high", ["M1.5"])
    assert change["witness"].endswith("; confirmed by A. Curator on 2026-11-26")
    assert desk.changes()["M1.2"]["kind"] == "reused"


def test_a_link_may_be_corrected_before_it_is_confirmed(desk: Desk) -> None:
    desk.ask()
    desk.settle("M1.2", "confirmed", "[M1.2]")
    change = desk.changes()["M1.2"]
    assert (change["kind"], change["lost"]) == ("retargeted", ["BRAF small variant"])


def test_a_denied_link_forbids_the_match(desk: Desk) -> None:
    desk.ask()
    desk.settle("M1.1", "denied")
    change = desk.changes()["M1.1"]
    assert change["kind"] != "recoded"
    assert "M1.5 for M1.1 denied by A. Curator on 2026-11-26" in change["witness"]


def test_new_guesses_are_told_and_appended_only_when_asked(desk: Desk) -> None:
    desk.ask()
    text = desk.links.read_text(encoding="utf-8")
    old = text[: text.index('  - from: ["M1.1"]')] + "  # the end\n"
    desk.links.write_text(old, encoding="utf-8")
    assert "it lacks 1 guess, which --append adds" in desk.ask().stderr
    assert desk.links.read_text(encoding="utf-8") == old
    assert "1 guess appended" in desk.ask("--append").stderr
    assert desk.links.read_text(encoding="utf-8") == old + text[text.index('  - from: ["M1.1"]') :]
    assert "lacks" not in desk.ask("--append").stderr


def test_a_file_that_does_not_end_with_its_links_is_not_added_to(desk: Desk) -> None:
    text = 'links: []\nfrom: ["a release"]\n'
    desk.links.write_text(text, encoding="utf-8")
    ended = desk.ask("--append")
    assert (ended.status, "does not end with its list of links" in ended.stderr) == (2, True)
    assert desk.links.read_text(encoding="utf-8") == text


def test_where_nothing_is_uncertain_no_file_is_written(desk: Desk) -> None:
    side = _SIDES[0]
    ended = desk.run("diff", side, side, "--data", desk.data, "--alone", "--confirm", desk.links)
    assert (ended.status, "no match is uncertain" in ended.stderr, desk.links.exists()) == (0, True, False)


def test_release_notes_follow_the_links_too(desk: Desk) -> None:
    assert "2 guesses written" in desk.ask(verb="release-notes").stderr
    desk.settle("M1.1", "confirmed")
    ended = desk.ask(verb="release-notes")
    assert ended.status == 0
    assert "confirmed by A. Curator on 2026-11-26" in ended.stdout


_ENTRY = '  - from: ["M1.1"]\n    to: ["M1.5"]\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"links:\n{_ENTRY}    statsu: guess\n", 4, "did you mean 'status'"),
        (f"links:\n{_ENTRY}    status: confirm\n", 4, "did you mean 'confirmed'"),
        (f"links:\n{_ENTRY}    status: confirmed\n    date: 2026-11-26\n", 2, "write in 'by' who settled it"),
        (f"links:\n{_ENTRY}    status: denied\n    by: A\n    date: 2026-11-31\n", 6, "'2026-11-31' is no day"),
        (f"links:\n{_ENTRY}    status: confirmed\n    by: A\n    date: ''\n", 6, "without a day"),
        (f"links:\n{_ENTRY}    status: guess\n    by: A\n", 4, "the status is still 'guess'"),
        ("links:\n  - from: []\n    to: []\n    status: guess\n", 2, "from"),
        ('links:\n  - from: ["M1.9"]\n    to: []\n    status: guess\n', 2, "no test 'M1.9' on the earlier side"),
        ('links:\n  - from: ["M1.1"]\n    to: ["M1.1"]\n    status: guess\n', 2, "no test 'M1.1' on the later side"),
        ("lonks: []\n", 1, "did you mean 'links'"),
        ("", 0, "is empty"),
        ("links: [\n", 2, "is not YAML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(desk: Desk, text: str, line: int, words: str) -> None:
    desk.links.write_text(text, encoding="utf-8")
    ended = desk.ask()
    assert (ended.status, ended.stdout) == (3, "")
    place = f"{desk.links.as_posix()}:{line}:" if line else desk.links.as_posix()
    assert place in ended.stderr
    assert words in ended.stderr
    assert desk.links.read_text(encoding="utf-8") == text


def test_a_file_that_comes_to_be_in_the_meantime_is_left_as_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def late(source: Path, target: Path) -> None:
        target.write_text("of another", encoding="utf-8")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    ended = desk.ask()
    assert (ended.status, "was not written over" in ended.stderr) == (2, True)
    assert desk.links.read_text(encoding="utf-8") == "of another"
    assert sorted(path.name for path in desk.links.parent.iterdir()) == ["data", "links.yaml"]


def test_a_place_that_cannot_be_written_is_told(desk: Desk) -> None:
    (desk.data / "file").write_text("", encoding="utf-8")
    ended = desk._replace(links=desk.data / "file" / "links.yaml").ask()
    assert (ended.status, "cannot be written" in ended.stderr) == (2, True)


def test_appending_needs_a_file(in_process: InProcess) -> None:
    ended = in_process("diff", "england", "england", "--append")
    assert (ended.status, "--append needs --confirm" in ended.stderr) == (2, True)


def test_two_nations_have_no_links(in_process: InProcess, tmp_path: Path) -> None:
    ended = in_process("diff", "england", "scotland", "--confirm", tmp_path / "links.yaml")
    assert (ended.status, "compared without --confirm" in ended.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


_HEAD = 'from: ["england/cancer@2020-11"]\nto: ["england/cancer@2021-10"]\n'


def test_a_file_of_another_comparison_is_told_by_its_head_and_proposes_nothing(desk: Desk) -> None:
    desk.links.write_text(
        f'{_HEAD}links:\n  - from: ["M3.2"]\n    to: ["M1.6"]\n    status: guess\n', encoding="utf-8"
    )
    ended = desk.ask()
    assert ended.status == 3
    told = "was written for england/cancer@2020-11 compared with england/cancer@2021-10"
    assert f"{desk.links.as_posix()}:1: [from] {told}" in ended.stderr
    assert "did you mean" not in ended.stderr
    assert "there is no test" not in ended.stderr


def test_a_file_of_another_comparison_that_fits_is_read_and_told(desk: Desk) -> None:
    desk.links.write_text(f"{_HEAD}links:\n{_ENTRY}    status: guess\n", encoding="utf-8")
    ended = desk.ask()
    assert (ended.status, "it was written for england/cancer@2020-11" in ended.stderr) == (0, True)


def test_a_code_of_another_indication_is_not_proposed(desk: Desk) -> None:
    desk.links.write_text('links:\n  - from: ["M11.1"]\n    to: []\n    status: guess\n', encoding="utf-8")
    assert "take the entry out" in desk.ask().stderr
