"""How well eligibility text is read, against annotations that other people made; ``make bench-criteria``.

The annotations are no part of the project. Where they are absent the bench says so and ends well.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from tests.bench.scores import PUBLISHED, Score
from tests.bench.wording import label as wording

from trialign import resources
from trialign.criteria.claims import Claim, claims_of
from trialign.criteria.clusters import read
from trialign.criteria.extract import Extractor
from trialign.criteria.leaves import leaf
from trialign.criteria.outline import Item, Section, items
from trialign.criteria.parts import Kind
from trialign.criteria.specs import Before
from trialign.model.biomarker import Alteration
from trialign.model.criteria import Forms, Role

Concept = tuple[str, str, str]
LOOKED_AT = 110
JUDGED = Path(__file__).parent / "judged_trials.jsonl"
SIDES = {"inclusion": Role.REQUIRED, "exclusion": Role.EXCLUDED}


@dataclass
class Miss:
    """What one side of one trial lacks and has too much."""

    trial: str
    missed: list[str]
    extra: list[str]

    @property
    def size(self) -> int:
        return len(self.missed) + len(self.extra)


@dataclass
class Outcome:
    """Scores by name, misses, and labels that could not be read or do not stand in their text."""

    scores: dict[str, Score] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    doubtful: list[str] = field(default_factory=list)

    def add(self, name: str, got: set[Hashable], want: set[Hashable]) -> None:
        self.scores.setdefault(name, Score()).add(got, want)


def concepts(label: str, extractor: Extractor) -> list[set[Concept]]:
    """Read an annotation's label to alternatives, each a set of concepts; none where it cannot be read."""
    parts = [part for part in extractor.reader.parts(label, 0, len(label)) if part.kind is not Kind.TEXT]
    if not any(part.kind is Kind.MARKER for part in parts):
        return []
    claims = list(claims_of(read(parts, Before(), False)[0]))
    if claims and all(not claim.present for claim in claims):
        return [{_of(claim) for claim in claims}]
    return [{_of(claim)} for claim in claims]


def _of(claim: Claim) -> Concept:
    made = leaf(claim, Role.REQUIRED, 1.0, False)
    return made.marker, made.alteration.value, "present" if claim.present else "absent"


def wanted(clauses: list[list[str]], extractor: Extractor, unread: Counter[str]) -> set[frozenset[Concept]]:
    found: set[frozenset[Concept]] = set()
    for clause in clauses:
        ways: list[set[Concept]] = [set()]
        for label in clause:
            options = concepts(label, extractor)
            unread[label] += not options
            ways = [way | option for way in ways for option in options or [{(label, "unread", "")}]]
        found |= {frozenset(way) for way in ways}
    return found


def got(forms: Forms | None, present: Role) -> set[frozenset[Concept]]:
    return {
        frozenset(
            (each.marker, each.alteration.value, "present" if each.role is present else "absent") for each in form
        )
        for form in forms or ()
    }


def flat(clauses: set[frozenset[Concept]]) -> set[Concept]:
    return {concept for clause in clauses for concept in clause}


def bare(text: str, extractor: Extractor, section: Section) -> set[str]:
    """Return every gene word of a section: the floor that any reader must beat."""
    found: set[str] = set()

    def walk(several: list[Item]) -> None:
        for item in several:
            if item.section is section:
                for part in extractor.reader.parts(text, item.start, item.end):
                    found.update(
                        target.label for target in part.marker.targets if part.marker
                    ) if part.marker else None
            walk(item.children)

    walk(items(text))
    return found


def oncotrial(path: Path, extractor: Extractor) -> Outcome:
    """Score one file of the first set, by concept and by exact string."""
    outcome = Outcome()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        record = json.loads(line)
        clauses = {side: record["output"][f"{side}_biomarker"] for side in SIDES}
        score(outcome, f"{path.stem} {number}", record["input"], clauses, extractor)
    return outcome


def judged(trials: Path, extractor: Extractor, lines: slice) -> Outcome:
    """Score trials that were annotated for this project, of which the texts are held elsewhere."""
    texts = dict(_texts(trials))
    outcome = Outcome()
    for line in JUDGED.read_text("utf-8").splitlines()[lines]:
        record = json.loads(line)
        if record["id"] in texts:
            score(outcome, record["id"], texts[record["id"]], record, extractor)
    return outcome


