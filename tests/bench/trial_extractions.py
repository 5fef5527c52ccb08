"""Write into the bundled trials what the reader of criteria finds in their texts: ``make trial-extractions``.

python tests/bench/trial_extractions.py FOLDER    # folder of registry files; they are no part of the project

Each file gets ``extraction``, and each biomarker that the reader found with the same role gets ``confidence`` and
``span``; a level in brackets may differ. Nothing else changes, and the same records give the same bytes. What is
printed at the end says how well the reader agrees with the files, which people wrote. Without the registry files the
script says so and ends well.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from trialign import resources
from trialign.criteria.extract import Extractor
from trialign.errors import Problem
from trialign.importers import ctml, twins
from trialign.importers.registries import known
from trialign.model.biomarker import Biomarker
from trialign.model.criteria import Criteria, Leaf, Role
from trialign.model.registry import RegistryRecord
from trialign.nomenclature import labels, vocabulary
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.labels import Label, UnknownLabel
from trialign.read import record_stream

TRIALS = resources.directories() / "trials"
_WRITTEN = re.compile(r"^(?:extraction:|  text_sha256: .*| +confidence: .*| +span: .*)\n", re.M)
_BIOMARKER = re.compile(r"^(?P<indent> +)(?P<item>- )?biomarker: (?P<text>.+)\n(?P<role> +role: \w+\n)?", re.M)
_HEAD = re.compile(r"^(?:noted|treatment_list):\n", re.M)
_STATED = frozenset({Role.REQUIRED, Role.EXCLUDED})
Key = tuple[str, Role]


@dataclass
class Agreement:
    """Counts of one way to compare: what both name, what the files name, what the reader names."""

    name: str
    both: int = 0
    filed: int = 0
    found: int = 0

    def add(self, filed: set[Any], found: set[Any]) -> None:
        """Count one trial."""
        self.both += len(filed & found)
        self.filed += len(filed)
        self.found += len(found)

    def __str__(self) -> str:
        recall, precision = self.both / max(self.filed, 1), self.both / max(self.found, 1)
        return (
            f"{self.name:32} {self.filed:5} in files {self.found:5} read {self.both:5} both"
            f"   recall {recall:.3f}   precision {precision:.3f}"
        )


@dataclass
class Filed:
    """The biomarkers of one file, each with its role."""

    leaves: list[tuple[Biomarker, Role]] = field(default_factory=list)


def records(folder: Path, wanted: frozenset[str]) -> dict[str, list[RegistryRecord]]:
    """Return the records of the wanted trials, by id."""
    found: dict[str, list[RegistryRecord]] = {}
    for path in sorted(folder.glob("*.json")):
        for each in record_stream.read(path, path.name):
            if isinstance(each, Problem) or (reader := known.reader(each.value)) is None:
                continue
            record = reader.read(each.value, each.where, None)
            if record.id in wanted:
                found.setdefault(record.id, []).append(record)
    return found


def read_label(text: str, genes: Genes) -> Label | None:
    """Return a label with its sign, None where it cannot be read."""
    try:
        label = labels.parse(text.removeprefix("!"), genes)
    except UnknownLabel:
        return None
    return Label(label.biomarker, label.absent or text.startswith("!"))


def without_level(biomarker: Biomarker) -> str:
    """Return what a biomarker is apart from its level."""
    return replace(biomarker, level="").id or biomarker.label


def genes_of(biomarker: Biomarker) -> str:
    """Return the genes of a biomarker, or its name where it has none."""
    return "+".join(gene.symbol for gene in biomarker.genes) or without_level(biomarker)


class Finder:
    """Finds the leaf that the reader made of a biomarker of a file."""

    def __init__(self, criteria: Criteria, genes: Genes) -> None:
        self.leaves: list[tuple[Biomarker, Leaf]] = []
        for leaf in criteria.leaves:
            if label := read_label(leaf.label, genes):
                self.leaves.append((label.biomarker, leaf))

    def leaf(self, biomarker: Biomarker, role: Role) -> Leaf | None:
        """Return the leaf of the same biomarker and role: that of the same level, the surest, the first."""
        found = [
            (leaf.level != biomarker.level, -leaf.confidence, leaf.start, leaf.end, leaf)
            for its, leaf in self.leaves
            if leaf.role is role and without_level(its) == without_level(biomarker)
        ]
        return min(found, key=lambda each: each[:4])[4] if found else None


def marked(text: str, criteria: Criteria, digest: str, genes: Genes) -> tuple[str, Filed]:
    """Return the text of a file with what was found, and the biomarkers that it names."""
    finder, filed = Finder(criteria, genes), Filed()

    def mark(match: re.Match[str]) -> str:
        label = read_label(str(yaml.safe_load(match["text"])), genes)
        if label is None:
            return match[0]
        role = Role(match["role"].split(":")[1].strip()) if match["role"] else _role(label)
        filed.leaves.append((label.biomarker, role))
        leaf = finder.leaf(label.biomarker, role)
        indent = match["indent"] + ("  " if match["item"] else "")
        return match[0] + (_certainty(leaf, indent) if leaf else "")

    plain = _WRITTEN.sub("", text)
    body = _BIOMARKER.sub(mark, plain)
    head = f"extraction:\n  confidence: {_lowest(criteria)}\n  text_sha256: {digest}\n"
    result = _HEAD.sub(lambda match: head + match[0], body, count=1)
    if _without(yaml.safe_load(result)) != _without(yaml.safe_load(text)):
        raise AssertionError("more would change than what was read from the text")
    return result, filed


def _role(label: Label) -> Role:
    return Role.EXCLUDED if label.absent else Role.REQUIRED


def _certainty(leaf: Leaf, indent: str) -> str:
    return f"{indent}confidence: {round(leaf.confidence, 2)}\n{indent}span: [{leaf.start}, {leaf.end}]\n"


def _lowest(criteria: Criteria) -> float:
    """Return the lowest confidence of what is asked, 0 where nothing is."""
    return round(min((leaf.confidence for leaf in criteria.leaves if leaf.role in _STATED), default=0.0), 2)


def _without(value: object) -> object:
    """Return a document without what this script writes."""
    if isinstance(value, Mapping):
        written = ("extraction", "confidence", "span")
        return {key: _without(each) for key, each in value.items() if key not in written}
    return [_without(each) for each in value] if isinstance(value, list) else value


def compared(filed: Filed, criteria: Criteria, genes: Genes) -> Iterator[tuple[set[Any], set[Any]]]:
    """Yield what a file and its text name: by label, by label apart from the level, by genes, each with its role.

    What the text only mentions (``optional``) is left out on both sides.
    """
    found = [(label.biomarker, leaf.role) for leaf in criteria.leaves if (label := read_label(leaf.label, genes))]
    for name in (lambda each: each.id or each.label, without_level, genes_of):
        yield tuple(  # type: ignore[misc]
            {(name(biomarker), role) for biomarker, role in side if role is not Role.OPTIONAL}
            for side in (filed.leaves, found)
        )


def main(arguments: Sequence[str]) -> int:
    """Write the files and print the figures."""
    folder = Path(arguments[0]) if arguments else Path("../shared/data/trials")
    if not folder.is_dir():
        print(f"no registry files in {folder}: nothing was read and nothing changed")
        return 0
    paths = {path.stem: path for path in sorted(TRIALS.glob("*.yaml")) if path.stem != "trials"}
    held = records(folder, frozenset(paths))
    genes = vocabulary.load(TRIALS.parent).genes
    extractor = Extractor(TRIALS.parent / "vocabulary")
    ways = [Agreement("label and role"), Agreement("label and role, level aside"), Agreement("gene and role")]
    changed = 0
    for name, path in paths.items():
        if name not in held:
            continue
        eligibility = twins.trial(held[name])[0].text_of.eligibility
        criteria, before = extractor.read(eligibility), path.read_text(encoding="utf-8")
        after, filed = marked(before, criteria, ctml.digest(eligibility), genes)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            changed += 1
        if yaml.safe_load(after)["reviewed"]:
            for way, (left, right) in zip(ways, compared(filed, criteria, genes), strict=True):
                way.add(left, right)
    print(f"{len(held)} of {len(paths)} trials have a text; {changed} files changed")
    for missing in sorted(paths.keys() - held.keys()):
        print(f"no text: {missing}")
    print(*ways, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
