"""The chain behind each kind of finding: whole, marked once, with its places, in every width."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

import trialign.report
from trialign import chains, pipeline
from trialign.inference.evaluate import EngineName
from trialign.load.world import World
from trialign.model.chain import Holds, Link
from trialign.model.finding import Finding, Verdict
from trialign.report import chain as report

_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "data"
_SCHEMA = Path(trialign.report.__file__).parent / "schemas" / "chain.schema.json"


@pytest.fixture(scope="module")
def run(world: World) -> pipeline.Run:
    return pipeline.check(pipeline.Sources(), world.as_of, EngineName.SQL, False, lambda _step: None)


@pytest.fixture(scope="module")
def one_of_each(run: pipeline.Run) -> list[Finding]:
    """The first finding of each rule, verdict and nation."""
    return list({(each.rule.id, each.verdict, each.nation): each for each in reversed(run.findings)}.values())


def _all(links: tuple[Link, ...]) -> Iterator[Link]:
    for link in links:
        yield link
        yield from _all(link.links)


def _about_a_need(finding: Finding) -> bool:
    return any(pattern.kind == "answer" for pattern in finding.rule.subject)


def test_every_finding_has_a_chain_of_the_shape_of_its_schema(run: pipeline.Run, one_of_each: list[Finding]) -> None:
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for finding in one_of_each:
        value = report.as_json(chains.chain(run, finding))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(value)] == []


def test_a_gap_about_a_need_breaks_at_one_link_and_a_doubt_is_unknown_from_one(
    run: pipeline.Run, one_of_each: list[Finding]
) -> None:
    for finding in one_of_each:
        first = [link for link in _all(chains.chain(run, finding)) if link.first]
        if _about_a_need(finding) and finding.verdict is Verdict.GAP:
            assert [link.state for link in first] == [Holds.BROKEN], finding.message
        elif _about_a_need(finding) and finding.verdict is Verdict.CANNOT_TELL:
            assert len(first) == 1, finding.message
        elif not _about_a_need(finding):
            assert first == []


def test_what_asks_for_a_test_and_every_test_have_their_place(run: pipeline.Run, one_of_each: list[Finding]) -> None:
    links = [link for finding in one_of_each for link in _all(chains.chain(run, finding))]
    placed = [link for link in links if link.name in {"licence", "decision", "trial", "tests", "test"}]
    assert placed
    assert [link.words for link in placed if link.source is None] == []
    assert all(link.source and link.source.where.line for link in placed if link.name in {"decision", "test"})


def test_decisions_that_disagree_stand_in_order_of_date(run: pipeline.Run) -> None:
    found = [each for each in run.findings if each.rule.id.startswith("DEC-")]
    assert found
    for finding in found:
        rows = [run.facts.row(fact) for fact in finding.facts if run.facts.place[fact][0] in {"decision", "ruling"}]
        held = {(str(row["ref"]), row.get("decided")) for row in rows}
        order = [link.words.split()[1].rstrip(":") for link in chains.chain(run, finding) if link.name == "decision"]
        days = [day for ref in order for of, day in held if of == ref and isinstance(day, int)]
        assert days == sorted(days)


def test_a_hygiene_finding_shows_its_record_and_the_publishers_cell(run: pipeline.Run) -> None:
    finding = next(each for each in run.findings if each.rule.family == "hygiene")
    links = chains.chain(run, finding)
    assert links[0].source is not None
    assert {link.name for link in links[0].links} >= {"code", "indication"}


@pytest.mark.parametrize("width", [60, 100, 200])
def test_no_line_is_longer_than_the_window(width: int, run: pipeline.Run, one_of_each: list[Finding]) -> None:
    for finding in one_of_each:
        console = Console(width=width, file=io.StringIO(), highlight=False)
        with console.capture() as captured:
            report.show(console, chains.chain(run, finding))
        lines = captured.get().splitlines()
        assert len(lines) > 1
        assert max(map(len, lines)) <= width


def test_the_break_is_said_in_words_not_in_colour_alone(run: pipeline.Run) -> None:
    finding = next(each for each in run.findings if each.witness)
    console = Console(width=100, file=io.StringIO(), highlight=False, no_color=True)
    with console.capture() as captured:
        report.show(console, chains.chain(run, finding))
    assert " ".join(captured.get().split()).count("<- the chain breaks here") == 1


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A world in which RET is read by a panel for small variants only, and a licence of the medicine is held."""
    shutil.copytree(_GOLDEN, tmp_path / "own")
    rows = tmp_path / "own" / "england" / "cancer-non-cns" / "2026-07.csv"
    row = 'M4,Non-Small Cell Lung Cancer,M4.9,"Multi-target NGS panel - small variant (RET)"'
    rows.write_text(f"{rows.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    decisions = tmp_path / "own" / "decisions"
    head, first, *_ = (decisions / "nice.csv").read_text(encoding="utf-8").splitlines()
    licence = first.replace("NICE-1,NICE,TA9001", "MHRA-1,MHRA,licence").replace("recommended", "licensed")
    (decisions / "mhra.csv").write_text(f"{head}\n{licence}\n", encoding="utf-8")
    settings = decisions / "decisions.yaml"
    body = "  - body: MHRA\n    name: MHRA\n    counts_in:\n      - {nation: england, basis: mandate}\n"
    settings.write_text(settings.read_text(encoding="utf-8") + body, encoding="utf-8")
    return tmp_path / "own"


def test_a_licence_that_is_held_begins_the_chain_and_a_blind_technology_breaks_it(own: Path, world: World) -> None:
    found = pipeline.check(pipeline.Sources(own), world.as_of, EngineName.SQL, False, lambda _step: None)
    finding = next(each for each in found.findings if each.rule.id == "COV-003" and each.verdict is Verdict.GAP)
    links = chains.chain(found, finding)
    assert [link.name for link in links] == ["licence", "decision"]
    assert links[0].words.startswith("MHRA licence: selpercatinib, licensed")
    broken = next(link for link in _all(links) if link.first)
    assert (broken.name, "it sees RET small variant, not fusion" in broken.words) == ("technology", True)
    test = next(link for link in _all(links) if link.name == "test")
    assert [(link.name, link.state) for link in test.links] == [
        ("target", Holds.HOLDS),
        ("technology", Holds.BROKEN),
    ]


def test_a_licence_that_is_not_held_is_no_broken_link(run: pipeline.Run) -> None:
    gaps = [each for each in run.findings if each.rule.family == "coverage" and each.verdict is Verdict.GAP]
    assert gaps
    for finding in gaps:
        links = [link for link in _all(chains.chain(run, finding)) if link.name == "licence"]
        assert {link.state for link in links} <= {Holds.HOLDS}
