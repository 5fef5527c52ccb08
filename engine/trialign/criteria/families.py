"""Names of several genes in one: ``NTRK1/2/3``, ``BRCA1 and 2``, ``FGFR1-3``, ``RAD51C/D``."""

from __future__ import annotations

from collections.abc import Sequence

from trialign.criteria.lexicon import Lexicon, Marker, Target
from trialign.model.biomarker import Gene


def read(
    lexicon: Lexicon, marker: Marker, tokens: Sequence[tuple[str, int, int]], at: int, stop: int
) -> tuple[Marker, int]:
    """Read on in ``NTRK1/2/3``, ``BRCA 1 and 2``, ``FGFR1-3``, ``RAD51C/D``.

    Returns the marker and the index behind its last token; the marker as it is where no number goes on.
    """
    if marker.kind not in {"gene", "family"} or any(target.gene is None for target in marker.targets):
        return marker, stop
    stem = "".join(tokens[i][0] for i in range(at, stop)).replace("-", "")
    targets = list(marker.targets)
    family = marker.kind == "family"
    while stop < len(tokens):
        step = _joiners(tokens, stop)
        joined = 0 < step < len(tokens) - stop
        number = tokens[stop + step][0] if joined else tokens[stop][0] if family else ""
        if len(number) > 2 or not number.isalnum() or (not joined and not number.isdigit()):
            break
        genes = _siblings(lexicon, stem, number, tokens[stop][0] if joined else "", targets[-1])
        if not genes:
            break
        if family:
            targets, family, stem = [], False, stem + number
        targets += [Target(gene.symbol, gene, marker.targets[0].origin) for gene in genes]
        stop += step + 1 if joined else 1
    listed = len(targets) > 1
    return Marker(tuple(targets), "family" if listed else "gene", marker.confidence), stop


def _siblings(lexicon: Lexicon, stem: str, number: str, joiner: str, last: Target) -> list[Gene]:
    for cut in (0, 1, 2):
        gene = lexicon.gene(stem[: len(stem) - cut] + number)
        if gene is None or (cut == 0 and joiner):
            continue
        if joiner in {"-", "–"} and number.isdigit() and last.label[-1].isdigit():
            base = stem[: len(stem) - cut]
            between = [lexicon.gene(f"{base}{n}") for n in range(int(last.label[-1]) + 1, int(number) + 1)]
            return [each for each in between if each]
        return [gene] if joiner != "-" else []
    return []


def _joiners(tokens: Sequence[tuple[str, int, int]], at: int) -> int:
    """Return how many tokens join the next number of a list: one, two for ``, or``, none where no list goes on."""
    first = tokens[at][0].lower()
    after = tokens[at + 1][0].lower() if at + 1 < len(tokens) else ""
    if first in {",", "and"} and after in {"or", "and", "/"}:
        return 2
    return int(first in {"/", "-", "–", ",", "and", "or"})