def _texts(trials: Path) -> Iterator[tuple[str, str]]:
    for record in json.loads((trials / "ctgov_flat_recruiting_oncology_2026-01.json").read_text("utf-8")):
        yield record["nct_id"], record["eligibility"].get("raw_text") or ""
    for record in json.loads((trials / "ctgov_v2_oncology.json").read_text("utf-8")):
        section = record["protocolSection"]
        text = section.get("eligibilityModule", {}).get("eligibilityCriteria", "")
        yield section["identificationModule"]["nctId"], text


def score(
    outcome: Outcome, trial: str, text: str, answer: Mapping[str, list[list[str]]], extractor: Extractor
) -> None:
    """Add the scores of one trial."""
    criteria = extractor.read(text)
    for side, present in SIDES.items():
        forms = criteria.required if side == "inclusion" else criteria.excluded
        clauses = answer[side]
        mine, theirs = got(forms, present), wanted(clauses, extractor, outcome.unread)
        outcome.add(f"{side} flat", set(flat(mine)), set(flat(theirs)))
        outcome.add(f"{side} DNF", set(mine), set(theirs))
        section = Section.INCLUSION if side == "inclusion" else Section.EXCLUSION
        outcome.add(f"floor {side}", set(bare(text, extractor, section)), {c[0] for c in flat(theirs)})
        strings = {frozenset(wording(each, text, extractor.reader).lower() for each in f) for f in forms or ()}
        labels = {frozenset(label.lower() for label in clause) for clause in clauses}
        outcome.add(f"exact {side} flat", {s for f in strings for s in f}, {s for f in labels for s in f})
        outcome.add(f"exact {side} DNF", set(strings), set(labels))
        outcome.doubtful += doubts(trial, clauses, text)
        _miss(outcome, f"{trial} {side}", flat(mine), flat(theirs))


def doubts(trial: str, clauses: list[list[str]], text: str) -> list[str]:
    """Return labels that name a variant or a symbol which their own text does not hold."""
    printed = re.sub(r"[^a-z0-9]", "", text.lower())
    found = []
    for label in dict.fromkeys(label for clause in clauses for label in clause):
        symbols = re.findall(r"\b(?=\w*\d)[A-Za-z]\w{3,}\b", label)
        missing = [symbol for symbol in symbols if symbol.lower() not in printed]
        if missing:
            found.append(f"{trial}: '{label}' ({', '.join(missing)} is not in the text)")
    return found


def _miss(outcome: Outcome, trial: str, mine: set[Concept], theirs: set[Concept]) -> None:
    missed, extra = ([" ".join(each).strip() for each in sorted(some)] for some in (theirs - mine, mine - theirs))
    if missed or extra:
        outcome.misses.append(Miss(trial, missed, extra))


_CATEGORY = {
    "Mutation": "small variant",
    "Any Variation": "alteration",
    "Structural Variation": "fusion",
    "Copy Number Variation": "copy number",
}
_COARSE = {
    Alteration.GAIN: "copy number",
    Alteration.LOSS: "copy number",
    Alteration.SKIPPING: "small variant",
    Alteration.ITD: "small variant",
}
_STATUS = {
    "her2_status": "ERBB2",
    "er_status": "ESR1",
    "pr_status": "PGR",
    "pdl1_status": "CD274",
    "mmr_status": "dMMR",
    "ms_status": "MSI-H",
}
_ABSENT_STATUS = re.compile(r"^!|negative|proficient|stable|mss|low", re.I)
_PROTEIN = {Alteration.EXPRESSION, Alteration.MSI, Alteration.MMR, Alteration.TMB, Alteration.HRD}


def matched(node: object, barred: bool = False) -> Iterator[tuple[str, str, str]]:
    """Yield (marker, class or 'protein', role) of a MatchMiner tree."""
    if isinstance(node, list):
        for child in node:
            yield from matched(child, barred)
    for key, value in node.items() if isinstance(node, Mapping) else ():
        if key == "genomic" and isinstance(value, Mapping) and value.get("hugo_symbol"):
            category, gene = str(value.get("variant_category", "Any Variation")), str(value["hugo_symbol"])
            absent = "!" in (category + gene)[:1] + gene[:1] or str(value.get("wildtype")).lower() == "true"
            yield gene.strip("!"), _CATEGORY.get(category.strip("!"), "alteration"), _role(absent is not barred)
        elif key == "clinical" and isinstance(value, Mapping):
            for name in _STATUS.keys() & value.keys():
                absent = bool(_ABSENT_STATUS.search(str(value[name])))
                yield _STATUS[name], "protein", _role(absent is not barred)
        elif key not in {"genomic", "clinical"}:
            yield from matched(value, barred is not (key == "not"))


