"""Text to criteria: items, sentences, clusters, and the tree that they form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from trialign.criteria import lexicon as lexicons
from trialign.criteria.claims import Before, Claim, Group, Spec, Tree
from trialign.criteria.forms import branch, everything, leaves, normal
from trialign.criteria.items import GLUED, REGION_WORDS, Part, Reader
from trialign.criteria.leaves import leaf
from trialign.criteria.outline import Item, Section, items
from trialign.criteria.sentences import Asked, asked, sentences, without_status
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Branch, Criteria, Leaf, Node, Role

_UNNAMED = re.compile(
    r"\b(?:actionable|targetable|driver|oncogenic|genomic|molecular|sensiti[sz]ing)\s+"
    r"(?:(?:genomic|genetic|driver|oncogenic|molecular|oncogene|gene|tumou?r|target)\s+){0,3}"
    r"(?:mutations?|alterations?|aberrations?|rearrangements?|variants?|drivers?)\b",
    re.I,
)
_PATIENTS = re.compile(
    r"\b(?:patients?|subjects?|participants?|adults?|people|persons?|children)\b[^.]{0,40}?\b(?:with|whose|who have|having|harbou?ring)\b"
    r"|\b(?:tumou?rs?|cancers?|carcinoma|NSCLC|leukemia|lymphoma|melanoma|myeloma)\s(?:with|harbou?ring|that have)\b",
    re.I,
)
_WORD = re.compile(r"[^\W_]+")


_NOTHING = Before()


@dataclass(slots=True)
class _Found:
    """What an item and all below it ask."""

    included: list[Node] = field(default_factory=list)
    excluded: list[Node] = field(default_factory=list)
    weak: list[Leaf] = field(default_factory=list)
    before: Before = Before()
    any_of: bool = False


class Extractor:
    """Reads criteria from text; made once, used for any number of texts."""

    def __init__(self, vocabulary_folder: Path) -> None:
        """Read the lexicon of a vocabulary folder."""
        self._lexicon = lexicons.load(vocabulary_folder)
        self._reader = Reader(self._lexicon)

    def read(self, text: str) -> Criteria:
        """Return what a text asks of biomarkers; offsets count characters of ``text``."""
        top = items(text)
        sections = {item.section for item in top}
        headed = bool(sections - {Section.NONE})
        read = self._all(text, [item for item in top if not headed or item.section is not Section.NONE], headed)
        if headed and not any(found.included for _, found in read):
            summary = [part for item in top if item.section is Section.NONE for part in _about_patients(text, item)]
            read += self._all(text, summary, False)
        inclusion = _inclusion(text, [each for each in read if each[0].section is not Section.EXCLUSION])
        excluded = [node for _, found in read for node in found.excluded]
        exclusion = branch(False, excluded)
        weak = [each for _, found in read for each in found.weak]
        found = sorted({*leaves(inclusion), *leaves(exclusion), *weak}, key=_place)
        unnamed = tuple(match.span() for match in _UNNAMED.finditer(text))
        return Criteria(tuple(found), inclusion, exclusion, normal(inclusion), normal(exclusion), unnamed)

    def _all(
        self, text: str, several: Sequence[Item], headed: bool, handed: Before = _NOTHING
    ) -> list[tuple[Item, _Found]]:
        """Read items in turn; one that names only a pathway hands its class on to the list that spells it out."""
        read = []
        before = handed
        for item in several:
            found = self._item(text, item, before, headed)
            read.append((item, found))
            named = [each for node in found.included for each in leaves(node)]
            spelt = bool(named) and all(not each.label for each in named)
            if spelt:
                before = Before((), (Spec(classes=(named[0].alteration,)),), True)
        return read

    def _item(self, text: str, item: Item, before: Before, headed: bool) -> _Found:
        found = _Found(before=before)
        found.any_of = bool(_ANY_OF.search(text, item.start, item.end))
        for start, end in sentences(text, item.start, item.end):
            if self._worth(text, start, end, bool(item.children)):
                parts = self._reader.parts(text, start, end)
                self._sentence(parts, item, found, headed)
        self._children(text, item, found, headed)
        return found

    def _worth(self, text: str, start: int, end: int, children: bool) -> bool:
        """Tell whether a sentence can name a marker; most cannot, and are not looked at further."""
        words = _WORD.findall(text, start, end)
        named = children or self._lexicon.may_name(words)
        return named or bool(GLUED.search(text, start, end) or REGION_WORDS.search(text, start, end))

    def _sentence(self, parts: Sequence[Part], item: Item, found: _Found, headed: bool) -> None:
        said, found.before = asked(parts, found.before)
        for each in said:
            _place_asked(each, item.section, found, headed)

    def _children(self, text: str, item: Item, found: _Found, headed: bool) -> None:
        handed = (
            found.before
            if text[item.start : item.end].rstrip().endswith(":")
            else replace(found.before, opened=False)
        )
        handed = replace(handed, opened=handed.opened or text[item.start : item.end].rstrip().endswith(":"))
        below = self._all(text, item.children, headed, handed)
        for _, each in below:
            found.excluded += each.excluded
            found.weak += each.weak
        nodes = _sequence(text, below)
        together = branch(False, nodes) if found.any_of else everything(nodes)
        if together is not None:
            if _DEFINED.search(text, item.start, item.end):
                found.included = [node for node in found.included if not _generic(node)]
            found.included.append(together)


_SEVERAL = 3
_DEFINED = re.compile(r"\bdefined (?:by|as)\b[^.]{0,40}$")
_ANY_OF = re.compile(
    r"\b(?:one|any|either|1|two|one or more|at least one|at least 1|≥ ?1)\b[^.:]{0,12}\bof\b[^.:]{0,60}\b(?:following|below|these|methods|criteria)\b"
    r"|\beither\b[^.]{0,40}:\W*$|\b(?:following|below)\b[^.:]{0,30}\(?(?:any|one) of\b",
    re.I,
)


def _place_asked(each: Asked, section: Section, found: _Found, headed: bool) -> None:
    """Put what a cluster asks on the side where it belongs."""
    barring = section is Section.EXCLUSION
    tree = each.tree if each.weak else without_status(each.tree)
    if tree is None:
        return
    sure = each.confidence * (1.0 if headed else 0.7)
    if each.weak or (barring and not each.barred and each.confidence < 1.0):
        found.weak += [leaf(claim, each.weak or Role.OPTIONAL, sure, each.if_known) for claim in _claims(tree)]
    elif barring or each.barred:
        found.excluded.append(_node(tree, True, sure, each.if_known))
    elif each.negated:
        found.excluded.append(_node(_turned(tree), True, sure, each.if_known))
    else:
        node = _node(tree, False, sure, each.if_known)
        if each.join == "or" and found.included:
            node = branch(False, [found.included.pop(), node]) or node
        found.included.append(node)


def _claims(tree: Tree) -> Iterator[Claim]:
    if isinstance(tree, Claim):
        yield tree
    else:
        for child in tree.children:
            yield from _claims(child)


def _turned(tree: Tree) -> Tree:
    """Return the opposite of a tree: what must not be, from what must."""
    if isinstance(tree, Claim):
        return replace(tree, present=not tree.present)
    return Group(not tree.every, tuple(_turned(child) for child in tree.children))


def _node(tree: Tree, barring: bool, sure: float, if_known: bool) -> Node:
    if isinstance(tree, Claim):
        role = Role.REQUIRED if tree.present is not barring else Role.EXCLUDED
        return leaf(tree, role, sure, if_known)
    children = [_node(child, barring, sure, if_known) for child in tree.children]
    return branch(tree.every, children) or children[0]


def _about_patients(text: str, item: Item) -> Iterator[Item]:
    """Yield the parts of a summary's sentences that say which patients take part."""
    for start, end in sentences(text, item.start, item.end):
        if found := _PATIENTS.search(text, start, end):
            yield Item(found.end(), end, item.indent, item.section, 0)


