"""The vocabulary as one object, read once per run."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from trialign.errors import InputProblems, Problem
from trialign.model.biomarker import Alteration, Biomarker, Gene, Origin, Requirement
from trialign.model.directory import Reading
from trialign.nomenclature import cancers, genes, labels
from trialign.nomenclature.cancers import Cancers
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.target_cells import Columns, Technology, folded
from trialign.read.table import Table, read_table


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant below a gene: the text of its parent within the gene, and whether hotspot tests look for it."""

    parent: str
    hotspot: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Genes, cancers and variants; ``variants`` is keyed by gene symbol and the label's text after it.

    Attributes:
        readings: What printed rows were read as by this vocabulary, by their texts: releases repeat most of them.
    """

    genes: Genes
    cancers: Cancers
    variants: dict[tuple[str, str], Variant]
    columns: Columns
    readings: dict[tuple[str, str, str, str, Origin], Reading] = field(
        default_factory=dict, compare=False, repr=False
    )

    def requirements(self, positive: str, logic: str, negative: str) -> tuple[Requirement, ...]:
        """Read the needs of a decision row.

        Args:
            positive: Labels joined by ``|``; ``RET fusion in THME`` limits a need to one of several cancers.
            logic: ``all`` where every label is needed, otherwise the labels are alternatives.
            negative: Labels of what must be absent; each is a need of its own.

        Raises:
            UnknownLabel: The first label that is no biomarker.
        """
        found = []
        for number, printed in enumerate(cancers.split_codes(positive)):
            label, _, code = printed.partition(" in ")
            read = labels.parse(label, self.genes)
            if code and code not in self.cancers.names:
                raise UnknownLabel(f"'{printed}' names the unknown cancer '{code}'")
            conjunct = number if logic == "all" else 0
            found.append(Requirement(read.biomarker, read.absent, conjunct, (code,) if code else ()))
        for number, label in enumerate(cancers.split_codes(negative), start=len(found)):
            found.append(Requirement(labels.parse(label, self.genes).biomarker, True, number + 1))
        return tuple(found)


def load(root: Path, shown: str = "directories/vocabulary") -> Vocabulary:
    """Read the vocabulary below a data root.

    Args:
        root: The data root.
        shown: How problems should call its vocabulary folder.

    Raises:
        InputProblems: Every table that cannot be read, and every variant of an unknown gene.
    """
    problems: list[Problem] = []

    def table(name: str, *columns: str) -> Table:
        file = f"{shown}/{name}.csv"
        try:
            return read_table(root / "vocabulary" / f"{name}.csv", file, columns)
        except InputProblems as error:
            problems.extend(error.problems)
            return Table(file, columns, ())

    known_genes = genes.build(
        table("genes", "hgnc_id", "symbol", "previous", "aliases"),
        table("gene-families", "printed", "symbols"),
        table("corrections", "printed", "correct"),
        table("proteins", "name", "symbol"),
        table("biomarker-names", "name", "label"),
    )
    known_genes.others = partial(_other_genes, root / "vocabulary" / "other-genes.csv", f"{shown}/other-genes.csv")
    known_cancers = cancers.build(
        table("cancers", "code", "name", "parents"),
        table("cancer-names", "name", "codes"),
        table("cancers-beside", "code", "beside"),
    )
    technologies = table("technologies", "printed", "technology", "sees")
    scopes = table("test-scopes", "printed", "classes")
    variants = table("variants", "gene", "variant", "parent", "canonical_hotspot")
    for row in variants.rows:
        if row["gene"] not in known_genes.approved:
            mend = known_genes.suggestion(row["gene"]) or "add it to genes.csv"
            problems.append(Problem(variants.at(row, "gene"), f"unknown gene '{row['gene']}'", mend))
    if problems:
        raise InputProblems(problems)
    by_label = {
        (row["gene"], row["variant"]): Variant(row["parent"], row["canonical_hotspot"] == "yes")
        for row in variants.rows
    }
    columns = Columns(
        {
            folded(row["printed"]): Technology(row["technology"], frozenset(_classes(row["sees"])))
            for row in technologies.rows
        },
        {folded(row["printed"]): _classes(row["classes"]) for row in scopes.rows},
    )
    return Vocabulary(known_genes, known_cancers, by_label, columns)


def _other_genes(path: Path, shown: str) -> dict[str, Gene]:
    """Return the genes of a table that a vocabulary may do without, by approved symbol."""
    if not path.is_file():
        return {}
    rows = read_table(path, shown, ("hgnc_id", "symbol")).rows
    return {row["symbol"]: Gene(row["symbol"], row["hgnc_id"]) for row in rows}


def _classes(cell: str) -> tuple[Alteration, ...]:
    return tuple(Alteration(name) for name in cancers.split_codes(cell))


def answered_by(biomarker: Biomarker) -> str:
    """Return who answers a need: ``genomic``, ``pathology`` (also tissue typing and the clinic) or ``safety``.

    Pharmacogenomic needs are safety tests before a medicine, not the reason for giving it.
    """
    if biomarker.alteration is Alteration.PHARMACOGENOMIC:
        return "safety"
    return "pathology" if is_pathology(biomarker) else "genomic"


def is_pathology(biomarker: Biomarker) -> bool:
    """Tell whether pathology, tissue typing or the clinic answers the need, not a genomic laboratory."""
    return biomarker.alteration in {Alteration.EXPRESSION, Alteration.HLA, Alteration.DIAGNOSIS}


def by_pathology(biomarker: Biomarker) -> bool:
    """Tell whether pathology answers the need too: mismatch repair by immunohistochemistry."""
    return biomarker.alteration in {Alteration.MSI, Alteration.MMR}
