"""Records of trial registries to files of ``directories/trials``: read, join, choose, read their criteria, write.

Every record that cannot be used is a problem with its file and place; the others go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from trialign.errors import InputProblems, Location, Problem, UsageError
from trialign.importers import conditions, confirmed, ctml, twins
from trialign.importers.ctml_tree import Reading, Tree
from trialign.importers.labelled import Labels
from trialign.importers.registries import ctml as ctml_records
from trialign.importers.registries import identity, known, places, statuses
from trialign.importers.registries.statuses import Access
from trialign.importers.spool import Kept, Spool
from trialign.importers.trial_set import TrialSet
from trialign.importers.twins import Contradiction, Duplicate, Trial
from trialign.load.trials import SETTINGS
from trialign.model.criteria import Criteria, Leaf
from trialign.model.dates import PartialDate
from trialign.model.registry import RegistryRecord
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read import record_stream
from trialign.read.record_stream import Record

MAX_TEXT = 250_000
_EVERY = 500
_ANY = "ANY"
Step = Callable[[str], None]


class ReadsCriteria(Protocol):
    """Reads what a text asks of biomarkers."""

    def read(self, text: str) -> Criteria:
        """Return the criteria of a text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which trials are taken.

    Attributes:
        country: Only with a site there; empty for any.
        open_only: Only those that let patients in on the day of capture.
        captured: The day of capture of records that do not say it.
    """

    country: str = ""
    open_only: bool = False
    captured: PartialDate | None = None


@dataclass(slots=True)
class TrialImport:
    """What an import makes of records.

    Attributes:
        records: Number read, by registry.
        trials: Number of trials that they are records of.
        merged: Of these, how many have records of several registries or countries.
        without: Trials whose criteria name no biomarker and do not select by one.
        closed: Trials left out because they are closed, or do not say.
        elsewhere: Trials left out because no record names the country.
        nowhere: Trials left out because no record names any country.
        names: Files of trials that were made.
        settings: The file that describes them as a set, where there was none yet.
        confirmed: Trials whose file a person has confirmed, which is never replaced.
        changed: Of these, those whose text in the registry is another by now.
        unmapped: Conditions that stand for no known cancer, with the number of trials.
        unlabelled: Biomarkers in criteria that no label stands for, with the number of places; they are left out.
    """

    records: Counter[str] = field(default_factory=Counter)
    trials: int = 0
    merged: int = 0
    without: int = 0
    closed: int = 0
    elsewhere: int = 0
    nowhere: int = 0
    names: list[str] = field(default_factory=list)
    settings: str = ""
    confirmed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    unmapped: Counter[str] = field(default_factory=Counter)
    unlabelled: Counter[str] = field(default_factory=Counter)


def read(
    paths: Sequence[Path],
    wanted: Wanted,
    folder: Path,
    vocabulary: Vocabulary,
    extractor: ReadsCriteria,
    spool: Spool,
    step: Step,
) -> TrialImport:
    """Return what records make; the files lie in the spool and nothing is written yet.

    Args:
        paths: Files, and folders of files.
        wanted: Which trials are taken.
        folder: Where the files will lie; confirmed files there are left alone.
        vocabulary: Cancers and genes.
        extractor: Reads criteria from text.
        spool: Holds records and files.
        step: Is told what is being done.

    Raises:
        UsageError: A folder holds no file of records.
        InputProblems: Not one record could be read.
    """
    found = TrialImport()
    undated: Counter[str] = Counter()
    for path in files(paths):
        _read_file(path, wanted, vocabulary, spool, step, found, undated)
    for name, number in undated.items():
        one, many = "1 record does not say when it was captured", "records do not say when they were captured"
        what = f"{one} and is left out" if number == 1 else f"{number:,} {many} and are left out"
        found.problems.append(Problem(Location(name), what, "give the day with --captured"))
    if not found.records:
        raise InputProblems(found.problems)
    step("finding records of one trial")
    for members in spool.group().ambiguous:
        what = f"{', '.join(members)} name one another, yet two are of one registry"
        found.problems.append(Problem(Location("cross references"), what, "they are kept apart"))
    making = _Making(wanted, folder, vocabulary, extractor, spool, found, Labels(vocabulary.genes))
    for number, kept in enumerate(spool.trials(), start=1):
        if number % _EVERY == 0:
            step(f"reading criteria, {number:,} trials")
        making.trial(kept)
    making.settings()
    return found


def _name(leaf: Leaf) -> str:
    return leaf.label or f"{leaf.marker} ({leaf.alteration.value})"


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files, and of a folder those with a known ending, by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        known_endings = (each for each in path.iterdir() if each.suffix.lower() in record_stream.SUFFIXES)
        inside = sorted(each for each in known_endings if each.name != SETTINGS)
        if not inside:
            raise UsageError(f"{path} holds no file of records ({', '.join(record_stream.SUFFIXES)})")
        yield from inside


def _read_file(
    path: Path,
    wanted: Wanted,
    vocabulary: Vocabulary,
    spool: Spool,
    step: Step,
    found: TrialImport,
    undated: Counter[str],
) -> None:
    step(f"reading {path.name}")
    for number, each in enumerate(record_stream.read(path, str(path)), start=1):
        if number % _EVERY == 0:
            step(f"reading {path.name}, {number:,} records")
        if isinstance(each, Problem):
            found.problems.append(each)
            continue
        record = _record(each, wanted, found.problems)
        if record is None:
            continue
        if record.captured is None:
            undated[str(path)] += 1
            continue
        found.records[record.registry] += 1
        spool.add(record, _trees(each, record, vocabulary, found.problems))


def _record(each: Record, wanted: Wanted, problems: list[Problem]) -> RegistryRecord | None:
    reader = known.reader(each.value)
    if reader is None:
        what = f"unknown registry: the record has {_keys(each)}"
        problems.append(Problem(each.where, what, "see docs/import.md for the records that are read"))
        return None
    record = reader.read(each.value, each.where, wanted.captured)
    if not identity.found((record.id,)):
        what = f"the id '{record.id}' is of no registry" if record.id else "the record has no id of a registry"
        problems.append(Problem(each.where, what, "an id is NCT01234567, ISRCTN12345678 or an EU number"))
        return None
    if record.updated and record.captured and record.updated.first > record.captured.last:
        what = f"{record.id} was updated on {record.updated}, after it was captured on {record.captured}"
        problems.append(Problem(each.where, what, "give the right day with --captured"))
        return None
    if not statuses.is_known(record.status):
        what = f"the status '{record.status}' of {record.id} is not known and taken as unknown"
        problems.append(Problem(each.where, what, "see docs/import.md"))
    if len(record.eligibility) > MAX_TEXT:
        what = f"{record.id} has criteria of {len(record.eligibility):,} characters, more than {MAX_TEXT:,}"
        problems.append(Problem(each.where, what, "no registry takes as many; look at the record"))
        return None
    return record


def _keys(each: Record) -> str:
    """Return the first names of a record's fields, to recognise it by."""
    return ", ".join(list(each.value)[:5]) or "no field"


