"""What a trial file says beside its criteria: dates, other registries, noted biomarkers, how it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict, cast

from trialign.errors import Problem
from trialign.load import fields
from trialign.model.dates import PartialDate
from trialign.model.directory import Source
from trialign.model.trial import Confirmation, Extraction, Noted, NotedRole, OtherRecord
from trialign.nomenclature import labels
from trialign.nomenclature.labels import Label, UnknownLabel
from trialign.nomenclature.vocabulary import Vocabulary
from trialign.read.document import Document

Path_ = tuple[str | int, ...]
Span = tuple[int, int]


class Dates(TypedDict):
    """The dates of a record; None where one is not held."""

    updated: PartialDate | None
    started: PartialDate | None
    primary_completion: PartialDate | None


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads the parts of one trial document; what is broken becomes a problem and is left out."""

    document: Document
    vocabulary: Vocabulary
    problems: list[Problem]

    def problem(self, path: Path_, what: str, mend: str) -> None:
        """Record a problem at a part of the document."""
        self.problems.append(Problem(self.document.at(*path), what, mend))

    def day(self, value: fields.Mapping_, path: Path_, key: str) -> PartialDate | None:
        """Return the printed date under a key."""
        return fields.day_at(self.document, (*path, key), fields.text(value, key), self.problems)

    def dates(self, value: fields.Mapping_, path: Path_, captured: PartialDate) -> Dates:
        """Return the dates of a record; an update after the day of capture is a problem."""
        updated = self.day(value, path, "updated")
        if updated is not None and updated.first > captured.last:
            what = f"the record was updated on {updated}, after it was captured on {captured}"
            self.problem((*path, "updated"), what, "correct one of the dates")
        return Dates(
            updated=updated,
            started=self.day(value, path, "started"),
            primary_completion=self.day(value, path, "primary_completion"),
        )

    def others(self, value: fields.Mapping_) -> Iterator[OtherRecord]:
        """Yield the other records of the trial, sorted by id; two registries may give them the same id."""
        seen = {(fields.text(value, "registry"), fields.text(value, "nct_id"))}
        found = []
        for number, record in enumerate(fields.mappings(value, "other_records")):
            path: Path_ = ("other_records", number)
            name, registry = fields.text(record, "id"), fields.text(record, "registry")
            if (registry, name) in seen:
                what = f"the record {name} of {registry} stands twice"
                self.problem((*path, "id"), what, "name each record once")
            seen.add((registry, name))
            captured = self.day(record, path, "captured")
            if captured is not None:
                found.append(self._other(record, path, captured))
        yield from sorted(found, key=lambda record: (record.id, record.registry))

    def _other(self, record: fields.Mapping_, path: Path_, captured: PartialDate) -> OtherRecord:
        return OtherRecord(
            id=fields.text(record, "id"),
            registry=fields.text(record, "registry"),
            status=fields.text(record, "status"),
            phase=fields.text(record, "phase"),
            captured=captured,
            source=Source(self.document.at(*path), fields.text(record, "source_url"), str(captured), str(captured)),
            **self.dates(record, path, captured),
        )

    def noted(self, value: fields.Mapping_) -> Iterator[Noted]:
        """Yield the biomarkers that are named without being criteria."""
        for number, item in enumerate(fields.mappings(value, "noted")):
            path: Path_ = ("noted", number)
            text = fields.text(item, "biomarker")
            if text.startswith("!"):
                self.problem((*path, "biomarker"), f"'{text}' asks for an absence", "a noted biomarker has no '!'")
                continue
            label = self.label(text, path)
            if label is not None:
                role = NotedRole(fields.text(item, "role"))
                yield Noted(label.biomarker, role, confidence(item), self.span(item, path))

    def label(self, text: str, path: Path_) -> Label | None:
        """Return a label with its sign; None, with a problem, where it cannot be read."""
        try:
            label = labels.parse(text.removeprefix("!"), self.vocabulary.genes)
        except UnknownLabel as error:
            self.problem((*path, "biomarker"), str(error), "see docs/labels.md for labels")
            return None
        return Label(label.biomarker, label.absent or text.startswith("!"))

    def span(self, value: fields.Mapping_, path: Path_) -> Span | None:
        """Return the place in the text; one that ends before it begins is a problem."""
        if "span" not in value:
            return None
        start, end = cast(list[int], value["span"])
        if start >= end:
            self.problem(
                (*path, "span"), f"the span ends at {end}, not after {start}", "write the first character first"
            )
        return start, end

    def confirmed(self, value: fields.Mapping_) -> Confirmation | None:
        """Return who confirmed the criteria and when; without ``reviewed: true`` it is a problem."""
        if "confirmed" not in value:
            return None
        if value.get("reviewed") is not True:
            self.problem(("confirmed",), "a confirmation stands beside reviewed: false", "write reviewed: true")
        given = fields.mapping(value["confirmed"])
        on = self.day(given, ("confirmed",), "on")
        return Confirmation(fields.text(given, "by"), on) if on is not None else None


def extraction(value: fields.Mapping_) -> Extraction | None:
    """Return how the criteria were read from the text, None where a person wrote them."""
    given = fields.mapping(value.get("extraction"))
    return Extraction(confidence(given) or 0.0, fields.text(given, "text_sha256")) if given else None


def confidence(value: fields.Mapping_) -> float | None:
    """Return the confidence of a part, None where it is not stated."""
    given = value.get("confidence")
    return float(given) if isinstance(given, int | float) else None
