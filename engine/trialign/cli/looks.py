"""The verbs that people look at: the matrix of nations and biomarkers, and the page of a medicine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from trialign import pipeline
from trialign.cli import config, names
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.options import Alone, AsOf, Data, Output, Rules, emit, progress, show
from trialign.load.world import World
from trialign.model.biomarker import Alteration, Biomarker, Origin
from trialign.model.coverage import Need
from trialign.model.directory import Nation
from trialign.report.registry import Format

if TYPE_CHECKING:
    from trialign import matrix as matrices
    from trialign import medicine as medicines
    from trialign.report import matrix as matrix_page
    from trialign.report import matrix_data, medicine_data
    from trialign.report import medicine as medicine_page
else:
    medicines = later("trialign.medicine")
    medicine_page, medicine_data = later("trialign.report.medicine"), later("trialign.report.medicine_data")
    matrices = later("trialign.matrix")
    matrix_page, matrix_data = later("trialign.report.matrix"), later("trialign.report.matrix_data")

_ANY = Biomarker((), Alteration.ANY, "", Origin.EITHER, "", "any biomarker")


class MatrixFormat(StrEnum):
    """Formats that the matrix has."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class NeededBy(StrEnum):
    """Whose needs make the rows of the matrix."""

    DECISIONS = "decisions"
    TRIALS = "trials"
    ALL = "all"


Columns = Annotated[
    list[str] | None, typer.Option("--nation", help="Only this nation; may be repeated. Default: all four.")
]


@app.command()
def matrix(
    biomarkers: Annotated[str, typer.Option("--biomarkers", help='Several at once: "KRAS G12C, RET fusion".')] = "",
    biomarker: Annotated[
        list[str] | None, typer.Option("--biomarker", help='Such as "MSI-H"; may be repeated.')
    ] = None,
    cancers: Annotated[str, typer.Option("--cancers", help='Several at once: "NSCLC, COADREAD".')] = "",
    cancer: Annotated[
        list[str] | None,
        typer.Option("--cancer", help="OncoTree code, name, or a directory's own indication; may be repeated."),
    ] = None,
    nation: Columns = None,
    age: Annotated[
        str, typer.Option("--age", help="adult, paediatric, >=12 or 1-17. Default: the ages that are needed.")
    ] = "",
    needed_by: Annotated[
        NeededBy, typer.Option("--needed-by", help="Whose needs make the rows, where they are not named.")
    ] = NeededBy.DECISIONS,
    as_of: AsOf = None,
    output: Annotated[MatrixFormat, typer.Option("--format", help="Output format.")] = MatrixFormat.TEXT,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Show which nation tests which biomarker in which cancer, and since when.

    Without names: every biomarker in every cancer that a positive decision in force needs. With biomarkers or
    cancers alone: those of them. With both: each biomarker in each cancer, whether or not anyone needs it.
    """
    chosen = nations_of(nation)
    sources = config.asked(settings, data, alone=alone)
    day, years = names.day(as_of), names.age(age)
    with progress() as step:
        step("reading directories, decisions and trials")
        world = pipeline.load(sources, day)
        question = matrices.Question(
            chosen,
            tuple(markers_of(biomarkers, biomarker or [], world)),
            tuple(cancers_of(cancers, cancer or [], years, world)),
            years,
            matrices.NeededBy(needed_by.value),
        )
        view = matrices.matrix(world, question, step)
    if output is MatrixFormat.JSON:
        emit(matrix_data.as_json(view))
    elif output is MatrixFormat.CSV:
        emit(matrix_data.as_csv(view))
    else:
        show(lambda console: matrix_page.matrix(console, view))


@app.command()
def medicine(
    name: Annotated[str, typer.Argument(help='Such as "osimertinib" or "dabrafenib + trametinib".')],
    nation: Columns = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Show everything on one medicine: licences, decisions, what must be tested, and where the way to it breaks."""
    chosen = nations_of(nation)
    sources = config.asked(settings, data, rules, alone)
    with progress() as step:
        view = medicines.medicine(sources, names.day(as_of), name, chosen, step)
    if output is Format.JSON:
        emit(medicine_data.as_json(view))
    else:
        show(lambda console: medicine_page.medicine(console, view))


def nations_of(asked: Iterable[str] | None) -> tuple[Nation, ...]:
    """Return the nations that are asked for, in the order in which every command shows them; all for none."""
    chosen = {names.nation(each) for each in asked or ()}
    return tuple(nation for nation in Nation if nation in chosen or not chosen)


def markers_of(listed: str, each: Iterable[str], world: World) -> Iterator[Biomarker]:
    """Yield the biomarkers of a list of them and of single ones."""
    for text in (*_parts(listed), *each):
        yield from names.biomarkers(text, world)


def cancers_of(listed: str, each: Iterable[str], age: str, world: World) -> Iterator[tuple[Need, str]]:
    """Yield each cancer as a need of an unspecified biomarker; a name with a comma in it is tried as a whole."""
    whole = bool(world.vocabulary.cancers.find(listed)) if listed else False
    for text in (*((listed,) if whole else _parts(listed)), *each):
        yield names.need(text, _ANY, age, world)


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]
