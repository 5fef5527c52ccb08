"""``diff --format html``: where the page goes, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.process import InProcess

_SIDES = ("england/rare-inherited@2023-06", "england/rare-inherited@2024-07")


def test_a_page_is_written_with_its_verdict(in_process: InProcess, tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    ended = in_process("diff", *_SIDES, "--format", "html", "--out", page, "--as-of", "2026-11-22")
    assert ended.status == 0, ended.stderr
    assert ended.stdout.replace("\n", "").startswith(f"{page}: ")
    text = page.read_text(encoding="utf-8")
    assert re.sub(r"<[^>]+>", "", text).count("What changed from england/rare-inherited@2023-06 to england/rare") == 1
    assert 'class="change"' in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "html"), "--format html goes to a file; name it with --out, such as --out diff.html"),
        (("--format", "html", "--out", "."), ". is a folder; name a file with --out"),
        (("--out", "x"), "--out belongs to --format html; write text to a file with > x"),
    ],
)
def test_what_cannot_be_delivered_is_refused_first(
    in_process: InProcess, arguments: tuple[str, ...], said: str
) -> None:
    ended = in_process("diff", "england/nothing", "england/nothing", *arguments)
    assert (ended.status, ended.stdout) == (2, "")
    assert said in " ".join(ended.stderr.split())


def test_two_nations_have_no_page(in_process: InProcess, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    ended = in_process("diff", "england", "scotland", "--format", "html", "--out", page)
    assert (ended.status, ended.stdout, page.exists()) == (2, "", False)
    assert "report --format html" in ended.stderr
