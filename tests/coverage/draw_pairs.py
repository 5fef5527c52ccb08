"""Draw the candidate (biomarker, indication) pairs behind `judged_pairs.yaml`.

Knows the printed test names of England's directory and a few well-known alterations; it must not import the engine,
so that the answer key stays independent of what it judges. `judged_pairs.yaml` holds the first pairs of every
stratum, as many as `STRATA` says, in drawn order, judged by hand from the test names.

    python tests/coverage/draw_pairs.py            # all candidates, as CSV
    python tests/coverage/draw_pairs.py --kept     # only those that were judged
"""

import csv
import random
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

SEED = 20261122
POOL = 14
ENGLAND = Path(__file__).resolve().parents[2] / "directories" / "england"
BOOKS = ("cancer-non-cns", "haemato-oncology", "cns")

CLASSES = {
    "copy number": re.compile(r"copy number|CNV"),
    "small variant": re.compile(r"small variant|hotspot|\bseq\b", re.IGNORECASE),
    "fusion": re.compile(r"structural variant|rearrang|FISH|RT-PCR", re.IGNORECASE),
}
LOST = {"ATRX", "CDKN2A", "CDKN2B", "DICER1", "IKZF1", "PTEN", "RB1", "SMARCB1", "TP53", "WT1"}

GENE = re.compile(r"(?<![\w:-])(?![A-Z]\d+[A-Z]?(?![\w-]))[A-Z][A-Z0-9]+(?:-3[AB])?(?![\w:-])")
PAIR = re.compile(r"(?<![\w:-])([A-Z][A-Z0-9]+)(?:-|::)([A-Z][A-Z0-9]+)(?![\w:-])")
NOT_GENES = frozenset(
    re.findall(
        r"\w+",
        "AA ALL AML BPDCN BRCA CLL CML CNS CNV DNA DPYD FISH HRD II IGHV JMML MDS MLPA MPN MRD MSI NGS NHL NK NOS PC"
        " PCR PNET RNA RT SHDB SNP SNV SOC STR TCEB TCR TKD VKL WGS",
    )
)
NOT_ASKED = frozenset(
    {"M44", "M59", "M69", "M227", "M232", "M240", "M242", "M244", "TP62", "TP171", "TP245", "TP401"}
)

VARIANTS = {
    "AKT1": "E17K",
    "ALK": "F1174L",
    "BRAF": "V600E",
    "CALR": "exon 9",
    "EGFR": "L858R | exon 19 deletion | exon 20 insertion",
    "ESR1": "D538G",
    "FGFR3": "S249C",
    "FLT3": "ITD | TKD",
    "H3-3A": "G34W | K27M",
    "IDH1": "R132",
    "IDH2": "R172",
    "JAK2": "V617F | exon 12",
    "KIT": "D816V | exon 11",
    "KRAS": "G12C",
    "MET": "exon 14 skipping",
    "MYD88": "L265P",
    "NRAS": "Q61",
    "PDGFRA": "D842V",
    "PIK3CA": "H1047R",
    "RET": "M918T",
}
PARTNERS = {
    "ABL1": "BCR::ABL1",
    "ALK": "EML4::ALK",
    "BRAF": "KIAA1549::BRAF",
    "CIC": "CIC::DUX4",
    "EWSR1": "EWSR1::FLI1",
    "FGFR2": "FGFR2::BICC1",
    "FGFR3": "FGFR3::TACC3",
    "FUS": "FUS::DDIT3",
    "KMT2A": "KMT2A::AFF1",
    "NTRK3": "ETV6::NTRK3",
    "RET": "KIF5B::RET",
    "ROS1": "CD74::ROS1",
    "SS18": "SS18::SSX1",
    "TFE3": "ASPSCR1::TFE3",
}
UNNAMED_PANEL = re.compile(r"panel(?!.*\()", re.IGNORECASE)
PANEL_CLASSES = {"small variant": "Small Variant|SNV", "copy number": "Copy Number|CNV", "fusion": "Structural"}
PANEL_GENES = {
    "haemato-oncology": "ALK BTK CDKN2A EZH2 FLT3 IDH2 IKZF1 JAK2 NOTCH1 NPM1 TP53",
    "cns": "BRAF CDKN2A CTNNB1 FGFR1 H3-3A NF2 NTRK2 PIK3CA SMARCB1 TERT",
}
WHOLE_ASSAYS = {
    "MSI-H": "MSI",
    "dMMR": "MSI|MLH1",
    "TMB-H": "WGS",
    "HRD": "HRD|BRCA1",
    "MLH1 promoter methylation": "MLH1 promoter",
    "MGMT promoter methylation": "MGMT",
    "MRD": "MRD",
    "clonality": "Mature B Cell Neoplasms",
    "karyotype": "Karyotype",
    "DPYD pharmacogenomic": "DPYD",
    "1p/19q codeletion": "1p19q",
    "del(17p)": r"17p|Chromosome 17",
    "chromosome 3 loss": r"Chromosome 3|1p, 3",
}
OUTSIDE = {
    "PD-L1 expression [TPS >= 50%]": "M4",
    "HER2 expression": "M237",
    "claudin 18.2 expression": "M237",
    "FRα expression": "M2",
    "ER expression": "M3",
    "CD19 expression": "TP241",
    "HLA-A*02:01": "M187",
    "EGFR expression": "M15",
    "CD117 expression": "M8",
}
RELATIVES = {
    "M1": ("COAD", "BOWEL"),
    "M2": ("HGSOC", "OVARY"),
    "M3": ("ILC", "BREAST"),
    "M4": ("LUAD", "LUNG"),
    "M12": ("THME", "THYROID"),
    "M18": ("CCRCC", "KIDNEY"),
    "M217": ("BLCA", "BLADDER"),
    "M220": ("IHCH", "BILIARY_TRACT"),
}
GERMLINE = {
    "BRCA1 small variant (germline)": ("M2", "M3", "M218", "M219"),
    "MLH1 small variant (germline)": ("M1",),
    "RB1 small variant (germline)": ("M166",),
    "VHL small variant (germline)": ("M18",),
    "BRCA2 small variant (somatic)": ("M3", "M218"),
}


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One printed test of one indication."""

    book: str
    code: str
    indication: str
    test: str
    name: str

    @property
    def kind(self) -> str | None:
        """The one alteration class that the name states; None where it states none or several."""
        kinds = [kind for kind, pattern in CLASSES.items() if pattern.search(self.name)]
        if kinds == ["copy number", "fusion"] and "FISH" in self.name:
            return "copy number"
        return kinds[0] if len(kinds) == 1 and "MRD" not in self.name else None

    @property
    def genes(self) -> tuple[str, ...]:
        """Genes that stand alone in the name, in printed order."""
        found = (token for token in GENE.findall(self.name) if token not in NOT_GENES)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """One question to the engine: does England's directory cover this biomarker in this cancer?"""

    biomarker: str
    cancer: str
    indication_code: str


