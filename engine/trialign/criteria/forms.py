"""Trees of criteria to their disjunctive normal form, with an end to how many ways in are written out."""

from __future__ import annotations

from collections.abc import Sequence

from trialign.model.criteria import Branch, Forms, Leaf, Node

MOST = 400


def branch(every: bool, children: Sequence[Node]) -> Node | None:
    """Return a branch without needless nesting; None for no children."""
    flat: list[Node] = []
    for child in children:
        flat += child.children if isinstance(child, Branch) and child.every is every else (child,)
    unique = list(dict.fromkeys(flat))
    return None if not unique else unique[0] if len(unique) == 1 else Branch(every, tuple(unique))


def normal(node: Node | None) -> Forms:
    """Return the disjunctive normal form of a tree; leaves that say the same stand once in a form."""
    if node is None:
        return ()
    forms: dict[frozenset[tuple[str, ...]], tuple[Leaf, ...]] = {}
    for form in _forms(node):
        forms.setdefault(frozenset(map(said, form)), _once(form))
    return tuple(forms.values())


def _forms(node: Node) -> list[tuple[Leaf, ...]]:
    if isinstance(node, Leaf):
        return [(node,)]
    parts = [_forms(child) for child in node.children]
    if not node.every:
        return [form for forms in parts for form in forms][:MOST]
    result: list[tuple[Leaf, ...]] = [()]
    for forms in parts:
        result = [left + right for left in result for right in forms][:MOST]
    return result


def said(leaf: Leaf) -> tuple[str, ...]:
    """Return what a leaf asks, without its place."""
    return leaf.marker, leaf.alteration.value, leaf.variant, leaf.origin.value, leaf.role.value


def _once(form: Sequence[Leaf]) -> tuple[Leaf, ...]:
    return tuple({said(leaf): leaf for leaf in reversed(form)}.values())[::-1]
