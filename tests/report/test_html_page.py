"""What the file of a report holds, whatever opens it: text that stays text, one script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from trialign.model.directory import Nation
from trialign.overview import overview
from trialign.pipeline import Sources
from trialign.report.html import page
from trialign.report.html.safe import href, name, shown
from trialign.report.overview import Overview

_HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>\u202edesrever'


@pytest.fixture(scope="module")
def whole() -> Overview:
    """The report on the bundled data."""
    return overview(Sources(), date(2026, 11, 22), tuple(Nation), lambda _step: None)


@pytest.fixture(scope="module")
def text(whole: Overview) -> str:
    return page.report(whole)


class _Tags(HTMLParser):
    """Collects elements, and their attributes that name something elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[tuple[str, str, str]] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for key, value in attrs:
            if key in {"href", "src", "action", "srcset", "data", "poster"}:
                self.addresses.append((tag, key, value or ""))
            if key.startswith("on") or key == "style":
                self.handlers.append(key)


def _parsed(text: str) -> _Tags:
    found = _Tags()
    found.feed(text)
    return found


def _records(text: str) -> dict[str, list[object]]:
    found = re.search(r'<script type="application/json" id="records">(.*?)</script>', text, re.DOTALL)
    assert found
    held: dict[str, list[object]] = json.loads(found[1])
    return held


def test_the_same_run_gives_the_same_bytes(whole: Overview, text: str) -> None:
    assert page.report(whole) == text


def test_nothing_comes_from_elsewhere_and_nothing_is_run_but_the_one_script(text: str) -> None:
    found = _parsed(text)
    assert found.tags.count("script") == 2
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(found.tags)
    assert found.handlers == []
    assert {(tag, key) for tag, key, _ in found.addresses} == {("a", "href")}
    assert all(value.startswith(("#", "https://", "http://")) for _, _, value in found.addresses)


def test_the_policy_admits_the_script_of_the_page_alone(text: str) -> None:
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text


def test_every_link_within_the_page_leads_somewhere(text: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', text)) | {each["fingerprint"] for each in _findings(text)}
    within = {value[1:] for _, _, value in _parsed(text).addresses if value.startswith("#")}
    assert within <= ids


def _findings(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = _records(text)["findings"]  # type: ignore[assignment]
    return found


def test_every_finding_is_held_with_its_words_and_evidence(whole: Overview, text: str) -> None:
    records = _records(text)
    assert [each["fingerprint"] for each in _findings(text)] == [each.fingerprint for each in whole.check.shown]
    facts, places, texts = records["facts"], records["places"], records["texts"]
    for record, finding in zip(_findings(text), whole.check.shown, strict=True):
        assert record["message"] == finding.message
        assert texts[int(record["remedy"])] == finding.remedy
        held = [facts[int(number)] for number in record.get("evidence", ())]
        assert [fact[0] for fact in held] == [each.fact for each in finding.evidence]  # type: ignore[index]
        for fact, each in zip(held, finding.evidence, strict=True):
            place = places[fact[1]]  # type: ignore[index]
            assert place[:2] == [each.source.where.path, each.source.where.line or 0]  # type: ignore[index]
            assert place[2:5] == [each.source.url, each.source.published, each.source.retrieved]  # type: ignore[index]


def test_every_cell_holds_its_way(whole: Overview, text: str) -> None:
    records = _records(text)
    cells = records["cells"]
    assert len(cells) == len(whole.lines)
    for row, line in zip(cells, whole.lines, strict=True):
        for cell, place in zip(row, line.places, strict=True):  # type: ignore[call-overload]
            assert cell["coverage"] == place.way.judgement.coverage.value
            assert [link[:2] for link in cell["links"]] == [
                [each.step.value, each.holds.value] for each in place.way.links
            ]


def test_hostile_text_stays_text(whole: Overview) -> None:
    first = whole.check.shown[0]
    bad = replace(first, message=_HOSTILE, remedy=_HOSTILE, biomarker=_HOSTILE, cancer_name=_HOSTILE)
    line = whole.lines[0]
    row = replace(line.row, cancer_name=_HOSTILE)
    hostile = replace(
        whole,
        check=replace(whole.check, shown=(bad, *whole.check.shown[1:])),
        lines=(replace(line, row=row, group=_HOSTILE), *whole.lines[1:]),
    )
    text = page.report(hostile)
    found = _parsed(text)
    assert found.tags.count("script") == 2
    assert "img" not in found.tags
    assert "\u202e" not in text
    assert _HOSTILE.replace("\u202e", "\ufffd") == _findings(text)[0]["message"]


def test_a_report_without_findings_says_so(whole: Overview) -> None:
    empty = replace(whole, check=replace(whole.check, shown=(), asked=()))
    assert "No misalignment was found among what could be judged" in page.report(empty)


@pytest.mark.parametrize("url", ["https://www.nice.org.uk/guidance/ta1", "http://example.org/a?b=c#d"])
def test_addresses_of_the_web_are_links(url: str) -> None:
    assert href(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "mailto:a@b.c",
        "https:///x",
        "https://[",
        "https://exa\u202emple.org",
        "",
    ],
)
def test_everything_else_is_none(url: str) -> None:
    assert href(url) == ""


def test_endless_text_ends(whole: Overview) -> None:
    assert len(shown("x" * 100_000)) < 4_100
    assert name("x" * 1_000).endswith("… (760 more characters)")
    assert shown("a\x00b\u200bc") == "a\ufffdb\ufffdc"
