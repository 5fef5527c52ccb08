"""A review file that a person has filled in, to trial files that count as confirmed: all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from trialign.errors import InputProblems, Problem, did_you_mean
from trialign.importers import ctml, reviewed_tree
from trialign.importers.reviewed_tree import Changes, Key
from trialign.load import fields
from trialign.load.trials import trial_files, trial_of
from trialign.nomenclature import labels
from trialign.nomenclature.labels import UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.document import Document, Path_, parse_document, read_document
from trialign.validate import schema

_AGAIN = "write the review file again"
_NOTED = ("either", "optional")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A trial file with the criteria that a person confirmed, and what became of which label."""

    id: str
    name: str
    text: str
    confirmed: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


def read(
    document: Document, folder: Path, schemas: Path, vocabulary: Vocabulary, today: date
) -> tuple[Confirmed, ...]:
    """Return the trial files that a review file makes; nothing is written.

    Args:
        document: The review file.
        folder: Where the trial files lie.
        schemas: Where the schemas of the data lie.
        vocabulary: Genes, for labels.
        today: No review is of a later day.

    Raises:
        InputProblems: Every problem of the review file, and of the trial files that it names.
    """
    problems = schema.document_problems(document, schemas / "review.schema.json")
    if problems:
        raise InputProblems(problems)
    reading = _Reading(document, folder, schemas, vocabulary, today, problems)
    found = list(reading.trials())
    if problems:
        raise InputProblems(problems)
    return tuple(found)


