"""Trees of criteria to their disjunctive normal form, with an end to how many ways in are written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trialign.model.criteria import Branch, Forms, Leaf, Node, Role

MOST = 1_000


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


def normal(node: Node | None) -> Forms | None:
    """Return the disjunctive normal form of a tree; None where it has more than ``MOST`` forms.

    Leaves that say the same stand once in a form.
    """
    first: dict[tuple[str, ...], Leaf] = {}
    for leaf in leaves(node):
        first.setdefault(said(leaf), leaf)
    numbers = {key: number for number, key in enumerate(first)}
    known = list(first.values())
    try:
        forms = [] if node is None else _forms(node, numbers)
    except _TooManyForms:
        return None
    return tuple(tuple(known[number] for number in sorted(form)) for form in forms if form)


_Form = frozenset[int]
_NOTHING: _Form = frozenset()


class _TooManyForms(Exception):
    """The alternatives multiply to more forms than anybody can read."""


def _forms(node: Node, numbers: Mapping[tuple[str, ...], int]) -> list[_Form]:
    if isinstance(node, Leaf):
        return [frozenset((numbers[said(node)],))]
    parts = [_forms(child, numbers) for child in node.children]
    if not node.every:
        return list(dict.fromkeys(form for forms in parts for form in forms))
    result: list[_Form] = [_NOTHING]
    for forms in parts:
        if len(result) * len(forms) > MOST**2:
            raise _TooManyForms
        product = list(dict.fromkeys(left | right for left in result for right in forms))
        result = _least(product) if len(result) > 1 and len(forms) > 1 and _NOTHING not in forms else product
        if len(result) > MOST:
            raise _TooManyForms
    return result


def _least(forms: Sequence[_Form]) -> list[_Form]:
    """Leave out forms that ask for more than another: what two alternatives share need not be asked twice."""
    if len(forms) > MOST:
        raise _TooManyForms
    return [form for form in forms if not any(other < form for other in forms)]


def said(leaf: Leaf) -> tuple[str, ...]:
    """Return what a leaf asks, without its place."""
    return leaf.marker, leaf.alteration.value, leaf.variant, leaf.origin.value, leaf.role.value
