"""Texts to read criteria from: the eligibility of registry records, or lines of an id and a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trialign.errors import Location, Problem
from trialign.importers import twins
from trialign.importers.ctml import digest
from trialign.importers.registries import identity, known
from trialign.importers.trials import MAX_TEXT
from trialign.model.criteria import Criteria
from trialign.model.registry import RegistryRecord
from trialign.model.trial import Trial
from trialign.read.document import Document
from trialign.read.record_stream import Record

_SHAPES = 'write {"id": …, "text": …}, or see docs/import.md for the records that are read'


@dataclass(frozen=True, slots=True)
class Given:
    """A text and its id.

    Attributes:
        record: The record of a registry whose eligibility the text is; None where only the text was given.
    """

    id: str
    text: str
    where: Location
    record: RegistryRecord | None = None

    def words(self, start: int, end: int) -> str:
        """Return a part of the text as one line."""
        return " ".join(self.text[start:end].split())


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text and the criteria that were read from it."""

    given: Given
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Held:
    """A trial of the data, and its file.

    Attributes:
        given: The text of the registry; None where it was not asked for.
    """

    trial: Trial
    document: Document
    given: Given | None = None

    @property
    def same_text(self) -> bool | None:
        """Tell whether the criteria were read from the text that is given; None where that cannot be told."""
        if self.given is None or self.trial.extraction is None:
            return None
        return self.trial.extraction.text_sha256 == digest(self.given.text)


def read(records: Iterable[Record | Problem]) -> Iterator[Given | Problem]:
    """Yield the text of each record, and a problem for each that has none."""
    for each in records:
        yield each if isinstance(each, Problem) else _checked(_given(each))


def _given(each: Record) -> Given | Problem:
    reader = known.reader(each.value)
    if reader is not None:
        return _of_registry(reader.read(each.value, each.where, None))
    own, text = each.value.get("id"), each.value.get("text")
    if own is None or text is None:
        keys = ", ".join(list(each.value)[:5]) or "no field"
        return Problem(each.where, f"is neither a registry's record nor an id with a text: it has {keys}", _SHAPES)
    if not isinstance(own, str | int) or isinstance(own, bool) or str(own).strip() == "":
        return Problem(each.where, "the id is no text", "write it in quotation marks")
    if not isinstance(text, str):
        return Problem(each.where, f"the text of {own} is no text", "write it in quotation marks")
    return Given(str(own), text, each.where)


def _of_registry(record: RegistryRecord) -> Given | Problem:
    if not record.id:
        return Problem(record.where, "the record has no id of a registry", "an id is NCT01234567 or the like")
    if record.registry == identity.CTML:
        what = f"{record.id} holds its criteria as a tree, not as text"
        return Problem(record.where, what, "give the registry's own record")
    if not record.eligibility:
        what = f"{record.id} has no eligibility text"
        return Problem(record.where, what, "give a record of it that has one")
    return Given(record.id, record.eligibility, record.where, record)


def _checked(given: Given | Problem) -> Given | Problem:
    if isinstance(given, Given) and len(given.text) > MAX_TEXT:
        what = f"{given.id} has a text of {len(given.text):,} characters, more than {MAX_TEXT:,}"
        return Problem(given.where, what, "no registry takes as many; look at the record")
    return given


def chosen(ids: Sequence[str], texts: Iterable[Given | Problem]) -> tuple[dict[str, Given], list[Problem]]:
    """Return the text of each id that is there, and the problems met on the way; case tells no ids apart.

    Of several records of one id that is taken which an import takes.
    """
    wanted = {_folded(each): each for each in ids}
    found: dict[str, list[Given]] = {}
    problems = []
    for each in texts:
        if isinstance(each, Problem):
            problems.append(each)
        elif own := wanted.get(_folded(each.id)):
            found.setdefault(own, []).append(each)
    return {own: _preferred(several) for own, several in found.items()}, problems


def _folded(identifier: str) -> str:
    return identity.key(identifier.strip().upper())


def _preferred(several: Sequence[Given]) -> Given:
    records = [each.record for each in several if each.record is not None]
    if not records:
        return several[-1]
    text_of = twins.trial(records)[0].text_of
    return next(each for each in several if each.record is text_of)
