"""A CTML tree as MatchMiner or we write it, to the tree that is written: labels, cancers by code, ages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from trialign.errors import Location, Problem
from trialign.importers.registries import ctml, ctml_labels, parts
from trialign.importers.registries.parts import Raw
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary

Tree = dict[str, object]
ANYONE: Tree = {"clinical": {"age_numerical": ">=0"}}  # a way in that asks nothing: anyone matches
_AGE = re.compile(r"(>=|<=|>|<)\d+(\.\d+)?")
_WIDE = {
    "_SOLID_": ("SOLID",),
    "__SOLID__": ("SOLID",),
    "_LIQUID_": ("LYMPH", "MYELOID"),
    "All Solid Tumors": ("SOLID",),
}
_KEPT = ("confidence", "span", "if_known")


@dataclass(slots=True)
class Reading:
    """Turns the nodes of one record; what has no label is a problem and stays out."""

    vocabulary: Vocabulary
    where: Location
    problems: list[Problem] = field(default_factory=list)

    def trees(self, record: Raw) -> list[Tree]:
        """Return one tree for each match of a record, none of them empty."""
        return [tree for node in ctml.matches(record) if (tree := self._node(node, 0))]

    def _node(self, node: object, depth: int) -> Tree | None:
        if not isinstance(node, dict):
            return None
        if depth > ctml.MAX_DEPTH:
            self._refuse(f"the criteria are nested more than {ctml.MAX_DEPTH} levels deep", "write them flatter")
            return None
        for key, word in (("and", "and"), ("or", "or"), ("all", "and"), ("any", "or")):
            if key in node:
                children = [child for each in parts.items(node, key) if (child := self._node(each, depth + 1))]
                return joined(word, children)
        if isinstance(genomic := node.get("genomic"), dict):
            return self._genomic(genomic)
        return self._clinical(node["clinical"]) if isinstance(node.get("clinical"), dict) else None

    def _genomic(self, node: Raw) -> Tree | None:
        if members := self.vocabulary.genes.family(parts.text(node, "hugo_symbol").lstrip("! ")):
            return self._family(node, members)
        label = self._labels(lambda: [ctml_labels.genomic(node, self.vocabulary.genes)])
        kept = {key: node[key] for key in _KEPT if key in node}
        return {"genomic": {"biomarker": label[0], **kept}} if label and label[0] else None

    def _family(self, node: Raw, members: tuple[str, ...]) -> Tree | None:
        """Return any one of the genes that a name such as NTRK stands for, or none of them where it is negated."""
        sign = "!" if parts.text(node, "hugo_symbol").startswith("!") else ""
        each = [self._genomic({**node, "hugo_symbol": f"{sign}{symbol}"}) for symbol in members]
        absent = sign or any(parts.text(node, key).startswith("!") for key in node)
        return joined("and" if absent else "or", [tree for tree in each if tree])

    def _clinical(self, node: Raw) -> Tree | None:
        inside: Tree = {}
        if codes := self._codes(node):
            inside["oncotree_primary_diagnosis"] = codes
        age = parts.text(node, "age_numerical")
        if _AGE.fullmatch(age):
            inside["age_numerical"] = age
        found = [Tree(clinical=inside)] if inside else []
        labels = self._labels(lambda: ctml_labels.clinical(node, self.vocabulary.genes))
        return joined("and", [*found, *(Tree(genomic={"biomarker": label}) for label in labels)])

    def _codes(self, node: Raw) -> list[str]:
        codes: list[str] = []
        for printed in parts.texts(node, "oncotree_primary_diagnosis"):
            found = _WIDE.get(printed) or self.vocabulary.cancers.find(printed)
            if not found:
                self._refuse(f"the cancer '{printed}' is not known", "use a code of OncoTree; it is left out")
            codes += found
        return list(dict.fromkeys(codes))

    def _labels(self, read: Callable[[], list[str]]) -> list[str]:
        try:
            return read()
        except UnknownLabel as error:
            self._refuse(str(error), "see docs/labels.md; the criterion is left out")
            return []

    def _refuse(self, what: str, mend: str) -> None:
        self.problems.append(Problem(self.where, what, mend))


def joined(word: str, children: list[Tree]) -> Tree | None:
    """Return children as one node: none for none, the child itself for one; a child of the same kind is opened."""
    if len(children) < 2:
        return children[0] if children else None
    flat: list[object] = []
    for child in children:
        inner = child.get(word)
        flat += inner if isinstance(inner, list) else [child]
    return {word: flat}