def _trees(each: Record, record: RegistryRecord, vocabulary: Vocabulary, problems: list[Problem]) -> list[Tree]:
    if record.registry != identity.CTML:
        return []
    reading = Reading(vocabulary, each.where, problems)
    return reading.trees(each.value) if ctml_records.recognises(each.value) else []


@dataclass(slots=True)
class _Making:
    """Makes the file of one trial after another."""

    wanted: Wanted
    folder: Path
    vocabulary: Vocabulary
    extractor: ReadsCriteria
    spool: Spool
    found: TrialImport
    labels: Labels
    _set: TrialSet = field(default_factory=TrialSet)

    def settings(self) -> None:
        """Put the settings beside the first trials of a folder; those that are there stay."""
        if self.found.names and not (self.folder / SETTINGS).exists():
            self.spool.put(SETTINGS, self._set.text())
            self.found.settings = SETTINGS

    def trial(self, kept: list[Kept]) -> None:
        trial, duplicates = twins.trial(record for record, _ in kept)
        trees = next((trees for _, trees in reversed(kept) if trees), [])
        self.found.trials += 1
        self.found.merged += bool(trial.others)
        self.found.duplicates += duplicates
        self.found.contradictions += twins.contradictions(trial)
        if self._wanted(trial) and (text := self._text(trial, trees)):
            self._put(trial, text)

    def _wanted(self, trial: Trial) -> bool:
        if self.wanted.open_only and trial.access is not Access.OPEN:
            self.found.closed += 1
            return False
        if self.wanted.country and places.country(self.wanted.country).casefold() not in {
            each.casefold() for each in trial.countries
        }:
            self.found.elsewhere += bool(trial.countries)
            self.found.nowhere += not trial.countries
            return False
        return True

    def _text(self, trial: Trial, trees: list[Tree]) -> str:
        """Return the file of a trial; an empty string where it selects by no biomarker."""
        if trees:
            return ctml.of_trees(trial, trees)
        if not trial.text_of.eligibility:
            what = f"{trial.main.id} has no eligibility text"
            self.found.problems.append(Problem(trial.main.where, what, "import a record of it that has one"))
            return ""
        criteria = self._labelled(self.extractor.read(trial.text_of.eligibility))
        if not criteria.leaves and not criteria.unnamed:
            self.found.without += 1
            return ""
        return ctml.of_text(trial, criteria, self._cancers(trial))

    def _labelled(self, criteria: Criteria) -> Criteria:
        """Return criteria without the biomarkers that no label stands for; those are counted."""
        only = self.labels.only(criteria)
        self.found.unlabelled.update(_name(leaf) for leaf in criteria.leaves if not self.labels.known(leaf))
        return only

    def _cancers(self, trial: Trial) -> tuple[str, ...]:
        """Return the codes of conditions that are known as a whole; the others are counted.

        "Cancer" beside named cancers is a keyword for all of them, and adds nothing.
        """
        codes: dict[str, None] = {}
        for condition in trial.conditions:
            known_as = conditions.codes(condition, self.vocabulary.cancers)
            codes |= dict.fromkeys(known_as)
            self.found.unmapped.update([condition] if not known_as else [])
        return tuple(code for code in codes if code != _ANY or len(codes) == 1)

    def _put(self, trial: Trial, text: str) -> None:
        name = f"{trial.main.id}.yaml"
        state = confirmed.state(self.folder / name, ctml.digest(trial.text_of.eligibility))
        if state is confirmed.State.FREE:
            self.spool.put(name, text)
            self._set.add(trial)
            self.found.names.append(name)
            return
        self.found.confirmed.append(trial.main.id)
        if state is confirmed.State.CHANGED:
            self.found.changed.append(trial.main.id)
