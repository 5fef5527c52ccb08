"""Use case ``rules lint``: what can be said of rules, by themselves, beside one another and on the loaded data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign import resources
from trialign.facts import releases
from trialign.facts.build import build
from trialign.facts.tables import Facts
from trialign.inference.evaluate import EngineName
from trialign.inference.findings import collect
from trialign.maintenance import FAMILY, shelf
from trialign.model.directory import Nation
from trialign.model.remark import Remark
from trialign.model.rule import Rule
from trialign.pipeline import Progress, Sources, data_root, find_rule, judged, load, rulebook
from trialign.rule_tools import with_used
from trialign.rulebook.notes import data_notes, unused, written
from trialign.rulebook.remarks import remarks
from trialign.rulebook.shadows import shadowed
from trialign.rulebook.shared import load_shared
from trialign.rulebook.sources import RuleSource, read_source


@dataclass(frozen=True, slots=True)
class RulesLinted:
    """What was said of how many rules, by file and line."""

    rules: int
    remarks: tuple[Remark, ...]


def lint_rules(sources: Sources, as_of: date, asked: Sequence[str], progress: Progress) -> RulesLinted:
    """Return the remarks on some rules, on all of them and what they share where none is named.

    Args:
        sources: The rulebook, and the data that the rules are tried on.
        as_of: The day that is judged.
        asked: Ids of rules.
        progress: Is told what is being done.
    """
    progress("reading rules")
    rules = rulebook(sources, as_of)
    folder = sources.rules or resources.rules()
    ids = {find_rule(rules, name).id for name in asked} if asked else {rule.id for rule in rules}
    read = [read_source(rule, folder) for rule in rules if rule.id in ids]
    found = [remark for source in read for remark in (*written(source), *remarks(source))]
    found += [remark for remark in shadowed(rules) if remark.rule in ids]
    found += [] if asked else _unused(read, folder, as_of)
    found += _on_data(read, rules, sources, as_of, progress)
    return RulesLinted(len(read), tuple(sorted(found, key=lambda each: (each.where, each.check, each.what))))


def _unused(read: Sequence[RuleSource], folder: Path, as_of: date) -> Iterator[Remark]:
    """Yield what is shared without use; what is bundled is not for the keeper of another rulebook to remove."""
    bundled = resources.rules()
    if folder == bundled or (folder / "shared.yaml").is_file():
        yield from unused(read, load_shared(folder, bundled, as_of).document)


def _on_data(
    read: Sequence[RuleSource], rules: Sequence[Rule], sources: Sources, as_of: date, progress: Progress
) -> Iterator[Remark]:
    wanted = with_used([source.rule for source in read], rules)
    subjects: Counter[str] = Counter()
    found: Counter[str] = Counter()
    checked = [rule for rule in wanted if rule.verb == "check"]
    if checked:
        progress("trying the rules on directories, decisions and trials")
        _count(checked, build(load(sources, as_of)), subjects, found)
    linted = [rule for rule in wanted if rule.family == FAMILY]
    if linted and any((data_root(sources) / nation).is_dir() for nation in Nation):
        progress("trying the rules on every release that is held")
        stock = shelf(sources)
        _count(linted, releases.build(stock.held, stock.crosswalk, stock.vocabulary), subjects, found)
    for source in read:
        yield from data_notes(source, subjects[source.rule.id], found[source.rule.id])


def _count(rules: Sequence[Rule], facts: Facts, subjects: Counter[str], found: Counter[str]) -> None:
    outcome = judged(rules, facts, EngineName.SQL)
    subjects.update(dict(outcome.subjects))
    found.update(finding.rule.id for finding in collect(rules, outcome, facts))