@dataclass(slots=True)
class _Reading:
    """Reads one review file; what is broken becomes a problem."""

    document: Document
    folder: Path
    schemas: Path
    vocabulary: Vocabulary
    today: date
    problems: list[Problem]
    _seen: set[str] = field(default_factory=set)

    def trials(self) -> Iterator[Confirmed]:
        value = fields.mapping(self.document.value)
        if why := fields.no_day(fields.text(value, "date")):
            self._problem(("date",), why, "write the day of the review, such as 2026-11-22")
        elif (day := fields.day(fields.text(value, "date"))) and day.first > self.today:
            what = f"the review is of {fields.text(value, 'date')}, which has not come yet"
            self._problem(("date",), what, "write the day of the review")
        for number, trial in enumerate(fields.mappings(value, "trials")):
            path: Path_ = ("trials", number)
            held = self._held(trial, path)
            changes = self._changes(trial, path)
            if held is not None and self._fits(trial, path, held, changes) and not self.problems:
                yield from self._confirmed(value, held, changes)

    def _problem(self, path: Path_, what: str, mend: str) -> None:
        self.problems.append(Problem(self.document.at(*path), what, mend))

    def _held(self, trial: fields.Mapping_, path: Path_) -> Document | None:
        """Return the file of a trial, None where there is none that could be confirmed."""
        own = fields.text(trial, "id")
        if own in self._seen:
            self._problem((*path, "id"), f"the trial {own} stands twice", "keep one of the two")
        self._seen.add(own)
        known = {each.stem: each for each in trial_files(self.folder)}
        if own not in known:
            mend = did_you_mean(own, known) or "import it first: trialign import trials FILE --out FOLDER"
            self._problem((*path, "id"), f"no file of the trial {own} lies in {self.folder}", mend)
            return None
        try:
            held = read_document(known[own], str(known[own]))
        except InputProblems as error:
            self.problems += error.problems
            return None
        found = schema.document_problems(held, self.schemas / "trial.schema.json")
        self.problems += found
        return None if found else held

    def _changes(self, trial: fields.Mapping_, path: Path_) -> Changes:
        """Return what a person decided on each leaf, and what is added."""
        changes = Changes()
        for number, leaf in enumerate(fields.mappings(trial, "leaves")):
            here: Path_ = (*path, "leaves", number)
            key = _key(leaf)
            if key in changes.verdicts:
                self._problem(here, f"the leaf '{key.label}' stands twice", "keep one of the two")
            changes.verdicts[key] = self._verdict(leaf, here, key)
            changes.places[key] = here
        for number, printed in enumerate(fields.texts(trial, "add")):
            here = (*path, "add", number)
            changes.added.append([self._label(part, here) for part in printed.split("|")])
        return changes

    def _verdict(self, leaf: fields.Mapping_, path: Path_, key: Key) -> str:
        """Return the label that stands in a leaf's place: its own, a corrected one, or an empty string for none."""
        verdict = fields.text(leaf, "verdict")
        if verdict != "correct":
            if "correct_to" in leaf:
                what = f"correct_to stands beside the verdict {verdict}"
                self._problem((*path, "correct_to"), what, "write verdict: correct, or remove correct_to")
            return key.label if verdict == "confirm" else ""
        label = self._label(fields.text(leaf, "correct_to"), (*path, "correct_to"))
        if key.role in _NOTED and label.startswith("!"):
            what = f"'{label}' asks for an absence, and the role is {key.role}"
            self._problem((*path, "correct_to"), what, "write verdict: remove, and the label under add")
        return label

    def _label(self, printed: str, path: Path_) -> str:
        """Return a label in its canonical form, with ``!`` where it must be absent."""
        text = printed.strip()
        try:
            label = labels.parse(text.removeprefix("!"), self.vocabulary.genes)
        except UnknownLabel as error:
            self._problem(path, str(error), "see docs/labels.md for labels")
            return text
        sign = "!" if label.absent or text.startswith("!") else ""
        return f"{sign}{label.biomarker.label}"

    def _fits(self, trial: fields.Mapping_, path: Path_, held: Document, changes: Changes) -> bool:
        """Tell whether a review speaks of the criteria that are held; otherwise there are problems."""
        own, before = fields.text(trial, "id"), len(self.problems)
        value = fields.mapping(held.value)
        extraction = fields.mapping(value.get("extraction"))
        if value.get("reviewed") is True:
            by = fields.mapping(value.get("confirmed"))
            who = f" by {fields.text(by, 'by')} on {fields.text(by, 'on')}" if by else ""
            what = f"{own} is confirmed already{who}"
            self._problem(
                (*path, "id"), what, f"to review it anew set reviewed: false in {held.name} and remove confirmed"
            )
        elif not extraction:
            what = f"the criteria of {own} were not read from a text"
            self._problem((*path, "id"), what, f"read them in {held.name} and set reviewed: true there")
        elif fields.text(extraction, "text_sha256") != fields.text(trial, "text_sha256"):
            what = f"the criteria of {own} were read from another text than this review's"
            self._problem((*path, "text_sha256"), what, f"import the trial again, and {_AGAIN}")
        else:
            self._compare(own, path, reviewed_tree.keys(value), changes)
        return len(self.problems) == before

    def _compare(self, own: str, path: Path_, held: set[Key], changes: Changes) -> None:
        """Tell of leaves that no longer exist, and of those that have no verdict."""
        for key in changes.verdicts.keys() - held:
            what = f"the leaf '{key.label}' at {list(key.span)} ({key.role}) does not exist in {own}"
            self._problem(changes.places[key], what, _AGAIN)
        for key in held - changes.verdicts.keys():
            what = f"the leaf '{key.label}' at {list(key.span)} ({key.role}) of {own} has no verdict"
            self._problem((*path, "leaves"), what, _AGAIN)

    def _confirmed(self, review: fields.Mapping_, held: Document, changes: Changes) -> Iterator[Confirmed]:
        """Yield the confirmed file, once it has been read again without a problem."""
        by = {"by": fields.text(review, "reviewer").strip(), "on": fields.text(review, "date")}
        value = reviewed_tree.changed(cast(dict[str, object], held.value), changes, by)
        text = ctml.dump(value)
        again = parse_document(text, held.name)
        trial_of(again, self.schemas / "trial.schema.json", self.vocabulary, self.problems)
        own = fields.text(value, "nct_id")
        became = [(key.label, label) for key, label in changes.verdicts.items()]
        yield Confirmed(
            own,
            Path(held.name).name,
            text,
            confirmed=tuple(label for before, label in became if before == label),
            corrected=tuple((before, label) for before, label in became if label not in {"", before}),
            removed=tuple(before for before, label in became if not label),
            added=tuple(" | ".join(labels) for labels in changes.added),
        )


def _key(leaf: fields.Mapping_) -> Key:
    start, end = cast(list[int], leaf["span"])
    return Key(fields.text(leaf, "label"), fields.text(leaf, "role"), (start, end))
