"""Use cases of those who keep directories: import a published file, lint what is held, list what is unread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trialign import resources
from trialign.criteria.extract import Extractor
from trialign.errors import InputProblems, Location, Problem, UsageError, did_you_mean
from trialign.facts import releases
from trialign.facts.exceptions import add_exceptions
from trialign.facts.tables import Facts
from trialign.importers import column_maps, decisions, published, trials, write
from trialign.importers.decisions import DecisionImport
from trialign.importers.published import Import
from trialign.importers.spool import Spool
from trialign.importers.trials import TrialImport, Wanted
from trialign.inference import acceptances
from trialign.inference.evaluate import EngineName, evaluate, executor
from trialign.inference.findings import collect
from trialign.load.directories import Crosswalk, Held, load_held
from trialign.load.exceptions import load_exceptions
from trialign.load.layers import Layers
from trialign.load.printed_tests import scopes_of
from trialign.load.world import check_root
from trialign.model.acceptance import Acceptance, IdleException
from trialign.model.directory import Nation, Reason, Spelling, Test
from trialign.model.finding import Finding
from trialign.model.unread import Place, Unread
from trialign.nomenclature import target_list
from trialign.nomenclature import vocabulary as vocabularies
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.pipeline import Progress, Sources, data_root, rulebook
from trialign.read.table import read_table

FAMILY = "hygiene"


def read_published(publisher: str, file: Path, release: str, map_id: str) -> Import:
    """Return what a published file holds; nothing is written.

    Args:
        publisher: Name of a folder of column maps, or the path of a column map.
        file: The published file.
        release: Name of the release; empty for what the file prints.
        map_id: One of the publisher's maps; empty for the one that fits best.
    """
    root = resources.directories()
    maps = column_maps.maps_of(publisher, root)
    if map_id:
        maps = column_maps.one_of(maps, publisher, map_id)
    scopes = root / maps[0].nation.value / "scopes.csv"
    table = read_table(scopes, scopes.name, ("book", "printed", "cancers")) if scopes.is_file() else None
    return published.read(file, maps, release, vocabularies.load(root), scopes_of(table))


def read_decisions(file: Path) -> DecisionImport:
    """Return what a file of collected decisions holds; nothing is written."""
    return decisions.read(file, vocabularies.load(resources.directories()))


@contextmanager
def read_trials(
    paths: Sequence[Path], wanted: Wanted, folder: Path, progress: Progress
) -> Iterator[tuple[TrialImport, Spool]]:
    """Give what records of registries make, and the spool with the files made of them; it ends with the context.

    Args:
        paths: Files, and folders of files.
        wanted: Which trials are taken.
        folder: Where the files will lie.
        progress: Is told what is being done.
    """
    root = resources.directories()
    vocabulary = vocabularies.load(root)
    with Spool() as spool:
        extractor = Extractor(root / "vocabulary")
        found = trials.read(paths, wanted, folder, vocabulary, extractor, spool, progress)
        yield found, spool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every release whose rows are held, of all nations or of what was asked for, crosswalks and exceptions."""

    vocabulary: Vocabulary
    held: tuple[Held, ...]
    crosswalk: tuple[Crosswalk, ...]
    exceptions: tuple[Acceptance, ...]


def shelf(sources: Sources) -> Shelf:
    """Read every held release.

    Raises:
        InputProblems: Every problem of every file.
    """
    root = data_root(sources)
    _check_supplies(root, sources.called)
    layers = Layers(root, resources.directories(), sources.alone, sources.called)
    vocabulary = vocabularies.load(layers.of("vocabulary"), layers.shown("vocabulary"))
    problems: list[Problem] = []
    found = [load_held(layers, nation, vocabulary, problems) for nation in Nation]
    exceptions = load_exceptions(layers, problems, sources.accepted)
    if problems:
        raise InputProblems(problems)
    held = tuple(each for releases_held, _ in found for each in releases_held)
    return Shelf(vocabulary, held, tuple(line for _, lines in found for line in lines), exceptions)


def _check_supplies(root: Path, called: str) -> None:
    """Refuse a root that supplies neither a nation nor a vocabulary: only bundled data would be looked at."""
    check_root(root, called)
    if not any((root / name).is_dir() for name in (*Nation, "vocabulary")):
        what = "holds no directory of a nation, so nothing of it would be looked at"
        mend = f"put a directory.yaml and its files into a folder of it named as the nation: {', '.join(Nation)}"
        raise InputProblems([Problem(Location(called or str(root)), what, mend)])


def chosen(held: Sequence[Held], asked: str) -> tuple[Held, ...]:
    """Return the releases that a name asks for: ``england``, ``england/cancer``, ``england/cancer@2021-10``.

    Raises:
        UsageError: None is held under that name.
    """
    names = {name: each for each in held for name in _names(each)}
    found = tuple(each for each in held if not asked or asked in _names(each))
    if not found:
        mend = did_you_mean(asked, names) or f"held: {', '.join(sorted(_release_name(each) for each in held))}"
        raise UsageError(f"no release '{asked}' is held; {mend}")
    return found


def _release_name(held: Held) -> str:
    return f"{held.nation.value}/{held.release.book}@{held.release.name}"


def _names(held: Held) -> tuple[str, str, str]:
    return held.nation.value, f"{held.nation.value}/{held.release.book}", _release_name(held)


