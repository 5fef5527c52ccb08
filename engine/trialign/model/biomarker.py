"""What a test can look for and a medicine or trial can need: gene or signature, class, variant, origin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Alteration(StrEnum):
    """Class of alteration; the value is the word used in labels."""

    ANY = "alteration"
    SMALL = "small variant"
    COPY_NUMBER = "copy number"
    GAIN = "amplification"
    LOSS = "loss"
    FUSION = "fusion"
    SKIPPING = "exon skipping"
    ITD = "ITD"
    EXPRESSION = "expression"
    METHYLATION = "promoter methylation"
    MSI = "microsatellite instability"
    MMR = "mismatch repair deficiency"
    TMB = "tumour mutational burden"
    HRD = "homologous recombination deficiency"
    MRD = "measurable residual disease"
    CLONALITY = "clonality"
    HYPERMUTATION = "IGHV hypermutation"
    KARYOTYPE = "karyotype"
    REGION = "chromosomal region"
    HLA = "HLA type"
    PHARMACOGENOMIC = "pharmacogenomic"
    DIAGNOSIS = "clinical diagnosis"
    CHIMERISM = "chimerism"


COPY_NUMBER_CLASSES = frozenset({Alteration.COPY_NUMBER, Alteration.GAIN, Alteration.LOSS})


class Origin(StrEnum):
    """Where a variant comes from; EITHER also stands for 'not said'."""

    EITHER = ""
    GERMLINE = "germline"
    SOMATIC = "somatic"


@dataclass(frozen=True, slots=True, order=True)
class Gene:
    """A gene by its HGNC approved symbol and id (``HGNC:6407``)."""

    symbol: str
    hgnc_id: str


@dataclass(frozen=True, slots=True, order=True)
class Biomarker:
    """One concept with one canonical label.

    Attributes:
        genes: Empty for signatures and regions; two for a fusion with named partners, 5' first.
        alteration: Class of alteration.
        variant: Text within the class: ``L858R``, ``exon 19 deletion``, ``del(17p)``, ``A*02:01``; else empty.
        origin: Germline, somatic, or not said.
        level: Printed threshold or level (``TPS >= 50%``); does not change what test is needed.
        label: Canonical text, unique for the concept.
    """

    genes: tuple[Gene, ...]
    alteration: Alteration
    variant: str
    origin: Origin
    level: str
    label: str

    @property
    def id(self) -> str:
        """Return the identity: HGNC ids, class, variant, origin and level, never the label."""
        genes = "+".join(gene.hgnc_id for gene in self.genes)
        parts = (genes, self.alteration.name, self.variant, self.origin.value, self.level)
        return "/".join(parts).rstrip("/")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One biomarker that a medicine or a trial needs to have tested.

    Attributes:
        biomarker: What must be looked for.
        absent: True where it must be absent or wild type; the test needed is the same.
        conjunct: Requirements of one conjunct are alternatives; every conjunct must be met.
        cancers: Codes to which this need is limited within a decision for several cancers; empty for all.
    """

    biomarker: Biomarker
    absent: bool
    conjunct: int
    cancers: tuple[str, ...] = ()