def read(england: Path) -> list[Row]:
    """Return the rows of the newest release of each book, sorted, without benign, transplant and catch-all ones."""
    rows: list[Row] = []
    for book in BOOKS:
        newest = max((england / book).glob("*.csv"))
        with newest.open(encoding="utf-8", newline="") as lines:
            rows += [
                Row(book, line["indication_code"], line["indication"], line["test_code"], line["test_name"])
                for line in csv.DictReader(lines)
                if line["indication_code"] not in NOT_ASKED
            ]
    return sorted(rows)


def label(gene: str, kind: str) -> str:
    """Return the canonical label of a gene-level need of one class."""
    if kind == "copy number":
        return f"{gene} {'loss' if gene in LOST else 'amplification'}"
    return f"{gene} {kind}"


def named(rows: list[Row]) -> dict[str, str]:
    """Return the name of each indication by its code."""
    return {row.code: row.indication for row in rows}


def stated(rows: list[Row]) -> Iterable[Pair]:
    """What the indication's own names state."""
    return (Pair(label(gene, row.kind), row.indication, row.code) for row in rows if row.kind for gene in row.genes)


def class_swapped(rows: list[Row]) -> Iterable[Pair]:
    """A stated gene, in a class that the row does not state."""
    for row in rows:
        for kind in CLASSES:
            if row.kind and kind != row.kind:
                yield from (Pair(label(gene, kind), row.indication, row.code) for gene in row.genes)


def variant(rows: list[Row]) -> Iterable[Pair]:
    """A variant or an exon of a stated gene."""
    for row in rows:
        for gene in row.genes:
            known = filter(None, VARIANTS.get(gene, "").split(" | "))
            yield from (Pair(f"{gene} {name}", row.indication, row.code) for name in known)


def partner(rows: list[Row]) -> Iterable[Pair]:
    """Named partners where a gene is stated alone; any partner where two are stated."""
    for row in rows:
        if row.kind == "fusion":
            for gene in row.genes:
                if gene in PARTNERS:
                    yield Pair(f"{PARTNERS[gene]} fusion", row.indication, row.code)
            for pair in PAIR.findall(row.name):
                yield from (
                    Pair(f"{gene} fusion", row.indication, row.code) for gene in pair if gene not in NOT_GENES
                )


def wild_type(rows: list[Row]) -> Iterable[Pair]:
    """The gene whose small variants must be absent."""
    for row in rows:
        for gene in {"BRAF", "EGFR", "IDH1", "KIT", "KRAS", "NRAS", "TP53"} & set(row.genes):
            yield Pair(f"{gene} small variant", row.indication, row.code)


