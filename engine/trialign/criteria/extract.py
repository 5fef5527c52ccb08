"""Text to criteria: items, sentences, clusters, and the tree that they form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from trialign.criteria import lexicon as lexicons
from trialign.criteria import regions
from trialign.criteria.assembly import Found, inclusion_of, sequence
from trialign.criteria.forms import branch, everything, leaves, normal
from trialign.criteria.outline import Item, Section, items
from trialign.criteria.parts import GLUED, Reader
from trialign.criteria.sentences import asked, sentences
from trialign.criteria.specs import Before, Spec
from trialign.model.criteria import Criteria, Leaf

_UNNAMED = re.compile(
    r"\b(?:actionable|targetable|driver|oncogenic|genomic|molecular|sensiti[sz]ing)\s+"
    r"(?:(?:genomic|genetic|driver|oncogenic|molecular|oncogene|gene|tumou?r|target)\s+){0,3}"
    r"(?:mutations?|alterations?|aberrations?|rearrangements?|variants?|drivers?)\b",
    re.I,
)
_PATIENTS = re.compile(
    r"\b(?:patients?|subjects?|participants?|adults?|people|persons?|children)\b"
    r"[^.]{0,40}?\b(?:with|whose|who have|having|harbou?ring)\b"
    r"|\b(?:tumou?rs?|cancers?|carcinoma|NSCLC|leukemia|lymphoma|melanoma|myeloma)\s(?:with|harbou?ring|that have)\b",
    re.I,
)
_ANY_OF = re.compile(
    r"\b(?:one|any|either|1|two|one or more|at least one|at least 1|≥ ?1)\b[^.:]{0,12}\bof\b[^.:]{0,60}"
    r"\b(?:following|below|these|methods|criteria)\b"
    r"|\beither\b[^.]{0,40}:\W*$|\b(?:following|below)\b[^.:]{0,30}\(?(?:any|one) of\b|\bdefined (?:by|as)\W*$",
    re.I,
)
_DEFINED = re.compile(r"\bdefined (?:by|as)\b[^.]{0,40}$")
_WORD = re.compile(r"[^\W_]+")
_CLASS = re.compile(
    r"mutat|mutant|alter|aberr|abnorm|fusion|rearrang|transloc|amplif|delet|express|variant|defect|genotyp|positiv|"
    r"negativ|loss|change",
    re.I,
)
_NOTHING = Before()


class Extractor:
    """Reads criteria from text; made once, used for any number of texts."""

    def __init__(self, vocabulary_folder: Path) -> None:
        """Read the lexicon of a vocabulary folder.

        Raises:
            InputProblems: A table that cannot be read.
        """
        self.lexicon = lexicons.load(vocabulary_folder)
        self.reader = Reader(self.lexicon)

    def read(self, text: str) -> Criteria:
        """Return what a text asks of biomarkers; offsets count characters of ``text``."""
        top = items(text)
        headed = any(item.section is not Section.NONE for item in top)
        found = self._all(text, [item for item in top if not headed or item.section is not Section.NONE], headed)
        if headed and not any(each.included for _, each in found):
            summary = [part for item in top if item.section is Section.NONE for part in _about_patients(text, item)]
            found += self._all(text, summary, False)
        inclusion = inclusion_of(text, [each for each in found if each[0].section is not Section.EXCLUSION])
        exclusion = branch(False, [node for _, each in found for node in each.excluded])
        weak = [leaf for _, each in found for leaf in each.weak]
        known = sorted({*leaves(inclusion), *leaves(exclusion), *weak}, key=_place)
        unnamed = tuple(match.span() for match in _UNNAMED.finditer(text))
        return Criteria(tuple(known), inclusion, exclusion, normal(inclusion), normal(exclusion), unnamed)

    def _all(
        self, text: str, several: Sequence[Item], headed: bool, handed: Before = _NOTHING
    ) -> list[tuple[Item, Found]]:
        """Read items in turn; one that names only a pathway hands its class on to the list that spells it out."""
        read = []
        before = handed
        for item in several:
            found = self._item(text, item, before, headed)
            read.append((item, found))
            named = [each for node in found.included for each in leaves(node)]
            if named and all(not each.label for each in named):
                before = Before((), (Spec(classes=(named[0].alteration,)),), True)
        return read

    def _item(self, text: str, item: Item, before: Before, headed: bool) -> Found:
        found = Found(any_of=bool(_ANY_OF.search(text, item.start, item.end)))
        for start, end in sentences(text, item.start, item.end):
            if (item.children and _CLASS.search(text, start, end)) or self._may_name(text, start, end):
                said, before = asked(self.reader.parts(text, start, end), before)
                for each in said:
                    found.add(each, item.section, 1.0 if headed else 0.7)
        if item.children:
            self._below(text, item, before, found, headed)
        return found

    def _may_name(self, text: str, start: int, end: int) -> bool:
        """Tell whether a sentence can name a marker; most cannot, and are not looked at further."""
        if self.lexicon.may_name(_WORD.findall(text, start, end)):
            return True
        return bool(GLUED.search(text, start, end) or regions.WORDS.search(text, start, end))

    def _below(self, text: str, item: Item, before: Before, found: Found, headed: bool) -> None:
        """Read what stands below an item: all of it is asked, or any one where the item says so."""
        own = text[item.start : item.end].rstrip()
        below = self._all(text, item.children, headed, replace(before, opened=own.endswith(":")))
        for _, each in below:
            found.excluded += each.excluded
            found.weak += each.weak
        nodes = sequence(text, below)
        together = branch(False, nodes) if found.any_of else everything(nodes)
        if together is not None:
            if _DEFINED.search(own):
                found.drop_generic()
            found.included.append(together)


def _about_patients(text: str, item: Item) -> Iterator[Item]:
    """Yield the parts of a summary's sentences that say which patients take part."""
    for start, end in sentences(text, item.start, item.end):
        if found := _PATIENTS.search(text, start, end):
            yield Item(found.end(), end, item.indent, item.section, 0)


def _place(each: Leaf) -> tuple[int, int, str, str, str, str]:
    return each.start, each.end, each.marker, each.alteration.value, each.variant, each.role.value
