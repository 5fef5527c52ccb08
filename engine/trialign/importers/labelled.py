"""Criteria without the biomarkers that no label stands for: a file must hold only what can be read again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from trialign.model.criteria import Criteria, Leaf, Node
from trialign.nomenclature import labels
from trialign.nomenclature.genes import Genes
from trialign.nomenclature.labels import UnknownLabel


@dataclass(slots=True)
class Labels:
    """Tells which labels can be read; each is tried once."""

    genes: Genes
    _tried: dict[str, bool] = field(default_factory=dict)

    def known(self, leaf: Leaf) -> bool:
        """Tell whether a leaf's label can be read again."""
        if leaf.label not in self._tried:
            self._tried[leaf.label] = self._reads(leaf.label)
        return self._tried[leaf.label]

    def _reads(self, label: str) -> bool:
        try:
            labels.parse(label, self.genes)
        except UnknownLabel:
            return False
        return True

    def only(self, criteria: Criteria) -> Criteria:
        """Return criteria with the leaves alone whose labels are known."""
        if all(self.known(leaf) for leaf in criteria.leaves):
            return criteria
        return replace(
            criteria,
            leaves=tuple(leaf for leaf in criteria.leaves if self.known(leaf)),
            inclusion=criteria.inclusion and self._pruned(criteria.inclusion),
            exclusion=criteria.exclusion and self._pruned(criteria.exclusion),
        )

    def _pruned(self, node: Node) -> Node | None:
        if isinstance(node, Leaf):
            return node if self.known(node) else None
        children = tuple(child for each in node.children if (child := self._pruned(each)))
        return replace(node, children=children) if children else None
