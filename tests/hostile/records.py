"""Puts hostile text into every field of text of any record; keys, closed words and enumerations stay as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import count
from typing import Any, TypeVar, cast

from tests.hostile.texts import TEXTS, URLS

from trialign.model.finding import Verdict
from trialign.model.rule import Severity

_Record = TypeVar("_Record")
_ADDRESSES = frozenset({"url", "source_url"})
_CLOSED: Mapping[str, frozenset[str]] = {
    "CheckView": frozenset({"engine", "unused", "disabled"}),
    "Checked": frozenset({"fail_on", "failing", "scope"}),
    "Comparison": frozenset({"new", "known", "not_judged_then", "changed", "differences"}),
    "Counted": frozenset({"rules", "first"}),
    "Decision": frozenset({"age", "line", "setting", "outcome", "stage", "body"}),
    "Finding": frozenset({"fingerprint", "nation"}),
    "Judgement": frozenset({"cause"}),
    "MatrixView": frozenset({"needed_by"}),
    "MetricText": frozenset({"key"}),
    "Need": frozenset({"age"}),
    "Rule": frozenset({"id", "family", "status", "verb", "subject", "groups", "key", "examples"}),
    "Ruling": frozenset({"state", "counts_in"}),
    "SourceView": frozenset({"state", "nation"}),
    "TestFit": frozenset({"cause"}),
    "TestLink": frozenset({"nation"}),
}
"""By record, fields of words that a reader or a schema keeps closed, and keys that records are matched by."""
_KEYS = frozenset(each.value for kind in (Verdict, Severity) for each in kind)


class _Filler:
    """Replaces texts: the same text by the same hostile one, other texts by other ones."""

    def __init__(self, texts: Sequence[str], addresses: Sequence[str]) -> None:
        self._texts, self._addresses = texts, addresses
        self._numbers = count()
        self._texts_of: dict[tuple[str, bool], str] = {}
        self._made: dict[int, tuple[object, object]] = {}

    def of(self, value: object, address: bool = False) -> object:
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self._text(value, address)
        if isinstance(value, tuple):
            return tuple(self.of(each, address) for each in value)
        if isinstance(value, frozenset):
            return frozenset(self.of(each) for each in value)
        if isinstance(value, Mapping):
            return {self._key(key): self.of(each) for key, each in value.items()}
        return self._record(value) if dataclasses.is_dataclass(value) else value

    def _key(self, key: object) -> object:
        return key if key in _KEYS or key in _NATIONS else self.of(key)

    def _text(self, text: str, address: bool) -> str:
        if (text, address) not in self._texts_of:
            number = next(self._numbers)
            pool = self._addresses if address else self._texts
            self._texts_of[text, address] = f"{pool[number % len(pool)]}{'#' if address else ' '}{number}"
        return self._texts_of[text, address]

    def _record(self, record: object) -> object:
        if id(record) not in self._made:
            closed = _CLOSED.get(type(record).__name__, frozenset())
            changed = {
                each.name: self.of(getattr(record, each.name), each.name in _ADDRESSES)
                for each in dataclasses.fields(cast(Any, record))
                if each.init and each.name not in closed
            }
            self._made[id(record)] = record, dataclasses.replace(cast(Any, record), **changed)
        return self._made[id(record)][1]


_NATIONS = frozenset({"england", "scotland", "wales", "northern-ireland"})


def filled(record: _Record, text: str | None = None, address: str | None = None) -> _Record:
    """Return a record, and all that it holds, with hostile text in place of its own.

    Args:
        record: Any frozen dataclass.
        text: Put this into every field; the whole corpus in turn where it is None.
        address: Put this into every field that holds an address.
    """
    texts = [text] if text is not None else list(TEXTS.values())
    addresses = [address] if address is not None else [text] if text is not None else list(URLS.values())
    made = _Filler(texts, addresses).of(record)
    return cast(_Record, made)
