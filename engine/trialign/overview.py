"""Use case: everything that one run says, for a report that is looked at and passed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import trialign
from trialign import compare, matrix, pipeline, resources
from trialign.facts.decisions import Register
from trialign.inference.evaluate import EngineName
from trialign.judging import Judging
from trialign.load.recommendations import load_recommendations
from trialign.load.world import World
from trialign.model.biomarker import Biomarker
from trialign.model.directory import Nation, Test
from trialign.model.finding import Finding
from trialign.ontology import Ontology
from trialign.pipeline import Progress, Run, Sources
from trialign.recommendations import accounts_of
from trialign.relations import relations
from trialign.report.looks import MatrixRow, Ruling
from trialign.report.overview import Line, Overview, Place
from trialign.report.views import Checked
from trialign.timelines import Wanted, timelines
from trialign.ways import Ways, ruling

_MAPS = 8
_WHOLE = frozenset({"ANY", "SOLID"})
_Found = Mapping[tuple[str, str, str], Sequence[Finding]]


def overview(sources: Sources, as_of: date, chosen: Sequence[Nation], progress: Progress) -> Overview:
    """Return everything that a run says of some nations.

    Args:
        sources: What to read.
        as_of: The day that is judged.
        chosen: The nations whose findings, answers and figures are shown; findings of registries are of no nation.
        progress: Is told what is being done.

    Raises:
        InputProblems, RuleProblems: The input is invalid.
    """
    rules = pipeline.rulebook(sources, as_of)
    run = pipeline.check(sources, as_of, EngineName.SQL, False, progress)
    names = {nation.value for nation in chosen}
    asked = tuple(each for each in run.findings if each.nation in names | {""})
    scope = replace(compare.scope(run.rules), nations=None if len(names) == len(Nation) else tuple(sorted(names)))
    view = pipeline.view(run, asked, asked, Checked(scope, whole=True))
    question = matrix.Question(tuple(chosen), (), (), "", matrix.NeededBy.ALL)
    judging = Judging.of(run.world)
    table = matrix.matrix(run.world, question, progress, judging)
    progress("following each way from licence to test")
    lines = tuple(_lines(run, table.rows, chosen, asked, judging))
    progress("computing the metrics")
    accounts = accounts_of(run, rules, load_recommendations(resources.directories()), tuple(chosen))
    progress("drawing what is dated and what is related")
    return Overview(
        trialign.__version__,
        view,
        table,
        lines,
        _tests(run.world, lines),
        accounts,
        timelines(run, Wanted(tuple(chosen))),
        tuple(relations(run, each, chosen) for each in _most_asked(table.rows)),
    )


def _lines(
    run: Run, rows: Sequence[MatrixRow], chosen: Sequence[Nation], findings: Sequence[Finding], judging: Judging
) -> Iterator[Line]:
    world = run.world
    ways = Ways(judging, _rulings(world, chosen))
    found: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        found[each.nation, each.biomarker_id, each.cancer].append(each)
    names = world.vocabulary.cancers.names
    for row in rows:
        groups = sorted(names[code] for code in _groups(row.need.cancers[0], judging.ontology))
        yield Line(row, " or ".join(groups), tuple(_places(row, ways, found)))


def _places(row: MatrixRow, ways: Ways, found: _Found) -> Iterator[Place]:
    for cell in row.cells:
        way = ways.way(row.need, cell.nation)
        on_it = found.get((cell.nation.value, row.need.biomarker.id, row.need.cancers[0]), ())
        yield Place(cell, way, tuple(on_it))


def _rulings(world: World, chosen: Sequence[Nation]) -> tuple[Ruling, ...]:
    if world.decisions is None:
        return ()
    register = Register(world.decisions, world.as_of)
    return tuple(ruling(each, register, chosen) for each in world.decisions.all)


def _groups(cancer: str, ontology: Ontology) -> frozenset[str]:
    """Return the widest kinds that hold a cancer, all solid tumours and all cancers aside; these for themselves."""
    above = ontology.cancers_above(cancer) - _WHOLE
    return frozenset(code for code in above if not (ontology.cancers_above(code) - _WHOLE - {code})) or frozenset(
        {cancer}
    )


def _most_asked(rows: Sequence[MatrixRow]) -> list[Biomarker]:
    """Return the biomarkers that most decisions and trials ask for, of those that directories answer."""
    asking: dict[Biomarker, set[str]] = defaultdict(set)
    for row in rows:
        if not row.outside:
            asking[row.need.biomarker] |= {*row.asking.decisions, *row.asking.trials}
    return sorted(asking, key=lambda each: (-len(asking[each]), each.label))[:_MAPS]


def _tests(world: World, lines: Sequence[Line]) -> dict[str, Test]:
    named = {fit.test_id for line in lines for place in line.places for fit in place.way.judgement.fits}
    return {test.id: test for directory in world.directories for test in directory.tests if test.id in named}
