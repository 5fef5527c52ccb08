"""Use case: two releases side by side with what follows from the change, or two nations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from trialign import diff_nations, maintenance, pipeline
from trialign.blast.measure import with_radius
from trialign.diff import releases
from trialign.diff.changes import Comparison
from trialign.diff_remarks import remarks
from trialign.diff_sides import Reader, Side, by_nation
from trialign.errors import InputProblems, Problem
from trialign.model.link import Link, LinkFile
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.ontology import Ontology, ontology_of
from trialign.pipeline import Progress, Sources


def compare(
    sources: Sources,
    as_of: date,
    asked: tuple[str, str],
    book: str,
    progress: Progress,
    links: LinkFile | None = None,
    whole: bool = False,
    findings: bool = True,
) -> Comparison:
    """Return what changed between two sides, and whom each loss strands; of two nations, how they differ.

    Args:
        sources: Where releases, decisions and trials are read from.
        as_of: The day whose decisions and trials count.
        asked: Each a release (``england/cancer@2021-10``), a book or nation for its newest releases, a folder, a
            CSV file, either at a git ref (``main:draft.csv``), or several of them joined by ``+``.
        book: The book that CSV files belong to, as ``england/cancer``; empty for that of the other side.
        progress: Is told what is being done.
        links: What people settled of uncertain matches.
        whole: Cut no list of a witness, as for a text that is published.
        findings: Run the rules on both sides, and tell which findings open and close.

    Raises:
        UsageError: A side names no release that is held, or several nations where the other names one.
        InputProblems: Every problem of every file.
    """
    progress("reading every release that is held")
    shelf = maintenance.shelf(sources)
    before, after = Reader(sources, shelf, book).sides(asked)
    progress("comparing")
    ontology = ontology_of(shelf.vocabulary)
    if diff_nations.differ(before, after, asked, links.links if links else ()):
        return diff_nations.compare(pipeline.load(sources, as_of), before, after, ontology)

    said = remarks(before, after, asked, book)

    def compared() -> Comparison:
        try:
            found = [
                _within_nation(before.of(nation), after.of(nation), shelf.vocabulary, ontology, tied, whole)
                for nation, tied in by_nation(links.links if links else (), before).items()
            ]
        except InputProblems as problems:
            _fits(links, before, after, problems)
            raise
        return replace(releases.joined(found), parts=(before.parts, after.parts), remarks=said)

    return with_radius(compared, sources, as_of, (before.held, after.held), progress, findings)


def _fits(links: LinkFile | None, before: Side, after: Side, found: InputProblems) -> None:
    """Say that links were written for other sides, rather than what each of its codes lacks here.

    Raises:
        InputProblems: They were.
    """
    what = links.unlike(before.names, after.names) if links else ""
    if links and what:
        mend = "compare these, or name another file with --confirm; one that is not there is written"
        raise InputProblems([Problem(links.where, what, mend)]) from found


def _within_nation(
    before: Side, after: Side, vocabulary: Vocabulary, ontology: Ontology, links: Sequence[Link], whole: bool
) -> Comparison:
    """Return what changed in one nation: a test of another one keeps nothing that was lost."""
    crosswalk = (*before.crosswalk, *after.crosswalk)
    return releases.compare(before.tests, after.tests, crosswalk, vocabulary, ontology, links, whole)
