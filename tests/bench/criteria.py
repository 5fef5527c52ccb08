"""How well eligibility text is read, against annotations that other people made; ``make bench-criteria``.

The annotations are no part of the project. Where they are absent the bench says so and ends well.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

from trialign import resources
from trialign.criteria.claims import Claim, claims_of
from trialign.criteria.clusters import read
from trialign.criteria.extract import Extractor
from trialign.criteria.leaves import leaf
from trialign.criteria.parts import Kind
from trialign.criteria.specs import Before
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Forms, Leaf, Role

Concept = tuple[str, str, str]
Clause = frozenset[Concept]
PUBLISHED = "GPT-4 two-chain, other trials: inclusion 0.764 flat, 0.275 DNF; exclusion 0.696 flat, 0.401 DNF (F2)"


@dataclass
class Score:
    """Counts over all trials, and the figures of each."""

    hit: int = 0
    found: int = 0
    wanted: int = 0
    each: list[tuple[float, str]] = field(default_factory=list)

    def add(self, got: set[Any], want: set[Any], name: str) -> None:
        self.hit += len(got & want)
        self.found += len(got)
        self.wanted += len(want)
        self.each.append((_f(len(got & want), len(got), len(want), 1), name))

    def line(self) -> str:
        precision = self.hit / self.found if self.found else 1.0
        recall = self.hit / self.wanted if self.wanted else 1.0
        f1, f2 = (_f(self.hit, self.found, self.wanted, beta) for beta in (1, 2))
        macro = sum(score for score, _ in self.each) / max(1, len(self.each))
        counts = f"{self.hit}/{self.found} found, {self.wanted} wanted"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  F2 {f2:.3f}  macro F1 {macro:.3f}  ({counts})"


def _f(hit: int, found: int, wanted: int, beta: int) -> float:
    if not found and not wanted:
        return 1.0
    square = beta * beta
    return (1 + square) * hit / (square * wanted + found)


def concepts(label: str, extractor: Extractor) -> list[set[Concept]]:
    """Read an annotation's label: alternatives, each a set of concepts; none where it cannot be read."""
    parts = [part for part in extractor.reader.parts(label, 0, len(label)) if part.kind is not Kind.TEXT]
    if not any(part.kind is Kind.MARKER for part in parts):
        return []
    tree, _ = read(parts, Before(), False)
    claims = list(claims_of(tree))
    if not claims:
        return []
    if all(not claim.present for claim in claims):
        return [{_of(claim) for claim in claims}]
    return [{_of(claim)} for claim in claims]


def _of(claim: Claim) -> Concept:
    made = leaf(claim, Role.REQUIRED, 1.0, False)
    return made.marker, made.alteration.value, "present" if claim.present else "absent"


def wanted(clauses: list[list[str]], extractor: Extractor, unread: Counter[str]) -> set[Clause]:
    found: set[Clause] = set()
    for clause in clauses:
        ways: list[set[Concept]] = [set()]
        for label in clause:
            options = concepts(label, extractor)
            if not options:
                unread[label] += 1
                options = [{(label, "unread", "")}]
            ways = [way | option for way in ways for option in options]
        found |= {frozenset(way) for way in ways}
    return found


def got(forms: Forms, present: Role) -> set[Clause]:
    return {frozenset(_concept(each, present) for each in form) for form in forms}


def _concept(each: Leaf, present: Role) -> Concept:
    return each.marker, each.alteration.value, "present" if each.role is present else "absent"


def _flat(clauses: set[Clause]) -> set[Any]:
    return {concept for clause in clauses for concept in clause}


def oncotrial(folder: Path, extractor: Extractor, verbose: bool) -> None:
    for name in ("train", "validation"):
        scores = {key: Score() for key in ("inclusion flat", "inclusion DNF", "exclusion flat", "exclusion DNF")}
        floor = {key: Score() for key in ("inclusion", "exclusion")}
        unread: Counter[str] = Counter()
        worst = []
        dnfs = []
        for number, line in enumerate((folder / f"{name}.jsonl").read_text("utf-8").splitlines(), start=1):
            record = json.loads(line)
            criteria = extractor.read(record["input"])
            ours = {
                "inclusion": got(criteria.required or (), Role.REQUIRED),
                "exclusion": got(criteria.excluded or (), Role.EXCLUDED),
            }
            for side in ours:
                want = wanted(record["output"][f"{side}_biomarker"], extractor, unread)
                trial = f"{name} {number} {side}"
                scores[f"{side} flat"].add(_flat(ours[side]), _flat(want), trial)
                scores[f"{side} DNF"].add(set(ours[side]), set(want), trial)
                floor[side].add(bare(record["input"], extractor, side), {c[0] for c in _flat(want)}, trial)  # type: ignore[index]
                if set(ours[side]) != set(want):
                    dnf = (
                        [
                            " & ".join(f"{c[0]} {c[1][:9]}{'!' if c[2] == 'absent' else ''}" for c in sorted(x))
                            for x in set(want) - set(ours[side])
                        ],
                        [
                            " & ".join(f"{c[0]} {c[1][:9]}{'!' if c[2] == 'absent' else ''}" for c in sorted(x))
                            for x in set(ours[side]) - set(want)
                        ],
                    )
                    dnfs.append((len(dnf[0]) + len(dnf[1]), trial, dnf))
                missed, extra = _flat(want) - _flat(ours[side]), _flat(ours[side]) - _flat(want)
                if missed or extra:
                    worst.append((len(missed) + len(extra), trial, sorted(missed), sorted(extra)))
        print(f"\noncotrialLLM {name}, by concept (marker, class, present or absent)")
        for key, score in scores.items():
            print(f"  {key:15} {score.line()}")
        print(f"  labels that could not be read: {dict(unread)}")
        for side, score in floor.items():
            print(f"  floor, bare gene words, {side}: {score.line()}")
        if verbose:
            for _, trial, (missed, extra) in sorted(dnfs, key=lambda each: -each[0]):
                print(f"  DNF {trial}\n     DNF missed {missed[:8]}\n     DNF extra  {len(extra)} {extra[:8]}")
            for _, trial, missed, extra in sorted(worst, key=lambda each: -each[0])[:VERBOSE]:
                print(f"  {trial}\n     missed {missed}\n     extra  {extra}")