@dataclass(frozen=True, slots=True)
class Linted:
    """What lint found: findings, how many rules and tests were looked at, and the facts behind them."""

    findings: tuple[Finding, ...]
    rules: int
    releases: tuple[str, ...]
    tests: int
    facts: Facts
    idle: tuple[IdleException, ...] = ()
    disabled: tuple[str, ...] = ()


def lint(
    sources: Sources, as_of: date, asked: str, engine: EngineName, progress: Progress, named: Collection[str] = ()
) -> Linted:
    """Check directories on their own: every rule of family ``hygiene`` over every held release.

    Args:
        sources: What to read.
        as_of: The day for dated parameters.
        asked: A nation, book or release; empty for all. Releases beside it are read too, to compare with.
        engine: Which executor.
        progress: Is told what is being done.
        named: Ids of rules that are run even where the settings disable them.
    """
    progress("reading every release that is held")
    every = [rule for rule in rulebook(sources, as_of) if rule.family == FAMILY]
    disabled = {rule.id for rule in every if rule.id in sources.disabled} - set(named)
    rules = tuple(rule for rule in every if rule.id not in disabled)
    stock = shelf(sources)
    wanted = chosen(stock.held, asked)
    progress("comparing releases")
    facts = releases.build(stock.held, stock.crosswalk, stock.vocabulary)
    add_exceptions(facts, stock.exceptions, as_of)
    outcome = evaluate(every, facts, executor(engine))
    everything = collect(rules, outcome, facts)
    idle = tuple(acceptances.idle(stock.exceptions, everything, {rule.id for rule in rules}, as_of))
    names = {_release_name(each) for each in wanted}
    files = _files(wanted, stock.crosswalk, asked)
    found = tuple(
        each
        for each in everything
        if not asked or any(evidence.source.where.path in files for evidence in each.evidence)
    )
    tests = sum(len(each.tests) for each in wanted)
    return Linted(found, len(rules), tuple(sorted(names)), tests, facts, idle, tuple(sorted(disabled)))


def _files(wanted: Sequence[Held], crosswalk: Sequence[Crosswalk], asked: str) -> set[str]:
    """Return the files that hold what was asked for; a crosswalk belongs to its nation as a whole."""
    lines = {line.source.where.path for line in crosswalk if line.nation.value == asked}
    return lines | {test.source.where.path for held in wanted for test in held.tests}


def unresolved(sources: Sources, asked: str) -> tuple[Unread, ...]:
    """Return what could not be read, most frequent first, then by text."""
    return _unread(chosen(shelf(sources).held, asked))


def _unread(wanted: Sequence[Held]) -> tuple[Unread, ...]:
    groups: dict[tuple[str, Reason, str, tuple[str, ...]], list[Place]] = defaultdict(list)
    for held in wanted:
        for test in held.tests:
            for item in test.reading.unresolved:
                key = (" ".join(item.printed.split()), item.reason, item.proposed, item.codes)
                groups[key].append(Place(_release_name(held), test.code, test.source))
    found = [
        Unread(*key, tuple(sorted(places, key=lambda each: (each.release, each.source.where.line))))
        for key, places in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.places), each.printed, each.reason)))


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposed corrections as a table, how many they are, and how many misprints are corrected already."""

    table: str
    new: int
    known: int


def proposals(sources: Sources, asked: str) -> Proposals:
    """Return the corrections to propose for the releases that a name asks for."""
    wanted = chosen(shelf(sources).held, asked)
    found = [each for each in _unread(wanted) if each.proposed]
    known = {
        target.printed
        for held in wanted
        for test in held.tests
        for target in test.reading.targets
        if target.spelling is Spelling.MISPRINT
    }
    return Proposals(corrections(found), len(found), len(known))


def corrections(found: Sequence[Unread]) -> str:
    """Return proposed corrections as a table for review, in the columns of ``vocabulary/corrections.csv``."""
    columns = ("printed", "correct", "kind", "where", "evidence", "note")
    rows = [
        {
            "printed": each.printed,
            "correct": each.proposed,
            "kind": "misprint",
            "where": " | ".join(dict.fromkeys(f"{place.release}: {place.code}" for place in each.places)),
            "evidence": "",
            "note": "proposed by likeness alone: find evidence before it is used",
        }
        for each in found
        if each.proposed
    ]
    return write.table(columns, rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the distinct printed tokens of a release were read: the number read, and the number by reason."""

    release: str
    read: int
    reasons: Mapping[Reason, int]

    @property
    def total(self) -> int:
        """Return the number of distinct tokens."""
        return self.read + sum(self.reasons.values())


def readings(sources: Sources) -> tuple[Reading, ...]:
    """Return how the distinct tokens of every release that prints targets were read."""
    return tuple(_reading(held) for held in shelf(sources).held if held.release.held_by == "targets")


def _reading(held: Held) -> Reading:
    tokens: dict[tuple[str, str], Reason | None] = {}
    for test in held.tests:
        for token, reason in _tokens(test):
            known = tokens.get((token, test.printed.scope), reason)
            tokens[token, test.printed.scope] = known and reason
    reasons = Counter(reason for reason in tokens.values() if reason)
    return Reading(_release_name(held), sum(reason is None for reason in tokens.values()), reasons)


def _tokens(test: Test) -> Iterator[tuple[str, Reason | None]]:
    """Yield each printed token of a target cell, with the reason where no part of the row says what it stands for."""
    unread = [item for item in test.reading.unresolved if item.reason is not Reason.NAME_ONLY]
    for token in target_list.split(test.printed_target):
        yield token, next((item.reason for item in unread if item.printed in token), None)