def _ends_with_or(text: str, item: Item) -> bool:
    return bool(re.search(r"\bor\W*$", text[max(item.start, item.end - 8) : item.end], re.I))


def _inclusion(text: str, read: Sequence[tuple[Item, _Found]]) -> Node | None:
    """Join what everyone must meet with what one of the cohorts must meet."""
    groups: dict[int, list[tuple[Item, _Found]]] = {}
    for item, found in read:
        groups.setdefault(item.cohort, []).append((item, found))
    common = _sequence(text, groups.pop(0, []))
    ways = [everything(_sequence(text, several)) or Branch(True, ()) for several in groups.values()]
    either = branch(False, ways) if any(ways_in for way in ways for ways_in in leaves(way)) else None
    return _without_pathways(everything(common + ([either] if either is not None else [])))


def _generic(node: Node) -> bool:
    """Tell whether a criterion names only a pathway or its deficiency, which a list below it spells out."""
    return all(not each.label or each.marker == "HRD" for each in leaves(node))


def _sequence(text: str, read: Sequence[tuple[Item, _Found]]) -> list[Node]:
    """Return what items ask one after the other; 'or' at an end, and lists that announce one of several, join them."""
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


def _place(each: Leaf) -> tuple[int, int, str, str, str]:
    return each.start, each.end, each.marker, each.alteration.value, each.variant