def hotspot(rows: list[Row]) -> Iterable[Pair]:
    """A gene-level need where a name states a hotspot, an exon or a promoter."""
    for row in rows:
        if re.search("hotspot|exon|promoter", row.name, re.IGNORECASE) and "methylation" not in row.name:
            yield from (Pair(f"{gene} small variant", row.indication, row.code) for gene in row.genes[:1])


def elsewhere(rows: list[Row], has_wgs: bool) -> Iterable[Pair]:
    """A biomarker stated only for other indications of the book."""
    for book in BOOKS:
        inside = [row for row in rows if row.book == book]
        texts = {row.code: " ".join(r.name for r in inside if r.code == row.code) for row in inside}
        wgs = {row.code for row in inside if "WGS" in row.name}
        names = named(inside)
        needs = sorted({(gene, row.kind) for row in inside if row.kind for gene in row.genes})
        for code, text in texts.items():
            if (code in wgs) is has_wgs:
                yield from (Pair(label(gene, kind), names[code], code) for gene, kind in needs if gene not in text)


def unnamed_panel(rows: list[Row]) -> Iterable[Pair]:
    """A gene that an unnamed panel of the indication could hold."""
    for row in rows:
        if row.book in PANEL_GENES and UNNAMED_PANEL.search(row.name):
            for kind in (kind for kind, pattern in PANEL_CLASSES.items() if re.search(pattern, row.name)):
                yield from (
                    Pair(label(gene, kind), row.indication, row.code) for gene in PANEL_GENES[row.book].split()
                )


def whole_assay(rows: list[Row]) -> Iterable[Pair]:
    """Per assay, one indication whose names state it and one of the others."""
    chooser = random.Random(SEED)
    names = named(rows)
    for need, pattern in WHOLE_ASSAYS.items():
        having = sorted({row.code for row in rows if re.search(pattern, row.name)})
        for code in (chooser.choice(having), chooser.choice(sorted(set(names) - set(having)))):
            yield Pair(need, names[code], code)


def outside(rows: list[Row]) -> Iterable[Pair]:
    """What pathology or another laboratory tests."""
    names = named(rows)
    return (Pair(need, names[code], code) for need, code in OUTSIDE.items())


def relative(rows: list[Row]) -> Iterable[Pair]:
    """A stated biomarker, asked for a child and for a parent of the printed cancer."""
    for pair in stated(rows):
        for code in RELATIVES.get(pair.indication_code, ()):
            yield Pair(pair.biomarker, code, pair.indication_code)


def germline(rows: list[Row]) -> Iterable[Pair]:
    """Needs that say germline or somatic."""
    names = named(rows)
    return (Pair(need, names[code], code) for need, codes in GERMLINE.items() for code in codes)


STRATA: dict[str, tuple[int, Callable[[list[Row]], Iterable[Pair]]]] = {
    "stated": (5, stated),
    "class_swapped": (8, class_swapped),
    "variant": (6, variant),
    "partner": (7, partner),
    "wild_type": (3, wild_type),
    "hotspot": (6, hotspot),
    "sibling": (13, lambda rows: elsewhere(rows, has_wgs=False)),
    "unnamed_panel": (5, unnamed_panel),
    "whole_assay": (9, whole_assay),
    "outside": (4, outside),
    "relative": (8, relative),
    "wgs_only": (2, lambda rows: elsewhere(rows, has_wgs=True)),
    "germline": (4, germline),
}


def draw(rows: list[Row]) -> dict[str, list[Pair]]:
    """Return at most `POOL` candidates per stratum, in drawn order.

    No pair is drawn twice. Within a stratum a biomarker or a cancer comes back only after all others had their
    turn, so that NTRK in sarcomas does not fill it.
    """
    chooser = random.Random(SEED)
    seen: set[Pair] = set()
    drawn: dict[str, list[Pair]] = {}
    for name, (_, candidates) in STRATA.items():
        fresh = sorted(set(candidates(rows)) - seen)
        chooser.shuffle(fresh)
        drawn[name] = spread(fresh)[:POOL]
        seen.update(drawn[name])
    return drawn


def spread(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs with those first that share neither gene nor cancer with one before them."""
    first: list[Pair] = []
    later: list[Pair] = []
    taken: set[str] = set()
    for pair in pairs:
        keys = {re.split(r"\W", pair.biomarker)[0], pair.cancer}
        if keys & taken:
            later.append(pair)
        else:
            first.append(pair)
            taken |= keys
    return first + later


def main(arguments: list[str]) -> None:
    """Print the candidates, or with `--kept` only the first of each stratum, as CSV."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["stratum", "biomarker", "cancer", "indication_code"])
    for name, pairs in draw(read(ENGLAND)).items():
        for pair in pairs[: STRATA[name][0]] if "--kept" in arguments else pairs:
            out.writerow([name, pair.biomarker, pair.cancer, pair.indication_code])


if __name__ == "__main__":
    main(sys.argv[1:])