def bare(text: str, extractor: Extractor, side: str) -> set[Any]:
    """Return every gene word of a side: the floor that any reader must beat."""
    from trialign.criteria.outline import Item, Section, items

    wanted_section = Section.EXCLUSION if side == "exclusion" else Section.INCLUSION
    found: set[Any] = set()

    def walk(several: list[Item]) -> None:
        for item in several:
            if item.section is wanted_section:
                for part in extractor.reader.parts(text, item.start, item.end):
                    if part.marker:
                        found.update(target.label for target in part.marker.targets)
            walk(item.children)

    walk(items(text))
    return found


VERBOSE = 400
_CTML_CLASS = {
    "Mutation": "small variant",
    "Any Variation": "alteration",
    "Structural Variation": "fusion",
    "Copy Number Variation": "copy number",
}


def _genomic(node: object, barred: bool = False) -> Iterator[tuple[str, str, bool]]:
    if isinstance(node, list):
        for child in node:
            yield from _genomic(child, barred)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "genomic" and isinstance(value, dict):
                category = str(value.get("variant_category", "Any Variation"))
                gene = str(value.get("hugo_symbol", ""))
                absent = (
                    category.startswith("!")
                    or gene.startswith("!")
                    or value.get("wildtype") in (True, "True", "true")
                )
                if gene:
                    yield gene.strip("!"), _CTML_CLASS.get(category.strip("!"), "alteration"), absent is not barred
            elif key not in {"clinical"}:
                yield from _genomic(value, barred is not (key == "not"))


def ctml(path: Path, extractor: Extractor, verbose: bool) -> None:
    scores = {
        key: Score() for key in ("required gene", "excluded gene", "required gene+class", "excluded gene+class")
    }
    worst = []
    for record in json.loads(path.read_text("utf-8")):
        text = "\n".join(record["eligibility"])
        criteria = extractor.read(text)
        want = list(_genomic(record["match"]))
        for side, role in (("required", Role.REQUIRED), ("excluded", Role.EXCLUDED)):
            ours = [each for each in criteria.leaves if each.role is role and _is_genomic(each)]
            gold = [(gene, kind) for gene, kind, absent in want if absent is (side == "excluded")]
            mine, theirs = {each.marker for each in ours}, {gene for gene, _ in gold}
            scores[f"{side} gene"].add(set(mine), set(theirs), record["nct_id"])
            pairs = {(each.marker, _coarse(each)) for each in ours}
            scores[f"{side} gene+class"].add(set(pairs), set(gold), record["nct_id"])
            if mine ^ theirs:
                worst.append(
                    (len(mine ^ theirs), record["nct_id"], side, sorted(theirs - mine), sorted(mine - theirs))
                )
    print("\nCTML development half, genomic leaves")
    for key, score in scores.items():
        print(f"  {key:20} {score.line()}")
    if verbose:
        for _, trial, side, missed, extra in sorted(worst, key=lambda each: -each[0])[:VERBOSE]:
            print(f"  {trial} {side}  missed {missed}  extra {extra}")


def _is_genomic(each: Leaf) -> bool:
    return each.alteration not in {
        Alteration.EXPRESSION,
        Alteration.MSI,
        Alteration.MMR,
        Alteration.TMB,
        Alteration.HRD,
    }


def _coarse(each: Leaf) -> str:
    if each.alteration in {Alteration.GAIN, Alteration.LOSS}:
        return "copy number"
    if each.alteration in {Alteration.SKIPPING, Alteration.ITD}:
        return "small variant"
    return each.alteration.value


def main() -> None:
    folder = Path(sys.argv[1])
    verbose = "--worst" in sys.argv
    if not folder.is_dir():
        print(f"{folder} is not here: nothing was measured")
        return
    extractor = Extractor(resources.directories() / "vocabulary")
    oncotrial(folder / "oncotrialLLM", extractor, verbose)
    ctml(folder / "ctml" / "reviewed_ctml_development_half.json", extractor, verbose)
    texts = [
        json.loads(line)["input"]
        for line in (folder / "oncotrialLLM" / "train.jsonl").read_text("utf-8").splitlines()
    ]
    start = process_time()
    for text in texts:
        extractor.read(text)
    print(f"\n{len(texts) / (process_time() - start):.0f} trials a second")


main()
