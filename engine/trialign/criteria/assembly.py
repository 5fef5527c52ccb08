"""What items ask, put together: common criteria, cohorts, alternatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from trialign.criteria.claims import Claim, Tree, claims_of, loosened, turned, without_status
from trialign.criteria.context import Asked
from trialign.criteria.forms import branch, everything, leaves
from trialign.criteria.leaves import leaf
from trialign.criteria.outline import Item, Section
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Branch, Leaf, Node, Role

_SEVERAL = 3


@dataclass(slots=True)
class Found:
    """What an item and all below it ask.

    Attributes:
        included: Nodes that a patient must meet.
        excluded: Nodes of which none may hold.
        weak: Leaves that are named without being criteria.
        any_of: True where one of what stands below is enough.
    """

    included: list[Node] = field(default_factory=list)
    excluded: list[Node] = field(default_factory=list)
    weak: list[Leaf] = field(default_factory=list)
    any_of: bool = False

    def add(self, asked: Asked, section: Section, sure: float) -> None:
        """Put what a cluster asks on the side where it belongs; ``sure`` is how sure the section is."""
        barring = section is Section.EXCLUSION
        tree = asked.tree if asked.weak else without_status(asked.tree)
        if tree is None:
            return
        sure *= asked.confidence
        if_known = asked.if_known or (barring and asked.known)
        if asked.weak or (barring and asked.aside):
            role = asked.weak or Role.OPTIONAL
            self.weak += [leaf(claim, role, sure, if_known) for claim in claims_of(tree)]
        elif barring or asked.barred:
            self.excluded.append(_node(loosened(tree), True, sure, if_known))
        elif asked.negated:
            self.excluded.append(_node(turned(tree), True, sure, if_known or asked.known))
        else:
            self._include(_node(tree, False, sure, if_known), asked.join == "or")

    def _include(self, node: Node, alternative: bool) -> None:
        if alternative and self.included:
            node = branch(False, [self.included.pop(), node]) or node
        self.included.append(node)

    def drop_generic(self) -> None:
        """Drop what names only a pathway or its deficiency, where a list below spells it out."""
        self.included = [
            node for node in self.included if not all(not each.label or each.marker == "HRD" for each in leaves(node))
        ]


def _node(tree: Tree, barring: bool, sure: float, if_known: bool) -> Node:
    if isinstance(tree, Claim):
        role = Role.REQUIRED if tree.present is not barring else Role.EXCLUDED
        return leaf(tree, role, sure, if_known)
    children = [_node(child, barring, sure, if_known) for child in tree.children]
    return branch(tree.every, children) or children[0]


def inclusion_of(text: str, read: Sequence[tuple[Item, Found]]) -> Node | None:
    """Join what everyone must meet with what one of the cohorts must meet."""
    groups: dict[int, list[tuple[Item, Found]]] = {}
    for item, found in read:
        groups.setdefault(item.cohort, []).append((item, found))
    common = sequence(text, groups.pop(0, []))
    ways = [everything(sequence(text, several)) or Branch(True, ()) for several in groups.values()]
    either = branch(False, ways) if any(list(leaves(way)) for way in ways) else None
    return _without_pathways(everything(common + ([either] if either is not None else [])))


def sequence(text: str, read: Sequence[tuple[Item, Found]]) -> list[Node]:
    """Return what items ask in turn; 'or' at an end, and lists that announce one of several, join them."""
    nodes: list[Node] = []
    joined = announced = False
    for item, found in read:
        node = everything(found.included)
        if node is not None and joined and nodes:
            nodes.append(branch(False, [nodes.pop(), node]) or node)
        elif node is not None:
            nodes.append(node)
        announces = found.any_of and not item.children and text[item.start : item.end].rstrip().endswith(":")
        announced = announces or (announced and node is not None)
        joined = _ends_with_or(text, item) or (announced and not announces and node is not None)
    return nodes


def _ends_with_or(text: str, item: Item) -> bool:
    return bool(re.search(r"\bor\W*$", text[max(item.start, item.end - 8) : item.end], re.I))


def _without_pathways(node: Node | None) -> Node | None:
    """Drop the name of a pathway where several genes are named: they say what it means."""
    genes = {each.marker for each in leaves(node) if each.label and each.alteration is not Alteration.EXPRESSION}
    if node is None or len(genes) < _SEVERAL:
        return node
    return _named(node)


def _named(node: Node) -> Node | None:
    if isinstance(node, Leaf):
        return node if node.label else None
    return branch(node.every, [each for child in node.children if (each := _named(child)) is not None])
