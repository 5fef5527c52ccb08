"""Steps of pathways as files write them; every problem of every file is told with its line."""

from __future__ import annotations

from pathlib import Path

from tests.features import own_data

from trialign import resources
from trialign.errors import Problem
from trialign.load.layers import Layers
from trialign.load.pathways import load_pathways
from trialign.model.directory import Nation
from trialign.model.pathway import Step
from trialign.nomenclature.vocabulary import Vocabulary


def _load(root: Path, vocabulary: Vocabulary) -> tuple[tuple[Step, ...], list[str]]:
    root.mkdir(exist_ok=True)
    problems: list[Problem] = []
    steps = load_pathways(Layers(root, resources.directories(), alone=True), vocabulary, problems)
    return steps, [str(each).removeprefix(f"{root.as_posix()}/pathways/") for each in problems]


def test_a_root_without_pathways_has_no_steps(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert _load(tmp_path / "own", vocabulary) == ((), [])


def test_steps_come_by_pathway_and_in_file_order(tmp_path: Path, vocabulary: Vocabulary) -> None:
    row = {"cancers": "UCEC | COADREAD", "biomarkers": "dMMR | MSI-H", "nations": "wales | scotland"}
    own_data.write_steps(tmp_path, "zeta", [{**row, "step": "2"}, {**row, "step": "1", "logic": "all"}])
    own_data.write_steps(tmp_path, "alpha", [{**row, "nations": "", "sample": "plasma", "medicine": "a medicine"}])
    steps, problems = _load(tmp_path, vocabulary)
    assert problems == []
    assert [(each.pathway, each.number) for each in steps] == [("alpha", 1), ("zeta", 2), ("zeta", 1)]
    first, second, third = steps
    assert first.nations == tuple(Nation)
    assert (first.sample, first.medicine, first.source.where.line) == ("plasma", "a medicine", 2)
    assert second.nations == (Nation.WALES, Nation.SCOTLAND)
    assert second.cancers == ("UCEC", "COADREAD")
    assert [each.conjunct for each in second.requirements] == [0, 0]
    assert len({each.conjunct for each in third.requirements}) == 2
    assert third.source.where.line == 3


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path, vocabulary: Vocabulary) -> None:
    row = {"cancers": "UCEC", "biomarkers": "dMMR"}
    wrong = [
        {**row, "cancers": "UCECC"},
        row,
        {**row, "biomarkers": "MLHH1 small variant", "retrieved": "2026-02-30"},
    ]
    own_data.write_steps(tmp_path, "alpha", [{**row, "sample": "blood"}])
    own_data.write_steps(tmp_path, "zeta", wrong)
    _, problems = _load(tmp_path, vocabulary)
    assert sorted(each.split(": ")[0] for each in problems) == [
        "alpha.csv:2", "zeta.csv:2", "zeta.csv:4", "zeta.csv:4",
    ]  # fmt: skip


def test_a_file_that_does_not_fit_its_schema_gives_no_steps(tmp_path: Path, vocabulary: Vocabulary) -> None:
    row = {"cancers": "UCEC", "biomarkers": "dMMR"}
    own_data.write_steps(tmp_path, "alpha", [row, {**row, "step": "one"}])
    own_data.write_steps(tmp_path, "zeta", [row])
    steps, problems = _load(tmp_path, vocabulary)
    assert [each.pathway for each in steps] == ["zeta"]
    assert len(problems) == 1