def _role(absent: bool) -> str:
    return "excluded" if absent else "required"


def ctml(path: Path, extractor: Extractor) -> Outcome:
    """Score the second set: genomic leaves by gene and by gene and class; protein markers apart."""
    outcome = Outcome()
    for record in json.loads(path.read_text("utf-8")):
        criteria = extractor.read("\n".join(record["eligibility"]))
        want = list(matched(record["match"]))
        for role in ("required", "excluded"):
            mine = [each for each in criteria.leaves if each.role.value == role]
            genomic = [each for each in mine if each.alteration not in _PROTEIN]
            theirs = [(gene, kind) for gene, kind, side in want if side == role and kind != "protein"]
            outcome.add(f"{role} gene", {each.marker for each in genomic}, {gene for gene, _ in theirs})
            classes = {(each.marker, _COARSE.get(each.alteration, each.alteration.value)) for each in genomic}
            outcome.add(f"{role} gene+class", set(classes), set(theirs))
            proteins = {gene for gene, kind, side in want if side == role and kind == "protein"}
            known = {each.marker for each in mine if each.alteration in _PROTEIN and each.marker in _STATUS.values()}
            outcome.add(f"{role} protein", set(known), set(proteins))
            floor = bare("\n".join(record["eligibility"]), extractor, _section(role))
            outcome.add(f"floor {role}", set(floor), {gene for gene, _ in theirs})
            missed = {gene for gene, _ in theirs} - {each.marker for each in genomic}
            extra = {each.marker for each in genomic} - {gene for gene, _ in theirs}
            if missed or extra:
                outcome.misses.append(Miss(f"{record['nct_id']} {role}", sorted(missed), sorted(extra)))
    return outcome


def _section(role: str) -> Section:
    return Section.INCLUSION if role == "required" else Section.EXCLUSION


def show(title: str, outcome: Outcome, worst: int) -> None:
    print(f"\n{title}")
    for name, score in outcome.scores.items():
        print(f"  {name:24} {score.line()}")
    if outcome.unread:
        unread = ", ".join(f"'{label}'" for label, count in outcome.unread.items() if count)
        print(f"  labels that could not be read, counted as missed: {unread or 'none'}")
    for doubt in outcome.doubtful:
        print(f"  annotation in doubt: {doubt}")
    for miss in sorted(outcome.misses, key=lambda each: -each.size)[:worst]:
        missed, extra = (", ".join(some) or "nothing" for some in (miss.missed, miss.extra))
        print(f"  {miss.trial}: missed {missed}; too much {extra}")


def speed(path: Path, extractor: Extractor) -> None:
    texts = [json.loads(line)["input"] for line in path.read_text("utf-8").splitlines()]
    start = process_time()
    for text in texts:
        extractor.read(text)
    taken = process_time() - start
    mean = sum(map(len, texts)) / len(texts)
    print(f"\n{len(texts) / taken:.0f} trials of {mean:.0f} characters a second of one core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of the annotated sets")
    parser.add_argument("--quick", action="store_true", help="scores only, no list of the worst trials")
    arguments = parser.parse_args()
    if not arguments.gold.is_dir():
        print(f"{arguments.gold} is not here: nothing was measured")
        return
    worst = 0 if arguments.quick else 20
    extractor = Extractor(resources.directories() / "vocabulary")
    print(PUBLISHED)
    folder = arguments.gold / "oncotrialLLM"
    first = {name: oncotrial(folder / f"{name}.jsonl", extractor) for name in ("train", "validation")}
    together = Outcome()
    for outcome in first.values():
        for name, counts in outcome.scores.items():
            together.scores.setdefault(name, Score()).join(counts)
    show("oncotrialLLM train and validation together", together, 0)
    show("oncotrialLLM train, by concept (marker, class, present or absent); exact: by string", first["train"], worst)
    show("oncotrialLLM validation, not used to tune", first["validation"], worst)
    trials = arguments.gold.parent / "trials"
    if trials.is_dir():
        tuned = judged(trials, extractor, slice(LOOKED_AT))
        show(f"{LOOKED_AT} trials annotated blind for this project, their errors since looked at", tuned, worst)
        rest = judged(trials, extractor, slice(LOOKED_AT, None))
        show("40 trials annotated blind for this project, kept apart but for lists of HLA types", rest, 0)
    second = arguments.gold / "ctml" / "reviewed_ctml_development_half.json"
    show("CTML development half", ctml(second, extractor), worst)
    speed(folder / "train.jsonl", extractor)


if __name__ == "__main__":
    main()
