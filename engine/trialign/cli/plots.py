"""The verb that draws pictures into files: the matrix, lags, and the relations of one biomarker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialign import pipeline
from trialign.cli import config, names
from trialign.cli.app import app
from trialign.cli.config import Config
from trialign.cli.later import later
from trialign.cli.looks import Columns, NeededBy, cancers_of, markers_of, nations_of
from trialign.cli.options import Alone, AsOf, Data, Rules, emit, progress
from trialign.errors import UsageError
from trialign.importers import write
from trialign.inference.evaluate import EngineName
from trialign.report.words import counted

if TYPE_CHECKING:
    from trialign import matrix as matrices
    from trialign import relations, timelines
    from trialign.report.plots import graph as graph_picture
    from trialign.report.plots import lag as lag_picture
    from trialign.report.plots import matrix as matrix_picture
    from trialign.report.plots import png
else:
    matrices = later("trialign.matrix")
    relations, timelines = later("trialign.relations"), later("trialign.timelines")
    graph_picture, lag_picture = later("trialign.report.plots.graph"), later("trialign.report.plots.lag")
    matrix_picture, png = later("trialign.report.plots.matrix"), later("trialign.report.plots.png")

plot_app = typer.Typer(
    name="plot",
    help="Draw the matrix, the lags, or the relations of one biomarker as SVG or PNG, for slides and papers.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(plot_app, name="plot")

_TALL, _PAGE = 100, 60
Out = Annotated[Path, typer.Option("--out", help="The file to write; its end, .svg or .png, says what is written.")]
Scale = Annotated[
    float, typer.Option("--scale", min=0.1, max=10, help="Of a PNG: dots per unit; a picture is 1,100 units wide.")
]


@plot_app.command(short_help="Nations against biomarkers.")
def matrix(
    out: Out,
    scale: Scale = 2,
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="At most so many rows in a file: FILE-1.svg, FILE-2.svg ... 0: all.")
    ] = 0,
    biomarkers: Annotated[str, typer.Option("--biomarkers", help='Several at once: "KRAS G12C, RET fusion".')] = "",
    cancers: Annotated[str, typer.Option("--cancers", help='Several at once: "NSCLC, COADREAD".')] = "",
    nation: Columns = None,
    age: Annotated[str, typer.Option("--age", help="adult, paediatric, >=12 or 1-17.")] = "",
    needed_by: Annotated[NeededBy, typer.Option("--needed-by", help="Whose needs make the rows.")] = NeededBy.ALL,
    as_of: AsOf = None,
    data: Data = None,
    alone: Alone = False,
    settings: Config = None,
) -> None:
    """Draw which nation tests which biomarker in which cancer."""
    _possible(out)
    chosen, day, years = nations_of(nation), names.day(as_of), names.age(age)
    with progress() as step:
        step("reading directories, decisions and trials")
        world = pipeline.load(config.asked(settings, data, alone=alone), day)
        asked, where = tuple(markers_of(biomarkers, [], world)), tuple(cancers_of(cancers, [], years, world))
        question = matrices.Question(chosen, asked, where, years, matrices.NeededBy(needed_by.value))
        view = matrices.matrix(world, question, step)
    if not rows and len(view.rows) > _TALL:
        typer.echo(f"{len(view.rows)} rows make a tall picture; --rows {_PAGE} makes pages of it", err=True)
    parts = matrix_picture.parts(view, rows)
    for number, part in enumerate(parts, 1):
        name = f"{number} of {len(parts)}" if len(parts) > 1 else ""
        target = out.with_stem(f"{out.stem}-{number}") if name else out
        _save(target, matrix_picture.matrix_svg(part, inline=False, part=name), scale, counted(len(part.rows), "row"))


@plot_app.command(short_help="Dates on one time axis.")
def lag(
    out: Out,
    scale: Scale = 2,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="At most so many needs, the longest gaps and lags first. 0: all.")
    ] = 25,
    medicine: Annotated[str, typer.Option("--medicine", help='Only this one, such as "osimertinib".')] = "",
    biomarkers: Annotated[str, typer.Option("--biomarkers", help="Only these and what lies within them.")] = "",
    nation: Columns = None,
    as_of: AsOf = None,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Draw licence, decision and directory dates on one time axis, and open gaps to the day that is judged."""
    _possible(out)
    chosen = nations_of(nation)
    run = _run(as_of, data, alone, rules, settings)
    asked = tuple(markers_of(biomarkers, [], run.world))
    view = timelines.timelines(run, timelines.Wanted(chosen, medicine, asked, limit))
    if not view.timelines:
        left = f" ({view.left_out[0].count} without any date)" if view.left_out else ""
        raise UsageError(
            f"nothing dated is held of what was asked for{left}; ask for less, or see 'trialign medicine'"
        )
    hidden = sum(each.count for each in view.left_out)
    shown = counted(len(view.timelines), "need") + (f", {hidden} not shown" if hidden else "")
    _save(out, lag_picture.lag_svg(view, inline=False), scale, shown)


@plot_app.command(short_help="Who asks, who reports.")
def graph(
    biomarker: Annotated[str, typer.Option("--biomarker", help='Such as "RET fusion".')],
    out: Out,
    scale: Scale = 2,
    nation: Columns = None,
    as_of: AsOf = None,
    data: Data = None,
    alone: Alone = False,
    rules: Rules = None,
    settings: Config = None,
) -> None:
    """Draw what asks for one biomarker and what reports it: decisions, trials, cancers, nations and tests."""
    _possible(out)
    chosen = nations_of(nation)
    run = _run(as_of, data, alone, rules, settings)
    asked = names.biomarkers(biomarker, run.world)
    if len(asked) > 1:
        labels = ", ".join(f"'{each.label}'" for each in asked)
        raise UsageError(f"'{biomarker}' stands for several biomarkers; ask for one of {labels}")
    view = relations.relations(run, asked[0], chosen)
    _save(out, graph_picture.graph_svg(view, inline=False), scale, counted(len(view.facts), "relation"))


def _possible(out: Path) -> None:
    """Refuse what cannot be written, before anything is judged.

    Raises:
        UsageError: The file is a folder or has another ending, or PNG cannot be made here.
    """
    if out.is_dir():
        raise UsageError(f"{out} is a folder; name a file, such as {out / 'picture.svg'}")
    if out.suffix.casefold() not in {".svg", ".png"}:
        raise UsageError(f"{out} ends in neither .svg nor .png, so it is not known what to write")
    if out.suffix.casefold() == ".png":
        png.possible()


def _run(
    as_of: str | None, data: Path | None, alone: bool, rules: Path | None, settings: Path | None
) -> pipeline.Run:
    sources, day = config.asked(settings, data, rules, alone), names.day(as_of)
    with progress() as step:
        return pipeline.check(sources, day, EngineName.SQL, False, step)


def _save(out: Path, svg: str, scale: float, shown: str) -> None:
    content = png.png(svg, scale) if out.suffix.casefold() == ".png" else svg.encode()
    write.write_file(out, content)
    emit(f"{out}: {shown}\n")
