"""The chain behind a finding: from what asks for a test down to the cell that answers, and where it breaks."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace

from trialign.coverage import links as links_of_needs
from trialign.facts.tables import KINDS, Facts, Row
from trialign.model.biomarker import Biomarker
from trialign.model.chain import Holds, Link
from trialign.model.coverage import Coverage, Fit
from trialign.model.directory import Age, Source, Test
from trialign.model.finding import Finding, Verdict
from trialign.nomenclature import medicines
from trialign.pipeline import Run

_SHOWN_TESTS = 3
_NAMED_TARGETS = 6
_LONGEST_NAME = 90
_ASKING = ("decision", "trial")
_DECIDED = frozenset({"decision", "ruling"})
_TOLD = _DECIDED | {"coverage", "comparable", "within"}  # their words say all that a reader needs
_PARTS = ("target", "technology", "scope", "availability")
_BREAKS_AT = {
    "unnamed": "target",
    "unresolved": "target",
    **dict.fromkeys(links_of_needs.TECHNOLOGY, "technology"),
    **dict.fromkeys(links_of_needs.SCOPE, "scope"),
}
_STATE = {
    Coverage.COVERED: Holds.HOLDS,
    Coverage.PARTLY: Holds.BROKEN,
    Coverage.NOT_COVERED: Holds.BROKEN,
    Coverage.OUTSIDE: Holds.SAID,
    Coverage.CANNOT_TELL: Holds.NOT_KNOWN,
}
_OF_A_FIT = {
    Fit.FULL: Holds.HOLDS,
    Fit.PART: Holds.BROKEN,
    Fit.NEAR_MISS: Holds.BROKEN,
    Fit.POSSIBLE: Holds.NOT_KNOWN,
}
_NOT_CONFIRMED = frozenset({"directory", "denied before"})
_DAYS = (
    "captured", "updated", "started", "completion", "decided", "today", "created", "expires", "listed_after",
    "listed_by",
)  # fmt: skip
_INTERNAL = frozenset({"fact", "need", "nation", "left", "right", "since", "since_exact", "arm", "conjunct", "test"})


def chain(run: Run, finding: Finding) -> tuple[Link, ...]:
    """Return the links behind a finding; those of a finding about a need end in cells of the directory.

    For findings about no need: the decisions in order of date, or each record with its fields.
    """
    facts = run.facts
    first = finding.facts[: len(finding.rule.subject)]
    answers = [fact for fact in first if facts.place[fact][0] == "answer"]
    if not answers:
        return tuple(_records(finding, facts))
    tests = {test.id: test for directory in run.world.directories for test in directory.tests}
    asking = [fact for fact in first if facts.place[fact][0] in _ASKING]
    others = [fact for fact in finding.facts if facts.place[fact][0] in _ASKING and fact not in asking]
    below = tuple(_answer(fact, facts, tests) for fact in answers)
    if not asking:
        return _marked((*below, *_also(others, facts)), finding.verdict)
    top = [replace(_asking(asking[0], facts), links=(_need(asking[0], facts, below),))]
    top += [_asking(fact, facts) for fact in asking[1:]]
    return _marked((*_licences(asking[0], facts), *top, *_also(others, facts)), finding.verdict)


def _asking(fact: int, facts: Facts) -> Link:
    """Return the decision or trial that asks for a test."""
    kind, row, words, source = facts.place[fact]
    sure = row.get("in_force_certain") is not False and row.get("current") is not False
    return Link(kind, words, Holds.HOLDS if sure else Holds.NOT_KNOWN, source)


def _also(others: list[int], facts: Facts) -> Iterator[Link]:
    """Yield the other decisions and trials of a finding, each once; they break nothing that is not broken yet."""
    seen = dict.fromkeys((facts.place[fact][0], facts.place[fact][2], facts.place[fact][3]) for fact in others)
    for kind, words, source in seen:
        yield Link(kind, f"also {words}", Holds.SAID, source)


def _licences(asking: int, facts: Facts) -> Iterator[Link]:
    """Yield the licences held of the medicine for the same need; no record is no broken link."""
    own = facts.row(asking)
    if "medicine" not in own:
        return
    mains = _mains(own)
    alike = {(row["inner"], row["outer"]) for row in facts.rows["within"]}
    for row in facts.rows["decision"]:
        cancers = own["cancer"], row["cancer"]
        near = cancers in alike or cancers[::-1] in alike
        same = row["biomarker_id"] == own["biomarker_id"] and row["nation"] == own["nation"] and near
        if row["standing"] == "licence" and same and mains & _mains(row):
            _, _, words, source = facts.place[int(row["fact"])]
            yield Link("licence", words, Holds.HOLDS, source)


def _mains(row: Row) -> set[str]:
    return {each.main for each in medicines.regimens(str(row["medicine"]))}


def _need(asking: int, facts: Facts, below: tuple[Link, ...]) -> Link:
    row = facts.row(asking)
    words = f"{row['wanted']} in {row['cancer_name']}, age {row.get('age', 'not stated')}"
    words += f", line {row.get('line', 'not stated')}" if "medicine" in row else ""
    return Link("need", words, Holds.HOLDS, None, False, below)


def _answer(fact: int, facts: Facts, tests: dict[str, Test]) -> Link:
    """Return what a nation answers, with the tests that come nearest."""
    _, row, _, source = facts.place[fact]
    need = facts.needs[int(row["need"])]
    rows = [
        each for each in facts.rows["coverage"] if each["need"] == row["need"] and each["nation"] == row["nation"]
    ]
    bearing = [each for each in rows if each["fit"] != Fit.NEAR_MISS] or rows
    state = _STATE[Coverage(str(row["coverage"]))]
    links = [_test(each, tests[str(each["test"])], need.biomarker) for each in bearing[:_SHOWN_TESTS]]
    words = f"{row['nation_name']}: {str(row['coverage']).replace('_', ' ')}"
    if row["coverage"] == Coverage.PARTLY and "missing" in row:
        links.insert(0, Link("scope", str(row["reason"]), Holds.BROKEN))
    else:
        words += f", {row['reason']}"
    return Link("tests", words, state, source, False, tuple(links))


def _test(row: Row, test: Test, need: Biomarker) -> Link:
    """Return one test with its links in order, up to the one that breaks."""
    fit, cause = Fit(str(row["fit"])), str(row.get("cause", ""))
    state = Holds.NOT_KNOWN if cause in _NOT_CONFIRMED else _OF_A_FIT[fit]
    broken = "" if fit is Fit.FULL else _BREAKS_AT.get(cause, "availability")
    links = []
    for name in _PARTS:
        if name == broken:
            words = f"{_of(name, test, need)}: {row.get('reason', 'not enough')}"
            links.append(Link(name, words, state))
            break
        links.append(Link(name, _of(name, test, need), Holds.HOLDS))
    name = textwrap.shorten(test.name, _LONGEST_NAME, placeholder=" …")
    words = f"{test.code} '{name}' of {test.nation.display}"
    return Link("test", words, state, test.source, False, tuple(links))


def _of(name: str, test: Test, need: Biomarker) -> str:
    """Return what a test says of itself: what it reports of the gene, how, for whom, and whether it is offered."""
    if name == "target":
        targets = [target.biomarker for target in test.reading.targets]
        near = [each for each in targets if set(each.genes) & set(need.genes)] or targets
        labels = list(dict.fromkeys(each.label for each in near))
        more = f" and {len(labels) - _NAMED_TARGETS} more" if len(labels) > _NAMED_TARGETS else ""
        return ", ".join(labels[:_NAMED_TARGETS]) + more if labels else "names no target"
    if name == "technology":
        sample = f", {test.reading.sample}" if test.reading.sample else ""
        return test.reading.technology.replace("_", " ") + sample
    if name == "scope":
        age = {Age.UNSTATED: "ages not stated", Age.ALL: "all ages"}.get(test.age, f"{test.age.value} only")
        return f"{test.indication_code} {test.indication}, {age}".removeprefix(f"{test.code} ")
    return test.availability.value.replace("-", " ")


def _marked(links: tuple[Link, ...], verdict: Verdict) -> tuple[Link, ...]:
    """Return the links with the first that breaks marked, as deep as it goes; in a doubt the first unknown one."""
    order = (Holds.BROKEN, Holds.NOT_KNOWN)
    for state in reversed(order) if verdict is Verdict.CANNOT_TELL else order:
        marked, found = _mark(links, state)
        if found:
            return marked
    return links


def _mark(links: tuple[Link, ...], state: Holds) -> tuple[tuple[Link, ...], bool]:
    for number, link in enumerate(links):
        below, found = _mark(link.links, state)
        if found or link.state is state:
            changed = replace(link, links=below, first=not found)
            return (*links[:number], changed, *links[number + 1 :]), True
    return links, False


def _records(finding: Finding, facts: Facts) -> Iterator[Link]:
    """Yield the decisions in order of date, undated ones last; then the other facts with their fields."""
    places = [facts.place[fact] for fact in finding.facts]
    decisions = [place for place in places if place[0] in _DECIDED]
    decisions.sort(key=lambda place: (place[1].get("decided") is None, place[1].get("decided", 0), place[2]))
    seen: set[tuple[str, Source]] = set()
    for kind, row, words, source in (*decisions, *(place for place in places if place[0] not in _DECIDED)):
        if (words, source) not in seen:
            seen.add((words, source))
            links = () if kind in _TOLD else tuple(_fields(row))
            yield Link("decision" if kind in _DECIDED else kind, words, Holds.SAID, source, False, links)


def _fields(row: Row) -> Iterator[Link]:
    """Yield the fields of a record that say something to a reader: no ids of facts, no days as numbers."""
    for name, value in row.items():
        number = isinstance(value, int) and not isinstance(value, bool)
        if name in _INTERNAL or name in KINDS or name.endswith("_id") or (number and name.endswith(_DAYS)):
            continue
        words = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        yield Link(name.removesuffix("_text"), words, Holds.SAID)
