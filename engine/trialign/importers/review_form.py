"""A review file, to be filled in by a person: one entry per extracted biomarker, with an empty verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from trialign.errors import visible
from trialign.importers.ctml import digest
from trialign.importers.texts import Extracted
from trialign.model.criteria import Leaf, Role

_HOW = """\
# Review of extracted criteria. Fill in reviewer, date (such as 2026-11-22) and a verdict for every leaf:
#   verdict: confirm    it stands in the text as the label and the role say
#   verdict: correct    and a line 'correct_to: <label>', in quotation marks, with ! first where it must be absent
#   verdict: remove     it is no criterion
#   add: ["!KRAS G12C", "ALK fusion | ROS1 fusion"]    what was missed: each is asked beside the rest, | is "or"
# Take out the trials that you did not review. Labels: docs/labels.md. Then:
#   trialign trials review THIS-FILE --apply --out FOLDER-OF-TRIAL-FILES
"""
_WARNING = """\
# WARNING: the comments hold words of the registry's text, for the reviewer's eyes only. Do not publish this file.
"""


def written(several: Sequence[Extracted]) -> str:
    """Return a review file without a word of the texts."""
    return _HOW + "".join(_lines(several, words=False))


def with_words(several: Sequence[Extracted]) -> str:
    """Return a review file with the words of each place as a comment."""
    return _WARNING + _HOW + "".join(_lines(several, words=True))


def _lines(several: Sequence[Extracted], words: bool) -> Iterator[str]:
    yield 'reviewer: ""\ndate: ""\ntrials:\n'
    for each in several:
        yield f"  - id: {_quoted(each.given.id)}\n"
        yield f"    text_sha256: {_quoted(digest(each.given.text))}\n"
        yield "    leaves:\n" if each.criteria.leaves else "    leaves: []\n"
        for leaf in _distinct(each.criteria.leaves):
            if words:
                yield f"      # {visible(each.given.words(leaf.start, leaf.end))}\n"
            yield _leaf(leaf)
        yield "    add: []\n"


def _distinct(leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """Yield leaves that a trial file tells apart: there a printed level makes no other label."""
    seen: set[tuple[str, Role, int, int]] = set()
    for leaf in leaves:
        key = (leaf.label, leaf.role, leaf.start, leaf.end)
        if key not in seen:
            yield leaf
        seen.add(key)


def _leaf(leaf: Leaf) -> str:
    sign = "!" if leaf.role is Role.EXCLUDED else ""
    known = "        if_known: true\n" if leaf.if_known and sign else ""
    return (
        f"      - label: {_quoted(sign + leaf.label)}\n"
        f"        role: {leaf.role.value}\n{known}"
        f"        confidence: {round(leaf.confidence, 2)}\n"
        f"        span: [{leaf.start}, {leaf.end}]\n"
        '        verdict: ""\n'
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)
