"""Trees of criteria to their disjunctive normal form, with an end to how many ways in are written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from trialign.model.criteria import Branch, Forms, Leaf, Node, Role

MOST = 400


def branch(every: bool, children: Sequence[Node]) -> Node | None:
    """Return a branch without needless nesting; None for no children."""
    flat: list[Node] = []
    for child in children:
        flat += child.children if isinstance(child, Branch) and child.every is every else (child,)
    unique = list(dict.fromkeys(flat))
    return None if not unique else unique[0] if len(unique) == 1 else Branch(every, tuple(unique))


_REPAIR = frozenset({"MSI-H", "dMMR", "MLH1", "MSH2", "MSH6", "PMS2"})


def everything(children: Sequence[Node]) -> Node | None:
    """Join what separate criteria ask: all of it, save what they ask of one marker in several classes, or of repair.

    Criteria that ask for mutation, amplification and expression of one gene in turn list ways in; so do those for
    microsatellite instability and mismatch repair.
    """
    merged: dict[str, list[Node]] = {}
    for number, child in enumerate(children):
        merged.setdefault(_subject(child) or str(number), []).append(child)
    return branch(True, [node for nodes in merged.values() if (node := _either(nodes)) is not None])


def _subject(node: Node) -> str:
    """Return the one marker that a node requires, '' where it is about several."""
    found = list(leaves(node))
    markers = {"repair" if each.marker in _REPAIR else each.marker for each in found}
    return markers.pop() if len(markers) == 1 and all(each.role is Role.REQUIRED for each in found) else ""


def _either(nodes: Sequence[Node]) -> Node | None:
    """Join what is asked of one marker: the more exact of one class, else any class."""
    found = [each for node in nodes for each in leaves(node)]
    exact = {(each.marker, each.alteration) for each in found if each.variant}
    kept = [each for each in found if each.variant or (each.marker, each.alteration) not in exact]
    return nodes[0] if len(nodes) == 1 else branch(False, kept)


def leaves(node: Node | None) -> Iterator[Leaf]:
    """Yield the leaves of a tree in order."""
    if isinstance(node, Leaf):
        yield node
    elif node is not None:
        for child in node.children:
            yield from leaves(child)


def normal(node: Node | None) -> Forms:
    """Return the disjunctive normal form of a tree; leaves that say the same stand once in a form."""
    if node is None:
        return ()
    forms: dict[frozenset[tuple[str, ...]], tuple[Leaf, ...]] = {}
    for form in _forms(node):
        if form:
            forms.setdefault(frozenset(map(said, form)), _once(form))
    return tuple(forms.values())


def _forms(node: Node) -> list[tuple[Leaf, ...]]:
    if isinstance(node, Leaf):
        return [(node,)]
    parts = [_forms(child) for child in node.children]
    if not node.every:
        return list(islice((form for forms in parts for form in forms), MOST))
    result: list[tuple[Leaf, ...]] = [()]
    for forms in parts:
        product = list(islice((left + right for left in result for right in forms), MOST))
        result = _least(product) if len(result) > 1 and len(forms) > 1 and () not in forms else product
    return result


def _least(forms: Sequence[tuple[Leaf, ...]]) -> list[tuple[Leaf, ...]]:
    """Leave out forms that ask for more than another: what two alternatives share need not be asked twice."""
    keys = [frozenset(map(said, form)) for form in forms]
    known = set(keys)
    return [form for form, key in zip(forms, keys, strict=True) if not any(other < key for other in known)]


def said(leaf: Leaf) -> tuple[str, ...]:
    """Return what a leaf asks, without its place."""
    return leaf.marker, leaf.alteration.value, leaf.variant, leaf.origin.value, leaf.role.value


def _once(form: Sequence[Leaf]) -> tuple[Leaf, ...]:
    return tuple({said(leaf): leaf for leaf in reversed(form)}.values())[::-1]
