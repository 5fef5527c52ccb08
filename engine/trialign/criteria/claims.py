"""What the text claims of markers, present or absent, and how claims combine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from trialign.criteria.lexicon import Target
from trialign.model.biomarker import Alteration, Origin


@dataclass(frozen=True, slots=True)
class Claim:
    """One marker in one class, present or absent; ``status`` where only a result is spoken of."""

    target: Target
    kind: str
    alteration: Alteration
    variant: str
    present: bool
    status: bool
    origin: Origin
    level: str
    start: int
    end: int
    confidence: float

    @property
    def concept(self) -> tuple[str, Alteration, str, bool]:
        """Return what the claim says, without place and origin."""
        return self.target.label, self.alteration, self.variant, self.present


@dataclass(frozen=True, slots=True)
class Group:
    """All of several claims, or any one of them."""

    every: bool
    children: tuple[Claim | Group, ...]


Tree = Claim | Group


def group(every: bool, children: Sequence[Tree]) -> Tree | None:
    """Return a group without needless nesting; None for no children."""
    flat: list[Tree] = []
    for child in children:
        flat += child.children if isinstance(child, Group) and child.every is every else (child,)
    unique = list(dict.fromkeys(flat))
    return None if not unique else unique[0] if len(unique) == 1 else Group(every, tuple(unique))


def claims_of(tree: Tree | None) -> Iterator[Claim]:
    """Yield the claims of a tree in order."""
    if isinstance(tree, Claim):
        yield tree
    elif tree is not None:
        for child in tree.children:
            yield from claims_of(child)


def turned(tree: Tree) -> Tree:
    """Return the opposite of a tree: what must not be, from what must."""
    if isinstance(tree, Claim):
        return replace(tree, present=not tree.present)
    return Group(not tree.every, tuple(turned(child) for child in tree.children))


def loosened(tree: Tree) -> Tree:
    """Return a tree in which genes joined by 'and' are alternatives: each of several exclusions bars by itself."""
    if isinstance(tree, Claim):
        return tree
    genes = all(claim.present and claim.kind in {"gene", "family", "rare"} for claim in claims_of(tree))
    return group(tree.every and not genes, [loosened(child) for child in tree.children]) or tree


def without_status(tree: Tree) -> Tree | None:
    """Return a tree without the claims that speak of a result only."""
    if isinstance(tree, Claim):
        return None if tree.status else tree
    kept = [each for child in tree.children if (each := without_status(child)) is not None]
    return group(tree.every, kept) if isinstance(tree, Group) else tree


def less(trees: Sequence[Tree], general: Sequence[Claim], exact: Sequence[Claim]) -> list[Tree]:
    """Return trees without the general claims that exact ones spell out: their markers, and pathways."""
    labels = {each.target.label for each in exact}
    told = {each for each in general if each.kind == "pathway" or each.target.label in labels}
    kept = [_kept(tree, lambda claim: claim not in told) for tree in trees]
    return [tree for tree in kept if tree is not None]


def _kept(tree: Tree, wanted: Callable[[Claim], bool]) -> Tree | None:
    if isinstance(tree, Claim):
        return tree if wanted(tree) else None
    return group(tree.every, [each for child in tree.children if (each := _kept(child, wanted)) is not None])
