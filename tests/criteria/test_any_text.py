"""Any text at all is read: without an error, within its bounds, to the same result each time, in bounded work."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialign import resources
from trialign.criteria.extract import Extractor
from trialign.criteria.forms import MOST, leaves, said
from trialign.criteria.outline import items
from trialign.model.criteria import Criteria

MARKS = [
    " ",
    " ",
    " ",
    "\n",
    "\n- ",
    "\n  * ",
    "\r\n",
    ", ",
    "; ",
    ". ",
    ": ",
    "/",
    "-",
    "–",
    "(",
    ")",
    "[",
    "]",
    "+",
]
SHAPES = [
    "Inclusion Criteria:\n",
    "Exclusion Criteria:\n",
    "Exclude - ",
    "Cohort A:",
    "Part 1: ",
    "G12C",
    "V600E/K",
    "p.Gly12Cys",
    "exon 18-21",
    "exon 19 deletion",
    "codons 12 and 13",
    "TPS \\>= 50%",
    "IHC 0/1+",
    "t(9;22)",
    "del(17p)",
    "HLA-A*02:01",
    "1/2/3",
    "1-3",
    "::",
    "\u00a0",
    "🧬",
    "İ",
]


def _words() -> list[str]:
    folder = resources.directories() / "vocabulary"
    found = []
    for table, column in (("criteria-words", "words"), ("criteria-markers", "name"), ("criteria-guards", "symbol")):
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as rows:
            found += [row[column] for row in csv.DictReader(rows)]
    return found


WORDS = _words()
GLUED = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(SHAPES), st.sampled_from(MARKS)),
    max_size=60,
).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces)))
TEXTS = st.one_of(st.text(max_size=400), GLUED, GLUED.map(lambda text: f"Inclusion Criteria:\n- {text}"))


def _check(text: str, read: Criteria) -> None:
    """Assert what holds of every reading."""
    known = set(read.leaves)
    assert all(0 <= leaf.start < leaf.end <= len(text) for leaf in read.leaves)
    assert all(leaf.marker and 0 < leaf.confidence <= 1 for leaf in read.leaves)
    assert [leaf.start for leaf in read.leaves] == sorted(leaf.start for leaf in read.leaves)
    assert {*leaves(read.inclusion), *leaves(read.exclusion)} <= known
    for several in (read.required, read.excluded):
        assert {leaf for form in several or () for leaf in form} <= known
        assert all(form and len({said(leaf) for leaf in form}) == len(form) for form in several or ())
    assert all(0 <= start < end <= len(text) for start, end in read.unnamed)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_any_text_is_read_within_its_bounds(extractor: Extractor, text: str) -> None:
    _check(text, extractor.read(text))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_reading_twice_gives_the_same(extractor: Extractor, text: str) -> None:
    assert extractor.read(text) == extractor.read(text)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_offsets_are_those_of_the_text_as_given(extractor: Extractor, text: str) -> None:
    plain, behind = extractor.read(text), extractor.read(text + "\n\n")
    assert [(leaf.start, leaf.end) for leaf in plain.leaves] == [(leaf.start, leaf.end) for leaf in behind.leaves]


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=" \t\n\r-*•1a.():inclusexriatyINCLUSEXRAT", max_size=300))
def test_items_lie_within_the_text_and_do_not_overlap(text: str) -> None:
    at = 0
    waiting = list(reversed(items(text)))
    while waiting:
        item = waiting.pop()
        assert at <= item.start <= item.end <= len(text)
        at = item.end
        waiting += reversed(item.children)


LONG = 200_000


@pytest.mark.parametrize(
    "piece",
    [
        "KRAS G12C mutation or ",
        "KRAS, ",
        "KRAS/",
        "NTRK1/2/3",
        "(",
        "((KRAS ",
        ") ",
        "no ",
        "not EGFR or ",
        "exon 1, ",
        "exon 18-21 ",
        "1, ",
        "V600E/",
        "V600E/K/",
        "BRAF V600E and ",
        "TPS >= ",
        "- ",
        "\n- One of the following:",
        "\n\n\n",
        "\r\n",
        "Inclusion Criteria: ",
        "Inclusion Criteria:\n",
        "Cohort A: KRAS G12C\n",
        "one of the following of the following ",
        "defined as ",
        "actionable genomic ",
        "patients with ",
        ". A",
        "; or\n",
        "::",
        "EML4::",
        "\\",
        " ",
        "A",
        "🧬",
    ],
)
def test_long_texts_of_one_pattern_are_read(extractor: Extractor, piece: str) -> None:
    text = f"Inclusion Criteria:\n- {piece * (LONG // len(piece))}"
    _check(text, extractor.read(text))


@pytest.mark.parametrize("opening", ["One of the following:", "KRAS G12C mutation:", "All of these:"])
def test_deep_nesting_needs_no_depth_of_calls(extractor: Extractor, opening: str) -> None:
    lines = [f"{' ' * depth}- {opening}" for depth in range(3_000)]
    text = "\n".join(["Inclusion Criteria:", *lines, f"{' ' * 3_000}- BRAF V600E mutation"])
    read = extractor.read(text)
    _check(text, read)
    assert "BRAF V600E" in {leaf.label for leaf in read.leaves}


def test_many_alternatives_in_many_items_have_an_end(extractor: Extractor) -> None:
    genes = ("KRAS", "NRAS", "HRAS", "BRAF", "EGFR", "ATM", "BRCA1", "BRCA2", "PALB2", "TP53", "PTEN", "KIT")
    lines = [f"- {left} mutation or {right} fusion" for left in genes for right in genes if left != right]
    read = extractor.read("\n".join(["Inclusion Criteria:", *lines]))
    assert read.required is None or len(read.required) <= MOST
    assert {leaf.marker for leaf in read.leaves} == set(genes)
